"""The figures for a monitoring system to fetch.

Source:
    OpenMetrics 1.0, the text format. All are gauges: a log can be corrected, so any of them can fall.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta

from deploylog import addresses
from deploylog.feeds import aims
from deploylog.feeds.published import Asset, Published, text
from deploylog.statistics import Spread

Labels = tuple[tuple[str, str], ...]
Samples = Mapping[Labels, int | float]


def asset(published: Published) -> Asset:
    """Make the file; a figure that the logs do not give is missing from it."""
    lines: list[str] = []
    for name, about, samples in _families(published):
        if samples:
            full = f"deploylog_{name}"
            lines += [f"# TYPE {full} gauge"]
            lines += [f"# UNIT {full} seconds"] * name.endswith("_seconds")
            lines += [f"# HELP {full} {about}"]
            lines += [f"{full}{_labels(labels)} {value}" for labels, value in samples.items()]
    return Asset(uri=addresses.METRICS, content="\n".join([*lines, "# EOF"]) + "\n")


def _families(published: Published) -> Iterator[tuple[str, str, Samples]]:
    counted = published.statistics
    yield "deployments", "Deployment logs.", _by_outcome(published)
    yield "system_deployments", "Deployment logs that name a system.", _by_system(published)
    yield "executed", "Deployments carried out to an end.", _one(counted.executed.count)
    for name, share in (
        ("change_failures", counted.change_fail_rate),
        ("reworks", counted.deployment_rework_rate),
        ("deferrals", counted.deferral_rate),
    ):
        yield name, _SHARES[name], _one(share.count)
    yield "slots", "Slots that were used or put off.", _one(counted.deferral_rate.of)
    yield (
        "longest_run",
        "Deployments in a row without a rollback.",
        _one(counted.longest_run_without_rollback.count),
    )
    yield "duration_median_seconds", "From first step to last end.", _median(counted.duration)
    yield (
        "recovery_median_seconds",
        "From a failure until service was back.",
        _median(counted.failed_deployment_recovery_time),
    )
    yield "lead_time_median_seconds", "From commit to production.", _median(counted.change_lead_time)
    yield "latest_timestamp_seconds", "End of the latest deployment.", _latest(published)
    yield "next_timestamp_seconds", "Beginning of the next slot.", _next(published)
    seen = int(published.as_of_at().timestamp())
    yield "as_of_timestamp_seconds", "Beginning of the day these figures are of.", _one(seen)


_SHARES = {
    "change_failures": "Executed deployments that required immediate intervention.",
    "reworks": "Executed deployments that were unplanned, because of an incident.",
    "deferrals": "Slots that were put off.",
}


def _by_outcome(published: Published) -> Samples:
    found = Counter(
        (("environment", d.environment), ("kind", d.kind.value), ("outcome", d.outcome.value))
        for d in published.history.deployments
    )
    return dict(sorted(found.items()))


def _by_system(published: Published) -> Samples:
    found = Counter(
        (("outcome", d.outcome.value), ("system", name))
        for d in published.history.deployments
        for name in {system.name for system in d.systems}
    )
    return dict(sorted(found.items()))


def _one(value: int | float) -> Samples:
    return {(): value}


def _median(spread: Spread) -> Samples:
    return {} if spread.median is None else _one(_seconds(spread.median))


def _seconds(span: timedelta) -> int | float:
    exact = span.total_seconds()
    return int(exact) if exact.is_integer() else exact


def _latest(published: Published) -> Samples:
    ends = [d.finished_at for d in published.history.deployments if d.outcome.executed and d.finished_at]
    return _one(int(max(ends).timestamp())) if ends else {}


def _next(published: Published) -> Samples:
    """Give the soonest slot that is still to come."""
    due = (aim for aim in aims.of(published) if aim.ahead and aim.day >= published.as_of)
    soonest = next(due, None)
    return _one(int(soonest.starts_at.timestamp())) if soonest else {}


def _labels(labels: Labels) -> str:
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels) + "}" if labels else ""


def _escaped(value: str) -> str:
    return text(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", " ")
