"""What every chart needs: scales, ticks, packing into rows, and room for words.

Numbers in, numbers out; nothing here knows of deployments. Lengths are in the units of the drawing's
view box, rounded to one decimal so that the same log always draws the same bytes.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

_MINUTES = (5, 10, 15, 30, 60, 120, 180, 360, 720)
_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)
_GRAIN = 15 * 60
"""Every zone in use is a whole number of quarters of an hour from UTC."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIT = 1e-6
_UNSAFE = re.compile(r"[^A-Za-z0-9-]")
_PART = re.compile(r"[^ -]+-? ?|- ?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle of the drawing."""

    x: float
    y: float
    width: float
    height: float

    def __html__(self) -> str:
        """Give it as attributes: a template writes many of them, and this is one look-up, not four."""
        return f'x="{self.x}" y="{self.y}" width="{self.width}" height="{self.height}"'


def outline(boxes: Iterable[Box]) -> str:
    """Give rectangles as one path: a picture of hundreds stays small."""
    return "".join(f"M{box.x} {box.y}h{box.width}v{box.height}h-{box.width}z" for box in boxes)


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from values to places."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Give the place of a value; all of an empty range is at `start`."""
        if self.high == self.low:
            return self.start
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def at(self, instant: datetime) -> float:
        """Give the place of an instant, on a scale made by `of_time`."""
        return self(instant.timestamp())


def of_time(first: datetime, last: datetime, start: float, end: float) -> Scale:
    """Make the scale that places instants by elapsed time, whatever clocks do in between."""
    return Scale(first.timestamp(), last.timestamp(), start, end)


def rounded(value: float) -> float:
    """Round to one decimal; whole numbers without a point."""
    short = round(value, 1)
    return int(short) if short == int(short) else short


def text_width(text: str, size: float) -> float:
    """Say how wide a text may be in whatever plain font the reader has: on the wide side."""
    return sum(map(_width, text)) * size


@lru_cache(maxsize=1 << 12)
def _width(character: str) -> float:
    return 1.0 if unicodedata.east_asian_width(character) in "WF" else 0.57


def wrapped(text: str, width: float, size: float, lines: int) -> Sequence[str]:
    """Break a text at spaces and hyphens into at most `lines` that fit; what is left out leaves `…`."""
    made: list[str] = []
    parts = _PART.findall(" ".join(text.split()))
    while parts and len(made) < lines:
        line = parts.pop(0)
        while parts and text_width((line + parts[0]).rstrip(), size) <= width:
            line += parts.pop(0)
        made.append(line)
    if parts:
        made[-1] += "".join(parts)
    return tuple(_cut(line.rstrip(), width, size) for line in made)


def _cut(text: str, width: float, size: float) -> str:
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def pack(extents: Iterable[tuple[float, float]]) -> Sequence[int]:
    """Give each extent the first row, from 0, in which it overlaps none before it.

    Args:
        extents: Start and end of each; those that only touch share a row.
    """
    ends: list[float] = []
    rows: list[int] = []
    for start, end in extents:
        row = next((i for i, taken in enumerate(ends) if taken <= start + _FIT), len(ends))
        ends[row:] = [*([end] if row == len(ends) else [max(end, ends[row])]), *ends[row + 1 :]]
        rows.append(row)
    return tuple(rows)


def time_ticks(first: datetime, last: datetime, zone: tzinfo, most: int) -> Sequence[datetime]:
    """Give round clock times of a zone from `first` to `last`, at most about `most` of them.

    A day on which the clocks change keeps its round times: one that the change skips is left out,
    and one that it repeats stands twice.
    """
    minutes = (last - first).total_seconds() / 60
    step = next((m for m in _MINUTES if minutes / m <= most), 0)
    if not step:
        return _days(first, last, zone, math.ceil(minutes / 1440 / most))
    grain = math.gcd(step * 60, _GRAIN)
    count = range(math.ceil(first.timestamp() / grain), math.floor(last.timestamp() / grain) + 1)
    times = (datetime.fromtimestamp(n * grain, zone) for n in count)
    return tuple(t for t in times if (t.hour * 60 + t.minute) % step == 0)


def _days(first: datetime, last: datetime, zone: tzinfo, step: int) -> Sequence[datetime]:
    start, end = first.astimezone(zone).date().toordinal(), last.astimezone(zone).date().toordinal()
    days = (date.fromordinal(number) for number in range(start, end + 1, step))
    midnights = (datetime(day.year, day.month, day.day, tzinfo=zone) for day in days)
    return tuple(t for t in midnights if first <= t <= last)


def number_ticks(high: float, most: int, *, whole: bool = False) -> Sequence[float]:
    """Give round numbers from 0 up to the first that is not below `high`, at most about `most`."""
    if high <= 0:
        return (0,)
    power = 10.0 ** math.floor(math.log10(high / most))
    steps = [n * power for n in _NICE if high / (n * power) <= most]
    step = next((n for n in steps if not whole or n == int(n)), 1.0)
    values = (round(n * step, 9) for n in range(math.ceil(high / step - _FIT) + 1))
    return tuple(int(value) if value == int(value) else value for value in values)


def identifier(name: str) -> str:
    """Make a name into a part of an id in HTML: two names never give the same."""
    return _UNSAFE.sub(lambda found: f"_{ord(found[0]):x}_", name)


def widened(
    first: datetime, last: datetime, before: timedelta, after: timedelta
) -> tuple[datetime, datetime]:
    """Move the ends of a span apart; one that would leave the calendar stays where it is."""
    return _moved(first, -before), _moved(last, after)


def outward(first: datetime, last: datetime) -> tuple[datetime, datetime]:
    """Widen a span to quarters of an hour (to five minutes when it is short)."""
    grain = timedelta(minutes=5) if last - first < timedelta(hours=2) else timedelta(minutes=15)
    return widened(first, last, (first - _EPOCH) % grain, (_EPOCH - last) % grain)


def _moved(at: datetime, by: timedelta) -> datetime:
    try:
        return at + by
    except OverflowError:
        return at
