"""Notes without times that tell of a deployment put off or called off."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from deploylog.importers.notes.around import by_place, passages_of
from deploylog.importers.notes.dates import WEEKDAYS
from deploylog.importers.notes.head import Head, read_head
from deploylog.importers.notes.labelled import TITLE_NAMES_RELEASE, release_of
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
    said = {line.number: vocabulary.outcome_of([line.text]) for line in told}
    by_words = next((ended for ended in said.values() if ended in _PUT_OFF), None)
    outcome = Outcome(wishes.outcome) if wishes.outcome else by_words
    if outcome not in _PUT_OFF or (len(told) > SHORT and not wishes.outcome):
        return None
    head = read_head(lines, file, len(lines) + 1)
    day = date.fromisoformat(wishes.date) if wishes.date else head.day or wishes.as_of
    if day is None or (head.day is None and len(told) > _UNDATED and not (wishes.date or wishes.outcome)):
        return None
    slot, dated = day, None
    if not wishes.date and (head.day_from or head.day is None):
        slot, because = _slot(told, head, day)
        dated = Guess(key="date", because=because, settle="--date")
    sketch = Sketch(
        title=head.title or f"Deployment of {slot.isoformat()}",
        timezone=wishes.timezone or (head.zone.name if head.zone else "") or wishes.site_timezone or UTC,
        outcome=outcome,
        date=slot,
        posted=head.posted,
        release=head.labels.release or release_of(head.title),
        environment=head.labels.environment,
        systems=head.labels.systems,
        guesses=[guess for guess in (*_guesses(head, wishes), dated) if guess],
    )
    if outcome is not Outcome.DEFERRED:
        return replace(sketch, **_around(lines, head, [], ""))  # type: ignore[arg-type]
    reasons = [line for line in told if said[line.number] in _PUT_OFF] or told
    texts = [line.text for line in reasons]
    reason, ahead = reason_of(texts, lambda sentence: bool(vocabulary.outcome_of([sentence])))
    sketch = replace(sketch, reason=reason, **_around(lines, head, reasons, ahead))  # type: ignore[arg-type]
    return _with_next(sketch, next_of([line.text for line in told], day))


def _guesses(head: Head, wishes: Wishes) -> Iterator[Guess]:
    if not wishes.outcome:
        yield Guess(key="outcome", because="from the words of the notes", settle="--outcome")
    if head.zone is None and not wishes.timezone:
        yield Guess(key="timezone", because="the notes name no zone", settle="--timezone")
    if not head.labels.release and release_of(head.title):
        yield Guess(key="release", because=TITLE_NAMES_RELEASE)


def _with_next(sketch: Sketch, after: Next) -> Sketch:
    """Say by what the deferral is counted, when it is tried next, and what of this was guessed."""
    guesses = list(sketch.guesses)
    if cause := cause_of(sketch.reason):
        guesses.append(Guess(key="cause", because="from the words of the notes"))
    for key, words in (("next_slots", after.words), ("next_decision_at", after.decision_words)):
        if words:
            quoted = ", ".join(f'"{word}"' for word in words)
            guesses.append(Guess(key=key, because=f"the notes say {quoted}"))
    return replace(
        sketch,
        cause=cause,
        next_slots=after.slots,
        next_decision_at=after.decision_at,
        guesses=guesses,
    )


def _around(lines: Sequence[Line], head: Head, reasons: Sequence[Line], ahead: str) -> dict[str, object]:
    """Part the lines into those of the head, those told around the reason, and those kept word for word.

    Of what was called off for good, all is told: only a deferral has a reason of its own.
    """
    heads = {*head.lines} | {line.number for line in reasons}
    left = [line for line in lines if line.number not in heads]
    first, last = (reasons[0].number, reasons[-1].number) if reasons else (len(lines) + 1,) * 2
    passages = passages_of(left, first, last)
    if ahead:
        after = Passage(key="closing", text=ahead, lines=())
        passages.insert(sum(passage.key != "closing" for passage in passages), after)
    return by_place(lines, heads, passages)


def _slot(told: Sequence[Line], head: Head, day: date) -> tuple[date, str]:
    """Give the night that was not used, and why: the last of its weekday before the day that is a guess."""
    if head.day is not None and (found := _SCHEDULED.search(" ".join(line.text for line in told))):
        back = (day.weekday() - WEEKDAYS.index(found["day"][:3].lower())) % 7
        night = day - timedelta(days=back - bool(found["into"]))
        return night, f'the notes say "{found["said"]}", and that is the last before {day.isoformat()}'
    return day, head.day_from or "the notes name no day"
