"""The parts of a timeline's drawing, and the measures of its two forms.

`wide` has time going right, `tall` has it going down, for narrow screens. Both come from one layout
that knows only `along` (time) and `across` (lanes); `Frame` turns these into x and y.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from deploylog.charts.groups import Shape
from deploylog.charts.lanes import Entry, Lane
from deploylog.charts.scale import Box, rounded, text_width

HALF_DAY_CLOCK = 12


class Form(StrEnum):
    """Which way time goes."""

    WIDE = "wide"
    TALL = "tall"


class Zone(StrEnum):
    """What a stretch of the night was in terms of the window."""

    WINDOW = "window"
    EXTENSION = "extension"
    OVERRUN = "overrun"
    """After the window and its extension, until service was back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float

    def __html__(self) -> str:
        """Give it as attributes."""
        return f'x1="{self.x1}" y1="{self.y1}" x2="{self.x2}" y2="{self.y2}"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a text begins, on its base line, or where a mark has its middle."""

    x: float
    y: float

    def __html__(self) -> str:
        """Give it as attributes."""
        return f'x="{self.x}" y="{self.y}"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Lines of text; the first begins at `place`."""

    place: Place
    lines: Sequence[str]
    inside: bool = False
    """On the bar rather than beside it."""
    turned: bool = False
    """Reads upwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A round clock time on the axis."""

    at: datetime
    """In the log's time zone."""
    line: Line
    place: Place
    midnight: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLabel:
    """Where a day is named: at the start of the axis and at each midnight that has room."""

    at: datetime
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A stretch of the window."""

    zone: Zone
    box: Box
    """Behind all lanes."""
    strip: Box
    """Along the axis, drawn strongly."""
    arrows: Sequence[Sequence[Place]]
    """Corners of an arrow head for each end at which it goes on outside the picture."""
    roomy: bool
    """Whether a word fits on the strip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A step in one lane: a bar, or a shape when it has no length."""

    entry: Entry
    box: Box
    """The bar, or the square around the shape."""
    shape: Shape | None
    """None: a bar."""
    soft: Sequence[Box]
    """The ends of the bar whose times are approximate."""
    label: Label
    badge: Place | None
    """The middle of the mark for a result that is not a plain pass."""
    planned: Line | None
    """Across the row at the planned start, when that differs."""
    leader: Line | None
    """From the planned start to the actual one."""
    row: int
    """From 0 within the lane."""
    extent: tuple[float, float]
    """Room taken along the row by the mark with its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneDrawing:
    """A lane with its marks."""

    lane: Lane
    box: Box
    heading: Label
    marks: Sequence[Mark]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A line through all lanes where the night turned: an interruption or a rollback."""

    entry: Entry
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A timeline in one form."""

    form: Form
    width: float
    height: float
    scrolls: bool
    """Whether it is too wide for a phone and has to keep its size."""
    ticks: Sequence[Tick]
    days: Sequence[DayLabel]
    bands: Sequence[Band]
    lanes: Sequence[LaneDrawing]
    rules: Sequence[Rule]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The measures of one form."""

    form: Form
    size: float
    """Of the text."""
    lead: float
    """Before the first instant, along."""
    tail: float
    """After the last instant, along."""
    margin: float
    """Before the first lane, across: the axis and the window's strip."""
    strip: float
    """How thick the window's strip is."""
    bar: float
    """How thick a bar is."""
    gap: float
    """Between lanes, across."""

    def box(self, along: float, across: float, length: float, thickness: float) -> Box:
        """Place a rectangle."""
        if self.form is Form.TALL:
            along, across, length, thickness = across, along, thickness, length
        return Box(x=rounded(along), y=rounded(across), width=rounded(length), height=rounded(thickness))

    def line(self, start: tuple[float, float], end: tuple[float, float]) -> Line:
        """Place a line between two points, each along and across."""
        (x1, y1), (x2, y2) = (start, end) if self.form is Form.WIDE else (start[::-1], end[::-1])
        return Line(x1=rounded(x1), y1=rounded(y1), x2=rounded(x2), y2=rounded(y2))

    def place(self, along: float, across: float) -> Place:
        """Place a point."""
        if self.form is Form.TALL:
            along, across = across, along
        return Place(x=rounded(along), y=rounded(across))

    def width_of(self, text: str) -> float:
        """Say how wide a text may be."""
        return text_width(text, self.size)


def frame(form: Form, clock: int) -> Frame:
    """Give the measures of a form; the axis of `tall` must hold a clock time."""
    if form is Form.WIDE:
        ends = 30 if clock == HALF_DAY_CLOCK else 22
        return Frame(form=form, size=11, lead=ends, tail=ends, margin=52, strip=12, bar=17, gap=8)
    axis = 56 if clock == HALF_DAY_CLOCK else 40
    return Frame(form=form, size=10.5, lead=38, tail=18, margin=axis + 14, strip=8, bar=12, gap=6)
