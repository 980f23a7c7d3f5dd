"""Counting the deployments: every figure knows its whole, its period and the posts that it counts."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from deploylog import addresses
from deploylog.history import History
from deploylog.model import Deployment, Outcome
from deploylog.statistics import rows
from deploylog.statistics.deferrals import Chain
from deploylog.statistics.figures import Figures
from deploylog.statistics.measures import Count, Frequency, LeadTimes, Period, Share, Spread, Tally, minutes
from deploylog.statistics.nights import WindowUse
from deploylog.statistics.rows import Night, ReleaseFigures

__all__ = [
    "Chain",
    "Count",
    "Figures",
    "Frequency",
    "LeadTimes",
    "Night",
    "Period",
    "ReleaseFigures",
    "Share",
    "Spread",
    "Statistics",
    "Tally",
    "WindowUse",
    "minutes",
    "of",
]

Key = TypeVar("Key", int, str)


@dataclass(frozen=True, kw_only=True)
class Statistics(Figures):
    """The figures of the whole history, and the same figures of its parts."""

    as_of: date | None = None
    """The day on which the figures are looked at; None: that of the last log."""

    @cached_property
    def years(self) -> Mapping[int, Figures]:
        """By the year of `date`, latest first."""
        parts = _grouped(self.deployments, lambda deployment: [deployment.date.year])
        return {year: self.part(parts[year], _year(year)) for year in sorted(parts, reverse=True)}

    @cached_property
    def systems(self) -> Mapping[str, Figures]:
        """By system, most logs first; a deployment of two systems counts for both."""
        return self._parts(lambda deployment: [system.name for system in deployment.systems])

    @cached_property
    def environments(self) -> Mapping[str, Figures]:
        """By environment as first written, most logs first; what shares an address is one."""
        names: dict[str, str] = {}
        for deployment in self.deployments:
            written = " ".join(deployment.environment.split())
            names.setdefault(addresses.slug(written), written)
        return self._parts(lambda one: [names[addresses.slug(" ".join(one.environment.split()))]])

    @cached_property
    def kinds(self) -> Mapping[str, Figures]:
        """By kind, most logs first."""
        return self._parts(lambda deployment: [deployment.kind.value])

    @cached_property
    def nights(self) -> Sequence[Night]:
        """Each deployment, in time order."""
        return tuple(rows.night(deployment) for deployment in self.deployments)

    def part(self, deployments: Iterable[Deployment], within: Period | None = None) -> Figures:
        """Give the figures of some deployments of the history.

        Args:
            deployments: In time order.
            within: The days that the figures are about, as far as the history reaches; without it, from
                the first of these deployments to the end of the history.
        """
        some = tuple(deployments)
        days, whole = _days(some), self.period
        if not days or whole is None:
            return Figures(deployments=some, history=self.history, period=None)
        first = min(days) if within is None else max(whole.first, within.first)
        last = whole.last if within is None else min(whole.last, within.last)
        return Figures(deployments=some, history=self.history, period=Period(first=first, last=last))

    def json(self) -> dict[str, object]:
        """Give everything for a program; the keys are part of the interface."""
        return super().json() | {
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "years": {str(year): figures.headline() for year, figures in self.years.items()},
            "systems": {name: figures.headline() for name, figures in self.systems.items()},
            "environments": {name: figures.headline() for name, figures in self.environments.items()},
            "kinds": {name: figures.headline() for name, figures in self.kinds.items()},
            "releases": [release.json() for release in self.releases],
            "deployments": [night.json() for night in self.nights],
        }

    def _parts(self, keys: Callable[[Deployment], Iterable[str]]) -> dict[str, Figures]:
        """Give the figures by key, most logs first, then by key."""
        groups = _grouped(self.deployments, keys)
        ordered = sorted(groups, key=lambda key: (-len(groups[key]), key))
        return {key: self.part(groups[key]) for key in ordered}


def of(history: History, as_of: date | None = None) -> Statistics:
    """Count a history.

    Args:
        history: Any, also an empty one.
        as_of: The day on which the figures are looked at; without it, that of the last log.
    """
    days = _days(history.deployments)
    period = Period(first=min(days), last=max(*days, as_of or date.min)) if days else None
    return Statistics(deployments=history.deployments, history=history, period=period, as_of=as_of)


def _days(deployments: Iterable[Deployment]) -> Sequence[date]:
    """Give the days of the deployments; a slot still to come is not part of the period."""
    return [d.date for d in deployments if d.outcome is not Outcome.SCHEDULED]


def _year(number: int) -> Period:
    return Period(first=date(number, 1, 1), last=date(number, 12, 31))


def _grouped(
    deployments: Iterable[Deployment], keys: Callable[[Deployment], Iterable[Key]]
) -> dict[Key, list[Deployment]]:
    groups: dict[Key, list[Deployment]] = defaultdict(list)
    for deployment in deployments:
        for key in dict.fromkeys(keys(deployment)):
            groups[key].append(deployment)
    return groups
