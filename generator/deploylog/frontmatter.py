"""The front matter of a Markdown file: YAML between two lines `---` at its very start, read with places."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from deploylog import secrets
from deploylog.problems import LogError, Problem
from deploylog.yamltree import Mapping as Entries
from deploylog.yamltree import Node, Refused, Scalar, decode, read_tree, unreadable
from deploylog.yamltree import Sequence as Items

RULE = "bad-front-matter"

_EMPTY = ("", "null", "~")
_FENCE = re.compile(r"---[ \t]*(?:\r\n|\n|\r|\Z)")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)", re.MULTILINE)


@dataclass(slots=True)
class FrontMatter:
    """The front matter of one file, and a collector of what is wrong with it."""

    file: str
    """What problems call the file."""
    entries: Mapping[str, Node]
    keys: Mapping[str, Scalar]
    body: str
    """The Markdown below, as it stands."""
    body_line: int
    """The line of the file in which `body` begins."""
    problems: list[Problem] = field(default_factory=list)

    def report(self, place: Node | None, rule: str, message: str, help_: str) -> None:
        """Collect a problem; without a place it is the whole file's."""
        line, column = (place.line, place.column) if place else (1, 1)
        self.problems.append(
            Problem(file=self.file, line=line, column=column, rule=rule, message=message, help=help_)
        )

    def text(self, key: str) -> str:
        """Give a key's text; empty when the key is missing or its value no text, which is reported."""
        node = self.given(key)
        if node is None or isinstance(node, Scalar):
            return " ".join(node.text.split()) if node else ""
        if not isinstance(node, Refused):
            self.report(node, RULE, f"{key} is {kind(node)}, not a text", "write one text after the colon")
        return ""

    def texts(self, key: str) -> Sequence[Scalar]:
        """Give a key's list of texts, a single text being a list of one; what is no text is reported."""
        for item in self._items(key):
            if not isinstance(item, Scalar | Refused):
                self.report(
                    item, RULE, f"{key} holds {kind(item)}, not only texts", f"write {key}: [one, two]"
                )
        return self.listed(key)

    def listed(self, key: str) -> Sequence[Scalar]:
        """Give the same texts, and report nothing."""
        return [item for item in self._items(key) if isinstance(item, Scalar) and item.text]

    def _items(self, key: str) -> Sequence[Node]:
        node = self.given(key)
        return node.items if isinstance(node, Items) else [node] if node else []

    def flag(self, key: str) -> bool:
        """Give a key's `true` or `false`; a missing one is false."""
        node = self.given(key)
        if isinstance(node, Scalar) and node.text.lower() in ("true", "false"):
            return node.text.lower() == "true"
        if node and not isinstance(node, Refused):
            shown = f"'{node.text}'" if isinstance(node, Scalar) else kind(node)
            self.report(node, RULE, f"{key} is {shown}", "write true or false")
        return False

    def given(self, key: str) -> Node | None:
        """Give a key's value; None when it is missing or left empty."""
        node = self.entries.get(key)
        return None if isinstance(node, Scalar) and node.plain and node.text in _EMPTY else node

    def finish(self) -> None:
        """Raise `LogError` if anything was reported."""
        if self.problems:
            raise LogError(self.problems)


def read_front_matter(content: bytes, file: str) -> FrontMatter:
    """Split a Markdown file; one without front matter is all body.

    Raises:
        LogError: The file is no text, the front matter is not closed, or no YAML that holds keys.
    """
    text = decode(content, file).removeprefix("\ufeff")
    if faults := unreadable(text, file, 1):
        raise LogError(faults)
    hidden = secrets.problems(text, file=file, accepted=secrets.IN_MARKDOWN)
    opening = _FENCE.match(text)
    if opening is None:
        return FrontMatter(file, {}, {}, text, 1, hidden)
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        _refuse(file, "the line `---` opens front matter that is never closed", "close it with a line `---`")
    inside = text[opening.end() : closing.start()]
    tree = read_tree(inside, file, line=2)
    if not tree.complete or isinstance(tree.root, Refused):
        raise LogError(tree.problems)
    if not isinstance(tree.root, Entries | None):
        what = f"the front matter is {kind(tree.root)}, not keys with values"
        _refuse(file, what, "write lines `key: value`")
    found = tree.root if isinstance(tree.root, Entries) else Entries({}, {}, 1, 1)
    lines = _lines(text[: closing.end()])
    return FrontMatter(
        file, found.entries, found.keys, text[closing.end() :], lines, [*tree.problems, *hidden]
    )


def kind(node: Node) -> str:
    """Say what a value is, with its article."""
    if isinstance(node, Scalar):
        return "a text"
    return "a list" if isinstance(node, Items) else "a mapping"


def _lines(text: str) -> int:
    """Give the number of the line after `text`, which ends with one."""
    return len(re.findall(r"\r\n|\n|\r", text)) + 1


def _refuse(file: str, message: str, help_: str) -> NoReturn:
    raise LogError([Problem(file=file, line=1, column=1, rule=RULE, message=message, help=help_)])
