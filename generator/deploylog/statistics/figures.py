"""All figures of one set of deployments; of the whole history or of any part of it.

Computed when asked for, so that a page pays only for the figures it shows.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from deploylog.history import History
from deploylog.model import Activity, Deployment, FoundIn, Outcome
from deploylog.statistics import deferrals, dora, nights, rows
from deploylog.statistics.deferrals import Chain
from deploylog.statistics.measures import (
    Count,
    Frequency,
    LeadTimes,
    Period,
    Share,
    Spread,
    Tally,
    minutes,
)
from deploylog.statistics.nights import WindowUse
from deploylog.statistics.rows import ReleaseFigures


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What can be counted in a set of deployments; a part is measured by the same figures as the whole."""

    deployments: Sequence[Deployment]
    """In time order."""
    history: History
    """All deployments: a repair may lie outside the set."""
    period: Period | None
    """The days that the figures are about; None when there is no log."""

    @cached_property
    def logs(self) -> Count:
        """All of the set."""
        return Count(ids=tuple(deployment.id for deployment in self.deployments))

    @cached_property
    def outcomes(self) -> Mapping[Outcome, Count]:
        """Every outcome, in the order of the model, also those that never came."""
        return {
            outcome: Count(ids=tuple(d.id for d in self.deployments if d.outcome is outcome))
            for outcome in Outcome
        }

    @cached_property
    def executed(self) -> Count:
        """Those carried out to an end, good or bad."""
        return Count(ids=tuple(deployment.id for deployment in dora.executed(self.deployments)))

    @property
    def deferred(self) -> Count:
        """Those put off."""
        return self.outcomes[Outcome.DEFERRED]

    @property
    def cancelled(self) -> Count:
        """Those given up."""
        return self.outcomes[Outcome.CANCELLED]

    @property
    def scheduled(self) -> Count:
        """Those to come."""
        return self.outcomes[Outcome.SCHEDULED]

    @property
    def in_progress(self) -> Count:
        """Those under way."""
        return self.outcomes[Outcome.IN_PROGRESS]

    @cached_property
    def deployment_frequency(self) -> Frequency:
        """DORA's; see `dora.deployment_frequency`."""
        return dora.deployment_frequency(self.deployments, self.period)

    @cached_property
    def change_lead_time(self) -> LeadTimes:
        """DORA's; see `dora.change_lead_time`."""
        return dora.change_lead_time(self.deployments)

    @cached_property
    def change_fail_rate(self) -> Share:
        """DORA's; see `dora.change_fail_rate`."""
        return dora.change_fail_rate(self.deployments, self.history)

    @cached_property
    def failed_deployment_recovery_time(self) -> Spread:
        """DORA's; see `dora.recovery`."""
        return dora.failed_deployment_recovery_time(self.deployments, self.history)

    @cached_property
    def deployment_rework_rate(self) -> Share:
        """DORA's; see `dora.deployment_rework_rate`."""
        return dora.deployment_rework_rate(self.deployments)

    @cached_property
    def duration(self) -> Spread:
        """First step to last end."""
        return nights.durations(self.deployments)

    @cached_property
    def window(self) -> WindowUse:
        """Granted time and what became of it."""
        return nights.window_use(self.deployments)

    @cached_property
    def ahead(self) -> Mapping[Activity, Spread]:
        """How far ahead of plan, by activity; negative when behind."""
        return nights.ahead_by_activity(self.deployments)

    @cached_property
    def activities(self) -> Mapping[Activity | None, Spread]:
        """Time by activity, most first."""
        return nights.time_by_activity(self.deployments)

    @cached_property
    def activity_time(self) -> timedelta:
        """The time of all activities together, approximate ones too: the whole of their shares."""
        return sum((spread.rough_total for spread in self.activities.values()), timedelta())

    @property
    def activity_time_approximate(self) -> bool:
        """Whether any part of it rests on an approximate time."""
        return any(spread.approximate for spread in self.activities.values())

    @property
    def waiting(self) -> Spread:
        """Time spent waiting."""
        return self.activities.get(Activity.WAIT, Spread())

    @cached_property
    def outage(self) -> Spread:
        """From the first shutdown until service was back."""
        return nights.outages(self.deployments)

    @cached_property
    def issues(self) -> Mapping[FoundIn | None, Tally]:
        """Issues by what brought them to light."""
        return nights.issues_by_finder(self.deployments)

    @cached_property
    def starts(self) -> Mapping[tuple[int, int], Count]:
        """Executed deployments by local weekday (0 is Monday) and hour of their start."""
        return nights.by_start(self.deployments)

    @cached_property
    def longest_run_without_rollback(self) -> Count:
        """The most executed deployments in a row that were not rolled back."""
        return nights.longest_run(self.deployments)

    @cached_property
    def deferral_rate(self) -> Share:
        """Slots put off, of those put off or used."""
        return deferrals.deferral_rate(self.deployments)

    @cached_property
    def causes(self) -> Mapping[str, Count]:
        """Deferrals by cause, most frequent first; `` where not said."""
        return deferrals.causes(self.deployments)

    @cached_property
    def blockers(self) -> Mapping[str, Count]:
        """Deferrals by what was in the way, most frequent first; `` where not said."""
        return deferrals.blockers(self.deployments)

    @cached_property
    def chains(self) -> Sequence[Chain]:
        """Deferrals in a row, in time order."""
        return deferrals.chains(self.deployments, self.history)

    @cached_property
    def releases(self) -> Sequence[ReleaseFigures]:
        """Those that a deployment of the set belongs to, whole, in order of their first entries in it."""
        names = dict.fromkeys(d.release for d in self.deployments if d.release)
        return tuple(rows.release(self.history.releases[name]) for name in names)

    @cached_property
    def deliveries(self) -> Sequence[ReleaseFigures]:
        """Those of the releases that a deployment of the set delivered."""
        here = frozenset(self.logs.ids)
        return tuple(release for release in self.releases if release.delivered_by in here)

    @cached_property
    def delivered_at_once(self) -> Share:
        """The deliveries that were the first attempt at their release, of all deliveries of a release."""
        return Share(
            ids=tuple(r.delivered_by for r in self.deliveries if r.attempts_to_delivery == 1),
            whole=tuple(release.delivered_by for release in self.deliveries),
        )

    @cached_property
    def attempts_to_delivery(self) -> Mapping[int, Count]:
        """The deliveries by how many attempts their releases took, least first."""
        found: dict[int, list[str]] = defaultdict(list)
        for release in self.deliveries:
            found[release.attempts_to_delivery].append(release.delivered_by)
        return {attempts: Count(ids=tuple(found[attempts])) for attempts in sorted(found)}

    def headline(self) -> dict[str, object]:
        """Give the figures that every part of the history is compared by, for a program."""
        return {
            "logs": self.logs.count,
            "executed": self.executed.count,
            "deferred": self.deferred.count,
            "cancelled": self.cancelled.count,
            "scheduled": self.scheduled.count,
            "in_progress": self.in_progress.count,
            "outcomes": {outcome.value: count.count for outcome, count in self.outcomes.items()},
            "period": self.period.json() if self.period else None,
            "deployment_frequency": self.deployment_frequency.json(),
            "median_change_lead_time_minutes": minutes(self.change_lead_time.median),
            "change_fail_rate": self.change_fail_rate.json(),
            "median_recovery_time_minutes": minutes(self.failed_deployment_recovery_time.median),
            "deployment_rework_rate": self.deployment_rework_rate.json(),
            "deferral_rate": self.deferral_rate.json(),
            "median_duration_minutes": minutes(self.duration.median),
            "longest_run_without_rollback": self.longest_run_without_rollback.count,
        }

    def json(self) -> dict[str, object]:
        """Give all figures for a program, and under `counted` the ids that each of the headline counts."""
        return self.headline() | {
            "change_lead_time": self.change_lead_time.json(),
            "failed_deployment_recovery_time": self.failed_deployment_recovery_time.json(),
            "duration": self.duration.json(),
            "window": {
                "planned": self.window.planned.json(),
                "used": self.window.used.json(),
                "overrun": self.window.overrun.json(),
                "extended": self.window.extended.json(),
                "granted_by": _ids(self.window.granted_by),
            },
            "ahead": {activity.value: spread.json() for activity, spread in self.ahead.items()},
            "delivered_at_once": self.delivered_at_once.json(),
            "attempts_to_delivery": {
                str(attempts): list(count.ids) for attempts, count in self.attempts_to_delivery.items()
            },
            "activities": {
                activity.value if activity else "": spread.json()
                for activity, spread in self.activities.items()
            },
            "outage": self.outage.json(),
            "issues": {
                finder.value if finder else "": {"count": tally.count, "ids": list(tally.ids)}
                for finder, tally in self.issues.items()
            },
            "starts": [
                {"weekday": weekday, "hour": hour, "ids": list(count.ids)}
                for (weekday, hour), count in self.starts.items()
            ],
            "causes": _ids(self.causes),
            "blocked_by": _ids(self.blockers),
            "chains": [chain.json() for chain in self.chains],
            "counted": self.counted(),
        }

    def counted(self) -> dict[str, list[str]]:
        """Give the ids behind each headline figure."""
        figures: dict[str, Count | Share | Spread] = {
            "logs": self.logs,
            "executed": self.executed,
            **{outcome.value: count for outcome, count in self.outcomes.items()},
            "change_fail_rate": self.change_fail_rate,
            "median_change_lead_time_minutes": self.change_lead_time,
            "deployment_rework_rate": self.deployment_rework_rate,
            "deferral_rate": self.deferral_rate,
            "longest_run_without_rollback": self.longest_run_without_rollback,
            "median_duration_minutes": self.duration,
            "median_recovery_time_minutes": self.failed_deployment_recovery_time,
        }
        return {name: list(figure.ids) for name, figure in figures.items()}


def _ids(counts: Mapping[str, Count]) -> dict[str, list[str]]:
    return {word: list(count.ids) for word, count in counts.items()}
