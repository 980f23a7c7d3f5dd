"""What is published beside the pages, for tests: of any deployments, random ones and hostile ones."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from builders import deployment
from deploylog import feeds, history, statistics, templates
from deploylog.feeds import Published
from deploylog.glossary import Glossary
from deploylog.model import (
    Activity,
    Change,
    Deferral,
    Deployment,
    Instant,
    Kind,
    Outcome,
    Post,
    Result,
    Slot,
    Step,
    System,
    Term,
    Window,
)
from deploylog.pages import Article, Edition
from deploylog.settings import Settings

AS_OF = date(2007, 12, 31)
URL = "https://example.com/nights/"
HOSTILE = (
    '=HYPERLINK("http://evil",\'x\') <script>alert(1)</script> & ]]> </script> \\ ; , : "quoted"\n'
    "BEGIN:VEVENT\r\n\ttab \x00\x07 \ud800 \u2028 \ufffe 日本語 🚀 " + "long" * 60
)
"""Everything that a spreadsheet, XML, a calendar, JSON, a script or UTF-8 could trip over."""
ZONE = timezone(timedelta(hours=-5))


def published(
    deployments: Iterable[Deployment],
    *,
    posts: Iterable[Post] = (),
    terms: Sequence[Term] = (),
    summaries: Mapping[str, str] | None = None,
    site_url: str = URL,
    **chosen: Any,
) -> Published:
    """Make what is published of some deployments and plain posts."""
    settings = Settings(
        root=Path(), posts=Path(), glossary=Path(), site_url=site_url, **{"site_name": "Nights", **chosen}
    )
    whole = history.of(deployments)
    articles = [Article(deployment=one) for one in whole.deployments] + [Article(told=post) for post in posts]
    edition = Edition(
        settings=settings,
        as_of=AS_OF,
        jinja=templates.environment(),
        history=whole,
        statistics=statistics.of(whole, AS_OF),
        articles=sorted(articles, key=lambda article: article.order, reverse=True),
        glossary=Glossary(terms=terms),
    )
    return feeds.of(edition, summaries or {})


def contents(made_of: Published) -> dict[str, str]:
    """Give every text that is published, by its address."""
    return {asset.uri: asset.content for asset in feeds.assets(made_of) if isinstance(asset.content, str)}


def hostile() -> Deployment:
    """Build a deployment whose every text is hostile."""
    base = deployment(
        "2007-12-02-hostile",
        "rolled-back",
        title=HOSTILE,
        release=HOSTILE,
        environment=HOSTILE,
        why=HOSTILE,
        tags=("a",),
        authors=(HOSTILE,),
        systems=[System(name=HOSTILE, role=HOSTILE)],
        window=("01:30", "07:00"),
        lessons=(HOSTILE,),
        next_slots=(Slot(day=date(2007, 12, 9), note=HOSTILE, system=HOSTILE),),
    )
    steps = [replace(step, text=HOSTILE, who=HOSTILE, systems=(HOSTILE,)) for step in base.steps]
    return replace(base, steps=tuple(steps))


def random_history(seed: int, size: int) -> list[Deployment]:
    """Build a history that any site could have; the same seed gives the same."""
    chance = random.Random(seed)
    made: list[Deployment] = []
    for number in range(size):
        day = date(2007, 1, 1) + timedelta(days=chance.randrange(300))
        outcome = chance.choice(list(Outcome))
        executed = [one.id for one in made if one.outcome.executed and one.date < day]
        begun = outcome not in (Outcome.DEFERRED, Outcome.CANCELLED)
        made.append(
            deployment(
                f"{day}-{number}",
                outcome,
                _steps(chance, day) if begun else [],
                release=chance.choice(["", "spring", "summer", "autumn"]),
                kind=chance.choice(list(Kind)),
                environment=chance.choice(["production", "staging"]),
                systems=chance.sample(["app", "database", "queue", "front end"], chance.randint(0, 3)),
                remedies=chance.choice(executed) if executed and chance.random() < 0.4 else "",
                window=_window(chance, day) if chance.random() < 0.6 else None,
                changes=_changes(chance, day) if outcome.executed else (),
                deferral=_deferral(chance) if outcome is Outcome.DEFERRED else None,
            )
        )
    return made


def _instant(chance: random.Random, day: date, minutes: int) -> Instant:
    midnight = datetime.combine(day, datetime.min.time(), ZONE)
    return Instant(at=midnight + timedelta(minutes=minutes), approximate=chance.random() < 0.15)


def _steps(chance: random.Random, day: date) -> list[Step]:
    steps, minutes = [], chance.randrange(0, 240, 15)
    for _ in range(chance.randint(1, 8)):
        minutes += chance.choice([0, 5, 15, 60])
        ends = chance.choice([None, minutes, minutes + 10, minutes + 45])
        steps.append(
            Step(
                at=_instant(chance, day, minutes),
                until=None if ends is None else _instant(chance, day, ends),
                activity=chance.choice([*[a for a in Activity if a is not Activity.DECISION], None]),
                result=chance.choice([None, None, *Result]),
                text="it was done",
            )
        )
    return steps


def _window(chance: random.Random, day: date) -> Window:
    start = chance.randrange(0, 120, 30)
    end = start + chance.randrange(60, 300, 30)
    extended = _instant(chance, day, end + 60) if chance.random() < 0.3 else None
    return Window(start=_instant(chance, day, start), end=_instant(chance, day, end), extended_to=extended)


def _changes(chance: random.Random, day: date) -> tuple[Change, ...]:
    before = [chance.randrange(1, 20) for _ in range(chance.choice([0, 0, 1, 3]))]
    return tuple(
        Change(text="it was changed", committed_at=_instant(chance, day - timedelta(days=days), 600))
        for days in before
    )


def _deferral(chance: random.Random) -> Deferral:
    return Deferral(reason="it was not ready", cause=chance.choice(["", "crash", "weather"]))
