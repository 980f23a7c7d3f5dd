"""What is scheduled, which slots are overtaken, which were due, and when the go/no-go call is."""

from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from builders import deployment, instant
from deploylog import history, statistics, templates
from deploylog.model import Deferral, Deployment, Outcome, Slot
from deploylog.pages import Article, Edition, front, scheduled
from deploylog.pages.scheduled import Plan, plans
from deploylog.settings import Settings

AS_OF = date(2007, 12, 31)
FIFTH = Slot(day=date(2008, 1, 5), start=instant("01:30", "2008-01-05"))
TWELFTH = Slot(day=date(2008, 1, 12), system="front end", tentative=True, note="if the client agrees")
MISSED = Slot(day=date(2007, 12, 22))


def edition(*deployments: Deployment, as_of: date = AS_OF) -> Edition:
    """Gather an edition of logs alone."""
    told = history.of(deployments)
    return Edition(
        settings=Settings(root=Path(), posts=Path("posts"), glossary=Path("glossary")),
        as_of=as_of,
        jinja=templates.environment(),
        history=told,
        statistics=statistics.of(told, as_of),
        articles=[Article(deployment=one) for one in deployments],
        titles={one.id: one.title for one in deployments},
    )


def named(found: list[Plan] | tuple[Plan, ...]) -> list[tuple[str, Slot | None]]:
    """Give the ids of plans with their slots."""
    return [(plan.deployment.id, plan.slot) for plan in found]


def test_plans_are_what_is_under_way_to_come_or_was_due_in_order_of_time() -> None:
    """A manager asks when the next one is; a slot that passed in silence is a question of its own."""
    deferred = deployment("2007-12-20-open", "deferred", release="open", next_slots=(TWELFTH, MISSED, FIFTH))
    next_ = deployment("2008-01-05-next", "scheduled", steps=[], window=("01:00", "05:00"))
    silent = deployment("2007-12-30-silent", "scheduled", steps=[])
    running = deployment("2007-12-31-now", "in-progress")

    found = plans(edition(deferred, next_, silent, running))

    assert named(found.under_way) == [("2007-12-31-now", None)]
    assert named(found.to_come) == [
        ("2008-01-05-next", None),
        ("2007-12-20-open", FIFTH),
        ("2007-12-20-open", TWELFTH),
    ]
    assert named(found.was_due) == [("2007-12-20-open", MISSED), ("2007-12-30-silent", None)]


def test_a_slot_that_a_later_log_of_the_release_has_overtaken_is_left_out() -> None:
    """The twice deferred release has one next slot, not three."""
    first = deployment("2007-12-15-a", "deferred", release="a", next_slots=(MISSED, TWELFTH))
    second = deployment("2007-12-22-a", "deferred", release="a", next_slots=(FIFTH,))
    delivered = deployment("2007-12-22-b", release="b", next_slots=(FIFTH,))
    before = deployment("2007-12-15-b", "deferred", release="b", next_slots=(FIFTH,))

    found = plans(edition(first, second, delivered, before))

    assert named(found.to_come) == [("2007-12-22-a", FIFTH)]
    assert named(found.was_due) == []


def test_a_rehearsal_overtakes_no_slot_of_production() -> None:
    """What went into a test environment leaves the night in production where it was."""
    put_off = deployment("2007-12-15-a", "deferred", release="a", next_slots=(FIFTH,))
    rehearsed = deployment("2007-12-20-a", release="a", environment="staging")

    assert named(plans(edition(put_off, rehearsed)).to_come) == [("2007-12-15-a", FIFTH)]


def test_two_scheduled_nights_of_a_release_both_stand_until_the_first_has_passed() -> None:
    """A release may take two nights; once the first has passed unused, the second is the plan."""
    nights = [deployment(f"2008-01-{day}-a", "scheduled", steps=[], release="a") for day in ("05", "06")]

    assert [plan.deployment for plan in plans(edition(*nights)).to_come] == nights
    later = plans(edition(*nights, as_of=date(2008, 1, 6)))
    assert ([plan.deployment for plan in later.to_come], later.was_due) == (nights[1:], [])


def test_the_go_no_go_call_is_for_the_first_slot_that_is_still_to_come() -> None:
    """One call, one slot; a call whose slots have all passed belongs to the last."""
    call = instant("14:00", "2008-01-04")
    one = deployment("2007-12-20-a", "deferred", next_slots=(MISSED, FIFTH, TWELFTH), next_decision_at=call)

    now, later = plans(edition(one)), plans(edition(one, as_of=date(2008, 2, 1)))

    assert [plan.decision_at for plan in now.to_come] == [call, None]
    assert [plan.decision_at for plan in later.was_due] == [None, None, call]


