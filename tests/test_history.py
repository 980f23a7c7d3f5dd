"""Deployments are put in order, and what belongs together finds each other."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import deployment
from deploylog import history
from deploylog.history import Fault, Reference
from deploylog.model import Deployment, Link
from sample import EMERGENCY, FIRST, NOVEMBER, PUT_OFF, SECOND, SEPTEMBER, WINTER, nights


def ids(deployments: object) -> list[str]:
    """Name deployments by their ids."""
    return [one.id for one in deployments]  # type: ignore[attr-defined]


def test_no_logs_make_an_empty_history() -> None:
    """A new site has none."""
    empty = history.of([])

    assert (empty.deployments, empty.releases, empty.faults(set())) == ((), {}, [])


@given(st.permutations(nights()))
def test_the_order_of_the_files_is_irrelevant(shuffled: list[Deployment]) -> None:
    """The same logs make the same site on every machine."""
    assert history.of(shuffled) == history.of(nights())


def test_nights_follow_each_other_in_true_time() -> None:
    """Two clocks of different time zones are compared as instants, not as they read."""
    tokyo = deployment("2007-12-02-tokyo", steps=[("12:00",)], timezone="Asia/Tokyo")
    toronto = deployment("2007-12-02-toronto", steps=[("01:30",)])
    evening = deployment("2007-12-01-evening", steps=[("23:00",)])

    assert ids(history.of([toronto, tokyo, evening]).deployments) == [tokyo.id, evening.id, toronto.id]


def test_a_log_without_steps_stands_at_its_window_or_else_at_the_beginning_of_its_day() -> None:
    """A deferral comes before the attempt of the same night, a scheduled night where it is planned."""
    attempt = deployment("2007-12-02-attempt", steps=[("01:30",)])
    deferred = deployment("2007-12-02-deferred", "deferred")
    scheduled = deployment("2007-12-02-scheduled", "scheduled", window=("22:00", "23:00"))

    assert ids(history.of([scheduled, attempt, deferred]).deployments) == [
        deferred.id,
        attempt.id,
        scheduled.id,
    ]


def test_logs_of_the_same_instant_are_ordered_by_id() -> None:
    """Otherwise two runs could differ."""
    assert ids(history.of([deployment("2007-12-02-b"), deployment("2007-12-02-a")]).deployments) == [
        "2007-12-02-a",
        "2007-12-02-b",
    ]


def test_two_logs_of_one_id_are_refused() -> None:
    """One would silently hide the other."""
    with pytest.raises(ValueError, match="two deployments have the same id"):
        history.of([deployment(), deployment()])


def test_the_release_of_november_was_put_off_four_times_and_then_delivered() -> None:
    """The story that the sample's release page tells."""
    release = history.of(nights()).releases[NOVEMBER]

    assert ids(release.deployments) == [*PUT_OFF, WINTER]
    assert ids(release.deferrals) == PUT_OFF
    assert ids(release.attempts) == [WINTER]
    assert release.delivered_by is not None
    assert release.delivered_by.id == WINTER
    assert (release.first_slot.isoformat(), release.days_to_delivery) == ("2007-11-21", 11)


def test_the_release_of_september_took_two_attempts() -> None:
    """A rollback does not deliver."""
    release = history.of(nights()).releases[SEPTEMBER]

    assert ids(release.attempts) == [FIRST, SECOND]
    assert release.delivered_by is not None
    assert (release.delivered_by.id, release.days_to_delivery) == (SECOND, 7)
    assert (release.first.id, release.last.id) == (FIRST, SECOND)


def test_a_release_that_is_still_put_off_is_delivered_by_nothing() -> None:
    """Nothing is said about a delivery that has not come."""
    release = history.of([deployment("2007-11-21-a", "deferred", release="a")]).releases["a"]

    assert (release.delivered_by, release.days_to_delivery) == (None, None)


