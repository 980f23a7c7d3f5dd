"""Deployments by month and by day."""

from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from deploylog.charts import Cell, Grid, Rows, grid, rows, stacked
from deploylog.model import Deployment, Outcome
from deploylog.statistics import Count, Figures, Period

_LEAST = 3
"""Fewer deployments than this make no picture."""
_MONTHS = 24
_YEARS = 2
_FIELD = 22.0
"""How wide a day of the calendar is at most."""
_SINGLE = 0.85
"""How much of the side of its field the square of a day of one deployment takes, if any has more."""
_GRAVEST = (
    Outcome.FAILED,
    Outcome.ROLLED_BACK,
    Outcome.IN_PROGRESS,
    Outcome.SUCCESSFUL_WITH_ISSUES,
    Outcome.SUCCESSFUL,
    Outcome.DEFERRED,
    Outcome.CANCELLED,
    Outcome.SCHEDULED,
)
"""Of several on one day, the first of these gives the look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The deployments of one month; may be none."""

    first: date
    """Its first day."""
    logs: Count
    outcomes: Mapping[Outcome, int]
    """In the order of the model; those that did not come are missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """The newest months."""

    chart: Rows
    months: Sequence[Month]
    """In time order, those without a deployment too."""
    earlier: int
    """The deployments before them, which are left out."""
    later: int
    """The deployments to come after them, which are left out too."""

    @property
    def logs(self) -> int:
        """How many deployments are shown."""
        return sum(month.logs.count for month in self.months)


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """One year of the calendar."""

    number: int
    chart: Grid
    months: Sequence[tuple[date, Sequence[Deployment]]]
    """The months that have a deployment, each by its first day, in time order."""

    @property
    def days(self) -> int:
        """On how many days there is a deployment."""
        return len(self.chart.cells)

    @property
    def logs(self) -> int:
        """How many deployments are shown."""
        return sum(len(deployments) for _, deployments in self.months)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The newest years that have a deployment."""

    years: Sequence[Year]
    """Newest first."""
    earlier: int
    """The deployments before them, which are left out."""


def months(figures: Figures) -> Months | None:
    """Count the outcomes of the newest months of the period."""
    if figures.period is None:
        return None
    shown = _months(figures.period)[-_MONTHS:]
    groups: dict[date, list[Deployment]] = defaultdict(list)
    for deployment in figures.deployments:
        groups[deployment.date.replace(day=1)].append(deployment)
    made = [_month(first, groups[first]) for first in shown]
    if sum(month.logs.count for month in made) < _LEAST:
        return None
    drawn = [
        stacked(f"{m.first:%b %Y}", [(outcome.value, count) for outcome, count in m.outcomes.items()])
        for m in made
    ]
    return Months(
        chart=rows("months", drawn, whole=True),
        months=tuple(made),
        earlier=sum(len(group) for first, group in groups.items() if first < shown[0]),
        later=sum(len(group) for first, group in groups.items() if first > shown[-1]),
    )


def calendar(figures: Figures) -> Calendar | None:
    """Set the deployments on the days of the newest years."""
    groups: dict[int, list[Deployment]] = defaultdict(list)
    for deployment in figures.deployments:
        groups[deployment.date.year].append(deployment)
    newest = sorted(groups, reverse=True)[:_YEARS]
    if figures.period is None or sum(len(groups[year]) for year in newest) < _LEAST:
        return None
    return Calendar(
        years=tuple(_year(year, groups[year], figures.period) for year in newest),
        earlier=sum(len(groups[year]) for year in groups if year < newest[-1]),
    )


def _months(period: Period) -> Sequence[date]:
    numbers = range(
        period.first.year * 12 + period.first.month - 1, period.last.year * 12 + period.last.month
    )
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def _month(first: date, deployments: Sequence[Deployment]) -> Month:
    counts = Counter(deployment.outcome for deployment in deployments)
    return Month(
        first=first,
        logs=Count(ids=tuple(deployment.id for deployment in deployments)),
        outcomes={outcome: counts[outcome] for outcome in Outcome if counts[outcome]},
    )


def _year(number: int, deployments: Sequence[Deployment], period: Period) -> Year:
    days: dict[date, list[Deployment]] = defaultdict(list)
    found: dict[date, list[Deployment]] = defaultdict(list)
    for deployment in deployments:
        days[deployment.date].append(deployment)
        found[deployment.date.replace(day=1)].append(deployment)
    weeks = list(_weeks(number, min(period.first, *days, date.max), max(period.last, *days, date.min)))
    columns = {monday: place for place, monday in enumerate(weeks)}
    cells = [
        Cell(
            row=day.weekday(),
            column=columns[_monday(day)],
            count=len(ones),
            style=min((one.outcome for one in ones), key=_GRAVEST.index),
        )
        for day, ones in days.items()
    ]
    return Year(
        number=number,
        chart=grid(
            f"calendar-{number}",
            [f"{weeks[0] + timedelta(days=day):%a}" for day in range(7)],
            [_begins(monday, number) for monday in weeks],
            cells,
            most=_FIELD,
            even=_SINGLE,
        ),
        months=tuple((first, tuple(found[first])) for first in sorted(found)),
    )


def _weeks(year: int, first: date, last: date) -> Iterator[date]:
    """Give the Mondays of the weeks of whole months of a year."""
    first = max(date(year, 1, 1), first.replace(day=1))
    last = min(date(year, 12, 31), last.replace(day=monthrange(last.year, last.month)[1]))
    monday = _monday(first)
    while monday <= last:
        yield monday
        monday += timedelta(days=7)


def _begins(monday: date, year: int) -> str:
    """Name the month that begins in a week of the year."""
    week = [monday + timedelta(days=day) for day in range(7)]
    return next((f"{day:%b}" for day in week if day.day == 1 and day.year == year), "")


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
