"""Numbers of input lines, kept as ranges, so that a console of millions of lines takes no room."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import overload


def joined(first: Sequence[int], second: Sequence[int]) -> Sequence[int]:
    """Give the numbers of both, in order."""
    if isinstance(first, Spans) and isinstance(second, Spans):
        both = Spans()
        both.take(first)
        both.take(second)
        return both
    return sorted([*first, *second])


class Spans(Sequence[int]):
    """Ascending numbers; as cheap as the number of gaps between them."""

    def __init__(self) -> None:
        self.ranges: list[range] = []
        self._starts: list[int] = []
        self._count = 0

    def add(self, number: int) -> None:
        """Add the next number."""
        last = self.ranges[-1] if self.ranges else None
        if last is not None and last.stop == number:
            self.ranges[-1] = range(last.start, number + 1)
        else:
            self.ranges.append(range(number, number + 1))
            self._starts.append(self._count)
        self._count += 1

    def take(self, other: "Spans") -> None:
        """Add the numbers of another one."""
        ranges = sorted([*self.ranges, *other.ranges], key=lambda one: one.start)
        self.ranges, self._starts, self._count = [], [], 0
        for one in ranges:
            last = self.ranges[-1] if self.ranges else None
            if last is not None and last.stop == one.start:
                self.ranges[-1] = range(last.start, one.stop)
            else:
                self.ranges.append(one)
                self._starts.append(self._count)
            self._count += len(one)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[int]:
        for one in self.ranges:
            yield from one

    def __contains__(self, number: object) -> bool:
        return any(number in one for one in self.ranges)

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...
    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        """Give the number at a place."""
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(self._count))]
        place = index + self._count if index < 0 else index
        if not 0 <= place < self._count:
            raise IndexError(index)
        which = bisect_right(self._starts, place) - 1
        return self.ranges[which][place - self._starts[which]]
