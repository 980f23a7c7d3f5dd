"""The lines of a text by what they are: headings, bullets, rows, prose, and what was pasted among them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import groupby

from deploylog.importers.notes.coloned import coloned, coloned_table
from deploylog.importers.notes.dialects import as_markdown, is_asciidoc
from deploylog.importers.notes.markup import plain
from deploylog.importers.notes.relative import absolute
from deploylog.importers.notes.spread import spread_tables


class Kind(Enum):
    """What a line is."""

    BLANK = auto()
    FRONT = auto()
    """Front matter, between `---` or `+++`."""
    HEADING = auto()
    BULLET = auto()
    ROW = auto()
    """A row of a table, its cells apart."""
    CELL = auto()
    """A further line of the row above, which holds its words."""
    RULE = auto()
    """Underlines, separators of tables, thematic breaks."""
    PASTED = auto()
    """Code, a log, JSON, a stack trace: nothing that the author of the notes wrote."""
    ASIDE = auto()
    """Images, link definitions, comments: no part of the telling."""
    TEXT = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the input."""

    number: int
    raw: str
    kind: Kind
    text: str = ""
    """Its words without marks; of a row, empty."""
    level: int = 0
    """Of a heading, from 1."""
    indent: int = 0
    cells: Sequence[str] = ()


_TABLE = (Kind.ROW, Kind.RULE, Kind.CELL)
_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:\s+(.*?))?\s*#*$|^(={1,6})\s*([^=].*?)\s*\3$")
_BULLET = re.compile(
    r"^(\s*)(?:[-*+\u2022\u2023\u00b7\u25aa\u25cf\u2013\u2014]+|\(?\d{1,3}[.)]|[a-z][.)])\s+(\S.*)$"
)
_UNDERLINE = re.compile(r"^ {0,3}(=+|-{3,}|~{3,})\s*$")
_SEPARATOR = re.compile(r"^\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-*:?\s*)+$")
_BREAK = re.compile(r"^\s*(?:[-*_=~+]\s*){3,}$")
_FENCE = re.compile(r"^\s{0,12}(?:[-*+>]\s+)?(`{3,}|~{3,})(.*)$")
_LITERAL = re.compile(r"^(\.{4,}|\+{4,})$")
"""AsciiDoc's blocks that no other markup writes."""
_LISTING = re.compile(r"^(-{4,})$")
_INDENTED_BELOW = re.compile(r"^(?!\s*\.\. (?!code|sourcecode|parsed-literal|prompt)).*::(?:\s+[\w-]+)?$")
"""reStructuredText: what is indented below is literal."""
_COLUMNS = 3
"""Of a sheet: fewer may be words that tabs set apart."""
_CELL = re.compile(r"(?<!\\)\|")
_TAGGED_ROW = re.compile(r"<t[dh]\b[^<>]*>", re.IGNORECASE)
_ASIDE = re.compile(
    r"^\s*(?:!\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\])|<img\b[^<>]*>|\[[^\[\]]+\]:\s*\S+.*|<!--.*?-->|\{%.*%\}"
    r"|</?(?:div|p|table|tbody|thead|tr|details|summary|center|br|hr)\b[^<>]*>\s*)+\s*$",
    re.IGNORECASE,
)
_LEVEL = r"(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL|SEVERE|E|W|I|D)"
_PASTED = re.compile(
    r"^\s*(?:"
    r"\{\s*\".*\}\s*,?$|\[\s*\{.*\}\s*\]$"
    r"|Traceback \(most recent call last\)|File \".*\", line \d+"
    r"|at [\w.$<>]+\(.*\)$|Caused by: |\.\.\. \d+ (?:more|common)"
    r"|thread '.*' panicked at |goroutine \d+ \["
    r"|\$ \S|>>> \S|sh-[\d.]+[#$] "
    rf"|\[?{_LEVEL}[ \]]\s?\[?\d{{2,4}}[-/]?\d\d[-/]?\d\d[ T]\d\d:\d\d:\d\d"
    rf"|\[?\d{{4}}[-/]\d\d[-/]\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d+)?\S*\s+[\[(<|]?{_LEVEL}\b"
    r"|[IWEF][01]\d[0-3]\d {1,2}\d\d:\d\d:\d\d\.\d{6} "
    r"|\[?\d{4}[-/]\d\d[-/]\d\d[ T]\d\d:\d\d:\d\d[.,]\d{3}"
    r"|[\w.$]+(?:Exception|Error)(?::\s|$)|\d{4}-\d\d-\d\dT\S+ std(?:out|err) [FP] "
    r"|\[?\d\d:\d\d:\d\d(?:[.,]\d+)?\]?\s+(?:\[[^\]]*\]\s+)?[\[(<|]?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL)\b"
    r"|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S+ [\w.\-/]+(?:\[\d+\])?: "
    r"|\d{1,3}(?:\.\d{1,3}){3} \S+ \S+ \["
    r"|\[?(?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d:\d\d(?:\.\d+)?\S*\s+(?:\[Pipeline\] |"
    r"Started by (?:user|an SCM|timer|upstream) |Building (?:on|in|remotely on) |"
    r"Finished: (?:SUCCESS|FAILURE|ABORTED|UNSTABLE|NOT_BUILT)$)"
    r")"
)


