"""What was said becomes steps: what tells of the work; the rest is chatter, and kept aside."""

import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from deploylog.importers.chat.bearing import Bearing, bearing_of, of_the_work
from deploylog.importers.chat.keeping import Kept, Room
from deploylog.importers.localtimes import LocalTimes
from deploylog.importers.sketch import Entry, Guess, Sketch
from deploylog.importers.vocabulary import outcome_of, result_of
from deploylog.model import Activity, Outcome
from deploylog.problems import LogError, Problem

_NIGHT = timedelta(hours=8)
"""After a longer pause between steps another night begins."""
_ASIDE = timedelta(minutes=3)
"""What the same person says within that time goes on with what was told before."""
_AROUND = timedelta(hours=1)
"""How near to talk of a deployment a message about work belongs to it."""
_MAX_TEXT = 600
_TO_DECIDE = re.compile(
    r"(?i)\bgo ?(?:/|or|-) ?no[- ]?go\b"
    r"|\b(?:ok|okay|good|ready|clear|happy) to (?:go|proceed|deploy|start|ship)\b"
    r"|\bshall we\b|\bshould we (?:go|proceed|roll|start|deploy|abort)\b"
    r"|\bcan we (?:go|proceed|start|deploy)\b"
)
_DAY_FILE = re.compile(r"\d{4}-\d\d-\d\d")
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


@dataclass(slots=True)
class _Said:
    """A message, and whether it is a step as soon as that is settled."""

    message: Message
    activity: Activity | None
    question: str
    step: bool | None


def tell(
    messages: Iterable[Message],
    times: LocalTimes,
    file: str,
    heads: Collection[int] = (),
    channel: str = "",
) -> list[Sketch]:
    """Make the logs of a chat: one of each night in which something was done.

    Args:
        messages: In the order in which they were said; each is looked at once.
        times: Of the file.
        file: Its name, which may be that of a channel.
        heads: Numbers of the lines that name the day.
        channel: As the export itself names it.

    Raises:
        LogError: Nobody tells of any work.
    """
    room = Room()
    nights: list[tuple[list[_Told], Kept]] = [([], Kept(heads, room))]
    count, first = 0, 1
    for told, aside in _told(_settled(messages, all_work=of_the_work(_channel(file)))):
        steps, kept = nights[-1]
        if told and steps and told.first.at - steps[-1].first.at > _NIGHT:
            nights.append(([], Kept(heads, room)))
            steps, kept = nights[-1]
        if told:
            steps.append(told)
            continue
        count, first = count + 1, first if count or not aside else aside[0][0]
        kept.take(aside)
    if not nights[0][0]:
        raise LogError([_nothing(count, first, file)])
    title = f"Talk in #{channel}" if channel else _title(file)
    return [_sketch(steps, kept, times, title) for steps, kept in nights]


def _settled(messages: Iterable[Message], *, all_work: bool) -> Iterator[_Said]:
    """Give the messages in their order, each once it is settled whether it is a step.

    What is of some work waits for an hour of the chat: it is a step if a deployment is talked about by then.
    """
    waiting: deque[_Said] = deque()
    threads: set[str] = set()
    sure: datetime | None = None
    for message in messages:
        said, bearing = _judged(message)
        if bearing is Bearing.DEPLOYMENT:
            sure = message.at
            threads.add(message.thread)
        elif bearing is Bearing.WORK:
            near = sure is not None and abs(message.at - sure) <= _AROUND
            if all_work or near or (message.thread and message.thread in threads):
                said.step = True
        waiting.append(said)
        for one in waiting if waiting[0].step is None else ():
            one.step = _now_settled(one, message.at, sure)
        while waiting and waiting[0].step is not None:
            yield waiting.popleft()
    for one in waiting:
        one.step = bool(one.step)
        yield one


def _judged(message: Message) -> tuple[_Said, Bearing]:
    if message.agreed and _TO_DECIDE.search(message.text):
        return _Said(message, Activity.DECISION, message.text, True), Bearing.DEPLOYMENT
    bearing, activity = bearing_of(message.text)
    step = None if bearing is Bearing.WORK else bearing is Bearing.DEPLOYMENT
    return _Said(message, activity, "", step), bearing


def _now_settled(said: _Said, now: datetime, sure: datetime | None) -> bool | None:
    if said.step is not None:
        return said.step
    if sure is not None and abs(sure - said.message.at) <= _AROUND:
        return True
    return False if now - said.message.at > _AROUND else None


def _told(messages: Iterable[_Said]) -> Iterator[tuple[_Told | None, Sequence[tuple[int, str]]]]:
    """Give each step once nothing more can go on with it, and lines of chatter between."""
    now: _Told | None = None
    for said in messages:
        message = said.message
        if not said.step:
            yield None, message.lines
            continue
        if now and not said.question and not now.question and _goes_on(now, message, said.activity):
            now.texts.append(message.text)
            now.lines += [number for number, _ in message.lines]
            now.last = message.at
            continue
        if now:
            yield now, ()
        numbers = [number for number, _ in message.lines]
        now = _Told(message, [message.text], numbers, said.activity, said.question)
    if now:
        yield now, ()


def _goes_on(now: _Told, message: Message, activity: Activity | None) -> bool:
    last = now.last or now.first.at
    same = message.who == now.first.who and activity is now.activity
    return same and timedelta(0) <= message.at - last <= _ASIDE


def _sketch(
    steps: Sequence[_Told],
    kept: Kept,
    times: LocalTimes,
    title: str,
) -> Sketch:
    entries = [_entry(told) for told in steps]
    outcome = outcome_of(entry.text for entry in entries)
    because = "it is taken from what was said last" if outcome else "nobody says how it ended"
    guesses = [*times.guesses(local=times.local), Guess(key="outcome", because=because, settle="--outcome")]
    guesses.append(Guess(key="environment", because="the chat names no environment"))
    return Sketch(
        title=title,
        timezone=times.timezone if times.local else times.wishes.timezone or "UTC",
        outcome=outcome or Outcome.IN_PROGRESS,
        entries=entries,
        environment="production",
        guesses=guesses,
        unparsed=kept,
        head_lines=kept.head_lines,
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
    """Name the log after the channel."""
    *_, name = file.replace("\\", "/").split("/")
    channel = _channel(file)
    if not channel or channel.startswith("<"):
        return "Talk"
    return f"Talk in #{channel}" if _DAY_FILE.fullmatch(name.rpartition(".")[0]) else f"Talk in {channel}"


def _channel(file: str) -> str:
    """Give the channel's name: an export has a folder of each, with a file of each day."""
    *folders, name = file.replace("\\", "/").split("/")
    stem = name.rpartition(".")[0] or name
    if _DAY_FILE.fullmatch(stem) and folders:
        return folders[-1]
    return re.sub(r"[-_ ]?\d{4}-\d\d-\d\d$", "", stem)


def _nothing(count: int, first: int, file: str) -> Problem:
    return Problem(
        file=file,
        line=first,
        column=1,
        rule="nothing-found",
        message=f"none of the {count} messages tells of a step of a deployment"
        if count
        else "there is no message in the file",
        help="steps are recognised by words such as `deployed`, `rolled back`, `smoke test passed`"
        + ("" if file.endswith(".json") else "; where each line is a step, add `--format notes`"),
    )
