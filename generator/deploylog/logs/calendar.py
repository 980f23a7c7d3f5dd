"""The wall clock of a time zone: which instants a local time can mean, and how an author writes them."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache

from deploylog.logs.clock import Written
from deploylog.logs.faults import Faults
from deploylog.logs.records import Field
from deploylog.model import Instant
from deploylog.yamltree import quote

HALF_A_DAY = timedelta(hours=12)
ONE_DAY = timedelta(days=1)


@dataclass(slots=True)
class Placed:
    """A time with its day on the wall, and the one or two instants that this can mean."""

    field: Field
    wall: datetime
    """Local day and clock, without a zone."""
    options: list[datetime]
    """In order, with fixed offsets; two while a repeated hour is not settled, never none."""
    approximate: bool
    text: str
    """As the author wrote it."""
    doubtful: bool = False
    """A fault is noted already; what follows is not held against it."""

    @property
    def first(self) -> datetime:
        """The earliest instant that it can mean."""
        return self.options[0]


class Calendar:
    """The wall clock of one time zone."""

    def __init__(self, zone: tzinfo | None, name: str, faults: Faults) -> None:
        self.zone = zone or UTC
        self.name = name
        self.faults = faults
        self.known = True
        """Whether the log says which days these are; if not, no message names one."""

    def next_day(self, wall: datetime) -> str:
        """Say how to write that a clock means the next day."""
        return f"{wall + ONE_DAY:%Y-%m-%d %H:%M}" if self.known else "its day before it"

    def wall(self, written: Written) -> datetime | None:
        """Give day and clock as the zone's wall showed them; None when no day is written."""
        if written.wall is None or written.offset is None:
            return written.wall
        return written.wall.replace(tzinfo=written.offset).astimezone(self.zone).replace(tzinfo=None)

    def place(self, found: Field, wall: datetime, *, lenient: bool = False) -> Placed:
        """Find the instants of a wall time; one that the clocks skip is noted and moved past the gap.

        Args:
            found: Holds the `Written`.
            wall: Its place on the wall.
            lenient: Skipped is no fault, and of two instants the first is meant (the site's window).
        """
        written: Written = found.value
        if written.offset is not None and written.wall is not None:
            at = written.wall.replace(tzinfo=written.offset).astimezone(self.zone)
            return Placed(found, wall, [_fixed(at)], written.approximate, written.text)
        options = self.instants(wall)
        skipped = not options
        if skipped:
            options = [_fixed(wall.replace(tzinfo=self.zone).astimezone(UTC).astimezone(self.zone))]
            if not lenient:
                self._skipped(found, wall, options[0])
        if lenient:
            options = options[:1]
        return Placed(found, wall, options, written.approximate, written.text, doubtful=skipped)

    def instants(self, wall: datetime) -> list[datetime]:
        """Give what a wall time means: one instant, none (skipped) or two (repeated)."""
        early = wall.replace(tzinfo=self.zone).utcoffset() or timedelta(0)
        late = wall.replace(tzinfo=self.zone, fold=1).utcoffset() or timedelta(0)
        if early < late:
            return []
        offsets = [early] if early == late else [early, late]
        return [wall.replace(tzinfo=_offset(offset)) for offset in offsets]

    def settle(self, placed: Placed) -> None:
        """Replace the written time by its instant; two that are left are a fault."""
        if len(placed.options) > 1:
            first, second = (_iso(option) for option in placed.options)
            self.faults.add(
                placed.field,
                "repeated-time",
                f"{placed.field.path} is {quote(placed.text)}, which the clocks of {self.name} "
                f"show twice on {placed.wall:%Y-%m-%d}",
                f"write {first} for the first, {second} for the second",
            )
        placed.field.value = Instant(at=placed.first, approximate=placed.approximate)

    def _skipped(self, found: Field, wall: datetime, moved: datetime) -> None:
        meant = f"{moved:%H:%M}" if moved.date() == wall.date() else f"{moved:%Y-%m-%d %H:%M}"
        self.faults.add(
            found,
            "skipped-time",
            f"{found.path} is {quote(found.value.text)}, "
            f"which the clocks of {self.name} skip on {wall:%Y-%m-%d}",
            f"they go forward then: write {meant}, the same instant after the change",
        )


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds" if at.second else "minutes")


@lru_cache(maxsize=64)
def _offset(offset: timedelta) -> timezone:
    return timezone(offset)


def _fixed(at: datetime) -> datetime:
    """Replace a time zone by the offset that it has then."""
    return at.replace(tzinfo=_offset(at.utcoffset() or timedelta(0)), fold=0)


def following(clock: time, wall: datetime) -> datetime:
    """Put a clock after a wall time: more than 12 hours back means the next day, less stays back."""
    there = datetime.combine(wall.date(), clock)
    return there + ONE_DAY if wall - there > HALF_A_DAY else there


def nearest(clock: time, wall: datetime) -> datetime:
    """Put a clock on the day on which it is nearest to a wall time."""
    there = datetime.combine(wall.date(), clock)
    return min((there, there - ONE_DAY, there + ONE_DAY), key=lambda at: abs(at - wall))
