"""Whether the newest entry of a text stands first, as on a page to which each update is put on top."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from itertools import pairwise

from deploylog.importers.notes.clocks import HALF_A_DAY, MINUTES_A_DAY
from deploylog.importers.notes.found import Found

_FEW = 3
"""Steps back that make a direction."""
_SHARE = 4
"""Steps back to one ahead: where notes were written late, some are."""


def newest_first(entries: Sequence[Found], year: int) -> bool:
    """Tell whether the times go back through the text; days without a year are compared in this one."""
    dated = [at for found in entries if (at := _dated(found, year))]
    if any(earlier < later for earlier, later in pairwise(dated)):
        return False
    halved = any(found.stamp.clock.half in ("am", "pm") for found in entries)
    steps = [_ahead(above, below, year, halved=halved) for above, below in pairwise(entries)]
    back, ahead = sum(step < 0 for step in steps), sum(step > 0 for step in steps)
    return back >= _FEW and ahead * _SHARE <= back


def _ahead(above: Found, below: Found, year: int, *, halved: bool) -> float:
    """Give the minutes from an entry to the one below it; of clocks without a day, the shorter way round."""
    one, two = _dated(above, year), _dated(below, year)
    if one and two:
        return (two - one).total_seconds() / 60
    clocks = above.stamp.clock, below.stamp.clock
    # A clock without AM or PM beside one that has it may be of either half of the day.
    turn = HALF_A_DAY if halved and any(clock.open for clock in clocks) else MINUTES_A_DAY
    step = (clocks[1].minute - clocks[0].minute) % turn
    return step if step <= turn / 2 else step - turn


def _dated(found: Found, year: int) -> datetime | None:
    day = found.stamp.day.on(year) if found.stamp.day else None
    return datetime.combine(day, time()) + timedelta(minutes=found.stamp.clock.minute) if day else None
