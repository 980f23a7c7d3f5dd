"""`capistrano.log` and what `cap` prints: commands with how long they took, or tasks with their times."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from deploylog.importers.capistrano.commands import (
    Cap,
    Step,
    complaint_of,
    joined,
    nights,
    pieces_of,
)
from deploylog.importers.instants import instant
from deploylog.importers.localtimes import LocalTimes
from deploylog.importers.rollbacks import attempts, tied
from deploylog.importers.runs import Piece, Run, State, release_named, sketch_of
from deploylog.importers.sketch import Guess, Sketch, Text, Wishes
from deploylog.importers.spans import Spans
from deploylog.model import Activity
from deploylog.problems import LogError, Problem

_LEVEL = re.compile(r"\s*(DEBUG|INFO|WARN|ERROR|FATAL)\s+(?:\[([0-9a-f]{6,8})\]\s)?\s*")
_START = re.compile(r"START (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?: [+-]\d{4}| UTC)?) cap(?: (.*))?$")
_OLD = re.compile(r"\s*\* (?:(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) )?executing [`'](.+?)'")
_OLD_BEGINS = re.compile(r"\s*triggering start callbacks for [`'](.+?)'")
_TASK = re.compile(r"(\d\d):(\d\d) ([a-z]\w*(?::\w+)+)\s*$")
_RUNNING = re.compile(r"Running (.+?)(?: (?:as \S+@\S+|on \S+|locally)\s*)?$")
_FINISHED = re.compile(
    r"Finished in ([\d.]+) seconds(?: with exit status (\d+)|,? command (successful|failed))"
)
_OLD_FINISHED = re.compile(r"\s*command finished in (\d+)ms")
_FAILED = re.compile(r"cap aborted!|\*\* DEPLOY FAILED|\*\*\* \[.*\] rolling back|\s*failed: |\s*✘ |error: ")
_PATH = re.compile(r"/([^/\s]+)/(?:releases/\d{14}|shared|current|repo)\b")
_DEPLOYED = re.compile(r"Branch (\S+) \(at ([0-9a-f]+)\) deployed as release \d{14}(?: by ([^\";]+))?")
_REPOSITORY = re.compile(r"\bgit (?:ls-remote|clone)\b.*?[:/]([\w.-]+?)(?:\.git)?(?: |$)")
_PATHS = ("/releases/", "/shared", "/current", "/repo")
_NOISE = re.compile(
    r"^(?:/usr/bin/env |cd \S+ && |\( ?|export [^;]*; ?|sudo |~/\.rbenv/bin/rbenv exec |bundle exec )+"
)
_DELIMITER = re.compile(r"[-=]{20,}$")


def is_log(lines: Sequence[str]) -> bool:
    """Tell whether lines are of `capistrano.log` or of what `cap` prints."""
    told = [_LEVEL.sub("", line, count=1) for line in lines]
    if any(_START.match(line) for line in told):
        return True
    tasks = sum(bool(_TASK.match(line)) for line in lines)
    old = sum(bool(_OLD.match(line)) for line in lines)
    commands = sum(bool(_FINISHED.match(line)) for line in told)
    return tasks > 2 or old > 1 or commands > 1


def read_log(text: Text, wishes: Wishes) -> list[Sketch]:
    """Read the runs of a file.

    Raises:
        LogError: Nothing says when they were.
        Ambiguous: There are clocks only, and nothing says of which day.
    """
    reader = _Reader(wishes, text.file)
    for number, line in text.lines():
        reader.take(number, line)
    if not any(run.began for run in reader.runs):
        raise LogError([_no_time(text.file)])
    return [sketch_of(run, wishes) for run in reader.told()]


class _Reader:
    def __init__(self, wishes: Wishes, file: str) -> None:
        self.times = LocalTimes(wishes, file, "file")
        self.runs = [Cap()]
        self._zero: datetime | None = None

    def take(self, number: int, line: str) -> None:
        """Take one line: into a step, or the head of its run."""
        marked = _LEVEL.match(line)
        said = line[marked.end() :] if marked else line
        if said.startswith("START ") and (found := _START.match(said)):
            at = instant(found[1])
            self._begin(found[2] or "", None if isinstance(at, str) else self.times.alike(at))
        elif (
            "callbacks for" in line
            and _OLD_BEGINS.match(line)
            and any("deploy" in step.name for step in self.runs[-1].steps)
        ):
            self._begin("", None)
        run = self.runs[-1]
        if marked and marked[2]:
            self._command(run, said, marked[2], asked=marked[1] == "DEBUG", complaint=complaint_of(line))
        else:
            self._said(run, number, said, line)
        if not run.app and any(path in said for path in _PATHS) and (path := _PATH.search(said)):
            run.app = path[1] if path[1] not in ("current", "releases") else ""
        if "deployed as release" in said and (named := _DEPLOYED.search(said)):
            run.branch, run.sha, run.who = named[1], named[2], (named[3] or "").strip()
        elif "git " in said and (cloned := _REPOSITORY.search(said)):
            run.repository = cloned[1]
        step = run.steps[-1] if run.steps and not _DELIMITER.match(said.strip()) else None
        (step.lines if step else run.head).add(number)

    def _begin(self, command: str, at: datetime | None) -> None:
        run = self.runs[-1]
        if run.command or run.steps or run.began:
            run = Cap()
            self.runs.append(run)
        run.command, run.began, run.last = command, at, at

    def _said(self, run: Cap, number: int, said: str, line: str) -> None:
        if line[:1].isdigit() and (task := _TASK.match(line)):
            self._step(run, task[3], self._since(run, int(task[1]), int(task[2]), number))
        elif "executing " in line and (old := _OLD.match(line)):
            at = instant(old[1]) if old[1] else None
            self._old(run, old[2], self.times.alike(at) if isinstance(at, datetime) else None)
        elif _FAILED.match(said) or "Exception while executing" in said:
            run.failed = run.failed or said.strip()

    def _command(self, run: Cap, said: str, key: str, *, asked: bool, complaint: str) -> None:
        """Begin or end a command; one that was only asked may well say no: `[ -f current/REVISION ]`."""
        if said.startswith("Running ") and (running := _RUNNING.match(said)):
            self._step(run, _NOISE.sub("", running[1]).strip(), run.last, key)
            run.counted = True
            return
        if not complaint and not said.startswith("Finished "):
            return
        step = next((step for step in reversed(run.steps[-50:]) if key in step.running), None)
        if step and complaint:
            step.complaint = complaint
        elif finished := _FINISHED.match(said):
            self._passed(run, min(float(finished[1]), 1e6) if _is_float(finished[1]) else 0.0)
            if step:
                step.running.discard(key)
                bad = finished[2] not in (None, "0") or finished[3] == "failed"
                step.failed = f"exit status {finished[2] or 1}" if bad and not asked else step.failed
            run.fold()

    def _step(self, run: Cap, name: str, at: datetime | None, key: str = "") -> None:
        """Begin a step."""
        last = run.steps[-1] if run.steps else None
        if last and at:
            last.until = max(at, last.until or at)
        run.last = at or run.last
        run.steps.append(Step(name[:200], at, names=[name[:80]], running={key} if key else set()))
        run.fold()

    def _old(self, run: Cap, name: str, at: datetime | None) -> None:
        if at:
            run.began = run.began or at
        self._step(run, name, at or run.last)
        if "deploy" not in run.command and (not run.command or name.startswith("deploy")):
            run.command = f"{run.command} {name}".strip()

    def _passed(self, run: Cap, seconds: float) -> None:
        """Count on: a command took so long."""
        if run.last:
            run.last += timedelta(seconds=seconds)
            if run.steps:
                run.steps[-1].until = run.last

    def _since(self, run: Cap, minutes: int, seconds: int, number: int) -> datetime:
        """Read a time counted from the start of the run, or, when that is nowhere, from midnight."""
        if run.began is None:
            self._zero = self._zero or self.times.alike(self.times.clock(0, 0, 0, number))
            run.began = self._zero
        return run.began + timedelta(minutes=minutes, seconds=seconds)

    def told(self) -> list[Run]:
        """Give what becomes logs."""
        runs = [(cap.command or "cap deploy", self._run(cap, others)) for cap, others in nights(self.runs)]
        return attempts(tied(runs))

    def _app(self, cap: Cap) -> str:
        """Give what was deployed; a run that broke off early names it no more than the others of the file."""
        apps = {run.app for run in self.runs if run.app}
        return cap.app or (apps.pop() if len(apps) == 1 else cap.repository)

    def _run(self, cap: Cap, others: Sequence[Cap]) -> Run:
        back = "rollback" in cap.command
        state, because = cap.state
        failed = state is State.FAILED
        pieces = pieces_of(cap)
        for step in cap.steps:
            if not step.at and not step.until:
                cap.head.take(step.lines)
        if failed and pieces and not any(piece.state is State.FAILED for piece in pieces):
            pieces[-1] = replace(pieces[-1], state=State.FAILED, detail=cap.failed.removeprefix("failed: "))
        pieces = _went_back(pieces, failed=failed) if back else pieces
        because = "" if back else because
        app = self._app(cap)
        guesses = [*self.times.guesses()] if self.times.local else []
        guesses += [Guess(key="outcome", because=because, settle="--outcome")] if because else []
        run = Run(
            title=f"{app + ': ' if app else ''}cap {cap.command or 'deploy'}".strip(),
            pieces=pieces,
            state=state,
            at=cap.began,
            until=cap.last,
            release=release_named(cap.branch, cap.sha),
            environment=cap.stage,
            systems=[app] if app else [],
            guesses=guesses,
            head_lines=cap.head,
            timezone=self.times.timezone if self.times.local else "",
            named=f"cap {cap.command}".strip(),
        )
        return joined(run, others)


def _went_back(pieces: Sequence[Piece], *, failed: bool) -> list[Piece]:
    """Tell a run that rolls back as one step; it is a step of the attempt that it takes back."""
    if not pieces:
        return []
    lines = Spans()
    for piece in pieces:
        if isinstance(piece.lines, Spans):
            lines.take(piece.lines)
    state = State.FAILED if failed else State.PASSED
    back = Piece(what="rollback", name="", state=state, at=pieces[0].at, until=pieces[-1].until, lines=lines)
    said = "" if failed else "succeeded"
    return [replace(back, activity=Activity.ROLLBACK, said=said, approximate=pieces[-1].approximate)]


def _is_float(written: str) -> bool:
    return bool(re.fullmatch(r"\d+(?:\.\d*)?", written))


def _no_time(file: str) -> Problem:
    return Problem(
        file=file,
        line=1,
        column=1,
        rule="no-time",
        message="nothing in the file says when Capistrano ran",
        help="import `log/capistrano.log`, which has the time of each start, or `revisions.log`",
    )
