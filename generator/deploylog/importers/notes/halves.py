"""Open clocks at the beginning of a day, `1:03`, by the next below that says AM or PM."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from deploylog.importers.notes.clocks import HALF_A_DAY, MINUTES_A_DAY
from deploylog.importers.notes.found import Found

_LATE = 30
"""Minutes that an entry may be before the one above it, as one written late is."""


def settle_halves(entries: Sequence[Found]) -> None:
    """Put the first open clocks of each day before the next with AM or PM, if it is within twelve hours."""
    for day in _days(entries):
        halved = next((place for place, found in enumerate(day) if _halved(found)), 0)
        leading = day[:halved]
        if leading and all(found.stamp.clock.open for found in leading):
            _settle(leading, day[halved].stamp.clock.minute)


def _halved(found: Found) -> bool:
    return found.stamp.clock.half in ("am", "pm")


def _days(entries: Sequence[Found]) -> Iterator[list[Found]]:
    """Part entries where a heading or the entry itself names a day."""
    day: list[Found] = []
    for found in entries:
        if day and (found.stamp.day or found.context.number != day[-1].context.number):
            yield day
            day = []
        day.append(found)
    if day:
        yield day


def _settle(leading: Sequence[Found], below: int) -> None:
    """Count back from a time of day, entry by entry; leaves them open where that takes half a day."""
    minutes: list[int] = []
    at = below
    for found in reversed(leading):
        gap = (at - found.stamp.clock.minute) % HALF_A_DAY
        at -= gap - HALF_A_DAY if gap > HALF_A_DAY - _LATE else gap
        minutes.append(at % MINUTES_A_DAY)
    if below - at >= HALF_A_DAY:
        return
    for found, minute in zip(leading, reversed(minutes), strict=True):
        half = "am" if minute < HALF_A_DAY else "pm"
        found.stamp = replace(found.stamp, clock=replace(found.stamp.clock, minute=minute, half=half))
