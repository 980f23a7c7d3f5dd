"""CSV and JSON lines: records whose columns say by their names what they hold."""

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from deploylog.importers.generic.folding import GRAVE, Record
from deploylog.importers.generic.stamps import Stamps
from deploylog.importers.sketch import Text
from deploylog.importers.vocabulary import activity_of
from deploylog.model import Activity, Result
from deploylog.problems import LogError, Problem

COLUMNS = {
    "at": "at timestamp time datetime date_time @timestamp ts t date when start started started_at "
    "start_time begin from created_at created logged_at event_time asctime eventtime __realtime_timestamp "
    "uhrzeit zeit datum",
    "until": "until end ended ended_at end_time finish finished finished_at completed completed_at to stop "
    "ende bis",
    "text": "text message msg what event description summary log note notes step action details title "
    "body name task short_message textpayload was beschreibung aktion",
    "level": "level severity lvl loglevel log_level levelname priority",
    "system": "system service component application app target host hostname server resource",
    "who": "who user by actor author team owner role person assignee wer",
    "activity": "activity kind type phase",
    "result": "result status outcome state conclusion ergebnis",
}
"""Names of columns by what they give, the likeliest first; case, spaces, `-` and `.` do not count."""
_DAYS = ("date", "day", "datum", "tag")
"""Names of a column for the day, where the time has one of its own."""
_KEYS = {name: key for key, names in COLUMNS.items() for name in names.split()}
_RESULTS = {
    Result.PASSED: "passed pass ok success successful succeeded done completed green",
    Result.FAILED: "failed fail failure error errored ko red",
    Result.PASSED_WITH_ISSUES: "passed-with-issues warning warnings unstable partial",
}
_RESULT = {word: result for result, words in _RESULTS.items() for word in words.split()}
_GRAVE_NUMBERS = ("50", "60")
"""Error and fatal of the programs that write levels as tens."""
_CLOCK = re.compile(r"\d{1,2}:\d\d")
_SEPARATORS = ",;\t|"


Numbered = Sequence[tuple[int, str]]
"""Lines with their numbers."""


def read_csv(text: Text, stamps: Stamps) -> Iterator[tuple[Record | None, Numbered]]:
    """Give each row and its lines; the head and a row without a time give None.

    Raises:
        LogError: The first row names no column for time or text, or the quotes do not fit.
    """
    rows = _rows(text)
    header, lines = next(rows, ([], []))
    columns = chosen(header)
    if not {"at", "text"} <= columns.keys():
        raise LogError([_no_columns(text.file, header)])
    yield None, lines
    for row, lines in rows:
        values = {key: row[index] for key, index in columns.items() if index < len(row)}
        yield _record(values, stamps, lines), lines


def read_json_lines(text: Text, stamps: Stamps) -> Iterator[tuple[Record | None, Numbered]]:
    """Give each line that is not blank; one that is no object or has no time gives None.

    Raises:
        LogError: A line begins like an object and is none.
    """
    for number, line in text.lines():
        lines = [(number, line)]
        if not line.strip():
            continue
        if not line.lstrip().startswith("{"):
            yield None, lines
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise LogError([_no_json(text.file, number, error)]) from None
        yield _of_object(found, stamps, lines), lines


def read_objects(found: object, stamps: Stamps) -> Iterator[Record]:
    """Give the records of a JSON array of objects; those without a time are left out."""
    for one in found if isinstance(found, list) else ():
        record = _of_object(one, stamps, []) if isinstance(one, dict) else None
        if record:
            yield record


def is_csv(head: str) -> bool:
    """Tell whether the first line names a column for the time and one for the text."""
    first = head.lstrip("\n").split("\n", 1)[0]
    if not first.strip() or first.lstrip()[:1] in "[{":
        return False
    columns = chosen(next(csv.reader([first], delimiter=_separator(first)), []))
    return {"at", "text"} <= columns.keys()


def chosen(header: list[str]) -> dict[str, int]:
    """Give the column of each key: of several that would do, the likeliest."""
    found: dict[str, tuple[int, int]] = {}
    for index, name in enumerate(header):
        plain = _plain(name)
        key = _KEYS.get(plain)
        if key:
            rank = COLUMNS[key].split().index(plain)
            found[key] = min(found.get(key, (rank, index)), (rank, index))
    columns = {key: index for key, (_, index) in found.items()}
    day = next((index for index, name in enumerate(header) if _plain(name) in _DAYS), None)
    return columns if day in (None, columns.get("at")) else {**columns, "day": day}


