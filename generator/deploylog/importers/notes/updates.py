"""Updates of a status page as they are copied: words and their time on a line of its own, below or above."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from deploylog.importers.notes.dates import days_in
from deploylog.importers.notes.found import Context, Found
from deploylog.importers.notes.lines import Kind, Line
from deploylog.importers.notes.stamps import Stamp, day_lead, lead_of

_STATUS = re.compile(
    r"(?i)^(?:status\s*:\s*)?(?:investigating|identified|monitoring|resolved|updated?|notice|in progress|"
    r"verifying|completed?|scheduled|post-?mortem|false alarm|recovering|recovered|mitigated|fixed|degraded|"
    r"operational)(?:$|\s*[-\u2013\u2014:.]|\s*$)"
)
"""What an update begins with."""
_POSTED = re.compile(
    r"(?i)^\W*(?:(?:last\s+)?(?:posted|updated?|published|reported|time|date|at|on)\b[:\s]*)*"
    r"(?:(?:about |over )?(?:\d+|an?|one) \w+ ago[.,:]?\s*)?(?:(?:on|at)\s+)?[-\u2013\u2014:]?\s*"
)
_YEARLY = re.compile(r"(?<!\d)(?:19[7-9]\d|20\d\d)(?!\d)")
_LABEL = re.compile(r"[A-Z][\w ]{2,20}:\s")
_HALF_A_YEAR = 6
"""Months."""
_TOLD = (Kind.TEXT, Kind.BULLET)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A line that holds nothing but a time with its day."""

    index: int
    stamp: Stamp


def read_updates(lines: Sequence[Line], accepts: Callable[[Stamp], bool]) -> list[Found]:
    """Find the updates of a status page; none where times stand above or before their words."""
    marks = [_Mark(index, stamp) for index, line in enumerate(lines) if (stamp := _alone(line))]
    marks = [mark for mark in marks if accepts(mark.stamp)]
    leads = sum(_leads(line) for line in lines if line.kind in (*_TOLD, Kind.HEADING))
    if leads >= len(marks):
        return []
    if all(_headed(lines, mark.index) for mark in marks):
        return _under_headings(lines, marks)
    if not _below(lines, marks):
        return []
    entries: list[Found] = []
    context = Context()
    for number, mark in enumerate(marks):
        start = marks[number - 1].index + 1 if number else 0
        told = _words(lines, start, mark.index, first=number == 0)
        if title := _title(lines[start : mark.index], told) if number else None:
            context = Context(title=title.text, line=title.number, number=context.number + 1, apart=True)
        pieces = [line.text.rstrip(" -\u2013\u2014:") for line in told]
        numbers = [line.number for line in (*told, lines[mark.index])]
        if pieces:
            stamp = _in_year(mark.stamp, lines[: mark.index])
            entries.append(Found(stamp, pieces, numbers, context, Kind.TEXT))
    return entries


def _in_year(stamp: Stamp, above: Sequence[Line]) -> Stamp:
    """Give a day without a year that of the dated heading above it: `November 16-ongoing, 2023`."""
    dated = (line for line in reversed(above) if line.kind is Kind.HEADING and _YEARLY.search(line.text))
    head = next(dated, None)
    if stamp.day is None or stamp.day.year is not None or head is None:
        return stamp
    years = [int(year) for year in _YEARLY.findall(head.text)]
    began = next(iter(days_in(head.text)), None)
    # What began in December is followed by updates of January.
    later = began is not None and began.month - stamp.day.month > _HALF_A_YEAR
    year = max(years[0] + 1, years[-1]) if later else years[0]
    return replace(stamp, day=replace(stamp.day, year=year))


def _alone(line: Line) -> Stamp | None:
    if line.kind not in _TOLD or len(line.text) > 100:
        return None
    lead = lead_of(_POSTED.sub("", line.text))
    if lead is None or lead.rest or lead.worded or lead.stamp.day is None or lead.stamp.until is not None:
        return None
    return lead.stamp


def _headed(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a line stands right below a heading that is a status: `## Identified`."""
    nearest = next((line for line in reversed(lines[:index]) if line.kind is not Kind.BLANK), None)
    return nearest is not None and nearest.kind is Kind.HEADING and bool(_STATUS.match(nearest.text))


def _under_headings(lines: Sequence[Line], marks: Sequence[_Mark]) -> list[Found]:
    """Give the updates of which each has a heading, its time below that, and then its words."""
    context = Context()
    entries = []
    for mark in marks:
        heading = next(line for line in reversed(lines[: mark.index]) if line.kind is Kind.HEADING)
        below = takewhile(lambda line: line.kind is not Kind.HEADING, lines[mark.index + 1 :])
        told = [line for line in below if line.kind in _TOLD and line.text]
        numbers = [heading.number, lines[mark.index].number, *(line.number for line in told)]
        pieces = [f"{heading.text}:", *(line.text for line in told)]
        entries.append(Found(mark.stamp, pieces if told else [heading.text], numbers, context, Kind.TEXT))
    return entries


def _below(lines: Sequence[Line], marks: Sequence[_Mark]) -> bool:
    """Tell whether times stand below their words: by what is above the first and below the last of them."""
    above = [line for line in lines[: marks[0].index] if line.kind in _TOLD]
    under = [line for line in lines[marks[-1].index + 1 :] if line.kind in _TOLD]
    if not above:
        return False
    if any(_STATUS.match(line.text) for line in above):
        return True
    nearest = next(line for line in reversed(lines[: marks[0].index]) if line.kind is not Kind.BLANK)
    return len(marks) > 1 and not under and nearest.kind in _TOLD


def _leads(line: Line) -> bool:
    """Tell whether a line has its time before its words."""
    lead = lead_of(line.text)
    return lead is not None and bool(lead.rest)


def _words(lines: Sequence[Line], start: int, stop: int, *, first: bool) -> list[Line]:
    """Give the lines of an update: from its status on, else from the end of the one before."""
    told = [line for line in lines[start:stop] if line.kind in _TOLD]
    status = next((place for place, line in enumerate(told) if _STATUS.match(line.text)), None)
    if status is not None:
        return told[status:]
    return list(_paragraph(lines, stop)) if first else told


def _title(block: Sequence[Line], told: Sequence[Line]) -> Line | None:
    """Give the line above an update that names another incident; None for one that goes on."""
    above = [line for line in block if told and line.number < told[0].number]
    named = [line for line in above if line.kind in (*_TOLD, Kind.HEADING) and day_lead(line.text) is None]
    return named[-1] if named and not _LABEL.match(named[-1].text) else None


def _paragraph(lines: Sequence[Line], stop: int) -> Iterator[Line]:
    """Give the lines right above one, up to a blank line or a heading."""
    begin = stop
    while begin and lines[begin - 1].kind in _TOLD:
        begin -= 1
    yield from lines[begin:stop]
