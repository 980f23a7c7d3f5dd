"""Which lines of a text stand in its timeline."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from deploylog.importers.notes.dates import Day, days_in
from deploylog.importers.notes.lines import Kind, Line
from deploylog.importers.notes.stamps import day_lead, lead_of

TIMELINE = re.compile(
    r"\b(?:time ?line|chronolog\w*|sequence of events|what happened when|order of events|event log|"
    r"incident log|bridge (?:log|notes)|log of (?:the )?(?:night|events)|deployment log|"
    r"as it happened|minute by minute|run log)\b",
    re.IGNORECASE,
)
"""Words of a heading above a timeline."""
NIGHT = re.compile(
    r"(?i)\b(?:attempt|try|take two|night|round|deployment|release|maintenance|window)\b[^.]*$"
)
"""Words of a day's line that is the heading of a night: `Sat 4 May 2024 - second attempt`."""
NOT_A_TIMELINE = re.compile(
    r"\b(?:summary|action items?|lessons|follow[- ]ups?|contributing|attendees|stats)\b", re.IGNORECASE
)
"""Words of a heading above what is no timeline."""
_BEHIND = re.compile(
    r"\b(?:root causes?|corrective|prevent\w*|impact|resolution and|recommendations?|what went)\b",
    re.IGNORECASE,
)
"""Further words of what comes behind a timeline."""
RELATIVE = re.compile(
    r"(?i)^(?:on\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|(?:the\s+)?(?:next|following)\s+(?:day|morning|night)\b"
    r"|day\s+\d{1,2}\b)"
)
"""A line that names a day by the one before it."""

_BELOW = 7
"""The level of a timeline that a label opens: any heading closes it."""
WEEKDAY = re.compile(
    r"(?i)[(,\u2013\u2014-]\s*((?:mon|tues|wednes|thurs|fri|satur|sun)day)(?:\s+\w+)?\s*\)?$"
)
"""A weekday at the end of a heading: `Phase 3: start (Sunday)`."""


def stays_open(line: Line) -> bool:
    """Tell whether a heading leaves the timeline above it open: it is an entry or a day itself."""
    return (
        lead_of(line.text) is not None or day_lead(line.text) is not None or bool(RELATIVE.match(line.text))
    )


def _label(line: Line) -> bool:
    """Tell whether a line of text is a heading in all but its marks: `**Timeline:**`."""
    return line.kind is Kind.TEXT and len(line.text) < 60 and line.text.endswith(":")


def _labelled(line: Line, level: int) -> int:
    """Give the level behind a label: a timeline that one opens is closed by that of another part."""
    if not level:
        return _BELOW if TIMELINE.search(line.text) else 0
    behind = NOT_A_TIMELINE.search(line.text) or _BEHIND.search(line.text)
    return 0 if level == _BELOW and behind and not stays_open(line) else level


def timeline_lines(lines: Sequence[Line]) -> set[int]:
    """Give the indexes of the lines that stand in a timeline section."""
    inside: set[int] = set()
    level = 0
    for index, line in enumerate(lines):
        if line.kind is Kind.HEADING:
            if TIMELINE.search(line.text) and (not level or line.level <= level):
                level = line.level
            elif level and line.level <= level and not stays_open(line):
                level = 0
        elif _label(line):
            level = _labelled(line, level)
        if level:
            inside.add(index)
    return inside


def incident_heads(lines: Sequence[Line], inside: set[int] | None) -> dict[int, Line]:
    """Give the dated headings above the timelines of a page of incidents, by where each timeline begins."""
    heads = dict(_dated_above(lines, inside or set()))
    levels = Counter(line.level for line in lines if _dated(line))
    return {index: line for index, line in heads.items() if levels[line.level] > 1}


def _dated_above(lines: Sequence[Line], inside: set[int]) -> Iterator[tuple[int, Line]]:
    above: list[Line] = []
    for index, line in enumerate(lines):
        begins = line.kind is Kind.HEADING and TIMELINE.search(line.text)
        if index in inside and (begins or index - 1 not in inside):
            level = line.level or _BELOW
            dated = [head for head in above if head.level < level and _dated(head)]
            yield from [(index, dated[-1])] if dated else []
        if line.kind is Kind.HEADING:
            above = [*(head for head in above if head.level < line.level), line]


def _dated(line: Line) -> bool:
    return line.kind is Kind.HEADING and bool(days_in(line.text))


def titled_day(line: Line) -> tuple[Day, str]:
    """Give the day that a dated heading names, and what else it says."""
    lead = day_lead(line.text)
    return lead if lead and lead[1] else (days_in(line.text)[0], line.text)
