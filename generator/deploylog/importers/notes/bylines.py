"""Notes in which a name stands before the time: comments on a ticket, minutes of a call.

`Ana Souza added a comment - 01/Dec/07 10:02 PM`, with the words below; `P. Nowak (20:00): GO`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deploylog.importers.notes.found import Context, Found
from deploylog.importers.notes.lines import Kind, Line
from deploylog.importers.notes.stamps import Stamp, lead_of

_NAME = r"(?P<who>[@A-Z][\w.'\u2019-]*(?:\s[\w.'\u2019-]+){0,3}?(?:\s\([^()\d]{2,20}\))?)"
_ANYONE = _NAME.replace("[@A-Z]", "[@A-Za-z]")
_COMMENT = re.compile(
    rf"^{_ANYONE}\s+(?:added an? (?:comment|note|update)|(?:has )?(?:commented|replied|wrote|posted|noted)|"
    r"made changes|changed the status)\s*[-\u2013\u2014:,\u00b7|]?\s*(?:on|at)?\s*(?P<said>\S.*)$"
)
_EDITED = re.compile(r"(?i)\s*[-\u2013\u2014\u00b7(\[]?\s*(?:last )?edited\b.*$|\s*:$")
_SPEAKER = re.compile(
    rf"^{_NAME}\s*(?:\(|\[|,\s?|\s@\s?)(?P<said>\d{{1,2}}[^()\[\]]{{2,50}}?)[)\]]?\s?"
    r"[:\u2013\u2014-]\s+(?P<rest>\S.*)$"
)
_FEW = 3
"""Names with times that make a style."""
_TOLD = (Kind.TEXT, Kind.BULLET)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A line that names who told what follows, and when."""

    index: int
    who: str
    stamp: Stamp
    rest: str
    """What the line says itself; empty when the words are below it."""


def read_bylines(lines: Sequence[Line], accepts: Callable[[Stamp], bool]) -> list[Found]:
    """Find entries by their bylines; none where more lines lead with a time."""
    marks = [mark for index, line in enumerate(lines) if (mark := _mark(index, line))]
    marks = [mark for mark in marks if accepts(mark.stamp)]
    leads = sum(line.kind in _TOLD and lead_of(line.text) is not None for line in lines)
    if len(marks) < _FEW or leads >= len(marks):
        return []
    ends = [mark.index for mark in marks[1:]] + [len(lines)]
    found = [_found(lines, mark, end) for mark, end in zip(marks, ends, strict=True)]
    return [entry for entry in found if entry.pieces]


def _mark(index: int, line: Line) -> _Mark | None:
    if line.kind not in (*_TOLD, Kind.HEADING):
        return None
    if comment := _COMMENT.match(line.text[:200]):
        lead = lead_of(_EDITED.sub("", comment["said"]))
        if lead and lead.stamp.day and not lead.rest:
            return _Mark(index, comment["who"], lead.stamp, "")
    elif speaker := _SPEAKER.match(line.text):
        lead = lead_of(speaker["said"])
        if lead and not lead.rest:
            return _Mark(index, speaker["who"], lead.stamp, speaker["rest"])
    return None


def _found(lines: Sequence[Line], mark: _Mark, end: int) -> Found:
    own = lines[mark.index]
    told: list[Line] = []
    for line in lines[mark.index + 1 : end]:
        if (line.kind is Kind.HEADING and told) or (mark.rest and line.kind is Kind.BLANK):
            break
        told += [line] if line.kind in _TOLD else []
    pieces = [piece for piece in (mark.rest, *(line.text for line in told)) if piece]
    numbers = [own.number, *(line.number for line in told)]
    return Found(mark.stamp, pieces, numbers, Context(), Kind.TEXT, who=mark.who)
