"""The importer `generic`: `timestamp level message` lines, CSV and JSON lines with named columns."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date as Day  # noqa: N812
from datetime import timedelta

from deploylog.importers.generic import lines, tables
from deploylog.importers.generic.folding import Folder, Record, gap
from deploylog.importers.generic.stamps import Stamps
from deploylog.importers.sketch import Guess, Sketch, Text, Wishes
from deploylog.model import Activity, Outcome, Result
from deploylog.problems import LogError, Problem

PAUSE = timedelta(hours=8)
"""What comes after a longer pause is another run."""
MAX_LOGS = 60
MAX_UNPARSED = 20_000
_QUOTED = 10
"""Lines to one with a time, in a text that begins otherwise than a log, from which on it quotes one."""
_QUOTES_HELP = "cut the log that it quotes into a file of its own; `deploylog formats` lists other kinds"
_TODAY = Wishes(as_of=Day(2000, 1, 2))

_SUBJECT = (
    r"(?:deploy(?:ment|ing)?|release|roll-?out|install(?:ation)?|upgrade|update|migration|pipeline|build)"
)
_VERDICTS = (
    (
        Outcome.ROLLED_BACK,
        re.compile(
            r"\b(?:rolled back|roll(?:ed)?-?back (?:is )?(?:complete|completed|done|finished|successful"
            r"|succeeded)|successfully rolled back)\b"
        ),
    ),
    (
        Outcome.FAILED,
        re.compile(
            rf"\b{_SUBJECT}\b.{{0,40}}\b(?:failed|aborted|unsuccessful)\b"
            r"|\bfailed to (?:deploy|release|install|upgrade)\b"
        ),
    ),
    (
        Outcome.SUCCESSFUL,
        re.compile(
            rf"\b{_SUBJECT}\b.{{0,40}}\b(?:succeeded|successful(?:ly)?|complete|completed|finished|done)\b"
            rf"|\bsuccessfully (?:deployed|released|installed|upgraded|updated|migrated)\b"
        ),
    ),
)
_VERDICT_WORDS = ("roll", "fail", "abort", "succe", "complete", "finish", "done")
"""One of these is in every verdict; looking for words is ten times as fast as for the patterns."""


class _Run:
    """The records of one run."""

    def __init__(self) -> None:
        self.folder = Folder()
        self.graves = self.first = 0
        self.verdict: tuple[Outcome, str] | None = None
        """What the last message that says how it ended says, and that message."""

    def take(self, record: Record) -> None:
        self.graves += record.grave
        self.first = self.first or record.first
        self.folder.take(record)
        lower = record.text.lower()
        if any(word in lower for word in _VERDICT_WORDS):
            verdicts = _VERDICTS[:2] if record.grave else _VERDICTS
            outcome = next((outcome for outcome, pattern in verdicts if pattern.search(lower)), None)
            self.verdict = (outcome, record.text) if outcome else self.verdict
        if record.activity is Activity.ROLLBACK and record.result is Result.PASSED:
            self.verdict = Outcome.ROLLED_BACK, record.text


class Generic:
    """Reads what programs write, without knowing the program."""

    name = "generic"
    summary = "lines `timestamp level message`, CSV and JSON lines with named columns"

    def recognises(self, head: str, filename: str) -> bool:
        """Tell by the form of the first lines."""
        first = head.lstrip()[:1]
        if first == "{":
            return _first_object_has_columns(head)
        if first == "[" and _opens_with_object(head):
            return False
        suffix = filename.lower().rpartition(".")[2]
        if suffix in ("csv", "tsv") or not lines.recognised(head, Stamps(_TODAY)):
            return tables.is_csv(head)
        return True

    def read(self, text: Text, wishes: Wishes) -> Sequence[Sketch]:
        """Read records, fold them into steps, and begin a new log after each long pause."""
        stamps = Stamps(wishes)
        runs: list[_Run] = []
        unparsed: list[tuple[int, str]] = []
        last: Record | None = None
        records = others = 0
        for record, numbered in _records(text, stamps):
            if record is None:
                others += any(line and not line[0].isspace() for _, line in numbered)
                _keep(numbered, runs, unparsed, text)
                continue
            records += 1
            if last is None or gap(last, record) > PAUSE:
                runs.append(_Run())
                _hold_number(len(runs), text, record.first)
            runs[-1].take(record)
            last = record
        if unparsed and records * _QUOTED < others:
            first, how = (runs[0].first, "hardly a") if runs else (1, "no")
            message = f"{how} line of the file begins with a time"
            raise LogError([_problem(text.file, first, "nothing-found", message, _QUOTES_HELP)])
        release = _name(text.file) if len(runs) > 1 else ""
        head = [number for number, line in unparsed[:1] if tables.is_csv(line)]
        unparsed = unparsed[len(head) :]
        return [
            _sketch(
                run, text, stamps, release, unparsed if run is runs[0] else [], head if run is runs[0] else []
            )
            for run in runs
        ]


IMPORTER = Generic()


def _records(text: Text, stamps: Stamps) -> Iterator[tuple[Record | None, tables.Numbered]]:
    """Give each record, or the lines that are none."""
    first = next((line for _, line in text.lines() if line.strip()), "")
    if first.lstrip().startswith("{"):
        yield from tables.read_json_lines(text, stamps)
    elif _opens_with_object(first) or first.strip() == "[":
        yield from ((record, ()) for record in tables.read_objects(_document(text), stamps))
    elif tables.is_csv(first) and lines.read_line(1, first, Stamps(_TODAY)) is None:
        yield from tables.read_csv(text, stamps)
    else:
        for number, line in text.lines():
            if line.strip():
                read = lines.read_line(number, line, stamps)
                yield (read.record if read else None), ((number, line),)


def _keep(numbered: tables.Numbered, runs: list[_Run], unparsed: list[tuple[int, str]], text: Text) -> None:
    """Keep lines that are no record: with the record above, else as unparsed."""
    if len(unparsed) > MAX_UNPARSED:
        raise LogError([_problem(text.file, 1, "nothing-found", _NOTHING, _NOTHING_HELP)])
    for number, line in numbered:
        if runs:
            runs[-1].folder.extend(number, line)
        elif line.strip():
            unparsed.append((number, line))


_NOTHING = f"none of the first {MAX_UNPARSED:,} lines begins with a time"
_NOTHING_HELP = "is it of another kind? `deploylog formats` lists them, `--format` chooses one"


def _sketch(
    run: _Run,
    text: Text,
    stamps: Stamps,
    release: str,
    unparsed: Sequence[tuple[int, str]],
    head: Sequence[int],
) -> Sketch:
    outcome, because = _outcome(run)
    guesses = [*stamps.guesses.values()]
    if not stamps.wishes.outcome:
        guesses.append(Guess(key="outcome", because=because, settle="--outcome"))
    return Sketch(
        title=_name(text.file),
        timezone=stamps.timezone,
        outcome=outcome,
        entries=run.folder.entries(),
        release=release,
        guesses=guesses,
        unparsed=unparsed,
        head_lines=head,
    )


def _outcome(run: _Run) -> tuple[Outcome, str]:
    """Take the outcome from the last message that says it, else from the levels."""
    if run.verdict:
        outcome, message = run.verdict
        if outcome is Outcome.SUCCESSFUL and run.graves:
            outcome = Outcome.SUCCESSFUL_WITH_ISSUES
        return outcome, f"a message says: {' '.join(message.split())[:120]}"
    if run.folder.last and run.folder.last.grave:
        return Outcome.FAILED, "no message says how it ended, and the last one is an error"
    if run.graves:
        return Outcome.SUCCESSFUL_WITH_ISSUES, "no message says how it ended, and some are errors"
    return Outcome.SUCCESSFUL, "no message says how it ended, and none is an error"


def _name(file: str) -> str:
    """Make a title of a file's name."""
    stem = re.sub(r"(?:\.(?:log|txt|csv|tsv|jsonl?|ndjson|out))+$", "", file.rpartition("/")[2])
    words = re.sub(r"[_\s-]+", " ", stem).strip("<> ")
    return words if words and words != "stdin" else "Imported deployment"


