"""Times as machines write them: ISO 8601 and its relatives, and counts since 1970."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

EARLIEST, LATEST = 1970, 2199
"""The years that a log can hold."""

_ISO = re.compile(
    r"(\d{4,})-(\d\d?)-(\d\d?)[T _]+(\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?"
    r"\s*(Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?(?:\s+[A-Z]{3,5}|\s+[+-]\d\d)?(?:\s+m=[+-][\d.]+)?",
    re.IGNORECASE,
)
_CTIME = re.compile(
    r"(?:[A-Z][a-z]{2,8},? +)?([A-Z][a-z]{2}) +(\d\d?) +(\d\d?:\d\d:\d\d)(?: +([A-Z]{3,5}))? +(\d{4})"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_SCALES = ((1e17, 1e9), (1e14, 1e6), (1e11, 1e3))
"""Counts from that size on are nanoseconds, microseconds, milliseconds; smaller ones are seconds."""


def instant(value: Any) -> datetime | str:
    """Read a time.

    Returns:
        Aware if it carries an offset or counts since 1970, else as the clock showed it; or, as a
        clause, why it is none: `is no time`.
    """
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return "is no time"
    written = str(value).strip()
    if _NUMBER.fullmatch(written):
        return _counted(float(written))
    if (old := _CTIME.fullmatch(written)) and old[1] in _MONTHS:
        zone = "Z" if old[4] in ("UTC", "GMT") else ""
        written = f"{old[5]}-{_MONTHS.index(old[1]) + 1:02}-{old[2]} {old[3]}{zone}"
    found = _ISO.fullmatch(written)
    if not found:
        return "is no time"
    year, month, day, hour, minute = map(int, found.group(1, 2, 3, 4, 5))
    if not EARLIEST <= year <= LATEST:
        return f"is in the year {year}, and a log holds the years {EARLIEST} to {LATEST}"
    try:
        at = datetime(year, month, day, hour, minute, min(int(found[6] or 0), 59))  # noqa: DTZ001
        at = at.replace(microsecond=int((found[7] or "0")[:6].ljust(6, "0")))
        return at if found[8] is None else at.replace(tzinfo=offset(found[8]))
    except ValueError:
        return "names a day or an hour that does not exist"


def offset(written: str) -> timezone:
    """Read `Z`, `UTC`, `+02:00`, `+0200` or `+02`.

    Raises:
        ValueError: It is a day or more.
    """
    if written[0] not in "+-":
        return UTC
    digits = written[1:].replace(":", "").ljust(4, "0")
    found = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
    return timezone(-found if written[0] == "-" else found)


def _counted(number: float) -> datetime | str:
    scale = next((scale for size, scale in _SCALES if abs(number) >= size), 1.0)
    try:
        at = datetime.fromtimestamp(number / scale, UTC)
    except (ValueError, OverflowError, OSError):
        return "is no time: no year has that many seconds"
    if not EARLIEST <= at.year <= LATEST:
        return f"is in the year {at.year}, and a log holds the years {EARLIEST} to {LATEST}"
    return at
