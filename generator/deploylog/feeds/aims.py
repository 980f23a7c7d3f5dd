"""What the calendar shows: each aim at a release is one event, however often it was put off.

An aim is all entries of a release up to the one that was carried out. What follows that (a retry, a second
part) is an aim of its own; it begins with the slot that the entry before it names.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812
from datetime import datetime, timedelta

from deploylog.feeds.published import Published, midnight
from deploylog.history import History
from deploylog.model import Deployment, Outcome, Slot, Window

_PROGRESS = {Outcome.SCHEDULED: 0, Outcome.IN_PROGRESS: 1}
"""How far an entry has come; one that was put off, given up or carried out has come to its end: 2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """One event of the calendar."""

    name: str
    """The same from the first slot to the last: release and attempt, or the id of what stands alone."""
    entries: Sequence[Deployment]
    """In time order; empty while only the attempt before it names the slot."""
    told_by: Deployment
    """The latest entry, or the attempt that names the slot."""
    slot: Slot | None
    """The next slot, when the latest entry was put off or is over and names one."""
    start: datetime | Day
    """A day when the log names no time."""
    end: datetime | None
    """Never before `start`."""

    @property
    def sequence(self) -> int:
        """How often the event was revised; grows with each entry, and with what becomes of it."""
        if not self.entries:
            return 0
        return 3 * len(self.entries) + _PROGRESS.get(self.told_by.outcome, 2)

    @property
    def status(self) -> str:
        """Say in iCalendar's word whether it takes place: a slot that waits for its go is tentative."""
        if self.slot is not None:
            waits = self.slot.tentative or self.told_by.next_decision_at is not None
            return "TENTATIVE" if waits else "CONFIRMED"
        over = (Outcome.DEFERRED, Outcome.CANCELLED)
        return "CANCELLED" if self.told_by.outcome in over else "CONFIRMED"

    @property
    def day(self) -> Day:
        """The day that it begins on."""
        return self.start.date() if isinstance(self.start, datetime) else self.start

    @property
    def starts_at(self) -> datetime:
        """When it begins; without a time, when the day does where the deployment is."""
        if isinstance(self.start, datetime):
            return self.start
        return midnight(self.start, self.told_by.timezone)

    @property
    def ahead(self) -> bool:
        """Whether it is still to come, as far as the logs say."""
        return self.status != "CANCELLED" and (
            self.slot is not None or self.told_by.outcome is Outcome.SCHEDULED
        )


def of(published: Published) -> list[Aim]:
    """Give every aim, soonest first."""
    found = [*_alone(published.history)]
    for release in published.history.releases.values():
        found += _of_release(release.name, release.deployments)
    return sorted(found, key=lambda aim: (aim.starts_at, aim.name))


def _alone(history: History) -> Iterator[Aim]:
    for deployment in history.deployments:
        if not deployment.release:
            yield from _aims(f"deployment\n{deployment.id}", [deployment])


def _of_release(name: str, deployments: Iterable[Deployment]) -> Iterator[Aim]:
    return _aims(f"release\n{name}", deployments)


def _aims(name: str, deployments: Iterable[Deployment]) -> Iterator[Aim]:
    entries: list[Deployment] = []
    number, last = 1, None
    for deployment in deployments:
        entries.append(deployment)
        if deployment.outcome.executed:
            yield _aim(f"{name}\n{number}", entries, deployment)
            entries, number, last = [], number + 1, deployment
    if entries:
        yield _aim(f"{name}\n{number}", entries, entries[-1])
    elif last and last.next_slots and not last.outcome.delivered:
        yield _aim(f"{name}\n{number}", [], last)


def _aim(name: str, entries: Sequence[Deployment], told_by: Deployment) -> Aim:
    aimed_on = not entries or told_by.outcome is Outcome.DEFERRED
    slot = told_by.next_slots[0] if aimed_on and told_by.next_slots else None
    start, end = in_slot(slot, told_by) if slot else taken(told_by)
    return Aim(name=name, entries=tuple(entries), told_by=told_by, slot=slot, start=start, end=end)


def in_slot(slot: Slot, deployment: Deployment) -> tuple[datetime | Day, datetime | None]:
    """Give a slot's time; it is as long as the window that was granted before."""
    if slot.start is None:
        return slot.day, None
    start = slot.start.at
    return start, start + _length(deployment.window) if deployment.window else None


def taken(deployment: Deployment) -> tuple[datetime | Day, datetime | None]:
    """Give the time that a deployment took, else the window that it was to take."""
    window, started, finished = deployment.window, deployment.started_at, deployment.finished_at
    if deployment.outcome.executed and started and finished:
        return started, finished
    if window:
        return window.start.at, window.closes.at
    return (started, None) if started else (deployment.date, None)


def _length(window: Window) -> timedelta:
    return window.closes.at - window.start.at
