"""Lines that name a day for all below them: `Tuesday 7 May`, `Next day`, `## Second night, 22 September`."""

import re

from deploylog.importers.notes.dates import DAY, day_of
from deploylog.importers.notes.found import Context
from deploylog.importers.notes.lines import Kind, Line
from deploylog.importers.notes.sections import NIGHT, RELATIVE, WEEKDAY
from deploylog.importers.notes.stamps import day_lead

_PART_OF_DAY = re.compile(
    r"(?i)^[\s,(:\u2013\u2014-]*(?:night|morning|evening|afternoon|(?:early|late)\b.*|to|into|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|[)/,.:\u2013\u2014-]|\d{1,2}(?:st|nd|rd|th)?|\(?(?:utc|all times.*)\)?|\s)*$"
)
_NAMES_NIGHT = re.compile(r"(?i)(?:deployment|release|night|attempt|take)\b")


def context_of(line: Line, *, gap: bool) -> Context | None:
    """Give the day that a line names for all below it, with the title of a night that a heading says.

    Args:
        line: A heading or a line of text.
        gap: Whether a blank line is above it.
    """
    found = day_lead(line.text)
    apart = line.kind is Kind.HEADING or (gap and len(line.text) < 70 and NIGHT.search(line.text))
    if found and (apart or _PART_OF_DAY.match(found[1])):
        title = "" if _PART_OF_DAY.match(found[1]) else found[1]
        return Context(day=found[0], title=title, line=line.number)
    if RELATIVE.match(line.text) and len(line.text) < 40 and not line.text.endswith("."):
        return Context(words=line.text, line=line.number)
    if line.kind is Kind.HEADING and not DAY.search(line.text) and (weekday := WEEKDAY.search(line.text)):
        return Context(words=weekday[1], line=line.number)
    return _titled(line) if found is None else None


def context_of_bullet(line: Line) -> Context | None:
    """Give the day that a bullet is there for: `- 2007-12-02`."""
    found = day_lead(line.text)
    return Context(day=found[0], line=line.number) if found and _PART_OF_DAY.match(found[1]) else None


def _titled(line: Line) -> Context | None:
    """Read `Deployment: December 2, 2007`, or `## Second night, 22 September`."""
    if line.kind not in (Kind.HEADING, Kind.TEXT) or len(line.text) > 90:
        return None
    if line.kind is Kind.TEXT and not _NAMES_NIGHT.match(line.text):
        return None
    found = DAY.search(line.text)
    day = day_of(found, "d_") if found else None
    if found is None or day is None or len(line.text) - found.end() > 40:
        return None
    return Context(day=day, title=line.text, line=line.number)
