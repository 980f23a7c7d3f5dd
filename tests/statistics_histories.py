"""Made-up histories: deployments of every kind, seeded, so that a failure comes back."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone

from deploylog.model import (
    Activity,
    Change,
    Deferral,
    Deployment,
    FoundIn,
    Instant,
    Issue,
    Kind,
    Outcome,
    Result,
    Step,
    System,
    Window,
)


def a_history(chance: random.Random, size: int) -> list[Deployment]:
    """Make up deployments of every kind, some of them in the same release, place, night or spelling."""
    logs: list[Deployment] = []
    night = datetime(2006, 1, 1, tzinfo=UTC) + timedelta(days=chance.randrange(700))
    for number in range(size):
        night += timedelta(days=chance.choice([0, 1, 1, 2, 7, 30]))
        logs.append(a_deployment(chance, number, night, logs))
    chance.shuffle(logs)
    return logs


def a_deployment(
    chance: random.Random, number: int, night: datetime, before: Sequence[Deployment]
) -> Deployment:
    """Make up one."""
    outcome = chance.choice([*Outcome, Outcome.SUCCESSFUL, Outcome.DEFERRED, Outcome.ROLLED_BACK])
    zone = timezone(timedelta(hours=chance.choice([-5, -4, 0, 9])))
    start = night.replace(tzinfo=zone) + timedelta(minutes=chance.randrange(0, 1440, 15))
    stepped = outcome.executed or (outcome is Outcome.IN_PROGRESS and chance.random() < 0.7)
    return Deployment(
        id=f"{night:%Y-%m-%d}-n{number}",
        title=f"Night {number}",
        date=night.date(),
        timezone="America/Toronto",
        outcome=outcome,
        release=chance.choice(["", "autumn", "winter", f"release {number // 4}", f"release {number // 9}"]),
        kind=chance.choice([*Kind]),
        environment=chance.choice(["production"] * 5 + ["Production", "staging", "test"]),
        window=a_window(chance, start) if chance.random() < 0.7 else None,
        systems=[System(name=name) for name in chance.sample(["front end", "back end", "database"], 2)],
        steps=list(the_steps(chance, start)) if stepped else [],
        issues=[
            Issue(text="x", found_in=chance.choice([*FoundIn, None]))
            for _ in range(chance.choice([0, 0, 1, 3]))
        ],
        deferral=a_deferral(chance) if outcome is Outcome.DEFERRED else None,
        remedies=chance.choice(before).id if before and chance.random() < 0.2 else "",
        changes=[
            Change(
                text="x",
                committed_at=Instant(
                    at=start - timedelta(minutes=chance.randrange(1, 9999)), approximate=rough
                ),
            )
            for rough in chance.choices([True, False, False], k=chance.choice([0, 0, 1, 4]))
        ],
    )


def a_deferral(chance: random.Random) -> Deferral:
    causes = ["", "crash", "Crash", "not  ready", "Not ready"]
    return Deferral(reason="no", cause=chance.choice(causes), blocked_by=chance.choice(["", "back end"]))


def a_window(chance: random.Random, start: datetime) -> Window:
    opens = start + timedelta(minutes=chance.choice([-60, 0, 30]))
    closes = opens + timedelta(minutes=chance.randrange(30, 500))
    longer = Instant(
        at=closes + timedelta(minutes=chance.randrange(1, 90)), approximate=chance.random() < 0.2
    )
    return Window(
        start=Instant(at=opens, approximate=chance.random() < 0.2),
        end=Instant(at=closes, approximate=chance.random() < 0.2),
        extended_to=longer if chance.random() < 0.3 else None,
        granted_by=chance.choice(["", "the client", "The client", "operations"]),
    )


def the_steps(chance: random.Random, at: datetime) -> Iterator[Step]:
    for _ in range(chance.choice([1, 2, 4, 7])):
        length = timedelta(minutes=chance.choice([0, 5, 17, 90, 600]))
        plan = at + timedelta(minutes=chance.randrange(-60, 60))
        yield Step(
            at=Instant(at=at, approximate=chance.random() < 0.1),
            until=Instant(at=at + length, approximate=chance.random() < 0.1)
            if chance.random() < 0.7
            else None,
            plan=Instant(at=plan, approximate=chance.random() < 0.2) if chance.random() < 0.3 else None,
            activity=chance.choice([*Activity, None]),
            text="it was done",
            result=chance.choice([*Result, None, None, None]),
        )
        at += timedelta(minutes=chance.choice([0, 3, 20, 45.5]))
