"""What a file says above and around its entries: its title, day, zone and outcome."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from pathlib import PurePath

from deploylog.importers.notes.clocks import clock_of, clock_pattern
from deploylog.importers.notes.dates import DAY, Day, day_of, days_in
from deploylog.importers.notes.dialects import mail_head
from deploylog.importers.notes.documented import told_day
from deploylog.importers.notes.labelled import Labels, labels_of
from deploylog.importers.notes.lines import Kind, Line
from deploylog.importers.notes.markup import plain
from deploylog.importers.notes.stamps import Stamp, lead_of
from deploylog.importers.notes.zones import Zone, stated_zone
from deploylog.importers.notes.zoning import zoning_of

_LABELLED = re.compile(
    r"(?i)^(?:incident |event |deployment |night |start(?:ed)? |outage )?(?:date(?:[ /]time)?|day|dates|when|"
    r"incident (?:from|date|start(?:ed)?)|start(?:ed)?(?: time| date)?|happened|from|night of)\s*:\s*(.*)$"
)
_ALL_ON = re.compile(
    r"(?i)\b(?:all|the)\s+(?:the\s+)?(?:events|times|entries|timestamps|steps)\b[^.]{0,40}?"
    r"\b(?:happened|occurred|are|took place|is)\s+(?:on|for|of)\s+"
)
_FRONT_TITLE = re.compile(r"(?i)^title\s*[:=]\s*(.+?)\s*$")
_FRONT_DATE = re.compile(r"(?i)^(?:date|path|slug|aliases)\s*[:=]\s*(.+?)\s*$")
_FRONT_START = re.compile(
    r"(?i)^(?:timestamp|started?(?:_at)?|starts|incident_?(?:date|start)|occurred(?:_at)?|happened|began)\s*[:=]\s*(.+?)\s*$"
)
"""What front matter says of the night itself, not of the page."""
_YEAR = re.compile(r"(?<!\d)(?:19[7-9]\d|20\d\d)(?!\d)")
_COLUMN_YEAR = re.compile(r"(?i)^(?:date|day|when)\b\W*((?:19[7-9]\d|20\d\d))\W*$")
_HALVED = re.compile(r"(?<![\w.:])" + clock_pattern("c_"))
_PAIR = re.compile(r"(?<![\d:.])(\d\d?)(?:st|nd|rd|th|\.)?\s?(?:[/&+\u2013-]|and|und)\s?(\d\d?)(?![\d:])")
"""The two days of a night."""
_NIGHT = re.compile(r"(?i)\b(?:(?:over)?night|tonight|nuit|nacht|evening)\b")
_DATE_PREFIX = re.compile(r"^\W*(?:\d{4}-\d\d-\d\d)\W*")
_SKIPPED = re.compile(
    r"(?i)\W*|(?:executive )?summary|overview|description|background|introduction|impact|notes?|log|incident"
    r"|what happened"
)
"""Headings that name no deployment, and days that stand alone."""
_CELLS = 2
"""Of a row in a form: a label and its value."""
_PLAIN_TITLE = 90
_BESIDE = 20
"""Characters beside the day of a line that is there for it: `Deployment: December 2, 2007`."""


@dataclass(slots=True)
class Head:
    """What was learnt, and from which lines."""

    title: str = ""
    title_line: int = 0
    """The number of its line; 0 when it is that of the file, or stands in front matter."""
    day: date | None = None
    day_from: str = ""
    """A clause for the guess when the day is not said outright; empty when it is."""
    posted: date | None = None
    """The day that stands above the title, by itself."""
    year: int | None = None
    """Known without a day."""
    fixed: bool = False
    """Whether all entries without a day of their own are on `day`."""
    sent: Stamp | None = None
    """When the mail was sent that the notes are."""
    letter: int = 0
    """The number of the line below the mail's head, 0 without."""
    nightly: bool = False
    """Whether the head speaks of a night, or of two days that follow each other."""
    zone: Zone | None = None
    zone_from: str = ""
    """A clause for the guess when the zone is not said of all times; empty when it is."""
    american: bool = False
    """Whether months stand before days in `03/04/2024`."""
    anchors: list[int] = field(default_factory=list)
    labels: Labels = field(default_factory=Labels)
    lines: list[int] = field(default_factory=list)


def read_head(lines: Sequence[Line], file: str, first_entry: int) -> Head:
    """Learn what the lines say that are no entries; `first_entry` is the number of the first one's line."""
    head = Head()
    above = [
        line for line in lines if line.number < first_entry and line.kind not in (Kind.PASTED, Kind.ASIDE)
    ]
    _title(head, above, file)
    _sent(head, lines)
    _zone(head, lines, [line for line in above if line.number >= head.letter])
    head.american = bool(head.zone and head.zone.name.startswith("America/")) or _month_first(lines)
    _day(head, lines, above, file)
    _posted(head, above)
    head.labels = labels_of(above)
    head.lines += head.labels.lines
    head.anchors = list(_anchors(above))
    head.nightly = any(_nightly(line.text) for line in above if line.kind in (Kind.TEXT, Kind.HEADING))
    return head


