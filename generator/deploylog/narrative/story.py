"""A deployment as a story: what to tell, and in which order."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812

from deploylog.history import History
from deploylog.model import Activity, Deployment, Instant, Outcome, Voice
from deploylog.narrative import choices, paragraphs, steps, surroundings, texts, verdict
from deploylog.narrative.beats import Beat, Context, Issues, Next, Put, Verdict, Worries


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Who tells, as words for a sentence; a template never asks which voice it is."""

    subject: str
    object: str
    possessive: str
    were: str
    have: str


_TELLERS = {
    Voice.WE: Teller(subject="we", object="us", possessive="our", were="were", have="have"),
    Voice.REPORT: Teller(
        subject="the team", object="the team", possessive="the team's", were="was", have="has"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """All that the post of one deployment tells, laid out for `templates/post/*.md.j2`."""

    seed: int
    """Decides among equal wordings; the same for the same log, always."""
    clock: int
    """12 or 24."""
    voice: Voice
    teller: Teller
    day: Day
    began: Instant | None
    """When the first step was; None without steps."""
    verdict: Verdict
    put_off: Put | None
    """Set exactly when it was deferred."""
    context: Context
    night: Sequence[Sequence[Beat]]
    """Paragraphs; empty without steps."""
    decisions: Sequence[Beat]
    """Choices outside the timeline."""
    decided_before: bool
    """Whether they led to the night, as with an emergency, rather than followed from it."""
    issues: Sequence[Issues]
    """Those that the lede does not tell."""
    worries: Worries
    next: Next

    @property
    def template(self) -> str:
        """The template that tells this outcome."""
        return f"post/{self.verdict.outcome.value}.md.j2"


def story(deployment: Deployment, history: History, *, voice: Voice = Voice.WE, clock: int = 24) -> Story:
    """Lay out what the post tells.

    Args:
        deployment: One of the history's.
        history: For earlier attempts, deferrals and remedies.
        voice: The site's; the log's own wins.
        clock: 12 or 24 hours.
    """
    chosen = deployment.voice or voice
    verdict_ = verdict.of(deployment, history)
    return Story(
        seed=zlib.crc32(deployment.id.encode()),
        clock=clock,
        voice=chosen,
        teller=_TELLERS[chosen],
        day=deployment.date,
        began=deployment.steps[0].at if deployment.steps else None,
        verdict=verdict_,
        put_off=verdict.put_off(deployment, history),
        context=surroundings.context(deployment),
        night=paragraphs.grouped([*steps.of(deployment, chosen), *_closed(deployment)]),
        decisions=[choices.outside(decision) for decision in deployment.decisions],
        decided_before=verdict_.emergency,
        issues=surroundings.issues(deployment, verdict_),
        worries=surroundings.worries(deployment),
        next=surroundings.upcoming(deployment, history),
    )


def _closed(deployment: Deployment) -> list[Beat]:
    """Hold the end of the night against the window, where that was close, late or had to be extended."""
    overrun, back, window = deployment.overrun, deployment.restored_at, deployment.window
    if overrun is None or back is None or window is None or deployment.outcome is Outcome.FAILED:
        return []
    near = abs(overrun.total_seconds()) <= 1800
    down = {step.activity for step in deployment.steps} & {
        Activity.SHUTDOWN,
        Activity.RESTORE,
        Activity.ROLLBACK,
    }
    if overrun.total_seconds() <= 0 and not (near or window.extended_to):
        return []
    return [
        Beat(
            kind="closed",
            at=back,
            overrun=overrun,
            whole=bool(down),
            closes=window.closes,
            approximate=back.approximate or window.closes.approximate,
            extended_from=window.end if window.extended_to else None,
            by=_granted_by(deployment),
        )
    ]


def _granted_by(deployment: Deployment) -> str:
    """Give who granted the extension, unless a decision of theirs tells it."""
    window = deployment.window
    if window is None or window.extended_to is None:
        return ""
    made = [step.decision for step in deployment.steps if step.decision] + list(deployment.decisions)
    said = [window.note, *(f"{one.by} {one.decided}" for one in made)]
    return "" if any(texts.mentions(text, window.granted_by) for text in said) else window.granted_by
