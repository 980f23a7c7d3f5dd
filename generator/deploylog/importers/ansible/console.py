"""Ansible's output as text: `log_path`, with a stamp on its lines, and `profile_tasks`, with one a task."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from deploylog.importers.ansible.played import Playbook, failure_of, joined
from deploylog.importers.ansible.results import (
    ADHOC,
    PROFILED,
    elapsed_at,
    profiled_at,
    read_adhoc,
    read_result,
)
from deploylog.importers.ansible.tasks import Task, hosts_of
from deploylog.importers.instants import instant
from deploylog.importers.localtimes import LocalTimes
from deploylog.importers.naming import activity_named, environment_named
from deploylog.importers.rollbacks import attempts, tied
from deploylog.importers.runs import Piece, Run, State, sketch_of
from deploylog.importers.sketch import Guess, Sketch, Text, Wishes
from deploylog.model import Activity
from deploylog.problems import LogError, Problem

_LOGGED = re.compile(
    r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),\d{3} (p=\S+ u=[^|]*?)(?:n=[^|]*?)?(?: ?[A-Z]+)? ?\| ?"
)
"""Ansible 2.9 has the user and the process the other way round."""
_PLAY = re.compile(r"PLAY:? ?\[(.*)\] \**\s*|PLAY \*+\s*")
_TASK = re.compile(
    r"(?:TASK|RUNNING HANDLER|NOTIFIED|HANDLER):? ?\[(.*?)\](?: \**)?\s*|(GATHERING FACTS) \**\s*"
)
_RECAP = re.compile(r"PLAY RECAP \**\s*")
_COUNTS = re.compile(r"\s*(\S+)\s*: ok=\d+\s.*?unreachable=(\d+)\s+failed=(\d+)")
_COMMAND = re.compile(r"\s*(?:\S*/)?ansible-playbook(?: (.*))?$")
_INVENTORY = re.compile(r"(?:-i|--inventory(?:-file)?)[ =](\S+)")
_VERSION = re.compile(r"\b\w*(?:version|release|tag)\w*=[\"']?([\w.+-]+)")
_ERROR = re.compile(r"\s*(?:ERROR|FATAL)!?:? ?(.*)")
_HEADERS = ("T", "R", "N", "H", "G", "P")
_HEAD = 200


def is_console(head: str) -> bool:
    """Tell whether a text is Ansible's: stamps of `log_path`, or tasks."""
    lines = [line for line in head.split("\n") if line.strip()][:_HEAD]
    if any(_LOGGED.match(line) for line in lines[:3]):
        return True
    told = [line for line in lines if _TASK.fullmatch(line)]
    profiled = any(PROFILED.fullmatch(line) for line in lines)
    if profiled and any(_RECAP.fullmatch(line) for line in lines):
        return True
    return bool(told) and (profiled or any(_PLAY.fullmatch(line) for line in lines))


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
        self._now = Playbook()
        self.playbooks = [self._now]
        self._of: dict[str, Playbook] = {}
        """By process and user."""
        self._before: tuple[str, datetime | None] = ("", None)

    def take(self, number: int, line: str) -> None:
        """Take one line: into a task, or the head of its run."""
        at, process, said = self._stamp(line)
        if at is None and (found := PROFILED.fullmatch(line)):
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

    def _new(self, process: str) -> Playbook:
        """Begin a run; what stands before the first one belongs to it."""
        empty = not self._of and len(self.playbooks) == 1 and not self._now.plays
        run = self._now if empty and not self._now.command else Playbook()
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
            self._now = Playbook()
            self.playbooks.append(self._now)
            if process:
                self._of[process] = self._now

    def _said(self, run: Playbook, number: int, said: str, at: datetime | None) -> None:
        if said[:1] in _HEADERS and self._header(run, said, at):
            pass
        elif " | " in said and (run.adhoc or not run.plays) and (found := ADHOC.match(said)):
            run.adhoc = True
            run.task = run.task or Task(name="ad-hoc command", at=at or run.last)
            run.hosts.append(found[1])
            run.bad += read_adhoc(run.task, found)
        elif run.recap:
            if counts := _COUNTS.match(said):
                run.hosts.append(counts[1])
                run.bad += int(counts[2]) + int(counts[3])
        elif said.startswith("skipping: no hosts matched"):
            run.nowhere = True
        elif run.task:
            read_result(run.task, said)
        elif "ansible-playbook" in said and (command := _COMMAND.match(said)):
            run.command = (command[1] or "").strip() or "ansible-playbook"
        elif (error := _ERROR.match(said)) and not run.error:
            run.error = error[1].strip() or "an error"
            run.erred = at or run.last
        if run.task:
            run.task.until = at or run.task.until
        (run.task.lines if run.task else run.errors if run.error and not run.recap else run.head).add(number)

    def _header(self, run: Playbook, said: str, at: datetime | None) -> bool:
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

    def _close(self, run: Playbook) -> None:
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
        at = profiled_at(found)
        if at is not None and not self.times.local:
            at, self.timed = self.times.alike(at), True
            run.began, run.last = run.began or at - elapsed_at(found), at
            if run.ended and run.ended.until is None:
                run.ended.until = at
            if run.task and run.task.at is None:
                run.task.at = at
        (run.task.lines if run.task else run.head).add(number)

    def runs(self) -> list[Run]:
        """Give what becomes logs; runs that only checked belong to the next one that played."""
        found: list[tuple[str, Run]] = []
        checks: list[Playbook] = []
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
            found[-1] = name, joined(last, checks)
        elif checks:
            found = [(checks[-1].name, joined(self._run(checks[-1], []), checks[:-1]))]
        return tied(_taken_back(found))

    def _run(self, run: Playbook, checks: Sequence[Playbook]) -> Run:
        pieces = list(run.tasks.pieces)
        head = run.head
        head.take(run.tasks.skipped)
        if run.error:
            pieces.append(failure_of(run))
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
            named=f"the playbook {run.name}".removesuffix(" playbook"),
            said="ran on no host" if state is State.SKIPPED else "",
        )
        return joined(made, checks)


def _taken_back(found: Iterable[tuple[str, Run]]) -> list[tuple[str, Run]]:
    """Put a playbook that rolls back with the run before it on the same hosts, which it takes back."""
    told: list[tuple[str, Run]] = []
    for what, run in found:
        if told and activity_named(what) is Activity.ROLLBACK and {*told[-1][1].systems} & {*run.systems}:
            before = told.pop()
            told += zip((before[0], what), attempts([before[1], run]), strict=False)
        else:
            told.append((what, run))
    return told


def _state(run: Playbook, pieces: Sequence[Piece]) -> tuple[State, Sequence[Guess]]:
    if run.bad or run.error or (not run.recap and any(piece.state is State.FAILED for piece in pieces)):
        return State.FAILED, ()
    if run.nowhere and not run.hosts:
        return State.SKIPPED, [Guess(key="outcome", because="no host matched", settle="--outcome")]
    if run.recap or run.adhoc:
        return State.PASSED, ()
    because = "the output ends without a recap"
    return State.RUNNING, [Guess(key="outcome", because=because, settle="--outcome")]


def _problem(file: str, rule: str, message: str, hint: str) -> Problem:
    return Problem(file=file, line=1, column=1, rule=rule, message=message, help=hint)
