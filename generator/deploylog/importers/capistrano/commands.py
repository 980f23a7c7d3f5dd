"""What one `cap` did, as its log shows it: its commands or tasks, and how they went."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache

from deploylog.importers.naming import activity_named, listed
from deploylog.importers.runs import Piece, Run, State
from deploylog.importers.sketch import Guess
from deploylog.importers.spans import Spans
from deploylog.model import Activity

_PUBLISHES = re.compile(r"\bln -s\S* .*/current\b|\bmv \S*current\S* ")
COUNTED = "the file has the start only; times are counted from how long the commands took"
MAX_TOLD = 300


@dataclass(slots=True)
class Step:
    """A task, or commands of the same name."""

    name: str
    at: datetime | None
    until: datetime | None = None
    failed: str = ""
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
    counted: bool = False

    @property
    def deploys(self) -> bool:
        """Whether it was meant to change what runs."""
        words = self.command.split()
        return not words or any(word.startswith("deploy") and word != "deploy:check" for word in words)

    @property
    def stage(self) -> str:
        """Give the environment: the first word that is no task."""
        first = next((word for word in self.command.split() if not word.startswith("-")), "")
        return first if first and ":" not in first and first != "deploy" and "=" not in first else ""


def piece_of(cap: Cap, step: Step) -> Piece:
    """Give a step as a part of the run."""
    many = step.count > 1
    what = "task" if re.fullmatch(r"\w+(?::\w+)*", step.name) else "command"
    if not cap.counted and not many:
        what = "task"
    return Piece(
        what=f"{step.count} short tasks" if many else what,
        name=listed(step.names, step.count) if many else step.name,
        state=State.FAILED if step.failed else State.PASSED,
        at=step.at,
        until=step.until,
        detail=step.failed,
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
    said = "failed" if timed[-1].failed else "ran"
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
