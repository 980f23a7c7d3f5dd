"""The data format: what is said of a deployment and of its parts, in one table for JSON, CSV and Parquet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from deploylog.feeds.published import Published
from deploylog.model import Deployment, Instant
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


def text(name: str, about: str, of: Callable[[Any], str], *, always: bool = False) -> Column:
    """Make a column of texts; an empty one is none."""
    return Column(name=name, kind=Kind.TEXT, about=about, of=lambda one: of(one) or None, always=always)


def texts(name: str, about: str, of: Callable[[Any], Sequence[str]]) -> Column:
    """Make a column of lists of texts, which may be empty."""
    return Column(name=name, kind=Kind.TEXTS, about=about, of=lambda one: list(of(one)), always=True)


def flag(name: str, about: str, of: Callable[[Any], bool]) -> Column:
    """Make a column that says yes or no."""
    return Column(name=name, kind=Kind.FLAG, about=about, of=of, always=True)


def word(name: str, about: str, *, always: bool = False) -> Column:
    """Make a column of texts from the field of the same name."""
    return text(name, about, lambda one: getattr(one, name) or "", always=always)


def instant(name: str, about: str, of: Callable[[Any], Instant | None], *, always: bool = False) -> Table:
    """Make the two columns of a time: when, and whether that is approximate (false where it is not said)."""

    def at(one: Any) -> datetime | None:
        found = of(one)
        return None if found is None else found.at

    def approximate(one: Any) -> bool:
        found = of(one)
        return found is not None and found.approximate

    return (
        Column(name=name, kind=Kind.TIME, about=about, of=at, always=always),
        flag(f"{name}_approximate", f"whether `{name}` is", approximate),
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


def _begun(told: Told) -> Instant | None:
    return told.deployment.steps[0].at if told.night.started_at else None


def _over(told: Told) -> Instant | None:
    if told.night.finished_at is None:
        return None
    last = max(told.deployment.steps, key=lambda step: step.ends_at)
    return last.until or last.at


def _window(field: str) -> Callable[[Told], Any]:
    return lambda told: getattr(told.deployment.window, field, None)


def _deferral(field: str) -> Callable[[Told], Any]:
    return lambda told: getattr(told.deployment.deferral, field, None)


DEPLOYMENT: Table = (
    text("id", "the log's path below the posts, without its suffix", _of("id"), always=True),
    text("title", "of the log", _of("title"), always=True),
    text("page", "the address of its post, below the site's root when there is no `site_url`", _page),
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
    text("outcome", "one of the outcomes of the log format", _of("outcome"), always=True),
    flag("executed", "carried out to an end, good or bad", lambda told: told.deployment.outcome.executed),
    flag("delivered", "the change is in place", lambda told: told.deployment.outcome.delivered),
    text("kind", "`planned`, `retry` or `emergency`", _of("kind"), always=True),
    text("environment", "where to", _of("environment"), always=True),
    text("timezone", "an IANA name", _of("timezone"), always=True),
    text("release", "shared by all attempts and deferrals at the same change", _of("release")),
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
    *instant("started_at", "the first step; none before the deployment has begun", _begun),
    *instant("finished_at", "the last end of a step; none before the deployment is over", _over),
    _minutes("duration", "from `started_at` to `finished_at`, when executed", "duration"),
    flag("duration_approximate", "whether it rests on an approximate time", _night("duration_approximate")),
    *instant("window_start", "the time that was granted", _window("start")),
    *instant("window_end", "without an extension", _window("end")),
    *instant("window_extended_to", "the end of the extension", _window("extended_to")),
    text("window_granted_by", "who granted the extension, or the window", _window("granted_by")),
    _minutes("overrun", "service back after the window closed; negative when before", "overrun"),
    flag("overrun_approximate", "whether it rests on an approximate time", _night("overrun_approximate")),
    _minutes("ahead", "how far ahead of plan the last planned step began; negative when behind", "ahead"),
    flag("ahead_approximate", "whether it rests on an approximate time", _night("ahead_approximate")),
    text("remedies", "the id of the deployment that this one repairs", _remedies),
    text("deferral_reason", "why it was put off", _deferral("reason")),
    text("deferral_cause", "the same in a few words", _deferral("cause")),
    text("deferral_blocked_by", "the system or team in the way", _deferral("blocked_by")),
    *instant("deferral_decided_at", "when it was put off", _deferral("decided_at")),
    *instant(
        "next_decision_at",
        "the go/no-go call for the next slot",
        lambda told: told.deployment.next_decision_at,
    ),
    text("why", "what it was for, or what was unusual about it", _of("why")),
    texts("tags", "of the log", lambda told: told.deployment.tags),
    texts("authors", "of the log", lambda told: told.deployment.authors),
    texts("lessons", "what the team learned", lambda told: told.deployment.lessons),
    texts("follow_up", "what is left to do", lambda told: told.deployment.follow_up),
)
"""What is said of a deployment, in the order of the columns."""
