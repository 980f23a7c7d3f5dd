"""Times as authors write them."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as some

from deploylog.logs.clock import NotATime, Written, read_day, read_range, read_time

EASTERN = timezone(timedelta(hours=-5))
DECEMBER = date(2007, 12, 1)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("01:30", time(1, 30)),
        ("1:30", time(1, 30)),
        (" 22:00 ", time(22)),
        ("01:30:15", time(1, 30, 15)),
        ("1:30 AM", time(1, 30)),
        ("10:00PM", time(22)),
        ("10 pm", time(22)),
        ("1:30 p.m.", time(13, 30)),
        ("12:00 AM", time(0)),
        ("12:30 AM", time(0, 30)),
        ("12:00 PM", time(12)),
        ("12 noon", time(12)),
        ("noon", time(12)),
        ("Noon", time(12)),
        ("midnight", time(0)),
        ("12 midnight", time(0)),
    ],
)
def test_a_clock_is_read_on_24_and_on_12_hours(text: str, clock: time) -> None:
    """Noon and midnight are where the 12-hour clock misleads."""
    assert read_time(text) == Written(clock)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("~01:30", Written(time(1, 30), approximate=True)),
        ("~ 1:30 AM", Written(time(1, 30), approximate=True)),
        ("2007-12-01 17:00", Written(time(17), DECEMBER)),
        ("2007-12-01 5:00 PM", Written(time(17), DECEMBER)),
        ("~2007-12-01 noon", Written(time(12), DECEMBER, approximate=True)),
        ("2007-12-01T17:00", Written(time(17), DECEMBER)),
        ("2007-12-01T17:00:00-05:00", Written(time(17), DECEMBER, EASTERN)),
        ("2007-12-01 17:00 -0500", Written(time(17), DECEMBER, EASTERN)),
        ("2007-12-01T17:00-05", Written(time(17), DECEMBER, EASTERN)),
        ("2007-12-01T17:00Z", Written(time(17), DECEMBER, UTC)),
    ],
)
def test_a_time_may_carry_day_offset_and_doubt(text: str, written: Written) -> None:
    """Whatever an author is sure of, there is a way to say it."""
    assert read_time(text) == written


@pytest.mark.parametrize(
    ("text", "what", "help_"),
    [
        (
            "24:00",
            "no time of day: the day ends at 23:59",
            "write 00:00; after a late evening it means the next day",
        ),
        ("13:00 PM", "no time of day: with AM or PM hours go from 1 to 12", "write 13:00 without AM or PM"),
        ("0:30 AM", "no time of day: with AM or PM hours go from 1 to 12", "write 00:30 without AM or PM"),
        ("about 01:30", "no time of day", "write ~01:30"),
        ("ca. 1:30 AM", "no time of day", "write ~1:30 AM"),
        ("1.30", "no time of day", "write 01:30"),
        ("1h30", "no time of day", "write 01:30"),
        ("0130", "no time of day", "write 01:30"),
        ("1:5", "no time of day", "write 01:05"),
        ("2007-12-01", "no time of day", "add the clock: 2007-12-01 01:30"),
        (
            "2007-12-01 17:00-17:30",
            "no time: -17:30 is no offset from UTC",
            "after a day and a clock, -05:00 is an offset; write the end of the step as `until`",
        ),
    ],
)
def test_what_is_no_time_is_answered_by_what_was_meant(text: str, what: str, help_: str) -> None:
    """The help goes by the mistake, not by the rule alone."""
    with pytest.raises(NotATime) as caught:
        read_time(text)

    assert (caught.value.what, caught.value.help) == (what, help_)


@pytest.mark.parametrize(
    "text",
    [
        "25:10",
        "12:60",
        "99:99",
        "",
        "~",
        ":",
        "1",
        "0530Z",
        "01:30-",
        "٠١:٣٠",
        "1:30 XM",
        "noonish",
        "-01:30",
        "²:30",
    ],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    """Nothing is bent into a time."""
    with pytest.raises(NotATime):
        read_time(text)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("01:40-01:45", (time(1, 40), time(1, 45))),
        ("01:40–01:45", (time(1, 40), time(1, 45))),
        ("01:40 — 01:45", (time(1, 40), time(1, 45))),
        ("11:40 PM - 12:10 AM", (time(23, 40), time(0, 10))),
        ("noon-1:30 PM", (time(12), time(13, 30))),
    ],
)
def test_a_range_is_two_clocks(text: str, ends: tuple[time, time]) -> None:
    """Whatever dash the author's editor makes of a hyphen."""
    span = read_range(text)

    assert span is not None
    assert (span[0].clock, span[1].clock) == ends


@pytest.mark.parametrize("text", ["01:40", "2007-12-01", "2007-12-01T17:00-05:00", "", "-", "01:40-"])
def test_what_is_not_written_as_a_range_is_none(text: str) -> None:
    """An offset and a day hold hyphens too."""
    assert read_range(text) is None


@pytest.mark.parametrize(
    "text", ["2007-02-29", "2007-13-01", "07-12-01", "1969-12-31", "2200-01-01", "٢٠٠٧-12-01", ""]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    """A year typed wrongly should not make a post of the year 207."""
    with pytest.raises(NotATime) as caught:
        read_day(text)

    assert caught.value.rule == "no-day"


@given(some.times(), some.sampled_from(["%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M%p"]))
def test_every_clock_is_read_back(clock: time, form: str) -> None:
    """All minutes of the day, in all forms."""
    written = clock.strftime(form)

    assert read_time(written).clock.strftime(form) == written


@given(some.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2199, 12, 31)))  # noqa: DTZ001
def test_every_moment_is_read_back(moment: datetime) -> None:
    """ISO 8601 is accepted as Python writes it."""
    moment = moment.replace(microsecond=0, tzinfo=EASTERN)
    written = read_time(moment.isoformat())

    assert written.wall is not None
    assert written.wall.replace(tzinfo=written.offset) == moment


@given(some.text(alphabet="0123456789:~-–TZapm. noidgth", max_size=24))
def test_any_other_text_is_refused_without_failing(text: str) -> None:
    """A time or `NotATime`; nothing else comes out."""
    for read in (read_time, read_day, read_range):
        with suppress(NotATime):
            read(text)
