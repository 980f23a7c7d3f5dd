"""Times as people write them, one by one."""

import pytest

from deploylog.importers.notes.markup import plain
from deploylog.importers.notes.stamps import lead_of, trail_of
from deploylog.importers.notes.zones import stated_zone

LEADS = {
    "15th Feburary 14:21 merged": "02-15 14:21 | merged",
    "Septmber 3, 14:21 merged": "09-03 14:21 | merged",
    "July-27-2031 13:57 seen": "2031-07-27 13:57 | seen",
    "14:00 GST: begin": "14:00 GST | begin",
    "23:35:26~23:36:50 nothing came": "23:35-23:36 | nothing came",
    "07-22 ~13:00 all was well": "~07-22 13:00 | all was well",
    "1:35–1:40: There": "01:35-01:40 | There",
    "10:00PM went": "22:00 | went",
    "[11:53](https://x.example/z): 1st": "11:53 | 1st",
    "14.44 AG posted": "14:44 | AG posted",
    "14:30ish: debug": "~14:30 | debug",
    "ca. 18:30 text": "~18:30 | text",
    "~13:30-13:45": "~13:30-13:45 | ",
    "**2019-10-20 00:55: builds failing**": "2019-10-20 00:55 | builds failing",
    "Sep 27 2017 13:06": "2017-09-27 13:06 | ",
    "20202-01-16 12:00 x": "2020-01-16 12:00 | x",
    "19. April, 11:00": "04-19 11:00 | ",
    "22:30 UTC (Oct 29) - reported": "10-29 22:30 UTC | reported",
    "22:49 UTC (15:49 PDT): text": "22:49 UTC | text",
    "2031-03-23T10:39:22.123+02:00 x": "2031-03-23 10:39 +02:00 | x",
    "20/06/2031 12:43 - on call": "2031-06-20 12:43 | on call",
    "7:00–8:15AM: rolled": "07:00-08:15 | rolled",
    "11:30-12:15PM x": "11:30-12:15 | x",
    "10–11PM: test": "22:00-23:00 | test",
    "5 PM: go": "17:00 | go",
    "1430 UTC alert": "14:30 UTC | alert",
    "14h30 début": "14:30 | début",
    "2031-03-13 14:?? scaled": "~2031-03-13 14:00 | scaled",
    "23:58 to midnight: x": "23:58-00:00 | x",
    "And, at 3:45AM, done": "03:45 | done",
    "12:00-2 nodes": "12:00 | 2 nodes",
    "17:14pm x": "17:14 | x",
    "2031/03/03 ±21:00: lag": "~2031-03-03 21:00 | lag",
    "2018 October 21 22:52 UTC": "2018-10-21 22:52 UTC | ",
    "01/Dec/07 10:02 PM": "2007-12-01 22:02 | ",
    "6/16 3:06am alert": "06-16 03:06 | alert",
    "[2031-02-06 Thu 22:10]--[2031-02-06 Thu 22:48] done": "2031-02-06 22:10-22:48 | done",
    "30/31 Jan 2031, 22:15 > 23:40 dump": "2031-01-30 22:15-23:40 | dump",
    "1 December (Mon) 22:10 start": "12-01 22:10 | start",
}
NO_LEADS = [
    "16:9 pictures",
    "1.323.0 released",
    "T+15 x",
    "30 seconds later",
    "10.0.0.1 fails",
    "25:10 x",
    "12 nodes",
    "",
]


def _told(text: str) -> str:
    lead = lead_of(plain(text))
    assert lead is not None
    stamp = lead.stamp
    day = "" if stamp.day is None else f"{stamp.day.month:02d}-{stamp.day.day:02d} "
    day = f"{stamp.day.year}-{day}" if stamp.day and stamp.day.year else day
    until = "" if stamp.until is None else f"-{stamp.until.minute // 60:02d}:{stamp.until.minute % 60:02d}"
    zone = f" {stamp.zone.written}" if stamp.zone else ""
    clock = f"{stamp.clock.minute // 60:02d}:{stamp.clock.minute % 60:02d}"
    return f"{'~' if stamp.clock.approximate else ''}{day}{clock}{until}{zone} | {lead.rest}"


@pytest.mark.parametrize("written", LEADS)
def test_a_line_leads_with_a_time_in_any_spelling(written):
    """Nobody at 1:30 AM keeps to a standard."""
    assert _told(written) == LEADS[written]


@pytest.mark.parametrize("written", NO_LEADS)
def test_a_number_is_no_time(written):
    """Versions, addresses and ratios begin lines as well."""
    assert lead_of(plain(written)) is None


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Smoke test failed (22:10)", "Smoke test failed"),
        ("Started at 2:30 PM UTC.", "Started"),
        ("New - 21:30-22:05", "New"),
        ("**Detected:**     2031-08-18 23:15 UTC (by an alert)", "Detected (by an alert)"),
        ("Stable operation: 2031-08-19 02:50 UTC onwards", "Stable operation onwards"),
    ],
)
def test_a_time_may_stand_at_the_end_of_its_line(written, words):
    """Then the words before it are the entry."""
    trail = trail_of(plain(written))

    assert trail is not None
    assert trail[0] == words


def test_a_time_at_the_end_may_be_about_right():
    """The doubt stands behind it, in brackets."""
    trail = trail_of("Pumps stopped: 22:10 (approx.)")

    assert trail is not None
    assert trail[1].clock.approximate


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("All times in CEST", "Europe/Berlin"),
        ("All times in UTC+1 (Zurich time)", "Etc/GMT-1"),
        ("## Timeline (all times in PST/PDT)", "America/Los_Angeles"),
        ("Time (UTC) | Event", "UTC"),
        ("Date and Time in CET", "Europe/Berlin"),
        ("All times in Pacific time", "America/Los_Angeles"),
        ("times are Toronto time", "America/Toronto"),
        ("Time zone: Europe/London", "Europe/London"),
        ("Reported by the operators. All times CET.", "Europe/Berlin"),
        ("Alle Zeiten in MEZ", "Europe/Berlin"),
        ("we had a good time in the end", None),
    ],
)
def test_a_line_gives_its_zone_to_all_times(written, name):
    """Under the heading, in it, or in the head of a table."""
    zone = stated_zone(written)

    assert (zone.name if zone else None) == name
