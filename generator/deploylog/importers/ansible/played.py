"""One run of a playbook as its output shows it, and what became of those that only checked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from deploylog.importers.ansible.tasks import Task, Tasks
from deploylog.importers.runs import Piece, Run, State
from deploylog.importers.spans import Spans

_CHECK_ONLY = re.compile(r"--(?:list-hosts|list-tasks|list-tags|syntax-check)\b")
_PLAYBOOK = re.compile(r"(\S+\.ya?ml)(?=\s|$)")
_MAX_DETAIL = 300


@dataclass(slots=True, eq=False)
class Playbook:
    """One run, as far as it has been read."""

    command: str = ""
    began: datetime | None = None
    last: datetime | None = None
    head: Spans = field(default_factory=Spans)
    tasks: Tasks = field(default_factory=Tasks)
    task: Task | None = None
    ended: Task | None = None
    """The task before, of which the next stamp says when it ended."""
    plays: list[str] = field(default_factory=list)
    play: str = ""
    recap: bool = False
    nowhere: bool = False
    """No host matched a play."""
    adhoc: bool = False
    """A module was run on hosts, without a playbook."""
    hosts: list[str] = field(default_factory=list)
    bad: int = 0
    error: str = ""
    errors: Spans = field(default_factory=Spans)
    erred: datetime | None = None

    @property
    def checks_only(self) -> bool:
        """Whether it ran nothing, and was not meant to."""
        played = self.plays or self.task or self.tasks.pieces
        return not played and bool(_CHECK_ONLY.search(self.command) or not self.error)

    @property
    def name(self) -> str:
        """Give the playbook's file, else what the first play says."""
        if self.adhoc and not self.plays:
            return "ad-hoc command"
        found = _PLAYBOOK.search(self.command)
        return found[1].rpartition("/")[2] if found else (self.plays[0] if self.plays else "playbook")


def failure_of(run: Playbook) -> Piece:
    """Give the error that ended a run as a part of it."""
    return Piece(
        what="playbook",
        name=run.name if run.name != "playbook" else "",
        state=State.FAILED,
        at=run.erred or run.began,
        detail=run.error[:_MAX_DETAIL],
        lines=run.errors,
    )


def joined(made: Run, checks: Sequence[Playbook]) -> Run:
    """Put runs that only listed hosts or checked the syntax before the run after them, as one step."""
    if not checks:
        return made
    lines = Spans()
    for check in checks:
        for spans in (check.head, check.errors, check.tasks.skipped):
            lines.take(spans)
    names = list(dict.fromkeys(check.name for check in checks))
    errors = [check.error for check in checks if check.error]
    many = f"{len(checks)} checks" if len(checks) > 1 else "check"
    said = f"found errors {len(errors)} times, the last: {errors[-1]}" if errors else "found nothing"
    said = f"found an error: {errors[-1]}" if errors and len(checks) == 1 else said
    piece = Piece(
        what=f"{many} of {', '.join(names[:3])}",
        name="",
        state=State.WAITING,
        at=checks[0].began,
        until=checks[-1].last,
        said=said[:_MAX_DETAIL],
        lines=lines,
    )
    return replace(made, pieces=[piece, *made.pieces])
