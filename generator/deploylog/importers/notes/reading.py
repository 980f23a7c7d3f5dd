"""From the lines of notes to sketches: the steps of the importer, in order, on one screen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from deploylog.importers.notes.bylines import read_bylines
from deploylog.importers.notes.dates import Day
from deploylog.importers.notes.directions import newest_first
from deploylog.importers.notes.entries import Finder
from deploylog.importers.notes.found import Findings, Found
from deploylog.importers.notes.halves import settle_halves
from deploylog.importers.notes.head import Head, read_head
from deploylog.importers.notes.lines import Kind, Line
from deploylog.importers.notes.ordering import month_leads
from deploylog.importers.notes.placing import Placed, Placing, twelve_hours
from deploylog.importers.notes.prose import prose_entries
from deploylog.importers.notes.sections import timeline_lines
from deploylog.importers.notes.slips import mend_afternoons, mend_halves, mend_noons, without_slips
from deploylog.importers.notes.stamps import Stamp, lead_of, trail_of
from deploylog.importers.notes.updates import read_updates
from deploylog.importers.sketch import Ambiguous, Guess, Wishes
from deploylog.problems import Problem

_ABOVE_TITLE = "a line above the title names it"
"""Why the day is a guess: a blog shows there when a post was written."""
_FEW = 2
"""Stamps that make a style: as many times at line ends, or clocks written with a dot."""
_SPLIT = timedelta(hours=8)
"""A pause after which a heading with a title, or people who assemble, begin another night."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the notes say, before it is told in a log's words."""

    head: Head
    placed: Sequence[Placed]
    heads: frozenset[int]
    """Numbers of the lines that gave the head."""
    guesses: Sequence[Guess]


def _accepts(lines: Sequence[Line]) -> bool:
    """Tell whether `14.44` is a time in this file: two lines lead with one, or one with a colon behind."""
    return sum(_dotted(line) for line in lines) >= _FEW


def _dotted(line: Line) -> bool:
    if "." not in line.text[:16] or line.kind is Kind.PASTED:
        return False
    lead = lead_of(line.text)
    return lead is not None and lead.stamp.clock.dotted


def find(lines: Sequence[Line]) -> tuple[Findings, bool]:
    """Find the entries: in timeline sections, else anywhere, else in prose; tells whether it was prose."""
    dotted = _accepts(lines)

    def accepts(stamp: Stamp) -> bool:
        return dotted or not stamp.clock.dotted

    if spoken := read_bylines(lines, accepts):
        return Findings(spoken, []), False
    if updates := read_updates(lines, accepts):
        return Findings(updates, sorted({found.context.line for found in updates} - {0})), False
    inside = timeline_lines(lines)
    for where in [inside, None] if inside else [None]:
        findings = Finder(accepts).read(lines, where)
        if findings.entries and not _only_worded(findings):
            return _without_summary(findings), False
        trailing = Finder(accepts, trailing=True).read(lines, where)
        if len(trailing.entries) >= _FEW and _mostly_trailing(lines, where, trailing):
            return trailing, False
        if where is not None and len(entries := _prose(lines, where)) >= _FEW:
            return Findings(entries, []), True
    for where in [inside, None] if inside else [None]:
        if entries := _prose(lines, where):
            return Findings(entries, []), True
    return Findings(), False


def _prose(lines: Sequence[Line], where: set[int] | None) -> list[Found]:
    """Find the entries of prose, in a timeline section those of bullets too."""
    told = [line for index, line in enumerate(lines) if where is None or index in where]
    return prose_entries(told, bullets=where is not None)


def _only_worded(findings: Findings) -> bool:
    return all(map(_is_worded, findings.entries))


def _without_summary(findings: Findings) -> Findings:
    """Leave out sentences above the first entry: `Between 6:10 and 7:30 we saw errors`."""
    first = next(index for index, found in enumerate(findings.entries) if not _is_worded(found))
    return Findings(findings.entries[first:], findings.heads)


def _is_worded(found: Found) -> bool:
    return found.worded and found.kind is Kind.TEXT


def _mostly_trailing(lines: Sequence[Line], inside: set[int] | None, findings: Findings) -> bool:
    """Tell whether times at line ends are a style here, not the chance end of some sentences."""
    told = [
        line
        for index, line in enumerate(lines)
        if line.kind in (Kind.BULLET, Kind.TEXT)
        and (inside is None or index in inside)
        and len(line.raw) < 300
    ]
    trailed = sum(trail_of(line.text) is not None for line in told)
    plain = sum(not found.worded for found in findings.entries)
    return trailed * (2 if inside else 5) >= len(told) and plain >= _FEW


