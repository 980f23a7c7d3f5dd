"""What was said becomes steps: what tells of the work; the rest is chatter, and kept aside."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from deploylog.importers.localtimes import LocalTimes
from deploylog.importers.sketch import Entry, Guess, Sketch
from deploylog.importers.vocabulary import activity_of, outcome_of, result_of
from deploylog.model import Activity, Outcome
from deploylog.problems import LogError, Problem

_NIGHT = timedelta(hours=8)
"""After a longer pause between steps another night begins."""
_ASIDE = timedelta(minutes=3)
"""What the same person says within that time goes on with what was told before."""
_PAUSE = timedelta(minutes=10)
_STATED = 25
"""Characters of a message that states something."""
_MAX_TEXT = 600
_FEW = 12
"""Characters that tell more than `ok, done`."""
_ASKS = re.compile(r"\?\W*$")
_TO_DECIDE = re.compile(
    r"(?i)\bgo ?(?:/|or|-) ?no[- ]?go\b"
    r"|\b(?:ok|okay|good|ready|clear|happy) to (?:go|proceed|deploy|start|ship)\b"
    r"|\bshall we\b|\bshould we (?:go|proceed|roll|start|deploy|abort)\b"
    r"|\bcan we (?:go|proceed|start|deploy)\b"
)
_SPOKEN = re.compile(r"(?i)^(?:ok(?:ay)?|alright|so|well|hey|hi|and|fyi)[,:!]? +")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something that somebody said."""

    at: datetime
    who: str
    text: str
    lines: Sequence[tuple[int, str]] = ()
    """Of the input; of an export, the line where it begins, and what was said."""
    thread: str = ""
    """What the messages of one thread share."""
    agreed: int = 0
    """Reactions that say yes."""
    exported: bool = False
    """It comes from a document, of which lines are not accounted for."""


@dataclass(slots=True)
class _Told:
    first: Message
    texts: list[str]
    lines: list[int]
    activity: Activity | None
    question: str = ""
    last: datetime | None = None


def tell(
    messages: Sequence[Message], times: LocalTimes, file: str, heads: Collection[int] = ()
) -> list[Sketch]:
    """Make the logs of a chat: one of each night in which something was done.

    Args:
        heads: Numbers of the lines that name the day.

    Raises:
        LogError: Nobody tells of any work.
    """
    nights: list[tuple[list[_Told], list[tuple[int, str]]]] = [([], [])]
    spoken = list(_told(messages))
    plain = not any(told for told, _ in spoken)
    for told, aside in _bursts(messages) if plain else spoken:
        steps, kept = nights[-1]
        if told and steps and told.first.at - steps[-1].first.at > _NIGHT:
            nights.append(([], []))
            steps, kept = nights[-1]
        if told:
            steps.append(told)
        kept.extend(aside)
    if not nights[0][0]:
        raise LogError([_nothing(messages, file)])
    if plain:
        times.note(Guess(key="steps", because="no message is in words of the work; each talk gives one step"))
    return [_sketch(steps, kept, heads, times, file) for steps, kept in nights]


def _told(messages: Sequence[Message]) -> Iterator[tuple[_Told | None, Sequence[tuple[int, str]]]]:
    """Give each step once nothing more can go on with it, and lines of chatter between."""
    now: _Told | None = None
    threads: set[str] = set()
    for message in messages:
        activity, question = _matters(message)
        if activity is None and not question:
            yield None, message.lines
            continue
        if now and not question and not now.question and _goes_on(now, message, activity):
            now.texts.append(message.text)
            now.lines += [number for number, _ in message.lines]
            now.last = message.at
            continue
        if now:
            yield now, ()
        threads.add(message.thread)
        numbers = [number for number, _ in message.lines]
        now = _Told(message, [message.text], numbers, activity, question)
    if now:
        yield now, ()


