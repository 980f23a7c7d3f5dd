"""YAML as a tree of texts with their places; nothing is guessed, nothing is constructed.

PyYAML's loaders make `605` of `10:05`, `False` of `NO` and `1.1` of `1.10`, forget the places, and in C
overrun the stack on deep nesting. This module walks the parser's events instead, without recursion.
"""

import re
from collections.abc import Callable, Iterator
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence as SequenceOf
from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml

from deploylog.problems import LogError, Problem

MAX_DEPTH = 32
MAX_BYTES = 1 << 20
MAX_NODES = 50_000

_BAD_CHARACTER = re.compile(
    r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_KEY_HELP = "write a text and a colon; quote a text that begins with `[`, `{` or `?`"
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, exactly as written."""

    text: str
    line: int
    """From 1."""
    column: int
    """From 1, in characters."""
    plain: bool = True
    """Whether it stands there without quotes and is no block (`|`, `>`)."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: SequenceOf["Node"]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and their values, in the author's order; of a repeated key the first."""

    entries: MappingOf[str, "Node"]
    keys: MappingOf[str, Scalar]
    """The keys themselves, for their places."""
    line: int
    column: int


@dataclass(frozen=True, slots=True)
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


class _Stopped(Exception):  # noqa: N818  (it ends the reading, it is not shown)
    """The rest of the file is not read; the problem is reported already."""


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet."""

    node: Sequence | Mapping
    add: Callable[[Node], None]
    anchor: str | None


@dataclass(slots=True)
class _Composer:
    """Makes the tree from events; a stack instead of recursion, so depth costs nothing."""

    file: str
    shift: int
    foreign: bool
    problems: list[Problem] = field(default_factory=list)
    root: Node | None = None
    nodes: int = 0
    documents: int = 0
    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, Node] = field(default_factory=dict)

    def report(self, mark: Any, rule: str, message: str, help_: str = "") -> None:
        line, column = self.place(mark)
        self.problems.append(
            Problem(file=self.file, line=line, column=column, rule=rule, message=message, help=help_)
        )

    def stop(self, mark: Any, rule: str, message: str, help_: str) -> NoReturn:
        self.report(mark, rule, message, help_)
        raise _Stopped

    def place(self, mark: Any) -> tuple[int, int]:
        return mark.line + 1 + self.shift, mark.column + 1

    def compose(self, events: Iterator[Any]) -> None:
        for event in events:
            handle = _HANDLERS.get(type(event))
            if handle is not None:
                handle(self, event)

    def document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self.stop(
                event.start_mark,
                "second-document",
                "a second document begins here",
                "a file holds one document: remove the line `---`, or give the second a file of its own",
            )

    def scalar(self, event: Any) -> None:
        found = _BAD_CHARACTER.search(event.value) if event.style == '"' else None
        if found is not None:
            message = f"the character U+{ord(found[0]):04X} cannot stand in a text"
            self.refuse(event, "bad-character", message, "remove the escape that makes it")
            return
        self.put(event, Scalar(event.value, *self.place(event.start_mark), event.style in (None, "")))

    def alias(self, event: Any) -> None:
        if self.foreign:
            line, column = self.place(event.start_mark)
            self.add(self.anchors.get(event.anchor, Refused(line, column)))
            return
        self.refuse(
            event, "alias", f"'*{event.anchor}' repeats a value from elsewhere", "write the value out"
        )

    def sequence(self, event: Any) -> None:
        items: list[Node] = []
        self.open(event, Sequence(items, *self.place(event.start_mark)), items.append)

    def mapping(self, event: Any) -> None:
        entries: dict[str, Node] = {}
        keys: dict[str, Scalar] = {}
        node = Mapping(entries, keys, *self.place(event.start_mark))
        pending: list[Node] = []

        def add(child: Node) -> None:
            pending.append(child)
            if len(pending) == 2:
                self.enter(entries, keys, *pending)
                pending.clear()

        self.open(event, node, add)

    def enter(self, entries: dict[str, Node], keys: dict[str, Scalar], key: Node, value: Node) -> None:
        if isinstance(key, Refused):
            return
        if not isinstance(key, Scalar):
            self.report_at(key, "wrong-type", "a key is a list or a mapping, not a text", _KEY_HELP)
        elif key.text in entries and not self.foreign:
            first = keys[key.text]
            self.report_at(
                key,
                "duplicate-key",
                f"{quote(key.text)} stands here a second time; the first is in line {first.line}",
                "keep one of the two",
            )
        else:
            entries[key.text], keys[key.text] = value, key

    def report_at(self, node: Node, rule: str, message: str, help_: str) -> None:
        self.problems.append(
            Problem(
                file=self.file, line=node.line, column=node.column, rule=rule, message=message, help=help_
            )
        )

    def open(self, event: Any, node: Sequence | Mapping, add: Callable[[Node], None]) -> None:
        if len(self.stack) == MAX_DEPTH:
            self.stop(
                event.start_mark,
                "too-deep",
                f"lists and mappings stand more than {MAX_DEPTH} levels deep in each other",
                "a log needs no more than 6 levels; look for brackets that are never closed",
            )
        self.put(event, node)
        self.stack.append(_Open(node, add, event.anchor))

    def close(self, _event: Any) -> None:
        closed = self.stack.pop()
        if closed.anchor:
            self.anchors[closed.anchor] = closed.node

    def put(self, event: Any, node: Node) -> None:
        if self.foreign:
            if event.anchor and isinstance(node, Scalar):
                self.anchors[event.anchor] = node
        elif event.anchor:
            help_ = "remove the anchor, and write the value out wherever it is needed"
            self.report(event.start_mark, "alias", f"'&{event.anchor}' names a value for repetition", help_)
        elif event.tag:
            help_ = "remove the tag; every value is read as text"
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.report(event.start_mark, "tag", f"{quote(tag)} is a YAML tag", help_)
        self.add(node)

    def add(self, node: Node) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.report_at(
                node,
                "too-large",
                f"the file holds more than {MAX_NODES:,} values",
                "a log tells one night; give each night a file of its own",
            )
            raise _Stopped
        if self.stack:
            self.stack[-1].add(node)
        else:
            self.root = node

    def refuse(self, event: Any, rule: str, message: str, help_: str) -> None:
        self.report(event.start_mark, rule, message, help_)
        self.add(Refused(*self.place(event.start_mark)))


_HANDLERS: MappingOf[type, Callable[[_Composer, Any], None]] = {
    yaml.DocumentStartEvent: _Composer.document,
    yaml.ScalarEvent: _Composer.scalar,
    yaml.AliasEvent: _Composer.alias,
    yaml.SequenceStartEvent: _Composer.sequence,
    yaml.MappingStartEvent: _Composer.mapping,
    yaml.SequenceEndEvent: _Composer.close,
    yaml.MappingEndEvent: _Composer.close,
}


def read_tree(text: str, file: str, *, line: int = 1, foreign: bool = False) -> Tree:
    """Read YAML without giving any value a type.

    Args:
        text: At most 1 MiB; a byte order mark at its start is ignored.
        file: What problems call the file.
        line: The line of the file in which `text` begins (front matter).
        foreign: The file belongs to another tool (`mkdocs.yml`): tags are ignored, aliases
            followed, and of a repeated key the last counts.
    """
    text = text.removeprefix("\ufeff")
    problems = _unreadable(text, file, line)
    if problems:
        return Tree(None, problems, complete=False)
    composer = _Composer(file, line - 1, foreign)
    try:
        composer.compose(yaml.parse(text, _LOADER))
    except _Stopped:
        return Tree(None, composer.problems, complete=False)
    except (yaml.YAMLError, ValueError) as error:  # ValueError: an escape beyond Unicode, without libyaml
        _report_syntax(composer, error)
        return Tree(None, composer.problems, complete=False)
    return Tree(composer.root, composer.problems, complete=True)


def decode(content: bytes, file: str) -> str:
    """Turn a file's bytes into text.

    Raises:
        LogError: The bytes are not UTF-8, or more than 1 MiB.
    """
    if len(content) > MAX_BYTES:
        raise LogError([_too_large(file, 1)])
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start].decode()
        place = _place(before, len(before), 1)
        message = f"byte 0x{content[error.start]:02x} is not UTF-8"
        raise LogError(
            [_problem(file, place, "not-utf8", message, "save the file with the encoding UTF-8")]
        ) from None


def quote(text: str) -> str:
    """Give an author's words in single quotes, on one line, cut after 60 characters."""
    flat = " ".join(text.split())
    short = flat if len(flat) <= 60 else flat[:59] + "…"
    shown = (c if c.isprintable() else c.encode("unicode_escape").decode() for c in short)
    return f"'{''.join(shown)}'"


def _unreadable(text: str, file: str, line: int) -> list[Problem]:
    if len(text) > MAX_BYTES:
        return [_too_large(file, line)]
    found = _BAD_CHARACTER.search(text)
    if found is None:
        return []
    message = f"the character U+{ord(found[0]):04X} cannot stand in a text file"
    place = _place(text, found.start(), line)
    return [_problem(file, place, "bad-character", message, "remove it; an editor may not show it")]


def _too_large(file: str, line: int) -> Problem:
    return _problem(
        file,
        (line, 1),
        "too-large",
        "the file is larger than 1 MiB",
        "a log tells one night; give each night a file of its own",
    )


def _place(text: str, index: int, line: int) -> tuple[int, int]:
    """Give line and column of a character; lines end as on any system."""
    lines = re.split(r"\r\n|\n|\r", text[:index])
    return line + len(lines) - 1, len(lines[-1].removeprefix("\ufeff")) + 1


def _problem(file: str, place: tuple[int, int], rule: str, message: str, help_: str) -> Problem:
    return Problem(file=file, line=place[0], column=place[1], rule=rule, message=message, help=help_)


def _report_syntax(composer: _Composer, error: Exception) -> None:
    context, problem = (getattr(error, part, None) or "" for part in ("context", "problem"))
    opened, mark = (getattr(error, part, None) for part in ("context_mark", "problem_mark"))
    if "end of stream" in problem or mark is None:
        mark = opened or mark or yaml.Mark("", 0, 0, 0, None, 0)
    words = ": ".join(filter(None, (context, problem))) or str(error)
    composer.report(mark, "syntax", f"this is not YAML: {words}", _syntax_help(problem))


_SYNTAX_HELP = (
    ("mapping values are not allowed", "put a text that holds `: ` into quotes"),
    ("found character that cannot start", "indent with spaces, and put a text that begins so into quotes"),
    ("found unexpected end of stream", "close the quote or bracket that was opened"),
    ("did not find expected ',' or", "close the bracket, or put a text that holds brackets into quotes"),
    ("could not find expected ':'", "write `key: value`, and indent a text that goes on below it"),
    ("did not find expected key", "indent it like the keys above, and quote a text that holds quotes"),
    ("did not find expected '-' indicator", "indent it like the items above"),
    ("did not find expected alphabetic", "put a text that begins with `*` or `&` into quotes"),
    ("found undefined tag handle", "put a text that begins with `!` into quotes"),
    ("found unexpected ':'", "put a space before and after the colon, or put the text into quotes"),
    ("undefined alias", "put a text that begins with `*` into quotes"),
)


def _syntax_help(problem: str) -> str:
    default = "look at this line and the one above: indentation, quotes, brackets"
    return next((help_ for words, help_ in _SYNTAX_HELP if words in problem), default)
