"""Slips of the pen in times: a year that is not that of the entries around it, noon that is called 12 AM."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from deploylog.importers.notes.clocks import HALF_A_DAY, MINUTES_A_DAY, Clock
from deploylog.importers.notes.found import Found
from deploylog.importers.notes.placing import Placed
from deploylog.importers.notes.stamps import Stamp
from deploylog.importers.sketch import Guess

_NEAR = 6 * 60
"""Minutes between entries of which one is noon or midnight, so that the other is half a day off."""
_CLOSE = 3 * 60
"""Minutes between entries of which one in between is hardly in the other half of the day."""
_TEN = 10 * 60
_LATE = 30
"""Minutes that an entry may be before the one above it, as one written late is."""


def mend_noons(entries: Sequence[Found]) -> None:
    """Take 12:10 AM for noon between 11:00 AM and 1 PM, and 12:10 PM for midnight between 11 PM and 1 AM."""
    runs = [list(run) for _, run in groupby(entries, key=lambda found: _of_twelve(found.stamp))]
    firsts = [*(run[0] for run in runs[2:]), None]
    for above, run, below in zip(runs, runs[1:], firsts, strict=False):
        if _of_twelve(run[0].stamp) and _between_halves(above[-1], run, below):
            for found in run:
                found.stamp = _in_other_half(found.stamp)


def _of_twelve(stamp: Stamp) -> str:
    """Give the half of a time between twelve and one; nothing for other times."""
    return stamp.clock.half if stamp.clock.half in ("am", "pm") and _past(stamp) < 60 else ""


def _past(stamp: Stamp) -> int:
    """Give the minutes since the last noon or midnight."""
    return stamp.clock.minute % HALF_A_DAY


def _in_other_half(stamp: Stamp) -> Stamp:
    clock = stamp.clock
    return replace(
        stamp,
        clock=replace(
            clock,
            minute=_other(clock.minute),
            half="pm" if clock.half == "am" else "am",
            flaw=f"it says 12:{_past(stamp):02d}{clock.half}",
        ),
    )


def _between_halves(above: Found, run: Sequence[Found], below: Found | None) -> bool:
    """Tell whether the other half of the day puts entries close between their neighbours, which are sure.

    With nothing below them, two or more have to go on from a twelve that is in the other half.
    """
    around = [found.stamp for found in (above, *run, below) if found is not None]
    if any(stamp.day for stamp in around) or above.stamp.clock.open:
        return False
    meant = [_other(found.stamp.clock.minute) for found in run]
    before = (meant[0] - above.stamp.clock.minute) % MINUTES_A_DAY
    if not 0 < before <= _NEAR or meant != sorted(meant):
        return False
    if below is None:
        return len(run) > 1 and _past(above.stamp) < 60
    after = (below.stamp.clock.minute - meant[-1]) % MINUTES_A_DAY
    return not below.stamp.clock.open and 0 < after <= _NEAR


def _other(minute: int) -> int:
    return (minute + HALF_A_DAY) % MINUTES_A_DAY


def mend_afternoons(entries: Sequence[Found]) -> None:
    """Take 1:50 for ten to two in the afternoon if it is below 12:39 on one and the same written day.

    Where mornings have a leading zero, the lack of one tells; else all clocks have to be of one to twelve.
    """
    padded = any(found.stamp.clock.padded for found in entries)
    if not padded and not all(found.stamp.clock.open for found in entries):
        return
    step, noon = _LATE if padded else _NEAR, ""
    for above, found in pairwise(entries):
        late, clock = above.stamp.clock, found.stamp.clock
        if not _same_day(above, found) or not clock.open or clock.minute >= _TEN:
            continue
        if late.minute - clock.minute > step and clock.minute + HALF_A_DAY >= late.minute - _LATE:
            noon = noon if late.flaw else _said(late)
            flaw = f"it says {_said(clock)}, without AM or PM, below {noon}"
            afternoon = replace(clock, minute=clock.minute + HALF_A_DAY, half="24", flaw=flaw)
            found.stamp = replace(found.stamp, clock=afternoon)


def mend_halves(entries: Sequence[Found]) -> None:
    """Take 10:25 PM for the morning between 9:45 AM and 10:40 AM."""
    for above, found, below in zip(entries, entries[1:], entries[2:], strict=False):
        stamps = [above.stamp, found.stamp, below.stamp]
        halves = [stamp.clock.half for stamp in stamps]
        if halves not in (["am", "pm", "am"], ["pm", "am", "pm"]) or any(stamp.day for stamp in stamps):
            continue
        one, meant, two = above.stamp.clock.minute, _other(found.stamp.clock.minute), below.stamp.clock.minute
        same = above.context.number == found.context.number == below.context.number
        if same and one <= meant <= two <= one + _CLOSE and found.stamp.until is None:
            half = "pm" if halves[1] == "am" else "am"
            flaw = f"it says {_said(replace(found.stamp.clock, minute=meant % HALF_A_DAY))}{halves[1]}"
            clock = replace(found.stamp.clock, minute=meant, half=half, flaw=flaw)
            found.stamp = replace(found.stamp, clock=clock)


def _same_day(above: Found, found: Found) -> bool:
    return found.stamp.day is not None and found.stamp.day == above.stamp.day


def _said(clock: Clock) -> str:
    return f"{clock.minute // 60 or 12}:{clock.minute % 60:02d}"


def without_slips(placed: Sequence[Placed]) -> list[Placed]:
    """Give an entry the year of both its neighbours where that, and only that, puts it between them."""
    mended = list(placed)
    for index in range(1, len(mended) - 1):
        mended[index] = _between(mended[index - 1], mended[index], mended[index + 1])
    return mended


def _between(above: Placed, entry: Placed, below: Placed) -> Placed:
    year = above.at.year
    if entry.at.year == year or below.at.year != year or (entry.at.month, entry.at.day) == (2, 29):
        return entry
    at = entry.at.replace(year=year)
    if not above.at <= at <= below.at:
        return entry
    said = f"it says {entry.at:%Y-%m-%d}, between entries of {year}"
    return replace(
        entry,
        at=at,
        until=entry.until and entry.until + (at - entry.at),
        guesses=(*entry.guesses, Guess(key="at", because=said)),
    )
