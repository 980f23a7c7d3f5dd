"""Times and days as authors write them, before they are placed on the calendar."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone

DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DIGITS = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
_HALF = r"[AaPp](?:[Mm]|\.[Mm]\.)"
_WORD = r"(?:12 ?)?(?:[Nn]oon|[Mm]idnight)"
CLOCK = rf"(?:{_DIGITS}(?: ?{_HALF})?|[0-9]{{1,2}} ?{_HALF}|{_WORD})"
OFFSET = r"(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)"
MOMENT = rf"(?:{DAY}(?:T|  ?){CLOCK}(?: ?{OFFSET})?)"
ABOUT = r"(?:~ ?)?"
TIME = rf"{ABOUT}(?:{CLOCK}|{MOMENT})"
RANGE = rf"{ABOUT}{CLOCK} ?[-–—] ?{ABOUT}{CLOCK}"
"""These have no flags and no names, so that the JSON Schema can use them as they are."""

_CLOCK_PARTS = re.compile(rf"(?:([0-9]{{1,2}})(?::([0-9]{{2}}))?(?::([0-9]{{2}}))? ?({_HALF})?|({_WORD}))")
_MOMENT_PARTS = re.compile(rf"({DAY})(?:T|  ?)({CLOCK})(?: ?({OFFSET}))?")
_RANGE_PARTS = re.compile(rf"({ABOUT}{CLOCK}) ?[-–—] ?({ABOUT}{CLOCK})")
_FULL_TIME = re.compile(TIME)

FIRST_YEAR, LAST_YEAR = 1970, 2199
"""Far enough from both ends of the calendar that a day before or after always exists."""

WRITE_TIME = "write HH:MM, e.g. 01:30 or 22:00; about then: ~01:30; with its day: 2007-12-02 01:30"
WRITE_DAY = "write YYYY-MM-DD, e.g. 2007-12-02"


@dataclass(frozen=True, slots=True)
class Written:
    """A time as it stands in a log: a clock, perhaps with its day, perhaps with its offset."""

    clock: time
    day: date | None = None
    offset: timezone | None = None
    approximate: bool = False
    text: str = field(default="", compare=False)
    """As the author wrote it."""

    @property
    def wall(self) -> datetime | None:
        """Day and clock without a zone, None without a day."""
        return None if self.day is None else datetime.combine(self.day, self.clock)


class NotATime(ValueError):  # noqa: N818  (named like the reader's message)
    """A text is no time or no day; `help` says how to write one, `rule` names the broken rule."""

    def __init__(self, what: str, help_: str, rule: str = "no-time") -> None:
        self.what, self.help, self.rule = what, help_, rule
        super().__init__(what)


def read_day(text: str) -> date:
    """Read `2007-12-02`.

    Raises:
        NotATime: It is no day from 1970 to 2199.
    """
    try:
        day = date.fromisoformat(text) if re.fullmatch(DAY, text) else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NotATime("no day of the calendar", WRITE_DAY, "no-day")
    return day


def read_time(text: str) -> Written:
    """Read one time in any of the accepted forms.

    Raises:
        NotATime: It is none; the help goes by what the author probably meant.
    """
    text = " ".join(text.split())
    approximate = text.startswith("~")
    bare = text.removeprefix("~").strip()
    moment = _MOMENT_PARTS.fullmatch(bare)
    if moment is None:
        return Written(_clock(bare), approximate=approximate, text=text)
    day, clock, offset = moment.groups()
    return Written(_clock(clock), read_day(day), _offset(offset), approximate, text)


def read_range(text: str) -> tuple[Written, Written] | None:
    """Read `01:40-01:45`; None when it is not written as a range.

    Raises:
        NotATime: One of the two is no time of day.
    """
    parts = _RANGE_PARTS.fullmatch(" ".join(text.split()))
    return None if parts is None else (read_time(parts[1]), read_time(parts[2]))


def _clock(text: str) -> time:
    parts = _CLOCK_PARTS.fullmatch(text)
    if parts is None or not re.fullmatch(CLOCK, text):
        raise NotATime("no time of day", _guess(text))
    hour, minute, second, half, word = parts.groups()
    if word:
        return time(12 if word.lower().endswith("noon") else 0)
    numbers = int(hour), int(minute or 0), int(second or 0)
    if half:
        return _half_day(*numbers, half[0].lower())
    if numbers[0] == 24 and numbers[1:] == (0, 0):
        help_ = "write 00:00; after a late evening it means the next day"
        raise NotATime("no time of day: the day ends at 23:59", help_)
    return _checked(*numbers)


def _half_day(hour: int, minute: int, second: int, half: str) -> time:
    if not 1 <= hour <= 12:
        as_24 = f"{hour:02}:{minute:02}"
        help_ = f"write {as_24} without AM or PM" if hour < 24 and minute < 60 else WRITE_TIME
        raise NotATime("no time of day: with AM or PM hours go from 1 to 12", help_)
    return _checked(hour % 12 + (12 if half == "p" else 0), minute, second)


def _checked(hour: int, minute: int, second: int) -> time:
    try:
        return time(hour, minute, second)
    except ValueError:
        raise NotATime("no time of day", WRITE_TIME) from None


def _offset(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text == "Z":
        return timezone(timedelta(0))
    digits = text[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    if minutes > 14 * 60 or int(digits[2:]) > 59:
        raise NotATime(
            f"no time: {text} is no offset from UTC",
            "after a day and a clock, -05:00 is an offset; write the end of the step as `until`",
        )
    return timezone(timedelta(minutes=minutes if text[0] == "+" else -minutes))


_GUESSES = (
    (re.compile(r"(?:about|around|approx\.?|ca\.?|circa) ?(.+)", re.IGNORECASE), "~{0}"),
    (re.compile(r"([0-9]{1,2})[.hH]([0-9]{2})"), "{0:0>2}:{1}"),
    (re.compile(r"([0-9]{2})([0-9]{2})"), "{0}:{1}"),
    (re.compile(r"([0-9]{1,2}):([0-9])"), "{0:0>2}:0{1}"),
    (re.compile(rf"({DAY})[, ]+at[, ]+({_DIGITS})"), "{0} {1}"),
)


def _guess(text: str) -> str:
    for pattern, form in _GUESSES:
        found = pattern.fullmatch(text)
        guess = found and form.format(*found.groups())
        if guess and _FULL_TIME.fullmatch(guess):
            return f"write {guess}"
    if re.fullmatch(DAY, text):
        return f"add the clock: {text} 01:30"
    return WRITE_TIME
