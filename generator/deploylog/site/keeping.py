"""What was made before is taken as it was, and what was not is made, on all processors."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from deploylog import together
from deploylog.store import Kept

T = TypeVar("T")
R = TypeVar("R")


def made(
    tasks: Sequence[T],
    make: Callable[[T], R],
    kept: Kept | None,
    *,
    key: Callable[[T], bytes],
    written: Callable[[R], object],
    read: Callable[[Any, T], R],
) -> Iterator[R]:
    """Give what comes of each task, one by one.

    Args:
        tasks: Any.
        make: Changes nothing that outlives it; what it returns can be pickled.
        kept: What earlier builds have kept, to which this adds; None to make everything anew.
        key: Of all that comes into a task.
        written: Gives what comes of a task as JSON has it.
        read: Its inverse.
    """
    if kept is None:
        yield from together.each(make, tasks)
        return
    keys = [key(task) for task in tasks]
    there = kept.known(keys)
    anew = together.each(make, [task for task, one in zip(tasks, keys, strict=True) if one not in there])
    for task, one in zip(tasks, keys, strict=True):
        was = kept.get(one) if one in there else None
        if was is not None:
            yield read(was, task)
            continue
        result = make(task) if one in there else next(anew)  # what is there may be damaged
        kept.put(one, written(result))
        yield result
