"""Every figure is right, knows its whole and the posts it counts, and holds for any history."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import deployment, instant
from deploylog import history, statistics
from deploylog.model import (
    Activity,
    Change,
    Deferral,
    Deployment,
    FoundIn,
    Issue,
    Kind,
    Outcome,
    Result,
    Step,
    System,
)
from deploylog.statistics import Count, LeadTimes, Period, Share, Spread, Statistics, Tally
from sample import EMERGENCY, FIRST, PUT_OFF, SECOND, WINTER, nights
from thorough import share


def of(*deployments: Deployment, as_of: date | None = None) -> Statistics:
    """Count some deployments."""
    return statistics.of(history.of(deployments), as_of)


def hours(number: float) -> timedelta:
    """Give a length in hours."""
    return timedelta(hours=number)


SAMPLE = of(*nights())


def test_the_document_of_the_sample_has_the_agreed_figures() -> None:
    """Programs rely on these keys and their shapes."""
    printed = json.loads(json.dumps(SAMPLE.json()))

    assert {key: printed[key] for key in ("logs", "executed", "deferred", "median_duration_minutes")} == {
        "logs": 8,
        "executed": 4,
        "deferred": 4,
        "median_duration_minutes": 277.5,
    }
    assert printed["change_fail_rate"] == {"count": 2, "of": 4}
    assert printed["deployment_rework_rate"] == {"count": 1, "of": 4}
    assert printed["counted"]["change_fail_rate"] == [FIRST, WINTER]
    assert printed["counted"]["deployment_rework_rate"] == [EMERGENCY]


def test_the_document_tells_each_night() -> None:
    """Times carry their offset; a night that was not executed has no length."""
    rows = {row["id"]: row for row in json.loads(json.dumps(SAMPLE.json()))["deployments"]}

    assert rows[FIRST] == {
        "id": FIRST,
        "outcome": "rolled-back",
        "started_at": "2007-09-15T22:00:00-04:00",
        "finished_at": "2007-09-16T08:15:00-04:00",
        "duration_minutes": 615,
        "duration_approximate": False,
        "window_minutes": 480,
        "overrun_minutes": 15,
        "overrun_approximate": False,
        "ahead_minutes": None,
        "ahead_approximate": False,
    }
    assert {id_: row["duration_minutes"] for id_, row in rows.items()} == {
        FIRST: 615,
        SECOND: 345,
        **dict.fromkeys(PUT_OFF),
        WINTER: 210,
        EMERGENCY: 35,
    }
    assert [rows[PUT_OFF[0]][key] for key in ("started_at", "finished_at", "overrun_minutes")] == [None] * 3


def test_the_document_tells_each_release() -> None:
    """Chains of deferrals are part of the story that managers ask for."""
    assert SAMPLE.json()["releases"] == [
        {
            "release": "september-2007",
            "entries": 2,
            "attempts": 2,
            "deferrals": 0,
            "first_slot": "2007-09-15",
            "delivered_by": SECOND,
            "delivered": "2007-09-22",
            "days_to_delivery": 7,
        },
        {
            "release": "november-2007",
            "entries": 5,
            "attempts": 1,
            "deferrals": 4,
            "first_slot": "2007-11-21",
            "delivered_by": WINTER,
            "delivered": "2007-12-02",
            "days_to_delivery": 11,
        },
    ]
    assert SAMPLE.delivered_at_once == Share(ids=(WINTER,), whole=(SECOND, WINTER))


def test_no_logs_have_no_figures_but_do_not_crash() -> None:
    """Unknown is not zero."""
    empty = of()

    assert json.loads(json.dumps(empty.json()))["median_duration_minutes"] is None
    assert (empty.period, empty.change_fail_rate.percent, empty.deployment_frequency.per_week) == (None,) * 3
    assert (empty.change_fail_rate.json(), empty.longest_run_without_rollback) == (
        {"count": 0, "of": 0},
        Count(),
    )


def test_the_period_reaches_from_the_first_night_to_the_day_it_is_looked_at() -> None:
    """A quiet year after the last deployment lowers the frequency."""
    assert SAMPLE.period == Period(first=date(2007, 9, 15), last=date(2007, 12, 23))
    assert SAMPLE.deployment_frequency.per_week == 0.28

    later = of(*nights(), as_of=date(2008, 9, 13))

    assert later.period == Period(first=date(2007, 9, 15), last=date(2008, 9, 13))
    assert later.deployment_frequency.per_week == pytest.approx(4 * 7 / 365)


def test_a_scheduled_night_does_not_stretch_the_period() -> None:
    """What has not happened yet is counted as scheduled, and that is all."""
    figures = of(deployment("2007-12-02-a"), deployment("2009-01-04-b", "scheduled"))

    assert figures.period == Period(first=date(2007, 12, 2), last=date(2007, 12, 2))
    assert figures.scheduled == Count(ids=("2009-01-04-b",))
    assert of(deployment("2009-01-04-b", "scheduled")).period is None


def test_less_than_a_week_gives_no_frequency() -> None:
    """One deployment on one day is not seven a week."""
    figures = of(deployment("2007-12-02-a"))

    assert (figures.deployment_frequency.count, figures.deployment_frequency.per_week) == (1, None)


def test_a_repair_makes_the_repaired_night_a_failure() -> None:
    """Also while the repair is only scheduled; not when it was called off."""
    failed = deployment("2007-12-02-a")

    def rate(repair: str) -> object:
        return of(failed, deployment("2007-12-03-b", repair, remedies=failed.id)).change_fail_rate.ids

    assert rate("successful") == (failed.id,)
    assert rate("scheduled") == (failed.id,)
    assert rate("cancelled") == ()


def test_a_night_that_was_rolled_back_and_repaired_is_one_failure() -> None:
    """Take two `remedies` night one, which is counted already."""
    assert SAMPLE.change_fail_rate == Share(ids=(FIRST, WINTER), whole=(FIRST, SECOND, WINTER, EMERGENCY))


def test_a_rollback_recovers_from_the_first_sign_of_trouble_until_service_was_back() -> None:
    """The end of the failed step comes before the troubleshooting here."""
    bad = deployment(
        "2007-12-02-a",
        "rolled-back",
        [
            Step(at=instant("01:30"), until=instant("02:00"), text="tested", result=Result.FAILED),
            ("02:15", "03:00", Activity.TROUBLESHOOT),
            ("03:00", "04:00", Activity.ROLLBACK),
            ("04:00", "04:30", Activity.ANNOUNCE),
        ],
    )

    assert of(bad).failed_deployment_recovery_time == Spread(values={bad.id: hours(2)})


def test_a_failure_without_rollback_recovers_when_the_repair_is_done() -> None:
    """Nobody restored service in the night itself."""
    failed = deployment("2007-12-02-a", "failed", [("01:30", "02:00", Activity.TROUBLESHOOT)])
    repair = deployment("2007-12-03-b", steps=[("01:30", "02:30", Activity.DEPLOY)], remedies=failed.id)

    assert of(failed, repair).failed_deployment_recovery_time == Spread(values={failed.id: hours(25)})


def test_a_recovery_that_the_logs_do_not_tell_is_unknown() -> None:
    """A failure that nothing has repaired yet has no recovery time, which is not zero."""
    failed = deployment("2007-12-02-a", "failed")

    assert of(failed).failed_deployment_recovery_time == Spread(unknown=(failed.id,))


def test_a_delivered_night_recovers_from_its_end_to_the_end_of_its_repair() -> None:
    """As the sample's seventh night does, three weeks later."""
    assert SAMPLE.failed_deployment_recovery_time == Spread(
        values={FIRST: hours(5.25), WINTER: timedelta(days=20, hours=21, minutes=5)}
    )


