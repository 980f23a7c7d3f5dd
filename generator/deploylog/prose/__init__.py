"""What of a Markdown text is prose: the words that a reader meets outside code, links, headings and HTML.

The prose is one flat text, in which a character written as an entity (`&#45;`) or behind a backslash stands
as itself and everything else as one `GAP`; places in it lead back to the source, which is left as it is.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import unescape

from deploylog.prose import html
from deploylog.prose.paragraphs import label, paragraphs_of

GAP = "\0"
"""Stands in the flat text for anything that is no prose, however long."""

_BRACKETS = r"\[(?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.|\[[^\[\]]*+\])*+\])*+\]"
_TARGET = r"\((?:[^()\\\"]|\\.|\"[^\"]*+\"|\((?:[^()\\]|\\.)*+\))*+\)"
_INLINE = re.compile(
    rf"""
    \\(?P<escaped>[!-/:-@\[-`{{-~])
    | (?P<entity>&(?:\#\d{{1,7}}|\#[xX][0-9A-Fa-f]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});)
    | (?P<ticks>`+)
    | <(?P<auto>[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*|[^\s<>@]+@[^\s<>]+)>
    | (?P<comment><!--)
    | (?P<tag></?(?P<name>[A-Za-z][A-Za-z0-9-]*)(?=[\s/>])(?:[^<>"']|"[^"]*+"|'[^']*+')*+>)
    | (?P<braces>\{{\{{[^{{}}]*\}}\}}|\{{%[^%]*%\}}|\{{[^{{}}\n]*\}})
    | (?P<link>!?{_BRACKETS}(?:{_TARGET}|\[[^\[\]]*\](?!\()))
    | (?P<brackets>!?\[)
    """,
    re.VERBOSE | re.DOTALL,
)
_SHORTCUT = re.compile(r"!?\[([^\[\]]+)\]")
_SPACED = re.compile(rf"!?{_BRACKETS}\s\[([^\[\]]+)\](?!\()")
_LINKED = re.compile(r"\]\(\s*<?([^\s<>()\"]+)[^\[\]]*\)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Prose:
    """The prose of one text."""

    text: str
    """Begins with a `GAP`."""
    links: Sequence[str]
    """Where the links written inline lead, as written; images are not among them."""
    _flat: Sequence[int]
    _source: Sequence[int]

    def place(self, position: int) -> int:
        """Give the place in the source of a character of `text`, or of the end of `text`."""
        piece = bisect_right(self._flat, position) - 1
        return self._source[piece] + position - self._flat[piece]


@dataclass(slots=True)
class _Writer:
    """Writes the flat text, and keeps where each piece of it comes from."""

    markdown: str
    labels: set[str]
    pieces: list[str] = field(default_factory=list)
    flat: list[int] = field(default_factory=list)
    source: list[int] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    written: int = 0
    unclosed: set[str] = field(default_factory=set)

    def read(self, start: int, end: int) -> None:
        """Write one paragraph between two gaps."""
        self.write(GAP, start)
        self.paragraph(start, end)
        self.write(GAP, end)

    def write(self, piece: str, source: int) -> None:
        if piece:
            self.pieces.append(piece)
            self.flat.append(self.written)
            self.source.append(source)
            self.written += len(piece)

    def paragraph(self, start: int, end: int) -> None:
        self.unclosed.clear()
        at = look = start
        while found := _INLINE.search(self.markdown, look, end):
            piece, look = _HANDLERS[str(found.lastgroup)](self, found, end)
            if piece:
                self.write(self.markdown[at : found.start()], at)
                self.write(piece, found.start())
                at = look
        self.write(self.markdown[at:end], at)

    def escaped(self, found: re.Match[str], _end: int) -> tuple[str, int]:
        return found["escaped"], found.end()

    def entity(self, found: re.Match[str], _end: int) -> tuple[str, int]:
        shown = unescape(found[0])
        return (shown if len(shown) == 1 else ""), found.end()

    def ticks(self, found: re.Match[str], end: int) -> tuple[str, int]:
        """Step over a code span; one or two ticks that nothing closes are characters."""
        ticks = found[0]
        closing = found.end()
        while (closing := self.markdown.find(ticks, closing, end)) >= 0:
            after = closing + len(ticks)
            if self.markdown[closing - 1] != "`" and self.markdown[after : after + 1] != "`":
                return GAP, after
            closing = after
        return (GAP, end) if len(ticks) > 2 else ("", found.end())

    def comment(self, found: re.Match[str], end: int) -> tuple[str, int]:
        closing = self.markdown.find("-->", found.end(), end)
        return GAP, end if closing < 0 else closing + 3

    def tag(self, found: re.Match[str], end: int) -> tuple[str, int]:
        name = found["name"].lower()
        opening = None if name in html.TRANSPARENT or name in html.VOID else html.OPENING.match(found[0])
        closing = html.end(self.markdown, found.start(), name, end, self.unclosed) if opening else -1
        return GAP, max(closing, found.end())

    def link(self, found: re.Match[str], _end: int) -> tuple[str, int]:
        target = _LINKED.search(found[0])
        if target and not found[0].startswith("!"):
            self.links.append(target[1])
        return GAP, found.end()

    def brackets(self, found: re.Match[str], end: int) -> tuple[str, int]:
        """Step over a reference to a definition; other brackets are characters."""
        shortcut = _SHORTCUT.match(self.markdown, found.start(), end)
        if shortcut and (shortcut[1].startswith("^") or label(shortcut[1]) in self.labels):
            return GAP, shortcut.end()
        spaced = _SPACED.match(self.markdown, found.start(), end) if self.labels else None
        if spaced and label(spaced[1]) in self.labels:
            return GAP, spaced.end()
        return "", found.end()

    def whole(self, found: re.Match[str], _end: int) -> tuple[str, int]:
        return GAP, found.end()


_HANDLERS: dict[str, Callable[[_Writer, re.Match[str], int], tuple[str, int]]] = {
    "escaped": _Writer.escaped,
    "entity": _Writer.entity,
    "ticks": _Writer.ticks,
    "auto": _Writer.whole,
    "comment": _Writer.comment,
    "tag": _Writer.tag,
    "braces": _Writer.whole,
    "link": _Writer.link,
    "brackets": _Writer.brackets,
}
"""What is written for what was found (nothing when it is text after all), and where to go on."""


def prose_of(markdown: str) -> Prose:
    """Find the prose of a text."""
    paragraphs = paragraphs_of(markdown)
    writer = _Writer(markdown, paragraphs.labels)
    writer.write(GAP, 0)
    for start, end in paragraphs.spans:
        writer.read(start, end)
    return Prose("".join(writer.pieces), writer.links, writer.flat, writer.source)
