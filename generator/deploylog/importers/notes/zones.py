"""Time zones as people name them: `UTC`, `CEST`, `PST/PDT`, `UTC+1`, `Europe/London`, `Pacific time`."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

UTC = "UTC"

_SHORT = {
    "UTC": ("UTC", 0),
    "GMT": ("UTC", 0),
    "Z": ("UTC", 0),
    "WET": ("Europe/Lisbon", 0),
    "WEST": ("Europe/Lisbon", 60),
    "BST": ("Europe/London", 60),
    "CET": ("Europe/Berlin", 60),
    "CEST": ("Europe/Berlin", 120),
    "MEZ": ("Europe/Berlin", 60),
    "MESZ": ("Europe/Berlin", 120),
    "EET": ("Europe/Helsinki", 120),
    "EEST": ("Europe/Helsinki", 180),
    "MSK": ("Europe/Moscow", 180),
    "IST": ("Asia/Kolkata", 330),
    "SGT": ("Asia/Singapore", 480),
    "HKT": ("Asia/Hong_Kong", 480),
    "JST": ("Asia/Tokyo", 540),
    "KST": ("Asia/Seoul", 540),
    "AWST": ("Australia/Perth", 480),
    "AEST": ("Australia/Sydney", 600),
    "AEDT": ("Australia/Sydney", 660),
    "NZST": ("Pacific/Auckland", 720),
    "NZDT": ("Pacific/Auckland", 780),
    "NST": ("America/St_Johns", -210),
    "AST": ("America/Halifax", -240),
    "ADT": ("America/Halifax", -180),
    "EST": ("America/New_York", -300),
    "EDT": ("America/New_York", -240),
    "ET": ("America/New_York", None),
    "CST": ("America/Chicago", -360),
    "CDT": ("America/Chicago", -300),
    "CT": ("America/Chicago", None),
    "MST": ("America/Denver", -420),
    "MDT": ("America/Denver", -360),
    "MT": ("America/Denver", None),
    "PST": ("America/Los_Angeles", -480),
    "PDT": ("America/Los_Angeles", -420),
    "PT": ("America/Los_Angeles", None),
    "AKST": ("America/Anchorage", -540),
    "HST": ("Pacific/Honolulu", -600),
    "BRT": ("America/Sao_Paulo", -180),
    "SAST": ("Africa/Johannesburg", 120),
    "WAT": ("Africa/Lagos", 60),
    "EAT": ("Africa/Nairobi", 180),
    "GST": ("Asia/Dubai", 240),
    "TRT": ("Europe/Istanbul", 180),
    "NPT": ("Asia/Kathmandu", 345),
    "MYT": ("Asia/Kuala_Lumpur", 480),
    "WITA": ("Asia/Makassar", 480),
    "ACST": ("Australia/Adelaide", 570),
    "ACDT": ("Australia/Adelaide", 630),
    "AKDT": ("America/Anchorage", -480),
    "CLT": ("America/Santiago", -240),
    "UYT": ("America/Montevideo", -180),
    "PKT": ("Asia/Karachi", 300),
    "WIB": ("Asia/Jakarta", 420),
    "PHT": ("Asia/Manila", 480),
}
_WORDS = {
    "pacific": "America/Los_Angeles",
    "mountain": "America/Denver",
    "central": "America/Chicago",
    "eastern": "America/New_York",
    "london": "Europe/London",
    "berlin": "Europe/Berlin",
    "paris": "Europe/Paris",
    "zurich": "Europe/Zurich",
    "toronto": "America/Toronto",
    "sydney": "Australia/Sydney",
    "new york": "America/New_York",
    "amsterdam": "Europe/Amsterdam",
    "madrid": "Europe/Madrid",
    "stockholm": "Europe/Stockholm",
    "india": "Asia/Kolkata",
    "singapore": "Asia/Singapore",
    "tokyo": "Asia/Tokyo",
    "japan": "Asia/Tokyo",
}

NAMES = "|".join(sorted(_SHORT, key=len, reverse=True))
OFFSET = r"(?:UTC|GMT)\s?[+\-\u2212]\s?\d{1,2}(?::?[0-5]\d)?"
ZONE = (
    rf"(?:{OFFSET}|(?:{NAMES})(?:\s?/\s?(?:{NAMES}))?(?![A-Za-z])|\+(?:0\d|1[0-4]):?[0-5]\d(?!\d)"
    r"|(?:(?<=:\d\d:\d\d)|(?<=T\d\d:\d\d)|(?<=[.,]\d{3})|(?<=:\d\d ))"
    r"[\-\u2212](?:0\d|1[0-2]):?[0-5]\d(?![\d:]))"
)
"""A zone behind a clock; abbreviations in capitals only, for `et` and `met` are words."""
_REGION = (
    r"(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific|US|UC|Etc)/[A-Za-z_/+\-0-9]+"
)
_PLACES = "|".join(_WORDS)
_WORD = rf"(?:{_PLACES})\b(?:\s+(?:standard |daylight |summer |local )?time)?"
_PLACE_TIME = rf"(?:{_PLACES})\s+(?:standard |daylight |summer |local )?times?\b"
_NAMED = re.compile(rf"(?P<region>{_REGION})|(?P<zone>{ZONE})|(?P<word>(?i:{_WORD}))")
_STATED = re.compile(
    r"(?i:\b(?:all\s+)?(?:the\s+)?(?:times?|timestamps|clocks?|timezone|time zone|tz)\b[^|\n]{0,40}?"
    r"(?:\bare\b|\bin\b|\bis\b|:|=|\(|\[)[\s*_`]*(?:(?:all|in|are|the|given|local)\s+)*"
    r"|\b(?:all times|(?:alle )?(?:uhr)?zeiten|zeitangaben|heures?)\s+(?:(?:in|sind|en|de)\s+){0,2})"
    rf"(?P<named>{_REGION}|{ZONE}|(?i:{_WORD}))"
)
_BRACKET = re.compile(
    rf"[(\[]\s*(?i:all\s+)?(?P<times>(?i:times?\s+))?(?i:are\s+)?(?i:in\s+)?"
    rf"(?P<named>{_REGION}|{ZONE}|(?i:{_PLACE_TIME}))\s*[)\]]"
)


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone as written, with what it means."""

    written: str
    name: str
    """An IANA name; empty for an offset that none has."""
    offset: int | None
    """Minutes east of UTC; None when the season decides: `PT`, `Europe/London`."""

    @property
    def tzinfo(self) -> tzinfo:
        """What to attach to a clock with this zone."""
        return ZoneInfo(self.name) if self.offset is None else timezone(timedelta(minutes=self.offset))

    def in_force(self, at: datetime) -> bool:
        """Tell whether the clocks of its place showed it at a local time: CET is not in force in July."""
        if self.offset is None or not self.name or self.name.startswith("Etc/"):
            return True
        return at.replace(tzinfo=ZoneInfo(self.name)).utcoffset() == timedelta(minutes=self.offset)

    def as_written(self) -> "Zone":
        """Give the same offset without its place."""
        fixed = _fixed(self.written, self.offset) if self.offset is not None else None
        return fixed or self


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())


