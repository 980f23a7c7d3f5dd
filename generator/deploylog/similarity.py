"""Nights like a given one: the same systems, activities, outcome and cause, the rarer the more telling.

The likeness of two nights is the weight of the traits that both have, as a share of the weight of the traits
that either has: 0 when they have nothing in common, 1 when nothing sets them apart. A trait weighs its kind's
`WEIGHTS`, times the logarithm of how rare it is among all nights, so that one which every night has says
nearly nothing; one that no other night has is left out. Activities are compared between nights with
activities, and causes between deferrals. An outcome alone makes no likeness.
"""

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple

from deploylog.history import History, place
from deploylog.model import Activity, Deployment, Outcome

WEIGHTS: Mapping[str, int] = {"cause": 3, "blocked_by": 2, "outcome": 2, "system": 2, "activity": 1}
"""How telling each kind of trait is."""

_KINDS = (("outcome", "system"), ("activity",), ("cause", "blocked_by"))
"""Kinds of traits by the nights that can have them: all, those with steps, deferrals."""

_UNTOLD = (Outcome.SCHEDULED, Outcome.IN_PROGRESS)
"""Of such a night there is nothing to learn yet; it is asked about, but not named."""

LEAST = 0.25
"""Nights that are less alike than this have little to tell about each other."""

NEAR = 25
"""Of a trait that many nights have, as many on either side in time are looked at; older ones tell less."""


