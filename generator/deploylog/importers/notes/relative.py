"""Times counted from a zero hour, `T+15m`, as times of day, where the notes say when it was."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from deploylog.importers.notes.markup import plain
from deploylog.importers.notes.stamps import Stamp, lead_of

_ZERO = re.compile(
    r"^\W*(?:T\s?[-+\u2212]?\s?0|T(?:[- ]?zero)?|zero hour|H[- ]?hour)\s*(?:\([^()]*\)\s*)?"
    r"(?:=|:|\bis\b|\bwas\b|at\b)\s*(?P<said>\S.*)$",
    re.IGNORECASE,
)
_STARTED = re.compile(r"^\W*(?:started|start|begin|began)\b\s*(?:time)?[\s:=]*(?P<said>\S.*)$", re.IGNORECASE)
_COUNTED = re.compile(
    r"^(?P<marks>[\s>|*_#\-\u2022\[(]*)(?:T\s?|(?=\+\d{1,2}:\d\d\b|\+\d{1,3}\s?(?:m|min|h)\b))(?P<sign>[-+\u2212])\s?"
    r"(?:(?P<hours>\d{1,2})(?::(?P<past>[0-5]\d)|\s?h(?:(?:ou)?rs?)?(?:\s?(?P<rest>\d{1,2})(?:\s?m(?:in)?)?)?)"
    r"|(?P<minutes>\d{1,4})(?:\s?(?:m|mins?|minutes?|['\u2032]))?)(?![\w:.])"
)
_FEW = 2


def absolute(raws: Sequence[str]) -> list[str]:
    """Give the lines with the times that they lead with, or a row's first cell, as days and times of day."""
    if sum(bool(_COUNTED.match(raw[:200])) for raw in raws) < _FEW:
        return list(raws)
    zero = next((stamp for way in (_ZERO, _STARTED) for raw in raws if (stamp := _zero(raw, way))), None)
    if zero is None:
        return list(raws)
    day = zero.day.on(zero.day.year or 0) if zero.day else None
    start = datetime.combine(day or date(2000, 1, 2), time()) + timedelta(minutes=zero.clock.minute)
    form = "%Y-%m-%d %H:%M" if day else "%H:%M"
    form += f" {zero.zone.written}" if zero.zone else ""
    return [_counted(raw, start, form) for raw in raws]


def _zero(raw: str, way: re.Pattern[str]) -> Stamp | None:
    found = way.match(plain(raw[:400]))
    lead = lead_of(found["said"]) if found else None
    return lead.stamp if lead else None


def _counted(raw: str, start: datetime, form: str) -> str:
    found = _COUNTED.match(raw[:200])
    if found is None:
        return raw
    hours = int(found["hours"] or 0)
    minutes = hours * 60 + int(found["past"] or found["rest"] or found["minutes"] or 0)
    at = start + timedelta(minutes=minutes if found["sign"] == "+" else -minutes)
    return found["marks"] + at.strftime(form) + raw[found.end() :]
