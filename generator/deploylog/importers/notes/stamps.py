"""Stamps: the day, the clock, the end and the zone that a line of a timeline leads or ends with."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from deploylog.importers.notes.clocks import HALF_A_DAY, LINK, Clock, clock_of, clock_pattern
from deploylog.importers.notes.dates import AFTER, Day, day_of, day_pattern
from deploylog.importers.notes.zones import ZONE, Zone, zone_of

_ABOUT = re.compile(
    r"(?i)^\s*[(\[]?\s*(?:maybe|approx|about|not sure|ish|around|roughly|ca\b|or so|estimated|~|\?)"
)
_LEADING = (
    r"^[\s>*_\u2022\u00b7\-\u2013\u2014|:@\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]{0,12}"
    r"(?:\W{0,3}\[[ xX]\]\s+)?"
    r"(?:(?P<word>(?i:(?:(?:and|then|so|finally|later|next|again)\b,?\s+){0,2}"
    r"(?:(?:at|by|on|from|since|between|starting(?: at)?)\b[\s,]+){0,2}))"
    r"(?P<open>[(\[<\u3010]?)(?P<tilde>[~\u2248]?)\s*)"
)
_BY_DAY = r"(?:\s*[,T@|]\s*|\s+(?:at|@|-|\u2013|\u2014|\u00b7)\s+|\s*:\s+|\s+)"
_AFTER_DAY = rf"(?:,?\s*\(?(?:on\s+)?(?P<late>{day_pattern('l_')})\)?)?"


def _zoned(prefix: str) -> str:
    return rf"(?:\s?[(\[]?(?P<{prefix}zone>{ZONE})[)\]]?)?"


_FROM = rf"(?:(?P<early>{day_pattern('d_')}){AFTER}{_BY_DAY}?[(\[]?)?{clock_pattern('c_')}{_zoned('c_')}"
_UNTIL = (
    rf"(?:(?:[)\]>]{LINK}[(\[<]|{LINK})(?:(?:about|around|approximately|approx\.?)\s+)?(?:(?P<then>{day_pattern('t_')}){AFTER}{_BY_DAY})?"
    rf"{clock_pattern('u_')}{_zoned('u_')})?"
)
_OTHER = rf"(?:\s*[(\[/|,]\s*{clock_pattern('o_')}(?:{LINK}{clock_pattern('q_')})?\s?(?:{ZONE})\s*[)\]]?)*"
_CLOSE = r"(?P<close>\s*[)\]>\u3011])?"
_STAMP = _FROM + _UNTIL + _OTHER + _AFTER_DAY
_LEAD = re.compile(_LEADING + _STAMP + _CLOSE + r"(?![\w%/]|[.,:]\d)")
_HOURS = re.compile(
    _LEADING
    + r"(?P<first>\d{1,2})\s?(?:-|\u2013|\u2014|to)\s?"
    + clock_pattern("u_")
    + _zoned("u_")
    + _CLOSE
    + r"(?!\w)"
)
_DATE = re.compile(
    _LEADING
    + rf"(?P<early>{day_pattern('d_')})"
    + rf"(?:\s*(?:-|\u2013|to|until)\s*(?:{day_pattern('t_')}|[0-3]?\d(?:st|nd|rd|th)?\b))?"
    + _CLOSE
    + r"(?!\w)"
)
_SEPARATOR = re.compile(
    r"^\s*[*_]*\s*(?P<mark>[:\-\u2013\u2014|>\u2192\u2022\u00b7;=\uff1a]+|\.(?=\s)|,)?\s*"
)
_TRAIL = re.compile(
    r"(?:\s[(\[]|,\s|\s[\-\u2013\u2014|@]+\s|\s(?:at|around|about|by|@)\s|\s{2,}|\t|\s)"
    + _STAMP
    + r"\s*[)\]]?(?P<tail>\s+(?:onwards?|sharp|exactly)|\s+\([^()]{1,60}\))?[.\s]*$"
)
_UNKNOWN = re.compile(
    r"^[\s>*\-(\[]*(?:\?{1,2}:\?{1,2}|\d[xX?]:[xX?]{2}|[xX]{2}:[xX]{2}|HH:mm)", re.IGNORECASE
)
_MAY_LEAD = re.compile(r"\d|noon|mid(?:night|day)", re.IGNORECASE)
_START = 60
_WINDOW = 200
"""Characters in which a leading stamp has to stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """When, as one place of the text says it."""

    clock: Clock
    day: Day | None = None
    until: Clock | None = None
    until_day: Day | None = None
    zone: Zone | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A stamp and what follows it on its line."""

    stamp: Stamp
    rest: str
    separated: bool
    """Whether a colon, a dash or a bracket sets the stamp apart."""
    worded: bool
    """Whether a word leads it: `At 15:10 we deployed`."""


def _stamp(found: re.Match[str]) -> Stamp | None:
    clock = clock_of(found, "c_")
    if clock is None:
        return None
    until = clock_of(found, "u_") if found["u_hour"] or found["u_word"] or found["u_four"] else None
    day = day_of(found, "d_") if found["early"] else day_of(found, "l_") if found["late"] else None
    zone = found["c_zone"] or found["u_zone"]
    return Stamp(
        clock=_like(clock, until) if until else clock,
        day=day,
        until=until,
        until_day=day_of(found, "t_") if found["then"] else None,
        zone=zone_of(zone) if zone else None,
    )


def _like(clock: Clock, until: Clock) -> Clock:
    """Give a start without its half that of the end: `7:00-8:15AM`, `11:30-12:15PM`."""
    if not clock.open or until.half not in ("am", "pm"):
        return clock
    early, late = clock.halves()
    best = min((early, late), key=lambda minute: (until.minute - minute) % (2 * HALF_A_DAY))
    return replace(clock, minute=best, half="am" if best == early else "pm")


@lru_cache(maxsize=8192)  # each line of notes is looked at in several ways
def lead_of(text: str) -> Lead | None:
    """Read the stamp that a line of plain words leads with; None without a clock."""
    window = text[:_WINDOW]
    if not _MAY_LEAD.search(window[:_START]):
        return None
    found = _LEAD.match(window)
    stamp = _stamp(found) if found else None
    if found is None or stamp is None:
        found = _HOURS.match(window)
        stamp = _hours(found) if found else None
    if found is None or stamp is None:
        return None
    rest = text[found.end() :]
    after = _SEPARATOR.match(rest)
    if _ABOUT.match(rest) or found["tilde"]:
        stamp = replace(stamp, clock=replace(stamp.clock, approximate=True))
    return Lead(
        stamp=stamp,
        rest=rest[after.end() :].strip() if after else rest.strip(),
        separated=bool(after and after["mark"]) or bool(found["open"] and found["close"]),
        worded=bool(found["word"]),
    )


def _hours(found: re.Match[str]) -> Stamp | None:
    until, hour = clock_of(found, "u_"), int(found["first"])
    if until is None or until.half not in ("am", "pm") or not 1 <= hour <= 12:
        return None
    zone = zone_of(found["u_zone"]) if found["u_zone"] else None
    return Stamp(clock=_like(Clock(hour * 60), until), until=until, zone=zone)


def trail_of(text: str) -> tuple[str, Stamp] | None:
    """Read the stamp at a line's end: `Deployment started (14:30)`; gives the words before it too."""
    tail = text[-_WINDOW:] if _MAY_LEAD.search(text[-_START:]) else ""
    for found in _TRAIL.finditer(tail):
        stamp = _stamp(found)
        if stamp:
            words = text[: len(text) - len(tail) + found.start()].rstrip(" ,:-\u2013\u2014")
            behind = found["tail"] or ""
            if _ABOUT.match(behind):
                stamp = replace(stamp, clock=replace(stamp.clock, approximate=True))
            return (words + behind.rstrip(), stamp) if words else None
    return None


def day_lead(text: str) -> tuple[Day, str] | None:
    """Read the day that a line leads with, and what follows it; for lines without a clock."""
    found = _DATE.match(text[:_WINDOW]) if _MAY_LEAD.search(text[:_START]) else None
    day = day_of(found, "d_") if found else None
    if found is None or day is None:
        return None
    rest = text[found.end() :]
    after = _SEPARATOR.match(rest)
    return day, rest[after.end() :].strip() if after else rest.strip()


def unknown_lead(text: str) -> bool:
    """Tell whether a line leads with a clock that is not known: `??:??`, `HH:mm`."""
    return bool(_UNKNOWN.match(text))


FULL = re.compile(
    r"(?<![\w.:/])(?:(?i:between|from|at|around|by|until|since)\s+)?" + _STAMP + r"(?![\w%/]|[.,:]\d)"
)
"""A stamp anywhere in prose; `stamp_in` reads the match."""


def stamp_in(found: re.Match[str]) -> Stamp | None:
    """Read a match of `FULL`; None for what is no time, and for bare numbers such as versions."""
    stamp = _stamp(found)
    return None if stamp is None or stamp.clock.dotted else stamp