class Trait(NamedTuple):
    """One thing that nights can have in common."""

    kind: str
    """One of `WEIGHTS`."""
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Another night, and what makes it like the one asked about."""

    deployment: Deployment
    """The other night."""
    score: float
    """From `LEAST` to 1."""
    outcome: bool
    """Whether it ended the same."""
    cause: str
    """Why both were put off, as the other log says it; empty when they do not share it. So the next."""
    blocked_by: str
    systems: Sequence[str]
    """Those that both touched, in the order of the other log."""
    activities: Sequence[Activity]
    """What was done in both and in less than half of all nights that were executed; the rarest first."""


@dataclass(frozen=True, slots=True, eq=False)
class _Profile:
    """Nights that have the same traits, of which there are many in a long history."""

    number: int
    traits: frozenset[Trait]
    always: int
    """The weight of the traits that every night can have."""
    activities: int
    """That of activities; 0 without any, and so the next."""
    causes: int
    scores: dict[int, float] = field(default_factory=dict)
    """Likeness to other profiles, by their numbers, as far as anybody asked."""


@dataclass(frozen=True, kw_only=True)
class Similarity:
    """All nights by their traits; made by `of`."""

    history: History
    weights: Mapping[Trait, int]
    """Of the traits that at least two nights have."""
    telling: AbstractSet[Trait]
    """Those that make a likeness: all but outcomes and what most nights do anyway."""
    profiles: Mapping[str, _Profile]
    """By the id of a deployment."""
    nights: Sequence[Deployment]
    """All, in time order."""
    order: Mapping[str, int]
    """Where each stands among `nights`."""
    places: Mapping[Trait, Sequence[int]]
    """Where among `nights` those stand that have a trait and may be named, in order."""

    def like(self, deployment: Deployment, most: int = 3) -> Sequence[Likeness]:
        """Give the nights most like one, the most alike first; of equals the nearest in time.

        A night that the post leads to anyway is left out: any of the same release, what it remedies and what
        remedies it, and what it links to. Of another release one night stands for all.
        """
        here, known = self.order[deployment.id], self._known(deployment)
        releases = {deployment.release} - {""}
        found: list[Likeness] = []
        for score, _, position in sorted(self._alike(deployment, here)):
            other = self.nights[position]
            if other.id not in known and other.release not in releases:
                found.append(self._likeness(deployment, other, -score))
                releases |= {other.release} - {""}
            if len(found) == most:
                break
        return found

    def _known(self, deployment: Deployment) -> Collection[str]:
        repairs = (other.id for other in self.history.remedied_by(deployment))
        return {deployment.id, deployment.remedies, *repairs, *(link.log for link in deployment.links)}

    def _alike(self, deployment: Deployment, here: int) -> Iterator[tuple[float, int, int]]:
        """Give how unlike, how far and where every night is that is alike enough."""
        profile = self.profiles[deployment.id]
        known = profile.scores
        for position in self._candidates(profile, here):
            other = self.profiles[self.nights[position].id]
            score = known.get(other.number)
            if score is None:
                score = known[other.number] = other.scores[profile.number] = self._score(profile, other)
            if score >= LEAST:
                yield -score, abs(position - here), position

    def _candidates(self, profile: _Profile, here: int) -> Collection[int]:
        """Find the nights that can be alike enough, near by each trait without which none could be."""
        found: set[int] = set()
        spared = LEAST * profile.always
        for trait in sorted(profile.traits, key=lambda one: (self.weights[one], one)):
            spared -= self.weights[trait]
            if spared <= 0:
                places = self.places.get(trait, ())
                middle = bisect_left(places, here)
                found.update(places[max(0, middle - NEAR) : middle + NEAR + 1])
        return found

    def _score(self, one: _Profile, other: _Profile) -> float:
        shared = one.traits & other.traits
        if shared.isdisjoint(self.telling):
            return 0.0
        both = sum(map(self.weights.__getitem__, shared))
        whole = one.always + other.always - both
        if one.activities and other.activities:
            whole += one.activities + other.activities
        if one.causes and other.causes:
            whole += one.causes + other.causes
        return both / whole

    def _likeness(self, deployment: Deployment, other: Deployment, score: float) -> Likeness:
        shared = self.profiles[deployment.id].traits & self.profiles[other.id].traits
        kinds = {trait.kind for trait in shared}
        put_off = other.deferral
        done = (trait for trait in shared if trait.kind == "activity" and trait in self.telling)
        return Likeness(
            deployment=other,
            score=score,
            outcome=other.outcome is deployment.outcome,
            cause=put_off.cause if put_off and "cause" in kinds else "",
            blocked_by=put_off.blocked_by if put_off and "blocked_by" in kinds else "",
            systems=tuple(s.name for s in other.systems if Trait("system", s.name) in shared),
            activities=[
                Activity(t.name) for t in sorted(done, key=lambda one: (-self.weights[one], one.name))
            ],
        )


def of(history: History, named: Collection[str] | None = None) -> Similarity:
    """Sort all nights by their traits.

    Args:
        history: All nights; their traits are weighed by it.
        named: Ids of those that may be named as like another, once they have ended; all when not given.
    """
    nights = history.deployments
    traits = {night.id: traits_of(night) for night in nights}
    counts = Counter(trait for found in traits.values() for trait in found)
    weights = {
        trait: round(1000 * WEIGHTS[trait.kind] * math.log((len(nights) + 1) / count))
        for trait, count in counts.items()
        if count > 1
    }
    executed = sum(night.outcome.executed for night in nights)
    places: dict[Trait, list[int]] = defaultdict(list)
    for position, night in enumerate(nights):
        if night.outcome not in _UNTOLD and (named is None or night.id in named):
            for trait in traits[night.id]:
                places[trait].append(position)
    return Similarity(
        history=history,
        weights=weights,
        telling={t for t in weights if t.kind != "outcome" and not (_common(t, counts[t], executed))},
        profiles=_profiles(traits, weights),
        nights=nights,
        order={night.id: position for position, night in enumerate(nights)},
        places=places,
    )


def traits_of(deployment: Deployment) -> frozenset[Trait]:
    """Give what a night can have in common with another."""
    traits = {Trait("outcome", deployment.outcome.value)}
    traits.update(Trait("system", system.name) for system in deployment.systems)
    traits.update(Trait("activity", step.activity.value) for step in deployment.steps if step.activity)
    if deployment.deferral:
        put_off = deployment.deferral
        traits.add(Trait("cause", place(put_off.cause)))
        traits.add(Trait("blocked_by", place(put_off.blocked_by)))
    return frozenset(trait for trait in traits if trait.name)


def _common(trait: Trait, count: int, executed: int) -> bool:
    """Tell whether a trait is an activity of every other night."""
    return trait.kind == "activity" and 2 * count >= executed


def _profiles(traits: Mapping[str, frozenset[Trait]], weights: Mapping[Trait, int]) -> Mapping[str, _Profile]:
    made: dict[frozenset[Trait], _Profile] = {}
    found = {}
    for id_, own in traits.items():
        shared = frozenset(trait for trait in own if trait in weights)
        if shared not in made:
            always, activities, causes = (
                sum(weights[trait] for trait in shared if trait.kind in kinds) for kinds in _KINDS
            )
            made[shared] = _Profile(len(made), shared, always, activities, causes)
        found[id_] = made[shared]
    return found
