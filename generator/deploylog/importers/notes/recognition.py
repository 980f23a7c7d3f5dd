"""Whether a text is somebody's notes, rather than what a program wrote or a chat."""

import re
from collections.abc import Sequence

from deploylog.importers.chat.transcripts import is_transcript
from deploylog.importers.notes.dates import DAY, MONTH
from deploylog.importers.notes.deferring import SHORT
from deploylog.importers.notes.documenting import documents, tells
from deploylog.importers.notes.fenced import written_lines
from deploylog.importers.notes.lines import Kind, Line
from deploylog.importers.notes.reading import find
from deploylog.importers.notes.refusing import DATA, titled
from deploylog.importers.vocabulary import outcome_of
from deploylog.model import Outcome

_MACHINE = re.compile(
    r"(?m)^(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} p=\d+ u="
    r"|(?:PLAY|TASK|GATHERING FACTS|PLAY RECAP|RUNNING HANDLER) (?:\[|:|\*)"
    r"|\s*(?:INFO|DEBUG|WARN)\s+\[[0-9a-f]{6,}\]|\*\*? \[out :: |-{5,}\s*$\s*START \d{4}"
    r"|Branch \S+ \(at [0-9a-f]{7,40}\) deployed as release|\S+ rolled back to release \d{14}"
    r"|Started by (?:user|an SCM|timer|upstream)|(?:\S+\s+)?\[Pipeline\] "
    r"|Finished: (?:SUCCESS|FAILURE|ABORTED)|\d\d:\d\d [a-z]\w*(?::\w+)+$"
    r"|REVISION\s+UPDATED\s+STATUS|[^\t\n]+\t[^\t\n]+\t\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,}Z )"
)
_BULLETED = re.compile(r"(?m)^  \* (?:[\d: -]+ )?executing [`']")
"""Capistrano 2 writes what looks like bullets."""
_CHAT = re.compile(
    r"^\s*(?:\[[^\]\n]{4,40}\]\s*(?:<[^<>\n]{1,40}>|[^:\n]{1,50}?:)(?:\s|\S)|(?:\[?\d{1,2}:\d\d(?::\d\d)?\]?\s*)<[^<>\n]{1,40}>\s"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?:\s?[AP]M)? ?- [^:\n]{1,50}: )"
)
_SECONDS = re.compile(r"^\s*\[?(?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d+)?\S*\]?\s+\S")
_OURS = (".md", ".markdown", ".mdown", ".mkd", ".rst", ".adoc", ".txt", ".text", ".org", ".notes", ".wiki")
_THEIRS = (
    ".json",
    ".jsonl",
    ".ndjson",
    ".csv",
    ".tsv",
    ".yml",
    ".yaml",
    ".xml",
    ".ini",
    ".toml",
    ".py",
    ".sh",
)
_OURS_TOO = re.compile(r"(?i)\b(?:deploy|release|roll-?out)")
_DATED = re.compile(rf"{DAY.pattern}|(?i:{MONTH})\s+(?:19|20)\d\d")
"""A day, or the month of a year."""
_MOSTLY = 0.6
_STAMPED = 60
"""Lines with seconds that may be somebody's; more are a program's."""
_SMALL = 200
"""Lines that are looked at."""


def recognised(head: str, filename: str) -> bool:
    """Tell whether the beginning of a file is of notes with times."""
    name = filename.lower()
    if DATA.match(head) or name.endswith(_THEIRS):
        return False
    raws = head.split("\n")
    written = [raw for raw in raws if raw.strip()]
    if not written or (_MACHINE.search(head) and not _prose(written)):
        return False
    if _BULLETED.search(head) or is_transcript(head) or _share(written, _CHAT) > _MOSTLY / 2:
        return False
    if _share(written, _SECONDS) > _MOSTLY and not _prose(written):
        return len(written) <= _STAMPED and _told(written_lines(enumerate(raws, start=1)))
    return _tells(written_lines(enumerate(raws[: 20 * _SMALL], start=1)), name)


def _told(lines: Sequence[Line]) -> bool:
    """Tell whether lines that a person or a program may have stamped tell of what people do."""
    pasted = any(line.kind is Kind.PASTED for line in lines)
    entries, prose = find(lines)
    return not pasted and not prose and len(entries.entries) >= 2 and tells(entries.entries)


def _share(written: Sequence[str], pattern: re.Pattern[str]) -> float:
    looked = written[:_SMALL]
    return sum(bool(pattern.match(raw[:200])) for raw in looked) / len(looked)


def _prose(written: Sequence[str]) -> bool:
    """Tell whether a text has the marks of something that a person laid out: headings, bullets, a table."""
    laid = sum(
        raw.lstrip().startswith(("# ", "## ", "### ", "- ", "* ", "| ")) for raw in written[: 2 * _SMALL]
    )
    return laid >= max(2, len(written[: 2 * _SMALL]) // 20)


def _tells(lines: Sequence[Line], name: str) -> bool:
    pasted = sum(line.kind is Kind.PASTED for line in lines)
    told = sum(line.kind is not Kind.BLANK for line in lines)
    findings, prose = find(lines)
    count = len(findings.entries)
    headed = titled(lines)
    if prose:
        return count >= 2 and (name.endswith(_OURS) or headed) and tells(findings.entries)
    if pasted > told * _MOSTLY and not headed:
        return False
    if not headed and documents(lines, findings.entries):
        return False
    if not count:
        return name.endswith(_OURS) and told <= SHORT and _puts_off(lines, name)
    return count >= 2 or (count == 1 and (headed or name.endswith(_OURS) or told < 5))


def _puts_off(lines: Sequence[Line], name: str) -> bool:
    """Tell whether a text without times is of a deployment that was put off or called off on some day."""
    told = " ".join(line.text for line in lines if line.kind in (Kind.TEXT, Kind.BULLET, Kind.HEADING))
    if not _OURS_TOO.search(told) or not (_DATED.search(told) or _DATED.search(name)):
        return False
    return outcome_of([told]) in (Outcome.DEFERRED, Outcome.CANCELLED)
