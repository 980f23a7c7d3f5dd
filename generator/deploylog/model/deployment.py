"""A whole log: one attempt to deliver a release, or one slot at which it was put off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812  (a field here is called `date`, as in the log)
from datetime import datetime, timedelta

from deploylog.model.parts import (
    Change,
    Decision,
    Deferral,
    Instant,
    Issue,
    Link,
    Risk,
    Slot,
    Step,
    System,
    Window,
)
from deploylog.model.words import Activity, Kind, Outcome, Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """One attempt to deliver a release, or one slot at which it was put off."""

    id: str
    """The log's path below the posts folder without its suffix: `2007-12-02-front-end`."""
    title: str
    date: Day
    """The local day of the first clock time; of a deferred deployment, the day it was planned."""
    timezone: str
    """An IANA name: `America/Toronto`."""
    outcome: Outcome
    posted: Day | None = None
    release: str = ""
    """Shared by all attempts and deferrals at the same change; empty when it stands alone."""
    kind: Kind = Kind.PLANNED
    environment: str = "production"
    window: Window | None = None
    systems: Sequence[System] = ()
    why: str = ""
    """What the deployment is for, or what is unusual about it."""
    risks: Sequence[Risk] = ()
    steps: Sequence[Step] = ()
    """In order of `at`; steps at the same time in the author's order."""
    decisions: Sequence[Decision] = ()
    """Choices outside the timeline: made before or after the night."""
    issues: Sequence[Issue] = ()
    deferral: Deferral | None = None
    """Set exactly when the outcome is `deferred`."""
    next_slots: Sequence[Slot] = ()
    next_decision_at: Instant | None = None
    """The go/no-go call for the next slot."""
    remedies: str = ""
    """The id of the deployment that this one repairs."""
    lessons: Sequence[str] = ()
    follow_up: Sequence[str] = ()
    changes: Sequence[Change] = ()
    """What the deployment was to deliver, as far as the log says; their lead times are counted by it."""
    links: Sequence[Link] = ()
    tags: Sequence[str] = ()
    authors: Sequence[str] = ()
    intro: str = ""
    """The narrator's own opening, untouched."""
    closing: str = ""
    """The narrator's own ending, untouched."""
    voice: Voice | None = None
    """None: the site's voice."""
    draft: bool = False

    @property
    def published(self) -> Day:
        """The day that the post carries: `posted`, else `date`."""
        return self.posted or self.date

    @property
    def started_at(self) -> datetime | None:
        """Aware; the first step's time, None without steps."""
        return self.steps[0].at.at if self.steps else None

    @property
    def finished_at(self) -> datetime | None:
        """Aware; the latest end of any step, None without steps."""
        return max((step.ends_at for step in self.steps), default=None)

    @property
    def duration(self) -> timedelta | None:
        """First step to last end, in elapsed time; None unless the deployment was executed."""
        started_at, finished_at = self.started_at, self.finished_at
        if started_at is None or finished_at is None or not self.outcome.executed:
            return None
        return finished_at - started_at

    @property
    def approximate(self) -> bool:
        """Whether `duration` rests on an approximate time."""
        finished_at = self.finished_at
        ends = [step for step in self.steps if step.ends_at == finished_at]
        return bool(self.steps) and (
            self.steps[0].at.approximate or all((s.until or s.at).approximate for s in ends)
        )

    @property
    def restored_at(self) -> Instant | None:
        """When service was back: the end of the last restore or rollback, else of the last step."""
        back = [s for s in self.steps if s.activity in (Activity.RESTORE, Activity.ROLLBACK)]
        last = max(back or self.steps, key=lambda step: step.ends_at, default=None)
        return None if last is None else last.until or last.at

    @property
    def overrun(self) -> timedelta | None:
        """How long after the window closed service was back; negative when early, None unknown."""
        restored_at = self.restored_at
        if self.window is None or restored_at is None or not self.outcome.executed:
            return None
        return restored_at.at - self.window.closes.at

    @property
    def ahead(self) -> timedelta | None:
        """How far ahead of plan the last planned step began; negative when behind."""
        return next((step.ahead for step in reversed(self.steps) if step.plan), None)
