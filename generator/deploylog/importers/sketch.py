"""What an importer makes of somebody else's file: a log in the making, with its guesses marked.

An importer reads lines or a document and gives sketches; `writing` turns each into a log that a person
reviews, and the reader of logs judges the result like any other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from deploylog.model import Activity, Kind, Outcome, Result


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
    """Aware, or local to the sketch's zone."""
    until: datetime | None = None
    approximate: bool = False
    text: str
    activity: Activity | None = None
    systems: Sequence[str] = ()
    who: str = ""
    result: Result | None = None
    lines: Sequence[int] = ()
    """Numbers, from 1, of the input lines that it holds; empty for a document."""
    guesses: Sequence[Guess] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """One log in the making: one run, one attempt, one night."""

    title: str
    timezone: str
    """An IANA name; times without an offset are local to it."""
    outcome: Outcome
    entries: Sequence[Entry] = ()
    """In any order; `writing` sorts them."""
    release: str = ""
    environment: str = ""
    kind: Kind = Kind.PLANNED
    systems: Sequence[str] = ()
    why: str = ""
    issues: Sequence[str] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    """Text to address."""
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
    outcome: str = ""


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
        """
        ...


class Text(Protocol):
    """A cleaned input: UTF-8, no escape sequences, no carriage returns; line by line or whole."""

    file: str
    """As problems name it."""

    def lines(self) -> Iterator[tuple[int, str]]:
        """Give each line's number, from 1, and text without its end, anew at each call."""
        ...

    def whole(self) -> str:
        """Give everything at once, for documents such as JSON.

        Raises:
            LogError: It is larger than a document may be.
        """
        ...
