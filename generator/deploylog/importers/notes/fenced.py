"""Timelines that stand in a code fence, as some do to keep their columns: lines that a person wrote."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from deploylog.importers.notes.lines import Kind, Line, lines_of, looks_pasted, unfenced
from deploylog.importers.notes.sections import timeline_lines
from deploylog.importers.notes.stamps import lead_of

_OPENS = re.compile(r"```\s*(?:markdown|md|text|txt)?\s*$")
"""A fence around what is no code."""
_FEW = 2
"""Times that make a timeline of a fence."""


def written_lines(numbered: Iterable[tuple[int, str]]) -> list[Line]:
    """Sort the lines of a text by kind; a fence below a timeline's heading is one if no time is beside it."""
    lines = _document(list(numbered))
    inside = sorted(timeline_lines(lines))
    if not any(lines[index].kind is Kind.PASTED for index in inside):
        return lines
    if any(_timed(lines[index]) for index in inside):
        return lines
    for fence in _fences(lines, inside):
        told = [unfenced(lines[index]) for index in fence[1:-1]]
        if _is_timeline(told):
            lines[fence[0] : fence[-1] + 1] = [_rule(lines[fence[0]]), *told, _rule(lines[fence[-1]])]
    return lines


def _document(numbered: Sequence[tuple[int, str]]) -> list[Line]:
    """Sort the lines of a text by kind, those within if one fence holds all of it."""
    written = [place for place, (_, raw) in enumerate(numbered) if raw.strip()]
    first, last = (written[0], written[-1]) if len(written) > _FEW else (0, 0)
    marks = [place for place in written if numbered[place][1].startswith("```")]
    if not last or marks != [first, last] or not _OPENS.match(numbered[first][1]):
        return lines_of(numbered)
    around = [(number, "" if place in marks else raw) for place, (number, raw) in enumerate(numbered)]
    lines = lines_of(around)
    for place in marks:
        lines[place] = replace(lines[place], raw=numbered[place][1], kind=Kind.RULE)
    return lines


def _timed(line: Line) -> bool:
    return line.kind is Kind.ROW or (line.kind is not Kind.PASTED and lead_of(line.text) is not None)


def _fences(lines: Sequence[Line], inside: Sequence[int]) -> Iterator[list[int]]:
    """Give the indexes of each run of fenced lines, its marks included."""
    for pasted, run in groupby(inside, lambda index: lines[index].kind in (Kind.PASTED, Kind.BLANK)):
        fenced = [index for index in run if pasted]
        while fenced and lines[fenced[0]].kind is Kind.BLANK:
            fenced.pop(0)
        while fenced and lines[fenced[-1]].kind is Kind.BLANK:
            fenced.pop()
        if fenced and fenced[-1] - fenced[0] == len(fenced) - 1:
            yield fenced


def _is_timeline(told: Sequence[Line]) -> bool:
    """Tell whether half of the lines lead with a time, and none looks like a program's."""
    written = [line for line in told if line.kind is not Kind.BLANK]
    timed = sum(lead_of(line.text) is not None for line in written)
    return timed >= max(_FEW, len(written) / 2) and not any(looks_pasted(line.raw) for line in written)


def _rule(mark: Line) -> Line:
    return replace(mark, kind=Kind.RULE)