def test_what_follows_a_delivery_does_not_deliver_again() -> None:
    """The change was in place from the first success on."""
    entries = [deployment(f"2007-12-0{day}-a", release="a") for day in (2, 3)]

    assert history.of(entries).releases["a"].delivered_by == entries[0]


def test_a_night_knows_its_place_in_its_release() -> None:
    """The post of the fifth entry says so, after four deferrals, at the first attempt."""
    told = history.of(nights())
    winter, second = told.get(WINTER), told.get(SECOND)
    assert winter
    assert second

    assert (told.entry_number(winter), told.attempt_number(winter)) == (5, 1)
    assert ids(told.deferrals_before(winter)) == PUT_OFF
    assert (told.entry_number(second), told.attempt_number(second)) == (2, 2)
    assert told.deferrals_before(second) == ()


def test_neighbours_in_a_release_end_at_its_ends() -> None:
    """The links to the earlier and later log never leave the release."""
    told = history.of(nights())
    entries = told.releases[NOVEMBER].deployments

    assert [told.earlier(one) for one in entries] == [None, *entries[:-1]]
    assert [told.later(one) for one in entries] == [*entries[1:], None]


def test_a_night_without_release_stands_alone() -> None:
    """It is the first of its kind, with nothing before or after."""
    told = history.of(nights())
    emergency = told.get(EMERGENCY)
    assert emergency

    assert told.release_of(emergency) is None
    assert (told.earlier(emergency), told.later(emergency)) == (None, None)
    assert (told.entry_number(emergency), told.attempt_number(emergency)) == (1, 1)
    assert told.deferrals_before(emergency) == ()


def test_a_failure_and_its_remedy_find_each_other() -> None:
    """The repaired night links to the repair and back."""
    told = history.of(nights())
    winter, emergency = told.get(WINTER), told.get(EMERGENCY)
    assert winter
    assert emergency

    assert told.remedied_by(winter) == [emergency]
    assert told.remedied(emergency) == winter
    assert (told.remedied(winter), list(told.remedied_by(emergency))) == (None, [])


def test_the_sample_has_no_fault() -> None:
    """Its references all hold."""
    assert history.of(nights()).faults(set()) == []


def test_a_reference_to_nothing_is_found_with_the_likest_id() -> None:
    """The author reads where it is and what was probably meant."""
    broken = deployment(
        "2008-01-05-next", remedies="2007-12-23-emergancy", links=(Link(text="a", log="intro"),)
    )

    told = history.of([*nights(), broken])

    assert told.unknown_references({"introduction"}) == [
        Reference(broken.id, "remedies", "2007-12-23-emergancy"),
        Reference(broken.id, "links[0].log", "intro"),
    ]
    assert told.faults({"intro"}) == [
        Fault(
            deployment=broken.id,
            path="remedies",
            rule="unknown-log",
            message="remedies is '2007-12-23-emergancy', which is no log of this site",
            help="did you mean '2007-12-23-emergency'?",
        )
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (WINTER + ".yml", WINTER),
        ("2017-12-02-front-end", WINTER),
        ("2007-12-20-front-end", WINTER),
        ("2007-12-02-frontend", WINTER),
        ("introdution", "introduction"),
    ],
)
def test_slips_in_an_id_are_understood(written: str, meant: str) -> None:
    """A suffix, a wrong digit at the beginning or in the middle, a slip in the name."""
    broken = deployment(
        "2008-01-05-next", links=(Link(text="a", url="https://a"), Link(text="a", log=written))
    )

    [fault] = history.of([*nights(), broken]).faults({"introduction"})

    assert (fault.path, fault.help) == ("links[1].log", f"did you mean '{meant}'?")


def test_a_reference_like_nothing_is_answered_with_how_to_write_one() -> None:
    """A far-fetched guess would mislead."""
    broken = deployment("2008-01-05-next", remedies="JIRA 4711", links=(Link(text="a", log="JIRA 4711"),))

    remedy, link = history.of([*nights(), broken]).faults(set())

    assert remedy.help == "write the id of a log: its path below the posts folder without .yml"
    assert link.message == "links[0].log is 'JIRA 4711', which is no log or post of this site"
    assert link.help == "write the id of a log or post: its path below the posts folder"


