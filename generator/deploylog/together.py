"""Work in copies of this process, where that pays: on many things, or on one that takes much memory."""

import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import IO, TypeVar, cast

T = TypeVar("T")
R = TypeVar("R")

MANY = 48
"""Things that are worth a second process, which costs some ten milliseconds."""
MOST = 8
"""Processes at most; a container may show more processors than it has leave to use."""
_HEAD = 8
"""Octets before each thing that is brought back, which say how long it is."""
_AHEAD = 1 << 20
"""Octets that a copy may be ahead, where the system lets it: a few of the longest pages of a site."""


def each(function: Callable[[T], R], things: Sequence[T], many: int = MANY) -> Iterator[R]:
    """Apply a function to each of some things; however many processors there are, it gives the same.

    The other processes are copies of this one, which get nothing from anybody but us: whatever they do not
    bring back, because they were ended or because the function failed, is done here. They are a little ahead
    at most, so that what they make is nowhere held as a whole, and end with the iterator.

    Args:
        function: Changes nothing that outlives it; what it returns can be pickled.
        things: Any.
        many: Things that are worth a second process; half as many are worth each further one.
    """
    share = min(_processors(), 2 * len(things) // many) if len(things) >= many and _copyable() else 1
    with _copies(function, things, share) as copies:
        for at, thing in enumerate(things):
            brought = _brought(copies[at % share]) if at % share in copies else None
            yield function(thing) if brought is None else pickle.loads(brought)  # noqa: S301  (of a copy of ours)


def apart(function: Callable[[], R]) -> R:
    """Do something in a copy of this process, so that the memory that it takes is gone with the copy.

    Args:
        function: As in `each`; it is done here where no copy can be had, or the copy has not done it.
    """
    with _copies(lambda _: function(), [None] * 2, 2 if _copyable() else 1) as copies:
        brought = _brought(copies[1]) if copies else None
    return function() if brought is None else cast("R", pickle.loads(brought))  # noqa: S301  (of a copy of ours)


def _processors() -> int:
    return min(len(os.sched_getaffinity(0)), MOST)


def _copyable() -> bool:
    """Tell whether a copy can be had safely: no other thread could be holding what it would wait for."""
    return hasattr(os, "sched_getaffinity") and threading.active_count() == 1  # Linux


@contextmanager
def _copies(function: Callable[[T], R], things: Sequence[T], share: int) -> Iterator[dict[int, IO[bytes]]]:
    """Set copies of this process to work; give where each writes what it brings back, by its first thing."""
    working: dict[int, tuple[int, IO[bytes]]] = {}
    try:
        for first in range(1, share):
            with suppress(OSError):  # no process is to be had: more is left to do here
                reads, writes = os.pipe()
                _lengthened(writes)
                process = os.fork()
                if not process:
                    os.close(reads)  # else, without us, it would wait for ever for somebody to read
                    _work(function, things[first::share], writes)
                os.close(writes)
                working[first] = process, os.fdopen(reads, "rb")
        yield {first: brought for first, (_, brought) in working.items()}
    finally:
        for process, brought in working.values():
            brought.close()
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)


def _lengthened(pipe: int) -> None:
    """Let a pipe hold more than a page, where the system can."""
    with suppress(ImportError, AttributeError, OSError):
        fcntl = import_module("fcntl")
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _AHEAD)


def _work(function: Callable[[T], R], things: Sequence[T], writes: int) -> None:
    """Do a copy's share and end, whatever happens; the rest of the program is not the copy's."""
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        with os.fdopen(writes, "wb") as file:
            for thing in things:
                octets = pickle.dumps(function(thing), pickle.HIGHEST_PROTOCOL)
                file.write(len(octets).to_bytes(_HEAD, "big"))
                file.write(octets)
                file.flush()
    finally:
        os._exit(0)


def _brought(reads: IO[bytes]) -> bytes | None:
    """Give the next that a copy brings back, pickled; None when it has ended before."""
    head = reads.read(_HEAD)
    length = int.from_bytes(head, "big")
    octets = reads.read(length) if len(head) == _HEAD else b""
    return octets if octets and len(octets) == length else None
