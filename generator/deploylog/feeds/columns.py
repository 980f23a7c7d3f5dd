"""The data format: what is said of a deployment and of its parts, in one table for JSON, CSV and Parquet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from deploylog import addresses
from deploylog.feeds.published import Published
from deploylog.model import Decision, Deployment, Instant
from deploylog.statistics import Night, minutes


class Kind(Enum):
    """What kind of value a column holds."""

    TEXT = "text"
    TEXTS = "list of texts"
    DAY = "day"
    TIME = "time"
    NUMBER = "number"
    COUNT = "count"
    FLAG = "true or false"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A deployment, and what it takes to say more of it than its log does."""

    deployment: Deployment
    night: Night
    published: Published


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One thing that is said."""

    name: str
    kind: Kind
    about: str
    of: Callable[[Any], object]
    """Reads it from a `Told`, or from the part that the table is about; None where the log does not say."""
    always: bool = False
    """Whether it is there in every row."""


Table = Sequence[Column]


def _text(name: str, about: str, of: Callable[[Any], str], *, always: bool = False) -> Column:
    return Column(name=name, kind=Kind.TEXT, about=about, of=lambda one: of(one) or None, always=always)


def _texts(name: str, about: str, of: Callable[[Any], Sequence[str]]) -> Column:
    return Column(name=name, kind=Kind.TEXTS, about=about, of=lambda one: list(of(one)), always=True)


def _flag(name: str, about: str, of: Callable[[Any], bool]) -> Column:
    return Column(name=name, kind=Kind.FLAG, about=about, of=of, always=True)


def _word(name: str, about: str, *, always: bool = False) -> Column:
    return _text(name, about, lambda one: getattr(one, name) or "", always=always)


def _instant(name: str, about: str, of: Callable[[Any], Instant | None], *, always: bool = False) -> Table:
    """Make the two columns of a time: when, and whether that is approximate (false where it is not said)."""

    def at(one: Any) -> datetime | None:
        found = of(one)
        return None if found is None else found.at

    def approximate(one: Any) -> bool:
        found = of(one)
        return found is not None and found.approximate

    return (
        Column(name=name, kind=Kind.TIME, about=about, of=at, always=always),
        _flag(f"{name}_approximate", f"whether `{name}` is", approximate),
    )


def _of(field: str) -> Callable[[Told], str]:
    return lambda told: getattr(told.deployment, field) or ""


def _night(field: str) -> Callable[[Told], Any]:
    """Read a figure of the deployment from the statistics."""
    return lambda told: getattr(told.night, field)


def _minutes(name: str, about: str, field: str) -> Column:
    return Column(
        name=f"{name}_minutes", kind=Kind.NUMBER, about=about, of=lambda told: minutes(_night(field)(told))
    )


def _page(told: Told) -> str:
    article = told.published.article(told.deployment.id)
    return told.published.url(article.uri) if article else ""


def _remedies(told: Told) -> str:
    found = told.published.history.remedied(told.deployment)
    return found.id if found else ""


def _window(field: str) -> Callable[[Told], Any]:
    return lambda told: getattr(told.deployment.window, field, None)


def _deferral(field: str) -> Callable[[Told], Any]:
    return lambda told: getattr(told.deployment.deferral, field, None)


DEPLOYMENT: Table = (
    _text("id", "the log's path below the posts, without its suffix", _of("id"), always=True),
    _text("title", "of the log", _of("title"), always=True),
    _text("page", "the address of its post, below the site's root when there is no `site_url`", _page),
    Column(
        name="date",
        kind=Kind.DAY,
        about="of the first clock time; of a deferred deployment, when it was planned",
        of=lambda told: told.deployment.date,
        always=True,
    ),
    Column(
        name="posted",
        kind=Kind.DAY,
        about="the day that the post carries",
        of=lambda told: told.deployment.published,
        always=True,
    ),
    _text("outcome", "one of the outcomes of the log format", _of("outcome"), always=True),
    _flag("executed", "carried out to an end, good or bad", lambda told: told.deployment.outcome.executed),
    _flag("delivered", "the change is in place", lambda told: told.deployment.outcome.delivered),
    _text("kind", "`planned`, `retry` or `emergency`", _of("kind"), always=True),
    _text("environment", "where to", _of("environment"), always=True),
    _text("timezone", "an IANA name", _of("timezone"), always=True),
    _text("release", "shared by all attempts and deferrals at the same change", _of("release")),
    Column(
        name="entry_number",
        kind=Kind.COUNT,
        about="place in the release, from 1",
        of=lambda told: told.published.history.entry_number(told.deployment),
        always=True,
    ),
    Column(
        name="attempt_number",
        kind=Kind.COUNT,
        about="which attempt at the release it was, or would have been",
        of=lambda told: told.published.history.attempt_number(told.deployment),
        always=True,
    ),
    Column(
        name="started_at",
        kind=Kind.TIME,
        about="the first step; none before the deployment has begun",
        of=_night("started_at"),
    ),
    Column(name="finished_at", kind=Kind.TIME, about="the last end of a step", of=_night("finished_at")),
    _minutes("duration", "from `started_at` to `finished_at`, when executed", "duration"),
    _flag("duration_approximate", "whether it rests on an approximate time", _night("duration_approximate")),
    *_instant("window_start", "the time that was granted", _window("start")),
    *_instant("window_end", "without an extension", _window("end")),
    *_instant("window_extended_to", "the end of the extension", _window("extended_to")),
    _text("window_granted_by", "who granted the extension, or the window", _window("granted_by")),
    _minutes("overrun", "service back after the window closed; negative when before", "overrun"),
    _flag("overrun_approximate", "whether it rests on an approximate time", _night("overrun_approximate")),
    _minutes("ahead", "how far ahead of plan the last planned step began; negative when behind", "ahead"),
    _flag("ahead_approximate", "whether it rests on an approximate time", _night("ahead_approximate")),
    _text("remedies", "the id of the deployment that this one repairs", _remedies),
    _text("deferral_reason", "why it was put off", _deferral("reason")),
    _text("deferral_cause", "the same in a few words", _deferral("cause")),
    _text("deferral_blocked_by", "the system or team in the way", _deferral("blocked_by")),
    *_instant("deferral_decided_at", "when it was put off", _deferral("decided_at")),
    *_instant(
        "next_decision_at",
        "the go/no-go call for the next slot",
        lambda told: told.deployment.next_decision_at,
    ),
    _text("why", "what it was for, or what was unusual about it", _of("why")),
    _texts("tags", "of the log", lambda told: told.deployment.tags),
    _texts("authors", "of the log", lambda told: told.deployment.authors),
    _texts("lessons", "what the team learned", lambda told: told.deployment.lessons),
    _texts("follow_up", "what is left to do", lambda told: told.deployment.follow_up),
)
"""What is said of a deployment, in the order of the columns."""

_DECISION: Table = (
    _word("question", "what was to be decided"),
    _texts("options", "between what", lambda decision: decision.options),
    *_instant("deadline", "by when", lambda decision: decision.deadline),
    _word("decided", "what was chosen"),
    _word("by", "who chose"),
)


def _in_step(column: Column) -> Column:
    """Read a decision's column from the step that it is part of."""
    return Column(
        name=column.name,
        kind=column.kind,
        about=f"of a decision: {column.about}",
        of=lambda step: column.of(step.decision or Decision()),
        always=column.always,
    )


