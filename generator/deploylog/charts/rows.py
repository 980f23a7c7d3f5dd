"""Rows of bars and dots along one axis of numbers: outcomes by month, window use, spread of durations.

A row carries plain numbers and the name of a style; what they mean is the template's to say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from deploylog.charts.drawing import Form, Line, Place
from deploylog.charts.scale import (
    Box,
    Scale,
    identifier,
    number_ticks,
    outline,
    pack,
    rounded,
    text_width,
    wrapped,
)

_WIDTH = {Form.WIDE: 680.0, Form.TALL: 328.0}
_PITCH = {Form.WIDE: 24.0, Form.TALL: 41.0}
_SIZE = 11.0
_TOP = 24.0
_EDGE = 16.0
_END = 24.0
"""Behind the last tick: half its number and unit."""
_LABEL = 200.0
"""The most that labels may take of the width."""
_BAR = 15.0
_SLIM = 7.0
_DOT = 4.0
_LEAST = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A stretch of a row; without a length, a tick."""

    start: float
    end: float
    style: str
    """Names the look in `charts.css`: an outcome, or such as `window`, `used`, `overrun`, `median`."""
    slim: bool = False
    """Leaves what lies below it to be seen on both sides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What stands beside one label."""

    label: str
    bars: Sequence[Bar] = ()
    dots: Sequence[float] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedBar:
    """A bar in its place."""

    bar: Bar
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedRow:
    """A row in its place."""

    row: Row
    label: Place
    words: Sequence[str]
    """The label, cut to its room."""
    bars: Sequence[PlacedBar]
    dots: Sequence[Place]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberTick:
    """A round number on the axis."""

    value: float
    line: Line
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsDrawing:
    """The rows in one form."""

    form: Form
    width: float
    height: float
    ticks: Sequence[NumberTick]
    rows: Sequence[PlacedRow]

    def outline(self, style: str) -> str:
        """Give the bars of one style as a path."""
        return outline(placed.box for row in self.rows for placed in row.bars if placed.bar.style == style)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows, laid out twice."""

    id: str
    rows: Sequence[Row]
    styles: Sequence[str]
    """Those that occur, in order of appearance."""
    wide: RowsDrawing
    tall: RowsDrawing


def stacked(label: str, parts: Sequence[tuple[str, float]]) -> Row:
    """Make a row of parts end to end, each a style and a length; those of no length are left out."""
    ends = list(accumulate(length for _, length in parts))
    bars = [
        Bar(start=end - length, end=end, style=style)
        for (style, length), end in zip(parts, ends, strict=True)
        if length
    ]
    return Row(label=label, bars=tuple(bars))


def rows(name: str, rows: Sequence[Row], *, whole: bool = False) -> Rows:
    """Lay out rows over one axis from 0.

    Args:
        name: Of the figure; no other on the page has it.
        rows: In order from above; no number is below 0.
        whole: Whether the axis counts things, of which there is no half.
    """
    styles = dict.fromkeys(bar.style for row in rows for bar in row.bars)
    return Rows(
        id=f"rows-{identifier(name)}",
        rows=tuple(rows),
        styles=tuple(styles),
        wide=_draw(Form.WIDE, rows, whole=whole),
        tall=_draw(Form.TALL, rows, whole=whole),
    )


def _draw(form: Form, rows: Sequence[Row], *, whole: bool) -> RowsDrawing:
    numbers = [number for row in rows for number in (*(bar.end for bar in row.bars), *row.dots)]
    ticks = number_ticks(max(numbers, default=0), 8 if form is Form.WIDE else 4, whole=whole)
    longest = max((text_width(row.label, _SIZE) for row in rows), default=0)
    left = min(longest, _LABEL) + _EDGE if form is Form.WIDE else _EDGE
    axis = Scale(0, ticks[-1], left, _WIDTH[form] - _END)
    height = _TOP + len(rows) * _PITCH[form]
    return RowsDrawing(
        form=form,
        width=rounded(_WIDTH[form]),
        height=rounded(height),
        ticks=tuple(
            NumberTick(
                value=tick,
                line=Line(x1=rounded(axis(tick)), y1=_TOP - 6, x2=rounded(axis(tick)), y2=rounded(height)),
                place=Place(x=rounded(axis(tick)), y=12),
            )
            for tick in ticks
        ),
        rows=tuple(_placed(form, axis, row, _TOP + n * _PITCH[form]) for n, row in enumerate(rows)),
    )


def _placed(form: Form, axis: Scale, row: Row, y: float) -> PlacedRow:
    """Set a row, its label before it in `wide` and above it in `tall`."""
    top = y + (_PITCH[Form.WIDE] - _BAR) / 2 if form is Form.WIDE else y + 21
    room = axis.start - 10 if form is Form.WIDE else _WIDTH[form] - _EDGE - _END
    label = Place(x=2, y=rounded(top + 11.5)) if form is Form.WIDE else Place(x=_EDGE, y=rounded(y + 13))
    return PlacedRow(
        row=row,
        label=label,
        words=wrapped(row.label, room, _SIZE, 1),
        bars=tuple(PlacedBar(bar=bar, box=_box(axis, bar, top)) for bar in row.bars),
        dots=_dots(axis, row.dots, top + _BAR / 2),
    )


def _box(axis: Scale, bar: Bar, top: float) -> Box:
    x, width = axis(bar.start), max(axis(bar.end) - axis(bar.start), _LEAST)
    height = _SLIM if bar.slim else _BAR
    return Box(x=rounded(x), y=rounded(top + (_BAR - height) / 2), width=rounded(width), height=height)


def _dots(axis: Scale, values: Sequence[float], middle: float) -> Sequence[Place]:
    """Set dots beside each other; of those that would hide one another, some above and some below."""
    ordered = sorted(axis(value) for value in values)
    lines = pack((x - _DOT, x + _DOT) for x in ordered)
    offsets = (0.0, -4.0, 4.0, -7.0, 7.0)
    return tuple(
        Place(x=rounded(x), y=rounded(middle + offsets[line % len(offsets)]))
        for x, line in zip(ordered, lines, strict=True)
    )
