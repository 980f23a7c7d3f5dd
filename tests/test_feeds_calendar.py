"""The calendar: one event an aim, moved and not multiplied, valid for a parser that is not ours."""

from datetime import UTC, date, datetime

import icalendar
import pytest

import outlets
import sample
from builders import deployment, instant
from deploylog.model import Deferral, Deployment, Slot

CASES = {
    "none": [],
    "eight nights": sample.nights(),
    "hostile": [outlets.hostile()],
    "random": outlets.random_history(4, 120),
}
SLOT = date(2007, 11, 28)


def calendar(deployments: list[Deployment], **chosen: str) -> icalendar.Calendar:
    """Read the calendar as a program does that subscribes to it."""
    text = outlets.contents(outlets.published(deployments, **chosen))["deployments.ics"]
    found = icalendar.Calendar.from_ical(text)
    assert found.errors == []
    return found


def events(deployments: list[Deployment], **chosen: str) -> list[icalendar.Event]:
    return list(calendar(deployments, **chosen).walk("VEVENT"))


def event(deployments: list[Deployment]) -> dict[str, object]:
    """Give what matters of the only event."""
    [found] = events(deployments)
    keys = ("UID", "SEQUENCE", "STATUS")
    return {key.lower(): str(found[key]) for key in keys} | {"start": found.decoded("DTSTART")}


def deferred(day: str, *slots: Slot, **fields: object) -> Deployment:
    return deployment(f"{day}-r", "deferred", release="r", next_slots=slots, **fields)


def scheduled(day: str) -> Deployment:
    return deployment(f"{day}-r", "scheduled", release="r", window=("01:30", "07:00"))


@pytest.mark.parametrize("deployments", CASES.values(), ids=CASES)
@pytest.mark.parametrize("site_url", ["https://example.com/nights/", ""])
def test_the_calendar_is_valid(deployments, site_url):
    """RFC 5545: what an event must have, lines that end and fold as they must, ids that nobody else has."""
    text = outlets.contents(outlets.published(deployments, site_url=site_url))["deployments.ics"]

    found = events(deployments, site_url=site_url)

    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    assert not any(character < " " and character not in "\r\n\t" for character in text)
    assert len({str(one["UID"]) for one in found}) == len(found)
    for one in found:
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "STATUS"} <= set(one)
        assert one.errors == []
        assert str(one["STATUS"]) in ("CONFIRMED", "TENTATIVE", "CANCELLED")
        assert "DTEND" not in one or one.decoded("DTEND") > one.decoded("DTSTART")
        assert ("URL" in one) == bool(site_url)


def test_a_twice_deferred_release_updates_one_event():
    """Whoever subscribed sees one event move, and not three."""
    once = deferred("2007-11-21", Slot(day=SLOT))
    twice = deferred("2007-11-28", Slot(day=date(2007, 11, 30), start=instant("01:30", "2007-11-30")))
    states = [
        [scheduled("2007-11-21")],
        [once],
        [once, scheduled("2007-11-28")],
        [once, twice],
        [once, twice, scheduled("2007-11-30")],
        [once, twice, deployment("2007-11-30-r", "in-progress", [("01:30",)], release="r")],
        [once, twice, deployment("2007-11-30-r", release="r")],
    ]

    seen = [event(state) for state in states]

    assert len({one["uid"] for one in seen}) == 1
    assert [int(one["sequence"]) for one in seen] == [3, 5, 6, 8, 9, 10, 11]
    assert {one["status"] for one in seen} == {"CONFIRMED"}
    assert [one["start"] for one in seen] == [
        datetime(2007, 11, 21, 6, 30, tzinfo=UTC),
        SLOT,
        datetime(2007, 11, 28, 6, 30, tzinfo=UTC),
        *[datetime(2007, 11, 30, 6, 30, tzinfo=UTC)] * 4,
    ]


def test_the_eight_nights_are_four_events():
    """Two attempts of September are two; four deferrals and the winter night are one; so is the emergency."""
    found = events(sample.nights())

    assert [str(one["SUMMARY"]) for one in found] == [
        sample.FIRST,
        sample.SECOND,
        sample.WINTER,
        sample.EMERGENCY,
    ]
    assert "Put off 4 times" in str(found[2]["DESCRIPTION"])


