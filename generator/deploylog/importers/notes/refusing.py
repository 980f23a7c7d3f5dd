"""What is no notes although it was handed over as notes: data, a log, a manual that names times."""

import re
from collections.abc import Iterable, Sequence

from deploylog.importers.notes.documenting import documents, habitual, tells
from deploylog.importers.notes.lines import Kind, Line
from deploylog.importers.notes.reading import find
from deploylog.importers.notes.sections import TIMELINE
from deploylog.importers.notes.stamps import lead_of
from deploylog.problems import Problem

DATA = re.compile(r"^\s*(?:[{\[]\s*(?:[\"{\[\]}]|$)|<\?xml|<!doctype|<html)", re.IGNORECASE)
"""The first line of what programs exchange."""
_OF_A_LOG = tuple(re.compile(rf"{key}[ \t]*:") for key in ("title", "outcome"))
_CHAPTERS = 4
"""Headings without a time that make a manual of what has hardly any times."""
_FEW = 2
"""Timed sentences that tell of a night where headings lay a text out."""
_IN_PASSING = "the file names times in passing or in examples, as a manual does"
_CUT = (
    "cut the log that it quotes into a file of its own, or put a heading `Timeline` above the lines that "
    "tell of the night"
)


def titled(lines: Iterable[Line]) -> bool:
    """Tell whether a heading says that a timeline stands below it."""
    return any(line.kind is Kind.HEADING and TIMELINE.search(line.text) for line in lines)


def refusal(lines: Sequence[Line], file: str) -> Problem | None:
    """Say why a file is no notes; None for notes."""
    first = next((line for line in lines if line.raw.strip()), None)
    if first is not None and DATA.match(first.raw):
        message, help_ = "the file is data, and no notes", "`deploylog formats` lists what reads data"
        return _problem(file, first.number, message, help_)
    written = [line.raw for line in lines if line.kind is not Kind.PASTED]
    if all(any(map(pattern.match, written)) for pattern in _OF_A_LOG):
        help_ = "`deploylog check` and `deploylog draft` read it as it is"
        return _problem(file, 1, "the file is a log already", help_)
    findings, prose = find(lines)
    entries = findings.entries
    if not entries or titled(lines):
        return None
    manual = habitual(lines, entries)
    if not manual and _laid_out(lines):
        manual = len(entries) < _FEW or not tells(entries) if prose else documents(lines, entries)
    if manual:
        return _problem(file, min(n for found in entries for n in found.lines or [1]), _IN_PASSING, _CUT)
    return None


def _laid_out(lines: Sequence[Line]) -> bool:
    """Tell whether a text has the headings of a manual; whoever names the format is believed otherwise."""
    return sum(line.kind is Kind.HEADING and lead_of(line.text) is None for line in lines) >= _CHAPTERS


def _problem(file: str, line: int, message: str, help_: str) -> Problem:
    return Problem(file=file, line=line, column=1, rule="nothing-found", message=message, help=help_)
