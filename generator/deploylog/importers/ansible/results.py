"""The lines below the name of a task: how it went on each host, and when it began."""

import re
from datetime import datetime, timedelta

from deploylog.importers.ansible.tasks import Task
from deploylog.importers.instants import instant, offset

_MAX_DETAIL = 300

PROFILED = re.compile(
    r"\S+,? (\d{1,2}) (\S+) (\d{4})\s+(\d\d:\d\d:\d\d) ([+-]\d{4}) \(\d+:\d\d:\d\d\.\d+\)\s+"
    r"(?:(\d+):(\d\d):(\d\d)[\d.]*|[\d:.]+) \**\s*"
)
_MONTHS = (
    "jan ene gen янв",
    "feb fév fev фев",
    "mar mär maa мар",
    "apr avr abr апр",
    "may mai mei mag мая май",
    "jun juin giu июн",
    "jul juil lug июл",
    "aug aoû ago авг",
    "sep set сен",
    "oct okt ott out окт",
    "nov ноя",
    "dec déc dez dic дек",
)
"""How months begin in the languages that a console may be set to: Python writes them in its own."""
ADHOC = re.compile(r"(\S+) \| (SUCCESS|CHANGED|FAILED!?|UNREACHABLE!?)(?: \| rc=(\d+))?\s*(?:=>|>>)(.*)")
"""What a module that is run without a playbook said of a host."""
_RESULT = re.compile(r"(ok|changed|failed|fatal|skipping|unreachable|rescued|included): ?(.*)")
_IGNORED = re.compile(r"\s*\.\.\.ignoring")
_MESSAGE = re.compile(r'"(?:msg|stderr|reason)": "((?:[^"\\]|\\.)*)"|(?:stderr|msg): (.+)')


def read_result(task: Task, said: str) -> None:
    """Read a line below a task: how it went on a host."""
    if found := _RESULT.match(said):
        word = found[1]
        task.done = task.done or word != "skipping"
        if word in ("failed", "fatal", "unreachable"):
            task.failed, task.ignored = True, False
            task.detail = task.detail or _message(found[2])
    elif _IGNORED.match(said):
        task.ignored = True
    elif task.failed and said.startswith(("stderr: ", "msg: ")):
        task.detail = task.detail or said.partition(": ")[2].strip()[:_MAX_DETAIL]


def read_adhoc(task: Task, found: re.Match[str]) -> bool:
    """Read how a module went on a host, of a line that matches `ADHOC`; tell whether it failed."""
    failed = found[2].startswith(("FAILED", "UNREACHABLE"))
    task.done, task.failed = True, task.failed or failed
    if failed:
        task.detail = task.detail or _message(found[4]) or (f"exit status {found[3]}" if found[3] else "")
    return failed


def _message(said: str) -> str:
    found = _MESSAGE.search(said)
    told = (found[1] or found[2] or "") if found else ""
    return " ".join(told.replace("\\n", " ").replace('\\"', '"').split())[:_MAX_DETAIL]


def elapsed_at(found: re.Match[str]) -> timedelta:
    """Give for how long the run had gone on at a line that matches `PROFILED`."""
    hours, minutes, seconds = (int(part or 0) for part in found.group(6, 7, 8))
    return timedelta(hours=min(hours, 10_000), minutes=minutes, seconds=seconds)


def profiled_at(found: re.Match[str]) -> datetime | None:
    """Give the time of a line that matches `PROFILED`."""
    name = found[2].lower()
    months = enumerate(_MONTHS, start=1)
    month = next((number for number, begins in months if name.startswith(tuple(begins.split()))), None)
    if month is None:
        return None
    at = instant(f"{found[3]}-{month:02}-{int(found[1]):02} {found[4]}")
    return None if isinstance(at, str) else at.replace(tzinfo=offset(found[5]))
