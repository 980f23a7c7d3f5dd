"""Transcripts: what is copied out of a chat, with a time and a name before each message."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import date as Day  # noqa: N812

from deploylog.importers.chat.telling import Message
from deploylog.importers.localtimes import LocalTimes, month_wished_first
from deploylog.importers.sketch import Guess, Text

_DAY = (
    r"(?:(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
    r"|(?P<on>\d{1,2})-(?P<called>[A-Z][a-z]{2})-(?P<in>\d{4}|\d\d)"
    r"|(?P<one>\d{1,2})[/.](?P<two>\d{1,2})[/.](?P<last>\d{4}|\d\d))"
)
_TIME = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?(?:\s?(?P<half>[AaPp])\.?[Mm]\.?)?"
)
_STAMP = rf"(?:{_DAY}(?:,\s?|[T ]|, ))?{_TIME}(?:\s?(?P<zone>Z|UTC|GMT))?"
_NAME = r"[^\s:<>\[\]*|#][^:<>\[\]\t|]{0,48}?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"\[{_STAMP}\]\s*(?:<[@+~%& ]?(?P<nick>[^<>\s]+)>|(?P<name>{_NAME}):)(?:\s+|$)(?P<said>.*)",
        rf"{_STAMP}\s+<[@+~%& ]?(?P<nick>[^<>\s]+)>\s(?P<name>)(?P<said>.*)",
        rf"{_STAMP}\t(?P<nick>[@+]?(?!-|<|=|\*)[^\s\t]+)\t(?P<name>)(?P<said>.*)",
        rf"{_STAMP}\s+From\s+(?P<name>{_NAME})\s*(?:\s[Tt]o\s[^:]{{1,60}})?:(?:\s+|$)(?P<nick>)(?P<said>.*)",
        rf"{_STAMP} - (?P<name>{_NAME}):\s(?P<nick>)(?P<said>.*)",
        rf"\[{_STAMP}\]\s+(?P<name>[^:<>\[\]()\t]{{2,40}}?)(?: \(pinned\))?:?\s*(?P<nick>)(?P<said>)$",
        r"(?P<name>[^:<>\[\]\t|]{2,40}?)(?:\s+[—–-]\s+(?:Today at |Yesterday at )?|\s{2,}|\s+\[)"
        rf"{_STAMP}\]?(?P<nick>)\s*(?P<said>)$",
    )
)
_ACTION = re.compile(rf"\[?{_STAMP}\]?\s+\*\s(?P<nick>[^\s:]{{1,40}})\s(?P<name>)(?P<said>.*)")
"""What somebody does, in the words of others: `22:06 * ann takes the shop down`."""
_ANY_STAMP = re.sub(r"\?P<\w+>", "?:", _STAMP)
_EVENT = re.compile(
    rf"(?:\[?{_ANY_STAMP}\]?\s+)?(?:-!-|\*{{3}}|-->|<--|--|→|←)\s.*"
    r"|\{(?:Attachments|Embed|Reactions|Stickers)\}"
    rf"|\[{_ANY_STAMP}\]\s*\S+ (?:joined|left|has joined|has left|quit)\b.*"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_LINE = re.compile(
    r"[-=_—–* ]*(?:Day changed(?: to)?|Log opened)?\s*(?:[A-Z][a-z]+,?\s+)?"
    r"(?:(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
    r"|(?P<name>[A-Z][a-z]{2})[a-z]*\.? (?P<on>\d{1,2})(?:st|nd|rd|th)?,? (?:\d\d:\d\d:\d\d )?(?P<in>\d{4}))"
    r"[-=_—–* ]*$"
)
_NO_NAMES = frozenset(
    ("info", "error", "warn", "warning", "debug", "fatal", "trace", "notice", "critical", "note")
)
_NO_NAME = re.compile(
    r"(?i)^(?:posted|updated|published|last)\b|^(?:"
    + "|".join(_MONTHS)
    + r")[a-z]*\.? \d{1,2}\b|^\d{1,2}\.? (?:"
    + "|".join(_MONTHS)
    + ")"
)
"""What a day, or the line below an update of a status page, begins with."""
_UNDER = re.compile(r"\s+\d{1,2}:\d\d(?:\s?[AP]M)?\s*")
"""A time on a line of its own below the name, as Slack's pages are copied."""
_ALONE = re.compile(r"[\w.'’()-]+(?: [\w.'’()-]+){0,3}")
_FOLLOWS = re.compile(r"\[?(\d{1,2}):(\d\d)\]?")
"""Above what the same person says next, where chats leave out the name."""
_HEAD = 300
_LONGEST = 2_000
"""Lines of one message; what follows is kept aside."""


