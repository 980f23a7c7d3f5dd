"""What deployments at night need and nobody counts: how often, why and how long they are put off."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from deploylog.history import History, place
from deploylog.model import Deployment, Outcome
from deploylog.statistics.measures import Count, Share, count_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Deferrals in a row, until the release was tried or given up; a slot still to come ends none."""

    release: str
    """Empty when the deferred deployment stands alone."""
    ids: Sequence[str]
    """The deferrals in time order; never empty."""
    first: date
    """The slot that was put off first."""
    ended_by: str
    """The id of what followed; empty while nothing has."""
    ended: date | None
    """The day of what followed."""

    @property
    def count(self) -> int:
        """How many deferrals."""
        return len(self.ids)

    @property
    def days(self) -> int | None:
        """Days from the first slot to what followed; None while nothing has."""
        return None if self.ended is None else (self.ended - self.first).days

    def json(self) -> dict[str, object]:
        """Give the chain for a program."""
        return {
            "release": self.release or None,
            "deferrals": list(self.ids),
            "first_slot": self.first.isoformat(),
            "ended_by": self.ended_by or None,
            "days": self.days,
        }


def deferral_rate(deployments: Sequence[Deployment]) -> Share:
    """Count the slots that were put off, of those put off or used."""
    due = [d for d in deployments if d.outcome.executed or d.outcome is Outcome.DEFERRED]
    return Share(
        ids=tuple(d.id for d in due if d.outcome is Outcome.DEFERRED), whole=tuple(d.id for d in due)
    )


def causes(deployments: Sequence[Deployment]) -> Mapping[str, Count]:
    """Count the deferrals by cause, most frequent first; `` where the log names none."""
    return count_by((d.deferral.cause, d.id) for d in deployments if d.deferral)


def blockers(deployments: Sequence[Deployment]) -> Mapping[str, Count]:
    """Count the deferrals by what was in the way, most frequent first; `` where the log names nothing."""
    return count_by((d.deferral.blocked_by, d.id) for d in deployments if d.deferral)


def chains(deployments: Sequence[Deployment], history: History) -> Sequence[Chain]:
    """Find the deferrals in a row that a set of deployments has a part in, in time order."""
    wanted = {d.id: d for d in deployments if d.outcome is Outcome.DEFERRED}
    names = dict.fromkeys(d.release for d in wanted.values() if d.release)
    found = [chain for name in names for chain in _of_release(history.releases[name].deployments)]
    found += [_chain([d], None) for d in wanted.values() if not d.release]
    return sorted(
        (chain for chain in found if not wanted.keys().isdisjoint(chain.ids)),
        key=lambda chain: (chain.first, chain.ids),
    )


def _of_release(deployments: Sequence[Deployment]) -> Iterator[Chain]:
    """Find the chains of a release, in each environment by itself."""
    environments: dict[str, list[Deployment]] = defaultdict(list)
    for deployment in deployments:
        environments[place(deployment.environment)].append(deployment)
    for entries in environments.values():
        yield from _in_a_row(entries)


def _in_a_row(deployments: Sequence[Deployment]) -> Iterator[Chain]:
    run: list[Deployment] = []
    for deployment in deployments:
        if deployment.outcome is Outcome.DEFERRED:
            run.append(deployment)
        elif run and deployment.outcome is not Outcome.SCHEDULED:
            yield _chain(run, deployment)
            run = []
    if run:
        yield _chain(run, None)


def _chain(run: Sequence[Deployment], end: Deployment | None) -> Chain:
    return Chain(
        release=run[0].release,
        ids=tuple(deployment.id for deployment in run),
        first=run[0].date,
        ended_by=end.id if end else "",
        ended=end.date if end else None,
    )
