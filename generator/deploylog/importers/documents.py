"""JSON as exports hold it: one value, a list, one value a line; every fault has a place in the file.

Values are read with the standard library; where something stands is looked up only when there is a
problem to tell.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from deploylog.importers.instants import instant
from deploylog.importers.sketch import Guess, Text
from deploylog.importers.walking import Path, integer, walk
from deploylog.logs.zones import zone
from deploylog.problems import LogError, Problem

_SPACE = re.compile(r"[ \t\r\n]*")
_BEGIN = re.compile(r"\s*(?:\{|\[\s*(?:$|[{\[\]]))")
_MAX_PROBLEMS = 100
_MAX_DEPTH = 8
"""Levels below which nobody wraps a record any more."""
_CUT = "export it once more: it looks cut off or edited by hand"


@dataclass(slots=True)
class Document:
    """One file, and the problems found in it so far."""

    file: str
    text: str
    timezone: str = ""
    """Of times without an offset; empty for UTC, which is then a guess."""
    zoneless: bool = False
    """Whether a time without an offset was met."""
    refused: list[tuple[Path, str, str, str]] = field(default_factory=list)
    """Path, rule, message and help of each problem."""

    def refuse(self, path: Path, rule: str, message: str, help: str = "") -> None:  # noqa: A002
        """Note a problem at a value, or at what is left of the path to it."""
        if len(self.refused) < _MAX_PROBLEMS:
            self.refused.append((path, rule, message, help))

    def check(self) -> None:
        """Raise the problems found so far, if there are any."""
        if self.refused:
            places = self.places({path for path, *_ in self.refused})
            raise LogError(self._problem(*places[path], *told) for path, *told in self.refused)

    def _problem(self, line: int, column: int, rule: str, message: str, help: str) -> Problem:  # noqa: A002
        return Problem(file=self.file, line=line, column=column, rule=rule, message=message, help=help)

    def places(self, paths: set[Path]) -> Mapping[Path, tuple[int, int]]:
        """Give line and column of each value, or of the nearest one around it."""
        around = {path[:length]: 0 for path in paths for length in range(len(path) + 1)}
        for found, _, start in walk(self.text):
            if found in around:
                around[found] = start
        nearest = {path: max(around[path[:length]] for length in range(len(path) + 1)) for path in paths}
        return {path: self._place(offset) for path, offset in nearest.items()}

    def _place(self, offset: int) -> tuple[int, int]:
        return self.text.count("\n", 0, offset) + 1, offset - self.text.rfind("\n", 0, offset)

    def guesses(self) -> Sequence[Guess]:
        """Say what was taken for times without an offset."""
        if not self.zoneless or self.timezone:
            return ()
        because = "some times of the file carry no zone; they are taken as UTC"
        return (Guess(key="timezone", because=because, settle="--timezone"),)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a document, perhaps one that is not there."""

    document: Document
    value: Any
    path: Path = ()

    def __bool__(self) -> bool:
        return self.value not in (None, "", [], {})

    def __getitem__(self, key: str) -> "Node":
        inner = self.value.get(key) if isinstance(self.value, dict) else None
        return Node(self.document, inner, (*self.path, key))

    def first(self, *keys: str) -> "Node":
        """Give the first of the keys that has a value; `a.b` leads into an object."""
        node = self
        for key in keys:
            node = self
            for part in key.split("."):
                node = node[part]
            if node:
                break
        return node

    def nodes(self) -> "list[Node]":
        """Give the values of a list; nothing for anything else."""
        if not isinstance(self.value, list):
            return []
        return [Node(self.document, inner, (*self.path, index)) for index, inner in enumerate(self.value)]

    def keys(self) -> list[str]:
        """Give the keys of an object; none for anything else."""
        return list(self.value) if isinstance(self.value, dict) else []

    def text(self, *keys: str) -> str:
        """Give the first of the keys, or the value itself, as one line; empty for an object or a list."""
        value = (self.first(*keys) if keys else self).value
        return "" if value is None or isinstance(value, (dict, list, bool)) else " ".join(str(value).split())

    def number(self, *keys: str) -> float:
        """Give the first of the keys as a finite number; 0 for anything else."""
        value = self.first(*keys).value
        try:
            number = 0.0 if isinstance(value, (bool, dict, list)) or value is None else float(value)
        except (ValueError, OverflowError):
            return 0.0
        return number if abs(number) < 1e20 else 0.0

    def at(self, *keys: str) -> datetime | None:
        """Give the first of the keys as an aware time in UTC; what is no time becomes a problem."""
        node = self.first(*keys)
        if not node or node.value in (0, "0") or str(node.value).startswith("0001-"):
            return None
        found = instant(node.value)
        if isinstance(found, str):
            node.document.refuse(node.path, "no-time", f"`{_short(node.value)}` {found}", _HELP)
            return None
        if found.tzinfo is None:
            node.document.zoneless = True
            found = found.replace(tzinfo=zone(self.document.timezone) or UTC)
        return found.astimezone(UTC)


