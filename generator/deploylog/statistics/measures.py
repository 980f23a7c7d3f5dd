"""What a figure is: a number that knows its whole and the deployments it counts.

Every figure has `ids`, the deployments that it counts, in time order; what the logs cannot say is None
(`unknown` on the page, null in JSON), never 0.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from statistics import median


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days that figures are about, both ends included."""

    first: date
    last: date
    """Not before `first`."""

    @property
    def days(self) -> int:
        """At least 1."""
        return (self.last - self.first).days + 1

    def json(self) -> dict[str, object]:
        """Give the period for a program."""
        return {"first": self.first.isoformat(), "last": self.last.isoformat(), "days": self.days}


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """So many deployments."""

    ids: Sequence[str] = ()

    @property
    def count(self) -> int:
        """How many."""
        return len(self.ids)

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """So many things in deployments, where one deployment may have several."""

    count: int = 0
    ids: Sequence[str] = ()
    """The deployments that have one or more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of a whole; numbers of deployments, not percent."""

    ids: Sequence[str]
    whole: Sequence[str]
    """The ids of the whole; all of `ids` are among them."""

    @property
    def count(self) -> int:
        """How many are counted."""
        return len(self.ids)

    @property
    def of(self) -> int:
        """How many there are; 0 when nothing was there to count."""
        return len(self.whole)

    @property
    def percent(self) -> float | None:
        """Percent of the whole; None when there is no whole."""
        return 100 * self.count / self.of if self.of else None

    def json(self) -> dict[str, int]:
        """Give the share for a program."""
        return {"count": self.count, "of": self.of}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency:
    """So many deployments in a period."""

    ids: Sequence[str]
    period: Period | None
    """None when there is no log."""

    @property
    def count(self) -> int:
        """How many deployments."""
        return len(self.ids)

    @property
    def per_week(self) -> float | None:
        """Deployments per week; None when the period is shorter than a week and so says too little."""
        return 7 * self.count / self.period.days if self.period and self.period.days >= 7 else None

    @property
    def days_between(self) -> float | None:
        """Days of the period for each deployment; None where `per_week` is, or without a deployment."""
        return self.period.days / self.count if self.per_week and self.period else None

    def json(self) -> dict[str, object]:
        """Give the frequency for a program."""
        return {"count": self.count, "per_week": self.per_week}


@dataclass(frozen=True, kw_only=True)
class Spread:
    """Lengths of time, one a deployment, with their middle; a length may be negative (behind, early)."""

    values: Mapping[str, timedelta] = field(default_factory=dict)
    """By id, in time order; exact ones only."""
    approximate: Mapping[str, timedelta] = field(default_factory=dict)
    """By id, in time order; those that rest on an approximate time and are left out of exact figures."""
    unknown: Sequence[str] = ()
    """The ids of those whose logs do not say."""

    @property
    def ids(self) -> Sequence[str]:
        """The deployments that the figures rest on."""
        return tuple(self.values)

    @property
    def measured(self) -> Sequence[str]:
        """The deployments that have a value, exact ones first."""
        return (*self.values, *self.approximate)

    @property
    def count(self) -> int:
        """How many values the figures rest on."""
        return len(self.values)

    @property
    def of(self) -> int:
        """How many deployments should have a value."""
        return len(self.values) + len(self.approximate) + len(self.unknown)

    @cached_property
    def median(self) -> timedelta | None:
        """The middle of the exact values; None without any."""
        return self._middle(self.values)

    @cached_property
    def rough(self) -> timedelta | None:
        """The middle of all values, approximate ones too, to be told as "about"; None without any."""
        return self._middle({**self.values, **self.approximate})

    @property
    def shortest(self) -> timedelta | None:
        """The least of the exact values."""
        return min(self.values.values(), default=None)

    @property
    def longest(self) -> timedelta | None:
        """The greatest of the exact values."""
        return max(self.values.values(), default=None)

    @cached_property
    def total(self) -> timedelta:
        """The sum of the exact values; of none, nothing."""
        return sum(self.values.values(), timedelta())

    @cached_property
    def rough_total(self) -> timedelta:
        """The sum of all values, approximate ones too, to be told as "about"."""
        return self.total + sum(self.approximate.values(), timedelta())

    @property
    def small(self) -> bool:
        """Whether there are so few values that each says more than their middle."""
        return self.count <= 2

    @staticmethod
    def _middle(values: Mapping[str, timedelta]) -> timedelta | None:
        seconds = [value.total_seconds() for value in values.values()]
        return timedelta(seconds=median(seconds)) if seconds else None

    def json(self) -> dict[str, object]:
        """Give the lengths for a program, in minutes."""
        return {
            "count": self.count,
            "of": self.of,
            "median_minutes": minutes(self.median),
            "shortest_minutes": minutes(self.shortest),
            "longest_minutes": minutes(self.longest),
            "values": {id_: minutes(value) for id_, value in self.values.items()},
            "approximate": {id_: minutes(value) for id_, value in self.approximate.items()},
            "unknown": list(self.unknown),
        }


@dataclass(frozen=True, kw_only=True)
class LeadTimes(Spread):
    """Lengths of time, one a change; the keys are `<id of the deployment>#<place in its changes, from 0>`."""

    @property
    def ids(self) -> Sequence[str]:
        """The deployments that delivered the changes of the exact lengths."""
        return _delivering(self.values)

    @property
    def measured(self) -> Sequence[str]:
        """The deployments that delivered any change with a length."""
        return _delivering({**self.values, **self.approximate})

    @property
    def changes(self) -> int:
        """How many changes have a length, exact or approximate."""
        return len(self.values) + len(self.approximate)


def _delivering(keys: Iterable[str]) -> Sequence[str]:
    return tuple(dict.fromkeys(key.rpartition("#")[0] for key in keys))


def count_by(words: Iterable[tuple[str, str]]) -> Mapping[str, Count]:
    """Count deployments by a word of their logs, most frequent first.

    Case and spacing make no new word; the first spelling is shown.

    Args:
        words: Pairs of word and id, each id once, in time order; `` where a log does not say.
    """
    spellings: dict[str, str] = {}
    groups: dict[str, list[str]] = defaultdict(list)
    for word, id_ in words:
        written = " ".join(word.split())
        groups[spellings.setdefault(written.casefold(), written)].append(id_)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return {word: Count(ids=tuple(ids)) for word, ids in ordered}


def minutes(span: timedelta | None) -> int | float | None:
    """Give a length in minutes, as a whole number where it is one."""
    if span is None:
        return None
    exact = span.total_seconds() / 60
    return int(exact) if exact.is_integer() else exact
