"""Where lanes, axis and window go: from a night's lanes to a whole drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from deploylog.charts import scale
from deploylog.charts.drawing import (
    HALF_DAY_CLOCK,
    Band,
    DayLabel,
    Drawing,
    Form,
    Frame,
    Label,
    LaneDrawing,
    Place,
    Rule,
    Tick,
    Zone,
    frame,
)
from deploylog.charts.groups import Group
from deploylog.charts.lanes import Lane
from deploylog.charts.marks import marks, rows_of, spans
from deploylog.charts.scale import Scale
from deploylog.model import Deployment

_WIDTH = {Form.WIDE: 680.0, Form.TALL: 328.0}
_LENGTHS = (220.0, 300.0, 400.0, 520.0, 660.0, 820.0, 1000.0)
"""How long the axis of `tall` may be; the first at which no step is pushed aside is taken."""
_LEAST_HOUR = 26.0
_ROW = {Form.WIDE: 23.0, Form.TALL: 34.0}
_HEADING = 17.0
_HEADING_LINES = 3
_ROOMY = 62.0
_DAY_ROOM = 76.0
_TURNS = (Group.INTERRUPTION, Group.ROLLBACK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """What is drawn."""

    deployment: Deployment
    lanes: Sequence[Lane]
    first_at: datetime
    last_at: datetime
    clock: int


def draw(form: Form, night: Night) -> Drawing:
    """Lay out a night in one form."""
    frame_ = frame(form, night.clock)
    time = _time(frame_, night)
    lanes, across = _lanes(frame_, time, night.lanes)
    length = time.end + frame_.tail
    width, height = (length, across) if form is Form.WIDE else (max(across, _WIDTH[form]), length)
    return Drawing(
        form=form,
        width=scale.rounded(width),
        height=scale.rounded(height),
        scrolls=width > _WIDTH[form],
        ticks=_ticks(frame_, time, night, across),
        days=_days(frame_, time, night),
        bands=_bands(frame_, time, night, across),
        lanes=lanes,
        rules=_rules(frame_, time, night, across),
    )


def _time(frame: Frame, night: Night) -> Scale:
    """Choose the axis: as wide as the drawing, or as tall as the steps need."""
    first, last = night.first_at, night.last_at
    if frame.form is Form.WIDE:
        return scale.of_time(first, last, frame.lead, _WIDTH[frame.form] - frame.tail)
    hours = (last - first) / timedelta(hours=1)
    lengths = [n for n in _LENGTHS if n >= min(hours * _LEAST_HOUR, _LENGTHS[-1])]
    for length in lengths:
        time = scale.of_time(first, last, frame.lead, frame.lead + length)
        if all(_parallel(lane) >= max(rows_of(spans(frame, time, lane.entries))) for lane in night.lanes):
            return time
    return time


def _parallel(lane: Lane) -> int:
    """Count the rows, from 0, that a lane needs because its steps truly overlap."""
    extents = [(entry.step.at.at.timestamp(), entry.step.ends_at.timestamp()) for entry in lane.entries]
    return max(scale.pack(sorted(extents)))


def _lanes(frame: Frame, time: Scale, lanes: Sequence[Lane]) -> tuple[Sequence[LaneDrawing], float]:
    """Set the lanes side by side; also give where they end, across."""
    measured = [spans(frame, time, lane.entries) for lane in lanes]
    counts = [max(rows_of(own)) + 1 for own in measured]
    row, across, made = _ROW[frame.form], frame.margin, []
    if frame.form is Form.TALL:
        room = _WIDTH[frame.form] - frame.margin - frame.gap * len(lanes)
        row = max(row, room / sum(counts))
    heading = _HEADING if frame.form is Form.WIDE else 0
    for lane, own, count in zip(lanes, measured, counts, strict=True):
        thickness = heading + count * row
        made.append(
            LaneDrawing(
                lane=lane,
                box=frame.box(frame.lead, across, time.end - frame.lead, thickness),
                heading=_heading(frame, lane, across, thickness),
                marks=marks(frame, time, own, across + heading + 2, row),
            )
        )
        across += thickness + frame.gap
    return tuple(made), across


def _heading(frame: Frame, lane: Lane, across: float, thickness: float) -> Label:
    """Write a lane's name above it; the template names the lane of no system."""
    if frame.form is Form.WIDE:
        room = _WIDTH[frame.form] - 2 * frame.lead
        lines = scale.wrapped(lane.system, room, frame.size, 1)
        return Label(place=frame.place(frame.lead, across + 12), lines=lines, inside=False)
    lines = scale.wrapped(lane.system or "everyone", thickness, frame.size, _HEADING_LINES)
    top = frame.lead - 8 - 12 * (len(lines) - 1)
    return Label(place=frame.place(top, across + 1), lines=lines if lane.system else (), inside=False)


