"""Deployments put in order: releases, attempts and deferrals, failures paired with their remedies.

Everything looks one step far and is kept in dictionaries, so that 5,000 logs cost milliseconds.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime, time
from datetime import date as Day  # noqa: N812
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from deploylog.history import references
from deploylog.history.references import Fault, Reference
from deploylog.model import Deployment, Outcome

__all__ = ["Fault", "History", "Reference", "Release", "moment", "of", "place"]

PRODUCTION = "production"


@dataclass(frozen=True, kw_only=True)
class Release:
    """All deployments that aim at the same change.

    A release is delivered where it is aimed at: what went into a test environment before is part of its
    story, but neither its delivery nor one of its attempts.
    """

    name: str
    deployments: Sequence[Deployment]
    """To any environment, in time order; never empty."""

    @cached_property
    def environment(self) -> str:
        """Where it is aimed at: production if any of its entries is, else the environment of the last."""
        written = (d.environment for d in self.deployments if place(d.environment) == PRODUCTION)
        return next(written, self.last.environment)

    @cached_property
    def aimed(self) -> Sequence[Deployment]:
        """The entries of that environment, in time order; never empty."""
        here = place(self.environment)
        return tuple(d for d in self.deployments if place(d.environment) == here)

    @cached_property
    def attempts(self) -> Sequence[Deployment]:
        """Those of that environment that were carried out to an end, in time order."""
        return tuple(d for d in self.aimed if d.outcome.executed)

    @cached_property
    def deferrals(self) -> Sequence[Deployment]:
        """Those of that environment that were put off, in time order."""
        return tuple(d for d in self.aimed if d.outcome is Outcome.DEFERRED)

    @cached_property
    def delivered_by(self) -> Deployment | None:
        """The first that put the change in place; what follows it only amends."""
        return next((d for d in self.attempts if d.outcome.delivered), None)

    @property
    def first(self) -> Deployment:
        """The earliest entry."""
        return self.deployments[0]

    @property
    def last(self) -> Deployment:
        """The latest entry."""
        return self.deployments[-1]

    @property
    def first_slot(self) -> Day:
        """The day that the release was first to go where it is aimed at."""
        return self.aimed[0].date

    @property
    def days_to_delivery(self) -> int | None:
        """Days from the first slot to the day of the delivery, 0 when it was the same; None until then."""
        return None if self.delivered_by is None else (self.delivered_by.date - self.first_slot).days


@dataclass(frozen=True, kw_only=True)
class History:
    """All deployments, in order and related to each other."""

    deployments: Sequence[Deployment]
    """In time order; at the same time, by id."""
    releases: Mapping[str, Release]
    """By name, in order of their first entries."""

    def get(self, id_: str) -> Deployment | None:
        """Find a deployment by its id."""
        return self._by_id.get(id_)

    def release_of(self, deployment: Deployment) -> Release | None:
        """Give the release that a deployment belongs to; None when it stands alone."""
        return self.releases.get(deployment.release)

    def entry_number(self, deployment: Deployment) -> int:
        """Give the place in the release from 1; 1 for a deployment that stands alone."""
        return self._places[deployment.id].entries + 1

    def attempt_number(self, deployment: Deployment) -> int:
        """Say from 1 which attempt at the release in its environment this is, or would be if put off."""
        return self._places[deployment.id].attempts + 1

    def deferrals_before(self, deployment: Deployment) -> Sequence[Deployment]:
        """Give the deferrals of the same release and environment before this one, in time order."""
        deferrals = self._deferrals.get((deployment.release, place(deployment.environment)), ())
        return deferrals[: self._places[deployment.id].deferrals]

    def earlier(self, deployment: Deployment) -> Deployment | None:
        """Give the entry before this one in its release."""
        release, before = self.release_of(deployment), self._places[deployment.id].entries
        return release.deployments[before - 1] if release and before else None

    def later(self, deployment: Deployment) -> Deployment | None:
        """Give the entry after this one in its release."""
        release, after = self.release_of(deployment), self.entry_number(deployment)
        return release.deployments[after] if release and after < len(release.deployments) else None

    def remedied(self, deployment: Deployment) -> Deployment | None:
        """Give the deployment that this one repairs."""
        return self.get(deployment.remedies)

    def remedied_by(self, deployment: Deployment) -> Sequence[Deployment]:
        """Give the deployments that repair this one, in time order."""
        return self._remedies.get(deployment.id, ())

    def unknown_references(self, known_posts: Set[str]) -> Sequence[Reference]:
        """Find the references to what does not exist, in time order of the logs that name it.

        Args:
            known_posts: The ids of posts that have no log; a link may name those too.
        """
        return [
            reference
            for deployment in self.deployments
            for reference in references.of(deployment)
            if reference.reference not in self._by_id
            and (reference.path == "remedies" or reference.reference not in known_posts)
        ]

    def faults(self, known_posts: Set[str]) -> Sequence[Fault]:
        """Find the references that cannot be right, in time order of the logs that name.

        A reference names nothing that exists, or `remedies` names the log itself, a later one, or
        one that goes back to it.

        Args:
            known_posts: The ids of posts that have no log; a link may name those too.
        """
        unknown = self.unknown_references(known_posts)
        near = references.Near({*self._by_id, *known_posts}) if unknown else None
        faults = [references.unknown(reference, near) for reference in unknown if near]
        faults += [references.later(d, failure) for d in self.deployments if (failure := self._no_remedy(d))]
        return sorted(faults, key=lambda fault: self._order[fault.deployment])

    def _no_remedy(self, deployment: Deployment) -> Deployment | None:
        """Give what a deployment says it repairs if that began later, or depends on it in a circle."""
        failure = self.remedied(deployment)
        if failure is None or not (
            references.later_than(failure, deployment) or self._opens_circle(deployment)
        ):
            return None
        return failure

    def _opens_circle(self, deployment: Deployment) -> bool:
        """Tell whether its remedies lead back to it, itself the first of the circle in time order."""
        seen = {deployment.id}
        failure = self.remedied(deployment)
        while failure and failure.id not in seen:
            seen.add(failure.id)
            failure = self.remedied(failure)
        return failure is deployment and min(seen, key=self._order.__getitem__) == deployment.id

    @cached_property
    def _by_id(self) -> Mapping[str, Deployment]:
        return {deployment.id: deployment for deployment in self.deployments}

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {deployment.id: number for number, deployment in enumerate(self.deployments)}

    @cached_property
    def _places(self) -> Mapping[str, "_Place"]:
        places = dict.fromkeys(self._by_id, _Place(0, 0, 0))
        for release in self.releases.values():
            attempts: Counter[str] = Counter()
            deferrals: Counter[str] = Counter()
            for number, deployment in enumerate(release.deployments):
                here = place(deployment.environment)
                places[deployment.id] = _Place(number, attempts[here], deferrals[here])
                attempts[here] += deployment.outcome.executed
                deferrals[here] += deployment.outcome is Outcome.DEFERRED
        return places

    @cached_property
    def _deferrals(self) -> Mapping[tuple[str, str], Sequence[Deployment]]:
        """By release and environment."""
        found = defaultdict(list)
        for deployment in self.deployments:
            if deployment.release and deployment.outcome is Outcome.DEFERRED:
                found[deployment.release, place(deployment.environment)].append(deployment)
        return found

    @cached_property
    def _remedies(self) -> Mapping[str, Sequence[Deployment]]:
        remedies = defaultdict(list)
        for deployment in self.deployments:
            if deployment.remedies:
                remedies[deployment.remedies].append(deployment)
        return remedies


class _Place(NamedTuple):
    """How much of its release came before a deployment."""

    entries: int
    """In any environment; attempts and deferrals only in its own."""
    attempts: int
    deferrals: int


def of(deployments: Iterable[Deployment]) -> History:
    """Put deployments in order and relate them.

    Args:
        deployments: In any order; the history does not depend on it.

    Raises:
        ValueError: Two have the same id; the caller keeps ids unique.
    """
    ordered = tuple(sorted(deployments, key=lambda deployment: (moment(deployment), deployment.id)))
    if len({deployment.id for deployment in ordered}) < len(ordered):
        raise ValueError("two deployments have the same id")
    grouped: dict[str, list[Deployment]] = defaultdict(list)
    for deployment in ordered:
        if deployment.release:
            grouped[deployment.release].append(deployment)
    releases = {name: Release(name=name, deployments=tuple(entries)) for name, entries in grouped.items()}
    return History(deployments=ordered, releases=releases)


def place(environment: str) -> str:
    """Give an environment's name without what makes no other place of it: case and spacing."""
    return " ".join(environment.split()).casefold()


def moment(deployment: Deployment) -> datetime:
    """Give the instant by which deployments are ordered, in UTC.

    The first step's; without steps, the opening of the window; without one, the beginning of the day.
    """
    if deployment.started_at is not None:
        return deployment.started_at.astimezone(UTC)
    if deployment.window is not None:
        return deployment.window.start.at.astimezone(UTC)
    return datetime.combine(deployment.date, time.min, ZoneInfo(deployment.timezone)).astimezone(UTC)
