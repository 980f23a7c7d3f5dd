"""Which nights are like which, and why; cheap in a long history, and never a matter of luck."""

import math
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import deployment
from deploylog import history, similarity, statistics, templates
from deploylog.model import Activity, Deferral, Deployment, Link, Outcome, Post
from deploylog.pages import Article, Edition
from deploylog.pages.post import Prose, page
from deploylog.settings import Settings
from deploylog.similarity import LEAST, WEIGHTS, Likeness

DEPLOY, ROLLBACK, WAIT = (("01:30", None, a) for a in (Activity.DEPLOY, Activity.ROLLBACK, Activity.WAIT))


def like(one: Deployment, *others: Deployment) -> list[str]:
    """Give the ids of the nights that are like one."""
    told = history.of([one, *others])
    return [found.deployment.id for found in similarity.of(told).like(one)]


def night(day: int, outcome: str = "successful", systems: str = "", **fields) -> Deployment:
    """Build a night of a month by its day; systems are single letters."""
    fields.setdefault("steps", [DEPLOY] if Outcome(outcome).executed else [])
    return deployment(f"2007-10-{day:02}-n", outcome, systems=list(systems), **fields)


NOISE = [night(day, systems="z") for day in range(21, 30)]
"""Nights on which nothing happened."""


def test_a_night_is_like_one_with_the_same_systems_activities_and_outcome() -> None:
    """The first question after a rollback is whether this has happened before."""
    before = night(1, "rolled-back", "ab", steps=[DEPLOY, ROLLBACK])
    again = night(8, "rolled-back", "ab", steps=[DEPLOY, ROLLBACK])
    told = history.of([before, again, *NOISE])

    assert similarity.of(told).like(again) == [
        Likeness(
            deployment=before,
            score=1.0,
            outcome=True,
            cause="",
            blocked_by="",
            systems=("a", "b"),
            activities=[Activity.ROLLBACK],
        )
    ]


def test_deferrals_are_alike_by_what_stood_in_the_way() -> None:
    """The cause counts whatever way it is capitalised, and whoever was to be deployed."""
    first = night(1, "deferred", "a", deferral=Deferral(reason="it was down", cause="Crash", blocked_by="db"))
    second = night(8, "deferred", "b", deferral=Deferral(reason="down again", cause="crash", blocked_by="DB"))

    [found] = similarity.of(history.of([first, second, *NOISE])).like(second)

    assert (found.deployment, found.outcome, found.cause, found.blocked_by) == (first, True, "Crash", "db")


def test_what_every_night_has_makes_no_likeness() -> None:
    """That both were successful and something was deployed says nothing."""
    assert like(night(1, systems="a"), night(8, systems="b"), *NOISE) == []


def test_the_rarer_a_trait_the_more_it_tells() -> None:
    """Of two nights that share one system each, that with the rarer system comes first."""
    asked = night(1, systems="ab")
    common = [night(day, systems="a") for day in (2, 3, 4)]
    rare = night(20, systems="b")

    assert like(asked, *common, rare, *NOISE)[0] == rare.id


def test_three_nights_at_most_and_of_equals_the_nearest_in_time() -> None:
    """A short list is read."""
    asked = night(10, systems="a")
    others = [night(day, systems="a") for day in (1, 8, 9, 11, 20)]

    assert like(asked, *others, *NOISE) == [night(day).id for day in (9, 11, 8)]


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ({"release": "r"}, {"release": "r"}),
        ({"remedies": "2007-10-01-n"}, {}),
        ({"links": (Link(text="", log="2007-10-01-n"),)}, {}),
    ],
)
def test_a_night_that_the_post_leads_to_anyway_is_left_out(own, other) -> None:
    """The chain of the release, the fact box and the links name it already."""
    before, asked = night(1, systems="ab", **other), night(8, systems="ab", **own)

    assert like(asked, before, *NOISE) == []


