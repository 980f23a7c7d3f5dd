"""Writing a sketch as a log that a person reviews: guesses are comments, times as short as is exact."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from deploylog import yamlwriting
from deploylog.importers.sketch import Entry, Guess, Sketch, Window
from deploylog.importers.tails import tail_of
from deploylog.importers.values import comments, keyed, one_line, trimmed, writable
from deploylog.logs.zones import zone
from deploylog.model import Activity, Kind
from deploylog.problems import LogError, Problem
from deploylog.yamltree import MAX_BYTES

MAX_UNPARSED = 2_000
"""Lines kept word for word; of those after, only the range of their numbers is written."""
_UNPARSED_BYTES = MAX_BYTES // 3

_HALF_A_DAY = timedelta(hours=12)
_RANGE = re.compile(r"(\d{1,2}):(\d\d)\s*[-\u2013]\s*(\d{1,2}):(\d\d)")


def write(sketch: Sketch, *, schema: str = "", window: str = "", file: str = "<log>") -> str:
    """Write a log.

    Args:
        sketch: With an entry or a date, and with a zone that exists.
        schema: Where editors find the JSON Schema, as seen from the log; empty for none.
        window: The site's, if it has one; then the first step carries its day.
        file: As problems name the log.

    Raises:
        LogError: It would be larger than a log may be.
    """
    sketch = _in_window(resolved(sketch), window)
    lines = [f"# yaml-language-server: $schema={schema}"] if schema else []
    lines += [*_head(sketch), *_window(sketch), *tail_of(sketch)]
    clock = _Clock(_zone(sketch), dated=bool(window or sketch.window))
    steps = [line for entry in sketch.entries for line in _step(entry, clock)]
    if steps:
        lines += ["", "steps:", *steps[:-1]]
    lines += _unparsed(sketch)
    text = "\n".join(lines) + "\n"
    if len(text.encode()) > MAX_BYTES:
        raise LogError([_too_large(file, len(text.encode()))])
    return text


def resolved(sketch: Sketch) -> Sketch:
    """Give every time its offset and sort the entries; what a clock change leaves open becomes a guess."""
    entries = sorted((_aware(entry, _zone(sketch)) for entry in sketch.entries), key=lambda entry: entry.at)
    date = sketch.date
    if entries:
        opened = [_placed(sketch.window.start, _zone(sketch))[0]] if sketch.window else []
        date = min([entries[0].at, *opened]).astimezone(_zone(sketch)).date()
    return replace(sketch, entries=entries, date=date)


def listed_guesses(sketch: Sketch, window: str = "") -> Sequence[Guess]:
    """Give the guesses of the log and of its steps, each once, with where it stands in `key`.

    Args:
        sketch: As for `write`.
        window: As for `write`.
    """
    sketch = _in_window(resolved(sketch), window)
    found = dict.fromkeys(sketch.guesses)
    for entry in sketch.entries:
        found |= dict.fromkeys(entry.guesses)
    return list(found)


def local_time(at: datetime, sketch: Sketch) -> datetime:
    """Give an instant as the clocks of the log's zone show it."""
    return at.astimezone(_zone(sketch))


def _zone(sketch: Sketch) -> ZoneInfo:
    found = zone(sketch.timezone)
    if found is None:
        raise ValueError(f"{sketch.timezone!r} is no IANA time zone")
    return found


def _aware(entry: Entry, local: ZoneInfo) -> Entry:
    """Place an entry's times: in a repeated hour in the pass that `fold` says, out of a skipped one."""
    at, guess = _placed(entry.at, local)
    until, _ = _placed(entry.until, local) if entry.until else (None, None)
    if until is not None and until <= at:
        until = None
    return replace(entry, at=at, until=until, guesses=[*entry.guesses, *([guess] if guess else [])])


