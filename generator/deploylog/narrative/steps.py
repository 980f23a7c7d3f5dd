"""The steps of the night as beats: merged where they are dull, alone where the night turned."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from deploylog.model import Activity, Deployment, Result, Step, Voice
from deploylog.narrative import choices, clauses, texts
from deploylog.narrative.beats import Beat, Clause

_NOTEWORTHY = timedelta(minutes=10)
_TESTS = (Activity.SANITY_TEST, Activity.LANDING_TEST)
_RESULT = (
    *(
        "pass",
        "fail",
        "issue",
        "succe",
        "clean",
        "confirm",
        "problem",
        "broke",
        "defect",
        "error",
        "went well",
    ),
    *("except", "fault", "broken", "warn", "bug", "wrong"),
    *("stop", "crash", "abort", "timed out", "could not", "refused", "died", "hung"),
)
"""Beginnings of words by which a text tells its result."""


def of(deployment: Deployment, voice: Voice) -> list[Beat]:
    """Turn the steps into beats, in order."""
    told = clauses.of(deployment, voice)
    beats: list[Beat] = []
    place = 0
    while place < len(told):
        kind, size = _merged(deployment.steps, told, place)
        beats += _clocks(deployment, place, place + size)
        beats += _told(kind, deployment, told, place, place + size)
        place += size
    return beats


def turns(step: Step) -> bool:
    """Whether the night turned at a step."""
    return step.result is Result.FAILED or step.activity in (
        Activity.INTERRUPTION,
        Activity.ROLLBACK,
        Activity.TROUBLESHOOT,
        Activity.DECISION,
    )


def explained(deployment: Deployment) -> dict[str, Sequence[str]]:
    """Give, by system, the dependencies that explain why its turn came late in the night."""
    places = range(len(deployment.steps))
    found = ((deployment.steps[place].systems, clauses.introduced(deployment, place)) for place in places)
    return {systems[0]: needed for systems, needed in found if needed}


def _merged(steps: Sequence[Step], told: Sequence[Clause], place: int) -> tuple[str, int]:
    """Say how many steps from here share a sentence, and how."""
    if _parallel(steps, told, place):
        return "while", 2
    size = 1
    while (
        size < 3
        and place + size < len(steps)
        and _joins(steps[place + size - 1], told[place + size - 1])
        and _joins(steps[place + size], told[place + size], last=True)
        and not _parallel(steps, told, place + size)
        and sum(texts.words(clause.text) for clause in told[place : place + size + 1]) <= 30
    ):
        size += 1
    return ("run", size) if size > 1 else ("stretch" if told[place].length else "step", 1)


def _parallel(steps: Sequence[Step], told: Sequence[Clause], place: int) -> bool:
    """Tell whether the next step happened while this one went on, and both are simple enough to say so."""
    if place + 1 >= len(steps):
        return False
    first, second = steps[place], steps[place + 1]
    return (
        second.at.at < first.ends_at
        and second.ends_at >= first.ends_at
        and _joins(first, told[place])
        and not texts.done(first.text)
        and told[place + 1].single
        and not turns(second)
        and not told[place].length
        and not told[place + 1].length
    )


def _joins(step: Step, clause: Clause, *, last: bool = False) -> bool:
    plain = not turns(step) and clause.single and not any(mark in clause.text for mark in ",;:()")
    trailing = step.aside or step.plan or _unsaid(step)
    return plain and not clause.system and not step.why and (last or not trailing)


def _told(kind: str, deployment: Deployment, told: Sequence[Clause], start: int, stop: int) -> Iterator[Beat]:
    step, clause = deployment.steps[stop - 1], told[stop - 1]
    order = list(_order(deployment, start)) if stop - start == 1 else []
    early = clause.when != "meanwhile"
    yield from order if early else ()
    if step.decision:
        yield choices.beat(step)
    else:
        turn = any(turns(one) for one in deployment.steps[start:stop])
        yield Beat(kind=kind, clauses=told[start:stop], turn=turn)
        if step.why and not clause.why:
            yield Beat(kind="reason", text=step.why, whole=texts.stands(step.why))
    yield from [] if early else [replace(beat, whole=False) for beat in order]
    if result := _unsaid(step):
        yield Beat(kind="result", result=result, activity=step.activity)
    yield from _pace(deployment, stop - 1)
    if step.aside:
        yield Beat(kind="aside", text=step.aside, whole=texts.ends(step.aside))


def _clocks(deployment: Deployment, start: int, stop: int) -> Iterator[Beat]:
    """Say that the clocks were changed, before the first step with a time by the new ones."""
    steps, zone = deployment.steps, ZoneInfo(deployment.timezone)
    first = _offset(steps[0].at.at, zone)
    changed = (place for place in range(stop) if _offset(steps[place].ends_at, zone) != first)
    place = next(changed, None)
    if place is not None and place >= start:
        yield Beat(kind="clocks", ahead=_offset(steps[place].ends_at, zone) - first)


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    """Give the offset of the log's own zone, whatever offset the author wrote."""
    return at.astimezone(zone).utcoffset() or timedelta(0)


def _unsaid(step: Step) -> Result | None:
    """Give the result where the words do not say it."""
    told = (Result.FAILED, Result.PASSED_WITH_ISSUES)
    worth = step.result in told or (step.result is Result.PASSED and step.activity in _TESTS)
    return None if not worth or any(word in step.text.casefold() for word in _RESULT) else step.result


def _order(deployment: Deployment, place: int) -> Iterator[Beat]:
    """Explain why a system's turn came late: it depends on one that was worked on before."""
    if needed := clauses.introduced(deployment, place):
        yield Beat(kind="order", names=(*deployment.steps[place].systems, *needed), whole=True)


def _pace(deployment: Deployment, place: int) -> Iterator[Beat]:
    """Say how far ahead or behind, where that is new."""
    step = deployment.steps[place]
    if step.ahead is None or step.plan is None:
        return
    earlier = (one.ahead for one in reversed(deployment.steps[:place]) if one.ahead is not None)
    if abs(step.ahead - next(earlier, timedelta(0))) >= _NOTEWORTHY:
        yield Beat(kind="pace", ahead=step.ahead, approximate=step.plan.approximate or step.at.approximate)
