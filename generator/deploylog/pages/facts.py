"""What the fact box of a post says: the log's facts and the deployment's place in history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from deploylog.history import History, Release
from deploylog.model import Deployment, Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts of one deployment; wording is the template's."""

    deployment: Deployment
    release: Release | None
    """None when the deployment stands alone."""
    entry_number: int
    """From 1: its place among all logs of its release."""
    attempt_number: int
    """From 1: its place among the attempts of its release; 0 when it was not executed."""
    remedied: Deployment | None
    """What this deployment repairs."""
    remedied_by: Sequence[Deployment]
    started: Instant | None
    finished: Instant | None

    @property
    def past_window(self) -> timedelta | None:
        """How long after the window closed service was back; None when in time or not known."""
        overrun = self.deployment.overrun
        return overrun if overrun and overrun > timedelta() else None

    @property
    def ahead(self) -> timedelta | None:
        """How far ahead of plan (negative: behind) the last planned step began; None without a plan."""
        return self.deployment.ahead

    @property
    def ahead_approximate(self) -> bool:
        """Whether either side of `ahead` is approximate."""
        planned = [step for step in self.deployment.steps if step.plan]
        return bool(planned) and (
            planned[-1].at.approximate or bool(planned[-1].plan and planned[-1].plan.approximate)
        )


def of(deployment: Deployment, history: History) -> Facts:
    """Gather the facts of a deployment."""
    release = history.release_of(deployment)
    executed = deployment.outcome.executed
    return Facts(
        deployment=deployment,
        release=release,
        entry_number=history.entry_number(deployment) if release else 1,
        attempt_number=history.attempt_number(deployment) if release and executed else 0,
        remedied=history.remedied(deployment),
        remedied_by=history.remedied_by(deployment),
        started=deployment.steps[0].at if deployment.steps else None,
        finished=_last(deployment),
    )


def _last(deployment: Deployment) -> Instant | None:
    ends = [step.until or step.at for step in deployment.steps]
    return max(ends, key=lambda end: end.at, default=None)