def _placed(at: datetime, local: ZoneInfo) -> tuple[datetime, Guess | None]:
    """Give the instant, to the minute, in UTC; two times of one zone are compared by the wall else."""
    minute = at.replace(second=0, microsecond=0)
    if minute.tzinfo is not None:
        return minute.astimezone(UTC), None
    placed = minute.replace(tzinfo=local).astimezone(UTC)
    other = minute.replace(tzinfo=local, fold=1 - minute.fold).astimezone(UTC)
    if placed == other:
        return placed, None
    if placed.astimezone(local).replace(tzinfo=None, fold=0) != minute.replace(fold=0):
        return placed, Guess(key="at", because=f"the clocks of {local.key} skip {minute:%H:%M} on that day")
    passed = "second" if minute.fold else "first"
    return placed, Guess(
        key="at", because=f"the clocks of {local.key} show {minute:%H:%M} twice; the {passed} is taken"
    )


class _Clock:
    """Writes times one after the other, each as short as the reader of logs will read it right."""

    def __init__(self, local: ZoneInfo, *, dated: bool) -> None:
        self.local = local
        self.wall: datetime | None = None
        self.dated = dated

    def at(self, at: datetime) -> str:
        """Write the start of the next step."""
        wall = self._wall(at)
        written = self._written(at, self.wall or (None if self.dated else wall))
        self.wall = wall
        return written

    def until(self, until: datetime) -> str:
        """Write the end of the step whose start was written last."""
        return self._written(until, self.wall)

    def _wall(self, at: datetime) -> datetime:
        return at.astimezone(self.local).replace(tzinfo=None)

    def _written(self, at: datetime, before: datetime | None) -> str:
        wall = self._wall(at)
        if len({wall.replace(tzinfo=self.local, fold=fold).astimezone(UTC) for fold in (0, 1)}) > 1:
            return at.astimezone(self.local).isoformat(timespec="minutes")
        if before is not None and _following(wall, before) == wall:
            return f"{wall:%H:%M}"
        return f"{wall:%Y-%m-%d %H:%M}"


def _following(wall: datetime, before: datetime) -> datetime:
    """Read a clock as the reader of logs does: more than 12 hours back is the next day."""
    there = datetime.combine(before.date(), wall.time().replace(fold=0))
    return there + timedelta(days=1) if before - there > _HALF_A_DAY else there


def _head(sketch: Sketch) -> Iterator[str]:
    """Write the keys above the steps that are one word or a line."""
    notes = comments(sketch.guesses)
    values = {
        "title": one_line(sketch.title) or "Untitled",
        "release": one_line(sketch.release),
        "kind": "" if sketch.kind is Kind.PLANNED else sketch.kind.value,
        "environment": one_line(sketch.environment),
        "timezone": sketch.timezone,
        "date": sketch.date.isoformat() if sketch.date else "",
        "posted": _posted(sketch),
        "outcome": sketch.outcome.value,
        "remedies": sketch.remedies,
    }
    for key, value in values.items():
        if value:
            written = value if key in ("date", "posted", "outcome") else yamlwriting.scalar(value)
            yield f"{key}: {written}{notes.pop(key, '')}"
    later = {"window", "tags", "systems", "why", "issues", "links"}
    later |= {"reason", "cause", "next_slots", "next_decision_at"}
    for key in [key for key in notes if key not in later]:
        yield f"# {key}{notes.pop(key).replace('  # ', ' ', 1)}"


def _window(sketch: Sketch) -> Iterator[str]:
    """Write the window; its start carries its day."""
    if sketch.window is None:
        return
    times = {"start": sketch.window.start, "end": sketch.window.end, "extended_to": sketch.window.extended_to}
    clock = _Clock(_zone(sketch), dated=True)
    yield f"window:{comments(sketch.guesses).get('window', '')}"
    for key, at in times.items():
        if at is not None:
            yield f'  {key}: "{clock.at(_placed(at, _zone(sketch))[0])}"'