def test_what_remedies_a_night_is_left_out_too() -> None:
    """The fact box says by what it was repaired."""
    asked, repair = night(1, systems="ab"), night(8, systems="ab", remedies="2007-10-01-n")

    assert like(asked, repair, *NOISE) == []


def test_of_a_release_one_night_stands_for_all() -> None:
    """Four deferrals of one release are one story; its page has the rest."""
    asked = night(1, systems="ab")
    chain = [night(day, "deferred", "ab", release="r") for day in (5, 6, 7)]

    assert like(asked, *chain, *NOISE) == [chain[0].id]


def test_activities_are_not_held_against_a_night_that_had_none() -> None:
    """A deferral of the same systems is no stranger for having no steps."""
    asked = night(1, systems="ab", steps=[DEPLOY, ROLLBACK, WAIT])
    put_off = night(8, "deferred", "ab", deferral=Deferral(reason="no", cause="crash"))

    assert like(asked, put_off, *NOISE) == [put_off.id]


def test_a_night_that_has_no_post_is_asked_about_but_never_named() -> None:
    """A draft would be a dead end, and would tell its address."""
    draft, shown = night(1, systems="ab"), night(8, systems="ab")

    found = similarity.of(history.of([draft, shown, *NOISE]), {shown.id, *(one.id for one in NOISE)})

    assert found.like(shown) == []
    assert [one.deployment for one in found.like(draft)] == [shown]


def test_a_night_that_has_not_ended_is_named_nowhere() -> None:
    """What is still to come has happened never before."""
    asked = night(1, systems="ab")

    assert (
        like(asked, night(8, "scheduled", "ab"), night(9, "in-progress", "ab", steps=[DEPLOY]), *NOISE) == []
    )


def test_a_lonely_night_is_like_none() -> None:
    """A site begins with one log."""
    assert like(night(1, systems="a")) == []


# On the page


def rendered(told: Post | None = None) -> str:
    """Give the part of a post's page that names nights like it."""
    asked = night(
        8, "deferred", "abcde", tags=["dba"], deferral=Deferral(reason="-", cause="crash", blocked_by="*db*")
    )
    same = night(1, "deferred", "abcde", deferral=Deferral(reason="-", cause="Crash", blocked_by="*db*"))
    other = night(2, "rolled-back", "ab", steps=[DEPLOY, ROLLBACK], title="A [night]")
    nights = history.of([asked, same, other, *NOISE])
    article = Article(deployment=asked, told=told)
    edition = Edition(
        settings=Settings(root=Path(), posts=Path("posts"), glossary=Path("glossary")),
        as_of=date(2007, 12, 31),
        jinja=templates.environment(),
        history=nights,
        statistics=statistics.of(nights),
        articles=[article, *(Article(deployment=one) for one in (same, other, *NOISE))],
        titles={one.id: one.title for one in nights.deployments},
    )
    prose, similar = Prose(heading="", text="Told.", lede="Told."), edition.similarity.like(asked)
    content = page(article, prose, None, None, similar, edition).page.content
    return content.partition("## Nights like this one")[2].partition("Tags:")[0]


@pytest.mark.parametrize("told", [None, Post(id="2007-10-08-n", title="Told", body="Told.")])
def test_a_post_says_in_words_what_makes_a_night_like_it(told) -> None:
    """Told by its author or by the log alone; text of a log stays text."""
    assert (
        rendered(told)
        == """ { #similar data-search-exclude="" }

<div class="entries" markdown>

- [2007&#45;10&#45;01&#45;n](2007-10-01-n.md), 1 October 2007: also deferred; same cause: Crash; \
also held up by &#42;db&#42;; same systems: a, b, c and 2 more
- [A &#91;night&#93;](2007-10-02-n.md), 2 October 2007: with another outcome, rolled back; \
same systems: a and b

</div>

<div class="tags" markdown>

"""
    )


# Always