@dataclass(slots=True)
class _Open:
    """A message whose lines are still being read."""

    at: datetime
    who: str
    said: list[str]
    lines: list[tuple[int, str]] = field(default_factory=list)
    headed: bool = False
    """The name and the time stand above it."""


def is_transcript(head: str) -> bool:
    """Tell whether a text is talk: messages of several people, or of one who says several things."""
    lines = [line for line, _ in _headed(enumerate(head.split("\n")))][:_HEAD]
    found = [match for line in lines if (match := _match(line))]
    names = Counter(_called(match) for match in found)
    headed = sum(not match["said"] for match in found)
    share = len(found) + headed + sum(bool(_EVENT.fullmatch(line)) for line in lines)
    if len(found) < 2 or not lines or share * 5 < len(lines) * 2:
        return False
    if any(name.lower() in _NO_NAMES for name in names):
        return False
    return len(names) <= max(1, len(found) * 3 // 4) or len(found) == len(names) == 2


def read_transcript(text: Text, times: LocalTimes) -> tuple[Iterator[Message], set[int]]:
    """Read the messages, in the order of the file; lines without a stamp go on with the message above.

    Returns:
        The messages, one by one, and the numbers of the lines that name the day, which grow with them.

    Raises:
        Ambiguous: There are clocks only, and nothing says of which day.
    """
    reader = _Reader(times)
    return reader.messages(text), reader.heads


class _Reader:
    def __init__(self, times: LocalTimes) -> None:
        self.times = times
        self.heads: set[int] = set()
        """Lines that name the day."""
        self.american: bool | None = None
        self._before: list[tuple[int, str]] = []
        """Lines before the first message."""
        self._open: _Open | None = None
        self._halves = False
        """The clocks say AM or PM."""

    def messages(self, text: Text) -> Iterator[Message]:
        """Give the messages; lines that nobody said are messages without a word."""
        for line, written in _headed(text.lines()):
            yield from self._take(line, written)
        yield from self._closed()

    def _take(self, line: str, written: Sequence[tuple[int, str]]) -> Iterator[Message]:
        number = written[0][0]
        match = _match(line) or _ACTION.match(line)
        at = self._at(match, number) if match else None
        if match and at:
            yield from self._closed()
            said = match["said"].strip()
            self._open = _Open(at, _called(match), [said] if said else [], [*written], headed=not said)
            self._halves = bool(match["half"])
        elif len(written) > 1:
            for one in written:
                yield from self._take(one[1], [one])
        elif at := self._follows(line):
            who = self._open.who if self._open else ""
            yield from self._closed()
            self._open = _Open(at, who, [], [(number, line)], headed=True)
        elif day := _day(line):
            self.times.wall = datetime(day.year, day.month, day.day)  # noqa: DTZ001
            self.heads.add(number)
            yield from self._aside(number, line)
        elif self._open is None or _EVENT.fullmatch(line):
            yield from self._aside(number, line)
        elif len(self._open.lines) < _LONGEST:
            self._open.lines.append((number, line))
            self._open.said.append(line.strip())
        else:
            yield Message(at=self._open.at, who="", text="", lines=[(number, line)])

    def _follows(self, line: str) -> datetime | None:
        """Read the time above what the same person says next: `10:09` below `Ann  10:07 PM`."""
        found = _FOLLOWS.fullmatch(line.strip()) if self._open and self._open.headed else None
        wall = self.times.wall
        if not found or not wall or not self._open or not self._open.said or int(found[1]) > 23:
            return None
        hours = (int(found[1]) % 12, int(found[1]) % 12 + 12) if self._halves else (int(found[1]),)
        wall, minute = wall.replace(second=0), min(int(found[2]), 59)
        days = (wall.replace(hour=hour, minute=minute) for hour in hours)
        times = (at if at >= wall else at + timedelta(days=1) for at in days)
        at = min((at for at in times if at - wall < timedelta(hours=12)), default=None)
        self.times.wall = at or wall
        return self.times.alike(at) if at else None

    def _aside(self, number: int, line: str) -> Iterator[Message]:
        if self._open is None:
            self._before.append((number, line))
            return
        at = self._open.at
        yield from self._closed()
        self._open = _Open(at, "", [], [(number, line)])

    def _closed(self) -> Iterator[Message]:
        one, before = self._open, self._before
        if one is None:
            return
        self._before = []
        if before:
            yield Message(at=one.at, who="", text="", lines=before)
        yield Message(at=one.at, who=one.who, text=" ".join(one.said), lines=one.lines)

    def _at(self, match: re.Match[str], number: int) -> datetime | None:
        hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
        if match["half"]:
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if match["half"] in "Pp" else 0)
        try:
            if day := self._dated(match):
                self.times.wall = datetime(day.year, day.month, day.day, hour, minute, min(second, 59))  # noqa: DTZ001
                at = self.times.wall
            else:
                at = self.times.clock(hour, minute, second, number)
        except ValueError:
            return None
        return self.times.alike(at.replace(tzinfo=UTC) if match["zone"] else at)

    def _dated(self, match: re.Match[str]) -> Day | None:
        if match["year"]:
            return _in_range(Day(int(match["year"]), int(match["month"]), int(match["day"])))
        if match["called"] and match["called"].lower() in _MONTHS:
            month, year = _MONTHS.index(match["called"].lower()) + 1, int(match["in"])
            return _in_range(Day(year + 2000 if year < 100 else year, month, int(match["on"])))
        if not match["one"]:
            return None
        one, two, last = int(match["one"]), int(match["two"]), int(match["last"])
        year = last + 2000 if last < 100 else last
        if self.american is None and (one > 12 or two > 12):
            self.american = two > 12
        if self.american is None:
            self.american = month_wished_first(one, two, self.times.wishes)
        american = self.american if self.american is not None else bool(match["half"])
        if self.american is None and one != two:
            because = f"dates are read with the {'month' if american else 'day'} first"
            self.times.note(Guess(key="date", because=because, settle="--date"))
        return _in_range(Day(year, one, two) if american else Day(year, two, one))


