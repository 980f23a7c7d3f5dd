"""A grid of squares: nights by weekday and hour, a calendar.

A square's area tells its count, so that the picture does without colour. On a phone rows and columns
change places: what is many goes down.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from deploylog.charts.drawing import Form, Place
from deploylog.charts.scale import Box, identifier, outline, rounded, text_width

_WIDTH = {Form.WIDE: 680.0, Form.TALL: 328.0}
_SIZE = 11.0
_TOP = 20.0
_MOST = 38.0
_FEW = 12
_CLOSE = 17.0
"""From line to line when they are many."""
_CLOSER = 14.0
"""The same when only some of them have a name."""
_LEAST = 5.0
_NUMBERED = 15.0
"""From this side on a square has room for its count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One square."""

    row: int
    column: int
    count: int
    """1 or more."""
    style: str = "count"
    """Names the look in `charts.css`: an outcome, or `count`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedCell:
    """A square in its place."""

    cell: Cell
    box: Box
    middle: Place
    numbered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GridLabel:
    """The name of a row or a column."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GridDrawing:
    """A grid in one form."""

    form: Form
    width: float
    height: float
    stripes: Sequence[Box]
    """A background for each line."""
    cells: Sequence[PlacedCell]
    beside: Sequence[GridLabel]
    """The names of the lines, before them."""
    above: Sequence[GridLabel]
    """The names of the columns that have room, centred."""

    @property
    def field(self) -> str:
        """The stripes as a path."""
        return outline(self.stripes)

    def outline(self, style: str) -> str:
        """Give the squares of one style as a path."""
        return outline(placed.box for placed in self.cells if placed.cell.style == style)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A grid, laid out twice."""

    id: str
    rows: Sequence[str]
    columns: Sequence[str]
    cells: Sequence[Cell]
    wide: GridDrawing
    tall: GridDrawing
    """With rows for columns."""


def grid(
    name: str,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Cell],
    *,
    most: float = _MOST,
    even: float = 0,
) -> Grid:
    """Lay out counts by row and column.

    Args:
        name: Of the figure; no other on the page has it.
        rows: Names, from above; few, such as weekdays.
        columns: Names, from the left; as many as 60. One without a name belongs to that before it.
        cells: Those with a count, in any order, one for each place.
        most: How wide a field is at most.
        even: The least part of its field's side that a square takes, where counts matter less than looks.
    """
    ordered = tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
    turned = [(cell.column, cell.row, cell) for cell in ordered]
    return Grid(
        id=f"grid-{identifier(name)}",
        rows=tuple(rows),
        columns=tuple(columns),
        cells=ordered,
        wide=_draw(Form.WIDE, rows, columns, [(cell.row, cell.column, cell) for cell in ordered], most, even),
        tall=_draw(Form.TALL, columns, rows, sorted(turned, key=lambda one: one[:2]), most, even),
    )


def _draw(
    form: Form,
    lines: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[tuple[int, int, Cell]],
    widest: float,
    even: float,
) -> GridDrawing:
    left = max((text_width(line, _SIZE) for line in lines), default=0) + 8
    side = min((_WIDTH[form] - left) / max(len(columns), 1), widest)
    pitch = max(side, _SIZE + 2) if len(lines) <= _FEW else _CLOSE if all(lines) else _CLOSER
    most = max((cell.count for _, _, cell in cells), default=1)
    return GridDrawing(
        form=form,
        width=rounded(_WIDTH[form]),
        height=rounded(_TOP + pitch * len(lines) + 2),
        stripes=tuple(
            Box(
                x=rounded(left),
                y=rounded(_TOP + n * pitch + 0.5),
                width=rounded(side * len(columns)),
                height=rounded(pitch - 1),
            )
            for n in range(len(lines))
        ),
        cells=tuple(
            _placed(
                cell,
                max(math.sqrt(cell.count / most), even),
                (left + column * side, _TOP + line * pitch, side, pitch),
            )
            for line, column, cell in cells
        ),
        beside=tuple(
            GridLabel(place=Place(x=2, y=rounded(_TOP + (n + 0.5) * pitch + 4)), text=name)
            for n, name in enumerate(lines)
            if name
        ),
        above=_above(columns, left, side, _WIDTH[form]),
    )


def _above(columns: Sequence[str], left: float, side: float, width: float) -> Sequence[GridLabel]:
    """Name the columns: each that has a name if some have none, else as many at one distance as have room."""
    half = max((text_width(name, _SIZE) / 2 for name in columns), default=0)
    every = math.ceil((2 * half + 10) / side) if all(columns) else 1
    placed: list[GridLabel] = []
    for n, name in enumerate(columns):
        x = min(left + (n + 0.5) * side, max(width - half, half))
        if name and n % every == 0 and not (placed and x - placed[-1].place.x < 2 * half + 2):
            placed.append(GridLabel(place=Place(x=rounded(x), y=13), text=name))
    return tuple(placed)


def _placed(cell: Cell, part: float, field: tuple[float, float, float, float]) -> PlacedCell:
    """Draw a square that takes a part of the room's side."""
    x, y, width, height = field
    room = min(width, height) - 2
    side = max(room * part, min(_LEAST, room))
    middle = (x + width / 2, y + height / 2)
    return PlacedCell(
        cell=cell,
        box=Box(
            x=rounded(middle[0] - side / 2),
            y=rounded(middle[1] - side / 2),
            width=rounded(side),
            height=rounded(side),
        ),
        middle=Place(x=rounded(middle[0]), y=rounded(middle[1])),
        numbered=side >= _NUMBERED,
    )
