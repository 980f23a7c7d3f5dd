"""Runs of a CI system as logs: jobs, stages and steps with a state become steps of a deployment."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum

from deploylog.importers.naming import activity_named, environment_named
from deploylog.importers.sketch import Entry, Guess, Sketch, Wishes
from deploylog.model import Activity, Kind, Outcome, Result


class State(StrEnum):
    """How a run or a part of one stands; what CI systems call it is in `STATES`."""

    PASSED = "passed"
    UNSTABLE = "passed with warnings"
    FAILED = "failed"
    CANCELLED = "was cancelled"
    SKIPPED = "was skipped"
    WAITING = "waited for an approval"
    RUNNING = "was still running"

    @property
    def result(self) -> Result | None:
        """How a step of that state ended; None if it did not."""
        return _RESULTS.get(self)


_RESULTS = {
    State.PASSED: Result.PASSED,
    State.UNSTABLE: Result.PASSED_WITH_ISSUES,
    State.FAILED: Result.FAILED,
}
STATES: Mapping[State, str] = {
    State.PASSED: "success succeeded passed ok neutral deployed superseded complete",
    State.UNSTABLE: "unstable warning warnings passed_with_warnings success_with_warnings degraded",
    State.FAILED: "failure failed error errored timed_out startup_failure",
    State.CANCELLED: "cancelled canceled aborted canceling inactive terminating uninstalled stale",
    State.SKIPPED: "skipped not_executed not_built",
    State.WAITING: "waiting manual blocked paused_pending_input paused pending_approval action_required",
    State.RUNNING: "in_progress running queued pending requested created preparing scheduled"
    " waiting_for_resource waiting_for_callback started",
}
_STATE = {word: state for state, words in STATES.items() for word in words.split()}
_OUTCOMES = {
    State.PASSED: Outcome.SUCCESSFUL,
    State.UNSTABLE: Outcome.SUCCESSFUL_WITH_ISSUES,
    State.FAILED: Outcome.FAILED,
    State.CANCELLED: Outcome.CANCELLED,
    State.SKIPPED: Outcome.CANCELLED,
    State.WAITING: Outcome.IN_PROGRESS,
    State.RUNNING: Outcome.IN_PROGRESS,
}
_MATRIX = re.compile(r"\s*[\(\[].*|\s*\d+(?:/\d+)?$")
_NAMED_RELEASE = re.compile(r"(?:^|[^0-9a-f])v?\d+[._-]\d+|^v\d+|^release|^hotfix", re.IGNORECASE)
_NEVER = datetime(2200, 1, 1, tzinfo=UTC)


def state_of(*words: str) -> State | None:
    """Read the first of some words that a CI system uses for a state; a status before a conclusion."""
    for word in filter(None, words):
        word = "_".join(word.lower().replace("-", " ").split())
        if state := State.RUNNING if word.startswith("pending_") and word not in _STATE else _STATE.get(word):
            return state
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A job, a stage, a step, a task."""

    what: str
    name: str
    state: State
    at: datetime | None
    until: datetime | None = None
    within: str = ""
    """The job of a step: `the job "deploy"`."""
    stage: str = ""
    detail: str = ""
    """Why it failed, in the system's words, or where: `in the step "Migrate"`."""
    said: str = ""
    """The state in other words: `was created`."""
    manual: bool = False
    """Somebody started it by hand."""
    url: str = ""
    systems: Sequence[str] = ()
    activity: Activity | None = None
    """When the system says it itself; else it is guessed from the name."""
    judged: bool = False
    """The activity is settled, even if it is none."""
    who: str = ""
    lines: Sequence[int] = ()
    approximate: bool = False
    guesses: Sequence[Guess] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What becomes one log."""

    title: str
    pieces: Sequence[Piece]
    state: State | None
    """None when the file holds only parts of the run."""
    at: datetime | None = None
    until: datetime | None = None
    release: str = ""
    environment: str = ""
    systems: Sequence[str] = ()
    retry: bool = False
    why: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    guesses: Sequence[Guess] = ()
    head_lines: Sequence[int] = ()
    unparsed: Sequence[tuple[int, str]] = ()
    timezone: str = ""
    """The zone of local times; empty when the times are aware."""
    rolled_back: bool = False
    """A later run took it back; that is among the pieces."""
    named: str = "the run"
    """As the one entry of a run without parts calls it: `the workflow "Deploy"`."""
    said: str = ""
    """The state of that entry in other words."""


def sketch_of(run: Run, wishes: Wishes) -> Sketch:
    """Make the log of a run."""
    entries = entries_of(run.pieces)
    if not entries and run.at:
        state = run.state or State.RUNNING
        entries = [
            Entry(at=run.at, until=run.until, text=f"{run.named} {run.said or state}", result=state.result)
        ]
    state, guesses = _state(run)
    environment, guessed = _environment(run)
    failed = {
        _capital(_named(piece)): piece.url
        for piece in run.pieces
        if piece.state is State.FAILED and piece.url and piece.url not in run.links.values()
    }
    return Sketch(
        title=run.title,
        timezone=run.timezone or wishes.timezone or "UTC",
        outcome=Outcome.ROLLED_BACK if run.rolled_back else _outcome(state, run.pieces),
        entries=entries,
        date=run.at.date() if run.at else None,
        release=run.release,
        environment=environment,
        kind=Kind.RETRY if run.retry else Kind.PLANNED,
        systems=run.systems,
        why=run.why,
        links={**run.links, **dict(list(failed.items())[:3])},
        guesses=[*run.guesses, *guesses, *guessed],
        head_lines=run.head_lines,
        unparsed=run.unparsed,
    )


def entries_of(pieces: Iterable[Piece]) -> list[Entry]:
    """Give the entries of the parts that began, in order; many alike are told together."""
    timed = [piece for piece in pieces if (piece.at or piece.until) and piece.state is not State.SKIPPED]
    timed.sort(key=lambda piece: (piece.at or piece.until, piece.until or piece.at))
    known, deployed = [], False
    for piece in timed:
        activity = piece.activity
        if activity is None and not piece.judged:
            names = (piece.name, piece.stage)
            activity = next(filter(None, (activity_named(name, deployed=deployed) for name in names)), None)
        deployed = deployed or (activity is Activity.DEPLOY and piece.state is not State.FAILED)
        known.append(replace(piece, activity=activity))
    return [_entry(group) for group in _alike(known)]


def release_named(ref: str, sha: str) -> str:
    """Give the release that a run aims at: a tag or a release branch, else the commit; never any branch."""
    ref = ref.removeprefix("refs/tags/").removeprefix("refs/heads/")
    return ref if _NAMED_RELEASE.search(ref) and len(ref) < 40 else sha[:8]


def _alike(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Put jobs of one matrix together: same name but for the parenthesis, same state, at the same time."""
    groups: list[list[Piece]] = []
    open_groups: dict[tuple[object, ...], list[Piece]] = {}
    for piece in pieces:
        key = (piece.what, _base(piece), piece.stage, piece.activity, piece.state, piece.detail)
        group = open_groups.get(key)
        if group and not piece.within and _together(group, piece):
            group.append(piece)
        else:
            open_groups[key] = [piece]
            groups.append(open_groups[key])
    return groups


