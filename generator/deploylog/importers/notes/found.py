"""An entry as it was found in the lines: its stamp, its words, its lines, and the heading it stands under."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from deploylog.importers.notes.dates import Day
from deploylog.importers.notes.lines import Kind
from deploylog.importers.notes.stamps import Stamp
from deploylog.importers.notes.zones import Zone

_ENDS = ".!?:;,\u2026"


@dataclass(slots=True)
class Context:
    """The day that a heading gives to the entries below it."""

    day: Day | None = None
    words: str = ""
    """`Saturday night`, `Next day`, where the heading names no day of a month."""
    title: str = ""
    """What the heading says beside the day: a night of its own."""
    zone: Zone | None = None
    """Beside the day: `2031-11-23 (all times in EST)`."""
    line: int = 0
    number: int = 0
    apart: bool = False
    """It has nothing to do with what is above it: another incident on a status page."""
    within: "Context | None" = None
    """The incident that it is a day of, on a page of several."""

    @property
    def incident(self) -> "Context":
        """Give the heading that begins a log: of the incident, where there are several."""
        return self.within or self


@dataclass(slots=True)
class Found:
    """An entry in the making."""

    stamp: Stamp
    pieces: list[str]
    lines: list[int]
    context: Context
    kind: Kind
    level: int = 0
    indent: int = 0
    who: str = ""
    worded: bool = False
    pending: list[tuple[int, str]] = field(default_factory=list)
    """Lines that belong to it only if another entry follows."""


@dataclass(slots=True)
class Findings:
    """What a pass over the lines found."""

    entries: list[Found] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    """Numbers of lines that gave days, zones or the columns of a table."""


def joined(pieces: Sequence[str]) -> str:
    """Join the pieces of an entry; a piece that a capital follows gets its full stop."""
    told: list[str] = []
    for piece in filter(None, pieces):
        if told and told[-1][-1] not in _ENDS and piece[:1].isupper():
            told[-1] += "."
        told.append(piece)
    return " ".join(told)
