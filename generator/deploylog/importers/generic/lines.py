"""Lines of the form `timestamp level message`, as most programs write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from deploylog.importers.generic.folding import GRAVE, Record
from deploylog.importers.generic.stamps import Stamps

LEVELS = (
    "trace|debug|verbose|info|information|notice|warn|warning|error|err|severe|critical|crit|fatal|alert|emerg"
    "|panic|fine|finer|finest|failure"
)
_OPENING = re.compile(r"[\[(<|]?")
_CLOSING = re.compile(r"[\])>|:,]{0,2}[\s|-]*")
_LEVEL = re.compile(
    rf"(?P<before>(?:\[[^\]\n]{{0,60}}\]\s*|[^\s:]{{1,60}}:?\s+){{0,3}}?)"
    rf"(?:[\[(<|]\s*(?P<a>(?i:{LEVELS}))\s*[\])>|]|(?P<b>(?i:{LEVELS})):|(?P<c>{LEVELS.upper()})(?![\w-])"
    rf"|(?P<channel>[\w-]+)\.(?P<d>{LEVELS.upper()}):)[\s:|-]*"
)
_LEADING = re.compile(
    rf"(?:[\[(<|]\s*(?P<a>(?i:{LEVELS}))\s*[\])>|]|(?P<c>{LEVELS.upper()})(?![\w-]))[\s:|-]*"
)
"""A level before the time."""
_PRIORITY = re.compile(r"<(?P<priority>\d{1,3})>(?:1 )?(?=[\dA-Z])")
"""What syslog writes on the wire: eight times the facility, and how grave it is, from 0 to 7."""
_PRECISE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}(?:Z|[+-]\d\d:?\d\d) ")
"""Times that nobody types: of runners, which mark their errors otherwise."""
_RUNNER_ERROR = "##[error]"
_BY_JOB = re.compile(r"[^\t]{1,120}\t[^\t]{1,120}\t\ufeff?(?=\d{4}-\d\d-\d\dT)")
"""Job and step, as `gh run view --log` prints them before each line."""
_SYSLOG = re.compile(r"[\w.-]+ [\w./-]+(?:\[\d+\])?: ")
"""Host and program."""
_LOG_PATH = re.compile(r"p=\S+ u=\S+ ")
"""What Ansible writes before each message; its own importer knows more of it."""
_STREAM = re.compile(r"std(?:out|err) [FP] ")
"""What a container's runtime writes before each line."""
_KLOG = re.compile(
    r"(?P<level>[IWEF])(?P<month>[01]\d)(?P<day>[0-3]\d) {1,2}(?P<hour>[0-2]\d):(?P<minute>[0-5]\d)"
    r":[0-5]\d\.\d{6} +\d+ [\w./-]+:\d+\] "
)
"""What Kubernetes' programs write: level, day, clock, thread, place in the source."""
_KLOG_LEVELS = {"I": "info", "W": "warning", "E": "error", "F": "fatal"}
_LOGFMT = re.compile(r"(?:^|.*?\s)(?:time|ts|timestamp|t)=\"?")
_LOGFMT_LEVEL = re.compile(rf"\b(?:level|lvl|severity)=\"?(?P<level>(?i:{LEVELS}))\b")
_LOGFMT_MESSAGE = re.compile(r'\b(?:msg|message)=(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>\S+))')


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says."""

    record: Record
    level: str
    """In lower case; empty when it has none."""
    marked: bool
    """Whether it has a level, or another mark of what programs write."""


def read_line(number: int, text: str, stamps: Stamps) -> Line | None:
    """Read a line; None when it does not begin with a stamp."""
    if not text or text[0] in " \t":
        return None
    if klog := _KLOG.match(text):
        return _klog(number, text, klog, stamps)
    leading = job = None
    priority = _PRIORITY.match(text) if text[0] == "<" else None
    start = _OPENING.match(text).end()  # type: ignore[union-attr]
    start = priority.end() if priority else start
    found = stamps.match(text, start)
    if found is None and "\t" in text and (job := _BY_JOB.match(text)):
        start = job.end()
        found = stamps.match(text, start)
    if found is None and (leading := _LEADING.match(text)):
        found = stamps.match(text, leading.end())
    if found is None:
        return _logfmt(number, text, stamps) if "=" in text else None
    at, end = found
    closing = _CLOSING.match(text, end)
    end = closing.end()  # type: ignore[union-attr]
    stream = _STREAM.match(text, end)
    end = stream.end() if stream else end
    level = leading or _LEVEL.match(text, end)
    word = _word(level)
    message = text[end:]
    if level and not leading:
        message = (
            level["before"] + (f"{level['channel']}: " if level["channel"] else "") + text[level.end() :]
        )
    message = f"{' '.join(job[0].split())}: {message.strip()}" if job else message.strip()
    grave = word in GRAVE or _RUNNER_ERROR in message or bool(priority and int(priority[1]) % 8 < 4)
    record = Record(number, number, at, message or text.strip(), grave=grave)
    talk = "-" in closing[0]  # type: ignore[index]
    wrote = word or stream or priority or job or _PRECISE.match(text, start)
    marked = bool(wrote or (not talk and _SYSLOG.match(text, end))) and not _LOG_PATH.match(text, end)
    return Line(record, word, marked=marked)


def _word(level: re.Match[str] | None) -> str:
    """Give the level that was found, in lower case."""
    if level is None:
        return ""
    return next(level[name] for name in "abcd" if level.groupdict().get(name)).lower()


def recognised(head: str, stamps: Stamps) -> bool:
    """Tell whether most lines that do not belong to the one above have a stamp and a mark of a program."""
    stamped = marked = other = 0
    for number, text in _some(head):
        line = read_line(number, text, stamps)
        stamped += line is not None
        marked += line is not None and line.marked
        other += line is None and not text[0].isspace()
    return stamped >= 2 and marked >= 0.6 * stamped and other <= stamped + 5


def _some(head: str) -> Iterator[tuple[int, str]]:
    lines = (line for line in head.split("\n") if line.strip())
    return ((number, line) for number, line in enumerate(lines, 1) if number <= 200)


def _klog(number: int, text: str, found: re.Match[str], stamps: Stamps) -> Line | None:
    at = stamps.without_year(found["month"], found["day"], found["hour"], found["minute"])
    if at is None:
        return None
    word = _KLOG_LEVELS[found["level"]]
    said = text[found.end() :].strip() or text
    return Line(Record(number, number, at, said, grave=word in GRAVE), word, marked=True)


def _logfmt(number: int, text: str, stamps: Stamps) -> Line | None:
    opening = _LOGFMT.match(text)
    found = opening and stamps.match(text, opening.end())
    if not found:
        return None
    level, message = _LOGFMT_LEVEL.search(text), _LOGFMT_MESSAGE.search(text)
    word = level["level"].lower() if level else ""
    said = text
    if message:
        quoted = message["quoted"]
        said = message["plain"] if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
    record = Record(number, number, found[0], said.strip() or text, grave=word in GRAVE)
    return Line(record, word, marked=bool(word))
