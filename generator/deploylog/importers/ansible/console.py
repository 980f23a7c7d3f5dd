"""Ansible's output as text: `log_path`, with a stamp on its lines, and `profile_tasks`, with one a task."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from deploylog.importers.ansible.tasks import Task, Tasks, hosts_of
from deploylog.importers.instants import instant, offset
from deploylog.importers.localtimes import LocalTimes
from deploylog.importers.naming import environment_named
from deploylog.importers.rollbacks import tied
from deploylog.importers.runs import Piece, Run, State, sketch_of
from deploylog.importers.sketch import Guess, Sketch, Text, Wishes
from deploylog.importers.spans import Spans
from deploylog.problems import LogError, Problem

_LOGGED = re.compile(
    r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),\d{3} (p=\d+ u=[^|]*?)(?:n=[^|]*?)?(?: ?[A-Z]+)? ?\| ?"
)
_PROFILED = re.compile(
    r"\S+,? (\d{1,2}) (\S+) (\d{4})\s+(\d\d:\d\d:\d\d) ([+-]\d{4}) \(\d+:\d\d:\d\d\.\d+\)\s+[\d:.]+ \**\s*"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PLAY = re.compile(r"PLAY:? ?\[(.*)\] \**\s*|PLAY \*+\s*")
_TASK = re.compile(
    r"(?:TASK|RUNNING HANDLER|NOTIFIED|HANDLER):? ?\[(.*?)\](?: \**)?\s*|(GATHERING FACTS) \**\s*"
)
_RECAP = re.compile(r"PLAY RECAP \**\s*")
_COUNTS = re.compile(r"\s*(\S+)\s*: ok=\d+\s.*?unreachable=(\d+)\s+failed=(\d+)")
_RESULT = re.compile(r"(ok|changed|failed|fatal|skipping|unreachable|rescued|included): ?(.*)")
_IGNORED = re.compile(r"\s*\.\.\.ignoring")
_MESSAGE = re.compile(r'"(?:msg|stderr|reason)": "((?:[^"\\]|\\.)*)"|(?:stderr|msg): (.+)')
_COMMAND = re.compile(r"\s*(?:\S*/)?ansible-playbook(?: (.*))?$")
_CHECK_ONLY = re.compile(r"--(?:list-hosts|list-tasks|list-tags|syntax-check)\b")
_PLAYBOOK = re.compile(r"(\S+\.ya?ml)(?=\s|$)")
_INVENTORY = re.compile(r"(?:-i|--inventory(?:-file)?)[ =](\S+)")
_VERSION = re.compile(r"\b\w*(?:version|release|tag)\w*=[\"']?([\w.+-]+)")
_ERROR = re.compile(r"\s*(?:ERROR|FATAL)!?:? ?(.*)")
_HEADERS = ("T", "R", "N", "H", "G", "P")
_HEAD = 200
_MAX_DETAIL = 300


@dataclass(slots=True, eq=False)
class _Playbook:
    """One run, as far as it has been read."""

    command: str = ""
    began: datetime | None = None
    last: datetime | None = None
    head: Spans = field(default_factory=Spans)
    tasks: Tasks = field(default_factory=Tasks)
    task: Task | None = None
    ended: Task | None = None
    """The task before, of which the next stamp says when it ended."""
    plays: list[str] = field(default_factory=list)
    play: str = ""
    recap: bool = False
    hosts: list[str] = field(default_factory=list)
    bad: int = 0
    error: str = ""
    errors: Spans = field(default_factory=Spans)
    erred: datetime | None = None

    @property
    def checks_only(self) -> bool:
        """Whether it ran nothing, and was not meant to."""
        played = self.plays or self.task or self.tasks.pieces
        return not played and bool(_CHECK_ONLY.search(self.command) or not self.error)

    @property
    def name(self) -> str:
        """Give the playbook's file, else what the first play says."""
        found = _PLAYBOOK.search(self.command)
        return found[1].rpartition("/")[2] if found else (self.plays[0] if self.plays else "playbook")


def is_console(head: str) -> bool:
    """Tell whether a text is Ansible's: stamps of `log_path`, or tasks."""
    lines = [line for line in head.split("\n") if line.strip()][:_HEAD]
    if any(_LOGGED.match(line) for line in lines[:3]):
        return True
    told = [line for line in lines if _TASK.fullmatch(line)]
    played = [line for line in lines if _PLAY.fullmatch(line) or _PROFILED.fullmatch(line)]
    return bool(told and played)