CAUSES = st.sampled_from(["", "crash", "freeze", "Crash"])
NIGHTS = st.lists(
    st.tuples(
        st.sampled_from([Outcome.SUCCESSFUL, Outcome.ROLLED_BACK, Outcome.DEFERRED, Outcome.SCHEDULED]),
        st.sets(st.sampled_from("abcd"), max_size=3),
        st.lists(st.sampled_from([DEPLOY, ROLLBACK, WAIT]), min_size=1, unique=True),
        CAUSES,
        st.sampled_from(["", "", "r", "s"]),
    ),
    min_size=1,
    max_size=20,
)


def built(drawn) -> list[Deployment]:
    """Build drawn nights, a day each."""
    return [
        deployment(
            f"{date(2007, 1, 1) + timedelta(days=number)}-n",
            outcome,
            steps if outcome.executed else [],
            systems=sorted(systems),
            release=release,
            **({"deferral": Deferral(reason="-", cause=cause)} if outcome is Outcome.DEFERRED else {}),
        )
        for number, (outcome, systems, steps, cause, release) in enumerate(drawn)
    ]


def expected(asked: Deployment, nights: list[Deployment]) -> list[str]:
    """Find the nights most like one by comparing it with every other."""
    traits = {one.id: similarity.traits_of(one) for one in nights}
    counts = {t: sum(t in own for own in traits.values()) for own in traits.values() for t in own}
    weights = {
        t: round(1000 * WEIGHTS[t.kind] * math.log((len(nights) + 1) / n)) for t, n in counts.items() if n > 1
    }
    executed = sum(one.outcome.executed for one in nights)

    def score(other: Deployment) -> float:
        mine, theirs = ({t for t in traits[one.id] if t in weights} for one in (asked, other))
        for kinds in ({"activity"}, {"cause", "blocked_by"}):
            if not all(any(t.kind in kinds and weights[t] for t in own) for own in (mine, theirs)):
                mine, theirs = ({t for t in own if t.kind not in kinds} for own in (mine, theirs))
        telling = {"system", "cause", "blocked_by"}
        if not any(
            t.kind in telling or (t.kind == "activity" and 2 * counts[t] < executed) for t in mine & theirs
        ):
            return 0
        return sum(weights[t] for t in mine & theirs) / sum(weights[t] for t in mine | theirs)

    places = {one.id: number for number, one in enumerate(nights)}
    ranked = sorted(
        (-score(one), abs(places[one.id] - places[asked.id]), places[one.id], one)
        for one in nights
        if one is not asked
        and one.outcome is not Outcome.SCHEDULED
        and (not one.release or one.release != asked.release)
        and score(one) >= LEAST
    )
    chosen: list[Deployment] = []
    for *_, one in ranked:
        if not one.release or one.release not in {other.release for other in chosen}:
            chosen.append(one)
    return [one.id for one in chosen[:3]]


@given(NIGHTS)
def test_the_index_finds_what_comparing_every_pair_finds(drawn) -> None:
    """Leaving out what cannot be alike enough leaves out nothing else."""
    nights = built(drawn)
    index = similarity.of(history.of(nights))

    assert {one.id: [found.deployment.id for found in index.like(one)] for one in nights} == {
        one.id: expected(one, nights) for one in nights
    }


@given(NIGHTS, st.randoms(use_true_random=False))
def test_likeness_is_mutual_and_does_not_depend_on_the_order_of_logs(drawn, random) -> None:
    """Two machines publish the same bytes; a night is as like another as the other is like it."""
    nights = built(drawn)
    index = similarity.of(history.of(nights))
    shuffled = random.sample(nights, len(nights))

    assert [index.like(one) for one in nights] == [
        similarity.of(history.of(shuffled)).like(one) for one in nights
    ]
    scores = {(one.id, f.deployment.id): f.score for one in nights for f in index.like(one, 99)}
    assert all(scores.get((b, a), score) == score for (a, b), score in scores.items())
    assert all(LEAST <= score <= 1 for score in scores.values())
