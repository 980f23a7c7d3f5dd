"""The parts of a log: what was there, what was planned, what happened and what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812
from datetime import datetime, timedelta

from deploylog.model.words import Activity, FoundIn, Happened, IssueStatus, Result, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Instant:
    """A point in time as an author wrote it, placed on the calendar."""

    at: datetime
    """Aware, with the fixed offset that the log's time zone had then.

    A fixed offset, because Python compares and subtracts two times of one `ZoneInfo` by the clock
    on the wall, which is wrong across a clock change.
    """
    approximate: bool = False
    """Told as "about", drawn so, and kept out of exact sums."""


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """Something that is deployed, or that a deployment touches."""

    name: str
    role: str = ""
    """In the author's words: `application`, `database`; empty when not said."""
    depends_on: Sequence[str] = ()
    """Names of systems of the same log that must be up before this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The time that was granted for the deployment."""

    start: Instant
    end: Instant
    extended_to: Instant | None = None
    granted_by: str = ""
    """Who granted the extension (or, without one, the window)."""
    note: str = ""

    @property
    def closes(self) -> Instant:
        """The end that counted: the extension's if there was one."""
        return self.extended_to or self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A choice the team made."""

    question: str = ""
    options: Sequence[str] = ()
    deadline: Instant | None = None
    decided: str = ""
    """What was chosen, in the author's words; empty while open."""
    by: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happened, at one time."""

    at: Instant
    until: Instant | None = None
    """Not before `at`."""
    plan: Instant | None = None
    """When it was planned to start."""
    activity: Activity | None = None
    systems: Sequence[str] = ()
    """Names of systems of the same log; several when one step touched several."""
    who: str = ""
    """A role or a team: `DBA`."""
    text: str = ""
    """What happened, as a clause or sentences of the author's; may be empty on a decision."""
    why: str = ""
    result: Result | None = None
    decision: Decision | None = None
    """Set exactly when `activity` is `decision`."""
    aside: str = ""
    """The narrator's own words, placed after the step, untouched."""

    @property
    def ends_at(self) -> datetime:
        """The end as far as the log says it: `until`, else `at`."""
        return (self.until or self.at).at

    @property
    def ahead(self) -> timedelta | None:
        """How far ahead of plan the step began; negative when behind, None without a plan."""
        return None if self.plan is None else self.plan.at - self.at.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """Something the team worried about beforehand."""

    text: str
    system: str = ""
    happened: Happened | None = None
    """None when the log does not say."""
    note: str = ""
    """What came of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A fault that the deployment brought or met."""

    text: str
    severity: Severity | None = None
    system: str = ""
    found_in: FoundIn | None = None
    status: IssueStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A time that a deployment is, or was, aimed at."""

    day: Day
    """The day of `start`, or the day that the author named."""
    start: Instant | None = None
    system: str = ""
    """What would go in then, when it is not the whole deployment."""
    tentative: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferral:
    """Why a deployment was put off."""

    reason: str
    cause: str = ""
    """What kind of thing stood in the way, in a few words; deferrals are counted by it."""
    blocked_by: str = ""
    """The system or team in the way."""
    decided_at: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A reference for the reader: either an address or another log."""

    text: str
    url: str = ""
    """`http`, `https` or `mailto`; empty when `log` is set."""
    log: str = ""
    """The id of another log or post; empty when `url` is set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that was changed in the source, and when."""

    text: str
    committed_at: Instant
    """When it was committed to version control; its lead time runs from there."""
    url: str = ""
    """`http`, `https` or `mailto`; empty when not said."""