def test_change_lead_time_is_unknown_where_no_log_names_a_change() -> None:
    """Without commit times there is none; saying zero would be a lie."""
    assert SAMPLE.change_lead_time == LeadTimes(unknown=(SECOND, WINTER, EMERGENCY))
    assert SAMPLE.json()["median_change_lead_time_minutes"] is None


def test_the_lead_time_of_a_change_runs_from_its_commit_to_the_end_of_its_delivery() -> None:
    """One length a change, not a deployment; a night that was rolled back has delivered none."""
    committed = [
        instant("12:00", "2007-12-01"),
        instant("~02:00", "2007-11-30"),
        instant("02:00", "2007-12-01"),
    ]
    changes = [Change(text="something", committed_at=at) for at in committed]
    undone = deployment("2007-12-01-a", "rolled-back", changes=changes)
    night = deployment("2007-12-02-a", changes=changes)
    silent = deployment("2007-12-03-a")

    found = of(undone, night, silent).change_lead_time

    assert found == LeadTimes(
        values={"2007-12-02-a#0": hours(14), "2007-12-02-a#2": hours(24)},
        approximate={"2007-12-02-a#1": hours(48)},
        unknown=(silent.id,),
    )
    assert (found.ids, found.measured, found.changes) == ((night.id,), (night.id,), 3)


