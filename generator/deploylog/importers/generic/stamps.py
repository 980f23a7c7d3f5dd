"""Time stamps that programs write, read to the minute: that is as fine as the clock of a log."""

import re
from datetime import UTC, datetime, timedelta
from datetime import date as Day  # noqa: N812
from functools import lru_cache
from zoneinfo import ZoneInfo

from deploylog.importers.localtimes import month_wished_first
from deploylog.importers.sketch import Guess, Wishes

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}
_HALF_A_DAY = timedelta(hours=12)

_ZONE = r"(?: ?(?P<zone>Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)(?![0-9A-Za-z]))?"
_FULL = re.compile(
    r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{2})[-/.](?P<day>[0-9]{2})[T _,]{1,2}"
    r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::[0-9]{2}(?:[.,:][0-9]{1,9})?)?" + _ZONE
)
_NAMED = re.compile(
    r"(?:(?P<day>[0-9]{1,2})[/ -](?P<month>[A-Z][a-z]{2})[/ -](?P<year>[0-9]{4})"
    r"|(?:[A-Z][a-z]{2},? )?(?P<month2>[A-Z][a-z]{2}) {1,2}(?P<day2>[0-9]{1,2})(?:,? (?P<year2>[0-9]{4}))?)"
    r"[: ,]{1,2}(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?"
    + _ZONE
    + r"(?: (?P<year3>[0-9]{4})(?![0-9:-]))?"
)
_REVERSED = re.compile(
    r"(?P<one>[0-9]{1,2})(?P<sep>[./])(?P<two>[0-9]{1,2})(?P=sep)(?P<year>[0-9]{4})[ T,]{1,2}"
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?: ?(?P<half>[AaPp])[Mm])?"
    + _ZONE
)
"""Days as spreadsheets write them."""
_CLOCK = re.compile(
    r"(?P<hour>[0-2]?[0-9]):(?P<minute>[0-5][0-9]):[0-5][0-9](?:[.,][0-9]{1,9})?(?![0-9:])" + _ZONE
)
_EPOCH = re.compile(r"(?P<epoch>1[0-9]{9}|2[01][0-9]{8})(?:\.[0-9]+|[0-9]{3}|[0-9]{6}|[0-9]{9})?(?![0-9])")
_DAY_ONLY = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")