def _ticks(frame: Frame, time: Scale, night: Night, across: float) -> Sequence[Tick]:
    room = 30.0
    if frame.form is Form.WIDE:
        room = 66.0 if night.clock == HALF_DAY_CLOCK else 50.0
    zone, most = ZoneInfo(night.deployment.timezone), int((time.end - time.start) / room)
    made = []
    for at in scale.time_ticks(night.first_at, night.last_at, zone, most):
        along = time.at(at)
        place = (
            frame.place(along, 30) if frame.form is Form.WIDE else frame.place(along + 4, frame.margin - 18)
        )
        start = frame.margin - frame.strip - 6
        line = frame.line((along, start), (along, across - frame.gap + 2))
        made.append(Tick(at=at, line=line, place=place, midnight=(at.hour, at.minute) == (0, 0)))
    return tuple(made)


def _days(frame: Frame, time: Scale, night: Night) -> Sequence[DayLabel]:
    zone = ZoneInfo(night.deployment.timezone)
    first, last = night.first_at.astimezone(zone), night.last_at.astimezone(zone)
    midnights = [t for t in scale.time_ticks(first, last, zone, 8) if (t.hour, t.minute) == (0, 0)]
    made: list[DayLabel] = []
    reached = float("-inf")
    for at in midnights:
        along = time.at(at)
        if along - reached >= _DAY_ROOM:
            made.append(DayLabel(at=at, place=_day_place(frame, along)))
            reached = along
    if not made or time.at(made[0].at) - time.start >= _DAY_ROOM:
        made.insert(0, DayLabel(at=first, place=_day_place(frame, time.start, first=True)))
    return tuple(made)


def _day_place(frame: Frame, along: float, *, first: bool = False) -> Place:
    """Place a day above the axis of `wide` (the text is centred), beside that of `tall`."""
    if frame.form is Form.WIDE:
        half = _DAY_ROOM / 2
        return frame.place(min(max(along, half), _WIDTH[frame.form] - half), 14)
    return frame.place(along + (-12 if first else 17), frame.margin - 18)


def _bands(frame: Frame, time: Scale, night: Night, across: float) -> Sequence[Band]:
    window, overrun = night.deployment.window, night.deployment.overrun
    if window is None:
        return ()
    closes, back = window.closes.at, night.deployment.restored_at
    stretches = [
        (Zone.WINDOW, window.start.at, window.end.at),
        (Zone.EXTENSION, window.end.at, closes),
        (Zone.OVERRUN, closes, back.at if back and overrun and overrun > timedelta() else closes),
    ]
    made = []
    for zone, start, end in stretches:
        low, high = (min(max(time.at(t), time.start), time.end) for t in (start, end))
        if high > low:
            strip = frame.box(low, frame.margin - frame.strip - 4, high - low, frame.strip)
            box = frame.box(low, frame.margin, high - low, across - frame.gap - frame.margin + 2)
            roomy = frame.form is Form.WIDE and high - low >= _ROOMY
            made.append(Band(zone=zone, box=box, strip=strip, roomy=roomy))
    return tuple(made)


def _rules(frame: Frame, time: Scale, night: Night, across: float) -> Sequence[Rule]:
    entries = {entry.number: entry for lane in night.lanes for entry in lane.entries}
    made = []
    for _, entry in sorted(entries.items()):
        if entry.group in _TURNS:
            along = time.at(entry.step.at.at)
            line = frame.line((along, frame.margin - frame.strip - 4), (along, across - frame.gap + 2))
            made.append(Rule(entry=entry, line=line))
    return tuple(made)
