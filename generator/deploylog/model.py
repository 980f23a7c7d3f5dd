"""The words of deployment, as immutable values.

Everything here is already valid: only `logs` and the importers build these. Parts that an author
marked `private` were left behind by the reader and never get this far.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date as Day  # noqa: N812  (a field here is called `date`, as in the log)
from datetime import datetime, timedelta
from enum import StrEnum


class Outcome(StrEnum):
    """How a deployment ended, or why it has not; the words behind are ServiceNow's close codes."""

    SUCCESSFUL = "successful"
    SUCCESSFUL_WITH_ISSUES = "successful-with-issues"
    ROLLED_BACK = "rolled-back"
    FAILED = "failed"
    DEFERRED = "deferred"
    CANCELLED = "cancelled"
    IN_PROGRESS = "in-progress"
    SCHEDULED = "scheduled"

    @property
    def delivered(self) -> bool:
        """Whether the change is in place."""
        return self in (Outcome.SUCCESSFUL, Outcome.SUCCESSFUL_WITH_ISSUES)

    @property
    def executed(self) -> bool:
        """Whether the deployment was carried out to an end, good or bad."""
        return self.delivered or self in (Outcome.ROLLED_BACK, Outcome.FAILED)

    @property
    def label(self) -> str:
        """The outcome as a reader's words: `successful with issues`."""
        return self.value.replace("-", " ")


class Kind(StrEnum):
    """What led to the deployment."""

    PLANNED = "planned"
    RETRY = "retry"
    EMERGENCY = "emergency"


class Activity(StrEnum):
    """What a step was for."""

    ASSEMBLE = "assemble"
    BACKUP = "backup"
    SHUTDOWN = "shutdown"
    DATABASE = "database"
    DEPLOY = "deploy"
    SANITY_TEST = "sanity-test"
    LANDING_TEST = "landing-test"
    DECISION = "decision"
    TROUBLESHOOT = "troubleshoot"
    ROLLBACK = "rollback"
    WAIT = "wait"
    INTERRUPTION = "interruption"
    ANNOUNCE = "announce"
    RESTORE = "restore"

    @property
    def label(self) -> str:
        """The activity as a reader's words: `sanity test`."""
        return self.value.replace("-", " ")


class Result(StrEnum):
    """How a step ended, where its author said so."""

    PASSED = "passed"
    PASSED_WITH_ISSUES = "passed-with-issues"
    FAILED = "failed"


class Severity(StrEnum):
    """How bad an issue is for its users."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


class FoundIn(StrEnum):
    """What brought an issue to light."""

    DEPLOY = "deploy"
    SANITY_TEST = "sanity-test"
    LANDING_TEST = "landing-test"
    PRODUCTION = "production"


class IssueStatus(StrEnum):
    """What became of an issue."""

    OPEN = "open"
    ACCEPTED = "accepted"
    FIXED = "fixed"


class Happened(StrEnum):
    """Whether a risk came true."""

    YES = "yes"
    NO = "no"
    PARTLY = "partly"


class Voice(StrEnum):
    """Who tells the post: the team (`we`) or nobody (`report`)."""

    WE = "we"
    REPORT = "report"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """One attempt to deliver a release, or one slot at which it was put off."""

    id: str
    """The log's path below the posts folder without its suffix: `2007-12-02-front-end`."""
    title: str
    date: Day
    """The local day of the first clock time; of a deferred deployment, the day it was planned."""
    timezone: str
    """An IANA name: `America/Toronto`."""
    outcome: Outcome
    posted: Day | None = None
    release: str = ""
    """Shared by all attempts and deferrals at the same change; empty when it stands alone."""
    kind: Kind = Kind.PLANNED
    environment: str = "production"
    window: Window | None = None
    systems: Sequence[System] = ()
    why: str = ""
    """What the deployment is for, or what is unusual about it."""
    risks: Sequence[Risk] = ()
    steps: Sequence[Step] = ()
    """In order of `at`; steps at the same time in the author's order."""
    decisions: Sequence[Decision] = ()
    """Choices outside the timeline: made before or after the night."""
    issues: Sequence[Issue] = ()
    deferral: Deferral | None = None
    """Set exactly when the outcome is `deferred`."""
    next_slots: Sequence[Slot] = ()
    next_decision_at: Instant | None = None
    """The go/no-go call for the next slot."""
    remedies: str = ""
    """The id of the deployment that this one repairs."""
    lessons: Sequence[str] = ()
    follow_up: Sequence[str] = ()
    changes: Sequence[Change] = ()
    """What the deployment was to deliver, as far as the log says; their lead times are counted by it."""
    links: Sequence[Link] = ()
    tags: Sequence[str] = ()
    authors: Sequence[str] = ()
    intro: str = ""
    """The narrator's own opening, untouched."""
    closing: str = ""
    """The narrator's own ending, untouched."""
    voice: Voice | None = None
    """None: the site's voice."""
    draft: bool = False

    @property
    def published(self) -> Day:
        """The day that the post carries: `posted`, else `date`."""
        return self.posted or self.date

    @property
    def started_at(self) -> datetime | None:
        """Aware; the first step's time, None without steps."""
        return self.steps[0].at.at if self.steps else None

    @property
    def finished_at(self) -> datetime | None:
        """Aware; the latest end of any step, None without steps."""
        return max((step.ends_at for step in self.steps), default=None)

    @property
    def duration(self) -> timedelta | None:
        """First step to last end, in elapsed time; None unless the deployment was executed."""
        if self.started_at is None or self.finished_at is None or not self.outcome.executed:
            return None
        return self.finished_at - self.started_at

    @property
    def approximate(self) -> bool:
        """Whether `duration` rests on an approximate time."""
        ends = [step for step in self.steps if step.ends_at == self.finished_at]
        return bool(self.steps) and (
            self.steps[0].at.approximate or all((s.until or s.at).approximate for s in ends)
        )

    @property
    def restored_at(self) -> Instant | None:
        """When service was back: the end of the last restore or rollback, else of the last step."""
        back = [s for s in self.steps if s.activity in (Activity.RESTORE, Activity.ROLLBACK)]
        last = max(back or self.steps, key=lambda step: step.ends_at, default=None)
        return None if last is None else last.until or last.at

    @property
    def overrun(self) -> timedelta | None:
        """How long after the window closed service was back; negative when early, None unknown."""
        if self.window is None or self.restored_at is None or not self.outcome.executed:
            return None
        return self.restored_at.at - self.window.closes.at

    @property
    def ahead(self) -> timedelta | None:
        """How far ahead of plan the last planned step began; negative when behind."""
        return next((step.ahead for step in reversed(self.steps) if step.plan), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One glossary entry."""

    slug: str
    """The file's stem; its page is `glossary/<slug>.md`."""
    term: str
    aliases: Sequence[str] = ()
    plural: str = ""
    short: str = ""
    """One plain sentence, shown as the tooltip."""
    see: Sequence[str] = ()
    """Slugs of related terms."""
    source: str = ""
    """Where the definition comes from; words or an http(s) address."""
    body: str = ""
    """Markdown, without front matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A Markdown file of an author's: a told post (a log has its id) or a plain post."""

    id: str
    """The file's path below the posts folder without its suffix."""
    title: str = ""
    date: Day | None = None
    """Always set on a plain post."""
    tags: Sequence[str] = ()
    authors: Sequence[str] = ()
    description: str = ""
    draft: bool = False
    body: str = ""
    """Markdown, without front matter."""
    meta: dict[str, object] = field(default_factory=dict, hash=False)
    """Front matter keys that deploylog gives no meaning to, passed on as they are."""
