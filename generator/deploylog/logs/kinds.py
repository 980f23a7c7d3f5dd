"""The kinds of value that a table of shapes is made of: what a key may hold, what keys ask of each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


@dataclass(frozen=True, slots=True)
class Text:
    """Words of the author's; `line`: a name, on one line; `untouched`: Markdown, kept as it is."""

    line: bool = False
    untouched: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """One of the words of an enum."""

    words: type[StrEnum]


@dataclass(frozen=True, slots=True)
class Flag:
    """`true` or `false`."""


@dataclass(frozen=True, slots=True)
class Day:
    """`2007-12-02`."""


@dataclass(frozen=True, slots=True)
class Time:
    """A clock or a moment; `dated`: it carries its day; `ranged`: `01:40-01:45` fills `until` too."""

    dated: bool = False
    ranged: bool = False


@dataclass(frozen=True, slots=True)
class Zone:
    """An IANA time zone."""


@dataclass(frozen=True, slots=True)
class Form:
    """A text of a certain form, e.g. an address."""

    pattern: str
    rule: str
    what: str
    """Completes `tags[0] is 'X', which is no ...`."""
    help: str


@dataclass(frozen=True, slots=True)
class Many:
    """A list; `or_one`: a single value may stand without one."""

    of: "Value"
    or_one: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a mapping."""

    name: str
    value: "Value"
    about: str
    """Shown by editors; a clause without a full stop."""
    required: bool = False


@dataclass(frozen=True, slots=True)
class When:
    """Whether the value of one key is among some words (or, negated, is not)."""

    key: str
    among: frozenset[str]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Needs:
    """At least one of some keys must be there, always or under a condition."""

    one_of: Sequence[str]
    when: When | None = None
    with_key: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class Only:
    """Some keys make sense under a condition only."""

    keys: Sequence[str]
    when: When
    help: str


@dataclass(frozen=True, slots=True)
class NotBoth:
    """Two keys exclude each other."""

    keys: tuple[str, str]
    help: str


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A mapping: its keys, and how it may be written shorter."""

    name: str
    """With its article: `a step`."""
    keys: Sequence[Key]
    about: str
    short: str | None = None
    """The key that a plain text fills."""
    form: Literal["", "range", "moment"] = ""
    """A text of its own kind: `01:30-07:00` (window) or a day with or without its time (slot)."""
    rules: Sequence[Needs | Only | NotBoth] = ()


Value = Text | Word | Flag | Day | Time | Zone | Form | Many | Shape
