"""Stamps placed on the calendar: which half of the day, which day, which year."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from deploylog.importers.notes.clocks import HALF_A_DAY, MINUTES_A_DAY, Clock
from deploylog.importers.notes.dates import Day, relative_day
from deploylog.importers.notes.found import Found
from deploylog.importers.sketch import Guess

_A_DAY = timedelta(days=1)
_HALF_A_YEAR = 183
_AT = "at"


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry with its times on the calendar, both local to its own clock."""

    found: Found
    at: datetime
    until: datetime | None
    guesses: Sequence[Guess] = ()


@dataclass(slots=True)
class Placing:
    """What a file as a whole says about its times."""

    base: date
    """The day of the first entry where nothing nearer to it names one."""
    fixed: bool = False
    """Whether the file says that all entries without a day are on `base`."""
    anchors: Sequence[int] = ()
    """Minutes of the day that the head names with AM or PM."""
    nightly: bool = False
    """Whether the head speaks of a night: then an open first clock is of the evening."""
    swap: bool = False
    """Whether `03/04/2024` is a day of March."""
    _twelve: bool = field(default=False, init=False)

    def place(self, entries: Sequence[Found]) -> list[Placed]:
        """Place entries in the order of the text."""
        self._twelve = twelve_hours(entries)
        starts = self._first_minutes(entries) if self._twelve else [None]
        runs = [_Run(self, minute).go(entries) for minute in starts]
        best = min(runs, key=lambda run: run.cost)
        if len(runs) > 1 and self.nightly and not self.anchors:
            best = max(runs, key=lambda run: run.placed[0].at.time())
        if len(runs) > 1 and abs(runs[0].cost - runs[1].cost) < HALF_A_DAY and not self.anchors:
            said = entries[0].stamp.clock
            guess = Guess(key=_AT, because=f"the notes say {_written(said)} without AM or PM")
            best.placed[0] = replace(best.placed[0], guesses=(*best.placed[0].guesses, guess))
        return best.placed

    def _first_minutes(self, entries: Sequence[Found]) -> list[int | None]:
        clock = entries[0].stamp.clock
        if not clock.open:
            return [None]
        early, late = clock.halves()
        if self.anchors:
            near = min((early, late), key=lambda m: min(_apart(m, anchor) for anchor in self.anchors))
            return [near]
        return [early, late] if clock.minute < HALF_A_DAY else [late, early]


def _apart(one: int, two: int) -> int:
    gap = abs(one - two) % MINUTES_A_DAY
    return min(gap, MINUTES_A_DAY - gap)


def _written(clock: Clock) -> str:
    return f"{clock.minute // 60}:{clock.minute % 60:02d}"


def twelve_hours(entries: Sequence[Found]) -> bool:
    """Tell whether clocks without AM or PM are of a twelve-hour clock."""
    clocks = [clock for found in entries for clock in (found.stamp.clock, found.stamp.until) if clock]
    halved = any(clock.half in ("am", "pm") for clock in clocks)
    if any(_of_a_day(clock, halved=halved) for clock in clocks):
        return False
    if not any(clock.open for clock in clocks):
        return False
    if halved:
        return True
    plain = [found.stamp.clock.minute for found in entries if found.stamp.day is None]
    back = [(one, two) for one, two in pairwise(plain) if two < one]
    return any((two - one) % HALF_A_DAY < HALF_A_DAY / 2 and one - two > HALF_A_DAY / 2 for one, two in back)


def _of_a_day(clock: Clock, *, halved: bool) -> bool:
    """Tell whether a clock is of 24 hours; beside `9.20pm`, `0.20` may be either."""
    after = 60 if halved else 1
    return clock.padded or (clock.half == "24" and clock.minute % HALF_A_DAY >= after)