def read_console(text: Text, wishes: Wishes) -> list[Sketch]:
    """Read the output of a run, or of several one after the other or at the same time.

    Raises:
        LogError: No line has a time.
    """
    reader = _Reader(wishes, text.file)
    for number, line in text.lines():
        reader.take(number, line)
    if not reader.timed:
        message = "the output of Ansible has no times"
        hint = "import what `log_path` keeps, or let the callback `profile_tasks` add them"
        raise LogError([_problem(text.file, "no-time", message, hint)])
    return [sketch_of(run, wishes) for run in reader.runs()]


class _Reader:
    def __init__(self, wishes: Wishes, file: str) -> None:
        self.times = LocalTimes(wishes, file, "file")
        self.timed = False
        self._now = _Playbook()
        self.playbooks = [self._now]
        self._of: dict[str, _Playbook] = {}
        """By process and user."""
        self._before: tuple[str, datetime | None] = ("", None)

    def take(self, number: int, line: str) -> None:
        """Take one line: into a task, or the head of its run."""
        at, process, said = self._stamp(line)
        if at is None and (found := _PROFILED.fullmatch(line)):
            self._profiled(found, number)
            return
        if process:
            self._now = self._of.get(process) or self._new(process)
        command = _COMMAND.match(said) if "ansible-playbook" in said else None
        if command or (said.startswith("PLAY") and _PLAY.fullmatch(said)):
            self._begin(process, command is not None)
        run = self._now
        run.began = run.began or at
        run.last = at or run.last
        self._said(run, number, said, at)

    def _new(self, process: str) -> _Playbook:
        """Begin a run; what stands before the first one belongs to it."""
        empty = not self._of and len(self.playbooks) == 1 and not self._now.plays
        run = self._now if empty and not self._now.command else _Playbook()
        if run is not self._now:
            self.playbooks.append(run)
        if process:
            self._of[process] = run
        return run

    def _begin(self, process: str, command: bool) -> None:
        """Begin another run where the one before is over."""
        run = self._now
        if run.recap or (command and (run.command or run.plays)):
            self._close(run)
            self._now = _Playbook()
            self.playbooks.append(self._now)
            if process:
                self._of[process] = self._now

    def _said(self, run: _Playbook, number: int, said: str, at: datetime | None) -> None:
        if said[:1] in _HEADERS and self._header(run, said, at):
            pass
        elif run.recap:
            if counts := _COUNTS.match(said):
                run.hosts.append(counts[1])
                run.bad += int(counts[2]) + int(counts[3])
        elif run.task:
            _result(run.task, said)
        elif "ansible-playbook" in said and (command := _COMMAND.match(said)):
            run.command = (command[1] or "").strip() or "ansible-playbook"
        elif (error := _ERROR.match(said)) and not run.error:
            run.error = error[1].strip() or "an error"
            run.erred = at or run.last
        if run.task:
            run.task.until = at or run.task.until
        (run.task.lines if run.task else run.errors if run.error and not run.recap else run.head).add(number)

    def _header(self, run: _Playbook, said: str, at: datetime | None) -> bool:
        """Read the line above a play, a task or the recap; tell whether it is one."""
        if found := _TASK.fullmatch(said):
            self._close(run)
            run.task = Task(name=(found[1] or "Gathering Facts").strip(), at=at, play=run.play)
        elif found := _PLAY.fullmatch(said):
            self._close(run)
            run.play = "" if found[1] in (None, "all") else found[1].strip()
            run.plays.append(run.play or "all")
        elif _RECAP.fullmatch(said):
            self._close(run)
            run.recap = True
        else:
            return False
        return True

    def _close(self, run: _Playbook) -> None:
        if run.ended:
            run.tasks.add(run.ended)
        if run.task and run.task.at is None:
            run.task.at = run.last
        run.task, run.ended = None, run.task

    def _stamp(self, line: str) -> tuple[datetime | None, str, str]:
        """Read what `log_path` writes before each message; give time, process and the message."""
        found = _LOGGED.match(line)
        if not found:
            return None, "", line
        if found[1] != self._before[0]:
            at = instant(found[1])
            self._before = found[1], None if isinstance(at, str) else self.times.alike(at)
        if self._before[1] is None:
            return None, "", line
        self.timed = True
        return self._before[1], found[2].strip(), line[found.end() :].lstrip(" ")

    def _profiled(self, found: re.Match[str], number: int) -> None:
        """Read the line under a task's name: when it began, and so when the one before it ended."""
        run = self._now
        at = _profiled_at(found)
        if at is not None and not self.times.local:
            at, self.timed = self.times.alike(at), True
            run.began, run.last = run.began or at, at
            if run.ended and run.ended.until is None:
                run.ended.until = at
            if run.task and run.task.at is None:
                run.task.at = at
        (run.task.lines if run.task else run.head).add(number)

    def runs(self) -> list[Run]:
        """Give what becomes logs; runs that only checked belong to the next one that played."""
        found: list[tuple[str, Run]] = []
        checks: list[_Playbook] = []
        for run in self.playbooks:
            self._close(run)
            self._close(run)
            run.tasks.close()
            if run.checks_only:
                checks.append(run)
                continue
            found.append((run.plays[0] if run.plays else run.name, self._run(run, checks)))
            checks = []
        if checks and found:
            name, last = found[-1]
            found[-1] = name, _joined(last, checks)
        elif checks:
            found = [(checks[-1].name, _joined(self._run(checks[-1], []), checks[:-1]))]
        return tied(found)

    def _run(self, run: _Playbook, checks: Sequence[_Playbook]) -> Run:
        pieces = list(run.tasks.pieces)
        head = run.head
        head.take(run.tasks.skipped)
        if run.error:
            pieces.append(_failure(run))
        else:
            head.take(run.errors)
        version = _VERSION.search(run.command)
        inventory = _INVENTORY.search(run.command)
        state, guesses = _state(run, pieces)
        made = Run(
            title=f"Ansible: {run.name}",
            pieces=pieces,
            state=state,
            at=run.began,
            until=run.last,
            release=version[1] if version else "",
            environment=environment_named([inventory[1]]) if inventory else "",
            systems=hosts_of(run.hosts),
            guesses=[*self.times.guesses(), *guesses] if self.times.local else guesses,
            head_lines=head,
            timezone=self.times.timezone if self.times.local else "",
            named=f"the playbook {run.name}",
        )
        return _joined(made, checks)


