"""Folding records into steps that a person can read, in constant memory: the more there are, the coarser.

A few records become a step each. When there are more than `MAX_RUNS`, those of one minute that are equally
grave are put together, then those of five minutes, and so on, until the whole is short enough again.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from deploylog.importers.sketch import Entry
from deploylog.model import Activity, Result

MAX_RUNS = 120
"""Steps of one log at most."""
MAX_TEXT = 300
"""Characters of a message that stands for others."""
GRAVE = frozenset(
    {"error", "err", "severe", "critical", "crit", "fatal", "alert", "emerg", "panic", "failure"}
)
_MINUTES = (1, 5, 15, 60, 360, 1440, 10080)


@dataclass(slots=True)
class Record:
    """One message of the input."""

    first: int
    """Number of its first line, 0 in a document."""
    last: int
    at: datetime
    """Aware."""
    text: str
    until: datetime | None = None
    grave: bool = False
    """Its level says that something failed."""
    systems: Sequence[str] = ()
    who: str = ""
    activity: Activity | None = None
    result: Result | None = None


@dataclass(slots=True)
class _Run:
    """Records next to each other that become one step."""

    record: Record
    """The first, whose last line and times grow."""
    count: int = 1
    graves: int = 0
    first_grave: str = ""
    last_text: str = ""
    until: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.until = self.record.until or self.record.at

    def take(self, other: "_Run") -> None:
        mine, its = self.record, other.record
        mine.at, self.until = min(mine.at, its.at), max(self.until, other.until)
        mine.last = its.last
        self.count += other.count
        self.graves += other.graves
        self.first_grave = self.first_grave or other.first_grave
        self.last_text = other.last_text
        if tuple(mine.systems) != tuple(its.systems):
            mine.systems = ()
        mine.who = mine.who if mine.who == its.who else ""
        mine.activity = mine.activity if mine.activity is its.activity else None
        mine.result = None

    def entry(self) -> Entry:
        """Give the step."""
        record = self.record
        return Entry(
            at=record.at,
            until=self.until if self.until > record.at else None,
            text=record.text if self.count == 1 else self._summary(),
            systems=record.systems,
            who=record.who,
            activity=record.activity,
            result=record.result,
            lines=range(record.first, record.last + 1) if record.first else (),
        )

    def _summary(self) -> str:
        """Tell many messages by the first, the first grave one and the last, word for word."""
        parts = [f"{self.count} messages, from: {_short(self.record.text)}"]
        if self.graves and self.graves < self.count:
            failed = "1 of them an error" if self.graves == 1 else f"{self.graves} of them errors"
            parts.append(f"{failed}: {_short(self.first_grave)}")
        parts.append(f"to: {_short(self.last_text)}")
        return "\n".join(parts)


class Folder:
    """Takes records in the order of the input, and gives at most `MAX_RUNS` steps."""

    def __init__(self) -> None:
        self._runs: list[_Run] = []
        self._keys: list[Hashable] = []
        self._coarser: Iterator[Callable[[_Run], Hashable]] = _coarser()
        self._key: Callable[[_Run], Hashable] | None = None
        """What runs next to each other have in common when they are put together; None: nothing yet."""
        self.last: Record | None = None
        """The record taken last."""

    def take(self, record: Record) -> None:
        """Take the next record."""
        self.last = record
        text = record.text
        run = _Run(record, 1, int(record.grave), text if record.grave else "", text)
        self._put(run)
        while len(self._runs) > MAX_RUNS:
            self._key = next(self._coarser)
            runs, self._runs, self._keys = self._runs, [], []
            for each in runs:
                self._put(each)

    def extend(self, number: int, text: str) -> None:
        """Give a line without a stamp to the record above it."""
        run = self._runs[-1]
        run.record.last = number
        if run.count == 1 and text and len(run.record.text) < 4 * MAX_TEXT:
            run.record.text += f"\n{text[: 2 * MAX_TEXT]}"

    @property
    def began(self) -> bool:
        """Whether there is a record."""
        return bool(self._runs)

    def entries(self) -> list[Entry]:
        """Give the steps."""
        return [run.entry() for run in self._runs]

    def _put(self, run: _Run) -> None:
        if self._key is None:
            self._runs.append(run)
            return
        key = self._key(run)
        if self._runs and self._keys and self._keys[-1] == key:
            self._runs[-1].take(run)
        else:
            self._runs.append(run)
            self._keys.append(key)


def _coarser() -> Iterator[Callable[[_Run], Hashable]]:
    """Give what to put together by, coarser and coarser; in the end everything."""
    for minutes in _MINUTES:
        yield partial(_grave_slot, minutes=minutes)
        yield partial(_slot, minutes=minutes)
    while True:
        yield lambda _: None


def _grave_slot(run: _Run, minutes: int) -> tuple[int, bool]:
    return _slot(run, minutes), run.graves > 0


def _slot(run: _Run, minutes: int) -> int:
    return int(run.record.at.timestamp() // (60 * minutes))


def _short(text: str) -> str:
    line = " ".join(text.split("\n", 1)[0].split())
    return line if len(line) <= MAX_TEXT else f"{line[:MAX_TEXT]}…"


def gap(earlier: Record, later: Record) -> timedelta:
    """Give the pause between two records."""
    return later.at - (earlier.until or earlier.at)
