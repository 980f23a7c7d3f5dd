"""Tables with a cell a line, as AsciiDoc, MediaWiki and HTML write them: which lines make which row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_ASCIIDOC = re.compile(r"^\|={3,}\s*$")
_COLUMNS = re.compile(r"\bcols=\"?([^\"\]]+)")
_TIMES = re.compile(r"^(\d+)\*")
_ASCIIDOC_CELL = re.compile(r"(?<!\\)(?:\b[\d.]*[+*]?[<^>]*[aehlmsv]?)?\|")
_NAME = re.compile(r"\S+(?: \S+)*")
_KNOWN = re.compile(
    r"(?:(?:actual |planned )?(?:time|start|end|date|day|from|until|to)(?: time)?|who|owner|person|by|what|"
    r"action|event|step|task|activity|description|status|result|remarks?|notes?|system|component|#|no\.?)",
    re.IGNORECASE,
)
_NAMES = 3
_RULED = re.compile(r"^(?:[-=]{2,}\s*){2,}$")
_WIKI_END = "|}"
_WIKI_ATTRIBUTES = re.compile(r"^\s*(?:[\w-]+\s*=\s*(?:\"[^\"]*\"|\S+)\s*)+\|(?!\|)")
_ROW = re.compile(r"<tr\b[^<>]*>", re.IGNORECASE)
_ROW_END = re.compile(r"</tr\s*>", re.IGNORECASE)
_HTML_CELL = re.compile(r"<t[dh]\b[^<>]*>", re.IGNORECASE)


@dataclass(slots=True)
class Spread:
    """The rows that were found, by the indexes of lines."""

    rows: dict[int, list[str]] = field(default_factory=dict)
    """The cells of each row, marks and all, at the first of its lines."""
    further: set[int] = field(default_factory=set)
    """The other lines of rows, and blank ones between them."""
    marks: set[int] = field(default_factory=set)
    """Lines that only part rows."""
    _open: int | None = None

    def close(self) -> None:
        """End the row; the next cell begins another."""
        self._open = None

    @property
    def width(self) -> int:
        """Cells of the row that is open."""
        return len(self.rows[self._open]) if self._open is not None else 0

    def take(self, index: int, cells: Sequence[str]) -> None:
        """Add the cells of a line to the row that is open."""
        if self._open is None:
            self._open = index
            self.rows[index] = []
        elif index != self._open:
            self.further.add(index)
        self.rows[self._open] += cells

    def append(self, raw: str, begins: Sequence[int], ends: Sequence[int | None]) -> None:
        """Add a line of an aligned row to each of its cells."""
        if self._open is not None:
            cells = self.rows[self._open]
            for place, (one, two) in enumerate(zip(begins, ends, strict=True)):
                cells[place] += " " + raw[one:two].strip()

    def go_on(self, index: int, words: str) -> None:
        """Add a line that begins no cell to the last one."""
        if words.strip() and self._open is not None and self.rows[self._open]:
            self.rows[self._open][-1] += " " + words.strip()
        self.further.add(index)


def spread_tables(raws: Sequence[str]) -> Spread:
    """Find the tables whose rows take several lines."""
    spread = Spread()
    index = 0
    while index < len(raws):
        stripped = raws[index].strip()
        if names := _named_columns(raws[index]):
            index = _aligned(raws, index, names, spread)
        elif _ASCIIDOC.match(stripped):
            index = _asciidoc(raws, index, spread)
        elif stripped.startswith("{|"):
            index = _wiki(raws, index, spread)
        elif _ROW.search(raws[index][:2000]) and not _ROW_END.search(raws[index]):
            index = _html(raws, index, spread)
        index += 1
    return spread


def _until(raws: Sequence[str], start: int, ends: re.Pattern[str]) -> int:
    """Give the index of the next line that ends a table; that of the start when nothing does."""
    return next((index for index in range(start + 1, len(raws)) if ends.match(raws[index].strip())), start)


def _asciidoc(raws: Sequence[str], start: int, spread: Spread) -> int:
    end = _until(raws, start, _ASCIIDOC)
    columns = _columns(raws[start - 1] if start else "")
    spread.marks |= {start, end}
    for index in range(start + 1, end):
        raw = raws[index]
        if not raw.strip():
            spread.further.add(index)
            if not columns:
                spread.close()
            continue
        if "|" not in raw:
            spread.go_on(index, raw)
            continue
        cells = _ASCIIDOC_CELL.split(raw)[1:]
        columns = columns or (len(cells) if len(cells) > 1 else 0)
        if columns and spread.width >= columns:
            spread.close()
        spread.take(index, cells)
    spread.close()
    return end


def _columns(above: str) -> int:
    """Read how many columns `[cols="1,1,4"]` says; 0 without."""
    found = _COLUMNS.search(above)
    if not found:
        return 0
    times = _TIMES.match(found[1])
    return int(times[1]) if times else found[1].count(",") + 1


def _named_columns(raw: str) -> list[int]:
    """Give where the columns begin below a line that names some by blanks alone; empty for any other line."""
    if "|" in raw or "\t" in raw or "  " not in raw.strip():
        return []
    names = list(_NAME.finditer(raw))
    known = sum(bool(_KNOWN.fullmatch(name[0])) for name in names)
    return [name.start() for name in names] if len(names) >= _NAMES and known * 2 > len(names) else []


def _aligned(raws: Sequence[str], start: int, begins: Sequence[int], spread: Spread) -> int:
    """Take the rows that stand below the names of their columns, up to a blank line."""
    end = start
    while end + 1 < len(raws) and raws[end + 1].strip():
        end += 1
    if end == start:
        return start
    ends = [*begins[1:], None]
    for index in range(start, end + 1):
        if _RULED.match(raws[index].strip()):
            spread.marks.add(index)
        elif index > start and not raws[index][: ends[0]].strip():
            spread.further.add(index)
            spread.append(raws[index], begins, ends)
        else:
            spread.close()
            spread.take(index, [raws[index][one:two] for one, two in zip(begins, ends, strict=True)])
    spread.close()
    return end


def _wiki(raws: Sequence[str], start: int, spread: Spread) -> int:
    end = _until(raws, start, re.compile(re.escape(_WIKI_END)))
    spread.marks |= {start, end}
    for index in range(start + 1, end):
        stripped = raws[index].strip()
        if stripped.startswith(("|-", "|+")):
            spread.marks.add(index)
            spread.close()
        elif stripped.startswith(("|", "!")):
            parts = re.split(r"\|\||!!" if stripped[0] == "!" else r"\|\|", stripped[1:])
            spread.take(index, [_WIKI_ATTRIBUTES.sub("", part) for part in parts])
        else:
            spread.go_on(index, stripped)
    spread.close()
    return end


def _html(raws: Sequence[str], start: int, spread: Spread) -> int:
    end = next((i for i in range(start + 1, len(raws)) if _ROW_END.search(raws[i])), start)
    for index in range(start, end + 1):
        before, *cells = _HTML_CELL.split(raws[index])
        if not cells and not re.sub(r"<[^<>]*>", "", raws[index]).strip():
            (spread.marks if spread.width == 0 else spread.further).add(index)
            continue
        if before.strip() and spread.width:
            spread.go_on(index, before)
            spread.further.discard(index if cells else -1)
        if cells:
            spread.take(index, cells)
    spread.close()
    return end
