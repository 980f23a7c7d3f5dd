"""When a deployment that was put off is tried next, and when that is decided, from the words of notes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from deploylog.importers.notes.clocks import clock_of, clock_pattern
from deploylog.importers.notes.dates import DAY, WEEKDAYS, day_of
from deploylog.importers.sketch import NextSlot

SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_AHEAD = re.compile(
    r"(?i)\b(?:(?:we|it|i|they)(?:['\u2019](?:ll|d go)| will| would go)|"
    r"go(?:ing)? in (?:on|at|the|next|tomorrow)|hop(?:e|ing) to|next (?:slot|attempt|try|window|date)|"
    r"new (?:slot|date|window)|try(?:ing)? again|retry|re-?schedul\w+|"
    r"(?:postponed|deferred|moved|put off|pushed)(?: back)? (?:to|until|till)|"
    r"otherwise|(?:maybe|perhaps|possibly) (?:it|on|we|\w+day))\b"
)
"""What makes a day of a sentence one of a further attempt."""
_MAYBE = re.compile(
    r"(?i)\b(?:maybe|perhaps|possibly|might|hop(?:e|ing)|otherwise|assuming|if all|tentativ\w*)\b"
)
_DECISION = re.compile(
    r"(?i)\bgo ?(?:/|-|or) ?no[- ]?go\b|\bdecision (?:call|meeting|point)\b|\bto make the decision\b"
)
_WEEKDAY = re.compile(
    r"(?i)\b(?P<next>next )?(?P<day>mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?"
    r"(?P<half> (?:night|evening|morning|afternoon))?"
    r"(?P<into>\s?(?:/|to|into|until|-|\u2013)\s?(?:\w+day) morning)?\b"
)
_RELATIVE = re.compile(r"(?i)\b(?:the )?(?:next|following) (?:day|night|morning)\b|\btomorrow\b")
_HALVED = re.compile(r"(?<![\w.:])" + clock_pattern("c_"))


@dataclass(frozen=True, slots=True)
class Next:
    """What notes say of the next attempt."""

    slots: Sequence[NextSlot]
    decision_at: datetime | None
    words: Sequence[str]
    """Those from which days of slots were taken that no date names."""
    decision_words: Sequence[str] = ()
    """Those from which the day of the decision was."""


def next_of(texts: Iterable[str], day: date) -> Next:
    """Find the next slots of a deployment that was put off on a day."""
    slots: dict[date, NextSlot] = {}
    words: list[str] = []
    called: list[str] = []
    decision: datetime | None = None
    for sentence in (part for text in texts for part in SENTENCE.split(text)):
        named = list(_days(sentence, day))
        if _DECISION.search(sentence):
            decision = decision or _decided(sentence, named, day)
            called += [said for _, said in named if said and decision]
        elif _AHEAD.search(sentence):
            tentative = bool(_MAYBE.search(sentence))
            for on, said in named:
                note = said if "/" in said else ""
                slots.setdefault(on, NextSlot(day=on, tentative=tentative, note=note))
            words += [said for _, said in named if said]
    return Next([slots[on] for on in sorted(slots)], decision, words, called)


def speaks_of_next(sentence: str) -> bool:
    """Tell whether a sentence speaks of a further attempt, or of the call that decides it."""
    return bool(_AHEAD.search(sentence) or _DECISION.search(sentence))


def _days(sentence: str, day: date) -> Iterator[tuple[date, str]]:
    """Give the days that a sentence names: by date, else by weekday; and the words, of a weekday."""
    dated = [found for match in DAY.finditer(sentence) if (found := day_of(match, "d_"))]
    for one in dated:
        on = one.on(day.year)
        if on is not None and one.year is None and on < day:
            on = one.on(day.year + 1)
        if on is not None and on >= day:
            yield on, ""
    if dated:
        return
    for match in _WEEKDAY.finditer(sentence):
        if match["half"] or match["into"] or match[0].lower().endswith("day"):
            ahead = (WEEKDAYS.index(match["day"][:3].lower()) - day.weekday()) % 7
            again = ahead == 0 and (match["next"] or not match["half"])
            days = ahead + (7 if again else 0) + _after_midnight(match)
            yield day + timedelta(days=days), match[0]
    if relative := _RELATIVE.search(sentence):
        yield day + timedelta(days=1), relative[0]


def _decided(sentence: str, named: Sequence[tuple[date, str]], day: date) -> datetime | None:
    """Give the time of the call that decides; None when the sentence has no clock."""
    for match in _HALVED.finditer(sentence):
        clock = clock_of(match, "c_")
        if clock and not clock.dotted:
            on = named[0][0] if named else day
            return datetime.combine(on, time()) + timedelta(minutes=clock.minute)
    return None


def _after_midnight(match: re.Match[str]) -> bool:
    """Tell whether a night is named by both its days: its log is of the second, as its title would be."""
    return bool(match["into"]) and (match["half"] or "").strip().lower() in ("night", "evening")
