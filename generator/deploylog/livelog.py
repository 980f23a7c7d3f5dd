"""Keeping a log live from the bridge: text in, text out, with comments and layout left as they are.

A change is made on the text, line by line, and then read back: the reader of logs judges whether the new text
is valid and says what was meant. Nothing here touches a file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from deploylog import logs, yamltree, yamlwriting
from deploylog.logs import Log
from deploylog.logs.calendar import nearest
from deploylog.logs.clock import Written
from deploylog.logs.zones import zone
from deploylog.model import Activity, Outcome, Result
from deploylog.problems import LogError, Problem
from deploylog.settings import Settings

_NEAR = timedelta(days=1)
_TONIGHT = timedelta(hours=36)
"""From midnight before a night to the end of a long one."""
_AHEAD = timedelta(minutes=15)
"""By how much the clock on somebody's wall may be ahead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStep:
    """A step to be written into a log."""

    at: datetime
    """Aware; the step is written to the minute, in the log's zone."""
    text: str
    activity: Activity | None = None
    systems: Sequence[str] = ()
    who: str = ""
    result: Result | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLog:
    """What is known of a night before it begins."""

    title: str
    date: date
    timezone: str
    outcome: Outcome = Outcome.IN_PROGRESS
    release: str = ""
    window: str = ""
    systems: Sequence[str] = ()
    why: str = ""
    schema: str = ""
    """Where editors find the JSON Schema; empty for none."""


def tonight(found: Sequence[Log], now: datetime) -> Sequence[Log]:
    """Pick the logs that a step now could belong to: in progress, else scheduled, within a day of now."""
    near = [log for log in found if abs(log.deployment.date - now.date()) <= _NEAR]
    for outcome in (Outcome.IN_PROGRESS, Outcome.SCHEDULED):
        if picked := [log for log in near if log.deployment.outcome is outcome]:
            return picked
    return ()


def instant(written: Written, log: Log, now: datetime) -> datetime:
    """Place a time that somebody typed.

    Without a day it is the last such time before now; in a log of another night, the nearest to its last
    step.
    """
    deployment = log.deployment
    here = zone(deployment.timezone)
    wall = written.wall
    if wall is None:
        last = deployment.finished_at or datetime.combine(deployment.date, time(), here)
        if abs(now - last) > _TONIGHT:
            wall = nearest(written.clock, last.astimezone(here).replace(tzinfo=None))
        else:
            latest = (now + _AHEAD).astimezone(here).replace(tzinfo=None)
            wall = datetime.combine(latest.date(), written.clock)
            wall -= timedelta(days=wall > latest)
    return wall.replace(tzinfo=written.offset or here)


def skeleton(new: NewLog) -> str:
    """Write the log of a night that is about to begin."""
    head = {
        "title": new.title,
        "date": new.date.isoformat(),
        "timezone": new.timezone,
        "outcome": new.outcome.value,
        "release": new.release,
        "why": new.why,
    }
    lines = [f"# yaml-language-server: $schema={new.schema}"] if new.schema else []
    lines += [f"{key}: {_value(key, text)}" for key, text in head.items() if text]
    if new.window:
        start, end = new.window.replace("\u2013", "-").split("-")
        lines.append(f'window: {{start: "{start.strip()}", end: "{end.strip()}"}}')
    if new.systems:
        lines += ["systems:", *(f"  - name: {yamlwriting.scalar(name)}" for name in new.systems)]
    return "\n".join([*lines, "steps: []", ""])


def with_step(text: str, log: Log, step: NewStep, settings: Settings) -> str:
    """Write a step into a log, after those that began before it or at the same minute.

    A scheduled deployment is in progress from its first step on.

    Args:
        text: The log's text, which `log` was read from.

    Raises:
        LogError: The step does not fit the log, or the log is not laid out line by line.
    """
    if log.deployment.outcome is Outcome.SCHEDULED:
        text = _with_value(text, log.file, "outcome", Outcome.IN_PROGRESS.value)
    minute = step.at.replace(second=0, microsecond=0)
    refused: list[LogError] = []
    for candidate in _candidates(text, log, step, minute):
        try:
            read = _reread(candidate, log, settings)
        except LogError as error:
            refused.append(error)
            continue
        if _count(read, minute, step.text) > _count(log, minute, step.text):
            return candidate
    if refused:
        raise min(refused, key=lambda error: len(error.problems))
    message = f"no place among the steps for {minute:%Y-%m-%d %H:%M}"
    raise LogError([_misplaced(log, message)])


def with_outcome(
    text: str, log: Log, outcome: Outcome, settings: Settings, *, deferral: dict[str, str]
) -> str:
    """Close a log with its outcome.

    Args:
        text: The log's text, which `log` was read from.
        deferral: Keys and values of the deferral, those not empty; for a deferred deployment only.

    Raises:
        LogError: The outcome does not fit the log: an executed deployment has steps, a deferred one a reason.
    """
    text = _with_value(text, log.file, "outcome", outcome.value)
    given = {key: value for key, value in deferral.items() if value}
    if given and log.deployment.deferral is None:
        end = _line_end(text)
        block = [f"  {key}: {_value(key, value)}{end}" for key, value in given.items()]
        text = _ended(text) + f"deferral:{end}" + "".join(block)
    _reread(text, log, settings)
    return text


def _value(key: str, text: str) -> str:
    """Write a value; days and outcomes are plain words."""
    return text if key in ("date", "outcome") else yamlwriting.scalar(text)


