"""Consoles of builds, line by line: the stages, or in a freestyle build the commands that deploy."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from deploylog.importers.instants import instant
from deploylog.importers.jenkins.segments import Build, Segment, pieces_of
from deploylog.importers.localtimes import LocalTimes
from deploylog.importers.naming import activity_named
from deploylog.importers.runs import Piece, Run, State, release_named, sketch_of, state_of
from deploylog.importers.sketch import Guess, Sketch, Text, Wishes
from deploylog.model import Activity
from deploylog.problems import LogError, Problem

_DATED = r"(?P<dated>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?:[.,]\d+)?(?P<offset> ?(?:Z|UTC|[+-]\d\d:?\d\d))?"
_STAMP = re.compile(
    rf"\[?(?:{_DATED}|(?P<clock>\d\d:\d\d:\d\d)(?:[.,]\d+)?|(?P<elapsed>\d+\.\d{{3}}))\]?(?:\s+|$)"
)
_BEGINS = re.compile(
    r"Started by |Branch indexing$|Replayed #|Push event to |Pull request #|Rebuilds build |Restarted from "
)
_MARK = re.compile(
    r"Started by |\[Pipeline\] |Finished: [A-Z_]+$|Building (?:on|in|remotely on) |Running on .+ in /"
    r"|Running as SYSTEM|Branch indexing$"
)
_FINISHED = re.compile(r"Finished: ([A-Z_]+)\s*")
_PIPELINE = re.compile(r"\[Pipeline\] (.*?)(?: \(hide\))?\s*")
_OPEN = re.compile(r"\{ \((.*)\)")
_SKIPPED = re.compile(r'Stage "(.*)" skipped due to ')
_ERROR = re.compile(
    r"(?:ERROR|FATAL|FAILURE|error|Error): ?|hudson\.AbortException|script returned exit code"
    r"|Build step .* marked build as failure|Exception in thread"
)
_COMMAND = re.compile(r"(?:\+|\[[^\]]+\] \$|\$) (\S.*)")
_WORKSPACE = re.compile(r"workspace/(?:.*/)?([^/\s@]+)(?:@\d+)?\s*$")
_REVISION = re.compile(r"Checking out Revision ([0-9a-f]{7,40})(?: \((?:.*/)?([^)]*)\))?")
_ASKED = re.compile(r"Proceed or Abort|Input requested|.* or Abort$")
_ANSWERED = re.compile(r"(Approved|Aborted|Rejected) by (.+)")
_ADD = "let the Timestamper plugin add them, or export the stages: `wfapi/describe`"
_QUOTED = 10
"""Lines to one with a time, in a text that begins otherwise than a console, from which on it quotes one."""
_HEAD = 60
"""Lines that tell whether a text is a console."""
_MAX_SEGMENTS = 2_000


def is_console(head: str) -> bool:
    """Tell whether a text is a console: most lines have a time, and some are those of Jenkins."""
    lines = [line for line in head.split("\n") if line.strip()][:_HEAD]
    stamped = [line[found.end() :] for line in lines if (found := _STAMP.match(line))]
    marks = sum(bool(_MARK.match(line)) for line in stamped)
    if marks and len(stamped) * 2 > len(lines):
        return True
    plain = [line for line in lines if _MARK.match(line)]
    return len(plain) > 2 and bool(_MARK.match(lines[0]))


def read_console(text: Text, wishes: Wishes) -> list[Sketch]:
    """Read the console of a build, or of several one after the other.

    Raises:
        LogError: No line has a time.
        Ambiguous: The lines have clocks only, and nothing says of which day.
    """
    reader = _Reader(wishes, text.file)
    for number, line in text.lines():
        reader.take(number, line)
    if not reader.stamped:
        raise LogError([_problem(text.file, 1, "no-time", "the console has no times", _ADD)])
    if not any(build.known for build in reader.builds):
        message = "the file has times, and no line that Jenkins writes"
        help_ = "is it of another kind? `deploylog formats` lists them; `generic` reads lines with times"
        raise LogError([_problem(text.file, reader.first, "nothing-found", message, help_)])
    if reader.quotes:
        message = "the text quotes a few lines of a console, and is none"
        help_ = "cut the console out of it into a file of its own"
        raise LogError([_problem(text.file, reader.first, "nothing-found", message, help_)])
    return [sketch_of(reader.run(build), wishes) for build in reader.builds]


def _problem(file: str, line: int, rule: str, message: str, help_: str) -> Problem:
    return Problem(file=file, line=line, column=1, rule=rule, message=message, help=help_)


class _Reader:
    def __init__(self, wishes: Wishes, file: str) -> None:
        self.times = LocalTimes(wishes, file, "console")
        self.builds: list[Build] = [Build()]
        self.stamped = False
        self.kind = ""
        """Of the stamps: `dated`, `clock`, `elapsed`."""
        self._prose = False
        """Whether the first line is none of a console."""
        self._timed = self._others = self.first = 0
        self._before: tuple[str | None, ...] = ()
        self._at: datetime | None = None
        self._zero: datetime | None = None

    def take(self, number: int, line: str) -> None:
        """Take one line: into the open stage, or the head."""
        at, said = self._stamp(number, line)
        build = self.builds[-1]
        if build.finished and _BEGINS.match(said):
            build = Build()
            self.builds.append(build)
        build.lines += 1
        self._count(number, line, timed=at is not None)
        build.began = build.began or at
        build.last = at or build.last
        if not said:
            segment = self._open(build)
            (segment.lines if segment else build.head).add(number)
            return
        self._said(build, number, said, at or build.last)

    def _count(self, number: int, line: str, *, timed: bool) -> None:
        if timed:
            self._timed += 1
            self.first = self.first or number
        elif line:
            self._others += 1
            if self._timed + self._others == 1:
                self._prose = not _MARK.match(line)

    @property
    def quotes(self) -> bool:
        """Whether this is a text that merely quotes a console."""
        return self._prose and self._timed * _QUOTED < self._others

    def _said(self, build: Build, number: int, said: str, at: datetime | None) -> None:
        first = said[0]
        if first == "[" and (found := _PIPELINE.fullmatch(said)):
            self._pipeline(build, found[1], at)
        elif first in "+$[" and (command := _COMMAND.match(said)):
            self._command(build, command[1], at)
        elif first in "FSCARBPI" or " or Abort" in said or "workspace/" in said:
            self._tell(build, said, at)
        segment = self._open(build)
        if _ERROR.match(said):
            build.error = build.error or said.strip()
            if segment and not segment.error:
                segment.error = said.strip()
        (segment.lines if segment else build.head).add(number)
        if segment:
            segment.at = segment.at or at
            segment.until = at or segment.until

    def _pipeline(self, build: Build, said: str, at: datetime | None) -> None:
        build.staged = True
        if said == "stage":
            build.stage_follows = True
        elif said.startswith("{"):
            found = _OPEN.fullmatch(said)
            segment = None
            if found and build.stage_follows and len(build.segments) < _MAX_SEGMENTS:
                segment = Segment("stage", found[1], at)
                build.segments.append(segment)
            build.stage_follows = False
            build.stack.append(segment)
        elif said == "}" and build.stack:
            segment = build.stack.pop()
            if segment:
                segment.open = False

    def _command(self, build: Build, command: str, at: datetime | None) -> None:
        activity = activity_named(command)
        if build.staged:
            segment = self._open(build)
            if segment and activity is Activity.ROLLBACK:
                segment.activity = activity
        if build.staged or activity is None or len(build.segments) >= _MAX_SEGMENTS:
            return
        last = build.segments[-1] if build.segments else None
        if last and at:
            last.until = at
        if last is None or last.name != command:
            build.segments.append(Segment("command", command[:120].strip(), at))

    def _tell(self, build: Build, said: str, at: datetime | None) -> None:
        """Read what Jenkins itself says."""
        if found := _FINISHED.fullmatch(said):
            build.finished = found[1]
            build.stack.clear()
        elif found := _SKIPPED.match(said):
            for segment in reversed(build.segments):
                if segment.name == found[1]:
                    segment.skipped = True
                    break
        elif not build.cause and _BEGINS.match(said):
            build.cause = said.strip()
        elif not build.revision[0] and (found := _REVISION.match(said)):
            build.revision = found[1], found[2] or ""
        elif _ASKED.match(said):
            build.asked = at
        elif (found := _ANSWERED.fullmatch(said.strip())) and at:
            self._answer(build, found[1].lower(), found[2], at)
        elif not build.job and (found := _WORKSPACE.search(said)):
            build.job = found[1]

    def _answer(self, build: Build, verb: str, who: str, at: datetime) -> None:
        if build.asked and at - build.asked >= timedelta(minutes=1):
            waited = Piece(what="build", name="", state=State.WAITING, at=build.asked, until=at)
            waited = replace(waited, said="waited for an answer", activity=Activity.WAIT)
            build.decisions.append(waited)
        if build.asked or verb != "aborted":
            answer = Piece(what="build", name="", state=State.WAITING, at=at, said=f"was {verb}", who=who)
            build.decisions.append(replace(answer, activity=Activity.DECISION))
        build.asked = None

    def _open(self, build: Build) -> Segment | None:
        """Give what a line belongs to now; of nested stages, the inner one."""
        if build.finished:
            return None
        if build.staged:
            return next((segment for segment in reversed(build.stack) if segment), None)
        return build.segments[-1] if build.segments else None

    def _stamp(self, number: int, line: str) -> tuple[datetime | None, str]:
        """Read the time before a line; give it and the rest."""
        found = _STAMP.match(line)
        if not found:
            return None, line
        rest = line[found.end() :]
        written = found.group("dated", "offset", "clock", "elapsed")
        if written != self._before:
            self._before, self._at = written, self._time(found, number)
        if self._at is None:
            return None, line
        self.stamped = True
        return self._at, rest

    def _time(self, found: re.Match[str], number: int) -> datetime | None:
        """Read a stamp of the kind that the first one was; others are what the build printed itself."""
        kind = "clock"
        if found["dated"]:
            kind = "dated"
        elif found["elapsed"] or (self.kind in ("", "elapsed") and _from_zero(found[0])):
            kind = "elapsed"
        if self.kind == "elapsed" and kind == "clock":
            kind = "elapsed"
        at = self._placed(kind, found, number) if self.kind in ("", kind) else None
        self.kind = self.kind or (kind if at else "")
        return self.times.alike(at) if at else None

    def _placed(self, kind: str, found: re.Match[str], number: int) -> datetime | None:
        if kind == "dated":
            at = instant(found["dated"] + (found["offset"] or ""))
            return None if isinstance(at, str) else at
        if kind == "elapsed":
            return self._since(found, number)
        hour, minute, second = map(int, found["clock"].split(":"))
        try:
            return self.times.clock(hour, minute, second, number)
        except ValueError:
            return None

    def _since(self, found: re.Match[str], number: int) -> datetime | None:
        """Read elapsed time; it is counted from midnight, as nothing says when the build began."""
        if not self.stamped and found["elapsed"] and float(found["elapsed"]) > 60:
            return None
        self._zero = self._zero or self.times.clock(0, 0, 0, number)
        hours, minutes, seconds = map(int, (found["clock"] or "0:0:0").split(":"))
        passed = float(found["elapsed"] or 0)
        return self._zero + timedelta(hours=hours, minutes=minutes, seconds=min(seconds + passed, 1e8))

    def run(self, build: Build) -> Run:
        """Give what becomes a log."""
        state = state_of(build.finished) or (State.FAILED if build.finished else State.RUNNING)
        pieces = list(pieces_of(build, state))
        for segment in build.segments:
            if segment.skipped or not (segment.at or segment.until):
                build.head.take(segment.lines)
        sha, branch = build.revision
        at = build.began
        return Run(
            title=f"{build.job}: build" if build.job else "Jenkins build",
            pieces=[*pieces, *build.decisions],
            state=state,
            at=at,
            until=build.last if build.finished else None,
            release=release_named(branch, sha),
            systems=[build.job] if build.job else [],
            guesses=self._guesses(),
            head_lines=build.head,
            timezone=self.times.timezone if self.times.local else "",
            named="the build",
        )

    def _guesses(self) -> Sequence[Guess]:
        found = list(self.times.guesses()) if self.times.local else []
        if self.kind == "elapsed":
            because = "the console shows elapsed time only; it is counted from midnight"
            found.append(Guess(key="at", because=because))
        return found


def _from_zero(written: str) -> bool:
    return written.startswith("00:00:00.")
