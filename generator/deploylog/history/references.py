"""The places where one log names another, and what can be wrong with them."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple

from deploylog.model import Deployment


class Reference(NamedTuple):
    """One place where a log names another."""

    deployment: str
    """The id of the log that names."""
    path: str
    """The key path of the naming value: `remedies`, `links[0].log`."""
    reference: str
    """What is named, as written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A reference that cannot be right, for an upper layer to locate in its file."""

    deployment: str
    """The id of the log with the fault."""
    path: str
    """The key path of the faulty value: `remedies`, `links[0].log`."""
    rule: str
    """`unknown-log` or `remedies-later`."""
    message: str
    help: str


def of(deployment: Deployment) -> Iterator[Reference]:
    """Go through what a log names."""
    if deployment.remedies:
        yield Reference(deployment.id, "remedies", deployment.remedies)
    for number, link in enumerate(deployment.links):
        if link.log:
            yield Reference(deployment.id, f"links[{number}].log", link.log)


class Near:
    """Ids that resemble a reference, without comparing it to all of them.

    A slip leaves either the beginning or the end of an id as it was, so the neighbours in
    alphabetical order, forwards and backwards, are candidates enough.
    """

    REACH = 8

    def __init__(self, ids: Iterable[str]) -> None:
        self._forwards = sorted(ids)
        self._backwards = sorted(id_[::-1] for id_ in self._forwards)

    def to(self, reference: str) -> Sequence[str]:
        """Give up to three ids like the reference, the likest first."""
        wanted = reference.removesuffix(".yml").removesuffix(".yaml").removesuffix(".md")
        candidates = self._around(self._forwards, wanted)
        candidates |= {id_[::-1] for id_ in self._around(self._backwards, wanted[::-1])}
        return get_close_matches(wanted, sorted(candidates), n=3, cutoff=0.7)

    def _around(self, ids: Sequence[str], wanted: str) -> set[str]:
        place = bisect_left(ids, wanted)
        return set(ids[max(0, place - self.REACH) : place + self.REACH])


def later_than(one: Deployment, other: Deployment) -> bool:
    """Tell whether one certainly began after the other, or is it; by the day where a clock is missing."""
    if one.started_at is None or other.started_at is None:
        return one is other or one.date > other.date
    return one is other or one.started_at > other.started_at


def later(deployment: Deployment, failure: Deployment) -> Fault:
    """Say that a deployment cannot repair what did not come before it."""
    named = "this log itself" if failure is deployment else f"a deployment of {failure.date.isoformat()}"
    return Fault(
        deployment=deployment.id,
        path="remedies",
        rule="remedies-later",
        message=f"remedies is '{deployment.remedies}', {named}, which did not come before this one",
        help="name the earlier deployment that this one repairs; the later log carries `remedies`",
    )


def unknown(reference: Reference, near: Near) -> Fault:
    """Say that a reference names nothing, and what was probably meant."""
    close = near.to(reference.reference)
    what = "log" if reference.path == "remedies" else "log or post"
    place = (
        "its path below the posts folder without .yml" if what == "log" else "its path below the posts folder"
    )
    return Fault(
        deployment=reference.deployment,
        path=reference.path,
        rule="unknown-log",
        message=f"{reference.path} is '{reference.reference}', which is no {what} of this site",
        help=f"did you mean '{close[0]}'?" if close else f"write the id of a {what}: {place}",
    )
