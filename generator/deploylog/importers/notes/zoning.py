"""Which zone the times of the notes are in: where they say so, in the order of how sure that makes it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from deploylog.importers.notes.lines import Kind, Line
from deploylog.importers.notes.stamps import FULL, stamp_in
from deploylog.importers.notes.zones import Zone, declared_zone, named_zone, stated_zone

_LABEL = re.compile(r"(?i)^(?:(?:time ?zone|tz)\b\s*[:=]?|(?:zone|times?)\s*[:=])\s*(.+)$")
_SILENT = (Kind.PASTED, Kind.ASIDE, Kind.BLANK, Kind.FRONT)
_TOLD = (Kind.TEXT, Kind.BULLET)
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Zoning:
    """The zone of all times, and where it was found."""

    zone: Zone | None = None
    line: int = 0
    """The number of a line that is there for it; 0 for none."""
    because: str = ""
    """A clause for the guess when the zone is not said of all times; empty when it is."""


def zoning_of(lines: Sequence[Line], above: Sequence[Line]) -> Zoning:
    """Find the zone of all times; `above` are the lines above the first entry without those of a mail's head.

    A statement about the times wins over a zone in brackets amid a sentence, and that over the zone of a
    clock above the entries: `Start: 2019-10-12 10:02 PDT`.
    """
    spoken = [line for line in lines if line.kind not in _SILENT and len(line.raw) <= _LONGEST]
    for found in (_declared(spoken), _bracketed(spoken)):
        for line, zone in found:
            return Zoning(zone, line.number if line.kind in (Kind.TEXT, Kind.HEADING) else 0)
    zones = list(_of_clocks(above))
    if zones and all(zone.written == zones[0].written for zone in zones):
        return Zoning(zones[0], because="a time above the entries names it")
    return Zoning()


def _declared(lines: Sequence[Line]) -> Iterator[tuple[Line, Zone]]:
    for line, below in zip_longest(lines, lines[1:]):
        if line.kind is Kind.ROW:
            zone = stated_zone(" | ".join(line.cells))
        elif line.kind is Kind.HEADING:
            zone = stated_zone(line.text)
        else:
            wrapped = below is not None and below.kind is line.kind is Kind.TEXT
            zone = declared_zone(line.text + (f" {below.text[:30]}" if wrapped else ""))
        if zone is None and (labelled := _LABEL.match(line.text)):
            zone = named_zone(labelled[1])
        if zone:
            yield line, zone


def _bracketed(lines: Sequence[Line]) -> Iterator[tuple[Line, Zone]]:
    return ((line, zone) for line in lines if line.kind in _TOLD and (zone := stated_zone(line.text)))


def _of_clocks(above: Sequence[Line]) -> Iterator[Zone]:
    for line in above:
        if line.kind in (*_TOLD, Kind.HEADING):
            for found in FULL.finditer(line.text[:2000]):
                if (stamp := stamp_in(found)) and stamp.zone:
                    yield stamp.zone
