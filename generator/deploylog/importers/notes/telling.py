"""Entries told in a log's words: their text, activity, person, systems, result; and the whole as sketches."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime

from deploylog.importers.notes.around import by_place, passages_of
from deploylog.importers.notes.found import joined
from deploylog.importers.notes.labelled import TITLE_NAMES_RELEASE, extension_of, release_of, window_of
from deploylog.importers.notes.lines import Kind as LineKind
from deploylog.importers.notes.lines import Line
from deploylog.importers.notes.markup import links_in
from deploylog.importers.notes.passes import in_passes
from deploylog.importers.notes.people import initials_in, systems_in, systems_of, who_of
from deploylog.importers.notes.placing import Placed
from deploylog.importers.notes.reading import Reading, nights
from deploylog.importers.notes.zones import UTC, Zone
from deploylog.importers.sketch import Entry, Guess, Sketch, Window, Wishes
from deploylog.importers.vocabulary import STANDARD, Vocabulary
from deploylog.model import Activity, Kind, Outcome, Result

_ATTEMPT = re.compile(r"(?i)\b(?:take two|second (?:attempt|try)|attempt 2|retry|another try)\b")
_EMERGENCY = re.compile(
    r"(?i)\bemergency\W+(?:change|deploy\w*|release|fix|bump|patch|upgrade)|\bhot-?fix\b|"
    r"\bemergency\s+\w+\s+(?:bump|fix)"
)
_REPORT = re.compile(
    r"(?i)\b(?:incidents?|outages?|post-?mortems?|retrospective|rca|root cause|downtime|degradation)\b"
)
"""Words of a title: nobody writes a report of a night in which nothing went wrong."""
_BROKE = re.compile(r"(?i)\b(?:(?<!power )(?<!planned )outages?|crash\w*|went down|incident)\b")
_LINKS = 20


@dataclass(frozen=True, slots=True)
class _Clockwork:
    """The zone of the log, and what entries with zones of their own are in."""

    name: str
    zone: Zone | None
    guess: Guess | None

    def aware(self, at: datetime, own: Zone | None) -> datetime:
        """Give a time its offset when its entry has a zone that is not the log's."""
        if own is None or (self.zone is not None and own.written == self.zone.written):
            if self.zone is None or self.zone.name == self.name:
                return at
            return at.replace(tzinfo=self.zone.tzinfo)
        if own.name == self.name and own.offset in (None, 0):
            return at
        return at.replace(tzinfo=own.tzinfo)


def _clockwork(reading: Reading, wishes: Wishes) -> _Clockwork:
    zones = [entry.found.stamp.zone for entry in reading.placed]
    said = reading.head.zone or next((zone for zone in zones if zone), None)
    if wishes.timezone:
        return _Clockwork(wishes.timezone, None, None)
    out_of_season = _out_of_season(said, reading, wishes)
    if said is not None and out_of_season:
        said = said.as_written()
    if said is not None and said.name.startswith("Etc/") and wishes.site_timezone:
        return _Clockwork(wishes.site_timezone, said, None)
    if said is not None:
        because = reading.head.zone_from if said.name else f"the notes say {said.written}, which no place has"
        because = out_of_season or because
        settle = "--timezone" if said.name else ""
        guess = Guess(key="timezone", because=because, settle=settle) if because else None
        return _Clockwork(said.name or UTC, said, guess)
    name = wishes.site_timezone or UTC
    because = "the notes name no zone" + (", the site's was taken" if wishes.site_timezone else "")
    return _Clockwork(name, None, Guess(key="timezone", because=because, settle="--timezone"))


def _out_of_season(said: Zone | None, reading: Reading, wishes: Wishes) -> str:
    """Say that the zone of the notes was never in force; the site's own is a slip for its other half."""
    if said is None or said.name == wishes.site_timezone:
        return ""
    if any(said.in_force(entry.at) for entry in reading.placed):
        return ""
    return f"{said.written} was not in force in {said.name} then, its offset is taken"


def sketches_of(
    reading: Reading, lines: Sequence[Line], wishes: Wishes, vocabulary: Vocabulary = STANDARD
) -> list[Sketch]:
    """Tell what was read: one sketch a night, with every line of the notes in one place of one of them."""
    texts = [joined(entry.found.pieces) for entry in reading.placed]
    activities = [vocabulary.activity_of(text) for text in texts]
    told = dict(zip(map(id, reading.placed), zip(texts, activities, strict=True), strict=True))
    parts = nights(reading.placed, [activity is Activity.ASSEMBLE for activity in activities])
    initials, clockwork = initials_in(texts), _clockwork(reading, wishes)
    systems = {name.lower(): name for name in reading.head.labels.systems} or systems_in(texts)
    links = {name: url for line in lines for name, url in links_in(line.raw)}
    starts = [0, *(_first_line(part) for part in parts[1:]), len(lines) + 2]
    taken = {number for entry in reading.placed for number in entry.found.lines}
    release, by_title = _release(reading, len(parts))
    sketches = []
    for number, part in enumerate(parts):
        entries = [
            _entry(placed, *told[id(placed)], initials, systems, clockwork, vocabulary) for placed in part
        ]
        entries = in_passes(entries, clockwork.name)
        outcome, by_words = _outcome(entries, reading.head.title, wishes, vocabulary)
        guesses = [clockwork.guess, by_title, by_words]
        title = _title(reading, part, number)
        sketches.append(
            Sketch(
                title=title,
                kind=_kind(title, part, lines),
                timezone=clockwork.name,
                outcome=outcome,
                entries=entries,
                date=min(placed.at for placed in part).date(),
                posted=reading.head.posted,
                release=release,
                environment=reading.head.labels.environment,
                systems=reading.head.labels.systems,
                window=_window(reading, part, clockwork) if len(parts) == 1 else None,
                extended_to=next(filter(None, (extension_of(entry.text) for entry in entries)), None),
                links=dict(list(links.items())[:_LINKS]) if number == 0 else {},
                guesses=[*(reading.guesses if number == 0 else ()), *filter(None, guesses)],
                **_kept(reading, lines, taken, starts[number], starts[number + 1]),  # type: ignore[arg-type]
            )
        )
    return sketches


