"""How activities are told apart in a drawing: by colour, pattern and shape together."""

from enum import StrEnum

from deploylog.model import Activity


class Group(StrEnum):
    """Activities that look alike; the value names the style in `charts.css`."""

    WORK = "work"
    TEST = "test"
    TROUBLESHOOT = "troubleshoot"
    WAIT = "wait"
    INTERRUPTION = "interruption"
    DECISION = "decision"
    ROLLBACK = "rollback"
    PEOPLE = "people"
    """People come together or are told."""
    OTHER = "other"
    """A step whose log names no activity."""


class Shape(StrEnum):
    """What stands for a step that has no length."""

    CIRCLE = "circle"
    DIAMOND = "diamond"
    TRIANGLE = "triangle"
    SQUARE = "square"


_GROUPS = {
    Activity.ASSEMBLE: Group.PEOPLE,
    Activity.ANNOUNCE: Group.PEOPLE,
    Activity.SANITY_TEST: Group.TEST,
    Activity.LANDING_TEST: Group.TEST,
    Activity.TROUBLESHOOT: Group.TROUBLESHOOT,
    Activity.WAIT: Group.WAIT,
    Activity.INTERRUPTION: Group.INTERRUPTION,
    Activity.DECISION: Group.DECISION,
    Activity.ROLLBACK: Group.ROLLBACK,
}
_SHAPES = {
    Group.DECISION: Shape.DIAMOND,
    Group.INTERRUPTION: Shape.TRIANGLE,
    Group.ROLLBACK: Shape.SQUARE,
}


def group_of(activity: Activity | None) -> Group:
    """Give the group of an activity, or of a step without one."""
    return Group.OTHER if activity is None else _GROUPS.get(activity, Group.WORK)


def shape_of(group: Group) -> Shape:
    """Give the shape of a group's steps that have no length."""
    return _SHAPES.get(group, Shape.CIRCLE)