def _state(run: _Playbook, pieces: Sequence[Piece]) -> tuple[State, Sequence[Guess]]:
    if run.bad or run.error or (not run.recap and any(piece.state is State.FAILED for piece in pieces)):
        return State.FAILED, ()
    if run.recap:
        return State.PASSED, ()
    because = "the output ends without a recap"
    return State.RUNNING, [Guess(key="outcome", because=because, settle="--outcome")]


def _failure(run: _Playbook) -> Piece:
    return Piece(
        what="playbook",
        name=run.name,
        state=State.FAILED,
        at=run.erred or run.began,
        detail=run.error[:_MAX_DETAIL],
        lines=run.errors,
    )


def _joined(made: Run, checks: Sequence[_Playbook]) -> Run:
    """Put runs that only listed hosts or checked the syntax before the run after them, as one step."""
    if not checks:
        return made
    lines = Spans()
    for check in checks:
        for spans in (check.head, check.errors, check.tasks.skipped):
            lines.take(spans)
    names = list(dict.fromkeys(check.name for check in checks))
    errors = [check.error for check in checks if check.error]
    many = f"{len(checks)} checks" if len(checks) > 1 else "check"
    said = f"found errors {len(errors)} times, the last: {errors[-1]}" if errors else "found nothing"
    said = f"found an error: {errors[-1]}" if errors and len(checks) == 1 else said
    piece = Piece(
        what=f"{many} of {', '.join(names[:3])}",
        name="",
        state=State.WAITING,
        at=checks[0].began,
        until=checks[-1].last,
        said=said[:_MAX_DETAIL],
        lines=lines,
    )
    return replace(made, pieces=[piece, *made.pieces])


def _result(task: Task, said: str) -> None:
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


def _profiled_at(found: re.Match[str]) -> datetime | None:
    month = found[2][:3].lower()
    if month not in _MONTHS:
        return None
    at = instant(f"{found[3]}-{_MONTHS.index(month) + 1:02}-{int(found[1]):02} {found[4]}")
    return None if isinstance(at, str) else at.replace(tzinfo=offset(found[5]))


def _problem(file: str, rule: str, message: str, hint: str) -> Problem:
    return Problem(file=file, line=1, column=1, rule=rule, message=message, help=hint)