class Stamps:
    """Reads the stamps of one input, in order; what they leave open is taken from the wishes, as guesses."""

    def __init__(self, wishes: Wishes) -> None:
        self.wishes = wishes
        self.timezone = wishes.timezone or wishes.site_timezone or "UTC"
        self.guesses: dict[str, Guess] = {}
        self._local = ZoneInfo(self.timezone)
        self._last: datetime | None = None
        """The last local time of an input whose stamps have no day."""
        self._american: bool | None = None
        """Whether months stand before days; None until a day says so."""
        self._full = lru_cache(maxsize=64)(self._full_at)

    def match(self, text: str, start: int = 0) -> tuple[datetime, int] | None:
        """Read the stamp at a place of a text; gives an aware time and where the stamp ends."""
        found = _FULL.match(text, start)
        if found:
            at = self._full(
                found["year"], found["month"], found["day"], found["hour"], found["minute"], found["zone"]
            )
            return None if at is None else (at, found.end())
        return self._match_other(text, start)

    def read(self, text: str) -> datetime | None:
        """Read a whole text as a stamp, perhaps as a number of seconds; None when it is none."""
        text = text.strip()
        found = self.match(text)
        if found and found[1] == len(text):
            return found[0]
        day = _DAY_ONLY.fullmatch(text)
        return self._full(day["year"], day["month"], day["day"], "00", "00", None) if day else None

    def _match_other(self, text: str, start: int) -> tuple[datetime, int] | None:
        found = _NAMED.match(text, start)
        if found:
            at = self._named(found)
            return None if at is None else (at, found.end())
        found = _REVERSED.match(text, start)
        if found:
            at = self._reversed(found)
            return None if at is None else (at, found.end())
        found = _CLOCK.match(text, start)
        if found:
            at = self._clock(found)
            return None if at is None else (at, found.end())
        found = _EPOCH.match(text, start)
        return (datetime.fromtimestamp(int(found["epoch"]) // 60 * 60, UTC), found.end()) if found else None

    def without_year(self, month: str, day: str, hour: str, minute: str) -> datetime | None:
        """Read the parts of a stamp that has no year."""
        return self._full(str(self._year(int(month), int(day))), month, day, hour, minute, None)

    def _full_at(
        self, year: str, month: str, day: str, hour: str, minute: str, zone: str | None
    ) -> datetime | None:
        try:
            local = datetime(int(year), int(month), int(day), int(hour), int(minute))  # noqa: DTZ001
        except ValueError:
            return None
        return self._aware(local, zone) if 1970 < local.year < 2199 else None

    def _named(self, found: re.Match[str]) -> datetime | None:
        month = _MONTHS.get((found["month"] or found["month2"]).lower())
        day, year = found["day"] or found["day2"], found["year"] or found["year2"] or found["year3"]
        if month is None:
            return None
        year = year or str(self._year(month, int(day)))
        return self._full(year, f"{month:02}", day, found["hour"], found["minute"], found["zone"])

    def _reversed(self, found: re.Match[str]) -> datetime | None:
        """Read a day whose year comes last; between slashes, the month may come first."""
        one, two, hour = int(found["one"]), int(found["two"]), int(found["hour"])
        month_first = found["sep"] == "/" and self._month_leads(one, two, half=bool(found["half"]))
        if found["half"]:
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if found["half"] in "Pp" else 0)
        month, day = (one, two) if month_first else (two, one)
        return self._full(found["year"], str(month), str(day), str(hour), found["minute"], found["zone"])

    def _month_leads(self, one: int, two: int, *, half: bool) -> bool:
        if self._american is None and (one > 12 or two > 12):
            self._american = two > 12
        if self._american is None:
            self._american = month_wished_first(one, two, self.wishes)
        american = half if self._american is None else self._american
        if self._american is None and one != two:
            because = f"dates are read with the {'month' if american else 'day'} first"
            self.guesses["date"] = Guess(key="date", because=because, settle="--date")
        return american

    def _year(self, month: int, day: int) -> int:
        """Take the year of the wished day, else the last in which the day was not after the import."""
        if self.wishes.date:
            return Day.fromisoformat(self.wishes.date).year
        today = self.wishes.as_of or Day(1970, 1, 1)
        because = "the stamps carry no year; the last one is taken"
        self.guesses["date"] = Guess(key="date", because=because, settle="--date")
        return today.year - ((month, day) > (today.month, today.day))

    def _clock(self, found: re.Match[str]) -> datetime | None:
        """Place a bare clock: after the last one, on the next day when it is over 12 hours back."""
        hour, minute = int(found["hour"]), int(found["minute"])
        if hour > 23:
            return None
        day = self._last.date() if self._last else self._first_day()
        local = datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001
        if self._last and self._last - local > _HALF_A_DAY:
            local += timedelta(days=1)
        self._last = max(local, self._last or local)
        return self._aware(local, found["zone"])

    def _first_day(self) -> Day:
        if self.wishes.date:
            return Day.fromisoformat(self.wishes.date)
        because = "the stamps carry no day; that of the import is taken"
        self.guesses["date"] = Guess(key="date", because=because, settle="--date")
        return self.wishes.as_of or Day(1970, 1, 2)

    def _aware(self, local: datetime, zone: str | None) -> datetime:
        """Give an instant in UTC."""
        if zone is None:
            if not self.wishes.timezone:
                taken = "that of the site" if self.wishes.site_timezone else "UTC"
                because = f"the stamps name no zone; {taken} is taken"
                self.guesses["timezone"] = Guess(key="timezone", because=because, settle="--timezone")
            return local.replace(tzinfo=self._local).astimezone(UTC)
        if zone[0] not in "+-":
            return local.replace(tzinfo=UTC)
        digits = zone[1:].replace(":", "").ljust(4, "0")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        return (local - offset if zone[0] == "+" else local + offset).replace(tzinfo=UTC)