def test_a_plain_post_can_be_linked_but_repairs_nothing() -> None:
    """Only a deployment can be remedied."""
    broken = deployment(
        "2008-01-05-next", remedies="introduction", links=(Link(text="a", log="introduction"),)
    )

    [fault] = history.of([broken]).faults({"introduction"})

    assert fault.path == "remedies"


def test_a_remedy_of_a_later_night_is_a_fault() -> None:
    """The author put `remedies` into the wrong log."""
    early = deployment("2007-12-01-early", remedies="2007-12-02-late")

    assert history.of([early, deployment("2007-12-02-late")]).faults(set()) == [
        Fault(
            deployment=early.id,
            path="remedies",
            rule="remedies-later",
            message=(
                "remedies is '2007-12-02-late', a deployment of 2007-12-02, "
                "which did not come before this one"
            ),
            help="name the earlier deployment that this one repairs; the later log carries `remedies`",
        )
    ]


def test_a_log_does_not_repair_itself() -> None:
    """Its own id is a slip."""
    [fault] = history.of([deployment("2007-12-01-a", remedies="2007-12-01-a")]).faults(set())

    assert fault.message == "remedies is '2007-12-01-a', this log itself, which did not come before this one"


def test_a_circle_of_remedies_is_one_fault_even_where_no_clock_tells_the_order() -> None:
    """At the log that comes first it cannot be right."""
    circle = [
        deployment(f"2007-12-02-{name}", "deferred", remedies=f"2007-12-02-{other}")
        for name, other in [("a", "b"), ("b", "c"), ("c", "a")]
    ]

    assert [fault.deployment for fault in history.of(circle).faults(set())] == ["2007-12-02-a"]


def test_a_remedy_planned_on_the_day_of_the_failure_is_no_fault() -> None:
    """Without a clock time nobody knows that it came earlier."""
    failed = deployment("2007-12-02-failed", "failed", steps=[("01:30",)])
    repair = deployment("2007-12-02-repair", "scheduled", remedies=failed.id)

    assert history.of([failed, repair]).faults(set()) == []


def test_one_release_of_5000_logs_is_still_cheap() -> None:
    """No question about one log looks at all the others."""
    many = [
        deployment(
            f"2007-12-02-{n:04}",
            "deferred" if n % 3 else "successful",
            release="a",
            remedies=f"2007-12-02-{(n + 1) % 5000:04}" if n % 2 else "nothing",
        )
        for n in range(5000)
    ]

    began = time.process_time()
    told = history.of(many)
    for one in many:
        told.entry_number(one), told.attempt_number(one), told.earlier(one), told.later(one)
        told.remedied_by(one), told.remedied(one)
    told.faults(set())

    assert time.process_time() - began < 10


def test_a_rehearsal_delivers_nothing_to_production() -> None:
    """What works in staging is not in yet: the release waits for its own night, its first attempt there."""
    rehearsal = deployment("2007-11-20-rehearsal", release="autumn", environment="staging")
    put_off = deployment("2007-11-25-autumn", "deferred", release="autumn")
    night = deployment("2007-12-02-autumn", release="autumn", environment="Production")
    told = history.of([rehearsal, put_off, night])
    release = told.releases["autumn"]

    assert (release.environment, release.delivered_by, release.attempts) == ("production", night, (night,))
    assert (release.first, release.first_slot, release.days_to_delivery) == (rehearsal, put_off.date, 7)
    assert (told.attempt_number(rehearsal), told.attempt_number(night), told.entry_number(night)) == (1, 1, 3)
    assert (list(told.deferrals_before(night)), list(told.deferrals_before(rehearsal))) == ([put_off], [])
    assert history.of([rehearsal]).releases["autumn"].delivered_by == rehearsal
    assert history.of([rehearsal, put_off]).releases["autumn"].delivered_by is None
