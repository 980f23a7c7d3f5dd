"""A night as a drawing: what happened when, in a lane for each system."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from deploylog.charts.drawing import Drawing, Form, Zone
from deploylog.charts.groups import Group, Shape, shape_of
from deploylog.charts.lanes import Entry, Lane, entries_of, lanes_of, span
from deploylog.charts.layout import Night, draw
from deploylog.charts.scale import identifier
from deploylog.model import Deployment, Result, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A night, laid out twice, with what its legend and its table need."""

    id: str
    """Begins every id of the figure; differs from log to log."""
    entries: Sequence[Entry]
    lanes: Sequence[Lane]
    wide: Drawing
    """For a screen of a column's width or more, and for paper."""
    tall: Drawing
    """For a phone."""
    groups: Sequence[Group]
    """Those that occur."""
    signs: Mapping[Group, Shape]
    """Those groups of which no step has a length, with the shape that stands for them."""
    zones: Sequence[Zone]
    """Those that are in the picture."""
    failed: bool
    """Whether a step is marked as failed."""
    passed_with_issues: bool
    """Whether a step is marked as passed with issues."""
    approximate: bool
    """Whether a time is drawn soft."""
    off_plan: bool
    """Whether a planned start is drawn beside an actual one."""
    overrun: timedelta | None
    """How long after the window closed service was back; None when it was in time."""


def timeline(deployment: Deployment, clock: int = 24) -> Timeline | None:
    """Lay out a deployment's steps.

    Args:
        deployment: Any; its steps need not be of one day.
        clock: 12 or 24: the axis must have room for its times.

    Returns:
        None when the log has no step.
    """
    if not deployment.steps:
        return None
    entries = entries_of(deployment)
    lanes = lanes_of(deployment, entries)
    first_at, last_at = span(deployment)
    night = Night(deployment=deployment, lanes=lanes, first_at=first_at, last_at=last_at, clock=clock)
    wide, tall = draw(Form.WIDE, night), draw(Form.TALL, night)
    results = {step.result for step in deployment.steps}
    late = deployment.overrun
    return Timeline(
        id=f"timeline-{identifier(deployment.id)}",
        entries=entries,
        lanes=lanes,
        wide=wide,
        tall=tall,
        groups=tuple(group for group in Group if any(entry.group is group for entry in entries)),
        signs=_signs(entries),
        zones=tuple(band.zone for band in wide.bands),
        failed=Result.FAILED in results,
        passed_with_issues=Result.PASSED_WITH_ISSUES in results,
        approximate=any(_approximate(step) for step in deployment.steps),
        off_plan=any(mark.planned for lane in wide.lanes for mark in lane.marks),
        overrun=late if late and late > timedelta() else None,
    )


def _signs(entries: Sequence[Entry]) -> Mapping[Group, Shape]:
    with_length = {entry.group for entry in entries if entry.step.until}
    return {entry.group: shape_of(entry.group) for entry in entries if entry.group not in with_length}


def _approximate(step: Step) -> bool:
    return step.at.approximate or (step.until is not None and step.until.approximate)
