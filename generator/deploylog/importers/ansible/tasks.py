"""Tasks of a run: those that matter are told one by one, the short ones between them together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from deploylog.importers.naming import LISTED, activity_named, listed
from deploylog.importers.runs import Piece, State
from deploylog.importers.spans import Spans

_LONG = timedelta(minutes=1)
_NO_PLAY = ("", "all", "localhost", "127.0.0.1", "::1")
_MAX_TOLD = 500
"""Tasks told one by one; in a run of more, only those that fail still are."""


@dataclass(slots=True)
class Task:
    """A task of a run, as far as it has been read."""

    name: str
    at: datetime | None
    until: datetime | None = None
    play: str = ""
    failed: bool = False
    ignored: bool = False
    done: bool = False
    """On some host it was not skipped."""
    detail: str = ""
    lines: Spans = field(default_factory=Spans)

    @property
    def state(self) -> State:
        """Give how it ended."""
        if self.failed:
            return State.UNSTABLE if self.ignored else State.FAILED
        return State.PASSED if self.done else State.SKIPPED


class Tasks:
    """The tasks of one run; what has been told together takes no room."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.skipped = Spans()
        """Lines of tasks that were skipped on every host."""
        self._short: list[Task] = []
        self._count = 0

    def add(self, task: Task) -> None:
        """Take the next task, read to its end."""
        if task.state is State.SKIPPED or task.at is None:
            self.skipped.take(task.lines)
        elif self._matters(task):
            self.close()
            self.pieces.append(_piece(task))
        else:
            self._shorten(task)

    def close(self) -> None:
        """Tell the short tasks so far together."""
        if self._short:
            first, last = self._short[0], self._short[-1]
            many = self._count > 1
            names = listed([task.name for task in self._short], self._count) if many else first.name
            piece = Piece(
                what=f"{self._count} short tasks" if many else "task",
                name=names,
                state=State.PASSED,
                at=first.at,
                until=last.until or last.at,
                within=_within(first),
                lines=first.lines,
            )
            self.pieces.append(piece)
        self._short, self._count = [], 0

    def _shorten(self, task: Task) -> None:
        if self._short and self._short[0].play != task.play:
            self.close()
        if self._short:
            self._short[0].lines.take(task.lines)
        self._count += 1
        if len(self._short) <= LISTED:
            self._short.append(task)
        else:
            self._short[-1] = task

    def _matters(self, task: Task) -> bool:
        if task.state is State.FAILED:
            return True
        long = bool(task.at and task.until and task.until - task.at >= _LONG)
        matters = task.failed or long or activity_named(_last_part(task.name)) is not None
        return matters and len(self.pieces) < _MAX_TOLD


def _piece(task: Task) -> Piece:
    return Piece(
        what="task",
        name=task.name,
        state=task.state,
        at=task.at,
        until=task.until,
        within=_within(task),
        detail=task.detail,
        said="failed, which was ignored" if task.failed and task.ignored else "",
        activity=activity_named(_last_part(task.name)),
        judged=True,
        lines=task.lines,
    )


def _within(task: Task) -> str:
    return f'the play "{task.play}"' if task.play not in _NO_PLAY else ""


def _last_part(name: str) -> str:
    """Give a task's name without its role's: `deploy : Stop the queue` is no deployment."""
    return name.replace("|", ":").rpartition(" : ")[2] or name


def hosts_of(names: Sequence[str]) -> list[str]:
    """Give the hosts that are systems of a log: not the machine that ran Ansible, and not a whole fleet."""
    found = [name for name in dict.fromkeys(names) if name not in _NO_PLAY]
    return found if len(found) <= 12 else []
