"""The pages of the systems that deployments touch."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from deploylog import addresses
from deploylog.model import Deployment, Issue, Outcome, System
from deploylog.pages.edition import Edition, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What all logs together say of one system."""

    name: str
    roles: Sequence[str]
    depends_on: Sequence[str]
    """Names, in alphabetical order; and so the next."""
    needed_by: Sequence[str]
    deployments: Sequence[Deployment]
    """In time order."""
    issues: Sequence[tuple[Deployment, Issue]] = field(default_factory=tuple)
    """Those found in it, newest first."""

    @property
    def outcomes(self) -> Mapping[Outcome, int]:
        """How often each outcome befell it, in the order of outcomes; those that never did are missing."""
        counts = Counter(deployment.outcome for deployment in self.deployments)
        return {outcome: counts[outcome] for outcome in Outcome if counts[outcome]}


def pages(edition: Edition) -> Iterator[Page]:
    """Make the index of systems and the page of each; none when no log names a system."""
    found = accounts(edition.history.deployments)
    if found:
        yield edition.page("systems.md.j2", addresses.SYSTEMS, accounts=found)
    for account in found:
        yield edition.page(
            "system.md.j2",
            addresses.system(account.name),
            account=account,
            articles=edition.told(account.deployments),
        )


def accounts(deployments: Sequence[Deployment]) -> Sequence[Account]:
    """Gather what logs say of each system, in alphabetical order of the systems."""
    named: dict[str, list[tuple[System, Deployment]]] = defaultdict(list)
    needed_by: dict[str, set[str]] = defaultdict(set)
    for deployment in deployments:
        for system in deployment.systems:
            named[system.name].append((system, deployment))
            for other in system.depends_on:
                needed_by[other].add(system.name)
    return [_account(name, named[name], sorted(needed_by[name])) for name in sorted(named, key=str.casefold)]


def _account(name: str, found: Sequence[tuple[System, Deployment]], needed_by: Sequence[str]) -> Account:
    deployments = tuple(dict.fromkeys(d.id for _, d in found))
    by_id = {d.id: d for _, d in found}
    return Account(
        name=name,
        roles=tuple(dict.fromkeys(system.role for system, _ in found if system.role)),
        depends_on=sorted({other for system, _ in found for other in system.depends_on}),
        needed_by=needed_by,
        deployments=tuple(by_id[id_] for id_ in deployments),
        issues=tuple(
            (by_id[id_], issue)
            for id_ in reversed(deployments)
            for issue in by_id[id_].issues
            if issue.system == name
        ),
    )