def test_the_page_tells_when_what_why_and_the_call() -> None:
    """All that somebody needs who keeps that night free."""
    one = deployment(
        "2007-12-20-a",
        "deferred",
        title="The winter release",
        systems=["front end", "back end"],
        deferral=Deferral(reason="the load balancer was replaced"),
        next_slots=(FIFTH, TWELFTH),
        next_decision_at=instant("14:00", "2007-12-30"),
    )

    [page] = scheduled(edition(one))

    assert page.uri == "scheduled/index.md"
    assert (
        page.content.partition("## To come")[2]
        == """

<div class="index" markdown>

<time datetime="2008-01-05">Saturday, 5 January 2008</time>, 01:30 \
<span class="zone">(America&#47;Toronto)</span>
:   [The winter release](../2007-12-20-a.md) <span class="outcome outcome--deferred">deferred</span>

    Systems: [front end](../systems/front-end.md), [back end](../systems/back-end.md)

    Put off because: the load balancer was replaced

    Go/no-go was due on <time datetime="2007-12-30T14:00:00-05:00">Sunday, 30 December 2007, 14:00</time>

<time datetime="2008-01-12">Saturday, 12 January 2008</time>
:   front end of [The winter release](../2007-12-20-a.md) (tentative): if the client agrees \
<span class="outcome outcome--deferred">deferred</span>

    Put off because: the load balancer was replaced

</div>



Subscribe: [calendar](../deployments.ics) of what is scheduled and what was deployed.
"""
    )


def test_a_site_with_nothing_to_come_says_so_on_the_page_and_nothing_in_front() -> None:
    """The page has its address always; the front page has no empty box."""
    nothing = edition(deployment("2007-12-20-a"))

    [page] = scheduled(nothing)

    assert "\nNothing is scheduled, and no deployment that was put off names a slot" in page.content
    assert "scheduled/" not in next(front(nothing, {"2007-12-20-a": ""})).content


def test_the_front_page_leads_to_what_is_scheduled_and_counts_what_was_due() -> None:
    """The box in front is short; the page behind it has the rest."""
    call = instant("14:00", "2008-01-04")
    one = deployment("2007-12-20-a", "deferred", next_slots=(MISSED, FIFTH), next_decision_at=call)

    content = next(front(edition(one), {one.id: ""})).content

    assert (
        content.partition('<div class="upcoming" markdown>')[2].partition("</div>")[0]
        == """

## [What is scheduled next](scheduled/index.md)

- <time datetime="2008-01-05">Saturday, 5 January 2008</time>, 01:30: \
[2007&#45;12&#45;20&#45;a](2007-12-20-a.md). \
Go/no-go on <time datetime="2008-01-04T14:00:00-05:00">Friday, 4 January 2008, 14:00</time>

[1 slot](scheduled/index.md#was-due) before today was due, and no log tells what came of it.

"""
    )


LOGS = st.lists(
    st.tuples(
        st.integers(0, 60),
        st.sampled_from(list(Outcome)),
        st.sampled_from(["", "a", "b"]),
        st.lists(st.integers(0, 90), max_size=3),
    ),
    max_size=12,
)


@given(LOGS, st.integers(0, 90), st.randoms(use_true_random=False))
def test_every_plan_is_in_one_place_in_order_and_does_not_depend_on_the_order_of_logs(logs, today, random):
    """No slot shows twice or under two headings, and an open release has the slots of one log only."""
    start = date(2007, 1, 1)
    built = [
        deployment(
            f"{start + timedelta(days=day)}-{number}",
            outcome,
            release=release,
            next_slots=tuple(Slot(day=start + timedelta(days=one)) for one in sorted(set(slots))),
        )
        for number, (day, outcome, release, slots) in enumerate(logs)
    ]
    as_of = start + timedelta(days=today)

    found = plans(edition(*built, as_of=as_of))

    every = [*found.under_way, *found.to_come, *found.was_due]
    keys = [(plan.deployment.id, plan.slot) for plan in every]
    assert len(keys) == len(set(keys))
    assert all(plan.day >= as_of for plan in found.to_come)
    assert all(plan.day < as_of for plan in found.was_due)
    assert [plan.order for plan in found.to_come] == sorted(plan.order for plan in found.to_come)
    for release in "ab":
        assert len({p.deployment.id for p in every if p.slot and p.deployment.release == release}) <= 1
    random.shuffle(built)
    assert plans(edition(*built, as_of=as_of)) == found
