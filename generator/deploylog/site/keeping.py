"""What was made before is taken as it was, and what was not is made, on all processors."""

from collections.abc import Callable, Sequence
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
) -> list[R]:
    """Give what comes of each task.

    Args:
        tasks: Any.
        make: Changes nothing that outlives it; what it returns can be pickled.
        kept: What earlier builds have kept, to which this adds; None to make everything anew.
        key: Of all that comes into a task.
        written: Gives what comes of a task as JSON has it.
        read: Its inverse.
    """
    if kept is None:
        return together.each(make, tasks)
    keys = [key(task) for task in tasks]
    found = [kept.get(one) for one in keys]
    missing = [task for task, one in zip(tasks, found, strict=True) if one is None]
    anew = iter(together.each(make, missing))
    results = []
    for task, one, was in zip(tasks, keys, found, strict=True):
        result = next(anew) if was is None else read(was, task)
        if was is None:
            kept.put(one, written(result))
        results.append(result)
    return results
