"""The calendar to subscribe to.

Source:
    RFC 5545, iCalendar, and RFC 7986 for the properties of the calendar itself. Times are in UTC, which every
    program shows on its reader's own clock; days without a time are days.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from datetime import date as Day  # noqa: N812

from deploylog import addresses
from deploylog.feeds import aims
from deploylog.feeds.aims import Aim
from deploylog.feeds.published import Asset, Published, text

LIMIT = 500
"""Events in the calendar, the latest; all deployments are in the data."""

_WIDTH = 75
"""Octets in a line, without its end."""


def asset(published: Published) -> Asset:
    """Make the calendar."""
    latest = aims.of(published)[-LIMIT:]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//deploylog//deploylog//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{_escaped(published.name)}",
        f"X-WR-CALNAME:{_escaped(published.name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        *(line for aim in latest for line in _event(aim, published)),
        "END:VCALENDAR",
    ]
    return Asset(uri=addresses.CALENDAR, content="".join(f"{_folded(line)}\r\n" for line in lines))


def _event(aim: Aim, published: Published) -> Iterator[str]:
    summary, _, description = _told(aim, published).partition("\n")
    article = published.article(aim.told_by.id)
    yield "BEGIN:VEVENT"
    yield f"UID:{published.identity('event', aim.name)}"
    yield f"DTSTAMP:{_utc(_revised_at(aim, published))}"
    yield f"SEQUENCE:{aim.sequence}"
    yield f"STATUS:{aim.status}"
    yield from _time(aim)
    yield f"SUMMARY:{_escaped(summary.strip())}"
    yield f"DESCRIPTION:{_escaped(description.strip())}"
    systems = dict.fromkeys(system.name for system in aim.told_by.systems)
    if systems:
        yield f"CATEGORIES:{','.join(map(_escaped, systems))}"
    if article and published.settings.site_url:
        yield f"URL:{published.url(article.uri)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _told(aim: Aim, published: Published) -> str:
    """Word the event: its heading on the first line, what there is to say behind it."""
    return published.jinja.get_template("feeds/event.txt.j2").render(
        aim=aim,
        deployment=aim.told_by,
        deferrals=sum(entry.deferral is not None for entry in aim.entries),
        clock=published.settings.clock,
    )


def _time(aim: Aim) -> Iterator[str]:
    if isinstance(aim.start, datetime):
        yield f"DTSTART:{_utc(aim.start)}"
        if aim.end is not None and aim.end > aim.start:
            yield f"DTEND:{_utc(aim.end)}"
    else:
        yield f"DTSTART;VALUE=DATE:{_day(aim.start)}"
        yield f"DTEND;VALUE=DATE:{_day(aim.start + timedelta(days=1))}"


def _revised_at(aim: Aim, published: Published) -> datetime:
    """Give when the event was last revised, as far as its logs date that."""
    article = published.article(aim.told_by.id)
    return published.updated_at(article) if article else published.as_of_at()


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _day(day: Day) -> str:
    return f"{day:%Y%m%d}"


def _escaped(written: str) -> str:
    """Write a text so that nothing in it means anything to a calendar."""
    safe = text(written).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(safe.splitlines())


def _folded(line: str) -> str:
    """Break a line into pieces that a calendar may hold, between characters."""
    if len(line.encode()) <= _WIDTH:
        return line
    pieces, width = [""], 0
    for character in line:
        octets = len(character.encode())
        if width + octets > _WIDTH:
            pieces.append("")
            width = 1  # The space that a piece begins with counts.
        pieces[-1] += character
        width += octets
    return "\r\n ".join(pieces)