def _in_window(sketch: Sketch, window: str) -> Sketch:
    """Give the site's window to a night of which only its extension is told, if that can be."""
    found = _RANGE.fullmatch(window)
    if found is None or sketch.extended_to is None or sketch.window or not sketch.entries:
        return sketch
    first = local_time(sketch.entries[0].at, sketch).replace(tzinfo=None, fold=0)
    hours = [time(int(found[one]) % 24, int(found[one + 1])) for one in (1, 3)]
    days = [datetime.combine(first.date() + timedelta(days=day), hours[0]) for day in (0, 1)]
    start = min(days, key=lambda at: abs(at - first))
    end = _next(start, hours[1])
    extended = _next(end, sketch.extended_to)
    if abs(start - first) > _HALF_A_DAY or extended - end > _HALF_A_DAY / 2:
        return sketch
    guess = Guess(key="window", because="the site's; a step says until when it was extended")
    granted = Window(start=start, end=end, extended_to=extended)
    return replace(sketch, window=granted, guesses=[*sketch.guesses, guess])


def _next(before: datetime, clock: time) -> datetime:
    """Give the first time after another at which clocks show it."""
    at = datetime.combine(before.date(), clock)
    return at if at > before else at + timedelta(days=1)


def _posted(sketch: Sketch) -> str:
    later = sketch.posted and sketch.date and sketch.posted > sketch.date
    return sketch.posted.isoformat() if sketch.posted and later else ""


def _step(entry: Entry, clock: _Clock) -> Iterator[str]:
    """Write one step, with a blank line behind."""
    notes = comments(entry.guesses)
    about = "~" if entry.approximate else ""
    decision = entry.activity is Activity.DECISION
    systems = [name for name in dict.fromkeys(map(one_line, entry.systems)) if name]
    text = trimmed(entry.text) or (entry.activity.label if entry.activity else "(no text)")
    values = {
        "at": f'"{about}{clock.at(entry.at)}"',
        "until": f'"{about}{clock.until(entry.until)}"' if entry.until else "",
        "activity": entry.activity.value if entry.activity else "",
        "system": yamlwriting.flow(systems)
        if len(systems) > 1
        else "".join(map(yamlwriting.scalar, systems)),
        "who": yamlwriting.scalar(one_line(entry.who)) if one_line(entry.who) else "",
    }
    written = {key for key, value in values.items() if value} | {"text"}
    written |= {"result"} if entry.result else set()
    values["at"] += "".join(notes.pop(key) for key in [*notes] if key not in written)
    lines = [f"    {key}: {value}{notes.get(key, '')}" for key, value in values.items() if value]
    if decision and trimmed(entry.question):
        lines += keyed("question", entry.question, "    ", "")
    lines += keyed("decided" if decision else "text", text, "    ", notes.get("text", ""))
    if entry.result:
        lines.append(f"    result: {entry.result.value}{notes.get('result', '')}")
    yield "  - " + lines[0].lstrip()
    yield from lines[1:]
    yield ""


def _unparsed(sketch: Sketch) -> Iterator[str]:
    """Write the lines that became neither head nor step; past the limits only which lines these are."""
    if not sketch.unparsed:
        return
    yield ""
    yield "# No part of the story above. Never shown: move what belongs to a step, delete the rest."
    yield "unparsed:"
    size = 0
    for index, (number, text) in enumerate(sketch.unparsed):
        size += len(text.encode("utf-8", "surrogatepass")) + 40
        if index >= MAX_UNPARSED or size > _UNPARSED_BYTES or not text:
            last = sketch.unparsed[-1][0]
            yield f"  - {{line: {number}-{last}}}  # {len(sketch.unparsed) - index} lines, in the input only"
            return
        written = yamlwriting.quoted(writable(text).rstrip())
        yield f"  - {{line: {number}, text: {written}}}"


def _too_large(file: str, size: int) -> Problem:
    return Problem(
        file=file,
        line=1,
        column=1,
        rule="too-large",
        message=f"the log would have {size:,} bytes, and a log may have {MAX_BYTES:,}",
        help="import a part of the input, e.g. one night of it",
    )
