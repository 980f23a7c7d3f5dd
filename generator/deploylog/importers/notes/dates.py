"""Days as people write them: `2007-12-02`, `2 Dec`, `Sep 27 2017`, `Tuesday 7 May`, `20/06/2023`."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_OTHER_MONTHS = {
    **dict.fromkeys(("januar", "janvier", "enero"), 1),
    **dict.fromkeys(("februar", "f\u00e9vrier", "febrero"), 2),
    **dict.fromkeys(("m\u00e4rz", "mars", "marzo"), 3),
    **dict.fromkeys(("avril", "abril"), 4),
    **dict.fromkeys(("mai", "mayo"), 5),
    **dict.fromkeys(("juni", "juin", "junio"), 6),
    **dict.fromkeys(("juli", "juillet", "julio"), 7),
    **dict.fromkeys(("ao\u00fbt", "agosto"), 8),
    **dict.fromkeys(("septembre", "septiembre"), 9),
    **dict.fromkeys(("oktober", "okt", "octobre", "octubre"), 10),
    **dict.fromkeys(("novembre", "noviembre"), 11),
    **dict.fromkeys(("dezember", "dez", "d\u00e9cembre", "diciembre"), 12),
}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTH = (
    r"(?:jan(?:\w*ry)?|feb(?:\w*ry)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:\w*ber)?|"
    r"oct(?:\w*ber)?|nov(?:\w*ber)?|dec(?:\w*ber)?|" + "|".join(_OTHER_MONTHS) + r")\b\.?"
)
"""Also as it is spelt at night: `Feburary`, `Septmber`."""
_WEEKDAY = (
    r"(?:mon(?:day)?|tues?(?:day)?|wed(?:s|nesday)?|thu(?:rs?)?(?:day)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
    r"\b\.?"
)
_ELSEWHERE = (
    r"(?:(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|(?:mo|di|mi|do|fr|sa|so)(?:\.|(?=,?\s+\d))|(?:lun|mar|mercre|jeu|vendre|same)di|"
    r"dimanche)"
)
"""Weekdays of other languages before a date, which is what tells the day."""
_YEAR = r"(?:(?:,|\s+of|\s*-|/)?\s*(?P<{p}{n}>(?:19[7-9]\d|20\d\d|21\d\d))(?![\d:.]\d))"
_TO_DAY = r"(?:\s?(?:[/&+\u2013-]|and|und)\s?(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|\.)?{n})?"
"""The second day of a night: `30/31 Jan`, `Dec 1-2, 2007`."""
_DAY_PATTERN = (
    r"(?:(?P<{p}weekday>"
    + _WEEKDAY
    + r"),?\s+(?:the\s+)?|(?P<{p}abroad>"
    + _ELSEWHERE
    + r"),?\s+(?:(?:den|le)\s+)?)?"
    r"(?:"
    r"(?P<{p}iso>(?<!\d)(?:20\d{{2,3}}|19[7-9]\d|21\d\d)[-/.\u2010\u2011\u2013](?:0?[1-9]|1[0-2])"
    r"[-/.\u2010\u2011\u2013](?:3[01]|[12]\d|0?[1-9])(?!\d))"
    r"|(?P<{p}ymd>(?<!\d)(?P<{p}ymd_year>19[7-9]\d|20\d\d|21\d\d)[\s-]+(?P<{p}ymd_month>"
    + MONTH
    + r")[\s-]*(?P<{p}ymd_day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d|[:.]\d))"
    r"|(?P<{p}md>"
    + MONTH
    + r"(?:\s*|-(?=\d\d?-))(?P<{p}md_day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
    + _TO_DAY.replace("{n}", r"(?=[,)\s]*(?:(?:19|20)\d\d\b|$))")
    + r"(?!\d|[:.]\d)"
    + _YEAR.replace("{n}", "md_year")
    + r"?)"
    r"|(?P<{p}dm>(?<![\d:.])(?P<{p}dm_day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|\.)?"
    + _TO_DAY.replace("{n}", "")
    + r"(?:\s+of)?[\s/-]+(?P<{p}dm_month>"
    + MONTH
    + r")"
    + _YEAR.replace("{n}", "dm_year")
    + r"?(?:/(?P<{p}dm_short>\d\d)(?!\d))?)"
    r"|(?P<{p}span>(?<![\d/.-])(?P<{p}span_day>3[01]|[12]\d|0?[1-9])\.?\s?[/&+\u2013-]\s?(?:3[01]|[12]\d|0?[1-9])"
    r"\.\s?(?P<{p}span_month>1[0-2]|0?[1-9])\.\s?(?P<{p}span_year>(?:20|19)?\d\d)(?![\d.]))"
    r"|(?P<{p}dots>(?({p}abroad)|(?({p}weekday)|(?!)))(?:3[01]|[12]\d|0?[1-9])\.\s?(?:1[0-2]|0?[1-9])\.?(?![\d.:]))"
    r"|(?P<{p}num>(?<![\d/.])(?P<{p}one>3[01]|[12]\d|0?[1-9])(?P<{p}sep>[/.-])(?P<{p}two>3[01]|[12]\d|0?[1-9])(?P=<{p}sep>)"
    r"(?P<{p}num_year>(?:20|19)?\d\d)(?!\d|[/.]\d))"
    r"|(?({p}weekday)(?P<{p}slash>(?P<{p}slash_one>3[01]|[12]\d|0?[1-9])/(?P<{p}slash_two>3[01]|[12]\d|0?[1-9])(?![\d/]))|(?!))"
    r"|(?P<{p}short>(?<![\d/.:-])(?=\d{{1,2}}/|\d\d-\d\d\D)"
    r"(?P<{p}early>[12]\d|3[01]|0?[1-9])(?P<{p}by>[/-])(?P<{p}later>[12]\d|3[01]|0?[1-9])"
    r"(?=,?[ T]{{1,2}}[*_~\u2248]{{0,2}}(?:[01]?\d|2[0-3]):[0-5]\d))"
    r")"
).replace("(?P=<{p}sep>)", "(?P={p}sep)")
_LOOSE = re.compile(rf"(?i:(?P<weekday>{_WEEKDAY}))(?![\w-])")
_NEXT = re.compile(
    r"(?i:the\s+)?(?i:next|following)\s+(?i:day|morning|night)\b|(?i:day)\s+(?P<nth>[1-9]|1\d)\b"
)


def day_pattern(prefix: str) -> str:
    """Give the pattern of a day, its groups named with a prefix; `day_of` reads the match."""
    return "(?i:" + _DAY_PATTERN.format(p=prefix) + ")"


AFTER = rf"(?:,?\s*[(\[]?(?i:{_WEEKDAY})[)\]]?)?"
"""A weekday behind a day: `2024-02-08 Thu`, `1 December (Sat)`."""

DAY = re.compile(r"(?<!\w)" + day_pattern("d_"))


@dataclass(frozen=True, slots=True)
class Day:
    """A day as written; what is not written is None or empty."""

    month: int
    day: int
    year: int | None = None
    weekday: int | None = None
    """0 for Monday."""
    flaw: str = ""
    """What was mended, as a clause: `it says 20202-01-16`."""
    swappable: bool = False
    """Written `03/04/2024`, which may be either order."""

    def on(self, year: int) -> date | None:
        """Give the day in its own year, else in this one, or the neighbour in which the weekday fits."""
        if self.swappable and self.weekday is not None:
            orders = (replace(day, weekday=None, swappable=False).on(year) for day in (self, self.swapped()))
            dates = [day for day in orders if day is not None]
            return next((day for day in dates if day.weekday() == self.weekday), next(iter(dates), None))
        if self.year is not None:
            return _date(self.year, self.month, self.day)
        if self.weekday is not None:
            for other in (year, year - 1, year + 1):
                found = _date(other, self.month, self.day)
                if found and found.weekday() == self.weekday:
                    return found
        return _date(year, self.month, self.day)

    def swapped(self) -> "Day":
        """Give the day with month and day the other way round."""
        return replace(self, month=self.day, day=self.month)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1970 <= year <= 2199 else None
    except ValueError:
        return None


def day_of(found: re.Match[str], prefix: str) -> Day | None:
    """Read a match of `day_pattern`; None for days that no year has."""
    part = {name[len(prefix) :]: text for name, text in found.groupdict().items() if name.startswith(prefix)}
    weekday = WEEKDAYS.index(part["weekday"][:3].lower()) if part["weekday"] else None
    day: Day | None
    if part["iso"]:
        day = _iso(part["iso"], weekday)
    elif part["ymd"]:
        day = Day(_month(part["ymd_month"]), int(part["ymd_day"]), _year(part["ymd_year"]), weekday)
    elif part["md"]:
        day = Day(_month(part["md"]), int(part["md_day"]), _year(part["md_year"]), weekday)
    elif part["dm"]:
        day = Day(
            _month(part["dm_month"]), int(part["dm_day"]), _year(part["dm_year"] or part["dm_short"]), weekday
        )
    elif part["span"]:
        day = Day(int(part["span_month"]), int(part["span_day"]), _year(part["span_year"]), weekday)
    elif part["dots"]:
        one, two = re.findall(r"\d+", part["dots"])
        day = Day(int(two), int(one), None, weekday)
    elif part["slash"]:
        day = _numbers(int(part["slash_one"]), int(part["slash_two"]), None, "/", weekday)
    elif part["short"]:
        day = _short(int(part["early"]), int(part["later"]), part["by"], weekday)
    else:
        day = _numbers(int(part["one"]), int(part["two"]), _year(part["num_year"]), part["sep"], weekday)
    return day if day and _date(day.year or 2024, day.month, day.day) else None


def _iso(text: str, weekday: int | None) -> Day:
    year, month, day = re.split(r"[-/.\u2010\u2011\u2013]", text)
    flaw = f"it says {text}" if len(year) > 4 else ""
    return Day(int(month), int(day), int(year[:4]), weekday, flaw)


def _numbers(one: int, two: int, year: int | None, separator: str, weekday: int | None) -> Day | None:
    if one > 12:
        return Day(two, one, year, weekday) if two <= 12 else None
    if two > 12:
        return Day(one, two, year, weekday)
    return Day(two, one, year, weekday, swappable=separator != "." and one != two)


def _short(one: int, two: int, separator: str, weekday: int | None) -> Day | None:
    """Read `07-19` as ISO has it, `07/19` and `19/07` as the numbers allow."""
    if separator == "-" and one <= 12:
        return Day(one, two, None, weekday)
    return _numbers(one, two, None, separator, weekday)


def _month(text: str) -> int:
    word = re.match(r"[^\W\d_]+", text.lower())
    assert word is not None  # noqa: S101  (the pattern begins with a month)
    return _OTHER_MONTHS.get(word[0]) or _MONTHS.index(word[0][:3]) + 1


def _year(text: str | None) -> int | None:
    return None if not text else int(text) if len(text) == 4 else 2000 + int(text)


def days_in(text: str) -> list[Day]:
    """Find every day that a text names, in order."""
    return [day for found in DAY.finditer(text) if (day := day_of(found, "d_"))]


def relative_day(text: str, current: date, first: date) -> date | None:
    """Understand a heading such as `Saturday night`, `Next day` or `Day 2` from the days already known."""
    if found := _NEXT.match(text):
        return first + timedelta(days=int(found["nth"]) - 1) if found["nth"] else current + timedelta(days=1)
    if found := _LOOSE.match(text):
        ahead = (WEEKDAYS.index(found["weekday"][:3].lower()) - current.weekday()) % 7
        return current + timedelta(days=ahead)
    return None
