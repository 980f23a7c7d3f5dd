"""A deployment told by its statuses: one says that it began, a later one how it ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from deploylog.importers.runs import Piece, State
from deploylog.model import Activity

_QUEUED = ("queued", "pending", "requested", "created", "preparing", "scheduled", "waiting_for_resource")


def queued(word: str) -> str:
    """Tell what has not begun yet, for `Piece.said`; empty for every other word for a state."""
    return "was still waiting to begin" if word.lower() in _QUEUED else ""


@dataclass(frozen=True, slots=True, order=True)
class Status:
    """What a deployment was said to be at a time; statuses are ordered by it."""

    at: datetime
    state: State
    description: str = ""


def pieces_of(statuses: Iterable[Status], activity: Activity) -> list[Piece]:
    """Join each beginning with the end after it; what has no end yet is still running."""
    pieces: list[Piece] = []
    began: Status | None = None
    for status in sorted(statuses):
        if status.state is State.RUNNING:
            began = began or status
        elif status.state is State.WAITING:
            pieces.append(_piece(status.at, None, status, Activity.WAIT))
        else:
            pieces.append(_piece(began.at if began else status.at, status.at, status, activity))
            began = None
    if began:
        pieces.append(_piece(began.at, None, began, activity))
    return pieces


def created(at: datetime | None, activity: Activity) -> list[Piece]:
    """Tell a deployment of which is known only that it was created."""
    state = State.RUNNING
    return [Piece(what="deployment", name="", state=state, at=at, activity=activity, said="was created")]


def _piece(at: datetime, until: datetime | None, status: Status, activity: Activity) -> Piece:
    return Piece(
        what="deployment",
        name="",
        state=status.state,
        at=at,
        until=until if until != at else None,
        detail=status.description,
        said="succeeded" if status.state is State.PASSED else "",
        activity=activity,
    )