def test_releases_are_counted_by_the_attempts_they_took() -> None:
    """In a part, those that it delivered."""
    assert SAMPLE.attempts_to_delivery == {1: Count(ids=(WINTER,)), 2: Count(ids=(SECOND,))}
    assert SAMPLE.kinds["retry"].attempts_to_delivery == {2: Count(ids=(SECOND,))}
    assert [release.name for release in SAMPLE.kinds["retry"].releases] == ["september-2007"]


def test_an_environment_is_one_however_it_is_written() -> None:
    """As it was written first."""
    logs = [deployment("2007-12-02-a"), deployment("2007-12-03-a", environment=" Production")]

    assert {name: part.logs.count for name, part in of(*logs).environments.items()} == {"production": 2}


def test_approximate_lengths_stay_out_of_exact_figures() -> None:
    """They are shown as what they are."""
    rough = deployment("2007-12-02-a", steps=[("~01:30", "04:30")])
    exact = deployment("2007-12-03-b", steps=[("01:30", "02:30")])

    spread = of(rough, exact).duration

    assert spread == Spread(values={exact.id: hours(1)}, approximate={rough.id: hours(3)})
    assert (spread.median, spread.rough, spread.of) == (hours(1), hours(2), 2)
    assert (spread.total, spread.rough_total, spread.measured) == (hours(1), hours(4), (exact.id, rough.id))


def test_windows_tell_what_was_granted_used_and_overrun() -> None:
    """Night one used all of its window and the hour on top, and fifteen minutes more."""
    window = SAMPLE.window

    assert window.planned.values[FIRST] == hours(7)
    assert window.used.values == {FIRST: hours(8), WINTER: hours(3.5), EMERGENCY: timedelta(minutes=35)}
    assert window.overrun.values == {
        FIRST: timedelta(minutes=15),
        WINTER: hours(-2),
        EMERGENCY: timedelta(hours=-4, minutes=-55),
    }
    assert (window.overran, window.overrun.unknown) == ((FIRST,), (SECOND,))
    assert window.extended == Spread(values={FIRST: hours(1)})
    assert window.granted_by == {"": Count(ids=(FIRST,))}


def test_ahead_and_behind_are_told_by_activity() -> None:
    """The last planned step of an activity speaks for it."""
    night = deployment(
        "2007-12-02-a",
        steps=[
            Step(at=instant("01:30"), plan=instant("01:00"), activity=Activity.DEPLOY, text="one"),
            Step(at=instant("02:00"), plan=instant("03:00"), activity=Activity.DEPLOY, text="two"),
            Step(at=instant("03:00"), plan=instant("~02:30"), activity=Activity.SANITY_TEST, text="three"),
        ],
    )

    assert of(night).ahead == {
        Activity.DEPLOY: Spread(values={night.id: hours(1)}),
        Activity.SANITY_TEST: Spread(approximate={night.id: hours(-0.5)}),
    }
    assert of(night).nights[0].ahead == hours(-0.5)


def test_time_is_summed_by_activity_most_first() -> None:
    """Night one spent most of its time on troubleshooting."""
    assert SAMPLE.activities[Activity.DEPLOY] == Spread(
        values={
            FIRST: hours(1),
            SECOND: timedelta(minutes=45),
            WINTER: timedelta(minutes=10),
            EMERGENCY: timedelta(minutes=5),
        }
    )
    assert list(SAMPLE.activities)[:2] == [Activity.LANDING_TEST, Activity.TROUBLESHOOT]
    assert SAMPLE.waiting == Spread(values={SECOND: timedelta(minutes=10)})


def test_an_outage_runs_from_the_first_shutdown_until_service_was_back() -> None:
    """Logs that name no shutdown do not tell."""
    assert SAMPLE.outage == Spread(values={FIRST: hours(8.25)}, unknown=(SECOND, WINTER, EMERGENCY))