def _title(head: Head, above: Sequence[Line], file: str) -> None:
    for line in above:
        if line.kind is Kind.FRONT:
            head.lines.append(line.number)
            if found := _FRONT_TITLE.match(line.text):
                head.title = plain(found[1].strip("\"'"))
    for line in above:
        if line.kind is Kind.HEADING and line.level == 1 and line.text and not head.title:
            head.title, head.title_line = line.text, line.number
            break
    named = (line for line in above if line.kind in (Kind.HEADING, Kind.TEXT) and line.text)
    first = next((line for line in named if not _SKIPPED.fullmatch(DAY.sub("", line.text))), None)
    if not head.title and first is not None and _may_title(first):
        head.title, head.title_line = first.text, first.number
    head.lines += [head.title_line] if head.title_line else []
    stem = PurePath(file).stem if file not in ("", "-") else ""
    head.title = _trim(head.title) or _trim(re.sub(r"[-_]+", " ", re.sub(r"\d{4}-\d\d-\d\d", "", stem)))


def _may_title(line: Line) -> bool:
    """Tell whether a first line is a title rather than a sentence or a statement about the times."""
    if line.kind is Kind.HEADING:
        return True
    return len(line.text) < _PLAIN_TITLE and line.text[-1:] not in ".,;" and stated_zone(line.text) is None


def _trim(title: str) -> str:
    return re.sub(r"\s+", " ", _DATE_PREFIX.sub("", title)).strip(" ,:-\u2013\u2014")


def _zone(head: Head, lines: Sequence[Line], above: Sequence[Line]) -> None:
    zoning = zoning_of(lines, above)
    head.zone, head.zone_from = zoning.zone, zoning.because
    head.lines += [zoning.line] if zoning.line else []


def _sent(head: Head, lines: Sequence[Line]) -> None:
    mail = mail_head([line.raw for line in lines])
    lead = lead_of(mail.get("date") or mail.get("sent") or "")
    head.sent = lead.stamp if lead and lead.stamp.day else None
    if mail:
        head.letter = next((line.number for line in lines if line.kind is Kind.BLANK), 0)
        head.lines += [line.number for line in lines if line.number < head.letter]


def _nightly(text: str) -> bool:
    """Tell whether a line of the head speaks of a night: by the word, or as `Sat Dec 1 / Sun Dec 2`."""
    days = days_in(text) if len(text) < _PLAIN_TITLE else []
    years = [day.year for day in days if day.year] or [2024]
    dates = [replace(day, weekday=None, year=day.year or years[0]).on(years[0]) for day in days]
    follow = any(one and two and (two - one).days == 1 for one, two in pairwise(dates))
    pair = _PAIR.search(text) if days else None
    return bool(_NIGHT.search(text)) or follow or bool(pair and int(pair[2]) - int(pair[1]) == 1)


def _years(lines: Sequence[Line], file: str) -> Iterator[int]:
    """Give the years that the file names, the likeliest first."""
    yield from (int(year) for year in _YEAR.findall(PurePath(file).name))
    for line in lines:
        if line.kind in (Kind.TEXT, Kind.HEADING, Kind.BULLET, Kind.FRONT) and len(line.raw) < 2000:
            yield from (day.year for day in days_in(line.text) if day.year)
    for line in lines:
        if line.kind in (Kind.TEXT, Kind.HEADING) and len(line.raw) < 2000:
            yield from (int(year) for year in _YEAR.findall(line.text))
        if line.kind is Kind.ROW:
            yield from (int(found[1]) for cell in line.cells if (found := _COLUMN_YEAR.match(cell)))


def _day(head: Head, lines: Sequence[Line], above: Sequence[Line], file: str) -> None:
    year = next(_years(lines, file), None)
    if head.sent is not None and head.sent.day is not None:
        year = head.sent.day.year or year
    for said, because, line in _days(lines, above, file, head):
        ordered = said.swapped() if said.swappable and head.american else said
        found = ordered.on(year or said.year or 0)
        if found is None:
            continue
        head.day, head.day_from = found, because
        if line is not None:
            head.lines.append(line.number)
        return
    head.year = year


def _posted(head: Head, above: Sequence[Line]) -> None:
    """Take the day under which a blog shows a post, in a line of its own above the title."""
    for line in above:
        found = DAY.fullmatch(line.text.strip(" .")) if line.number < head.title_line else None
        day = day_of(found, "d_") if found else None
        if day is not None and day.year is not None:
            head.posted = (day.swapped() if day.swappable and head.american else day).on(day.year)
            head.lines.append(line.number)