@pytest.mark.parametrize(
    ("last", "status", "start", "summary"),
    [
        (deferred("2007-11-21"), "CANCELLED", date(2007, 11, 21), "Put off: 2007-11-21-r"),
        (deferred("2007-11-21", Slot(day=SLOT)), "CONFIRMED", SLOT, "2007-11-21-r"),
        (deferred("2007-11-21", Slot(day=SLOT, tentative=True)), "TENTATIVE", SLOT, "2007-11-21-r"),
        (
            deferred("2007-11-21", Slot(day=SLOT), next_decision_at=instant("17:00", "2007-11-27")),
            "TENTATIVE",
            SLOT,
            "2007-11-21-r",
        ),
        (
            deployment("2007-11-21-r", "cancelled", release="r"),
            "CANCELLED",
            date(2007, 11, 21),
            "Cancelled: 2007-11-21-r",
        ),
    ],
    ids=["put off", "next slot", "tentative slot", "go/no-go to come", "cancelled"],
)
def test_a_status_says_whether_it_takes_place(last, status, start, summary):
    """CANCELLED is shown struck out or not at all, TENTATIVE pale."""
    found = event([last])

    assert (found["status"], found["start"]) == (status, start)
    assert str(events([last])[0]["SUMMARY"]) == summary


def test_a_failed_attempt_that_names_a_slot_begins_the_next_event():
    """The night that was is not moved; the retry has an event before it has a log, and keeps it."""
    failed = deployment("2007-11-21-r", "rolled-back", release="r", next_slots=(Slot(day=SLOT),))

    before, after = events([failed]), events([failed, scheduled("2007-11-28")])

    assert [str(one["SUMMARY"]) for one in before] == ["2007-11-21-r", "Next try: 2007-11-21-r"]
    assert [str(one["UID"]) for one in before] == [str(one["UID"]) for one in after]
    assert int(before[1]["SEQUENCE"]) < int(after[1]["SEQUENCE"])


def test_a_deployment_without_a_release_is_an_event_of_its_own():
    """Two that stand alone are two, even in one night."""
    found = events([deployment("2007-12-02-a"), deployment("2007-12-02-b")])

    assert len({str(one["UID"]) for one in found}) == 2


def test_times_are_in_utc_on_both_sides_of_a_clock_change():
    """Five hours behind UTC in winter, four in summer."""
    found = events([deployment("2007-11-03-a"), deployment("2007-11-05-b")])

    assert [one.decoded("DTSTART").hour for one in found] == [5, 6]
    assert {one.decoded("DTSTART").tzname() for one in found} == {"UTC"}


def test_a_slot_is_as_long_as_the_window_before():
    """Whoever reads a calendar wants to know how much of the night is gone."""
    slot = Slot(day=SLOT, start=instant("01:30", SLOT))
    [found] = events([deferred("2007-11-21", slot, window=("01:30", "07:00"))])

    assert found.decoded("DTEND") == datetime(2007, 11, 28, 12, 0, tzinfo=UTC)


def test_hostile_text_ends_no_event_and_begins_none():
    """Commas, semicolons, backslashes and line ends are a text's own."""
    night = outlets.hostile()

    attempt, retry = events([night])

    assert str(attempt["SUMMARY"]).split() == outlets_text(night.title).split()
    assert str(retry["SUMMARY"]).startswith("Next try: =HYPERLINK")


def outlets_text(text: str) -> str:
    """Give a text as a calendar may hold it."""
    return "".join("\ufffd" if c in "\x00\x07\ud800\ufffe" else c for c in text)


def test_what_there_is_to_say_is_in_the_description():
    """Why, until when, and what else could be."""
    night = deferred(
        "2007-11-21",
        Slot(day=SLOT, note="if the change goes well"),
        Slot(day=date(2007, 11, 29), start=instant("~01:30", "2007-11-29"), system="front end"),
        deferral=Deferral(reason="the network was down"),
        next_decision_at=instant("17:00", "2007-11-27"),
        why="It was to be quicker.",
    )

    [found] = events([night])

    assert str(found["DESCRIPTION"]).splitlines() == [
        "Outcome so far: deferred",
        "Put off once",
        "Because: the network was down",
        "Slot: if the change goes well",
        "Or: Thursday, 29 November 2007, about 01:30 (front end)",
        "Go or no-go: Tuesday, 27 November 2007, 17:00",
        "Release: r",
        "It was to be quicker.",
    ]
