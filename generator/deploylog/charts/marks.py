"""Where each step goes: its bar or shape, its row within the lane, its label."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from deploylog.charts.drawing import Form, Frame, Label, Line, Mark, Place
from deploylog.charts.groups import shape_of
from deploylog.charts.lanes import Entry
from deploylog.charts.scale import Box, Scale, pack, wrapped
from deploylog.model import Result

SHAPE = 13.0
"""The length of a shape and of a badge."""
_LEAST = 3.0
_PAD = 4.0
_LINE = 12.0
_LINES = 3
_BADGED = (Result.FAILED, Result.PASSED_WITH_ISSUES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A step along the axis, before it has a row."""

    entry: Entry
    start: float
    length: float
    """Of the bar or the shape, with its badge."""
    before: bool
    """Whether the number stands before it, for want of room after it."""
    extent: tuple[float, float]

    @property
    def badged(self) -> bool:
        """Whether its result is marked."""
        return self.entry.step.result in _BADGED

    @property
    def inner(self) -> float:
        """The room for a label on the bar."""
        if self.entry.step.until is None:
            return 0
        return self.length - 2 * _PAD - (SHAPE if self.badged else 0)


def spans(frame: Frame, time: Scale, entries: Sequence[Entry]) -> Sequence[Span]:
    """Measure each step along the axis, with its number."""
    return tuple(_span(frame, time, entry) for entry in entries)


def _span(frame: Frame, time: Scale, entry: Entry) -> Span:
    step = entry.step
    start, length = time.at(step.at.at), SHAPE
    badge = step.result in _BADGED
    if step.until is None:
        start -= SHAPE / 2
        length += SHAPE if badge and frame.form is Form.WIDE else 0
    else:
        length = max(time.at(step.until.at) - start, SHAPE if badge else _LEAST)
    bare = Span(entry=entry, start=start, length=length, before=False, extent=(start, start + length))
    if frame.form is Form.TALL:
        return _replace(bare, extent=(start, start + max(length, SHAPE)))
    number = frame.width_of(str(entry.number))
    if bare.inner >= number:
        return bare
    if start + length + _PAD + number <= time.end + frame.tail - 2:
        return _replace(bare, extent=(start, start + length + _PAD + number + 2))
    return _replace(bare, extent=(start - _PAD - number, start + length), before=True)


def _replace(span: Span, *, extent: tuple[float, float], before: bool = False) -> Span:
    return Span(entry=span.entry, start=span.start, length=span.length, before=before, extent=extent)


def rows_of(spans: Sequence[Span]) -> Sequence[int]:
    """Give each span the row of its lane in which it touches no other; in the order given."""
    order = sorted(range(len(spans)), key=lambda i: spans[i].extent)
    rows = dict(zip(order, pack(spans[i].extent for i in order), strict=True))
    return tuple(rows[i] for i in range(len(spans)))


def marks(frame: Frame, time: Scale, spans: Sequence[Span], across: float, row: float) -> Sequence[Mark]:
    """Place the steps of one lane, whose first row begins at `across`; rows are `row` apart."""
    made: list[Mark] = []
    rows = rows_of(spans)
    for number in range(max(rows) + 1):
        own = sorted((s for s, r in zip(spans, rows, strict=True) if r == number), key=lambda s: s.extent)
        limits = [b.extent[0] - _PAD for _, b in pairwise(own)] + [time.end + frame.tail - 2]
        made += [
            _mark(frame, time, span, across + number * row, number, (limit, row))
            for span, limit in zip(own, limits, strict=True)
        ]
    return tuple(sorted(made, key=lambda mark: mark.entry.number))


def _mark(frame: Frame, time: Scale, span: Span, across: float, row: int, room: tuple[float, float]) -> Mark:
    step = span.entry.step
    bar = SHAPE if step.until is None else span.length
    thickness = SHAPE if step.until is None else frame.bar
    top = across + (frame.bar - thickness) / 2
    planned, leader = _planned(frame, time, span, across)
    return Mark(
        entry=span.entry,
        box=frame.box(span.start, top, bar, thickness),
        shape=shape_of(span.entry.group) if step.until is None else None,
        soft=_soft(frame, span, across),
        label=_label(frame, span, across, room),
        badge=_badge(frame, span, across) if span.badged else None,
        planned=planned,
        leader=leader,
        row=row,
        extent=span.extent,
    )


def _soft(frame: Frame, span: Span, across: float) -> Sequence[Box]:
    step, part = span.entry.step, min(10.0, span.length / 3)
    if step.until is None:
        return (frame.box(span.start, across, SHAPE, SHAPE),) if step.at.approximate else ()
    starts = [span.start] if step.at.approximate else []
    starts += [span.start + span.length - part] if step.until.approximate else []
    return tuple(frame.box(start, across, part, frame.bar) for start in starts)


def _badge(frame: Frame, span: Span, across: float) -> Place:
    return frame.place(span.start + span.length - SHAPE / 2, across + frame.bar / 2)


def _label(frame: Frame, span: Span, across: float, room: tuple[float, float]) -> Label:
    """Write the number and, if there is room, the activity."""
    number, activity = str(span.entry.number), span.entry.step.activity
    full = f"{number} {activity.label}" if activity else number
    limit, row = room
    if frame.form is Form.TALL:
        lines = int(min(_LINES, (limit - span.start) / _LINE))
        broken = wrapped(full, row - frame.bar - _PAD, frame.size, max(lines, 1))
        place = frame.place(span.start + SHAPE / 2 + frame.size * 0.36, across + frame.bar + 3)
        whole = not any(line.endswith("…") for line in broken)
        return Label(place=place, lines=broken if whole else (number,))
    after = span.start + span.length + _PAD
    inside = span.inner >= frame.width_of(full)
    if not inside and (span.before or limit - after < frame.width_of(full)):
        full, inside = number, span.inner >= frame.width_of(number)
    along = span.start + _PAD if inside else after
    if span.before:
        along = span.start - _PAD - frame.width_of(number)
    place = frame.place(along, across + frame.bar / 2 + frame.size * 0.36)
    return Label(place=place, lines=(full,), inside=inside)


def _planned(frame: Frame, time: Scale, span: Span, across: float) -> tuple[Line | None, Line | None]:
    plan = span.entry.step.plan
    if plan is None or not span.entry.off_plan or not time.low <= plan.at.timestamp() <= time.high:
        return None, None
    at, begun = time.at(plan.at), time.at(span.entry.step.at.at)
    beside = across - 2 if frame.form is Form.TALL else across + frame.bar + 2
    return (
        frame.line((at, beside - 2.5), (at, beside + 2.5)),
        frame.line((at, beside), (begun, beside)),
    )
