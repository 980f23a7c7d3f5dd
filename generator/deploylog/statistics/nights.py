"""Where the time of the nights goes: lengths, windows, plans, activities, outages, issues.

Each function takes any set of deployments in time order and looks at the executed ones.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from deploylog.model import Activity, Deployment, FoundIn, Instant, Outcome, Step
from deploylog.statistics.dora import executed
from deploylog.statistics.measures import Count, Spread, Tally, count_by

Span = tuple[timedelta, bool]
"""A length, and whether it is approximate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowUse:
    """What became of the time that was granted."""

    planned: Spread
    """From the window's start to its end, without an extension."""
    used: Spread
    """The part of the window, extension included, that the deployment took until service was back."""
    overrun: Spread
    """How long service was back after the window closed; negative when before."""
    extended: Spread
    """By how much windows were extended; only of those that were."""
    granted_by: Mapping[str, Count]
    """The extensions by who granted them, most frequent first; `` where the log does not say."""

    @property
    def overran(self) -> Sequence[str]:
        """The deployments whose service was back after the window had closed."""
        late = {**self.overrun.values, **self.overrun.approximate}
        return tuple(id_ for id_, value in late.items() if value > timedelta())


def durations(deployments: Sequence[Deployment]) -> Spread:
    """Measure the deployments from first step to last end."""
    return _spread(executed(deployments), _duration)


def window_use(deployments: Sequence[Deployment]) -> WindowUse:
    """Compare the windows of the executed deployments with what became of them."""
    tried = executed(deployments)
    extended = [d for d in tried if d.window and d.window.extended_to]
    return WindowUse(
        planned=_spread(tried, lambda d: _between(d.window.start, d.window.end) if d.window else None),
        used=_spread(tried, _used),
        overrun=_spread(tried, overrun),
        extended=_spread(extended, _extension),
        granted_by=count_by((d.window.granted_by, d.id) for d in extended if d.window),
    )


def overrun(deployment: Deployment) -> Span | None:
    """Measure how long after the window closed service was back; negative when before."""
    if deployment.window is None or deployment.restored_at is None or not deployment.outcome.executed:
        return None
    return _between(deployment.window.closes, deployment.restored_at)


def ahead(deployment: Deployment) -> Span | None:
    """Measure how far ahead of plan the last planned step began; negative when behind."""
    return next((_ahead(step) for step in reversed(deployment.steps) if step.plan), None)


def ahead_by_activity(deployments: Sequence[Deployment]) -> Mapping[Activity, Spread]:
    """Measure how far ahead of plan each deployment began its last planned step of each activity."""
    found: dict[Activity, dict[str, Span]] = defaultdict(dict)
    for deployment in executed(deployments):
        for step in deployment.steps:
            span = _ahead(step)
            if step.activity is not None and span is not None:
                found[step.activity][deployment.id] = span
    return {activity: _measured(found[activity]) for activity in Activity if activity in found}


def time_by_activity(deployments: Sequence[Deployment]) -> Mapping[Activity | None, Spread]:
    """Sum each deployment's steps by activity (None: the log names none), most time first.

    Steps without `until` have no length. Work in parallel counts for each of its steps, so the sums may
    be more than the night.
    """
    found: dict[Activity | None, dict[str, Span]] = defaultdict(dict)
    for deployment in executed(deployments):
        for step in deployment.steps:
            if step.until is not None:
                length, approximate = _between(step.at, step.until)
                before, rough = found[step.activity].get(deployment.id, (timedelta(), False))
                found[step.activity][deployment.id] = (before + length, rough or approximate)
    spreads = {activity: _measured(spans) for activity, spans in found.items()}
    return dict(sorted(spreads.items(), key=lambda one: (-one[1].total, one[0] or "")))


def outages(deployments: Sequence[Deployment]) -> Spread:
    """Measure from the first shutdown until service was back; unknown where the log names no shutdown."""
    return _spread(executed(deployments), _outage)


def issues_by_finder(deployments: Sequence[Deployment]) -> Mapping[FoundIn | None, Tally]:
    """Count the issues by what brought them to light, in the order of the night; None: not said."""
    tallies = {}
    for finder in (*FoundIn, None):
        found = [d.id for d in deployments for issue in d.issues if issue.found_in is finder]
        tallies[finder] = Tally(count=len(found), ids=tuple(dict.fromkeys(found)))
    return {finder: tally for finder, tally in tallies.items() if tally.count}


def by_start(deployments: Sequence[Deployment]) -> Mapping[tuple[int, int], Count]:
    """Count the executed deployments by local weekday (0 is Monday) and hour of their start, in order."""
    groups: dict[tuple[int, int], list[str]] = defaultdict(list)
    for deployment in executed(deployments):
        if deployment.started_at is not None:
            groups[deployment.started_at.weekday(), deployment.started_at.hour].append(deployment.id)
    return {start: Count(ids=tuple(groups[start])) for start in sorted(groups)}


def longest_run(deployments: Sequence[Deployment]) -> Count:
    """Find the most executed deployments in a row without a rollback; of equal runs, the first."""
    best: list[str] = []
    run: list[str] = []
    for deployment in executed(deployments):
        run = [] if deployment.outcome is Outcome.ROLLED_BACK else [*run, deployment.id]
        best = run if len(run) > len(best) else best
    return Count(ids=tuple(best))


def _spread(deployments: Sequence[Deployment], measure: Callable[[Deployment], Span | None]) -> Spread:
    spans = {deployment.id: measure(deployment) for deployment in deployments}
    known = {id_: span for id_, span in spans.items() if span is not None}
    return _measured(known, unknown=tuple(id_ for id_, span in spans.items() if span is None))


def _measured(spans: Mapping[str, Span], unknown: Sequence[str] = ()) -> Spread:
    return Spread(
        values={id_: length for id_, (length, approximate) in spans.items() if not approximate},
        approximate={id_: length for id_, (length, approximate) in spans.items() if approximate},
        unknown=unknown,
    )


def _between(start: Instant, end: Instant) -> Span:
    return end.at - start.at, start.approximate or end.approximate


def _duration(deployment: Deployment) -> Span | None:
    length = deployment.duration
    return None if length is None else (length, deployment.approximate)


def _extension(deployment: Deployment) -> Span | None:
    window = deployment.window
    return _between(window.end, window.extended_to) if window and window.extended_to else None


def _ahead(step: Step) -> Span | None:
    return None if step.plan is None else _between(step.at, step.plan)


def _used(deployment: Deployment) -> Span | None:
    window, back = deployment.window, deployment.restored_at
    if window is None or back is None:
        return None
    began = max(window.start, deployment.steps[0].at, key=lambda instant: instant.at)
    ended = min(window.closes, back, key=lambda instant: instant.at)
    length, approximate = _between(began, ended)
    return max(length, timedelta()), approximate


def _outage(deployment: Deployment) -> Span | None:
    down = next((step.at for step in deployment.steps if step.activity is Activity.SHUTDOWN), None)
    back = deployment.restored_at
    return None if down is None or back is None else _between(down, back)
