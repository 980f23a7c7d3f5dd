"""The figures of one deployment and of one release: the rows of the tables."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from deploylog.history import Release
from deploylog.model import Deployment, Outcome
from deploylog.statistics import nights
from deploylog.statistics.measures import Count, minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """The figures of one deployment; None where the log does not say or nothing was executed."""

    id: str
    outcome: Outcome
    started_at: datetime | None
    """None also for a deployment that is still to come."""
    finished_at: datetime | None
    """None also for a deployment that is still to come or under way."""
    duration: timedelta | None
    duration_approximate: bool
    window: timedelta | None
    """The granted time, extension included."""
    overrun: timedelta | None
    """How long service was back after the window closed; negative when before."""
    overrun_approximate: bool
    ahead: timedelta | None
    """How far ahead of plan the last planned step began; negative when behind."""
    ahead_approximate: bool

    def json(self) -> dict[str, object]:
        """Give the figures for a program: ISO 8601 with offset, lengths in minutes."""
        return {
            "id": self.id,
            "outcome": self.outcome.value,
            "started_at": self.started_at.isoformat() if self.started_at else None,
            "finished_at": self.finished_at.isoformat() if self.finished_at else None,
            "duration_minutes": minutes(self.duration),
            "duration_approximate": self.duration_approximate,
            "window_minutes": minutes(self.window),
            "overrun_minutes": minutes(self.overrun),
            "overrun_approximate": self.overrun_approximate,
            "ahead_minutes": minutes(self.ahead),
            "ahead_approximate": self.ahead_approximate,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseFigures:
    """The figures of one release."""

    name: str
    entries: Count
    attempts: Count
    deferrals: Count
    first_slot: date
    attempts_to_delivery: int
    """The attempts up to the delivery, itself included; 0 until then."""
    delivered_by: str
    """The id of the deployment that delivered it; empty until then."""
    delivered: date | None
    days_to_delivery: int | None
    """Days from the first slot to the delivery; None until then."""

    def json(self) -> dict[str, object]:
        """Give the figures for a program."""
        return {
            "release": self.name,
            "entries": self.entries.count,
            "attempts": self.attempts.count,
            "deferrals": self.deferrals.count,
            "first_slot": self.first_slot.isoformat(),
            "delivered_by": self.delivered_by or None,
            "delivered": self.delivered.isoformat() if self.delivered else None,
            "days_to_delivery": self.days_to_delivery,
        }


def night(deployment: Deployment) -> Night:
    """Take the figures of one deployment."""
    outcome = deployment.outcome
    begun = outcome is not Outcome.SCHEDULED
    overrun, ahead = nights.overrun(deployment), nights.ahead(deployment)
    window = deployment.window
    return Night(
        id=deployment.id,
        outcome=outcome,
        started_at=deployment.started_at if begun else None,
        finished_at=deployment.finished_at if begun and outcome is not Outcome.IN_PROGRESS else None,
        duration=deployment.duration,
        duration_approximate=outcome.executed and deployment.approximate,
        window=window.closes.at - window.start.at if window else None,
        overrun=overrun[0] if overrun else None,
        overrun_approximate=bool(overrun and overrun[1]),
        ahead=ahead[0] if ahead else None,
        ahead_approximate=bool(ahead and ahead[1]),
    )


def release(entries: Release) -> ReleaseFigures:
    """Take the figures of one release."""
    delivery = entries.delivered_by
    return ReleaseFigures(
        name=entries.name,
        entries=Count(ids=tuple(deployment.id for deployment in entries.deployments)),
        attempts=Count(ids=tuple(deployment.id for deployment in entries.attempts)),
        deferrals=Count(ids=tuple(deployment.id for deployment in entries.deferrals)),
        attempts_to_delivery=entries.attempts.index(delivery) + 1 if delivery else 0,
        first_slot=entries.first_slot,
        delivered_by=delivery.id if delivery else "",
        delivered=delivery.date if delivery else None,
        days_to_delivery=entries.days_to_delivery,
    )
