"""What is still to come: scheduled deployments, and the next slots of those that were put off."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from datetime import date as Day  # noqa: N812
from operator import attrgetter
from zoneinfo import ZoneInfo

from deploylog import addresses, linking
from deploylog.history import History, place
from deploylog.model import Deployment, Instant, Outcome, Slot
from deploylog.pages.edition import Edition, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A slot that no later log has overtaken."""

    deployment: Deployment
    """Whose log names the slot."""
    slot: Slot | None = None
    """None when the deployment itself is what is scheduled, or under way."""
    decision_at: Instant | None = None
    """The go/no-go call for it."""

    @property
    def day(self) -> Day:
        """The day that it is for."""
        return self.slot.day if self.slot else self.deployment.date

    @property
    def starts(self) -> Instant | None:
        """None when only the day is known."""
        if self.slot:
            return self.slot.start
        return self.deployment.window.start if self.deployment.window else None

    @property
    def ends(self) -> Instant | None:
        """None when no window says it."""
        return self.deployment.window.closes if self.deployment.window and not self.slot else None

    @property
    def under_way(self) -> bool:
        """Whether the deployment has begun and not ended."""
        return self.deployment.outcome is Outcome.IN_PROGRESS

    @property
    def order(self) -> tuple[datetime, str]:
        """Sorts plans by time; one of which only the day is known comes first on it."""
        if self.starts:
            return self.starts.at.astimezone(UTC), self.deployment.id
        midnight = datetime.combine(self.day, time.min, ZoneInfo(self.deployment.timezone))
        return midnight.astimezone(UTC), self.deployment.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Plans:
    """All plans on one day, each kind in order of time."""

    under_way: Sequence[Plan] = ()
    to_come: Sequence[Plan] = ()
    """Today or later."""
    was_due: Sequence[Plan] = ()
    """Before today, and no log tells what came of it."""


def pages(edition: Edition) -> Iterator[Page]:
    """Make the page of what is scheduled; a site always has it."""
    uri = addresses.SCHEDULED
    made = edition.page("scheduled.md.j2", uri, plans=plans(edition)).content
    front, mark, text = made.partition("\n---\n")
    yield Page(uri=uri, content=front + mark + linking.link_terms(text, edition.glossary, uri).markdown)


def plans(edition: Edition) -> Plans:
    """Give what is scheduled, under way, or the next slot of a release still open."""
    found = sorted(_plans(edition), key=attrgetter("order"))
    waiting = [plan for plan in found if not plan.under_way]
    return Plans(
        under_way=[plan for plan in found if plan.under_way],
        to_come=[plan for plan in waiting if plan.day >= edition.as_of],
        was_due=[plan for plan in waiting if plan.day < edition.as_of],
    )


def _plans(edition: Edition) -> Iterator[Plan]:
    overtaken = _Overtaken(edition.history)
    for deployment in edition.history.deployments:
        if deployment.outcome is Outcome.IN_PROGRESS:
            yield Plan(deployment=deployment)
        elif deployment.outcome is Outcome.SCHEDULED:
            if not overtaken.schedule(deployment, past=deployment.date < edition.as_of):
                yield Plan(deployment=deployment, decision_at=deployment.next_decision_at)
        elif deployment.next_slots and not overtaken.slots(deployment):
            yield from _slots(deployment, edition.as_of)


def _slots(deployment: Deployment, as_of: Day) -> Iterator[Plan]:
    """Give a plan for each slot; the go/no-go call is for the first still to come, else for the last."""
    slots = sorted(deployment.next_slots, key=lambda slot: slot.day)
    called = next((slot for slot in slots if slot.day >= as_of), slots[-1])
    for slot in slots:
        decision_at = deployment.next_decision_at if slot is called else None
        yield Plan(deployment=deployment, slot=slot, decision_at=decision_at)


class _Overtaken:
    """Tells which plans a later log of the same release in the same environment has overtaken."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.order = {deployment.id: number for number, deployment in enumerate(history.deployments)}
        self.last: dict[tuple[str, str], int] = {}
        self.last_held: dict[tuple[str, str], int] = {}
        for number, deployment in enumerate(history.deployments):
            self.last[_where(deployment)] = number
            if deployment.outcome is not Outcome.SCHEDULED:
                self.last_held[_where(deployment)] = number

    def slots(self, deployment: Deployment) -> bool:
        """Tell whether the slots that a log names are no plans any more: any later log knows better."""
        release = self.history.release_of(deployment)
        if deployment.outcome.delivered or (release and release.delivered_by):
            return True
        return release is not None and self._before(deployment, self.last)

    def schedule(self, deployment: Deployment, *, past: bool) -> bool:
        """Tell whether a scheduled deployment is none any more.

        A later one that is scheduled too is another part of the plan, until the first has passed unused.
        """
        return bool(deployment.release) and self._before(deployment, self.last if past else self.last_held)

    def _before(self, deployment: Deployment, last: dict[tuple[str, str], int]) -> bool:
        return self.order[deployment.id] < last.get(_where(deployment), -1)


def _where(deployment: Deployment) -> tuple[str, str]:
    return deployment.release, place(deployment.environment)