def looks_pasted(raw: str) -> bool:
    """Tell whether a line without a fence is a machine's: a log line, JSON, part of a stack trace."""
    return bool(_PASTED.match(raw[:400])) or (raw.lstrip()[:2] == '{"' and raw.rstrip()[-1:] == "}")


def _indent(raw: str) -> int:
    widened = raw.expandtabs(4) if "\t" in raw[:40] else raw
    return len(widened) - len(widened.lstrip())


def _front(raws: Sequence[str]) -> int:
    """Give the number of lines that the front matter takes, 0 without."""
    if not raws or raws[0].strip() not in ("---", "+++"):
        return 0
    mark = raws[0].strip()
    for number, raw in enumerate(raws[1:200], start=2):
        if raw.strip() == mark:
            return number
    return 0


def _fences(raws: Sequence[str], start: int) -> set[int]:
    """Give the indexes of fenced lines, fences included; a fence that nothing closes fences nothing."""
    marks = [(index, found) for index, raw in enumerate(raws[start:], start) if (found := _FENCE.match(raw))]
    fenced: set[int] = set()
    opened: tuple[int, str] | None = None
    for index, found in marks:
        if opened is None:
            if found[1] not in found[2]:
                opened = (index, found[1])
            else:
                fenced.add(index)
        elif found[1].startswith(opened[1]) and not found[2].strip():
            fenced.update(range(opened[0], index + 1))
            opened = None
    if opened is not None:
        fenced.add(opened[0])
    return fenced


def _comments(raws: Sequence[str], start: int) -> set[int]:
    """Give the indexes of lines in comments of several lines; one that nothing closes comments nothing."""
    opened: int | None = None
    commented: set[int] = set()
    for index, raw in enumerate(raws[start:], start):
        if opened is None and raw.lstrip().startswith("<!--") and "-->" not in raw:
            opened = index
        elif opened is not None and "-->" in raw:
            commented.update(range(opened, index + 1))
            opened = None
    return commented


def _literals(raws: Sequence[str], start: int) -> set[int]:
    """Give the indexes of lines in literal blocks of AsciiDoc and reStructuredText."""
    asciidoc = is_asciidoc(raws)
    literal: set[int] = set()
    opened: tuple[int, str] | None = None
    for index, raw in enumerate(raws[start:], start):
        found = _LITERAL.match(raw.rstrip()) or (_LISTING.match(raw.rstrip()) if asciidoc else None)
        if found and opened is None:
            opened = (index, found[1])
        elif found and opened and found[1] == opened[1]:
            literal.update(range(opened[0], index + 1))
            opened = None
        elif opened is None and _INDENTED_BELOW.match(raw[:400]):
            literal |= _indented(raws, index)
    return literal


def _indented(raws: Sequence[str], above: int) -> set[int]:
    """Give the indexes of the lines that are indented below a line, a blank line between them."""
    if above + 1 >= len(raws) or raws[above + 1].strip():
        return set()
    depth, found = _indent(raws[above]), set[int]()
    for index in range(above + 1, len(raws)):
        if raws[index].strip() and _indent(raws[index]) <= depth:
            break
        found.add(index)
    return found


def _heading(number: int, raw: str) -> Line | None:
    if not (found := _HEADING.match(raw[:2000])):
        return None
    marks, words = (found[1], found[2]) if found[1] else (found[3], found[4])
    return Line(number=number, raw=raw, kind=Kind.HEADING, text=plain(words or ""), level=len(marks))


def _cells(raw: str) -> list[str]:
    if _TAGGED_ROW.search(raw):
        return [plain(cell) for cell in _TAGGED_ROW.split(raw)[1:]]
    if "\t" in raw.strip() and "|" not in raw:
        return [plain(cell) for cell in raw.split("\t")]
    if raw.lstrip().startswith("||"):
        return [plain(cell) for cell in raw.strip().strip("|").split("||")]
    return [plain(cell.replace("\\|", "|")) for cell in _CELL.split(raw.strip().strip("|"))]