def read_notes(lines: Sequence[Line], file: str, wishes: Wishes) -> Reading | None:
    """Read notes; None when no line tells of a time.

    Raises:
        Ambiguous: Nothing says on which day it was.
    """
    findings, _ = find(lines)
    if not findings.entries:
        return None
    entries = findings.entries
    mend_noons(entries)
    mend_halves(entries)
    head = read_head(lines, file, min(number for found in entries for number in found.lines))
    backward = newest_first(entries, head.day.year if head.day else head.year or 0)
    ordered = entries[::-1] if backward else entries
    mend_afternoons(ordered)
    if twelve_hours(entries):
        settle_halves(ordered)
    guesses: list[Guess] = []
    month_first = month_leads(entries, lines, head, file, wishes)
    placing = Placing(
        base=_base(head, ordered, file, wishes, guesses),
        fixed=head.fixed,
        anchors=head.anchors,
        nightly=head.nightly,
        swap=month_first,
    )
    placed = _before(without_slips(placing.place(ordered)), head.sent)
    placed = _before_dated(placed)[::-1] if backward else placed
    if any(guess.because == _ABOVE_TITLE for guess in guesses):
        placed = _ended_by(placed, placing.base)
    if any(found.stamp.day and found.stamp.day.swappable for found in entries):
        order = "the month first" if month_first else "the day first"
        guesses.append(Guess(key="date", because=f"the notes' dates are read with {order}", settle="--date"))
    if wishes.date and placed:
        placed = _moved(placed, date.fromisoformat(wishes.date))
        guesses = [guess for guess in guesses if guess.key != "date"]
    taken = {number for found in entries for number in found.lines}
    heads = frozenset({*findings.heads, *head.lines} - taken)
    return Reading(head=head, placed=placed, heads=heads, guesses=guesses)


def _base(head: Head, entries: Sequence[Found], file: str, wishes: Wishes, guesses: list[Guess]) -> date:
    """Give the day from which the entries are counted, with a guess if none of them is dated by itself."""
    if wishes.date:
        wished = date.fromisoformat(wishes.date)
        return wished if head.day is None else head.day
    if head.fixed and head.day is not None:
        return head.day
    first = entries[0]
    said = first.stamp.day or first.context.day
    if said is not None and said.year is not None:
        if first.stamp.day is None and 0 < first.context.line < head.title_line:
            guesses.append(Guess(key="date", because=_ABOVE_TITLE, settle="--date"))
        return said.on(said.year) or date(said.year, 1, 1)
    if head.day is not None:
        if head.day_from and said is None:
            guesses.append(Guess(key="date", because=head.day_from, settle="--date"))
        return head.day
    if head.year is not None and said is not None:
        return said.on(head.year) or date(head.year, 1, 1)
    if wishes.as_of is not None:
        because = "the notes name no year" if said is not None else "the notes name no day"
        guesses.append(Guess(key="date", because=because, settle="--date"))
        return (said and _last(said, wishes.as_of)) or wishes.as_of
    raise Ambiguous(
        "date",
        Problem(
            file=file,
            line=first.lines[0] if first.lines else 1,
            column=1,
            rule="which-day",
            message="the notes say at what time it was, but not on which day",
            help="name the day of the first entry: --date 2007-12-02",
        ),
    )


def _last(said: Day, today: date) -> date | None:
    """Give the last time that a day without a year has been: notes tell of what was."""
    on = said.on(today.year)
    return on if on is None or on <= today or said.weekday is not None else said.on(today.year - 1)


def _moved(placed: Sequence[Placed], first: date) -> list[Placed]:
    """Move all entries by as many days as the earliest is from the day that was wished for."""
    by = datetime.combine(first, time()) - datetime.combine(min(entry.at for entry in placed).date(), time())
    return [replace(entry, at=entry.at + by, until=entry.until and entry.until + by) for entry in placed]


def _ended_by(placed: Sequence[Placed], day: date) -> Sequence[Placed]:
    """Move a night to before the day on which it was told of: it was over then."""
    if any(entry.found.stamp.day for entry in placed):
        return placed
    over = max(entry.at for entry in placed).date() - day
    first = min(entry.at for entry in placed).date()
    return _moved(placed, first - over) if over > timedelta(0) else placed


def _before(placed: Sequence[Placed], sent: Stamp | None) -> Sequence[Placed]:
    """Move entries without a day of their own to before the mail was sent that tells of them."""
    if sent is None or sent.day is None or not placed:
        return placed
    if any(entry.found.stamp.day or entry.found.context.day for entry in placed):
        return placed
    day = sent.day.on(sent.day.year or placed[0].at.year)
    told = max(entry.at for entry in placed)
    if day is None or told <= datetime.combine(day, time()) + timedelta(minutes=sent.clock.minute):
        return placed
    back = 1 + (told.date() - day).days - (told.time() <= time(*divmod(sent.clock.minute, 60)))
    return _moved(placed, min(entry.at for entry in placed).date() - timedelta(days=back))


def _before_dated(placed: Sequence[Placed]) -> Sequence[Placed]:
    """Move the entries before the first with a day of its own so that they end before it.

    On a page with the newest on top it is often the top one alone that names its day.
    """
    place = next((place for place, entry in enumerate(placed) if entry.found.stamp.day), 0)
    leading = placed[:place]
    if not leading or leading[-1].at <= placed[place].at:
        return placed
    days = -((placed[place].at - leading[-1].at) // timedelta(days=1))
    return [*_moved(leading, leading[0].at.date() - timedelta(days=days)), *placed[place:]]


def nights(placed: Sequence[Placed], assembles: Sequence[bool]) -> list[list[Placed]]:
    """Part the entries of several nights: `assembles` tells of each whether people gather for it."""
    parts: list[list[Placed]] = []
    for entry, gathers in zip(placed, assembles, strict=True):
        above = parts[-1][-1] if parts else None
        if above is None or _apart(above, entry, gathers):
            parts.append([])
        parts[-1].append(entry)
    return parts


def _apart(above: Placed, entry: Placed, gathers: bool) -> bool:
    incident = entry.found.context.incident
    other = incident.number != above.found.context.incident.number
    pause = entry.at - max(above.at, above.until or above.at)
    return other and (incident.apart or (abs(pause) >= _SPLIT and (gathers or bool(incident.title))))
