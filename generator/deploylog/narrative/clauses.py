"""Each step as a clause: the author's words, and of its times those that the reader still needs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from deploylog.model import Activity, Deployment, Instant, Result, Step, Voice
from deploylog.narrative import texts
from deploylog.narrative.beats import Clause

_HOUR = timedelta(hours=1)
_NAMED = (Activity.DEPLOY, Activity.SANITY_TEST, Activity.SHUTDOWN, Activity.RESTORE)
_WORK = (Activity.DEPLOY, Activity.DATABASE)
_LONG = (Activity.TROUBLESHOOT, Activity.WAIT, Activity.LANDING_TEST, Activity.ROLLBACK, Activity.DATABASE)


@dataclass(slots=True)
class _Sofar:
    """What the reader knows when a step is told."""

    times: set[datetime] = field(default_factory=set)
    time: Instant | None = None
    """The last one told."""
    ended: bool = False
    """Whether it was the end of something, so that what is told next came after it."""


def of(deployment: Deployment, voice: Voice) -> list[Clause]:
    """Make a clause of each step; that of a decision only counts for its time."""
    sofar = _Sofar()
    return [_clause(deployment, place, voice, sofar) for place in range(len(deployment.steps))]


def _clause(deployment: Deployment, place: int, voice: Voice, sofar: _Sofar) -> Clause:
    step = deployment.steps[place]
    text = _text(step, voice)
    length = _length(step)
    amid = any(other.ends_at > step.at.at for other in deployment.steps[:place])
    when, until = _when(deployment.steps, place, sofar, amid=amid, long=length is not None)
    end = until if until and when == "end" else step.at
    elapsed = _elapsed(sofar.time, end)
    sofar.times |= {end.at} | ({until.at} if until else set())
    sofar.time = until or step.at
    sofar.ended = until is not None or step.decision is not None
    joined = (
        bool(step.why) and texts.words(text) <= 16 and texts.reason(step.why) != ":" and texts.plain(text)
    )
    return Clause(
        text=text,
        activity=step.activity,
        when=when,
        at=step.at,
        until=until,
        elapsed=elapsed,
        length=length if when == "span" else None,
        system=_unnamed_system(deployment, place),
        why=step.why if joined else "",
        link=texts.reason(step.why) if joined else "",
        amid=amid,
        single=texts.single(text),
        short=texts.short(text),
        opening=place == 0,
    )


def _text(step: Step, voice: Voice) -> str:
    """Give the author's words, and who did it where they leave that open."""
    subject = texts.subject(step.text, step.who, voice)
    if subject:
        return f"{subject} {texts.clause(step.text)[0]}"
    if step.who and not texts.mentions(step.text, step.who) and texts.passive(step.text):
        return f"{texts.clause(step.text)[0]} by {texts.role(step.who)}"
    return step.text


def _length(step: Step) -> timedelta | None:
    """Give how long a step took, where that was an hour or more of one thing."""
    exact = not (step.at.approximate or (step.until and step.until.approximate))
    length = step.ends_at - step.at.at
    return length if exact and length >= _HOUR and step.activity in _LONG else None


def _elapsed(before: Instant | None, end: Instant) -> timedelta | None:
    """Give the time since the one told before, where a person would mention it."""
    if before is None or before.approximate or end.approximate:
        return None
    minutes = (end.at - before.at) / timedelta(minutes=1)
    return (
        end.at - before.at if minutes in (5, 6, 7, 8, 9, 10, 11, 12, 15, 30, 60, 90, 120, 180, 240) else None
    )


def _when(
    steps: Sequence[Step], place: int, sofar: _Sofar, *, amid: bool, long: bool
) -> tuple[str, Instant | None]:
    """Choose which times of a step to tell: its end only where nothing else does."""
    step = steps[place]
    until = step.until if step.until and step.until.at > step.at.at else None
    begun = step.at.at in sofar.times
    if until and amid and begun and until.at in sofar.times:
        return "meanwhile", None
    if until and texts.done(step.text) and begun:
        return "end", until
    if until and (
        long or not any(other.at.at == until.at and not _by_end(other) for other in steps[place + 1 :])
    ):
        return "span", until
    if sofar.time and step.at == sofar.time:
        return ("meanwhile" if amid else "same" if sofar.ended else "together"), None
    return ("meanwhile" if amid and begun else "at"), None


def _by_end(step: Step) -> bool:
    return bool(step.until and step.until.at > step.at.at and texts.done(step.text))


def _unnamed_system(deployment: Deployment, place: int) -> str:
    """Give the system where neither this step's words nor those before it say which."""
    step = deployment.steps[place]
    if len(deployment.systems) < 2 or len(step.systems) != 1 or step.activity not in _NAMED:
        return ""
    name = step.systems[0]
    before = next((one for one in reversed(deployment.steps[:place]) if one.activity in _NAMED), None)
    known = before is not None and name in before.systems
    if known or texts.mentions(step.text, name) or not texts.single(step.text):
        return ""
    return "" if introduced(deployment, place) else name


def introduced(deployment: Deployment, place: int) -> Sequence[str]:
    """Give the dependencies that explain why a system's turn comes with this step; empty when none do."""
    step, earlier = deployment.steps[place], deployment.steps[:place]
    if step.activity is not Activity.DEPLOY or len(step.systems) != 1 or step.why:
        return ()
    if any(one.result is Result.FAILED or one.decision for one in earlier):
        return ()
    done = [name for one in earlier if one.activity in _WORK for name in one.systems]
    before = {name for one in earlier if one.activity is Activity.DEPLOY for name in one.systems}
    depends = next((one.depends_on for one in deployment.systems if one.name == step.systems[0]), ())
    return () if step.systems[0] in before else tuple(name for name in depends if name in done)
