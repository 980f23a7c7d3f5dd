"""Times of day without a colon, `0312  replica 2 stops`, leading lines or in a column of a table."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from deploylog.importers.notes.dates import DAY
from deploylog.importers.notes.zones import ZONE

_BARE = re.compile(
    r"^(?P<marks>[\s>*_\-\u2022\[(]{0,8}(?:\d{4}-\d\d-\d\d\s)?)(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)"
    r"(?:(?P<link>[-\u2013\u2014])(?P<end_hour>[01]\d|2[0-3])(?P<end_minute>[0-5]\d))?"
    r"(?P<after>[\])*_]{0,3}(?:\s?[:\u2013\u2014-][*_]{0,2}\s|\s+))(?=\S)"
)
_STYLE = 4
"""Lines that make a style."""
_YEARS = range(1900, 2060)
"""What may be years; times of a whole night are not all among them."""


def coloned(raws: Sequence[str]) -> list[str]:
    """Give the lines with a colon in the times that they lead with; as they are where these are numbers."""
    found = [_BARE.match(raw[:40]) for raw in raws]
    times = [int(one["hour"] + one["minute"]) for one in found if one]
    if not _are_clocks(times):
        return list(raws)
    return [
        f"{one['marks']}{_clocks(one)}{one['after']}{raw[one.end() :]}" if one else raw
        for one, raw in zip(found, raws, strict=True)
    ]


def _are_clocks(times: Sequence[int]) -> bool:
    """Tell whether numbers are times of day: enough to be a style, in order, and not all years."""
    back = sum(later < earlier for earlier, later in pairwise(times))
    return len(times) >= _STYLE and back <= 1 and not all(time in _YEARS for time in times)


def _clocks(found: re.Match[str]) -> str:
    """Give the start, and the end if there is one, with colons."""
    end = f"{found['link']}{found['end_hour']}:{found['end_minute']}" if found["link"] else ""
    return f"{found['hour']}:{found['minute']}{end}"


_CELL = re.compile(
    r"(?P<before>\W{0,3})(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)"
    r"(?:(?P<link>\s?(?:[-\u2013\u2014]|to)\s?)(?P<end_hour>[01]\d|2[0-3])(?P<end_minute>[0-5]\d))?"
    rf"(?P<after>\s?(?:h(?:rs|ours)?\b)?\s?\(?(?:{ZONE})?\W{{0,3}})"
)
_DIGITS = re.compile(r"\W{0,3}\d{3,5}(?!\w|[:.]\d)")
_NAME = re.compile(r"(?i)\b(?:time|clock|start(?:ed)?|end(?:ed)?|when|from|until|to|uhrzeit|hours?)\b")
_COUNTS = re.compile(
    r"(?i)\b(?:m?s(?:ec)?|min(?:ute)?s?|seconds?|response|elapsed|duration|taken|spent|total|count)\b"
)
"""Words of a column that holds spans or sums."""
_NAMED = 2
"""Times that make a style of a column which is named for them."""


def coloned_table(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Give the rows of a table with a colon in the times of its columns; the first row names these."""
    told = [list(row) for row in rows]
    for place in range(max(map(len, rows), default=0)):
        named = told[0][place] if place < len(told[0]) else ""
        cells = [row[place] for row in told[1:] if place < len(row) and row[place]]
        if _holds_times(named, cells):
            for row in told[1:]:
                row[place : place + 1] = map(_coloned, row[place : place + 1])
    return told


def _holds_times(named: str, cells: Sequence[str]) -> bool:
    """Tell whether a column's numbers are clocks: by its name, else if all are such and in order."""
    numbers = list(_numbers(cells))
    if None in numbers or len(numbers) < _NAMED:
        return False
    if _NAME.search(named):
        return not _COUNTS.search(named)
    times = [number for number in numbers if number is not None]
    return len(times) == len(cells) and _are_clocks(times) and not _COUNTS.search(named)


def _numbers(cells: Sequence[str]) -> Iterator[int | None]:
    """Give the times of a column's cells that lead with digits alone; None for what is no time of day."""
    for cell in cells:
        rest = _undated(cell)
        if found := _CELL.fullmatch(rest):
            yield int(found["hour"] + found["minute"])
        elif _DIGITS.match(rest):
            yield None


def _undated(cell: str) -> str:
    """Give what stands behind the day that a cell leads with: of `4 Feb 2031 0730` the clock."""
    day = DAY.match(cell)
    return cell[day.end() :].lstrip(" ,") if day else cell


def _coloned(cell: str) -> str:
    rest = _undated(cell)
    found = _CELL.fullmatch(rest)
    if found is None:
        return cell
    return f"{cell[: len(cell) - len(rest)]}{found['before']}{_clocks(found)}{found['after']}"
