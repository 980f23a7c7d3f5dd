"""Lines of chatter, kept word for word as far as a log holds them, and beyond that by their numbers."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import overload

from deploylog.importers.spans import Spans
from deploylog.importers.writing import MAX_UNPARSED

_WORDS = 20_000
"""Lines that all logs of one chat keep word for word."""


class Room:
    """How many lines may still be kept word for word."""

    def __init__(self) -> None:
        self.left = _WORDS


class Kept(Sequence[tuple[int, str]]):
    """Numbers and texts of lines; past the limit of `unparsed`, the texts are empty.

    Args:
        heads: Numbers of lines that are of the head, and come to `head_lines`.
        room: Shared by the logs of one chat.
    """

    def __init__(self, heads: Collection[int], room: Room) -> None:
        self._room = room
        self.head_lines: list[int] = []
        self._heads = heads
        self._first: list[tuple[int, str]] = []
        self._rest = Spans()

    def take(self, lines: Iterable[tuple[int, str]]) -> None:
        """Add lines."""
        for number, text in lines:
            if number in self._heads:
                self.head_lines.append(number)
            elif self._room.left and not self._rest and len(self._first) <= MAX_UNPARSED:
                self._room.left -= 1
                self._first.append((number, text))
            else:
                self._rest.add(number)

    def __len__(self) -> int:
        return len(self._first) + len(self._rest)

    def __iter__(self) -> Iterator[tuple[int, str]]:
        yield from self._first
        for number in self._rest:
            yield number, ""

    @overload
    def __getitem__(self, index: int) -> tuple[int, str]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[tuple[int, str]]: ...
    def __getitem__(self, index: int | slice) -> tuple[int, str] | Sequence[tuple[int, str]]:
        """Give the line at a place."""
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        place = index + len(self) if index < 0 else index
        if place < len(self._first):
            return self._first[place]
        return self._rest[place - len(self._first)], ""
