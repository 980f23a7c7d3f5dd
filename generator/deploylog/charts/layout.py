"""Where lanes, axis and window go: from a night's lanes to a whole drawing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
_LENGTHS = (220.0, 300.0, 400.0, 520.0, 660.0, 820.0)
"""How long the axis of `tall` may be."""
_ROW_WORTH = 180.0
"""By how much the axis of `tall` may grow to spare a row."""
_HOUR = 55.0
"""What an hour of `tall` has at least, in a night of up to nine hours or so."""
_LEAST = 520.0
_SCROLL_WORTH = 10.0
"""The same for a unit of width that a phone does not have."""
_ROW = {Form.WIDE: 23.0, Form.TALL: 29.0}
_HEADING = 17.0
_HEADING_LINES = 3
_TURNED = 150.0
_GENERAL = "everyone"
"""What the lane of no system is measured by; what it is called is the template's."""
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
    row, rows = _rows(frame_, time, night.lanes)
    turned = False
    if form is Form.TALL:
        header, turned = _header(frame_, night.lanes, [row * count for count in rows])
        frame_ = replace(frame_, lead=frame_.lead + header)
        time = replace(time, start=time.start + header, end=time.end + header)
    lanes, across = _lanes(frame_, time, night.lanes, row, turned=turned)
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
    times = [
        scale.of_time(first, last, frame.lead, frame.lead + length)
        for length in _LENGTHS
        if length >= min(hours * _HOUR, _LEAST)
    ]
    return min(times, key=lambda time: _cost(frame, time, night.lanes))


def _cost(frame: Frame, time: Scale, lanes: Sequence[Lane]) -> float:
    """Weigh the length of `tall` against its rows, and more so against those that make it scroll."""
    row, counts = _rows(frame, time, lanes)
    width = frame.margin + row * sum(counts) + frame.gap * len(lanes)
    return time.end + _ROW_WORTH * sum(counts) + _SCROLL_WORTH * max(0.0, width - _WIDTH[frame.form])


def _rows(frame: Frame, time: Scale, lanes: Sequence[Lane]) -> tuple[float, list[int]]:
    """Give the distance from row to row and the number of rows of each lane."""
    counts = [max(rows_of(spans(frame, time, lane.entries))) + 1 for lane in lanes]
    if frame.form is Form.WIDE:
        return _ROW[frame.form], counts
    room = _WIDTH[frame.form] - frame.margin - frame.gap * len(lanes)
    return max(_ROW[frame.form], room / sum(counts)), counts


def _header(frame: Frame, lanes: Sequence[Lane], widths: Sequence[float]) -> tuple[float, bool]:
    """Give the height for the names of the lanes of `tall`, and whether they are turned to fit."""
    broken = [
        scale.wrapped(lane.system or _GENERAL, width, frame.size, _HEADING_LINES)
        for lane, width in zip(lanes, widths, strict=True)
    ]
    if not any(line.endswith("…") for lines in broken for line in lines):
        return 12.0 * (max(map(len, broken)) - 1), False
    longest = max(frame.width_of(lane.system or _GENERAL) for lane in lanes)
    return min(longest, _TURNED) - 10, True


def _lanes(
    frame: Frame, time: Scale, lanes: Sequence[Lane], row: float, *, turned: bool
) -> tuple[Sequence[LaneDrawing], float]:
    """Set the lanes side by side; also give where they end, across."""
    across, made = frame.margin, []
    heading = _HEADING if frame.form is Form.WIDE else 0
    for lane in lanes:
        own = spans(frame, time, lane.entries)
        thickness = heading + (max(rows_of(own)) + 1) * row
        made.append(
            LaneDrawing(
                lane=lane,
                box=frame.box(frame.lead, across, time.end - frame.lead, thickness),
                heading=_heading(frame, lane, across, thickness, turned=turned),
                marks=marks(frame, time, own, across + heading + 2, row),
            )
        )
        across += thickness + frame.gap
    return tuple(made), across


def _heading(frame: Frame, lane: Lane, across: float, thickness: float, *, turned: bool) -> Label:
    """Write a lane's name above it; the template names the lane of no system."""
    if frame.form is Form.WIDE:
        lines = scale.wrapped(lane.system, _WIDTH[frame.form] - 2 * frame.lead, frame.size, 1)
        return Label(place=frame.place(frame.lead + 4, across + 12), lines=lines)
    if turned:
        lines = scale.wrapped(lane.system, _TURNED, frame.size, 1)
        return Label(place=frame.place(frame.lead - 14, across + 12), lines=lines, turned=True)
    lines = scale.wrapped(lane.system, thickness, frame.size, _HEADING_LINES)
    top = frame.lead - 14 - 12 * max(len(lines) - 1, 0)
    return Label(place=frame.place(top, across + 1), lines=lines)


def _ticks(frame: Frame, time: Scale, night: Night, across: float) -> Sequence[Tick]:
    room = 40.0
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
    room = _DAY_ROOM if frame.form is Form.WIDE else _DAY_ROOM / 2
    reached = float("-inf")
    for at in midnights:
        along = time.at(at)
        if along - reached >= room:
            made.append(DayLabel(at=at, place=_day_place(frame, along)))
            reached = along
    if not made or time.at(made[0].at) - time.start >= room:
        made.insert(0, DayLabel(at=first, place=_day_place(frame, time.start, first=True)))
    return tuple(made)


def _day_place(frame: Frame, along: float, *, first: bool = False) -> Place:
    """Place a day above the axis of `wide` (the text is centred), beside that of `tall`."""
    if frame.form is Form.WIDE:
        half = _DAY_ROOM / 2
        return frame.place(min(max(along, half), _WIDTH[frame.form] - half), 14)
    return frame.place(along + (-14 if first else 17), frame.margin - 18)


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
            beyond = [along for along, at in ((low, start), (high, end)) if time.at(at) != along]
            arrows = tuple(_arrow(frame, along, -1 if along == time.start else 1) for along in beyond)
            made.append(Band(zone=zone, box=box, strip=strip, arrows=arrows, roomy=roomy))
    return tuple(made)


def _arrow(frame: Frame, along: float, way: int) -> Sequence[Place]:
    foot = frame.margin - 4
    corners = ((along, foot - frame.strip), (along + way * 8, foot - frame.strip / 2), (along, foot))
    return tuple(frame.place(*corner) for corner in corners)


def _rules(frame: Frame, time: Scale, night: Night, across: float) -> Sequence[Rule]:
    entries = {entry.number: entry for lane in night.lanes for entry in lane.entries}
    made = []
    for _, entry in sorted(entries.items()):
        if entry.group in _TURNS:
            along = time.at(entry.step.at.at)
            line = frame.line((along, frame.margin - frame.strip - 4), (along, across - frame.gap + 2))
            made.append(Rule(entry=entry, line=line))
    return tuple(made)
