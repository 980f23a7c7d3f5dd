"""What an importer makes of somebody else's file: a log in the making, with its guesses marked.

An importer reads lines or a document and gives sketches; `writing` turns each into a log that a person
reviews, and the reader of logs judges the result like any other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Day  # noqa: N812
from datetime import datetime, time
from enum import StrEnum
from typing import Protocol, runtime_checkable

from deploylog.model import Activity, Kind, Outcome, Result
from deploylog.problems import Problem


class Part(StrEnum):
    """What became of a line of the input."""

    HEAD = "head"
    """It gave the log's title, date, zone or another key above the steps."""
    STEP = "step"
    UNPARSED = "unparsed"
    """Kept word for word under `unparsed`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """Something the file does not say, with what was taken instead and why."""

    key: str
    """A key of the log, or of a step: `date`, `timezone`, `outcome`, `at`."""
    because: str
    """A clause for the comment and the list of guesses: `the file names no zone`."""
    settle: str = ""
    """The option that settles it: `--timezone`; empty when only editing does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One step in the making."""

    at: datetime
    """Aware, or local to the sketch's zone; the log's clock has minutes, seconds are cut."""
    until: datetime | None = None
    """Not before `at`."""
    approximate: bool = False
    text: str
    """What happened; of a decision, what was decided."""
    activity: Activity | None = None
    systems: Sequence[str] = ()
    who: str = ""
    result: Result | None = None
    lines: Sequence[int] = ()
    """Numbers, from 1, of the input lines that it holds, perhaps a `range`; empty for a document."""
    guesses: Sequence[Guess] = ()
    question: str = ""
    """What was to be decided; of a decision only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextSlot:
    """A day on which a deployment that was put off is tried next."""

    day: Day
    tentative: bool = False
    note: str = ""
    """The words of the input that name the day otherwise: `Saturday night/Sunday morning`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The time granted for a deployment; each time aware, or local to the sketch's zone."""

    start: datetime
    end: datetime
    extended_to: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words of the author that stand around the entries."""

    key: str
    """The key of the log that they go to: `intro`, `closing`, `lessons`, `follow_up`."""
    text: str
    """A paragraph of a text, or an item of a list."""
    lines: Sequence[int]
    """Numbers, from 1, of the input lines that it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """One log in the making: one run, one attempt, one night."""

    title: str
    timezone: str
    """An IANA name; times without an offset are local to it."""
    outcome: Outcome
    entries: Sequence[Entry] = ()
    """In any order; `writing` sorts them."""
    date: Day | None = None
    """The day when no entry gives it: of a deferral, the day that was planned."""
    posted: Day | None = None
    """The day under which the author showed it; written when it is after the log's day."""
    release: str = ""
    environment: str = ""
    kind: Kind = Kind.PLANNED
    window: Window | None = None
    """With entries only; it starts within half a day of the first."""
    extended_to: time | None = None
    """Until when the site's window was extended, where no other is told of; of the sketch's zone."""
    systems: Sequence[str] = ()
    why: str = ""
    reason: str = ""
    """Why it was put off; of a deferred deployment only."""
    cause: str = ""
    """The same in the few words by which deferrals are counted."""
    next_slots: Sequence[NextSlot] = ()
    """When it is tried next; of a deferred deployment only."""
    next_decision_at: datetime | None = None
    """Local to the sketch's zone; of a deferred deployment only."""
    remedies: str = ""
    """The id of the log that it repairs."""
    tags: Sequence[str] = ()
    issues: Sequence[str] = ()
    passages: Sequence[Passage] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    """Text to address; addresses that are not http, https or mailto are written as comments."""
    guesses: Sequence[Guess] = ()
    unparsed: Sequence[tuple[int, str]] = ()
    """Line number, from 1, and text of each line that is no part of head or steps."""
    head_lines: Sequence[int] = ()
    """Numbers of the lines that gave the head."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the caller settles beforehand; empty strings leave it to the file."""

    date: str = ""
    """ISO day of the first entry."""
    timezone: str = ""
    """An IANA name."""
    site_timezone: str = ""
    """That of the site: where the file names none, a likelier guess than UTC, but still a guess."""
    outcome: str = ""
    as_of: Day | None = None
    """The day of the import, for guesses of day and year; importers never ask the clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One way to read what is ambiguous."""

    value: str
    """As typed after the option that settles it."""
    about: str
    """What the story would be: `the third of April`."""


class Ambiguous(Exception):  # noqa: N818  (it asks, it is no error until nobody answers)
    """What the file says can be told as different stories; the caller asks, or refuses."""

    def __init__(self, key: str, problem: Problem, choices: Sequence[Choice] = ()) -> None:
        """Ask for the wish with the name `key` (`date`, `timezone`, `outcome`).

        Args:
            key: A field of `Wishes`.
            problem: What is ambiguous, and where; shown when nobody can be asked.
            choices: The answers, if they can be listed.
        """
        self.key, self.problem, self.choices = key, problem, choices
        super().__init__(str(problem))


class Importer(Protocol):
    """Reads one kind of file. Register further ones as entry points `deploylog.importers`."""

    name: str
    """As typed after `--format`: `notes`."""
    summary: str
    """One line for `deploylog formats`."""

    def recognises(self, head: str, filename: str) -> bool:
        """Tell whether a file is of this kind, from its first 64 KiB and its name (may be empty)."""
        ...

    def read(self, text: "Text", wishes: Wishes) -> Sequence[Sketch]:
        """Read a whole file.

        Raises:
            LogError: The file is of this kind, but broken; each problem is located.
            Ambiguous: A wish has to settle what the file leaves open.
        """
        ...


@runtime_checkable
class ReadsTogether(Protocol):
    """An importer to which several files of one command can belong together: a run and its jobs."""

    def read_together(self, texts: "Sequence[Text]", wishes: Wishes) -> Sequence[Sketch]:
        """Read all files of one command; otherwise as `Importer.read`, which is not called then."""
        ...


class Text(Protocol):
    """A cleaned input: UTF-8, no escape sequences, no carriage returns; line by line or whole."""

    @property
    def file(self) -> str:
        """Give its name as problems show it."""
        ...

    def lines(self) -> Iterator[tuple[int, str]]:
        """Give each line's number, from 1, and text without its end, anew at each call."""
        ...

    def whole(self) -> str:
        """Give everything at once, for documents such as JSON.

        Raises:
            LogError: It is larger than a document may be.
        """
        ...
