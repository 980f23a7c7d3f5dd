"""Slips of the pen in times: a year that is not that of the entries around it, noon that is called 12 AM."""

from collections.abc import Sequence
from dataclasses import replace

from deploylog.importers.notes.clocks import HALF_A_DAY, MINUTES_A_DAY
from deploylog.importers.notes.found import Found
from deploylog.importers.notes.placing import Placed
from deploylog.importers.sketch import Guess

_NEAR = 6 * 60
"""Minutes between entries of which one is noon or midnight, so that the other is half a day off."""


def mend_noons(entries: Sequence[Found]) -> None:
    """Take 12:10 AM for noon between 11:00 AM and 1 PM, and 12:10 PM for midnight between 11 PM and 1 AM."""
    for above, found, below in zip(entries, entries[1:], entries[2:], strict=False):
        clock = found.stamp.clock
        if (
            clock.half in ("am", "pm")
            and clock.minute % HALF_A_DAY < 60
            and _between_halves(above, found, below)
        ):
            flaw = f"it says 12:{clock.minute % 60:02d}{clock.half}"
            half = "pm" if clock.half == "am" else "am"
            found.stamp = replace(
                found.stamp, clock=replace(clock, minute=_other(clock.minute), half=half, flaw=flaw)
            )


def _between_halves(above: Found, found: Found, below: Found) -> bool:
    """Tell whether the other half of the day puts an entry close between its neighbours, which are sure."""
    around = (above.stamp, found.stamp, below.stamp)
    if any(stamp.day for stamp in around) or above.stamp.clock.open or below.stamp.clock.open:
        return False
    meant = _other(found.stamp.clock.minute)
    before = (meant - above.stamp.clock.minute) % MINUTES_A_DAY
    after = (below.stamp.clock.minute - meant) % MINUTES_A_DAY
    return 0 < before <= _NEAR and 0 < after <= _NEAR


def _other(minute: int) -> int:
    return (minute + HALF_A_DAY) % MINUTES_A_DAY


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
