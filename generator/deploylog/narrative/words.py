"""English in small: numbers, spans of time, days and lists as a person would say them."""

import html
from collections.abc import Sequence
from datetime import date as Day  # noqa: N812
from datetime import timedelta

_NUMBERS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_ORDINALS = (
    *("zeroth", "first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)
_MINUTE = timedelta(minutes=1)


def number(count: int) -> str:
    """Write a count: one to twelve in words, the others in digits."""
    return _NUMBERS[count] if 0 <= count <= 12 else str(count)


def ordinal(place: int) -> str:
    """Write a place in a row: `fifth`, `13th`, `21st`."""
    if 0 <= place <= 12:
        return _ORDINALS[place]
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def times(count: int) -> str:
    """Write how often: `once`, `twice`, `three times`."""
    return {1: "once", 2: "twice"}.get(count) or f"{number(count)} times"


def counted(count: int, noun: str, plural: str = "") -> str:
    """Write a count with its noun in the right number: `one issue`, `two issues`."""
    return f"{number(count)} {noun if count == 1 else plural or noun + 's'}"


def span(length: timedelta) -> str:
    """Write how long something took, to the minute: `35 minutes`, `ten hours and 15 minutes`."""
    minutes = round(abs(length) / _MINUTE)
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    if not days and minutes == 30 and hours:
        return "an hour and a half" if hours == 1 else f"{number(hours)} and a half hours"
    parts = [
        counted(days, "day") if days else "",
        ("an hour" if hours == 1 and not days else counted(hours, "hour")) if hours else "",
        counted(minutes, "minute") if minutes or not (days or hours) else "",
    ]
    return listed([part for part in parts if part])


def later(length: timedelta) -> str:
    """Write the time from one thing to the next, as a sentence may begin: `half an hour`, `ten minutes`."""
    return {15: "a quarter of an hour", 30: "half an hour"}.get(round(length / _MINUTE)) or span(length)


def rough(length: timedelta, *, approximate: bool) -> str:
    """Write a difference that nobody measures to the minute: `about an hour`."""
    minutes = round(abs(length) / _MINUTE)
    halves = round(minutes / 30)
    near = halves >= 2 and 0 < abs(minutes - 30 * halves) <= 5
    told = span(timedelta(minutes=30 * halves) if near else length)
    return f"about {told}" if near or approximate else told


def listed(parts: Sequence[str], last: str = "and") -> str:
    """Join parts: `a`, `a and b`, `a, b and c`; with `;` where a part has a comma of its own."""
    if len(parts) < 2:
        return "".join(parts)
    if any("," in html.unescape(part) or ";" in html.unescape(part) for part in parts):
        return "; ".join(parts[:-1]) + f"; {last} {parts[-1]}"
    return ", ".join(parts[:-1]) + f" {last} {parts[-1]}"


def day(value: Day, seen_from: Day) -> str:
    """Write a day with its name, and with its year only when seen from another one: `Sunday 2 December`."""
    year = "" if value.year == seen_from.year else f" {value.year}"
    return f"{value:%A} {value.day} {value:%B}{year}"