class _Run:
    """One way through the entries, from one reading of the first clock."""

    def __init__(self, placing: Placing, first: int | None) -> None:
        self.placed: list[Placed] = []
        self.cost = 0.0
        self._placing = placing
        self._first = first
        self._previous: datetime | None = None
        self._year = placing.base.year
        self._context = -1
        self._context_day: date | None = None
        self._start = placing.base

    def go(self, entries: Sequence[Found]) -> "_Run":
        for found in entries:
            self._place(found)
        return self

    def _place(self, found: Found) -> None:
        stamp, guesses = found.stamp, []
        entered = self._enter(found)
        day = self._day(stamp.day)
        minutes = self._minutes(stamp.clock)
        strict = day is not None or (self._context_day is not None)
        if day is not None:
            at = self._on_day(day, minutes)
        elif entered or self._previous is None:
            at = self._begin(minutes)
        else:
            at = self._follow(minutes, strict=strict)
        if not self.placed and day is None and self._context_day is None:
            self._start = at.date()
        at = at.replace(second=stamp.clock.second)
        guesses += [Guess(key=_AT, because=flaw) for flaw in self._flaws(found)]
        until = self._until(at, found)
        if stamp.until and until is None:
            guesses.append(
                Guess(key="until", because=f"the end, {_written(stamp.until)}, is before the start")
            )
        if day is None or not self._placing.fixed:
            self._previous = at
        self.placed.append(Placed(found, at, until, tuple(guesses)))

    @staticmethod
    def _flaws(found: Found) -> list[str]:
        day = [found.stamp.day.flaw] if found.stamp.day and found.stamp.day.flaw else []
        return day + [clock.flaw for clock in (found.stamp.clock, found.stamp.until) if clock and clock.flaw]

    def _enter(self, found: Found) -> bool:
        """Take over the day of the heading above an entry; true at the first entry below it."""
        if found.context.number == self._context:
            return False
        self._context = found.context.number
        if found.context.day is not None:
            self._context_day = self._day(found.context.day)
        elif found.context.words:
            current = (self._previous or datetime.combine(self._placing.base, time())).date()
            self._context_day = relative_day(found.context.words, current, self._start)
        else:
            self._context_day = None
        return self._context_day is not None

    def _day(self, day: Day | None) -> date | None:
        """Give a written day its year: the last one known, or the next where the months begin anew."""
        if day is None:
            return None
        day = day.swapped() if day.swappable and self._placing.swap else day
        found = day.on(self._year)
        if found is None:
            return None
        last = self._previous.date() if self._previous else self._placing.base
        if day.year is None and day.weekday is None:
            found = self._nearest(day, found, last)
        self._year = found.year
        return found

    def _nearest(self, day: Day, found: date, last: date) -> date:
        """Move a day without a year to the next where months begin anew; the first to the one before."""
        ahead = (found - last).days
        if ahead < -_HALF_A_YEAR:
            return day.on(self._year + 1) or found
        return (day.on(self._year - 1) or found) if ahead > _HALF_A_YEAR and not self.placed else found

    def _minutes(self, clock: Clock) -> tuple[int, ...]:
        if not self.placed and self._first is not None:
            return (self._first,)
        return clock.halves() if self._placing._twelve and clock.open else (clock.minute,)

    def _begin(self, minutes: Sequence[int]) -> datetime:
        day = self._context_day or self._placing.base
        return self._on_day(day, minutes)

    def _on_day(self, day: date, minutes: Sequence[int]) -> datetime:
        options = [datetime.combine(day, time()) + timedelta(minutes=minute) for minute in minutes]
        previous = self._previous
        if previous is None or len(options) == 1:
            return options[0]
        ahead = [option for option in options if option >= previous and option - previous < _A_DAY]
        return min(ahead) if ahead else options[0]

    def _follow(self, minutes: Sequence[int], *, strict: bool) -> datetime:
        """Place a clock after the entry above: on its day, or past midnight; a small step back stays."""
        previous = self._previous
        assert previous is not None  # noqa: S101  (there is an entry above)
        midnight = datetime.combine(previous.date(), time())
        best, least = previous, float("inf")
        for minute in minutes:
            for days in (0, 1):
                at = midnight + timedelta(days=days, minutes=minute)
                gap = (at - previous).total_seconds() / 60
                weight = gap if gap >= 0 else -gap * (1 if strict else 3)
                if gap > -1 and gap < 0:
                    weight = 0
                if weight < least:
                    best, least = at, weight
        self.cost += least
        return best

    def _until(self, at: datetime, found: Found) -> datetime | None:
        clock = found.stamp.until
        if clock is None:
            return None
        minutes = clock.halves() if self._placing._twelve and clock.open else (clock.minute,)
        day = self._day(found.stamp.until_day) or at.date()
        starts = datetime.combine(day, time())
        options = [starts + timedelta(minutes=minute, seconds=clock.second) for minute in minutes]
        if found.stamp.until_day is None:
            options += [option + _A_DAY for option in options]
        ahead = [option for option in options if option >= at.replace(second=0)]
        until = min(ahead, default=None)
        if until is None or (until.date() > day and until - at > timedelta(hours=18)):
            return None
        return max(until, at)
