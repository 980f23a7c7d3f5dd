"""Where the paragraphs of a Markdown text are: what is left when its blocks of other kinds are taken out.

Where engines differ, a block that MkDocs' or CommonMark's takes for code, a heading, a quote, a table or HTML
is no paragraph. Each line is looked at once; a block of many lines is stepped over as a whole.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from deploylog.prose import html

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\r?\n|$)")
_CONTENT = re.compile(r"[^ \t]|\Z")
_MARK = re.compile(r"(?:[-*+]|\d{1,9}[.)]|:)(?=[ \t])[ \t]*|\[\^[^\]\n]+\]:[ \t]*")
_UNDERLINE = re.compile(r"(?:=+|-+)\s*$")
_BLANK = re.compile(r"\n[ \t\r]*(?=\n|$)")
_DEFINITION = re.compile(
    r"\[([^\[\]\n]+)\]:[ \t]*+\n?[ \t]*+\S++(?:[ \t]*+\n?[ \t]*+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t\r]*$", re.M
)


@dataclass(slots=True)
class Paragraphs:
    """The paragraphs of one text; made by `paragraphs_of`."""

    markdown: str
    spans: list[tuple[int, int]] = field(default_factory=list)
    """Where each begins and ends, in order; a list item or a definition is one too."""
    labels: set[str] = field(default_factory=set)
    """Names of link reference definitions, as `label` writes them."""
    at: int = 0
    """Up to where the text has been read."""
    start: int = -1
    """Where the open paragraph begins; -1 when none is open."""
    previous: int = 0
    """Where the line before begins."""
    indents: list[int] = field(default_factory=list)
    """The columns at which the content of open list items, notes and definitions begins."""
    item: bool = False
    """Whether the open paragraph is a list item or the like."""
    quoted: bool = False
    """Whether a quote has begun; it holds until a blank line."""
    unclosed: set[str] = field(default_factory=set)

    def read_line(self) -> None:
        """Take the rest of one line, or the whole block that it begins."""
        line = self.at
        content = _CONTENT.search(self.markdown, line)
        text = content.start() if content else len(self.markdown)
        end = self.line_end(text)
        column = len(self.markdown[line:text].expandtabs(4))
        if self.markdown[text:end].isspace():
            self.go_on(line, end)
            self.quoted = False
        elif self.start < 0 and self.is_code(column):
            self.at = end
        elif self.start >= 0 and _UNDERLINE.match(self.markdown, text, end):
            self.start, self.at = -1, end
        else:
            self.read_content(self.after_marks(text, column), end)
        self.previous = line

    def read_content(self, text: int, end: int) -> None:
        """Take what stands in a line after its indentation and list marks."""
        for begins, skip in _BLOCKS:
            found = begins.match(self.markdown, text, end)
            if found:
                to = skip(self, found, end)
                if to >= 0:
                    self.go_on(text, to)
                    return
        if self.start < 0:
            self.start = text
        self.at = end

    def after_marks(self, text: int, column: int) -> int:
        """Step over the marks of list items, and remember where their content begins.

        To MkDocs, a list does not begin in the middle of a paragraph, so nothing can be indented below it.
        """
        counts = self.start < 0 or self.item
        item = self.start >= 0 and self.item
        while mark := _MARK.match(self.markdown, text):
            self.go_on(text, mark.end())
            self.leave(column)
            column += 4 if mark[0].startswith("[") else min(len(mark[0].expandtabs(4)), 4)
            item = counts or mark[0][0] in ":["
            if item:
                self.indents.append(column)
            text = mark.end()
        self.item = item
        return text

    def is_code(self, column: int) -> bool:
        """Tell whether a line that opens something is indented as code."""
        self.leave(column)
        return column >= (self.indents[-1] if self.indents else 0) + 4

    def leave(self, column: int) -> None:
        """Forget the list items and notes that a column is outside of."""
        while self.indents and self.indents[-1] > column:
            self.indents.pop()

    def go_on(self, end: int, at: int) -> None:
        """End the open paragraph, if there is one, and go on reading elsewhere."""
        if 0 <= self.start < end and not self.quoted:
            self.spans.append((self.start, end))
        self.start, self.at = -1, at

    def line_end(self, at: int) -> int:
        """Find where the next line begins."""
        found = self.markdown.find("\n", at)
        return len(self.markdown) if found < 0 else found + 1

    def blank(self, at: int) -> int:
        """Find the next blank line."""
        found = _BLANK.search(self.markdown, at)
        return found.end() if found else len(self.markdown)


def paragraphs_of(markdown: str) -> Paragraphs:
    """Find the paragraphs of a text; its front matter is none."""
    paragraphs = Paragraphs(markdown)
    front_matter = _FRONT_MATTER.match(markdown)
    paragraphs.at = front_matter.end() if front_matter else 0
    while paragraphs.at < len(markdown):
        paragraphs.read_line()
    paragraphs.go_on(len(markdown), len(markdown))
    return paragraphs


def label(text: str) -> str:
    """Write the name of a reference so that two spellings of it are the same."""
    return " ".join(text.split()).casefold()


def _line(_paragraphs: Paragraphs, _found: re.Match[str], end: int) -> int:
    return end


def _fence(paragraphs: Paragraphs, found: re.Match[str], end: int) -> int:
    mark = found[0]
    closing = re.compile(rf"^[ \t]*{mark[0]}{{{len(mark)},}}[ \t\r]*$", re.M).search(paragraphs.markdown, end)
    return paragraphs.line_end(closing.end()) if closing else len(paragraphs.markdown)


def _quote(paragraphs: Paragraphs, found: re.Match[str], end: int) -> int:
    """Step over a line of a quote; those below belong to it, marked or not."""
    paragraphs.go_on(found.start(), end)
    paragraphs.quoted = True
    return end


def _table(paragraphs: Paragraphs, found: re.Match[str], _end: int) -> int:
    """Step over a table; its head is the line before, which was taken for a paragraph's."""
    if "|" not in paragraphs.markdown[paragraphs.previous : found.start()]:
        return -1
    paragraphs.go_on(paragraphs.previous, paragraphs.at)
    return paragraphs.blank(found.start())


