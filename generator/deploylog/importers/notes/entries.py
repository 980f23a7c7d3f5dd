"""Entries: which lines of a text tell of one time, found line by line."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from deploylog.importers.notes.days import context_of, context_of_bullet
from deploylog.importers.notes.found import Context, Findings, Found
from deploylog.importers.notes.lines import Kind, Line
from deploylog.importers.notes.sections import NOT_A_TIMELINE, TIMELINE, incident_heads, titled_day
from deploylog.importers.notes.stamps import Lead, Stamp, day_lead, lead_of, trail_of, unknown_lead
from deploylog.importers.notes.tables import row_of
from deploylog.importers.notes.zones import declared_zone, stated_zone

_UNFINISHED = re.compile(
    r"(?i)(?:,|\b(?:at|around|about|from|until|till|by|since|to|between|of|the|a|an|and|or|before|after|on|in|for|with|was|"
    r"were|is|are|that|than|approximately))$"
)
_WRAPPED = 55
"""Characters from which a line may be one that the next continues."""


class Finder:
    """Goes through the lines once and gathers entries."""

    def __init__(self, accepts: Callable[[Stamp], bool] = lambda _: True, *, trailing: bool = False) -> None:
        """Begin; `accepts` rejects stamps that are no times in this file, `trailing` looks at line ends."""
        self.findings = Findings()
        self._accepts = accepts
        self._trailing = trailing
        self._context = Context()
        self._current: Found | None = None
        self._gap = True
        self._above: Line | None = None
        self._joined = False
        """Whether an entry went on in a line right below it: then lines are wrapped here."""

    def read(self, lines: Sequence[Line], inside: set[int] | None) -> Findings:
        """Read the lines, or only those at the indexes inside."""
        shut = 0
        heads = incident_heads(lines, inside)
        for index, line in enumerate(lines):
            if head := heads.get(index):
                self._incident(head)
            if inside is not None and index not in inside:
                self._close()
                continue
            if line.kind is Kind.HEADING and inside is None:
                shut = line.level if NOT_A_TIMELINE.search(line.text) else 0 if line.level <= shut else shut
            if shut and not (line.kind is Kind.HEADING and self._lead(line.text)):
                self._close()
                continue
            shut = 0
            if line.kind is Kind.CELL:
                self._cell(line)
                continue
            self._take(line)
            self._gap = line.kind is Kind.BLANK
            if line.kind is not Kind.RULE or not self._below_row:
                self._above = line
        self._close()
        return self.findings

    def _take(self, line: Line) -> None:
        if line.kind is Kind.HEADING:
            self._heading(line)
        elif line.kind is Kind.BULLET:
            self._bullet(line)
        elif line.kind is Kind.ROW:
            self._row(line)
        elif line.kind is Kind.TEXT:
            self._text(line)
        elif line.kind is Kind.RULE and self._below_row:
            self.findings.heads.append(line.number)
        elif line.kind is Kind.RULE and self._current and self._current.pending and not self._current.pieces:
            self._close()

    def _lead(self, text: str) -> Lead | None:
        lead = lead_of(text)
        return lead if lead and self._accepts(lead.stamp) else None

    def _close(self) -> None:
        """End the entry; one whose stamp stands alone has its words below it, whatever follows them."""
        if self._current is not None and not self._current.pieces:
            self._take_pending(self._current)
        self._current = None

    @staticmethod
    def _take_pending(current: Found) -> None:
        for number, text in current.pending:
            current.lines.append(number)
            current.pieces.append(text)
        current.pending.clear()

    def _open(self, line: Line, stamp: Stamp, rest: str, *, worded: bool = False, who: str = "") -> None:
        if self._current is not None and line.kind is not Kind.HEADING:
            self._take_pending(self._current)
        self._current = Found(
            stamp=stamp if stamp.zone else replace(stamp, zone=self._context.zone),
            pieces=[rest] if rest else [],
            lines=[line.number],
            context=self._context,
            kind=line.kind,
            level=line.level,
            indent=line.indent,
            worded=worded,
            who=who,
        )
        self.findings.entries.append(self._current)

    def _heading(self, line: Line) -> None:
        if lead := self._lead(line.text):
            self._open(line, lead.stamp, lead.rest)
        elif unknown_lead(line.text) or self._day(line):
            self._close()
        elif self._current and self._current.kind is Kind.HEADING and line.level > self._current.level:
            self._append(line)
        else:
            self._close()
            if TIMELINE.search(line.text) or stated_zone(line.text):
                self.findings.heads.append(line.number)

    def _day(self, line: Line) -> bool:
        """Take a line that names a day for all below it."""
        context = context_of(line, gap=self._gap)
        if context is not None:
            self._enter(line, context)
        return context is not None

    def _incident(self, head: Line) -> None:
        """Begin another incident of a page of several: its heading names the day for the timeline below."""
        day, title = titled_day(head)
        self._close()
        self._enter(head, Context(day=day, title=title, line=head.number, apart=True))

    def _enter(self, line: Line, context: Context) -> None:
        context.number = self._context.number + 1
        above = self._context.incident
        context.within = above if above.apart and not context.apart else None
        self._context = context
        self.findings.heads.append(line.number)

    def _bullet(self, line: Line) -> None:
        if lead := self._lead(line.text):
            self._open(line, lead.stamp, lead.rest, worded=lead.worded)
            return
        if unknown_lead(line.text):
            self._close()
            return
        if day_lead(line.text):
            self._close()
            if context := context_of_bullet(line):
                self._enter(line, context)
            return
        if self._trailing and (trail := trail_of(line.text)) and self._accepts(trail[1]):
            self._open(line, trail[1], trail[0])
            return
        current = self._current
        if current is None:
            return
        if current.kind is Kind.HEADING or (
            not current.pending
            and (current.kind is Kind.TEXT or line.indent > current.indent or not current.pieces)
        ):
            self._append(line)
        else:
            current.pending.append((line.number, line.text))

    def _row(self, line: Line) -> None:
        row = row_of(line.cells, self._columns(line), self._accepts)
        if row is None:
            self._close()
            if self._table == line.number:
                self.findings.heads.append(line.number)
            return
        self._open(line, row.stamp, row.text, who=row.who)

    @property
    def _below_row(self) -> bool:
        return self._above is not None and self._above.kind is Kind.ROW

    def _cell(self, line: Line) -> None:
        """Count a further line of a row to its entry, or to the head of the table."""
        if not line.raw.strip():
            return
        if self._current is not None and self._current.kind is Kind.ROW:
            self._current.lines.append(line.number)
        elif self._above is not None and self._table == self._above.number:
            self.findings.heads.append(line.number)

    def _columns(self, line: Line) -> Sequence[str]:
        """Give the heads of the table's columns; the first row of a table is its head."""
        if not self._below_row:
            self._table, self._names = line.number, line.cells
        return self._names

    _table = 0
    _names: Sequence[str] = ()

    def _text(self, line: Line) -> None:
        lead = self._lead(line.text)
        if lead and self._begins(line, lead):
            self._open(line, lead.stamp, lead.rest, worded=lead.worded)
            return
        if unknown_lead(line.text):
            self._close()
            return
        if len(line.text) < 120 and (zone := declared_zone(line.text)):
            self._close()
            if day_lead(line.text) and self._day(line):
                self._context.zone = zone
            else:
                self.findings.heads.append(line.number)
            return
        if lead is None and self._day(line):
            self._close()
            return
        if self._trailing and (trail := trail_of(line.text)) and self._accepts(trail[1]):
            self._open(line, trail[1], trail[0])
            return
        if self._current is not None:
            self._continue(line)

    def _begins(self, line: Line, lead: Lead) -> bool:
        """Tell whether a stamped line begins an entry, or goes on with a sentence that was wrapped."""
        above = self._above
        if above is None or above.kind not in (Kind.TEXT, Kind.BULLET) or self._gap:
            return True
        if self._joins(above) and lead.stamp.day is None and _UNFINISHED.search(above.text.rstrip(",")):
            return False
        if above.kind is Kind.BULLET and line.indent > above.indent and not lead.separated:
            return False
        if lead.separated or lead.stamp.day is not None or lead.rest[:1].isupper():
            return True
        if self._joins(above):
            return not _UNFINISHED.search(above.text)
        return len(above.raw) < _WRAPPED or above.text[-1:] in '.!?:;>)\u201d"' or above.raw.endswith("\\")

    def _joins(self, above: Line) -> bool:
        """Tell whether the line above is the last of the entry that is open."""
        return self._current is not None and self._current.lines[-1:] == [above.number]

    def _continue(self, line: Line) -> None:
        current = self._current
        assert current is not None  # noqa: S101  (the caller looked)
        if current.kind is Kind.HEADING:
            self._append(line)
        elif self._gap:
            if line.indent > current.indent + 1 and current.kind is Kind.BULLET:
                self._append(line)
            else:
                current.pending.append((line.number, line.text))
        elif current.pending or (
            current.kind is not Kind.BULLET and self._ends_well(current) and not self._joined
        ):
            current.pending.append((line.number, line.text))
        elif current.kind is Kind.ROW:
            self._close()
        else:
            self._joined = self._joined or self._ends_well(current) or len(current.pieces) == 1
            self._append(line, wrapped=self._above is not None and len(self._above.raw) >= _WRAPPED)

    @staticmethod
    def _ends_well(current: Found) -> bool:
        return bool(current.pieces) and current.pieces[-1][-1:] in ".!?)\u201d"

    def _append(self, line: Line, *, wrapped: bool = False) -> None:
        """Take a line over; of a sentence that was wrapped, it is no piece of its own."""
        current = self._current
        assert current is not None  # noqa: S101  (the caller looked)
        self._take_pending(current)
        current.lines.append(line.number)
        if wrapped and current.pieces:
            current.pieces[-1] += f" {line.text}"
        elif line.text:
            current.pieces.append(line.text)
