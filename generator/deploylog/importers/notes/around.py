"""What the author wrote around the entries: before and after them, lessons, and what is left to do."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from deploylog.importers.notes.found import joined
from deploylog.importers.notes.lines import Kind, Line
from deploylog.importers.sketch import Passage

_SECTIONS = {
    "lessons": re.compile(
        r"(?i)^\W*(?:lessons?(?: learn(?:ed|t))?|what (?:did )?we learn(?:ed|t)?|learnings|takeaways)\b"
    ),
    "follow_up": re.compile(
        r"(?i)^\W*(?:(?:follow[- ]?up )?action (?:items?|points?)|follow[- ]?ups?|next steps|to-?dos?)\b"
    ),
    "closing": re.compile(r"(?i)^\W*(?:conclusions?|closing|afterwards|epilogue)\b"),
    "intro": re.compile(
        r"(?i)^\W*(?:(?:executive )?summary|overview|background|introduction|context|what happened)\W*$"
    ),
}
"""Keys of a log, and the headings above what belongs to them."""
_ITEMS = ("lessons", "follow_up")
"""Keys that hold a list: each bullet is an item of it."""
_LABEL = r"^(?:[^\s.!?:]+\s+){0,2}[^\s.!?:]+:\s+\S"
_FIELD = {Kind.TEXT: re.compile(_LABEL + "(?=.{0,70}$)"), Kind.BULLET: re.compile(_LABEL)}
"""`Status: resolved`: for a form, not for a story; a bullet that begins so is, at any length."""
_LED_IN = 4
"""Words from which a line that ends with a colon is a sentence: `There were three systems:`."""
_BOX = re.compile(r"^\[ \]\s*")
_DONE = re.compile(r"^(?:\[[xX]\]|[\u2705\u2714])|\(done\)\W*$", re.IGNORECASE)
_TITLE = re.compile(r"(?!.*[.!?,;:)]$)(?:\S+ ){0,3}\S+")
"""A line that stands alone and is a heading in all but its marks: `Root cause`."""
_SENTENCE_END = tuple('.!?:;)\u201d"')
_WRAPPED = 120
"""Characters from which a line is a paragraph by itself."""
_BELOW = 7
"""The level of a heading without marks: any with marks closes it."""
_MOST = 6_000
"""Characters of one passage; who writes more does not write around a timeline."""


@dataclass(slots=True)
class _Block:
    """A paragraph, with the bullets below it, or an item of a list, in the making."""

    key: str
    bullet: bool
    pieces: list[str]
    lines: list[int]
    last: str
    """The text of the line that was taken last."""
    indent: int = 0

    def follows(self, line: Line) -> bool:
        """Tell whether a line goes on with it: wrapped, listed below it, or below a bullet of a list."""
        near = line.number == self.lines[-1] + 1
        if line.kind is Kind.BULLET and self.key not in _ITEMS:
            return near or self.bullet or self.pieces[-1].endswith(":")
        if line.kind is Kind.BULLET or self.bullet:
            return near and line.indent > self.indent
        wrapped = max(len(self.last), len(line.text)) < _WRAPPED
        return near and (wrapped or not self.last.endswith(_SENTENCE_END))

    def append(self, line: Line, text: str) -> None:
        """Take a line that follows; what was a list is told in a sentence."""
        if line.kind is Kind.BULLET:
            if self.pieces[-1][-1].isalnum() and (text[:1].islower() or not self.bullet):
                self.pieces[-1] += ";" if self.bullet else ":"
            self.bullet = True
            self.pieces.append(text)
        else:
            self.pieces[-1] += f" {text}"
        self.last = text
        self.lines.append(line.number)


@dataclass(slots=True)
class _Around:
    """Walks over the lines once and gathers blocks."""

    first: int
    last: int
    blocks: list[_Block] = field(default_factory=list)
    _section: str = ""
    _level: int = 0

    def take(self, line: Line, *, alone: bool) -> None:
        """Take a line; `alone` tells whether blank lines are around it."""
        if line.kind is Kind.HEADING:
            self._enter(line.text, line.level)
        elif alone and line.kind is Kind.TEXT and _TITLE.fullmatch(line.text) and not _is_form(line):
            self._enter(line.text, _BELOW)
        elif line.kind in (Kind.TEXT, Kind.BULLET) and (key := self._key(line)):
            self._add(key, line)

    def _enter(self, title: str, level: int) -> None:
        if self._section in _ITEMS and level > self._level:
            return
        named = next((key for key, words in _SECTIONS.items() if words.search(title)), "other")
        self._section, self._level = "" if level == 1 and named == "other" else named, level

    def _key(self, line: Line) -> str:
        """Give the key to which a line belongs; empty for none."""
        if not line.text or line.text.startswith("<!--"):
            return ""
        if self._section in _ITEMS:
            return self._section
        if _is_form(line):
            return ""
        before = line.number < self.first
        if self._section in ("", "intro") and before:
            return "intro"
        if self._section in ("", "closing") and line.number > self.last:
            return "closing"
        return ""

    def _add(self, key: str, line: Line) -> None:
        if key == "follow_up" and _DONE.search(line.text):
            return
        text = _BOX.sub("", line.text)
        above = self.blocks[-1] if self.blocks else None
        if above is not None and above.key == key and above.follows(line):
            above.append(line, text)
        else:
            bullet = line.kind is Kind.BULLET
            self.blocks.append(_Block(key, bullet, [text], [line.number], text, line.indent))


def _is_form(line: Line) -> bool:
    """Tell whether a line is filled into a form, or stands above what is: `Status: resolved`, `Impact:`."""
    led_in = line.text.endswith(":") and len(line.text.split()) < _LED_IN
    return led_in or bool(_FIELD[line.kind].match(line.text))


def passages_of(lines: Sequence[Line], first: int, last: int) -> list[Passage]:
    """Give what stands around the entries of a night, in the order of the lines.

    Args:
        lines: Those that are neither entries nor head.
        first: The number of the first line of an entry.
        last: That of the last.
    """
    around = _Around(first, last)
    for above, line, below in zip([None, *lines], lines, [*lines[1:], None], strict=False):
        around.take(line, alone=_blank(above) and _blank(below))
    return list(_within(_passages(_without_lead_in(around.blocks))))


def by_place(
    lines: Sequence[Line], heads: AbstractSet[int], passages: Sequence[Passage]
) -> dict[str, object]:
    """Part lines that are no entries: of the head, told around the entries, or kept word for word.

    Returns:
        Values of a sketch, by the names of its fields.
    """
    written = [line for line in lines if line.raw.strip()]
    told = {number for passage in passages for number in passage.lines} | heads
    return {
        "head_lines": [line.number for line in written if line.number in heads],
        "passages": passages,
        "unparsed": [(line.number, line.raw) for line in written if line.number not in told],
    }


def _without_lead_in(blocks: Sequence[_Block]) -> Sequence[_Block]:
    """Leave out what only leads to the first entry: `Here is how it went:`."""
    last = next((block for block in reversed(blocks) if block.key == "intro"), None)
    return [block for block in blocks if block is not last or not block.pieces[-1].endswith(":")]


def _blank(line: Line | None) -> bool:
    return line is None or line.kind is not Kind.TEXT


def _passages(blocks: Sequence[_Block]) -> Iterator[Passage]:
    for block in blocks:
        yield Passage(key=block.key, text=joined(block.pieces), lines=tuple(block.lines))


def _within(passages: Iterator[Passage]) -> Iterator[Passage]:
    """Leave out what a key would have too much of."""
    sizes: dict[str, int] = {}
    for passage in passages:
        sizes[passage.key] = sizes.get(passage.key, 0) + len(passage.text)
        if sizes[passage.key] <= _MOST:
            yield passage
