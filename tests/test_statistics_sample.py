"""The logs of the sample site give the figures that their story is known to have."""

import json
from pathlib import Path

import pytest

from deploylog import history, statistics
from deploylog.logs import read_log
from deploylog.statistics import Statistics

POSTS = Path(__file__).parents[1] / "posts"


@pytest.fixture(scope="module")
def sample() -> Statistics:
    """Count the logs of the sample site."""
    return statistics.of(history.of(read_log(path, id=path.stem).deployment for path in POSTS.glob("*.yml")))


def test_the_eight_nights_are_counted_as_they_were(sample: Statistics) -> None:
    """Four executed, four put off; one rolled back, one repaired; one emergency."""
    printed = json.loads(json.dumps(sample.json()))

    assert {name: printed[name] for name in ("logs", "executed", "deferred")} == {
        "logs": 8,
        "executed": 4,
        "deferred": 4,
    }
    assert printed["change_fail_rate"] == {"count": 2, "of": 4}
    assert printed["deployment_rework_rate"] == {"count": 1, "of": 4}
    assert printed["median_duration_minutes"] == 277.5
    assert [row["duration_minutes"] for row in printed["deployments"]] == [615, 345, *[None] * 4, 210, 35]


def test_the_first_night_ended_a_quarter_of_an_hour_after_its_extended_window(sample: Statistics) -> None:
    """From 00:00 to 07:00, extended to 08:00, back at 08:15."""
    first = sample.nights[0]

    assert first.window is not None
    assert first.overrun is not None
    assert (first.id, first.window.total_seconds() / 3600) == ("2007-09-15-database-split", 8)
    assert first.overrun.total_seconds() / 60 == 15
    assert sample.window.overran == (first.id,)


def test_the_seventh_night_was_about_an_hour_ahead_and_the_fifth_entry(sample: Statistics) -> None:
    """After four deferrals of its release, eleven days after the first slot."""
    winter = sample.history.get("2007-12-02-november-release")
    assert winter
    night = next(night for night in sample.nights if night.id == winter.id)

    assert night.ahead is not None
    assert (night.ahead.total_seconds() / 60, night.ahead_approximate) == (60, True)
    assert sample.history.entry_number(winter) == 5
    assert len(sample.history.deferrals_before(winter)) == 4
    assert [release.days_to_delivery for release in sample.releases] == [7, 11]


def test_the_sample_refers_to_nothing_that_is_missing(sample: Statistics) -> None:
    """Its site is the model for a team's own."""
    assert sample.history.faults({"2007-09-18-introduction"}) == []
