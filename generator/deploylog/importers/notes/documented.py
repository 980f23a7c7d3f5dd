"""Whether a line `Date:` is of the document rather than of the night: it stands beside who wrote it."""

import re
from collections.abc import Sequence
from datetime import timedelta

from deploylog.importers.notes.dates import DAY, Day, day_of
from deploylog.importers.notes.lines import Kind, Line

_WRITER = re.compile(
    r"(?i)^\W*(?:(?:compiled|written|prepared|drafted|reported|created|published|posted|submitted)\s+(?:by|on)"
    r"|authors?|editors?|writers?|scribe|document owner)\b[^:]{0,20}:"
)
_ON = re.compile(
    r"(?:^|[.!?:][\"')*_]*\s+)(?:(?:At|Around|About|Starting|Beginning|From|Between|Early|Late|In the|During|"
    r"Yesterday)\b[^.!?]{0,45}?\s)?(?:[Oo]n)\s+(?:the\s+)?(?:\w+\s+of\s+)?(?=\S)"
)
"""What leads to a day in a sentence that begins with when something was."""
_WRITTEN = timedelta(days=31)
"""Days after a night in which its report gets written."""


def told_day(dated: Line, day: Day, above: Sequence[Line]) -> Day | None:
    """Give the day on which a sentence says it happened, where a document has a later one; else None."""
    beside = [line for line in above if line.kind is not Kind.BLANK]
    place = beside.index(dated)
    if not any(_WRITER.match(line.text) for line in beside[max(place - 1, 0) : place + 2]):
        return None
    for line in beside[place:]:
        named = _named(line, day) if line.kind in (Kind.TEXT, Kind.BULLET) and len(line.raw) < 2000 else None
        if named is not None:
            return named
    return None


def _named(line: Line, day: Day) -> Day | None:
    """Give the day of a sentence if it is shortly before the document's."""
    for lead in _ON.finditer(line.text):
        found = DAY.match(line.text, lead.end())
        named = day_of(found, "d_") if found else None
        if named is None or named.swappable or day.swappable:
            continue
        written = day.on(day.year or named.year or 0)
        on = named.on(written.year) if written else None
        if written and on and timedelta(0) < written - on <= _WRITTEN:
            return named
    return None