def _release(reading: Reading, nights: int) -> tuple[str, Guess | None]:
    """Give what is deployed: as labelled, or in the title; of several nights, the title that ties them."""
    head = reading.head
    apart = any(placed.found.context.incident.apart for placed in reading.placed)
    if head.labels.release or apart:
        return head.labels.release, None
    if nights > 1:
        return _trimmed(head.title), None
    named = release_of(head.title)
    return named, Guess(key="release", because=TITLE_NAMES_RELEASE) if named else None


def _window(reading: Reading, part: Sequence[Placed], clockwork: _Clockwork) -> Window | None:
    window = window_of(reading.head.labels.clocks, min(placed.at for placed in part))
    if window is None:
        return None
    return Window(
        start=clockwork.aware(window.start, None),
        end=clockwork.aware(window.end, None),
        extended_to=window.extended_to and clockwork.aware(window.extended_to, None),
    )


def _first_line(part: Sequence[Placed]) -> int:
    """Give the number of the line at which a night begins: that of its heading, if it has one."""
    found = part[0].found
    return found.context.incident.line or min(found.lines, default=0)


def _kept(
    reading: Reading, lines: Sequence[Line], taken: AbstractSet[int], start: int, stop: int
) -> dict[str, object]:
    """Part the lines of a night that are no entries; `taken` are those that are, of all nights."""
    night = [number for number in taken if start <= number < stop]
    rest = [line for line in lines if start <= line.number < stop and line.number not in taken]
    left = [line for line in rest if line.number not in reading.heads]
    passages = [] if reading.head.sent else passages_of(left, min(night), max(night))
    return by_place(rest, reading.heads, passages)


def _entry(
    placed: Placed,
    text: str,
    activity: Activity | None,
    initials: frozenset[str],
    systems: dict[str, str],
    clockwork: _Clockwork,
    vocabulary: Vocabulary,
) -> Entry:
    stamp = placed.found.stamp
    who, rest = (placed.found.who, text) if placed.found.who else who_of(text, initials)
    until = clockwork.aware(placed.until, stamp.zone) if placed.until and placed.until > placed.at else None
    return Entry(
        at=clockwork.aware(placed.at, stamp.zone),
        until=until,
        approximate=stamp.clock.approximate or bool(stamp.until and stamp.until.approximate),
        text=rest or text,
        activity=activity,
        systems=systems_of(text, systems),
        who=who,
        result=vocabulary.result_of(text, activity) if activity else None,
        lines=tuple(sorted(placed.found.lines)),
        guesses=placed.guesses,
    )


def _outcome(
    entries: Sequence[Entry], title: str, wishes: Wishes, vocabulary: Vocabulary
) -> tuple[Outcome, Guess | None]:
    if wishes.outcome:
        return Outcome(wishes.outcome), None
    ordered = sorted(entries, key=lambda entry: entry.at.replace(tzinfo=None))
    said = vocabulary.outcome_of(entry.text for entry in ordered)
    because = "from the words of the entries" if said else "the entries do not say how it ended"
    outcome = said or Outcome.SUCCESSFUL
    trouble = _REPORT.search(title) or any(_is_trouble(entry, vocabulary) for entry in entries)
    if outcome is Outcome.SUCCESSFUL and trouble:
        outcome = Outcome.SUCCESSFUL_WITH_ISSUES
    return outcome, Guess(key="outcome", because=because, settle="--outcome")


def _is_trouble(entry: Entry, vocabulary: Vocabulary) -> bool:
    """Tell whether something failed in a step, so that a night which ended well had its issues."""
    if entry.activity is not Activity.INTERRUPTION:
        return entry.result is Result.FAILED
    return bool(_BROKE.search(entry.text)) or vocabulary.result_of(entry.text) is Result.FAILED


def _trimmed(title: str) -> str:
    return re.sub(r"\s+", " ", title)[:80].strip()


def _title(reading: Reading, part: Sequence[Placed], number: int) -> str:
    incident = part[0].found.context.incident
    own = incident.title
    day: date = part[0].at.date()
    if number or (own and (incident.apart or not reading.head.title)):
        return own or f"{reading.head.title or 'Deployment'}, {day.isoformat()}"
    return reading.head.title or f"Deployment of {day.isoformat()}"


def _kind(title: str, part: Sequence[Placed], lines: Sequence[Line]) -> Kind:
    """Tell what led to a night, from its title and what stands above its entries."""
    first = min(part[0].found.lines, default=0)
    above = [line.text for line in lines if line.number < first and line.kind is not LineKind.PASTED]
    if _EMERGENCY.search(" ".join([title, *above])[:5000]):
        return Kind.EMERGENCY
    return Kind.RETRY if _ATTEMPT.search(title) else Kind.PLANNED
