"""Slips of the pen in dates: a year that is not that of the entries around it."""

from collections.abc import Sequence
from dataclasses import replace

from deploylog.importers.notes.placing import Placed
from deploylog.importers.sketch import Guess


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