_HELP = "correct it, or leave the record out"


def read(text: Text, timezone: str = "") -> list[Node]:
    """Read all values of a file: one, or one after the other, as in JSON lines.

    Raises:
        LogError: It is no JSON, with the place where it stops being some.
    """
    document = Document(text.file, text.whole(), timezone)
    decoder = json.JSONDecoder(strict=False, parse_int=integer, parse_constant=lambda _: None)
    roots: list[Node] = []
    position = _after_space(document.text, 0)
    while position < len(document.text):
        try:
            value, position = decoder.raw_decode(document.text, position)
        except json.JSONDecodeError as error:
            raise LogError([_syntax(document, error)]) from error
        except RecursionError as error:
            raise LogError([_too_deep(document)]) from error
        roots.append(Node(document, value, (len(roots),)))
        position = _after_space(document.text, position)
    if not roots:
        problem = Problem(file=text.file, line=1, column=1, rule="empty", message="the file is empty")
        raise LogError([problem])
    return roots


def begins_json(text: Text) -> bool:
    """Tell whether a file is meant to be JSON, by its first line: `[` begins a line of a chat too."""
    first = next((line for _, line in text.lines() if line.strip()), "")
    return bool(_BEGIN.match(first))


def records(roots: Sequence[Node]) -> Iterator[Node]:
    """Give the objects at the top: the values themselves, or those of the lists that they are."""
    for root in roots:
        if isinstance(root.value, list):
            yield from records(root.nodes())
        elif isinstance(root.value, dict):
            yield root
        else:
            root.document.refuse(
                root.path,
                "wrong-type",
                f"`{_short(root.value)}` stands where a record is expected",
                "a record is an object: `{...}`",
            )


@lru_cache(maxsize=2)
def glimpse(head: str) -> Sequence[Mapping[str, Any]]:
    """Give the objects at the top of a file as far as its head shows them; nothing if it is no JSON."""
    if head.lstrip()[:1] not in ("{", "["):
        return ()
    roots = [value for path, value, _ in walk(head) if len(path) == 1]
    return tuple(_objects(roots, 0))


def within(value: Mapping[str, Any], depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Give an object and those inside: captures wrap what they caught as `body` or `payload`."""
    yield value
    if depth < _MAX_DEPTH:
        for inner in value.values():
            if isinstance(inner, dict):
                yield from within(inner, depth + 1)
            elif isinstance(inner, list):
                for one in inner[:3]:
                    if isinstance(one, dict):
                        yield from within(one, depth + 1)


def _objects(values: Sequence[Any], depth: int) -> Iterator[Mapping[str, Any]]:
    for value in values:
        if isinstance(value, dict):
            yield value
        elif isinstance(value, list) and depth < _MAX_DEPTH:
            yield from _objects(value, depth + 1)


def _after_space(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


def _short(value: Any) -> str:
    written = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    written = " ".join(written.split())
    return written if len(written) <= 60 else f"{written[:59]}…"


def _syntax(document: Document, error: json.JSONDecodeError) -> Problem:
    rest = document.text[error.pos :].strip()
    cut = not rest or error.msg.startswith("Unterminated")
    message = "the JSON ends in the middle" if cut else f"this is no JSON: {error.msg.lower()}"
    return Problem(
        file=document.file,
        line=error.lineno,
        column=error.colno,
        rule="syntax",
        message=message,
        help=_CUT,
    )


def _too_deep(document: Document) -> Problem:
    message = "the JSON is nested too deep to be an export"
    return Problem(file=document.file, line=1, column=1, rule="too-deep", message=message)
