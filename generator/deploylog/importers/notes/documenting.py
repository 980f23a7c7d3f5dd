"""Whether a text is documentation that names times in passing, rather than notes of what happened.

A README, a manual, a licence or a changelog names times too: in examples, as numbers of versions and
sections, beside the names of who signed. Notes have most of their lines at times, or tell in their few
timed lines of something that was done.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from deploylog.importers.notes.dates import DAY
from deploylog.importers.notes.found import Found
from deploylog.importers.notes.lines import Kind, Line, lines_of
from deploylog.importers.vocabulary import activity_of

_SPARSE = 8
"""Lines of a text to one timed entry, from which on the times are in passing unless they tell."""
_LAID = 5
"""Lines of words that make a text without headings, rather than some scraps."""
_FEW_WORDS = 3
_CLOCK = re.compile(r"(?<![\d:.])(?:(?:[01]?\d|2[0-3]):[0-5]\d(?![\d.])|1[0-9]{12}(?!\d))")
"""A time of day, or milliseconds since 1970."""
_SIGNED = re.compile(
    r"<[^<>\s@]+@[^<>\s]+>|^\s*(?:\w{3} )?\w{3} +\d{1,2} [\d:]{8} (?:[A-Z]{3,4} )?\d{4}\s+\S+@\S"
)
"""A name with an address: the head of an entry in a changelog."""
_DONE = re.compile(
    r"(?i)(?<!\bis )(?<!\bare )(?<!\bbe )(?<!\bbeing )(?<!\bas )(?<!\bby )(?<!\bthe )(?<!\ba )"
    r"\b(?:was|were|had|did|became|began|went|came|took|saw|found|got|made|gave|left|sent|lost|brought|ran|"
    r"rose|fell|broke|built|felt|held|kept|knew|met|put|said|told|shut|hit|[a-z]{2,}ed)\b"
)
_NUMBERED = re.compile(r"\s*\d+\.\d+[.\-]")
_USUAL = re.compile(
    r"(?i)\b(?:every|daily|nightly|weekly|hourly|always|usually|by default|for example|e\.g\.|such as|may be|"
    r"must|should|can be|is written|format|syntax|last (?:modified|updated|changed)|"
    r"(?:office|opening|business) hours|on (?:weekdays|weekends|\w+days)|"
    r"monday (?:to|through|-|\u2013) \w+day)\b"
)
"""Words of what is so at any time."""


_SPOKEN = (Kind.TEXT, Kind.BULLET)
_SILENT = (Kind.BLANK, Kind.CELL, Kind.PASTED, Kind.ASIDE, Kind.FRONT, Kind.RULE)


def documents(lines: Sequence[Line], entries: Sequence[Found]) -> bool:
    """Tell whether timed lines that no heading calls a timeline stand in documentation."""
    if not entries:
        return False
    raws = {line.number: line.raw for line in lines}
    heads = [raws.get(found.lines[0], "") if found.lines else "" for found in entries]
    if sum(bool(_SIGNED.search(head)) for head in heads) * 2 > len(entries):
        return True
    if _mostly_usual(entries) or _numbers(entries, heads) or habitual(lines, entries):
        return True
    told = sum(line.kind not in _SILENT for line in lines)
    return len(entries) * _SPARSE < told and not tells(entries)


def habitual(lines: Sequence[Line], entries: Sequence[Found]) -> bool:
    """Tell whether a text says what is so at any time, and nothing that was done: `Backups run at 02:00`."""
    taken = {number for found in entries for number in found.lines}
    spoken = [line.text for line in lines if line.kind in _SPOKEN and line.number not in taken]
    beside = any(_CLOCK.search(text) and _USUAL.search(text) for text in spoken)
    return (beside or _mostly_usual(entries)) and not tells(entries)


def _mostly_usual(entries: Sequence[Found]) -> bool:
    return sum(bool(_USUAL.search(_text(found))) for found in entries) * 2 > len(entries)


def quoted_line(head: str) -> int:
    """Give the number of the first line of documentation that has a time; 0 for any other text."""
    raws = head.split("\n")
    lines = lines_of(enumerate(raws, start=1))
    laid = sum(line.kind is Kind.TEXT and len(line.text.split()) > _FEW_WORDS for line in lines)
    headed = any(line.kind is Kind.HEADING or line.raw.startswith(("= ", "== ")) for line in lines)
    if laid < (1 if headed else _LAID) or head.lstrip()[:1] in ("{", "[", "<"):
        return 0
    return next((line.number for line in lines if _CLOCK.search(line.raw[:400])), 0)


def tells(entries: Sequence[Found]) -> bool:
    """Tell whether more than half of the entries tell of something that was done."""
    telling = sum(_done(_text(found)) for found in entries)
    return telling * 2 > len(entries)


def _text(found: Found) -> str:
    return " ".join(found.pieces)[:400]


def _done(text: str) -> bool:
    return not _USUAL.search(text) and bool(_DONE.search(text) or activity_of(text))


def _numbers(entries: Sequence[Found], heads: Sequence[str]) -> bool:
    """Tell whether clocks with a dot are numbers: of sections (`1.10`, `1.11`), or of versions with a day."""
    if not all(found.stamp.clock.dotted for found in entries):
        return False
    minutes = [found.stamp.clock.minute for found in entries]
    counted = all(later - earlier in (1, 2) for earlier, later in pairwise(minutes))
    numbered = sum(bool(_NUMBERED.match(head)) for head in heads)
    dated = sum(bool(DAY.search(head[:40])) for head in heads)
    return counted or max(dated, numbered) * 2 > len(entries)
