"""What a log does not say and a reader will ask: questions for the author of its post.

Templates word them (`templates/prompts.md.j2`); here is only which are open, and about what.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from deploylog.history import History
from deploylog.model import Decision, Deployment, Outcome, Result, Severity, Step


class Question(StrEnum):
    """What is asked."""

    WHY = "why"
    """What the deployment was for."""
    BLOCKED_BY = "blocked-by"
    """What stood in the way of a deferred deployment."""
    GRANTED_BY = "granted-by"
    """Who granted the extension of the window."""
    DECIDED = "decided"
    """What was decided."""
    DECIDED_BY = "decided-by"
    """Who decided."""
    FAILED = "failed"
    """What came of a last step that failed."""
    HAPPENED = "happened"
    """Whether a worry came true."""
    STATUS = "status"
    """What became of a serious issue."""
    NEXT = "next"
    """When it is tried again, or what happens instead."""
    LESSONS = "lessons"
    """What the team learned from a failure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One question to the author."""

    question: Question
    about: str = ""
    """What it is about, in the words of the log; empty when it is about the night."""


def of(deployment: Deployment, history: History) -> tuple[Prompt, ...]:
    """List the open questions of one log, in the order in which a post would answer them."""
    return tuple(dict.fromkeys([*_before(deployment), *_during(deployment), *_after(deployment, history)]))


def _before(deployment: Deployment) -> Iterator[Prompt]:
    if not deployment.why and deployment.deferral is None:
        yield Prompt(question=Question.WHY)
    if deployment.deferral and not (deployment.deferral.blocked_by or deployment.deferral.cause):
        yield Prompt(question=Question.BLOCKED_BY)
    window = deployment.window
    if window and window.extended_to and not window.granted_by:
        yield Prompt(question=Question.GRANTED_BY)


def _during(deployment: Deployment) -> Iterator[Prompt]:
    if not deployment.outcome.executed:
        return
    steps = [step.decision for step in deployment.steps if step.decision]
    for decision in [*steps, *deployment.decisions]:
        yield from _decision(decision)
    last = deployment.steps[-1]
    if last.result is Result.FAILED and not deployment.issues:
        yield Prompt(question=Question.FAILED, about=_name(last))


def _decision(decision: Decision) -> Iterator[Prompt]:
    about = decision.question or decision.decided
    if not decision.decided:
        yield Prompt(question=Question.DECIDED, about=about)
    elif not decision.by:
        yield Prompt(question=Question.DECIDED_BY, about=about)


def _name(step: Step) -> str:
    return step.text or (step.activity.label if step.activity else "")


def _after(deployment: Deployment, history: History) -> Iterator[Prompt]:
    if deployment.outcome.executed:
        for risk in deployment.risks:
            if risk.happened is None and not risk.note:
                yield Prompt(question=Question.HAPPENED, about=risk.text)
    for issue in deployment.issues:
        if issue.status is None and issue.severity in (Severity.MAJOR, Severity.CRITICAL):
            yield Prompt(question=Question.STATUS, about=issue.text)
    undone = deployment.outcome in (Outcome.ROLLED_BACK, Outcome.FAILED, Outcome.DEFERRED)
    told = deployment.next_slots or deployment.follow_up or deployment.next_decision_at
    if undone and not told and history.later(deployment) is None:
        yield Prompt(question=Question.NEXT)
    failed = deployment.outcome in (Outcome.ROLLED_BACK, Outcome.FAILED)
    late = (deployment.overrun or timedelta()) > timedelta()
    if (failed or late) and not deployment.lessons:
        yield Prompt(question=Question.LESSONS)
