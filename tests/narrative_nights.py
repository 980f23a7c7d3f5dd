"""Random deployments, odd ones among them, each of their texts recognisable by a word that no other has."""

from datetime import date, datetime, timedelta, timezone
from itertools import count

from hypothesis import strategies as st

from deploylog.model import (
    Activity,
    Decision,
    Deferral,
    Deployment,
    FoundIn,
    Happened,
    Instant,
    Issue,
    IssueStatus,
    Kind,
    Outcome,
    Result,
    Risk,
    Severity,
    Slot,
    Step,
    System,
    Voice,
    Window,
)

ZONE = timezone(timedelta(hours=-5))
OPENINGS = (
    "the backup",
    "At last the app",
    "Then we",
    "we",
    "The team",
    "It",
    "it",
    "Meanwhile the DBA",
    "Priya",
    "our client",
    "backed up the database",
    "From here the queue",
    "A page",
    "By then everybody",
    "in the end we",
    "“quoted” names",
    "Ünïcode naïveté",
    "<b>markup</b> & *stars*",
    "12 servers",
    "Next the cluster",
    "What",
    "when it was over, we",
    "to",
    "because it",
    "Besides, that",
    "Service",
    "This",
    "One",
    "roll back",
    "Another step",
    "There",
)
MIDDLES = (
    "was",
    "had been",
    "passed",
    "went down to",
    "finished",
    "kept on",
    "took 40 minutes of",
    "at 03:33 met",
    "",
)
ENDS = (
    "",
    "",
    "",
    ".",
    "!",
    "?",
    "...",
    "…",
    ",",
    ";",
    " etc.",
    '."',
    " (or so it seemed)",
    ". And that was that.",
)
NAMES = ("back-end app", "Application 1", "C++ service", "the queue", "front-end database", "Ledger")
ROLES = ("", "DBA", "database team", "everyone", "Priya", "the client", "QA")


class _Words:
    """Words of which each is given out once."""

    def __init__(self, start: int) -> None:
        self._numbers = count(start)

    def next(self) -> str:
        number, letters = next(self._numbers), ""
        while number:
            number, rest = divmod(number, 26)
            letters += chr(ord("a") + rest)
        return f"zq{letters}x"


@st.composite
def texts(draw: st.DrawFn, words: _Words) -> str:
    """Make a clause, a sentence, two sentences, or something odd."""
    opening, middle, end = (
        draw(st.sampled_from(OPENINGS)),
        draw(st.sampled_from(MIDDLES)),
        draw(st.sampled_from(ENDS)),
    )
    long = draw(
        st.sampled_from(("", "", " for as long as it took, which was longer than the plan had foreseen"))
    )
    return " ".join(f"{opening} {middle} {words.next()}{long}{end}".split())