def _base(piece: Piece) -> str:
    return _MATRIX.sub("", piece.name) or piece.name


def _together(group: Sequence[Piece], piece: Piece) -> bool:
    ends = [one.until for one in group if one.until]
    return bool(piece.at and len(ends) == len(group) and piece.at < max(ends))


def _entry(group: Sequence[Piece]) -> Entry:
    first = group[0]
    at = first.at or first.until
    assert at is not None  # noqa: S101  (`entries_of` keeps those with a time only)
    ends = [piece.until for piece in group if piece.until]
    systems = list(dict.fromkeys(name for piece in group for name in piece.systems))
    return Entry(
        at=at,
        until=max(ends) if len(ends) == len(group) and max(ends) >= at else None,
        text=_told(group),
        activity=first.activity,
        systems=systems,
        result=first.state.result,
        who=first.who,
        lines=first.lines if len(group) == 1 else sorted(line for piece in group for line in piece.lines),
        approximate=first.approximate,
        guesses=first.guesses,
    )


def _told(group: Sequence[Piece]) -> str:
    first = group[0]
    state = first.said or first.state.value
    if len(group) > 1:
        return f'{len(group)} {first.what}s "{_base(first)}" {state.replace("was ", "were ")}{_why(first)}'
    if first.what.endswith((" steps", " tasks")):
        return f"{f'in {first.within}, ' if first.within else ''}{first.what} {state}: {first.name}"
    within = f"in {first.within}, " if first.within else ""
    by_hand = ", started by hand," if first.manual else ""
    return f"{within}the {_named(first)}{by_hand} {state}{_why(first)}"


def _named(piece: Piece) -> str:
    return f'{piece.what} "{piece.name}"' if piece.name else piece.what


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _why(piece: Piece) -> str:
    if not piece.detail or piece.state is State.PASSED:
        return ""
    return f" {piece.detail}" if piece.detail.startswith("in the ") else f": {piece.detail}"


def _state(run: Run) -> tuple[State, Sequence[Guess]]:
    if run.state:
        return run.state, ()
    because = "the file holds parts of the run only; it is taken from their states"
    return summed(run.pieces), [Guess(key="outcome", because=because, settle="--outcome")]


def summed(pieces: Iterable[Piece]) -> State:
    """Give the state of a run from those of its parts; of one that was tried again, the last counts."""
    begun = sorted(pieces, key=lambda piece: piece.at or piece.until or _NEVER)
    last = {(piece.what, piece.within, piece.stage, piece.name): piece.state for piece in begun}
    for state in (State.FAILED, State.RUNNING, State.WAITING, State.CANCELLED, State.UNSTABLE, State.PASSED):
        if state in last.values():
            return state
    return State.SKIPPED


def _when(piece: Piece) -> datetime:
    """Give a time to sort by; local times and aware ones are never in one file."""
    return (piece.at or piece.until or _NEVER).replace(tzinfo=UTC)


def _outcome(state: State, pieces: Sequence[Piece]) -> Outcome:
    failed = [piece for piece in pieces if piece.state is State.FAILED]
    back = [
        piece
        for piece in pieces
        if piece.state is State.PASSED
        and (piece.activity or activity_named(piece.name)) is Activity.ROLLBACK
        and piece.at
        and any(bad.at and bad.at <= piece.at for bad in failed)
    ]
    return Outcome.ROLLED_BACK if back else _OUTCOMES[state]


def _environment(run: Run) -> tuple[str, Sequence[Guess]]:
    if run.environment:
        return run.environment, ()
    deploys = [piece for piece in run.pieces if activity_named(piece.name) or activity_named(piece.stage)]
    names = [f"{piece.stage} {piece.name}" for piece in deploys]
    found = environment_named(names) or environment_named([run.title])
    because = f"the names in the file say {found}" if found else "the file names no environment"
    return found or "production", [Guess(key="environment", because=because)]
