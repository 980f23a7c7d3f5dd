"""What a story is made of: values that hold the facts in order; the wording is in templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812
from datetime import timedelta

from deploylog.model import (
    Activity,
    Decision,
    Happened,
    Instant,
    Issue,
    Outcome,
    Result,
    Risk,
    Slot,
    System,
    Window,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One step as it is told: its words, and which of its times."""

    text: str
    """The author's words; with a subject before them where they began with their verb."""
    activity: Activity | None = None
    when: str = "at"
    """`at`, `span` (both times), `end` (only `until`), `same` (what was told ended then),
    `together` (what was told was then, in no known order), `meanwhile`."""
    at: Instant
    until: Instant | None = None
    elapsed: timedelta | None = None
    """Since the time told before, for "ten minutes later"; None where that would say nothing."""
    length: timedelta | None = None
    """How long it took, where that is worth a phrase of its own."""
    system: str = ""
    """The system, where nothing told so far says which."""
    why: str = ""
    """A reason that joins the same sentence."""
    link: str = ""
    """How `why` joins: `because`, or empty when it brings its own word."""
    amid: bool = False
    """Whether another step was still going on."""
    single: bool = True
    """Whether the words are one clause."""
    short: bool = False
    """Whether a time after the words would be understood to belong to all of them."""
    opening: bool = False
    """Whether it is the first of the night."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """One thing to tell, in one or a few sentences; `kind` names the template block that words it."""

    kind: str
    clauses: Sequence[Clause] = ()
    turn: bool = False
    """Whether the night turned here, so that it gets a paragraph of its own."""
    decision: Decision | None = None
    choice: "Choice | None" = None
    at: Instant | None = None
    text: str = ""
    whole: bool = False
    """Whether `text` is a sentence by itself, `names` come before the step, or service was down before."""
    result: Result | None = None
    activity: Activity | None = None
    names: Sequence[str] = ()
    ahead: timedelta | None = None
    """Negative when behind; of clocks that were changed, how far they went forward."""
    approximate: bool = False
    overrun: timedelta | None = None
    """How long after the window closed service was back; negative when before."""
    closes: Instant | None = None
    extended_from: Instant | None = None
    """The window's first end, when it was extended."""
    by: str = ""
    """Who granted the extension, where no decision says so."""

    @property
    def clause(self) -> Clause:
        """The first clause."""
        return self.clauses[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """How the parts of a decision fit together."""

    options: Sequence[str] = ()
    """Those that are not told by what was decided."""
    rather: bool = False
    """Whether `options` is the single alternative, told by its verb like what was decided."""
    to_do: bool = False
    """Whether `options` are told by their verbs: `roll back`."""
    infinitive: bool = False
    """Whether what was decided is told by its verb: `roll back`."""
    deadline: Instant | None = None
    """Unless the other parts name its time."""
    by: str = ""
    before: str = ""
    """A reason that stands before the decision, as a sentence."""
    after: str = ""
    """A reason that is joined to the decision."""
    link: str = ""
    asks: bool = False
    """Whether the question is in the form of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """Another deployment, as this one's story mentions it."""

    address: str
    day: Day
    outcome: Outcome
    trouble: str = ""
    """What went wrong in it: its gravest issue; empty when its log names none."""
    cause: str = ""
    """Why it was put off, in a few words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How it ended, and what was different about it."""

    outcome: Outcome
    day: Day
    emergency: bool
    attempt: int
    """Its number among the attempts of its release, from 1."""
    entry: int
    """Its number among all entries of its release, from 1."""
    deferrals: Sequence[Ref]
    """Those of the same release before it."""
    days: int
    """From the first of them to this one; 0 without any."""
    earlier: Ref | None
    """The attempt before it at the same release."""
    remedied: Ref | None
    """What this deployment repairs, outside of its own release."""
    duration: timedelta | None
    approximate: bool
    trouble: Issue | None
    """What stopped it: the gravest issue of a deployment that was rolled back or failed."""
    trouble_status: str
    """What became of `trouble`; empty when not known, or when the author says that it was fixed."""
    issues: Sequence[Issue]
    """The issues of a deployment that was delivered."""
    severity: str
    """Of all the issues, when they share it."""
    systems: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Worry:
    """A risk, and how to speak of it."""

    risk: Risk
    place: int
    """Its number in the list, from 1."""
    that: bool
    """Whether it is a clause (we worried that) rather than a noun (we worried about)."""

    @property
    def happened(self) -> Happened | None:
        """Whether it came true."""
        return self.risk.happened


@dataclass(frozen=True, slots=True, kw_only=True)
class Worries:
    """What was feared beforehand, and what came of it."""

    told: Sequence[Worry] = ()
    early: bool = False
    """Whether they are told before the night, so that the comparison need not name them again."""
    unforeseen: Sequence[str] = ()
    """Systems that gave trouble although no worry named them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a reader has to know before the night."""

    systems: Sequence[System] = ()
    """Empty where the telling names them all anyway."""
    dependencies: Sequence[System] = ()
    """Systems whose dependencies are not told by the night's order."""
    window: Window | None = None
    window_note: str = ""
    granted_by: str = ""
    """Who granted the window, where it was not extended and nothing else says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issues:
    """Issues that share severity and status."""

    texts: Sequence[str]
    severity: str
    """Empty when not known, or when the lede or the texts say it."""
    status: str
    """Empty when not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """What comes next."""

    slots: Sequence[Slot] = ()
    decision_at: Instant | None = None
    follow_up: Sequence[str] = ()
    to_do: Sequence[str] = ()
    """Those of `follow_up` in the log that say what to do, rather than what is or will be."""
    lessons: Sequence[str] = ()
    remedied_by: Sequence[Ref] = ()

    @property
    def tentative(self) -> bool:
        """Whether no slot is certain."""
        return all(slot.tentative for slot in self.slots)


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """How a deferral is told."""

    reason: str
    link: str
    """`because` or `:`."""
    time: int
    """How often the release has been put off by now."""
    blocked_by: str = ""
    """Unless the reason names it."""
    decided_at: Instant | None = None
    before: Ref | None = None
    """The deferral before it."""
