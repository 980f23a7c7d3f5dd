"""Work on many things at once, on as many processors as there are, where that pays."""

import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

MANY = 48
"""Things that are worth a second process, which costs some ten milliseconds."""
MOST = 8
"""Processes at most; a container may show more processors than it has leave to use."""


def each(function: Callable[[T], R], things: Sequence[T], many: int = MANY) -> list[R]:
    """Apply a function to each of some things; however many processors there are, it gives the same.

    The other processes are copies of this one, which get nothing from anybody but us: whatever they do not
    bring back, because they were ended or because the function failed, is done here.

    Args:
        function: Changes nothing that outlives it; what it returns can be pickled.
        things: Any.
        many: Things that are worth a second process; half as many are worth each further one.
    """
    share = min(_processors(), 2 * len(things) // many) if len(things) >= many and _alone() else 1
    with _copies(function, things, share) as copies:
        found = {number * share: function(thing) for number, thing in enumerate(things[::share])}
        for first, copy in copies.items():
            found |= {first + number * share: result for number, result in enumerate(_brought(copy))}
    return [found[at] if at in found else function(thing) for at, thing in enumerate(things)]


def _processors() -> int:
    with suppress(AttributeError):
        return min(len(os.sched_getaffinity(0)), MOST)
    return 1  # not Linux: there a copy of a process cannot be had, or not safely


def _alone() -> bool:
    """Tell whether no other thread could be holding what a copy of this process would wait for."""
    return threading.active_count() == 1


@contextmanager
def _copies(function: Callable[[T], R], things: Sequence[T], share: int) -> Iterator[dict[int, int]]:
    """Set copies of this process to work; give where each writes what it brings back, by its first thing."""
    working: dict[int, tuple[int, int]] = {}
    try:
        for first in range(1, share):
            with suppress(OSError):  # no process is to be had: more is left to do here
                reads, writes = os.pipe()
                process = os.fork()
                if not process:
                    _work(function, things[first::share], writes)
                os.close(writes)
                working[first] = process, reads
        yield {first: reads for first, (_, reads) in working.items()}
    finally:
        for process, reads in working.values():
            os.close(reads)
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)


def _work(function: Callable[[T], R], things: Sequence[T], writes: int) -> None:
    """Do a copy's share and end, whatever happens; the rest of the program is not the copy's."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        octets = pickle.dumps([function(thing) for thing in things], pickle.HIGHEST_PROTOCOL)
        with os.fdopen(writes, "wb") as file:
            file.write(octets)
    finally:
        os._exit(0)


def _brought(reads: int) -> Sequence[Any]:
    with os.fdopen(os.dup(reads), "rb") as file:
        octets = file.read()
    try:
        return pickle.loads(octets) if octets else ()  # noqa: S301  (from a copy of ourselves)
    except (pickle.UnpicklingError, EOFError):
        return ()