def _reread(text: str, log: Log, settings: Settings) -> Log:
    """Let the reader judge a changed text."""
    return logs.read_log_text(
        text, file=log.file, id=log.deployment.id, timezone=settings.timezone, window=settings.window
    )


def _count(log: Log, at: datetime, text: str) -> int:
    return sum(step.at.at == at and step.text == text for step in log.deployment.steps)


def _candidates(text: str, log: Log, step: NewStep, minute: datetime) -> Iterator[str]:
    """Give the text with the step in each place and each way of writing its time, the likeliest first."""
    section = _steps(text, log)
    local = minute.astimezone(zone(log.deployment.timezone))
    for written in (f"{local:%H:%M}", f"{local:%Y-%m-%d %H:%M}", local.isoformat(timespec="minutes")):
        for place in section.places:
            yield section.put(_step_lines(step, written, section), place)


@dataclass(frozen=True, slots=True)
class _Section:
    """The steps of a log as lines."""

    lines: Sequence[str]
    head: Sequence[str]
    """Lines to be put above a first step."""
    places: Sequence[int]
    """Indexes into `lines` before which a step may stand, last first."""
    indent: str
    flow: bool
    """Whether a step is written as `{...}` on one line."""
    end: str

    def put(self, new: Sequence[str], place: int) -> str:
        """Give the text with new lines before the line with this index."""
        before = list(self.lines[:place])
        if before and not before[-1].endswith("\n"):
            before[-1] += self.end
        return "".join([*before, *self.head, *(line + self.end for line in new), *self.lines[place:]])


def _steps(text: str, log: Log) -> _Section:
    """Find where steps stand, or would."""
    lines, end, root = text.splitlines(keepends=True), _line_end(text), _root(text, log.file)
    steps = root.entries.get("steps")
    if steps is None:
        return _Section(lines, [f"steps:{end}"], [len(lines)], "  ", True, end)
    if (isinstance(steps, yamltree.Sequence) and not steps.items) or (
        isinstance(steps, yamltree.Scalar) and not steps.text
    ):
        at = root.keys["steps"].line - 1
        kept = [*lines[:at], lines[at].replace("[]", "", 1).rstrip() + end, *lines[at + 1 :]]
        return _Section(kept, [], [at + 1], "  ", True, end)
    if not isinstance(steps, yamltree.Sequence) or lines[steps.line - 1].lstrip()[:1] != "-":
        raise LogError([_misplaced(log, "steps are not written one below the other")])
    starts = [_above_comments(lines, item.line - 1) for item in steps.items]
    first, last = lines[steps.line - 1], steps.items[-1]
    flow = lines[last.line - 1][last.column - 1 : last.column] == "{"
    after = _last_line(lines, [key.line - 1 for key in root.keys.values()], starts[-1])
    return _Section(
        lines, [], [after, *reversed(starts)], first[: len(first) - len(first.lstrip())], flow, end
    )


def _above_comments(lines: Sequence[str], index: int) -> int:
    """Go up over the comments that stand directly above a line: they belong to it."""
    while index > 0 and lines[index - 1].lstrip().startswith("#"):
        index -= 1
    return index


def _last_line(lines: Sequence[str], keys: Sequence[int], start: int) -> int:
    """Find the end of the last step: the next key, less blank lines and that key's own comments."""
    end = min((key for key in keys if key > start), default=len(lines))
    while end > start and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return end


def _step_lines(step: NewStep, written: str, section: _Section) -> Sequence[str]:
    """Write a step in the manner of the steps before it."""
    values = {
        "at": f'"{"~" if step.approximate else ""}{written}"',
        "activity": step.activity.value if step.activity else "",
        "system": _systems(step.systems),
        "who": yamlwriting.scalar(step.who) if step.who else "",
        "text": yamlwriting.scalar(step.text),
        "result": step.result.value if step.result else "",
    }
    pairs = [f"{key}: {value}" for key, value in values.items() if value]
    if section.flow:
        return [f"{section.indent}- {{{', '.join(pairs)}}}"]
    return [f"{section.indent}{'- ' if number == 0 else '  '}{pair}" for number, pair in enumerate(pairs)]


def _systems(names: Sequence[str]) -> str:
    return yamlwriting.flow(list(names)) if len(names) > 1 else "".join(map(yamlwriting.scalar, names))


def _with_value(text: str, file: str, key: str, value: str) -> str:
    """Replace a one-word value on the line of its key; a comment behind it stays."""
    root = _root(text, file)
    node, lines = root.entries[key], text.splitlines(keepends=True)
    assert isinstance(node, yamltree.Scalar)  # noqa: S101  (the reader has accepted it)
    line, start = lines[node.line - 1], node.column - 1
    quote = 0 if node.plain else 1
    lines[node.line - 1] = line[:start] + value + line[start + len(node.text) + 2 * quote :]
    return "".join(lines)


def _root(text: str, file: str) -> yamltree.Mapping:
    root = yamltree.read_tree(text, file).root
    assert isinstance(root, yamltree.Mapping)  # noqa: S101  (the reader has accepted it)
    return root


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _ended(text: str) -> str:
    """Close the last line, so that another can follow."""
    return text if text.endswith("\n") or not text else text + _line_end(text)


def _misplaced(log: Log, message: str) -> Problem:
    help_ = "write each step on a line of its own, below `steps:`, beginning with `- `"
    return log.problem("steps", "layout", message, help_)
