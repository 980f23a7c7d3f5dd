"""What one `cap` did, as its log shows it: its commands or tasks, and how they went."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache

from deploylog.importers.naming import LISTED, activity_named, listed
from deploylog.importers.runs import Piece, Run, State
from deploylog.importers.sketch import Guess
from deploylog.importers.spans import Spans
from deploylog.model import Activity

_PUBLISHES = re.compile(r"\bln -s\S* .*/current\b|\bmv \S*current\S* ")
COUNTED = "the file has the start only; times are counted from how long the commands took"
MAX_TOLD = 300
_SOON = timedelta(hours=2)
_COMPLAINT = re.compile(
    r"\S+(?: \S+)* aborted!|(?:fatal|error|sudo): |.*: Permission denied|bash: .*not found", re.IGNORECASE
)


@dataclass(slots=True)
class Step:
    """A task, or commands of the same name."""

    name: str
    at: datetime | None
    until: datetime | None = None
    failed: str = ""
    running: set[str] = field(default_factory=set)
    """Those of its commands that have not ended: of one that fails, `cap` says no more."""
    complaint: str = ""
    """What a command said last that sounds like a failure."""
    count: int = 1
    names: list[str] = field(default_factory=list)
    lines: Spans = field(default_factory=Spans)


@dataclass(slots=True, eq=False)
class Cap:
    """One run of `cap`."""

    command: str = ""
    began: datetime | None = None
    last: datetime | None = None
    head: Spans = field(default_factory=Spans)
    steps: list[Step] = field(default_factory=list)
    failed: str = ""
    app: str = ""
    branch: str = ""
    sha: str = ""
    who: str = ""
    repository: str = ""
    counted: bool = False

    @property
    def deploys(self) -> bool:
        """Whether it was meant to change what runs."""
        words = self.command.split()
        return not words or any(word.startswith("deploy") and word != "deploy:check" for word in words)

    @property
    def state(self) -> tuple[State, str]:
        """Give how it ended, and if that is a guess, why it is taken."""
        if self.failed or (self.steps and self.steps[-1].failed):
            return State.FAILED, ""
        if self.steps and self.steps[-1].running:
            return State.FAILED, "its last command began and did not end"
        if not self.steps:
            return State.FAILED, "it ran nothing"
        if any(step.failed or step.running for step in self.steps):
            return State.UNSTABLE, "a command failed, and it went on"
        return State.PASSED, "nothing in the file failed" if not self.sha else ""

    def fold(self) -> None:
        """Tell commands that only prepare together, once they have ended."""
        while len(self.steps) > 1:
            before, last = self.steps[-2:]
            short = not (matters(before.name) or matters(last.name) or before.running or last.running)
            if before.failed or last.failed or not (short or len(self.steps) > MAX_TOLD):
                return
            before.running |= last.running
            before.count += last.count
            before.names += last.names[: max(0, LISTED + 1 - len(before.names))]
            before.until = last.until or before.until
            before.lines.take(last.lines)
            self.steps.pop()

    @property
    def stage(self) -> str:
        """Give the environment: the first word that is no task."""
        first = next((word for word in self.command.split() if not word.startswith("-")), "")
        return first if first and ":" not in first and first != "deploy" and "=" not in first else ""


def nights(caps: Sequence[Cap]) -> list[tuple[Cap, list[Cap]]]:
    """Give each run that becomes a log, and those told with it.

    Runs that deploy nothing belong to the next one that does, if that is soon, else to the one before, if
    they are soon after that; the others become logs of their own.
    """
    found: list[tuple[Cap, list[Cap]]] = []
    others: list[Cap] = []
    for cap in caps:
        if cap.began and cap.deploys:
            first = len(others)
            while first and _soon(others[first - 1], others[first] if first < len(others) else cap):
                first -= 1
            _leave(found, others[:first])
            found.append((cap, others[first:]))
            others = []
        else:
            others.append(cap)
    _leave(found, others)
    return found


def _leave(found: list[tuple[Cap, list[Cap]]], others: Sequence[Cap]) -> None:
    """Add runs that deploy nothing: to the run before them, or as logs of their own."""
    before = found[-1][0] if found else None
    for cap in others:
        if found and before and _soon(before, cap):
            found[-1][1].append(cap)
        else:
            found.append((cap, []))
        before = cap


def _soon(before: Cap, cap: Cap) -> bool:
    """Tell whether a run follows another soon; one that does not say when stands with its neighbour."""
    last = before.last or before.began
    return not last or not cap.began or cap.began - last <= _SOON


def complaint_of(line: str) -> str:
    """Give what a command printed, if it sounds like a failure; else nothing."""
    printed = line.partition("] \t")[2].strip() if "] \t" in line else ""
    return printed[:MAX_TOLD] if _COMPLAINT.match(printed) else ""


def pieces_of(cap: Cap) -> list[Piece]:
    """Give the steps as parts of the run; one that did nothing is told as that."""
    if not cap.steps and cap.began:
        did = f"command cap {cap.command}".strip()
        return [Piece(what=did, name="", state=State.FAILED, at=cap.began, said="ran nothing", judged=True)]
    return [piece_of(cap, step) for step in cap.steps if step.at or step.until]


def piece_of(cap: Cap, step: Step) -> Piece:
    """Give a step as a part of the run."""
    many = step.count > 1
    broken = bool(step.running) and not step.failed
    what = "task" if re.fullmatch(r"\w+(?::\w+)*", step.name) else "command"
    if not cap.counted and not many:
        what = "task"
    return Piece(
        what=f"{step.count} short tasks" if many else what,
        name=listed(step.names, step.count) if many else step.name,
        state=State.FAILED if step.failed or broken else State.PASSED,
        at=step.at,
        until=step.until,
        detail=step.failed or (step.complaint if broken else ""),
        said="did not end" if broken and not step.complaint else "",
        who=cap.who if not many and "deployed as release" in step.name else "",
        activity=None if many else activity_of(step.name),
        judged=True,
        lines=step.lines,
        approximate=cap.counted,
        guesses=[Guess(key="at", because=COUNTED)] if cap.counted else (),
    )


def joined(run: Run, others: Sequence[Cap]) -> Run:
    """Put runs that deployed nothing before a run as a step, and their lines with it."""
    lines, timed = Spans(), [cap for cap in others if cap.began]
    for cap in others:
        for spans in (cap.head, *(step.lines for step in cap.steps)):
            lines.take(spans)
    if not timed:
        if isinstance(run.head_lines, Spans):
            run.head_lines.take(lines)
        return run
    names = listed([f"cap {cap.command}" for cap in timed])
    last = timed[-1]
    said = "failed" if last.steps and last.state[0] is State.FAILED else "ran"
    piece = Piece(
        what=f"command {names}", name="", state=State.WAITING, at=timed[0].began, until=timed[-1].last
    )
    return replace(run, pieces=[replace(piece, said=said, lines=lines), *run.pieces])


def matters(name: str) -> bool:
    """Tell whether a command does something to what is deployed."""
    return activity_of(name) is not None


@lru_cache(maxsize=1024)
def activity_of(name: str) -> Activity | None:
    """Tell what a command or task is for; most of `deploy:` only prepares."""
    if name.startswith("echo "):
        return None
    if _PUBLISHES.search(name):
        return Activity.DEPLOY
    task = name.removeprefix("deploy:") if re.fullmatch(r"\w+(?::\w+)*", name) else name
    found = activity_named(re.sub(r"/\S+", " ", task))
    publishes = task in ("publishing", "symlink:release", "create_symlink", "deploy")
    return Activity.DEPLOY if publishes else found if found is not Activity.DEPLOY else None
