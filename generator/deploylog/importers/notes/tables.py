"""Rows of a table as entries: which cell holds the time, the end, the person, the words."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from deploylog.importers.notes.stamps import Stamp, day_lead, lead_of
from deploylog.importers.notes.zones import ZONE, named_zone, stated_zone, zone_of

_END = re.compile(r"\b(?:end|ended|until|finish(?:ed)?|stop|to|completed?)\b", re.IGNORECASE)
_WHO = re.compile(
    r"\b(?:who|owner|person|people|actor|role|team|by|responsible|author|name|performed by)\b", re.IGNORECASE
)
_PLAN = re.compile(r"\b(?:plan(?:ned)?|scheduled|estimated?|eta|expected|duration|elapsed)\b", re.IGNORECASE)
_NUMBER = re.compile(r"^(?:#|no\.?|nr\.?|step|id)?\s*\d*$", re.IGNORECASE)
_TIMES = re.compile(r"\b(?:time|start(?:ed)?|began|begin|from|when|actual)\b", re.IGNORECASE)
_SEARCHED = 5
"""Cells, from the left, in which a row's time is looked for, whatever the head of the column says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row that tells of one time."""

    stamp: Stamp
    text: str
    who: str


def row_of(cells: Sequence[str], names: Sequence[str], accepts: Callable[[Stamp], bool]) -> Row | None:
    """Read a row of a table with columns of these names; None for a row without a time."""
    head = [names[index] if index < len(names) else "" for index in range(len(cells))]
    day, stamp, until, used = None, None, None, set[int]()
    rest = ""
    for index, cell in enumerate(cells):
        if not cell or _PLAN.search(head[index]) or not _may_tell(index, head[index]):
            continue
        lead = lead_of(cell)
        if stamp is None and lead and accepts(lead.stamp) and not lead.worded:
            stamp, rest = lead.stamp, lead.rest
            used.add(index)
        elif lead and stamp is not None and not lead.rest and _END.search(head[index]):
            until = lead.stamp.clock
            used.add(index)
        elif stamp is None and day is None and (found := day_lead(cell)) and not found[1]:
            day = found[0]
            used.add(index)
        elif zone := (zone_of(cell) if re.fullmatch(ZONE, cell) else None):
            stamp = replace(stamp, zone=zone) if stamp else None
            used.add(index)
    if stamp is None:
        return None
    zone = stamp.zone or next((stated_zone(head[i]) or named_zone(head[i]) for i in used if head[i]), None)
    stamp = replace(stamp, day=stamp.day or day, until=stamp.until or until, zone=zone)
    return Row(stamp=stamp, text=_words(cells, head, used, rest), who=_who(cells, head, used))


def _may_tell(index: int, name: str) -> bool:
    """Tell whether a cell may hold the time: run sheets have the planned times, and more, to its left."""
    return index < _SEARCHED or bool(_TIMES.search(name) or _END.search(name))


def _who(cells: Sequence[str], head: Sequence[str], used: set[int]) -> str:
    return next(
        (
            cell
            for index, cell in enumerate(cells)
            if index not in used and len(cell) < 40 and _WHO.search(head[index])
        ),
        "",
    )


def _words(cells: Sequence[str], head: Sequence[str], used: set[int], rest: str) -> str:
    who = _who(cells, head, used)
    told = [rest] if rest else []
    for index, cell in enumerate(cells):
        if index in used or not cell or (cell == who and who) or _NUMBER.match(cell):
            continue
        told.append(f"{head[index]}: {cell}" if _PLAN.search(head[index]) else cell)
    return "; ".join(told)
