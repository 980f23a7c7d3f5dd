"""The hour that clocks show twice when summer ends: which pass an entry is in, by the order of the text."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from deploylog.importers.sketch import Entry
from deploylog.logs.zones import zone


def in_passes(entries: Sequence[Entry], name: str) -> list[Entry]:
    """Put entries into the second pass from where the clock goes back within the repeated hour.

    Args:
        entries: In the order of the text; aware ones need no pass.
        name: The zone of the local ones.
    """
    told: list[Entry] = []
    last: datetime | None = None
    second = False
    for entry in entries:
        at = entry.at
        if at.tzinfo is None and _twice(at, name):
            second = second or (last is not None and last.date() == at.date() and at < last)
            last = at
            told.append(replace(entry, at=at.replace(fold=1)) if second else entry)
        else:
            told.append(entry)
    return told


def _twice(at: datetime, name: str) -> bool:
    local = zone(name)
    first, second = (at.replace(tzinfo=local, fold=fold).utcoffset() for fold in (0, 1))
    return first is not None and second is not None and first > second
