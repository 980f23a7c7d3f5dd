"""Putting the written times on the calendar: days, time zones, both clock changes.

Fields that hold `Written` hold `Instant` afterwards; those that cannot be placed are noted and taken away.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from deploylog.logs.calendar import HALF_A_DAY, ONE_DAY, Calendar, Placed, following, nearest
from deploylog.logs.faults import Faults
from deploylog.logs.records import Field, Record
from deploylog.model import Instant
from deploylog.yamltree import quote


def place_night(log: Record, calendar: Calendar, window: Record | None) -> None:
    """Place window and steps, relative to each other and to `date`.

    Args:
        log: The whole log.
        calendar: Of its time zone.
        window: The site's window, when it applies.
    """
    own = log.get("window")
    steps = [step for step in log.records("steps") if "at" in step.fields]
    first = steps[0].fields["at"] if steps else None
    frame = own or window
    opening = frame.fields.get("start") if frame is not None else None
    walls = _anchor(log, calendar, opening, first, strict=own is not None)
    if frame is not None and opening is not None:
        _place_window(frame, walls[0], calendar, lenient=own is None)
    if steps:
        _place_steps(steps, walls[1], calendar)


def _anchor(
    log: Record, calendar: Calendar, opening: Field | None, first: Field | None, *, strict: bool
) -> tuple[datetime, datetime]:
    """Give the wall times of the window's start and of the first step, within 12 hours of each other."""
    walls = [None if found is None else calendar.wall(found.value) for found in (opening, first)]
    clocks = [None if found is None else found.value.clock for found in (opening, first)]
    known = next((wall for wall in (walls[1], walls[0]) if wall is not None), None)
    day: date | None = log.get("date")
    if known is None:
        calendar.known = day is not None
        return _on(day or date(2001, 1, 1), *clocks)
    window, step = (
        wall or nearest(clock or known.time(), known) for wall, clock in zip(walls, clocks, strict=True)
    )
    days = {window.date(), step.date()}
    accepted = {min(days)} if strict else days
    if day is not None and day not in accepted:
        _wrong_date(log, day, min(days), calendar.faults)
    return window, step


def _on(day: date, opening: time | None, first: time | None) -> tuple[datetime, datetime]:
    """Place two clocks so that the earlier is on the day and the other within 12 hours."""
    window = datetime.combine(day, opening or first or time())
    step = datetime.combine(day, first or opening or time())
    if step - window > HALF_A_DAY:
        return window + ONE_DAY, step
    if window - step > HALF_A_DAY:
        return window, step + ONE_DAY
    return window, step


def _wrong_date(log: Record, day: date, first: date, faults: Faults) -> None:
    faults.add(
        log.fields["date"],
        "wrong-date",
        f"date is '{day}', but the first clock time is on {first}",
        f"`date` is the day of the earlier of window and first step: write {first}, or mend the times",
    )


def _place_window(window: Record, wall: datetime, calendar: Calendar, *, lenient: bool) -> None:
    """Place start, end and extension, each after the one before."""
    chain = [calendar.place(window.fields["start"], wall, lenient=lenient)]
    for key in ("end", "extended_to"):
        found = window.fields.get(key)
        if found is None:
            continue
        end = calendar.place(found, _after(found, chain[-1].wall, calendar), lenient=lenient)
        _hold_after(end, chain[-1], calendar)
        chain.append(end)
    for later, earlier in zip(reversed(chain), reversed(chain[:-1]), strict=False):
        _narrow_before(earlier, later)
    for placed in chain:
        calendar.settle(placed)


def _after(found: Field, wall: datetime, calendar: Calendar) -> datetime:
    return calendar.wall(found.value) or following(found.value.clock, wall)


def _hold_after(end: Placed, start: Placed, calendar: Calendar) -> None:
    """Keep the options of an end that are not before its start; none left is a fault."""
    left = [option for option in end.options if option >= start.first]
    if left or end.doubtful or start.doubtful:
        end.options = left or end.options
        return
    calendar.faults.add(
        end.field,
        "end-before-start",
        f"{end.field.path} is {quote(end.text)}, before {start.field.path} at {start.text}",
        f"if it was the next day, write {calendar.next_day(end.wall)}",
    )


def _narrow_before(earlier: Placed, later: Placed) -> None:
    left = [option for option in earlier.options if option <= later.options[-1]]
    earlier.options = left or earlier.options