_STEP: Table = (
    *_instant("at", "when it began", lambda step: step.at, always=True),
    *_instant("until", "when it ended", lambda step: step.until),
    *_instant("plan", "when it was planned to begin", lambda step: step.plan),
    _word("activity", "what it was for"),
    _texts("systems", "those it touched", lambda step: step.systems),
    _word("who", "a role or team"),
    _word("text", "what happened"),
    _word("why", "why it was done, or done then"),
    _word("result", "`passed`, `passed-with-issues` or `failed`"),
    _word("aside", "the narrator's own words"),
    *map(_in_step, _DECISION),
)

PARTS: Mapping[str, tuple[str, Table, Callable[[Told], Sequence[Any]]]] = {
    "systems": (
        "what was deployed or touched",
        (
            _word("name", "of the system", always=True),
            _word("role", "in the author's words"),
            _texts("depends_on", "systems that must be up before it", lambda system: system.depends_on),
        ),
        lambda told: told.deployment.systems,
    ),
    "steps": ("what happened, in order", _STEP, lambda told: told.deployment.steps),
    "decisions": (
        "choices outside the timeline",
        (*_DECISION, _word("why", "why so")),
        lambda told: told.deployment.decisions,
    ),
    "risks": (
        "what the team worried about",
        (
            _word("text", "the worry", always=True),
            _word("system", "whose"),
            _word("happened", "`yes`, `no` or `partly`"),
            _word("note", "what came of it"),
        ),
        lambda told: told.deployment.risks,
    ),
    "issues": (
        "faults that it brought or met",
        (
            _word("text", "the fault", always=True),
            _word("severity", "`minor`, `major` or `critical`"),
            _word("system", "where"),
            _word("found_in", "`deploy`, `sanity-test`, `landing-test` or `production`"),
            _word("status", "`open`, `accepted` or `fixed`"),
        ),
        lambda told: told.deployment.issues,
    ),
    "next_slots": (
        "when it is tried next",
        (
            Column(name="day", kind=Kind.DAY, about="of the slot", of=lambda slot: slot.day, always=True),
            *_instant("start", "when on that day", lambda slot: slot.start),
            _word("system", "what would go in then, if not all"),
            _flag("tentative", "whether it is not settled", lambda slot: slot.tentative),
            _word("note", "in the author's words"),
        ),
        lambda told: told.deployment.next_slots,
    ),
    "links": (
        "references for the reader",
        (
            _word("text", "as shown"),
            _word("url", "an address"),
            _word("log", "or the id of another log or post"),
        ),
        lambda told: [
            link
            for link in told.deployment.links
            if not link.log or addresses.post(link.log) not in told.published.hidden
        ],
    ),
}
"""The parts of a deployment: what they are, what is said of each, and where they are read from."""