def test_issues_are_counted_by_what_found_them() -> None:
    """Two issues of one night are two issues in one post."""
    night = deployment(
        "2007-12-02-a",
        issues=(
            Issue(text="one", found_in=FoundIn.LANDING_TEST),
            Issue(text="two", found_in=FoundIn.LANDING_TEST),
            Issue(text="three"),
        ),
    )

    assert of(night).issues == {
        FoundIn.LANDING_TEST: Tally(count=2, ids=(night.id,)),
        None: Tally(count=1, ids=(night.id,)),
    }


def test_nights_are_counted_by_the_weekday_and_hour_of_their_start() -> None:
    """By the clock of their own time zone."""
    assert SAMPLE.starts == {(5, 22): Count(ids=(FIRST, SECOND)), (6, 1): Count(ids=(WINTER, EMERGENCY))}


def test_the_longest_run_ends_at_a_rollback() -> None:
    """Deferrals in between neither count nor interrupt; of two equal runs the first is told."""
    outcomes = ["successful", "deferred", "failed", "rolled-back", "successful", "successful", "rolled-back"]
    figures = of(*(deployment(f"2007-12-0{n}-a", outcome) for n, outcome in enumerate(outcomes, 1)))

    assert figures.longest_run_without_rollback.ids == ("2007-12-01-a", "2007-12-03-a")


def test_deferrals_are_counted_by_cause_whatever_its_spelling() -> None:
    """Case and spacing do not make a new cause; without one the log does not say."""
    causes = ["Crash", "crash ", "freeze", ""]
    figures = of(
        *(
            deployment(
                f"2007-12-0{n}-a", "deferred", deferral=Deferral(reason="r", cause=cause, blocked_by="x")
            )
            for n, cause in enumerate(causes, 1)
        )
    )

    assert {cause: count.count for cause, count in figures.causes.items()} == {"Crash": 2, "": 1, "freeze": 1}
    assert {word: count.count for word, count in figures.blockers.items()} == {"x": 4}


def test_a_chain_of_deferrals_ends_with_the_attempt() -> None:
    """Four in a row, eleven days from the first slot to the delivery."""
    [chain] = SAMPLE.chains

    assert chain.json() == {
        "release": "november-2007",
        "deferrals": PUT_OFF,
        "first_slot": "2007-11-21",
        "ended_by": WINTER,
        "days": 11,
    }


def test_a_chain_without_an_attempt_is_open() -> None:
    """A slot that is still to come ends nothing; a deferral without release is a chain of its own."""
    figures = of(
        deployment("2007-12-01-a", "deferred", release="r"),
        deployment("2007-12-02-a", "scheduled", release="r"),
        deployment("2007-12-03-b", "deferred"),
    )

    assert [(chain.release, chain.ids, chain.days) for chain in figures.chains] == [
        ("r", ("2007-12-01-a",), None),
        ("", ("2007-12-03-b",), None),
    ]


def test_a_part_is_measured_like_the_whole() -> None:
    """A repair outside the part still makes its failure one, and a year keeps its own days."""
    late = deployment("2008-01-06-c", remedies=EMERGENCY)
    figures = of(*nights(), late)

    assert figures.kinds["emergency"].change_fail_rate.count == 1
    assert {year: part.period for year, part in figures.years.items()} == {
        2008: Period(first=date(2008, 1, 1), last=date(2008, 1, 6)),
        2007: Period(first=date(2007, 9, 15), last=date(2007, 12, 31)),
    }
    assert figures.systems["front-end"].logs.ids == (WINTER, EMERGENCY)
    assert list(figures.environments) == ["production"]


def test_a_night_still_under_way_has_begun_but_has_no_end() -> None:
    """Its steps so far are no duration; a scheduled night has not even begun."""
    running, planned = of(
        deployment("2007-12-02-a", "in-progress", [("01:30", "02:00")]),
        deployment("2007-12-09-b", "scheduled", [("01:30", "02:00")]),
    ).nights

    assert running.started_at == instant("01:30").at
    assert (running.finished_at, running.duration) == (None, None)
    assert (planned.started_at, planned.finished_at) == (None, None)


WORDS = st.sampled_from(["", "crash", "Crash", "freeze"])


