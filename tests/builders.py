"""Deployments in one line each, for tests that care about a few of their fields only.

deployment("2007-12-02-front-end", steps=[("01:30", "01:40", Activity.DEPLOY)], release="autumn")
"""

from collections.abc import Iterable, Sequence
from datetime import date as Day  # noqa: N812
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from deploylog.model import Activity, Deferral, Deployment, Instant, Outcome, Step, System, Window

TORONTO = "America/Toronto"

Written = tuple[Any, ...] | Step
"""`(at, until or None, activity, text)`, shorter from the right, or a step."""


def instant(
    clock: str, day: Day | str = "2007-12-02", timezone: str = TORONTO, after: datetime | None = None
) -> Instant:
    """Read `01:30` or `~01:30`; on the next day when that is over 12 hours before `after`."""
    day = Day.fromisoformat(day) if isinstance(day, str) else day
    local = datetime.combine(day, time.fromisoformat(clock.removeprefix("~")), ZoneInfo(timezone))
    while after is not None and local < after - timedelta(hours=12):
        local += timedelta(days=1)
    return Instant(at=fixed(local), approximate=clock.startswith("~"))


def fixed(local: datetime) -> datetime:
    """Give a time the fixed offset that it has in its time zone."""
    return datetime.fromisoformat(local.isoformat())


def window(
    start: str,
    end: str,
    extended_to: str = "",
    *,
    day: Day | str = "2007-12-02",
    after: datetime | None = None,
    **fields: Any,
) -> Window:
    """Build a window from clock times; on the next day when that is over 12 hours before `after`."""
    opens = instant(start, day, after=after)
    closes = instant(end, day, after=opens.at)
    extension = instant(extended_to, day, after=closes.at) if extended_to else None
    return Window(start=opens, end=closes, extended_to=extension, **fields)


def _built(written: Iterable[Written], day: Day | str, timezone: str = TORONTO) -> Sequence[Step]:
    """Build steps from `(at, until, activity, text)`, across midnight if need be."""
    built: list[Step] = []
    for one in written:
        if isinstance(one, Step):
            built.append(one)
            continue
        clock, until, activity, text = one + (None, None, "it was done")[len(one) - 1 :]
        at = instant(clock, day, timezone, built[-1].at.at if built else None)
        ends = instant(until, day, timezone, at.at) if until else None
        built.append(Step(at=at, until=ends, activity=activity, text=text))
    return tuple(built)


def deployment(
    id: str = "2007-12-02-front-end",  # noqa: A002
    outcome: Outcome | str = Outcome.SUCCESSFUL,
    steps: Iterable[Written] | None = None,
    **fields: Any,
) -> Deployment:
    """Build a deployment; its day is the beginning of its id, its zone Toronto.

    Executed, it has a step of half an hour at 01:30 unless told otherwise; deferred, a reason.
    `systems` may be names, `window` a pair of clock times.
    """
    outcome = Outcome(outcome)
    day = fields.pop("date", id.rpartition("/")[2][:10])
    day = Day.fromisoformat(day) if isinstance(day, str) else day
    timezone = fields.pop("timezone", TORONTO)
    if steps is None:
        steps = [("01:30", "02:00", Activity.DEPLOY)] if outcome.executed else []
    if outcome is Outcome.DEFERRED:
        fields.setdefault("deferral", Deferral(reason="it was not ready"))
    built = _built(steps, day, timezone)
    if isinstance(fields.get("window"), tuple):
        fields["window"] = window(*fields["window"], day=day, after=built[0].at.at if built else None)
    fields["systems"] = tuple(
        System(name=system) if isinstance(system, str) else system for system in fields.get("systems", ())
    )
    return Deployment(
        id=id,
        title=fields.pop("title", id),
        date=day,
        timezone=timezone,
        outcome=outcome,
        steps=built,
        **fields,
    )
