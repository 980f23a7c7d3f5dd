"""Notes without times that tell of a deployment put off or called off."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from deploylog.importers.notes.around import passages_of
from deploylog.importers.notes.dates import WEEKDAYS
from deploylog.importers.notes.head import Head, read_head
from deploylog.importers.notes.lines import Kind, Line
from deploylog.importers.notes.reasons import cause_of, reason_of
from deploylog.importers.notes.slots import Next, next_of
from deploylog.importers.notes.zones import UTC
from deploylog.importers.sketch import Guess, Passage, Sketch, Wishes
from deploylog.importers.vocabulary import Vocabulary
from deploylog.model import Outcome

_PUT_OFF = (Outcome.DEFERRED, Outcome.CANCELLED)
SHORT = 40
"""Lines of a note that says no more than that a night was put off."""

_UNDATED = 10
"""Lines of one that need not name the day: a longer text speaks of something else."""

_SCHEDULED = re.compile(
    r"(?i)\b(?:was|were|been) (?:scheduled|planned|due|set)(?: to (?:go in|go live|be deployed))?"
    r"(?: for| on)?(?: an?)? (?P<said>(?P<day>mon|tues|wednes|thurs|fri|satur|sun)day (?:night|evening)"
    r"(?P<into>\s?/\s?\w+day morning)?)\b"
)


def deferred(lines: Sequence[Line], file: str, wishes: Wishes, vocabulary: Vocabulary) -> Sketch | None:
    """Tell of a slot that was not used; None when the words do not say so, or nothing names the day."""
    told = [line for line in lines if line.kind in (Kind.TEXT, Kind.BULLET) and line.text]
    said = [(line, vocabulary.outcome_of([line.text])) for line in told]
    outcome = Outcome(wishes.outcome) if wishes.outcome else next((o for _, o in said if o in _PUT_OFF), None)
    if outcome not in _PUT_OFF or (len(told) > SHORT and not wishes.outcome):
        return None
    head = read_head(lines, file, len(lines) + 1)
    day = date.fromisoformat(wishes.date) if wishes.date else head.day or wishes.as_of
    if day is None or (head.day is None and len(told) > _UNDATED and not (wishes.date or wishes.outcome)):
        return None
    reasons = []
    if outcome is Outcome.DEFERRED:
        reasons = [line for line, ended in said if ended in _PUT_OFF] or told
    reason, ahead = reason_of(
        [line.text for line in reasons], lambda said: bool(vocabulary.outcome_of([said]))
    )
    heads = {*head.lines} | {line.number for line in reasons}
    after = next_of([line.text for line in told], day) if outcome is Outcome.DEFERRED else Next([], None, [])
    guesses, slot = [], day
    if not wishes.outcome:
        guesses.append(Guess(key="outcome", because="from the words of the notes", settle="--outcome"))
    if not wishes.date and (head.day_from or head.day is None):
        slot, because = _slot(told, head, day)
        guesses.append(Guess(key="date", because=because, settle="--date"))
    if head.zone is None and not wishes.timezone:
        guesses.append(Guess(key="timezone", because="the notes name no zone", settle="--timezone"))
    if cause := cause_of(reason):
        guesses.append(Guess(key="cause", because="from the words of the notes"))
    for key, words in (("next_slots", after.words), ("next_decision_at", after.decision_words)):
        if words:
            quoted = ", ".join(f'"{word}"' for word in words)
            guesses.append(Guess(key=key, because=f"the notes say {quoted}"))
    return Sketch(
        title=head.title or f"Deployment of {slot.isoformat()}",
        timezone=wishes.timezone or (head.zone.name if head.zone else "") or wishes.site_timezone or UTC,
        outcome=outcome,
        date=slot,
        posted=head.posted,
        reason=reason,
        cause=cause,
        next_slots=after.slots,
        next_decision_at=after.decision_at,
        guesses=guesses,
        **_around(lines, heads, reasons, ahead),  # type: ignore[arg-type]
    )


def _around(lines: Sequence[Line], heads: set[int], reasons: Sequence[Line], ahead: str) -> dict[str, object]:
    """Part the lines into those of the head, those told around the reason, and those kept word for word.

    Of what was called off for good, all is told: only a deferral has a reason of its own.
    """
    left = [line for line in lines if line.number not in heads]
    first, last = (reasons[0].number, reasons[-1].number) if reasons else (len(lines) + 1,) * 2
    passages = passages_of(left, first, last)
    if ahead:
        after = Passage(key="closing", text=ahead, lines=())
        passages.insert(sum(passage.key != "closing" for passage in passages), after)
    told = {number for passage in passages for number in passage.lines}
    return {
        "head_lines": sorted(line.number for line in lines if line.number in heads and line.raw.strip()),
        "passages": passages,
        "unparsed": [
            (line.number, line.raw) for line in left if line.number not in told and line.raw.strip()
        ],
    }


def _slot(told: Sequence[Line], head: Head, day: date) -> tuple[date, str]:
    """Give the night that was not used, and why: the last of its weekday before the day that is a guess."""
    if head.day is not None and (found := _SCHEDULED.search(" ".join(line.text for line in told))):
        back = (day.weekday() - WEEKDAYS.index(found["day"][:3].lower())) % 7
        night = day - timedelta(days=back - bool(found["into"]))
        return night, f'the notes say "{found["said"]}", and that is the last before {day.isoformat()}'
    return day, head.day_from or "the notes name no day"