@st.composite
def histories(draw: st.DrawFn, most: int = 12) -> Sequence[Deployment]:
    """Make logs of any outcome, some related."""
    written: list[Deployment] = []
    for number in range(draw(st.integers(0, most))):
        outcome = draw(st.sampled_from(Outcome))
        fields: dict[str, Any] = {
            "release": draw(st.sampled_from(["", "r", "s"])),
            "kind": draw(st.sampled_from(Kind)),
            "environment": draw(st.sampled_from(["production", "staging"])),
            "systems": tuple(System(name=name) for name in draw(st.sets(st.sampled_from("abc")))),
            "remedies": draw(st.sampled_from([one.id for one in written] or [""]))
            if draw(st.booleans())
            else "",
        }
        if outcome is Outcome.DEFERRED:
            fields["deferral"] = Deferral(reason="r", cause=draw(WORDS), blocked_by=draw(WORDS))
        if draw(st.booleans()):
            fields["window"] = ("01:30", "07:00")
        steps = [
            (draw(st.sampled_from(["~01:30", "01:30"])), "02:00", Activity.DEPLOY),
            ("02:00", draw(st.sampled_from([None, "03:00", "~07:30"])), draw(st.sampled_from(Activity))),
        ]
        day = date(2007, 1, 1) + timedelta(days=draw(st.integers(0, 800)))
        written.append(deployment(f"{day}-{number}", outcome, steps if outcome.executed else None, **fields))
    return written


def figures_of(some: Statistics) -> Iterator[Any]:
    """Go through every figure of the whole and of its parts that counts ids."""
    for part in [some, *some.years.values(), *some.systems.values(), *some.kinds.values()]:
        yield from (part.logs, part.executed, part.change_fail_rate, part.deployment_rework_rate)
        yield from (part.duration, part.failed_deployment_recovery_time, part.outage, part.window.overrun)
        yield from (part.longest_run_without_rollback, part.deferral_rate, *part.chains)
        yield from (*part.outcomes.values(), *part.causes.values(), *part.blockers.values())
        yield from (*part.issues.values(), *part.starts.values(), *part.activities.values())


@given(histories())
@settings(max_examples=share(200), deadline=None)
def test_every_id_that_is_counted_exists_and_is_within_its_whole(
    logs: Sequence[Deployment],
) -> None:
    """A number never leads to nothing."""
    known = {one.id for one in logs}

    for figure in figures_of(of(*logs)):
        assert len(set(figure.ids)) == len(figure.ids)
        assert set(figure.ids) <= known
        if isinstance(figure, Share):
            assert set(figure.ids) <= set(figure.whole) <= known
            assert figure.percent is None or 0 <= figure.percent <= 100


@given(histories())
@settings(max_examples=share(200), deadline=None)
def test_parts_sum_to_wholes(logs: Sequence[Deployment]) -> None:
    """No log is lost or counted twice."""
    figures = of(*logs)

    assert sum(count.count for count in figures.outcomes.values()) == figures.logs.count == len(logs)
    for parts in (figures.years, figures.environments, figures.kinds):
        assert sum(part.logs.count for part in parts.values()) == len(logs)
        assert sum(part.executed.count for part in parts.values()) == figures.executed.count
        assert sum(p.change_fail_rate.count for p in parts.values()) == figures.change_fail_rate.count
        assert sum(p.deferral_rate.of for p in parts.values()) == figures.deferral_rate.of
    for groups in (figures.causes, figures.blockers):
        assert sum(count.count for count in groups.values()) == figures.deferred.count
    assert sum(chain.count for chain in figures.chains) == figures.deferred.count
    assert figures.duration.of == figures.executed.count == sum(c.count for c in figures.starts.values())
    assert figures.failed_deployment_recovery_time.of == figures.change_fail_rate.count


@given(histories(), st.randoms(use_true_random=False))
@settings(max_examples=share(200), deadline=None)
def test_the_order_of_logs_is_irrelevant(logs: Sequence[Deployment], random: Any) -> None:
    """The same logs give the same document, byte by byte."""
    shuffled = random.sample(logs, len(logs))

    assert json.dumps(of(*shuffled).json()) == json.dumps(of(*logs).json())


@given(histories())
@settings(max_examples=share(200), deadline=None)
def test_an_added_success_never_raises_a_fail_rate(logs: Sequence[Deployment]) -> None:
    """Deploying well cannot look worse."""
    before = of(*logs)
    after = of(*logs, deployment("2010-01-01-added"))

    for name in ("change_fail_rate", "deployment_rework_rate", "deferral_rate"):
        earlier, later = getattr(before, name), getattr(after, name)
        assert later.count == earlier.count
        assert later.percent <= (100 if earlier.percent is None else earlier.percent)
    assert after.longest_run_without_rollback.count >= before.longest_run_without_rollback.count