def _note(paragraphs: Paragraphs, _found: re.Match[str], end: int) -> int:
    """Step over the head of a note or tab; its content is indented."""
    paragraphs.indents.append((paragraphs.indents[-1] if paragraphs.indents else 0) + 4)
    return end


def _definition(paragraphs: Paragraphs, found: re.Match[str], _end: int) -> int:
    whole = _DEFINITION.match(paragraphs.markdown, found.start())
    if whole is None:
        return -1
    paragraphs.labels.add(label(whole[1]))
    return paragraphs.line_end(whole.end())


def _comment(paragraphs: Paragraphs, found: re.Match[str], _end: int) -> int:
    closing = paragraphs.markdown.find("-->", found.end())
    return len(paragraphs.markdown) if closing < 0 else paragraphs.line_end(closing)


def _element(paragraphs: Paragraphs, found: re.Match[str], _end: int) -> int:
    """Step over an HTML element to its end tag, blank lines or not."""
    name = found[1].lower()
    if name in html.TRANSPARENT or name in html.VOID:
        return -1
    limit = len(paragraphs.markdown)
    closing = html.end(paragraphs.markdown, found.start(), name, limit, paragraphs.unclosed)
    if closing >= 0:
        return paragraphs.line_end(closing)
    if name in html.MAY_STAY_OPEN:
        return paragraphs.blank(found.start())
    return limit if name in html.BLOCK else -1


_BLOCKS: tuple[tuple[re.Pattern[str], Callable[[Paragraphs, re.Match[str], int], int]], ...] = (
    (re.compile(r"#|///|:::|;*--8<--|\*\[[^\]\n]+\]:|</|<[?!](?!--)"), _line),
    (re.compile(r"`{3,}(?!.*`)|~{3,}"), _fence),
    (re.compile(r">"), _quote),
    (re.compile(r"(?=.*\|)\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?\s*$"), _table),
    (re.compile(r"(?:!!!|\?\?\?\+?|===[!+]?)[ \t]"), _note),
    (re.compile(r"\[(?!\^)[^\[\]\n]+\]:"), _definition),
    (re.compile(r"<!--"), _comment),
    (html.OPENING, _element),
)
"""What begins a block of another kind; its handler says where that ends, or -1 when it is none."""