def optional(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Make mostly nothing."""
    return st.one_of(st.just(""), st.just(""), strategy)


@st.composite
def deployments(draw: st.DrawFn, *, number: int = 0) -> Deployment:
    """Make a valid deployment; `number` moves it on the calendar."""
    words = _Words(1 + 5000 * number)
    text = texts(words)
    outcome = draw(st.sampled_from(Outcome))
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=4))
    begins = datetime(2024, 12, 20, 22, 0, tzinfo=ZONE) + timedelta(
        days=7 * number, minutes=draw(st.integers(0, 300))
    )
    count_ = draw(st.sampled_from((1, 2, 3, 5, 8, 12, 40))) if outcome.executed or draw(st.booleans()) else 0
    steps, at = [], begins
    for _ in range(count_):
        at += timedelta(minutes=draw(st.sampled_from((0, 0, 1, 5, 10, 15, 25, 60, 95))))
        steps.append(draw(_step(text, at, names)))
    return Deployment(
        id=f"night-{number}-{draw(st.integers(0, 9))}",
        title="A night",
        date=begins.date(),
        timezone="America/Toronto",
        outcome=outcome,
        release=draw(st.sampled_from(("", "winter"))),
        kind=draw(st.sampled_from(Kind)),
        window=draw(st.none() | _window(text, begins)),
        systems=[
            System(name=name, role=draw(optional(text)), depends_on=draw(_others(names, name)))
            for name in names
        ],
        why=draw(optional(text)),
        risks=draw(st.lists(_risk(text, names), max_size=3)),
        steps=steps,
        decisions=draw(st.lists(_decision(text, begins), max_size=2)),
        issues=draw(st.lists(_issue(text, names), max_size=3)),
        deferral=draw(_deferral(text, begins)) if outcome is Outcome.DEFERRED else None,
        next_slots=draw(st.lists(_slot(text, begins, names), max_size=3)),
        next_decision_at=draw(st.none() | _instant(begins + timedelta(hours=40))),
        lessons=draw(st.lists(text, max_size=2)),
        follow_up=draw(st.lists(text, max_size=2)),
        intro=draw(optional(text)),
        closing=draw(optional(text)),
        voice=None,
    )


def _others(names: list[str], name: str) -> st.SearchStrategy[list[str]]:
    others = [other for other in names if other != name]
    return st.lists(st.sampled_from(others), unique=True, max_size=2) if others else st.just([])


@st.composite
def _instant(draw: st.DrawFn, at: datetime) -> Instant:
    return Instant(at=at, approximate=draw(st.sampled_from((False, False, True))))


@st.composite
def _step(draw: st.DrawFn, text: st.SearchStrategy[str], at: datetime, names: list[str]) -> Step:
    activity = draw(st.none() | st.sampled_from(Activity))
    lasts = draw(st.sampled_from((None, None, 0, 5, 30, 60, 180)))
    ahead = draw(st.sampled_from((None, None, None, 0, 20, 60, -45)))
    decision = draw(_decision(text, at)) if activity is Activity.DECISION else None
    return Step(
        at=draw(_instant(at)),
        until=None if lasts is None else draw(_instant(at + timedelta(minutes=lasts))),
        plan=None if ahead is None else draw(_instant(at + timedelta(minutes=ahead))),
        activity=activity,
        systems=draw(st.lists(st.sampled_from(names), unique=True, max_size=2)) if names else [],
        who=draw(st.sampled_from(ROLES)),
        text=draw(optional(text)) if decision else draw(text),
        why=draw(optional(text)),
        result=draw(st.none() | st.sampled_from(Result)),
        decision=decision,
        aside=draw(optional(text)),
    )


@st.composite
def _decision(draw: st.DrawFn, text: st.SearchStrategy[str], at: datetime) -> Decision:
    return Decision(
        question=draw(text),
        options=draw(st.lists(text, max_size=3)),
        deadline=draw(st.none() | _instant(at + timedelta(hours=1))),
        decided=draw(optional(text)),
        by=draw(st.sampled_from(ROLES)),
        why=draw(optional(text)),
    )


@st.composite
def _window(draw: st.DrawFn, text: st.SearchStrategy[str], begins: datetime) -> Window:
    return Window(
        start=Instant(at=begins),
        end=Instant(at=begins + timedelta(hours=5)),
        extended_to=draw(st.none() | _instant(begins + timedelta(hours=6))),
        granted_by=draw(st.sampled_from(ROLES)),
        note=draw(optional(text)),
    )


@st.composite
def _risk(draw: st.DrawFn, text: st.SearchStrategy[str], names: list[str]) -> Risk:
    return Risk(
        text=draw(text),
        system=draw(st.sampled_from(["", *names])),
        happened=draw(st.none() | st.sampled_from(Happened)),
        note=draw(optional(text)),
    )


@st.composite
def _issue(draw: st.DrawFn, text: st.SearchStrategy[str], names: list[str]) -> Issue:
    return Issue(
        text=draw(text),
        severity=draw(st.none() | st.sampled_from(Severity)),
        system=draw(st.sampled_from(["", *names])),
        found_in=draw(st.none() | st.sampled_from(FoundIn)),
        status=draw(st.none() | st.sampled_from(IssueStatus)),
    )


@st.composite
def _deferral(draw: st.DrawFn, text: st.SearchStrategy[str], begins: datetime) -> Deferral:
    return Deferral(
        reason=draw(text),
        cause=draw(optional(text)),
        blocked_by=draw(st.sampled_from(ROLES)),
        decided_at=draw(st.none() | _instant(begins - timedelta(hours=5))),
    )


@st.composite
def _slot(draw: st.DrawFn, text: st.SearchStrategy[str], begins: datetime, names: list[str]) -> Slot:
    at = begins + timedelta(days=draw(st.integers(1, 20)))
    return Slot(
        day=date(at.year, at.month, at.day),
        start=draw(st.none() | _instant(at)),
        system=draw(st.sampled_from(["", *names])),
        tentative=draw(st.booleans()),
        note=draw(optional(text)),
    )


VOICES = st.sampled_from(Voice)
CLOCKS = st.sampled_from((12, 24))
