"""Scales, ticks, rows and room for words: what every chart stands on."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylog.charts import scale

TORONTO = ZoneInfo("America/Toronto")


def _clocks(first: datetime, last: datetime, zone: ZoneInfo, most: int) -> list[str]:
    return [f"{t:%H:%M}" for t in scale.time_ticks(first, last, zone, most)]


def test_hours_run_across_midnight_in_the_zone_of_the_log():
    """A reader of the axis sees the clock on the wall of that night."""
    first = datetime(2007, 9, 16, 2, tzinfo=UTC)

    assert _clocks(first, first + timedelta(hours=4), TORONTO, 6) == [
        "22:00",
        "23:00",
        "00:00",
        "01:00",
        "02:00",
    ]


def test_an_hour_that_the_autumn_change_repeats_stands_twice():
    """Bars are placed by elapsed time; an axis that hid the hour would misplace them all."""
    first = datetime(2007, 11, 4, 4, tzinfo=UTC)

    assert _clocks(first, first + timedelta(hours=4), TORONTO, 6) == [
        "00:00",
        "01:00",
        "01:00",
        "02:00",
        "03:00",
    ]


def test_an_hour_that_the_spring_change_skips_is_left_out():
    """02:00 did not exist that night."""
    first = datetime(2007, 3, 11, 6, tzinfo=UTC)

    assert _clocks(first, first + timedelta(hours=2), TORONTO, 6) == [
        "01:00",
        "01:30",
        "03:00",
        "03:30",
        "04:00",
    ]


def test_ticks_are_round_in_zones_that_are_off_by_quarters():
    """Kathmandu is 5:45 ahead of UTC."""
    first = datetime(2024, 1, 1, 18, tzinfo=UTC)

    assert _clocks(first, first + timedelta(hours=3), ZoneInfo("Asia/Kathmandu"), 4) == [
        "00:00",
        "01:00",
        "02:00",
    ]


@given(
    st.integers(0, 4_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC)),
    st.timedeltas(min_value=timedelta(minutes=5), max_value=timedelta(days=4000)),
    st.sampled_from(["UTC", "America/Toronto", "Asia/Kathmandu", "Australia/Lord_Howe"]),
    st.integers(3, 14),
)
def test_ticks_lie_within_the_span_in_order_and_are_few(first, length, zone, most):
    """However long a deployment took, its axis stays readable."""
    ticks = scale.time_ticks(first, first + length, ZoneInfo(zone), most)

    assert len(ticks) <= most + 3
    assert all(first <= tick <= first + length for tick in ticks)
    stamps = [tick.timestamp() for tick in ticks]
    assert stamps == sorted(set(stamps))


@given(st.lists(st.tuples(st.floats(0, 1000), st.floats(0, 100)), max_size=40))
def test_packing_never_lets_two_of_a_row_overlap(pairs):
    """A bar drawn over another would hide it."""
    extents = sorted((start, start + length) for start, length in pairs)
    rows = scale.pack(extents)

    for row in set(rows):
        own = [extent for extent, its in zip(extents, rows, strict=True) if its == row]
        assert all(one[1] <= other[0] + 1e-6 for one, other in pairwise(own))


def test_packing_uses_no_more_rows_than_overlap_at_once():
    """What merely touches shares a row."""
    assert scale.pack([(0, 10), (5, 8), (8, 12), (10, 11), (20, 21)]) == (0, 1, 1, 0, 0)


@given(st.text(max_size=60), st.floats(20, 300), st.integers(1, 4))
def test_wrapped_lines_fit_and_lose_nothing_silently(text, width, lines):
    """What is left out is marked by an ellipsis; what fits is all there."""
    made = scale.wrapped(text, width, 11, lines)

    assert len(made) <= lines
    assert all(scale.text_width(line, 11) <= width for line in made)
    if not any(line.endswith("…") for line in made):
        assert "".join(made).replace(" ", "") == "".join(text.split()).replace(" ", "")


def test_long_names_break_at_spaces_and_hyphens():
    """A system's name stays readable above its lane."""
    assert scale.wrapped("billing-and-invoicing service", 80, 11, 3) == (
        "billing-and-",
        "invoicing",
        "service",
    )


@given(st.text(max_size=20), st.text(max_size=20))
def test_two_names_never_make_the_same_identifier(one, other):
    """Two figures of one page must not share an id."""
    assert (scale.identifier(one) == scale.identifier(other)) == (one == other)


@pytest.mark.parametrize(
    ("high", "ticks"),
    [
        (0, (0,)),
        (1, (0, 0.2, 0.4, 0.6, 0.8, 1)),
        (7, (0, 2, 4, 6, 8)),
        (0.12, (0, 0.025, 0.05, 0.075, 0.1, 0.125)),
        (100, (0, 20, 40, 60, 80, 100)),
    ],
)
def test_number_ticks_are_round_and_reach_the_highest_value(high, ticks):
    """The highest bar must end below the last tick."""
    assert scale.number_ticks(high, 5) == ticks


@given(st.floats(0.001, 1e6), st.integers(3, 10), st.booleans())
def test_number_ticks_reach_every_value_and_count_things_whole(high, most, whole):
    """No bar may run out of its axis; of nights there is no half."""
    ticks = scale.number_ticks(high, most, whole=whole)

    assert ticks[-1] >= high * (1 - 1e-5)
    assert len(ticks) <= most + 2
    assert not whole or all(tick == int(tick) for tick in ticks)


def test_a_scale_of_nothing_puts_all_at_its_start():
    """A chart of one value must not divide by zero."""
    assert scale.Scale(5, 5, 10, 90)(5) == 10


@pytest.mark.parametrize("edge", [datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)])
def test_a_span_at_the_end_of_the_calendar_is_not_widened_beyond_it(edge):
    """A log may name the year 9999; a traceback would not say so."""
    first, last = scale.outward(edge, edge)

    assert first <= edge <= last
