"""What has been read, typed but not yet placed: fields with their places, and mappings of them."""

from dataclasses import dataclass, field
from typing import Any

from deploylog.yamltree import Node


@dataclass(slots=True)
class Field:
    """A value that has been read, and where."""

    value: Any
    """By kind: str, a StrEnum member, bool, date, Written (an Instant once placed), Record, list of Field."""
    path: str
    """As messages name it: `steps[3].at`, counted from 0."""
    line: int
    column: int
    private: bool = False
    """Kept out of the site."""


@dataclass(slots=True)
class Record:
    """A mapping that has been read."""

    fields: dict[str, Field] = field(default_factory=dict)
    """Without the faulty ones."""
    given: dict[str, Node] = field(default_factory=dict)
    """All that the author gave a value, faulty or not."""
    meant: set[str] = field(default_factory=set)
    """Keys whose absence is noted already, perhaps as a misspelling."""
    private: bool = False
    """Marked so, or without meaning once its private fields are taken away."""
    because: str = ""
    """The path of the private field without which it has no meaning; empty when it is marked itself."""

    def get(self, key: str) -> Any:
        """Give a field's value, None when it is not there or faulty."""
        found = self.fields.get(key)
        return None if found is None else found.value

    def records(self, key: str) -> list["Record"]:
        """Give the mappings of a list, private ones too."""
        return [item.value for item in self.get(key) or ()]


def join(path: str, name: str) -> str:
    """Give the path of a key in the mapping at a path."""
    return f"{path}.{name}" if path else name
