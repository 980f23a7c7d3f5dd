"""What a timeline shows, before it is drawn: numbered steps, a lane for each system, and a span."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from deploylog.charts.groups import Group, group_of
from deploylog.charts.scale import outward, widened
from deploylog.model import Deployment, Step

_SPARSE = 0.4
"""When the steps fill less of the whole than this, they are drawn large and the window runs out of sight."""
_LEAST = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A step with the number by which the drawing and the table know it."""

    number: int
    """From 1, in the log's order."""
    step: Step
    group: Group

    @property
    def off_plan(self) -> timedelta | None:
        """How far ahead of plan it began, negative when behind; None without a plan or on time."""
        return self.step.ahead or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """The steps of one system."""

    system: str
    """Empty for the steps that name no system."""
    entries: Sequence[Entry]


def entries_of(deployment: Deployment) -> Sequence[Entry]:
    """Give each step its number and its group."""
    return tuple(
        Entry(number=number, step=step, group=group_of(step.activity))
        for number, step in enumerate(deployment.steps, 1)
    )


def lanes_of(deployment: Deployment, entries: Sequence[Entry]) -> Sequence[Lane]:
    """Give each system its steps: first those that name none, then systems in the log's order.

    A step of several systems stands in the lane of each; a system without a step has no lane.
    """
    mentioned = [name for entry in entries for name in entry.step.systems]
    order = dict.fromkeys([*(system.name for system in deployment.systems), *mentioned])
    general = tuple(entry for entry in entries if not entry.step.systems)
    lanes = [Lane(system="", entries=general)] if general else []
    for name in order:
        if name in mentioned:
            own = tuple(entry for entry in entries if name in entry.step.systems)
            lanes.append(Lane(system=name, entries=own))
    return tuple(lanes)


def span(deployment: Deployment) -> tuple[datetime, datetime]:
    """Choose the first and last instant of the picture; the deployment has steps.

    All steps are in it; planned times unless they are far off; the window in full, unless it would
    squeeze the steps into a corner.
    """
    first = min(step.at.at for step in deployment.steps)
    last = max(step.ends_at for step in deployment.steps)
    reach = max(last - first, _LEAST) / 2
    plans = [step.plan.at for step in deployment.steps if step.plan]
    first, last = (
        min([first, *(plan for plan in plans if first - plan <= reach)]),
        max([last, *(plan for plan in plans if plan - last <= reach)]),
    )
    if last - first < _LEAST:
        lacking = _LEAST - (last - first)
        first, last = widened(first, last, lacking / 4, lacking * 3 / 4)
    window = deployment.window
    if window is None:
        return outward(first, last)
    opens, closes = min(first, window.start.at), max(last, window.closes.at)
    if last - first >= _SPARSE * (closes - opens):
        return outward(opens, closes)
    beyond = (last - first) / 12
    wider_first, wider_last = widened(first, last, beyond, beyond)
    return outward(max(opens, wider_first), min(closes, wider_last))
