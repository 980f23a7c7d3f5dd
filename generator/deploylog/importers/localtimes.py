"""Clocks on the wall: which day and which zone they are of, when a file does not say."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from datetime import date as Day  # noqa: N812

from deploylog.importers.sketch import Ambiguous, Guess, Wishes
from deploylog.logs.zones import zone
from deploylog.problems import Problem

_HALF_A_DAY = timedelta(hours=12)
_DAY_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)")


class LocalTimes:
    """Gives the local times of one file; what it has to take from elsewhere are guesses."""

    def __init__(self, wishes: Wishes, file: str, what: str) -> None:
        self.wishes, self.file, self.what = wishes, file, what
        self.timezone = wishes.timezone or wishes.site_timezone or "UTC"
        self.wall: datetime | None = None
        """The last local time."""
        self._guesses: dict[str, Guess] = {}
        self._first: Day | None = None
        self._aware: bool | None = None

    def guesses(self, *, local: bool = True) -> Sequence[Guess]:
        """Give what was guessed; the zone only if there were local times."""
        found = list(self._guesses.values())
        if local and not self.wishes.timezone:
            because = f"the {self.what} names no zone"
            because += "; that of the site is taken" if self.wishes.site_timezone else ""
            found.append(Guess(key="timezone", because=because, settle="--timezone"))
        return found

    def note(self, guess: Guess) -> None:
        """Add a guess of the file's own, once of each key."""
        self._guesses.setdefault(guess.key, guess)

    def alike(self, at: datetime) -> datetime:
        """Give a time as the first one of the file was, with an offset or without, so that both compare."""
        if self._aware is None:
            self._aware = at.tzinfo is not None
        local = zone(self.timezone) or UTC
        if self._aware:
            return at if at.tzinfo else at.replace(tzinfo=local)
        return at.astimezone(local).replace(tzinfo=None) if at.tzinfo else at

    @property
    def local(self) -> bool:
        """Whether the times of the file carry no offset."""
        return self._aware is False

    def clock(self, hour: int, minute: int, second: int, line: int) -> datetime:
        """Place a clock without a day behind the last one: more than 12 hours back is the next day.

        Raises:
            Ambiguous: Nothing says on which day it was.
            ValueError: No clock shows that.
        """
        if self.wall is None:
            self._first = self._first_day(line)
        day = self.wall.date() if self.wall else self._first or self._first_day(line)
        at = datetime(day.year, day.month, day.day, hour, minute, min(second, 59))  # noqa: DTZ001
        if self.wall and self.wall - at > _HALF_A_DAY:
            at += timedelta(days=1)
        elif self.wall and at - self.wall > _HALF_A_DAY and self._first and at.date() > self._first:
            at -= timedelta(days=1)
        self.wall = at
        return at

    def _first_day(self, line: int) -> Day:
        if self.wishes.date:
            return Day.fromisoformat(self.wishes.date)
        if found := day_in_name(self.file):
            self._guess("the day is in the file's name")
            return found
        if self.wishes.as_of:
            self._guess(f"the {self.what} names no day; that of the import is taken")
            return self.wishes.as_of
        message = f"the {self.what} says at what time it was, but not on which day"
        problem = Problem(
            file=self.file,
            line=line,
            column=1,
            rule="no-day",
            message=message,
            help="name the day of the first entry: --date 2007-12-02",
        )
        raise Ambiguous("date", problem)

    def _guess(self, because: str) -> None:
        self._guesses["date"] = Guess(key="date", because=because, settle="--date")


def day_in_name(file: str) -> Day | None:
    """Give the day in the name of a file, `console-2021-04-28.txt`."""
    for found in _DAY_IN_NAME.finditer(file.rpartition("/")[2]):
        try:
            return Day(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            continue
    return None


def month_wished_first(one: int, two: int, wishes: Wishes) -> bool | None:
    """Tell from the wished day whether the month stands first in `3/4`; None if the day is neither."""
    day = Day.fromisoformat(wishes.date) if wishes.date else None
    orders = {(day.month, day.day): True, (day.day, day.month): False} if day else {}
    return None if one == two else orders.get((one, two))