def _hold_number(count: int, text: Text, line: int) -> None:
    if count > MAX_LOGS:
        message = f"more than {MAX_LOGS} runs with pauses of hours between them are in this file"
        help_ = "cut out the deployments in question, and import them"
        raise LogError([_problem(text.file, max(line, 1), "too-many", message, help_)])


def _document(text: Text) -> object:
    whole = text.whole()
    try:
        return json.loads(whole)
    except json.JSONDecodeError as error:
        problem = replace(
            _problem(
                text.file, error.lineno, "syntax", f"this is no JSON: {error.msg}", "is the file cut off?"
            ),
            column=error.colno,
        )
    except RecursionError:
        problem = _problem(text.file, 1, "too-deep", "the JSON is nested too deeply", "")
    raise LogError([problem])


def _opens_with_object(head: str) -> bool:
    return bool(re.match(r"\s*\[\s*[{\]]", head))


def _first_object_has_columns(head: str) -> bool:
    """Tell whether the first two lines are objects with columns for time and text."""
    found = []
    for line in [line for line in head.split("\n") if line.strip()][:2]:
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            return False
        found.append(isinstance(value, dict) and {"at", "text"} <= tables.chosen([*map(str, value)]).keys())
    return len(found) == 2 and all(found)


def _problem(file: str, line: int, rule: str, message: str, help_: str) -> Problem:
    return Problem(file=file, line=line, column=1, rule=rule, message=message, help=help_)