def _place_steps(steps: Sequence[Record], wall: datetime, calendar: Calendar) -> None:
    """Place every step's start in order, then what hangs on each."""
    starts: list[Placed] = []
    for step in steps:
        found = step.fields["at"]
        start = calendar.place(found, wall if not starts else _after(found, starts[-1].wall, calendar))
        if starts:
            _hold_order(start, starts[-1], calendar)
        starts.append(start)
    ends = [_end(step, start, calendar) for step, start in zip(steps, starts, strict=True)]
    for index in range(len(starts) - 1, -1, -1):
        if index + 1 < len(starts):
            _narrow_before(starts[index], starts[index + 1])
        end = ends[index]
        if end is not None:
            _narrow_before(starts[index], end)
    for step, start, end in zip(steps, starts, ends, strict=True):
        _settle_step(step, start, end, calendar)


def _hold_order(start: Placed, before: Placed, calendar: Calendar) -> None:
    left = [option for option in start.options if option >= before.first]
    if left or start.doubtful or before.doubtful:
        start.options = left or start.options
        return
    calendar.faults.add(
        start.field,
        "step-back",
        f"{start.field.path} is {quote(start.text)}, before {before.field.path} at {before.text}",
        "steps stand in the order of `at`: move it up or, if it was the next day, "
        f"write {calendar.next_day(start.wall)}",
    )


def _end(step: Record, start: Placed, calendar: Calendar) -> Placed | None:
    found = step.fields.get("until")
    if found is None:
        return None
    end = calendar.place(found, _after(found, start.wall, calendar))
    _hold_after(end, start, calendar)
    return end


def _settle_step(step: Record, start: Placed, end: Placed | None, calendar: Calendar) -> None:
    if end is not None:
        end.options = [option for option in end.options if option >= start.first] or end.options
        _settle_in_same_hour(end, start, calendar)
        calendar.settle(end)
    for key in ("plan", "deadline"):
        found = step.fields.get(key)
        if found is not None:
            near = calendar.place(found, calendar.wall(found.value) or nearest(found.value.clock, start.wall))
            near.options = [min(near.options, key=lambda at: abs(at - start.first))]
            calendar.settle(near)
    calendar.settle(start)
    if step.get("approximate"):
        for key in ("at", "until", "plan", "deadline"):
            found = step.fields.get(key)
            if found is not None:
                found.value = Instant(at=found.value.at, approximate=True)


def _settle_in_same_hour(end: Placed, start: Placed, calendar: Calendar) -> None:
    """Read an end that follows its start on the wall, both in the repeated hour, as of the same pass."""
    if len(start.options) == 1 and len(calendar.instants(start.wall)) == 2 and end.wall >= start.wall:
        same = [option for option in end.options if option.utcoffset() == start.first.utcoffset()]
        end.options = same or end.options


def place_moments(fields: Iterable[Field | None], calendar: Calendar) -> None:
    """Place times that carry their day."""
    for found in fields:
        wall = None if found is None else calendar.wall(found.value)
        if found is not None and wall is not None:
            calendar.settle(calendar.place(found, wall))


def place_slot(slot: Record, calendar: Calendar) -> None:
    """Place a slot's start on its day."""
    start, day = slot.fields.get("start"), slot.get("date")
    if start is None:
        return
    if day is None:
        del slot.fields["start"]
        return
    wall = calendar.wall(start.value) or datetime.combine(day, start.value.clock)
    if wall.date() != day:
        message = f"{start.path} is on {wall:%Y-%m-%d}, but the slot's date is {day}"
        calendar.faults.add(start, "wrong-date", message, f"write `start: '{wall:%H:%M}'` and mend the date")
    calendar.settle(calendar.place(start, wall))


def check_commits(log: Record, faults: Faults) -> None:
    """Note each change of an executed deployment that was committed after the last step."""
    outcome, steps = log.get("outcome"), log.records("steps")
    ends = [step.get(key) for step in steps for key in ("at", "until")]
    last = max((end.at for end in ends if isinstance(end, Instant)), default=None)
    if last is None or outcome is None or not outcome.executed:
        return
    for change in log.records("changes"):
        commit = change.get("committed_at")
        if isinstance(commit, Instant) and commit.at > last:
            found = change.fields["committed_at"]
            when, then = (f"{time:%Y-%m-%d %H:%M}" for time in (commit.at, last))
            message = f"{found.path} is {when}, after the last step at {then}"
            help_ = "what was deployed had been committed before: mend the time, or leave the change out"
            faults.add(found, "committed-later", message, help_)