def _headed(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """Give each line that is not blank, with what it was written as: a name and the time below it are one."""
    held: tuple[int, str] | None = None
    for number, raw in lines:
        line = raw.rstrip()
        if held and _UNDER.fullmatch(line) and _ALONE.fullmatch(held[1].strip()):
            yield f"{held[1].strip()}  {line.strip()}", [held, (number, line)]
            held = None
            continue
        if held:
            yield held[1], [held]
        held = (number, line) if line.strip() else None
    if held:
        yield held[1], [held]


def _match(line: str) -> re.Match[str] | None:
    found = next((found for form in _FORMS if (found := form.match(line))), None)
    return None if found is None or _NO_NAME.search(_called(found)) else found


def _called(match: re.Match[str]) -> str:
    return (match["nick"] or match["name"] or "").strip(" ,").lstrip("@+")


def _day(line: str) -> Day | None:
    found = _DAY_LINE.fullmatch(line.strip())
    try:
        if found and found["year"]:
            return _in_range(Day(int(found["year"]), int(found["month"]), int(found["day"])))
        if found and found["name"].lower() in _MONTHS:
            month = _MONTHS.index(found["name"].lower()) + 1
            return _in_range(Day(int(found["in"]), month, int(found["on"])))
    except ValueError:
        return None
    return None


def _in_range(day: Day) -> Day:
    if not 1970 <= day.year <= 2199:
        raise ValueError(day)
    return day
