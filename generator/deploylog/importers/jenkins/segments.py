"""Stages of a build, or the commands of a freestyle one, as a console shows them, and how each went."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from deploylog.importers.runs import Piece, State
from deploylog.importers.sketch import Guess
from deploylog.importers.spans import Spans
from deploylog.model import Activity

_CLOSING = ("Declarative: Post Actions",)


@dataclass(slots=True)
class Segment:
    """A stage, or a command of a freestyle build."""

    what: str
    name: str
    at: datetime | None
    until: datetime | None = None
    lines: Spans = field(default_factory=Spans)
    error: str = ""
    skipped: bool = False
    open: bool = True
    activity: Activity | None = None
    """When a command in it says so."""


@dataclass(slots=True)
class Build:
    """One build of a console."""

    segments: list[Segment] = field(default_factory=list)
    head: Spans = field(default_factory=Spans)
    stack: list[Segment | None] = field(default_factory=list)
    """What each open brace belongs to."""
    decisions: list[Piece] = field(default_factory=list)
    began: datetime | None = None
    last: datetime | None = None
    finished: str = ""
    error: str = ""
    job: str = ""
    cause: str = ""
    revision: tuple[str, str] = ("", "")
    asked: datetime | None = None
    staged: bool = False
    stage_follows: bool = False
    lines: int = 0

    @property
    def known(self) -> bool:
        """Whether any of its lines is one that Jenkins writes, or a command that deploys."""
        said = (self.finished, self.cause, self.job, self.revision[0])
        return self.staged or any(said) or bool(self.segments or self.decisions)


def pieces_of(build: Build, state: State) -> Iterator[Piece]:
    """Give what ran, in order."""
    bad = _failed(build) if state is State.FAILED else None
    for segment in build.segments:
        if segment.skipped or not (segment.at or segment.until):
            continue
        running = segment.open and segment.what == "stage" and state is State.RUNNING
        how = State.RUNNING if running else State.PASSED
        how = State.FAILED if segment is bad else how
        how = state if state is State.CANCELLED and segment is build.segments[-1] else how
        because = "the console does not say which stage failed; the last one that ran is taken"
        guessed = segment is bad and not segment.error
        yield Piece(
            what=segment.what,
            name=segment.name,
            state=how,
            at=segment.at,
            until=segment.until if how is not State.RUNNING else None,
            detail=(segment.error or build.error) if segment is bad else "",
            lines=segment.lines,
            activity=segment.activity,
            guesses=[Guess(key="result", because=because)] if guessed else (),
        )


def _failed(build: Build) -> Segment | None:
    """Give the stage that failed: the last one with an error, else the last one that ran."""
    ran = [
        one
        for one in build.segments
        if not one.skipped and one.name not in _CLOSING and (one.at or one.until)
    ]
    wrong = [segment for segment in ran if segment.error]
    return wrong[-1] if wrong else ran[-1] if ran else None