def _bursts(messages: Sequence[Message]) -> Iterator[tuple[_Told | None, Sequence[tuple[int, str]]]]:
    """Give one step of each stretch of talk without a pause: the first thing that is stated in it."""
    last: datetime | None = None
    told = False
    for message in messages:
        told = told and last is not None and message.at - last < _PAUSE
        last = message.at
        if told or len(message.text) < _STATED or _ASKS.search(message.text):
            yield None, message.lines
            continue
        told = True
        yield _Told(message, [message.text], [number for number, _ in message.lines], None), ()


def _matters(message: Message) -> tuple[Activity | None, str]:
    """Tell what a message is about, if it is about the work, and the question if one was decided."""
    text = message.text
    if message.agreed and _TO_DECIDE.search(text):
        return Activity.DECISION, text
    if _ASKS.search(text) or len(text) < 4:
        return None, ""
    activity = activity_of(text)
    if activity is None and outcome_of([text]) is not None and result_of(text) is not None:
        activity = (
            None if len(text) < 12 else Activity.SANITY_TEST if "test" in text.lower() else Activity.ANNOUNCE
        )
    return activity, ""


def _goes_on(now: _Told, message: Message, activity: Activity | None) -> bool:
    last = now.last or now.first.at
    same = message.who == now.first.who and activity is now.activity
    return same and timedelta(0) <= message.at - last <= _ASIDE


def _sketch(
    steps: Sequence[_Told],
    kept: Sequence[tuple[int, str]],
    heads: Collection[int],
    times: LocalTimes,
    file: str,
) -> Sketch:
    entries = [_entry(told) for told in steps]
    outcome = outcome_of(entry.text for entry in entries)
    because = "it is taken from what was said last" if outcome else "nobody says how it ended"
    guesses = [*times.guesses(local=times.local), Guess(key="outcome", because=because, settle="--outcome")]
    guesses.append(Guess(key="environment", because="the chat names no environment"))
    return Sketch(
        title=_title(file),
        timezone=times.timezone if times.local else times.wishes.timezone or "UTC",
        outcome=outcome or Outcome.IN_PROGRESS,
        entries=entries,
        environment="production",
        guesses=guesses,
        unparsed=[line for line in kept if line[0] not in heads],
        head_lines=[number for number, _ in kept if number in heads],
    )


def _entry(told: _Told) -> Entry:
    text = " ".join(_plain(text) for text in told.texts)
    text = text if len(text) <= _MAX_TEXT else f"{text[: _MAX_TEXT - 1]}…"
    exported = told.first.exported
    if told.question:
        many = told.first.agreed
        decided = "yes, as one reaction says" if many == 1 else f"yes, as {many} reactions say"
        text = decided
    return Entry(
        at=told.first.at,
        until=told.last,
        text=text,
        activity=told.activity,
        who=told.first.who,
        result=None if told.question else result_of(text, told.activity),
        lines=() if exported else told.lines,
        question=_plain(told.question),
    )


def _plain(text: str) -> str:
    """Give a message as the text of a step, without what only calls somebody."""
    return _SPOKEN.sub("", text).strip() or text.strip()


def _title(file: str) -> str:
    """Name the log after the channel: an export has a folder of each, with a file of each day."""
    *folders, name = file.replace("\\", "/").split("/")
    stem = name.rpartition(".")[0] or name
    if re.fullmatch(r"\d{4}-\d\d-\d\d", stem) and folders:
        return f"Talk in #{folders[-1]}"
    stem = re.sub(r"[-_ ]?\d{4}-\d\d-\d\d$", "", stem)
    return f"Talk in {stem}" if stem and not stem.startswith("<") else "Talk"


def _nothing(messages: Sequence[Message], file: str) -> Problem:
    first = messages[0].lines[0][0] if messages and messages[0].lines else 1
    count = len(messages)
    return Problem(
        file=file,
        line=first,
        column=1,
        rule="nothing-found",
        message=f"none of the {count} messages tells of a step of a deployment"
        if count
        else "there is no message in the file",
        help="steps are recognised by words such as `deployed`, `rolled back`, `smoke test passed`",
    )