def _fixed(written: str, minutes: int) -> Zone | None:
    if abs(minutes) > 14 * 60:
        return None
    hours = -minutes // 60
    name = UTC if not minutes else f"Etc/GMT{hours:+d}" if minutes % 60 == 0 else ""
    return Zone(written, name if name in _known() else "", minutes)


def zone_of(written: str) -> Zone | None:
    """Understand a zone as `ZONE` matched it or as an IANA name; None when there is no such zone."""
    text = written.strip().replace("\u2212", "-")
    first = re.split(r"\s?/\s?", text)[0]
    if first in _SHORT:
        name, minutes = _SHORT[first]
        return Zone(text, name, None if first != text else minutes)
    if offset := re.fullmatch(r"(?:UTC|GMT)?\s?([+-])\s?(\d{1,2}):?(\d\d)?", text):
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return _fixed(text, -minutes if offset[1] == "-" else minutes)
    if text in _known():
        return Zone(text, text, None)
    return next((Zone(text, name, None) for word, name in _WORDS.items() if word in text.lower()), None)


def declared_zone(text: str) -> Zone | None:
    """Find the zone that a line gives to all times: `All times in CEST`, `(all times CET)`, `(UTC)` alone."""
    if found := _STATED.search(text):
        return zone_of(found["named"])
    bracket = _BRACKET.search(text)
    alone = bracket is not None and (bracket["times"] or bracket[0] == text.strip())
    return zone_of(bracket["named"]) if bracket and alone else None


def stated_zone(line: str) -> Zone | None:
    """Find the zone that a heading or the head of a table gives: `Time (UTC)`, `Timeline (UTC)`."""
    bracket = _BRACKET.search(line)
    return declared_zone(line) or (zone_of(bracket["named"]) if bracket else None)


def named_zone(text: str) -> Zone | None:
    """Find any zone that a short text names."""
    found = _NAMED.search(text)
    return zone_of(found[0]) if found else None
