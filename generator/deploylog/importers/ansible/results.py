"""The lines below the name of a task: how it went on each host, and when it began."""

import re
from datetime import datetime

from deploylog.importers.ansible.tasks import Task
from deploylog.importers.instants import instant, offset

_MAX_DETAIL = 300

PROFILED = re.compile(
    r"\S+,? (\d{1,2}) (\S+) (\d{4})\s+(\d\d:\d\d:\d\d) ([+-]\d{4}) \(\d+:\d\d:\d\d\.\d+\)\s+[\d:.]+ \**\s*"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
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


def _message(said: str) -> str:
    found = _MESSAGE.search(said)
    told = (found[1] or found[2] or "") if found else ""
    return " ".join(told.replace("\\n", " ").replace('\\"', '"').split())[:_MAX_DETAIL]


def profiled_at(found: re.Match[str]) -> datetime | None:
    """Give the time of a line that matches `PROFILED`."""
    month = found[2][:3].lower()
    if month not in _MONTHS:
        return None
    at = instant(f"{found[3]}-{_MONTHS.index(month) + 1:02}-{int(found[1]):02} {found[4]}")
    return None if isinstance(at, str) else at.replace(tzinfo=offset(found[5]))
