"""What lines above the steps say under a label: `Window: 01:30-07:00`, `Systems: till, prices`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from deploylog.importers.notes.clocks import Clock
from deploylog.importers.notes.dates import DAY
from deploylog.importers.notes.lines import Kind, Line
from deploylog.importers.notes.stamps import lead_of
from deploylog.importers.sketch import Window

_LABEL = re.compile(
    r"(?i)^(?:(?P<window>(?:deployment |maintenance |change |outage |release )?window)"
    r"|(?P<release>release)"
    r"|(?P<environment>environment|env)"
    r"|(?P<systems>(?:affected |involved )?(?:systems?|applications?|services?|components?)"
    r"(?: affected| involved)?)"
    r")\s*:\s*(?P<value>\S.*)$"
)
_EXTENDED = re.compile(r"(?i)\bextended(?: (?:to|until|till|by [^,;]{1,30} to))?:?\s+(?P<rest>\S.*)$")
_GRANTED = re.compile(
    r"(?i)\b(?:extended|extension|granted|stay (?:down|offline)|(?:another|more) (?:hour|time))\b"
    r"[^.!?]{0,120}?\b(?:until|till|to)\s+(?P<rest>\d.*)"
)
"""What a step says when more time is given: `the client granted us another hour, until 8:00`."""
_APART = re.compile(r"\s*(?:[,;/&+]|\band\b)\s*")
_TITLED = re.compile(
    r"(?i)^(?:deployment|release|roll-?out|upgrade|migration|go-?live)\s*(?::|\u2013|\u2014)\s*(?P<named>\S.*)$"
)
_ATTEMPT = re.compile(
    r"(?i)\s*[(\[,\u2013\u2014-]+\s*(?:almost|take \w+|(?:\w+ )?attempt(?: \w+)?|retry|again)\s*[)\]]?$"
)
_LONGEST = 60
"""Characters of a name."""
TITLE_NAMES_RELEASE = "the title names it"
"""The clause of a guess."""


@dataclass(slots=True)
class Labels:
    """What was said under labels, and in which lines."""

    clocks: Sequence[Clock] = ()
    """Start and end of the window, and until when it was extended if it was."""
    release: str = ""
    environment: str = ""
    systems: Sequence[str] = ()
    """In the order of the text."""
    lines: list[int] = field(default_factory=list)


def labels_of(above: Sequence[Line]) -> Labels:
    """Read the labelled lines above the first entry; of two with one label the first counts."""
    labels = Labels()
    for line in above:
        found = _LABEL.match(line.text) if line.kind in (Kind.TEXT, Kind.BULLET) else None
        if found and _take(labels, _label(found), found["value"].strip()):
            labels.lines.append(line.number)
    return labels


def _label(found: re.Match[str]) -> str:
    return next(name for name in ("window", "release", "environment", "systems") if found[name])


def _take(labels: Labels, label: str, value: str) -> bool:
    """Take a value over; tells whether it is one."""
    if label == "window":
        clocks = [] if labels.clocks else _clocks(value)
        labels.clocks = labels.clocks or clocks
        return bool(clocks)
    if getattr(labels, label) or len(value) > _LONGEST:
        return False
    setattr(labels, label, _names(value) if label == "systems" else value)
    return True


def _names(value: str) -> list[str]:
    return [name.strip(" .") for name in _APART.split(value) if name.strip(" .")]


def _clocks(value: str) -> list[Clock]:
    """Give the clocks of a window; none unless it has a start and an end."""
    lead = lead_of(value)
    if lead is None or lead.stamp.until is None:
        return []
    extended = _EXTENDED.search(lead.rest)
    later = lead_of(extended["rest"]) if extended else None
    return [lead.stamp.clock, lead.stamp.until, *([later.stamp.clock] if later else [])]


def extension_of(text: str) -> time | None:
    """Give the clock until which a step says that there is time now; None when it says none."""
    found = _GRANTED.search(text)
    lead = lead_of(found["rest"]) if found else None
    if lead is None or lead.stamp.day is not None or lead.stamp.until is not None:
        return None
    return time(*divmod(lead.stamp.clock.minute % (24 * 60), 60))


def window_of(clocks: Sequence[Clock], first: datetime) -> Window | None:
    """Place a window: its start the nearest to the first entry, the rest after it."""
    if not clocks:
        return None
    starts = [on for minute in _minutes(clocks[0]) for on in _around(first, minute)]
    start = min(starts, key=lambda at: abs(at - first))
    placed = [start]
    for clock in clocks[1:]:
        placed.append(min(_after(placed[-1], minute) for minute in _minutes(clock)))
    return Window(start=placed[0], end=placed[1], extended_to=placed[2] if len(placed) > 2 else None)


def _minutes(clock: Clock) -> Sequence[int]:
    return clock.halves() if clock.open else (clock.minute,)


def _around(first: datetime, minute: int) -> Iterator[datetime]:
    midnight = datetime.combine(first.date(), time())
    yield from (midnight + timedelta(days=days, minutes=minute) for days in (-1, 0, 1))


def _after(before: datetime, minute: int) -> datetime:
    return next(at for at in _around(before, minute) if at > before)


def release_of(title: str) -> str:
    """Give the release that a title names: `September 2007` of `Deployment: September 2007 (take two)`.

    Empty where the title names a day instead, or has no such form.
    """
    found = _TITLED.match(title)
    named = _ATTEMPT.sub("", found["named"]).strip() if found else ""
    return "" if DAY.search(named) or len(named) > _LONGEST else named
