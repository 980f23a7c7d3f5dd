"""A release as a path: from slot to slot until it was delivered.

Stops are spaced evenly, with the days between them written on the way: a chain of nights in one week
and of months reads equally well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812
from itertools import pairwise

from deploylog.charts.drawing import Form, Place
from deploylog.charts.scale import identifier, rounded, wrapped
from deploylog.history import Release
from deploylog.model import Deployment, Outcome, Slot

_WIDTH = {Form.WIDE: 680.0, Form.TALL: 328.0}
_COLUMNS = 6
_CELL = 170.0
"""The most that a stop may take of a row."""
_PITCH = {Form.WIDE: 128.0, Form.TALL: 84.0}
_TOP = {Form.WIDE: 30.0, Form.TALL: 20.0}
_SIDE = 20.0
_CLEAR = 15.0
"""From the middle of a stop to where an arrow begins and ends."""
_HEAD = 6.0
_SIZE = 11.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A deployment of the release, or the slot at which it is tried next."""

    number: int
    """From 1."""
    date: Day
    outcome: Outcome | None
    """None: a slot that has no log yet."""
    deployment: Deployment | None
    slot: Slot | None
    here: bool
    """Whether the page that shows the chain is about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedStop:
    """A stop in one form of the drawing."""

    stop: Stop
    middle: Place
    text: Place
    """The base line of the first line about it; the next are 14 apart."""
    cause: Sequence[str]
    """Why it was put off, in lines that fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """The way from one stop to the next."""

    points: Sequence[Place]
    head: Sequence[Place]
    days: int
    """From the one date to the other."""
    text: Place
    """Where they are written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainDrawing:
    """A chain in one form."""

    form: Form
    width: float
    height: float
    stops: Sequence[PlacedStop]
    arrows: Sequence[Arrow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A release, laid out twice."""

    id: str
    """Begins every id of the figure; differs from release to release."""
    name: str
    """The release's."""
    stops: Sequence[Stop]
    wide: ChainDrawing
    """Rows of stops."""
    tall: ChainDrawing
    """One stop below the other, for a phone."""


def chain(release: Release, here: Deployment | None = None) -> Chain:
    """Lay out a release.

    Args:
        release: With one deployment or more.
        here: The deployment that the page is about; it is marked.
    """
    stops = _stops(release, here)
    return Chain(
        id=f"chain-{identifier(release.name)}",
        name=release.name,
        stops=stops,
        wide=_draw(Form.WIDE, stops),
        tall=_draw(Form.TALL, stops),
    )


def _stops(release: Release, here: Deployment | None) -> Sequence[Stop]:
    made = [
        Stop(number=n, date=d.date, outcome=d.outcome, deployment=d, slot=None, here=d is here)
        for n, d in enumerate(release.deployments, 1)
    ]
    last = release.last
    ahead = [slot for slot in last.next_slots if slot.day >= last.date]
    if ahead and not last.outcome.delivered:
        slot = min(ahead, key=lambda slot: slot.day)
        number = len(made) + 1
        made.append(Stop(number=number, date=slot.day, outcome=None, deployment=None, slot=slot, here=False))
    return tuple(made)


def _draw(form: Form, stops: Sequence[Stop]) -> ChainDrawing:
    columns = min(len(stops), _COLUMNS) if form is Form.WIDE else 1
    cell = min(_WIDTH[form] / columns, _CELL) if form is Form.WIDE else _WIDTH[form]
    placed = tuple(_placed(form, stop, *divmod(index, columns), cell) for index, stop in enumerate(stops))
    foot = max(stop.text.y + 14 * (1 + max(len(stop.cause), 1)) for stop in placed)
    return ChainDrawing(
        form=form,
        width=rounded(_WIDTH[form]),
        height=rounded(foot + 4),
        stops=placed,
        arrows=tuple(_arrow(form, one, other) for one, other in pairwise(placed)),
    )


def _placed(form: Form, stop: Stop, row: int, column: int, cell: float) -> PlacedStop:
    y = _TOP[form] + row * _PITCH[form]
    deferral = stop.deployment.deferral if stop.deployment else None
    cause = (deferral.cause or deferral.blocked_by) if deferral else ""
    if form is Form.TALL:
        lines = wrapped(cause, cell - 3 * _SIDE, _SIZE, 1)
        return PlacedStop(stop=stop, middle=_place(_SIDE, y), text=_place(2 * _SIDE, y - 2), cause=lines)
    x = (column + 0.5) * cell
    lines = wrapped(cause, cell - 6, _SIZE, 2)
    return PlacedStop(stop=stop, middle=_place(x, y), text=_place(x, y + 28), cause=lines)


def _arrow(form: Form, one: PlacedStop, other: PlacedStop) -> Arrow:
    """Go straight to the next stop of the row, or around to the first of the next row."""
    start, end = one.middle, other.middle
    days = (other.stop.date - one.stop.date).days
    if form is Form.TALL:
        points = [_place(start.x, start.y + _CLEAR), _place(end.x, end.y - _CLEAR)]
        text = _place(2 * _SIDE, end.y - _PITCH[form] * 0.34)
    elif start.y == end.y:
        points = [_place(start.x + _CLEAR, start.y), _place(end.x - _CLEAR, end.y)]
        text = _place((start.x + end.x) / 2, start.y - 7)
    else:
        right, turn = _WIDTH[form] - 4, end.y - 30
        around = [(start.x + _CLEAR, start.y), (right, start.y), (right, turn), (end.x, turn)]
        points = [*(_place(x, y) for x, y in around), _place(end.x, end.y - _CLEAR)]
        text = _place((end.x + right) / 2, turn - 4)
    return Arrow(points=tuple(points), head=_head(points[-2], points[-1]), days=days, text=text)


def _head(back: Place, tip: Place) -> Sequence[Place]:
    """Give the corners of an arrow head; arrows come from the left or from above."""
    half = _HEAD * 0.7
    if back.x == tip.x:
        return (tip, _place(tip.x - half, tip.y - _HEAD), _place(tip.x + half, tip.y - _HEAD))
    return (tip, _place(tip.x - _HEAD, tip.y - half), _place(tip.x - _HEAD, tip.y + half))


def _place(x: float, y: float) -> Place:
    return Place(x=rounded(x), y=rounded(y))
