"""Every figure on the statistics pages is what SQL over the same deployments says, and the figures agree."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from deploylog import history, statistics
from deploylog.logs import read_log
from deploylog.model import Deployment, Instant, Outcome, Step, System
from deploylog.pages import Page
from deploylog.pages.statistics import about, rows_of, scopes
from statistics_histories import a_history
from statistics_oracle import Oracle, flattened
from statistics_pages import edition, listed, prose, rows
from thorough import share

POSTS = Path(__file__).parents[1] / "posts"
HISTORIES = share(200)
HEADINGS = {
    "What the logs say", "Logs", "Deployments", "Issues", "Deferrals", "In a row", "Deliveries", "Entries",
    "One deployment", "Ahead or behind", "Share of the nights",
}  # fmt: skip
OF_PARTS = ("years", "systems", "environments", "kinds")


def compare(logs: Sequence[Deployment], as_of: date, chosen: int | None = None) -> int:
    """Hold pages against the oracle; give how many rows there were.

    Args:
        logs: The history.
        as_of: The day on which it is looked at.
        chosen: The number of a part besides the whole (0: none, greater ones begin anew); None: every part.
    """
    made = edition(logs, as_of)
    html, database = rows_of(made), flattened(logs)
    every = list(scopes(made))
    picked = every if chosen is None else [every[index] for index in {0, chosen % len(every)}]
    return sum(
        hold(about(scope, figures, html, made), Oracle(database, scope, as_of)) for scope, figures in picked
    )


def hold(pages: Iterator[Page], oracle: Oracle) -> int:
    """Hold one page, and that of its posts, against what the oracle says; give how many rows there were."""
    page, *posts = (one.content for one in pages)
    lists = {name: sorted(ids) for name, ids in listed(posts[0] if posts else page).items()}
    found = [row for row in rows(page) if not heading(row[2])]
    expected = [(*cells, [sorted(ids) for ids in groups]) for *cells, groups in oracle.table()]
    shown = [
        (*cells, [] if cells[0] == "each-release" else [lists[name] for name in names])
        for *cells, names in found
        if cells[0] not in OF_PARTS
    ]

    assert sorted(shown) == sorted(expected)
    assert prose(page, "outage").startswith(sentence(oracle.outage()) + ". ")
    assert prose(page, "waiting").startswith(sentence(oracle.waiting()))
    if not oracle.scope.part:
        parts = {(row[0], row[1].lower(), row[2]) for row in found if row[0] in OF_PARTS}
        assert parts == {(section, cell.lower(), text) for section, cell, text in oracle.parts()}
    return len(expected)


def heading(text: str) -> bool:
    """Tell whether the cells of a row are those above a table, or the line below them."""
    return text.startswith("---") or text.split(" | ")[0] in HEADINGS


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def test_sql_gives_every_figure_of_the_sample_site() -> None:
    """On the page of every part too."""
    logs = [
        read_log(path, id=path.stem, window="01:30-07:00").deployment for path in sorted(POSTS.glob("*.yml"))
    ]

    assert compare(logs, date(2007, 12, 31)) > 300


@pytest.mark.unmeasured
@pytest.mark.parametrize("tens", range(HISTORIES // 20))
def test_sql_gives_every_figure_of_random_histories(tens: int) -> None:
    """From 1 to 500 logs; of each the whole, of every fourth a part too."""
    for seed in range(20 * tens, 20 * tens + 20):
        chance = random.Random(seed)
        size = 500 if seed == 0 else round(500 ** chance.random())
        logs = a_history(chance, size)
        as_of = max(one.date for one in logs) + timedelta(days=chance.choice([0, 3, 400]))

        assert compare(logs, as_of, chance.randrange(10**6) if seed % 4 == 0 else 0) > 10, seed


def identities(logs: Sequence[Deployment]) -> None:
    """Hold the parts against their wholes."""
    whole = statistics.of(history.of(logs))
    every = set(whole.logs.ids)
    for parts in (whole.years, whole.environments, whole.kinds):
        for figure in ("logs", "executed", "deferred"):
            ids = [id_ for part in parts.values() for id_ in getattr(part, figure).ids]
            assert sorted(ids) == sorted(getattr(whole, figure).ids)
        for figure in ("change_fail_rate", "deployment_rework_rate", "deferral_rate", "delivered_at_once"):
            assert sum(getattr(part, figure).count for part in parts.values()) == getattr(whole, figure).count
            assert sum(getattr(part, figure).of for part in parts.values()) == getattr(whole, figure).of
        for figure in ("duration", "outage", "change_lead_time", "failed_deployment_recovery_time"):
            total = sum((getattr(part, figure).rough_total for part in parts.values()), timedelta())
            assert total == getattr(whole, figure).rough_total
        assert sum((part.activity_time for part in parts.values()), timedelta()) == whole.activity_time
    assert sorted(id_ for found in whole.outcomes.values() for id_ in found.ids) == sorted(every)
    assert sum(found.count for found in whole.starts.values()) == whole.executed.count
    assert sum(found.count for found in whole.causes.values()) == whole.deferred.count
    assert sum(chain.count for chain in whole.chains) == whole.deferred.count
    assert sum(found.count for found in whole.attempts_to_delivery.values()) == whole.delivered_at_once.of
    assert set(whole.change_fail_rate.ids) <= set(whole.change_fail_rate.whole) == set(whole.executed.ids)


@pytest.mark.unmeasured
@pytest.mark.parametrize("seed", range(20))
def test_parts_sum_to_wholes(seed: int) -> None:
    """No deployment is lost or counted twice between a whole and its parts."""
    identities(a_history(random.Random(seed), 60))


@pytest.mark.unmeasured
@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_logs_is_irrelevant(seed: int) -> None:
    """Whatever order a folder lists its files in, the pages are the same bytes."""
    chance = random.Random(seed)
    logs = a_history(chance, 30)
    other = chance.sample(logs, len(logs))
    day = date(2009, 1, 1)

    def pages(some: Sequence[Deployment]) -> list[str]:
        made = edition(some, day)
        html = rows_of(made)
        return [page.content for scope, part in scopes(made) for page in about(scope, part, html, made)]

    assert pages(logs) == pages(other)


@pytest.mark.unmeasured
@pytest.mark.parametrize("seed", range(20))
def test_an_added_success_never_raises_a_fail_rate(seed: int) -> None:
    """Nor that of any part, unless it repairs a deployment that was thought good."""
    chance = random.Random(seed)
    logs = a_history(chance, 40)
    night = datetime(2008, 1, 1, tzinfo=UTC) + timedelta(days=seed)
    added = Deployment(
        id="2008-01-01-added",
        title="Added",
        date=night.date(),
        timezone="America/Toronto",
        outcome=Outcome.SUCCESSFUL,
        systems=[System(name="front end")],
        steps=[Step(at=Instant(at=night), text="it was done")],
    )
    before, after = (statistics.of(history.of(some)) for some in (logs, [*logs, added]))

    assert (after.change_fail_rate.percent or 0) <= (before.change_fail_rate.percent or 0)
    for name, part in before.systems.items():
        assert (after.systems[name].change_fail_rate.percent or 0) <= (part.change_fail_rate.percent or 0)