def _tabbed(raws: Sequence[str]) -> set[int]:
    """Give the indexes of the rows that a sheet's columns make, a head and two rows at least."""
    rows: set[int] = set()
    for columns, group in groupby(range(len(raws)), lambda index: raws[index].count("\t")):
        found = [index for index in group if raws[index][:1].strip()]
        if columns >= _COLUMNS - 1 and len(found) > _COLUMNS - 1:
            rows.update(found)
    return rows


def _table_rows(raws: Sequence[str]) -> set[int]:
    """Give the indexes of rows of tables that are written without outer pipes, or copied from a sheet."""
    rows = _tabbed(raws)
    for index, raw in enumerate(raws):
        if "|" in raw and index and "|" in raws[index - 1] and _SEPARATOR.match(raw[:2000]):
            rows.add(index - 1)
            below = index + 1
            while below < len(raws) and "|" in raws[below]:
                rows.add(below)
                below += 1
    return rows


def lines_of(numbered: Iterable[tuple[int, str]]) -> list[Line]:
    """Sort the lines of a text by kind."""
    pairs = list(numbered)
    raws = [raw for _, raw in pairs]
    told = absolute(coloned(as_markdown(raws)))
    front = _front(raws)
    pasted, rows, spread = (
        _fences(told, front) | _literals(raws, front),
        _table_rows(told),
        spread_tables(raws),
    )
    comments = _comments(raws, front)
    lines: list[Line] = []
    for index, (number, raw) in enumerate(pairs):
        if index in comments:
            line = Line(number=number, raw=raw, kind=Kind.ASIDE if raw.strip() else Kind.BLANK)
        elif index < front:
            kind = Kind.FRONT if raw.strip() else Kind.BLANK
            line = Line(number=number, raw=raw, kind=kind, text=raw.strip())
        elif index in pasted:
            line = Line(number=number, raw=raw, kind=Kind.PASTED if raw.strip() else Kind.BLANK)
        elif index in spread.rows:
            cells = [plain(cell) for cell in spread.rows[index]]
            line = Line(number=number, raw=raw, kind=Kind.ROW, cells=cells)
        elif index in spread.further or index in spread.marks:
            line = Line(number=number, raw=raw, kind=Kind.CELL if index in spread.further else Kind.RULE)
        else:
            line = replace(_line(number, told[index], index in rows), raw=raw)
            if lines and line.kind is Kind.RULE and _underlines(lines[-1], raw):
                lines[-1] = replace(lines[-1], kind=Kind.HEADING, level=1 if raw.strip()[0] == "=" else 2)
        lines.append(line)
    return _with_clocks(lines)


def _with_clocks(lines: list[Line]) -> list[Line]:
    """Put a colon into the times of day that a table's columns hold as four digits."""
    for in_table, table in groupby(range(len(lines)), lambda index: lines[index].kind in _TABLE):
        rows = [index for index in table if in_table and lines[index].kind is Kind.ROW]
        for index, cells in zip(rows, coloned_table([lines[index].cells for index in rows]), strict=True):
            lines[index] = replace(lines[index], cells=cells)
    return lines


def unfenced(line: Line) -> Line:
    """Read a line in a fence as one outside it."""
    return replace(_line(line.number, line.raw, in_table=False), raw=line.raw)


def _underlines(above: Line, raw: str) -> bool:
    return above.kind is Kind.TEXT and bool(_UNDERLINE.match(raw)) and len(above.raw) < 200


def _line(number: int, raw: str, in_table: bool) -> Line:
    stripped = raw.strip()
    if not stripped:
        return Line(number=number, raw=raw, kind=Kind.BLANK)
    if heading := _heading(number, raw):
        return heading
    if (
        _BREAK.match(stripped[:400])
        or _UNDERLINE.match(raw[:400])
        or ("|" in raw and _SEPARATOR.match(raw[:2000]))
    ):
        return Line(number=number, raw=raw, kind=Kind.RULE)
    if stripped.startswith("|") or in_table or _TAGGED_ROW.search(raw[:2000]):
        return Line(number=number, raw=raw, kind=Kind.ROW, cells=_cells(raw))
    if bullet := _BULLET.match(raw):
        return Line(number=number, raw=raw, kind=Kind.BULLET, text=plain(bullet[2]), indent=_indent(raw))
    if _ASIDE.match(raw[:2000]):
        return Line(number=number, raw=raw, kind=Kind.ASIDE)
    if looks_pasted(raw):
        return Line(number=number, raw=raw, kind=Kind.PASTED)
    return Line(
        number=number, raw=raw, kind=Kind.TEXT, text=plain(re.sub(r"^\s*>+\s?", "", raw)), indent=_indent(raw)
    )
