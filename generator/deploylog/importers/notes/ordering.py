"""Whether `03/04/2024` is of March or of April: what the notes show, else a question."""

import re
from collections.abc import Sequence
from datetime import date

from deploylog.importers.notes.dates import Day
from deploylog.importers.notes.found import Found
from deploylog.importers.notes.head import Head
from deploylog.importers.notes.lines import Line
from deploylog.importers.sketch import Ambiguous, Choice, Wishes
from deploylog.problems import Problem

_DAY_FIRST = re.compile(
    r"(?<![\d/.-])(?:1[3-9]|2\d|3[01])[/-](?:0?[1-9]|1[0-2])(?:[/-](?:20|19)?\d\d)?(?![\d/-])"
)
_NIGHT, _APART = 2, 20
"""Days that one night may span, and that two readings of a date are apart."""


def month_leads(
    entries: Sequence[Found], lines: Sequence[Line], head: Head, file: str, wishes: Wishes
) -> bool:
    """Tell whether the month stands first in dates that may be read either way.

    Raises:
        Ambiguous: Nothing in the notes tells.
    """
    dated = [day for found in entries if (day := found.stamp.day or found.context.day) is not None]
    open_days = [day for day in dated if day.swappable and day.weekday is None]
    if not open_days or head.american:
        return head.american
    year = next(
        (day.year for day in open_days if day.year), head.year or (wishes.as_of or date(2024, 1, 1)).year
    )
    turned = [day.swapped() if day.swappable else day for day in dated]
    both = [_on(dated, year), _on(turned, year)]
    if not all(both):
        return False
    if wishes.date:
        return min(both[1]) == date.fromisoformat(wishes.date)
    if any(_DAY_FIRST.search(line.raw[:400]) for line in lines) or (head.zone and _european(head.zone.name)):
        return False
    spans = [(max(days) - min(days)).days for days in both]
    if min(spans) <= _NIGHT and max(spans) > _APART:
        return spans[1] < spans[0]
    raise _question(entries, both, file)


def _on(days: Sequence[Day], year: int) -> list[date]:
    return [found for day in days if (found := day.on(year)) is not None]


def _european(zone: str) -> bool:
    return zone.startswith(("Europe/", "Africa/", "Australia/"))


def _question(entries: Sequence[Found], both: Sequence[Sequence[date]], file: str) -> Ambiguous:
    first = next(found for found in entries if (found.stamp.day or found.context.day))
    line = first.lines[0] if first.stamp.day is not None else first.context.line
    problem = Problem(
        file=file,
        line=line,
        column=1,
        rule="which-day",
        message="the day may stand first in the dates of the notes, or the month",
    )
    orders = zip(both, ("the day stands first", "the month stands first"), strict=True)
    return Ambiguous(
        "date", problem, [Choice(value=min(days).isoformat(), about=about) for days, about in orders]
    )
