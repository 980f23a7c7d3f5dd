"""DORA's five measures of software delivery, as far as deployment logs can give them.

Source of the definitions: DORA's software delivery performance metrics, as of 2026-01-05,
https://dora.dev/guides/dora-metrics/. DORA measures one application in production at a time, so these
are best read per system and per environment; the functions take any set of deployments.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from deploylog.history import History
from deploylog.model import Activity, Deployment, Instant, Kind, Outcome, Result
from deploylog.statistics.measures import Frequency, LeadTimes, Period, Share, Spread


class Recovery(NamedTuple):
    """How long a failed deployment took to recover from."""

    began: Instant
    ended: Instant

    @property
    def duration(self) -> timedelta:
        """Elapsed time."""
        return self.ended.at - self.began.at

    @property
    def approximate(self) -> bool:
        """Whether either end is."""
        return self.began.approximate or self.ended.approximate


def executed(deployments: Sequence[Deployment]) -> Sequence[Deployment]:
    """Keep those that were carried out to an end, good or bad: what DORA calls a deployment."""
    return [deployment for deployment in deployments if deployment.outcome.executed]


def deployment_frequency(deployments: Sequence[Deployment], period: Period | None) -> Frequency:
    """Count the deployments that were executed in a period.

    Source:
        DORA, deployment frequency: the number of deployments over a given period.
    """
    return Frequency(ids=_ids(executed(deployments)), period=period)


def change_lead_time(deployments: Sequence[Deployment]) -> LeadTimes:
    """Measure each delivered change from its commit to the end of the deployment that delivered it.

    Deliveries whose logs name no change are unknown.

    Source:
        DORA, change lead time: from a change committed to version control to deployed in production.
    """
    exact: dict[str, timedelta] = {}
    approximate: dict[str, timedelta] = {}
    unknown = []
    for deployment in deployments:
        end = _end(deployment)
        if not deployment.outcome.delivered:
            continue
        if end is None or not deployment.changes:
            unknown.append(deployment.id)
            continue
        for number, change in enumerate(deployment.changes):
            rough = end.approximate or change.committed_at.approximate
            found = approximate if rough else exact
            found[f"{deployment.id}#{number}"] = end.at - change.committed_at.at
    return LeadTimes(values=exact, approximate=approximate, unknown=tuple(unknown))


def change_fail_rate(deployments: Sequence[Deployment], history: History) -> Share:
    """Count the executed deployments that required immediate intervention.

    Source:
        DORA, change fail rate: the ratio of deployments that require immediate intervention, likely
        a rollback or a hotfix.
    """
    tried = executed(deployments)
    return Share(ids=_ids([d for d in tried if needed_intervention(d, history)]), whole=_ids(tried))


def deployment_rework_rate(deployments: Sequence[Deployment]) -> Share:
    """Count the executed deployments of kind `emergency`: unplanned, because of an incident.

    A retry is not rework: it was planned after an attempt that did not deliver.

    Source:
        DORA, deployment rework rate: the ratio of deployments that are unplanned but happen as a
        result of an incident in production.
    """
    tried = executed(deployments)
    return Share(ids=_ids([d for d in tried if d.kind is Kind.EMERGENCY]), whole=_ids(tried))


def failed_deployment_recovery_time(deployments: Sequence[Deployment], history: History) -> Spread:
    """Measure how long each failed deployment took to recover from; see `recovery`.

    Source:
        DORA, failed deployment recovery time: the time it takes to recover from a deployment that
        fails and requires immediate intervention.
    """
    failed = [d for d in executed(deployments) if needed_intervention(d, history)]
    recoveries = {d.id: recovery(d, history) for d in failed}
    known = {id_: found for id_, found in recoveries.items() if found}
    return Spread(
        values={id_: found.duration for id_, found in known.items() if not found.approximate},
        approximate={id_: found.duration for id_, found in known.items() if found.approximate},
        unknown=tuple(id_ for id_, found in recoveries.items() if not found),
    )


def needed_intervention(deployment: Deployment, history: History) -> bool:
    """Tell whether a deployment was rolled back, failed, or had to be repaired by another.

    A repair that was cancelled turned out not to be needed.
    """
    if deployment.outcome in (Outcome.ROLLED_BACK, Outcome.FAILED):
        return True
    return any(remedy.outcome is not Outcome.CANCELLED for remedy in history.remedied_by(deployment))


def recovery(deployment: Deployment, history: History) -> Recovery | None:
    """Find when a failed deployment went wrong and when that was over; None where the logs do not say.

    Went wrong within the night: from the first sign of failure (the end of a step whose result is
    `failed`, the beginning of troubleshooting or of the rollback) until service was back, by a rollback
    or restore, else by the end of the deployment that repaired it. Delivered and repaired later: from
    its end, since the logs do not say when the fault showed, to the end of the repair.
    """
    if deployment.outcome.delivered:
        began, ended = _end(deployment), None
    else:
        began, ended = _first_sign(deployment), _back(deployment)
    ended = ended or _repaired(deployment, history)
    return Recovery(began, ended) if began and ended and ended.at >= began.at else None


def _first_sign(deployment: Deployment) -> Instant | None:
    remedial = (Activity.TROUBLESHOOT, Activity.ROLLBACK)
    signs = [step.at for step in deployment.steps if step.activity in remedial]
    signs += [step.until or step.at for step in deployment.steps if step.result is Result.FAILED]
    return min(signs, key=lambda instant: instant.at, default=None)


def _back(deployment: Deployment) -> Instant | None:
    """Give the end of the rollback or restore; None when the night ended without one."""
    if any(step.activity in (Activity.ROLLBACK, Activity.RESTORE) for step in deployment.steps):
        return deployment.restored_at
    return None


def _repaired(deployment: Deployment, history: History) -> Instant | None:
    remedies = [remedy for remedy in history.remedied_by(deployment) if remedy.outcome.delivered]
    return _end(remedies[0]) if remedies else None


def _end(deployment: Deployment) -> Instant | None:
    last = max(deployment.steps, key=lambda step: step.ends_at, default=None)
    return None if last is None else last.until or last.at


def _ids(deployments: Sequence[Deployment]) -> Sequence[str]:
    return tuple(deployment.id for deployment in deployments)
