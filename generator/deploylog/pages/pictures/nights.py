"""The nights themselves: when they begin, how long they take, and how they use their windows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from statistics import median, quantiles

from deploylog.charts import Bar, Cell, Grid, Row, Rows, grid, rows
from deploylog.model import Deployment
from deploylog.statistics import Count, Figures, Spread, WindowUse

_LEAST = 3
"""Fewer nights than this make no picture."""
_SYSTEMS = 12
_DOTS = 40
"""More nights than this are drawn by their middle half."""
_NIGHTS = 30
_FIELD = 28.0
"""How wide an hour is at most."""
_LONG = timedelta(hours=3)
_MONDAY = datetime(2007, 1, 1, tzinfo=UTC)


class Unit(StrEnum):
    """What an axis of time counts."""

    MINUTES = "min"
    HOURS = "h"


@dataclass(frozen=True, slots=True, kw_only=True)
class Starts:
    """Executed deployments by local weekday and hour of their start."""

    chart: Grid
    counts: Mapping[tuple[int, int], Count]
    """By weekday (0 is Monday) and hour, in order."""

    @property
    def logs(self) -> int:
        """How many deployments are shown."""
        return sum(count.count for count in self.counts.values())

    @property
    def most(self) -> tuple[int, int]:
        """The weekday and hour at which most began; of equal ones, the first."""
        return max(self.counts, key=lambda start: self.counts[start].count)


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemDurations:
    """How long the deployments of one system took, as far as the exact times say."""

    name: str
    values: Sequence[timedelta]
    """Sorted; never empty."""

    @property
    def many(self) -> bool:
        """Whether they are drawn by their middle half."""
        return len(self.values) > _DOTS

    @property
    def median(self) -> timedelta | None:
        """The middle; None of two or one, which say more by themselves."""
        seconds = [value.total_seconds() for value in self.values]
        return timedelta(seconds=median(seconds)) if len(seconds) > 2 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Durations:
    """Durations by system."""

    chart: Rows
    unit: Unit
    systems: Sequence[SystemDurations]
    """Most nights first."""
    left_out: int
    """How many systems have fewer nights, and are not shown."""
    approximate: int
    """How many deployments are left out because their times are approximate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowNight:
    """What became of the window of one night."""

    deployment: Deployment
    planned: timedelta
    extended: timedelta | None
    used: timedelta
    overrun: timedelta
    """Negative when service was back before the window closed."""
    approximate: bool
    """Whether `used` or `overrun` rests on an approximate time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """The use of the windows of the newest nights."""

    chart: Rows
    unit: Unit
    nights: Sequence[WindowNight]
    """In time order."""
    left_out: int
    """How many earlier nights have a window too."""

    @property
    def late(self) -> int:
        """How many of the nights shown ended after their windows had closed."""
        return sum(night.overrun > timedelta() for night in self.nights)

    @property
    def extended(self) -> int:
        """How many of the windows shown were extended."""
        return sum(night.extended is not None for night in self.nights)


def starts(figures: Figures, clock: int) -> Starts | None:
    """Set the starts on weekday and hour, from the hour after the longest time in which none begins."""
    counts = figures.starts
    if sum(count.count for count in counts.values()) < _LEAST:
        return None
    hours = _hours({hour for _, hour in counts})
    chart = grid(
        "starts",
        [f"{_MONDAY + timedelta(days=day):%a}" for day in range(7)],
        [_clock(hour, clock) for hour in hours],
        [
            Cell(row=weekday, column=hours.index(hour), count=count.count)
            for (weekday, hour), count in counts.items()
        ],
        most=_FIELD,
    )
    return Starts(chart=chart, counts=counts)


def durations(figures: Figures, system: str = "") -> Durations | None:
    """Spread the durations by system.

    Args:
        system: The only one to show; without it, those with most nights.
    """
    exact = figures.duration.values
    found: dict[str, list[timedelta]] = defaultdict(list)
    for deployment in figures.deployments:
        for name in dict.fromkeys(one.name for one in deployment.systems):
            if deployment.id in exact and system in ("", name):
                found[name].append(exact[deployment.id])
    ordered = sorted(found, key=lambda name: (-len(found[name]), name))
    shown = [SystemDurations(name=name, values=sorted(found[name])) for name in ordered[:_SYSTEMS]]
    if max((len(one.values) for one in shown), default=0) < _LEAST:
        return None
    unit = _unit(one.values[-1] for one in shown)
    return Durations(
        chart=rows("durations", [_spread(one, unit) for one in shown]),
        unit=unit,
        systems=tuple(shown),
        left_out=len(ordered) - len(shown),
        approximate=len(figures.duration.approximate),
    )


def windows(figures: Figures) -> Windows | None:
    """Compare the newest windows with what became of them."""
    use = figures.window
    measured = frozenset(use.overrun.measured)
    with_window = [deployment for deployment in figures.deployments if deployment.id in measured]
    nights = [_night(deployment, use) for deployment in with_window[-_NIGHTS:]]
    if len(nights) < _LEAST:
        return None
    unit = _unit(_closes(night) + max(night.overrun, timedelta()) for night in nights)
    return Windows(
        chart=rows("windows", [_use(night, unit) for night in nights]),
        unit=unit,
        nights=tuple(nights),
        left_out=len(with_window) - len(nights),
    )


def _hours(used: set[int]) -> Sequence[int]:
    """Give the hours in a row, across midnight, that hold all those used."""
    first = max(sorted(used), key=lambda hour: min((hour - other - 1) % 24 for other in used))
    last = max((hour - first) % 24 for hour in used)
    return [(first + after) % 24 for after in range(last + 1)]


def _clock(hour: int, clock: int) -> str:
    return f"{hour:02}" if clock == 24 else f"{time(hour):%I %p}".lstrip("0")


def _unit(lengths: Iterable[timedelta]) -> Unit:
    return Unit.HOURS if max(lengths) >= _LONG else Unit.MINUTES


def _length(value: timedelta, unit: Unit) -> float:
    return value / timedelta(hours=1) if unit is Unit.HOURS else value / timedelta(minutes=1)


def _spread(system: SystemDurations, unit: Unit) -> Row:
    """Draw each night as a dot; many by the shortest, the middle half, and the longest."""
    lengths = [_length(value, unit) for value in system.values]
    bars = []
    if system.many:
        low, _, high = quantiles(lengths, n=4, method="inclusive")
        bars.append(Bar(start=low, end=high, style="middle"))
        lengths = [lengths[0], lengths[-1]]
    if system.median is not None:
        middle = _length(system.median, unit)
        bars.append(Bar(start=middle, end=middle, style="median"))
    return Row(label=system.name, bars=tuple(bars), dots=tuple(lengths))


def _night(deployment: Deployment, use: WindowUse) -> WindowNight:
    id_ = deployment.id
    rough = {**use.used.approximate, **use.overrun.approximate, **use.planned.approximate}
    return WindowNight(
        deployment=deployment,
        planned=_value(use.planned, id_),
        extended=_value(use.extended, id_) if id_ in use.extended.measured else None,
        used=_value(use.used, id_),
        overrun=_value(use.overrun, id_),
        approximate=id_ in rough or id_ in use.extended.approximate,
    )


def _value(spread: Spread, id_: str) -> timedelta:
    return spread.values[id_] if id_ in spread.values else spread.approximate[id_]


def _closes(night: WindowNight) -> timedelta:
    return night.planned + (night.extended or timedelta())


def _use(night: WindowNight, unit: Unit) -> Row:
    """Draw a window from its start, with what was used of it inside, and what went beyond."""
    window, first = night.deployment.window, night.deployment.started_at
    if window is None or first is None:
        raise ValueError(f"{night.deployment.id} has no window or no step")
    began, closes = max(first - window.start.at, timedelta()), _closes(night)
    spans = [
        (timedelta(), night.planned, "window", False),
        (night.planned, closes, "extension", False),
        (began, began + night.used, "used", True),
        (closes, closes + max(night.overrun, timedelta()), "overrun", True),
    ]
    bars = [
        Bar(start=_length(start, unit), end=_length(end, unit), style=style, slim=slim)
        for start, end, style, slim in spans
        if end > start
    ]
    day = night.deployment.date
    return Row(label=f"{day:%a} {day.day} {day:%b %Y}", bars=tuple(bars))