def _days(
    lines: Sequence[Line], above: Sequence[Line], file: str, head: Head
) -> Iterator[tuple[Day, str, Line | None]]:
    """Give the days that may be the first entry's, the likeliest first."""
    flowing = [
        line for line in lines if line.kind in (Kind.TEXT, Kind.BULLET, Kind.HEADING) and len(line.raw) < 2000
    ]
    for index, line in enumerate(flowing):
        whole = line.text + " " + (flowing[index + 1].text if index + 1 < len(flowing) else "")
        if (found := _ALL_ON.search(whole)) and (days := days_in(whole[found.end() :][:40])):
            head.fixed = True
            yield days[0], "", line
    yield from _labelled_days(above)
    for line in above:
        if line.kind is Kind.HEADING and line.level == 1:
            yield from ((day, "", line) for day in days_in(line.text)[:1])
    yield from _front_days(above, _FRONT_TITLE, "")
    yield from _front_days(above, _FRONT_START, "")
    yield from _lesser_days(above, file, head)
    if head.sent is not None and head.sent.day is not None:
        yield head.sent.day, "the mail was sent then", None
    yield from _days_below([line for line in flowing if line not in above])


def _front_days(
    above: Sequence[Line], key: re.Pattern[str], because: str
) -> Iterator[tuple[Day, str, Line | None]]:
    """Give the days that front matter has under a key."""
    for line in above:
        if line.kind is Kind.FRONT and (found := key.match(line.text)):
            yield from ((day, because, None) for day in days_in(found[1])[:1])


def _labelled_days(above: Sequence[Line]) -> Iterator[tuple[Day, str, Line | None]]:
    for line in above:
        if labelled := _LABELLED.match(_field(line)):
            for day in days_in(labelled[1])[:1]:
                if told := told_day(line, day, above):
                    yield told, "a sentence says it; the line `Date:` is of who wrote", line
                yield day, "", line


def _field(line: Line) -> str:
    """Give a line as it is in a form: also a row of two cells, `| Date (UTC) | 2031-12-02 |`."""
    if line.kind is Kind.ROW and len(line.cells) == _CELLS:
        return re.sub(r"\s*\([^()]*\)$", "", line.cells[0]) + f": {line.cells[1]}"
    return line.text if line.kind in (Kind.TEXT, Kind.BULLET) else ""


def _days_below(lines: Sequence[Line]) -> Iterator[tuple[Day, str, Line | None]]:
    """Give the days of lines that are there for it: some blogs sign a post with its date."""
    for line in lines:
        found = DAY.search(line.text) if len(line.text) < _PLAIN_TITLE else None
        if found and len(line.text) - len(found[0]) < _BESIDE:
            yield from ((day, "the day stands below the steps", line) for day in days_in(line.text)[:1])


def _lesser_days(above: Sequence[Line], file: str, head: Head) -> Iterator[tuple[Day, str, Line | None]]:
    """Give days that a reader would have to take on trust."""
    short = [
        line for line in above if line.kind in (Kind.TEXT, Kind.HEADING) and len(line.raw) < _PLAIN_TITLE
    ]
    for title in (True, False):
        because = "" if title else "a line above the first entry names it"
        for line in [line for line in short if (line.number in head.lines) is title]:
            yield from ((day, because, None) for day in days_in(line.text)[:1])
    name = re.sub(r"[_ ]", "-", PurePath(file).name)
    yield from ((day, "the file's name gives it", None) for day in days_in(name)[:1])
    for line in above:
        if line.kind in (Kind.TEXT, Kind.BULLET) and len(line.raw) < 2000:
            yield from (
                (day, "the text above the first entry names it", None) for day in days_in(line.text)[:1]
            )
    yield from _front_days(above, _FRONT_DATE, "the front matter gives it")


def _anchors(above: Sequence[Line]) -> Iterator[int]:
    for line in above:
        if line.kind in (Kind.TEXT, Kind.BULLET) and len(line.raw) < 2000:
            for found in _HALVED.finditer(line.text):
                clock = clock_of(found, "c_")
                if clock and clock.half in ("am", "pm"):
                    yield clock.minute


def _month_first(lines: Sequence[Line]) -> bool:
    """Tell whether a date in the file can only be read with the month first: `09/27/2017`."""
    for line in lines:
        if "/" in line.raw and len(line.raw) < 2000:
            for found in DAY.finditer(line.raw):
                if found["d_num"] and int(found["d_two"]) > 12 and day_of(found, "d_"):
                    return True
    return False
