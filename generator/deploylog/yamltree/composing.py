"""From the parser's events to the tree: a stack instead of recursion, limits instead of trust."""

from collections.abc import Callable, Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml

from deploylog.problems import Problem
from deploylog.yamltree.nodes import Mapping, Node, Refused, Scalar, Sequence, Tree
from deploylog.yamltree.syntax import syntax_help
from deploylog.yamltree.texts import BAD_CHARACTER, quote, unreadable

MAX_DEPTH = 32
MAX_NODES = 50_000

_KEY_HELP = "write a text and a colon; quote a text that begins with `[`, `{` or `?`"
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


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
        found = BAD_CHARACTER.search(event.value) if event.style == '"' else None
        if found is not None:
            message = f"the character U+{ord(found[0]):04X} cannot stand in a text"
            self.refuse(event, "bad-character", message, "remove the escape that makes it")
            return
        mark = event.start_mark
        node = Scalar(event.value, mark.line + 1 + self.shift, mark.column + 1, event.style in (None, ""))
        if event.anchor or event.tag:
            self.put(event, node)
        else:
            self.add(node)

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
    problems = unreadable(text, file, line)
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


def _report_syntax(composer: _Composer, error: Exception) -> None:
    context, problem = (getattr(error, part, None) or "" for part in ("context", "problem"))
    opened, mark = (getattr(error, part, None) for part in ("context_mark", "problem_mark"))
    if "end of stream" in problem or mark is None:
        mark = opened or mark or yaml.Mark("", 0, 0, 0, None, 0)
    words = ": ".join(filter(None, (context, problem))) or str(error)
    composer.report(mark, "syntax", f"this is not YAML: {words}", syntax_help(problem))