def _rows(text: Text) -> Iterator[tuple[list[str], Numbered]]:
    """Give each row that is not blank, with its lines."""
    first = next((line for _, line in text.lines() if line.strip()), "")
    taken: list[tuple[int, str]] = []

    def lines() -> Iterator[str]:
        for number, line in text.lines():
            taken.append((number, line))
            yield f"{line}\n"

    try:
        for row in csv.reader(lines(), delimiter=_separator(first), strict=True):
            if any(value.strip() for value in row):
                yield row, tuple(taken)
            taken.clear()
    except csv.Error as error:
        help_ = 'close the quotes, and double those within: "say ""go"""'
        raise LogError(
            [_problem(text.file, taken[0][0], 1, f"this is no row of CSV: {error}", help_)]
        ) from None


def _separator(first: str) -> str:
    return max(_SEPARATORS, key=first.count)


def _of_object(found: Mapping[str, object], stamps: Stamps, lines: Numbered) -> Record | None:
    names = [str(name) for name in found]
    columns = chosen(names)
    values = {key: _shown(found[names[index]]) for key, index in columns.items()}
    return _record(values, stamps, lines)


def _record(values: Mapping[str, str], stamps: Stamps, lines: Numbered) -> Record | None:
    at = _stamp("at", values, stamps)
    text = values.get("text", "").strip()
    if at is None or not text:
        return None
    level, result = values.get("level", "").strip().lower(), values.get("result", "").strip().lower()
    first, last = (lines[0][0], lines[-1][0]) if lines else (0, 0)
    record = Record(first, last, at, text, grave=level in GRAVE or level in _GRAVE_NUMBERS)
    until = _stamp("until", values, stamps)
    record.until = until if until and until >= at else None
    record.systems = [system] if (system := " ".join(values.get("system", "").split())) else []
    record.who = " ".join(values.get("who", "").split())
    record.result = _RESULT.get(result)
    record.grave = record.grave or record.result is Result.FAILED
    if record.until or record.result:
        record.activity = activity_of(text)  # Rows that end are steps of a plan, no messages of a program.
    with suppress(ValueError):
        record.activity = Activity(values.get("activity", "").strip().lower().replace(" ", "-"))
    return record


def _stamp(key: str, values: Mapping[str, str], stamps: Stamps) -> datetime | None:
    """Read a time; one without a day has that of its column, and an end before its start the next one."""
    written, day = values.get(key, "").strip(), values.get("day", "").strip()
    at = stamps.read(f"{day} {written}") if day and _CLOCK.match(written) else stamps.read(written)
    began = _stamp("at", values, stamps) if day and key == "until" else None
    return at + timedelta(days=1) if at and began and at < began else at


def _shown(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _plain(name: str) -> str:
    return re.sub(r"[\s.-]+", "_", name.strip().lower())


def no_columns(file: str, head: str) -> Problem:
    """Say of a table that its first row does not name what is needed."""
    first = head.lstrip("\n").split("\n", 1)[0]
    return _no_columns(file, next(csv.reader([first], delimiter=_separator(first)), []))


def _no_columns(file: str, header: list[str]) -> Problem:
    names = ", ".join(name.strip() for name in header if name.strip()) or "nothing"
    message = f"the first line names no column for the time and the text; it names {names[:200]}"
    return _problem(
        file, 1, 1, message, "name them `time` and `message`; `deploylog formats` lists other kinds"
    )


def _no_json(file: str, number: int, error: Exception) -> Problem:
    column = error.colno if isinstance(error, json.JSONDecodeError) else 1
    what = error.msg if isinstance(error, json.JSONDecodeError) else "it is nested too deeply"
    return _problem(file, number, column, f"the line is no whole JSON object: {what}", "is the file cut off?")


def _problem(file: str, line: int, column: int, message: str, help_: str) -> Problem:
    return Problem(file=file, line=line, column=column, rule="syntax", message=message, help=help_)
