"""The nodes of a tree: texts, lists and mappings, each with its place."""

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence as SequenceOf
from dataclasses import dataclass

from deploylog.problems import Problem


@dataclass(slots=True)  # Nodes are not frozen: that would take a fifth of the time of reading.
class Scalar:
    """A text, exactly as written."""

    text: str
    line: int
    """From 1."""
    column: int
    """From 1, in characters."""
    plain: bool = True
    """Whether it stands there without quotes and is no block (`|`, `>`)."""


@dataclass(slots=True)
class Sequence:
    """A list."""

    items: SequenceOf["Node"]
    line: int
    column: int


@dataclass(slots=True)
class Mapping:
    """Keys and their values, in the author's order; of a repeated key the first."""

    entries: MappingOf[str, "Node"]
    keys: MappingOf[str, Scalar]
    """The keys themselves, for their places."""
    line: int
    column: int


@dataclass(slots=True)
class Refused:
    """Where something stood that is not accepted; its problem is reported already."""

    line: int
    column: int


Node = Scalar | Sequence | Mapping | Refused


@dataclass(frozen=True, slots=True)
class Tree:
    """What a file holds, and what is wrong with it as YAML."""

    root: Node | None
    """None when the file is empty or could not be read to its end."""
    problems: SequenceOf[Problem]
    complete: bool
    """Whether the parser came to the end; if not, what is missing in `root` says nothing."""
