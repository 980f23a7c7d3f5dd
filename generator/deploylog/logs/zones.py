"""Time zones by name; the names are those of the package `tzdata`, the same on every machine."""

from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from deploylog.logs.faults import suggest

_ABBREVIATIONS = {
    "EDT": "America/New_York",
    "CDT": "America/Chicago",
    "MDT": "America/Denver",
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "BST": "Europe/London",
    "CEST": "Europe/Berlin",
    "IST": "Asia/Kolkata",
    "JST": "Asia/Tokyo",
    "AEST": "Australia/Sydney",
}


@cache
def names() -> frozenset[str]:
    """Give every IANA name."""
    listed = resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8")
    return frozenset(listed.split())


@cache
def zone(name: str) -> ZoneInfo | None:
    """Give a time zone, None when there is none of this name."""
    return ZoneInfo(name) if name in names() else None


def advise(name: str) -> str:
    """Give the line of help for a name that is none."""
    meant = _ABBREVIATIONS.get(name.upper()) or _by_city(name) or suggest(name, sorted(names()))
    example = "write an IANA name, e.g. America/Toronto or UTC"
    return f"did you mean '{meant}'?" if meant else example


def _by_city(name: str) -> str | None:
    city = name.strip().replace(" ", "_").casefold()
    found = (known for known in sorted(names()) if known.casefold().rpartition("/")[2] == city)
    return next(found, None)
