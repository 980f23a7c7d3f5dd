"""The importer `generic`: what programs write, folded into steps that a person can read."""

import json
import random
from datetime import date, datetime, timedelta

import pytest
from accounting import assert_accounted

from deploylog import importers
from deploylog.importers import Sketch, Wishes, from_bytes, write
from deploylog.importers.generic import IMPORTER
from deploylog.importers.generic.folding import MAX_RUNS
from deploylog.logs import read_log_text
from deploylog.model import Outcome, Result
from deploylog.problems import LogError
from thorough import share

BERLIN = Wishes(timezone="Europe/Berlin", as_of=date(2024, 6, 1))
CONSOLE = """\
Shop console
2024-05-01 01:30:00,123 INFO  [main] c.e.Shop - Deployment of shop 1.4 began
2024-05-01 01:31:10,001 WARN  [main] pool is slow
  at c.e.Pool.take(Pool.java:7)

[2024-05-01T01:40:00+02:00] ERROR: login failed
2024-05-01 01:45:59,999 INFO  [main] Deployment of shop 1.4 finished
"""
CSV = """\
Time;End;What;Who;Service;Status
2024-05-01 01:30;2024-05-01 01:40;"backup ""A"",
in two parts";DBA;database;ok
;;nothing here;;;
2024-05-01 01:45;;shop deployed;;shop;failed
"""


def read(text: str, wishes: Wishes = BERLIN, file: str = "shop_console.log") -> list[Sketch]:
    return list(importers.read([from_bytes(text.encode(), file=file)], IMPORTER, wishes))


def steps(sketch: Sketch) -> list[tuple[str, str]]:
    """Give local clock and text of each step, as the log will have them."""
    log = read_log_text(write(sketch), file="night.yml", id="night")
    return [(f"{step.at.at:%H:%M}", step.text) for step in log.deployment.steps]


def test_kubernetes_lines_have_a_day_without_a_year() -> None:
    """Controllers write `I0504`: the level, the month and the day, run together."""
    text = (
        "I0504 22:00:01.123456       1 deploy.go:12] Deployment of shop 1.4 began\n"
        "E0504 22:03:59.000001       1 deploy.go:80] probe failed\n"
        "I0504 22:05:00.500000       1 deploy.go:99] Deployment of shop 1.4 finished\n"
    )
    [sketch] = read(text)

    assert IMPORTER.recognises(text, "controller.log")
    assert [f"{entry.at:%Y-%m-%d %H:%M} {entry.text}" for entry in sketch.entries] == [
        "2024-05-04 20:00 Deployment of shop 1.4 began",
        "2024-05-04 20:03 probe failed",
        "2024-05-04 20:05 Deployment of shop 1.4 finished",
    ]
    assert [guess.because for guess in sketch.guesses if guess.key == "date"] == [
        "the stamps carry no year; the last one is taken"
    ]
    assert_accounted(text, [sketch])


def test_each_of_a_few_messages_is_a_step() -> None:
    """Lines without a time belong to the message above them, or to nothing."""
    [sketch] = read(CONSOLE)

    assert steps(sketch) == [
        ("01:30", "[main] c.e.Shop - Deployment of shop 1.4 began"),
        ("01:31", "[main] pool is slow\n  at c.e.Pool.take(Pool.java:7)"),
        ("01:40", "login failed"),
        ("01:45", "[main] Deployment of shop 1.4 finished"),
    ]
    assert sketch.unparsed == [(1, "Shop console")]
    assert (sketch.title, sketch.outcome) == ("shop console", Outcome.SUCCESSFUL_WITH_ISSUES)
    assert_accounted(CONSOLE, [sketch])


@pytest.mark.parametrize(
    ("stamp", "clock"),
    [
        ("2024-05-01T01:30:00Z", "03:30"),
        ("2024-05-01T01:30:00.123456789+00:00", "03:30"),
        ("2024/05/01 01:30:00 -0400", "07:30"),
        ("[2024-05-01 01:30:00,123]", "01:30"),
        ("01/May/2024:01:30:00 +0200", "01:30"),
        ("May  1 01:30:00", "01:30"),
        ("Wed May 1 01:30:00 2024", "01:30"),
        ("01:30:00.123", "01:30"),
        ("1714519800", "01:30"),
        ("1714519800.5", "01:30"),
        ("1714519800123", "01:30"),
        ("01.05.2024 01:30", "01:30"),
        ("31/05/2024, 01:30:00", "01:30"),
        ("5/31/2024 1:30:00 AM", "01:30"),
    ],
)
def test_time_stamps_are_read_as_programs_write_them(stamp: str, clock: str) -> None:
    """Aware ones are instants; others are clocks of the wished zone."""
    [sketch] = read(f"{stamp} INFO go")

    assert steps(sketch) == [(clock, "go")]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("2024-05-01 01:30:00 go", "go"),
        ("2024-05-01 01:30:00 [INFO] go", "go"),
        ("2024-05-01 01:30:00 | WARNING  | go", "go"),
        ("2024-05-01 01:30:00 host app[7]: error: go", "host app[7]: go"),
        ("WARNING 2024-05-01 01:30:00,123 shop: go", "shop: go"),
        ("[INFO] 2024-05-01 01:30:00 go", "go"),
        ("2024-05-01T01:30:00.123456789Z stdout F go", "go"),
        ("01.05.2024 01:30 go", "go"),
        ("5/1/2024 1:30 AM go", "go"),
        ("2024-05-01 01:30:00 - shop - INFO - go", "- shop - go"),
        ('time="2024-05-01T01:30:00+02:00" level=info msg="say \\"go\\""', 'say "go"'),
        ('{"ts": 1714519800, "level": "info", "msg": "go"}', "go"),
        ('[{"time": "2024-05-01 01:30", "event": "go"}]', "go"),
    ],
)
def test_the_message_is_what_stands_behind_stamp_and_level(line: str, text: str) -> None:
    """What stands between them (a thread, a program) stays with the message."""
    [sketch] = read(line)

    assert [said.lstrip("- ") for _, said in steps(sketch)] == [text.lstrip("- ")]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("05/04/2024 01:30 go", "2024-04-05"),
        ("05/04/2024 1:30 PM go", "2024-05-04"),
        ("13/04/2024 01:30 go\n14/04/2024 01:30 go", "2024-04-13"),
        ("04/13/2024 01:30 go\n04/14/2024 01:30 go", "2024-04-13"),
    ],
)
def test_a_day_between_slashes_is_read_as_its_numbers_or_its_clock_allow(line: str, day: str) -> None:
    """Only what neither settles is a guess, and says so."""
    sketch = importers.read([from_bytes(line.encode())], IMPORTER, Wishes(timezone="UTC"))[0]

    assert str(sketch.entries[0].at.date()) == day
    assert any(guess.key == "date" for guess in sketch.guesses) is line.startswith("05/04")


def test_a_table_of_steps_tells_what_each_was_for_and_that_it_was_rolled_back() -> None:
    """A run sheet names tasks and how they ended; `Roll back` that went well is how the night ended."""
    table = (
        "start;end;task;owner;status\n04.05.2024 22:00;04.05.2024 22:10;Backup;DBA;ok\n"
        "04.05.2024 22:10;04.05.2024 22:40;Deploy shop;Ann;failed\n"
        "04.05.2024 22:40;05.05.2024 00:10;Roll back;Ann;ok\n"
    )

    [sketch] = importers.read([from_bytes(table.encode())], IMPORTER, Wishes(timezone="UTC"))

    assert sketch.outcome is Outcome.ROLLED_BACK
    assert [entry.activity for entry in sketch.entries] == ["backup", "deploy", "rollback"]


def test_what_the_stamps_leave_open_is_guessed_and_said() -> None:
    """A year and a zone are not invented silently."""
    wishes = Wishes(as_of=date(2024, 1, 15), site_timezone="Europe/Berlin")

    [sketch] = read("Dec 31 23:59:00 shop INFO go\nJan  1 00:01:00 shop INFO done", wishes)

    assert [entry.at.isoformat() for entry in sketch.entries] == [
        "2023-12-31T22:59:00+00:00",
        "2023-12-31T23:01:00+00:00",
    ]
    assert [(guess.key, guess.because, guess.settle) for guess in sketch.guesses] == [
        ("date", "the stamps carry no year; the last one is taken", "--date"),
        ("timezone", "the stamps name no zone; that of the site is taken", "--timezone"),
        ("outcome", "no message says how it ended, and none is an error", "--outcome"),
    ]


def test_clocks_without_a_day_go_past_midnight() -> None:
    """They start on the wished day."""
    wishes = Wishes(date="2024-05-01", timezone="UTC")

    [sketch] = read("23:59:58 INFO go\n00:00:03 INFO done", wishes)

    assert [f"{entry.at:%Y-%m-%d %H:%M}" for entry in sketch.entries] == [
        "2024-05-01 23:59",
        "2024-05-02 00:00",
    ]
    assert [guess.key for guess in sketch.guesses] == ["outcome"]


def test_a_table_gives_what_its_columns_are_named_for() -> None:
    """Rows without a time stay with the row above; the first line is the head."""
    [sketch] = read(CSV, file="night.csv")

    first, second = sketch.entries
    assert (first.text, first.who, list(first.systems), first.result) == (
        'backup "A",\nin two parts\n;;nothing here;;;',
        "DBA",
        ["database"],
        Result.PASSED,
    )
    assert first.until is not None
    assert first.until - first.at == timedelta(minutes=10)
    assert (second.text, second.result, list(second.lines)) == ("shop deployed", Result.FAILED, [5])
    assert (sketch.head_lines, sketch.outcome) == ([1], Outcome.FAILED)
    assert_accounted(CSV, [sketch])


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (
            '{"ts": 1714519800, "msg": "go"}\n{"ts": 17145',
            "n.log:2:13: syntax: the line is no whole JSON object: Expecting ',' delimiter",
        ),
        ('[{"ts": 1714519800, "msg": "go"}', "n.log:1:33: syntax: this is no JSON: Expecting ',' delimiter"),
        ('[{"a":' * 200_000, "n.log:1:1: too-deep: the JSON is nested too deeply"),
        ('time,message\n2024-05-01,"go', "n.log:2:1: syntax: this is no row of CSV: unexpected end of data"),
        (
            "hello\nworld\n",
            "n.log:1:1: nothing-found: no line of the file begins with a time",
        ),
        ("", "n.log:1:1: nothing-found: nothing in the file was understood as a step of a deployment"),
    ],
)
def test_what_is_cut_off_or_of_another_kind_is_refused_with_its_place(text: str, refusal: str) -> None:
    """Half a document would be half a story."""
    with pytest.raises(LogError) as caught:
        read(text, file="n.log")

    assert str(caught.value).startswith(refusal)


def test_a_pause_of_hours_begins_another_log_of_the_same_release() -> None:
    """Several attempts share one file."""
    first = "2024-05-01 01:30:00 INFO go\n2024-05-01 02:30:00 ERROR no\n"
    text = f"{first}2024-05-02 01:30:00 INFO deploy done\n"

    first, second = read(text, file="shop.log")

    assert (first.release, first.outcome) == ("shop", Outcome.FAILED)
    assert (second.release, second.outcome) == ("shop", Outcome.SUCCESSFUL)
    assert_accounted(text, [first, second])


@pytest.mark.unmeasured
@pytest.mark.parametrize(("messages", "apart"), [(5_000, 1), (5_000, 60), (40_000, 2), (40_000, 0.01)])
def test_a_long_console_becomes_steps_that_can_be_read(messages: int, apart: float) -> None:
    """Neither one step nor thousands: the minutes are put together as far as needed, errors kept apart."""
    began = datetime.fromisoformat("2024-05-01 01:30:00")
    chance = random.Random(7)
    levels = ["INFO"] * 999 + ["ERROR"]
    text = "".join(
        f"{began + timedelta(seconds=int(number * apart))} {chance.choice(levels)} no. {number}\n"
        for number in range(messages)
    )

    sketches = read(text)

    [sketch] = sketches
    lasted = messages * apart / 60
    assert min(lasted / 8, MAX_RUNS / 8) <= len(sketch.entries) <= MAX_RUNS
    assert sum(len(entry.lines) for entry in sketch.entries) == messages
    assert len(write(sketch)) < 150_000
    assert_accounted(text, sketches)


def test_one_of_many_messages_is_quoted_word_for_word() -> None:
    """A summary says how many there are, where they begin and end, and the first error."""
    text = "".join(
        f"2024-05-01 01:{number // 10:02}:00 {'ERROR' if number == 25 else 'INFO'} no. {number}\n"
        for number in range(300)
    )

    [sketch] = read(text)

    assert steps(sketch)[2:5] == [
        ("01:02", "15 messages, from: no. 10\nto: no. 24"),
    ] or all("messages, from: " in said or said.startswith("no. ") for _, said in steps(sketch))
    assert ("01:02", "no. 25") in steps(sketch)


def test_a_log_with_a_stack_trace_is_no_notes() -> None:
    """Clocks without a day lead lines of notes too; the trace shows who wrote them."""
    head = (
        "22:00:01.123 [main] INFO  a.Deploy - begin\n22:04:01.123 [main] ERROR a.Deploy - no\n"
        "java.lang.IllegalStateException: x\n\tat a.Deploy.run(Deploy.java:1)\n"
    )

    assert importers.detect(head, "night.log") == ["generic"]


@pytest.mark.parametrize(
    ("head", "recognised"),
    [
        (CONSOLE, True),
        (CSV, True),
        ('{"ts": 1, "msg": "a"}\n{"ts": 2, "msg": "b"}\n', True),
        ("time,message\n", True),
        ("May  1 01:30:00 web1 sshd[12]: go\nMay  1 01:31:00 web1 sshd[12]: gone\n", True),
        ("INFO 2024-05-01 01:30:00,1 go\nERROR 2024-05-01 01:31:00,1 gone\n", True),
        ("2024-05-01T01:30:00.1Z stdout F go\n2024-05-01T01:31:00.1Z stderr F gone\n", True),
        ("", False),
        ("1:30 backup\n1:40 deploy\n", False),
        ("# Incident\n\n- 2024-05-01 01:30 it broke\n- 2024-05-01 01:40 fixed\n", False),
        ('{"status": {"history": []}}', False),
        ('[{"ts": "1714519800.0001", "text": "go", "user": "U1"}]', False),
        ("[01:30] ann: go\n[01:31] bob: ok\n", False),
        ("a,b\n1,2\n", False),
    ],
)
def test_only_what_programs_write_is_recognised(head: str, recognised: bool) -> None:
    """Notes, chats and documents are for others."""
    assert IMPORTER.recognises(head, "") is recognised


PARTS = (
    "2024-05-01 01:30:00 INFO go",
    "2024-05-01T01:35:00Z ERROR failed, twice",
    "01:36:00 WARN slow",
    "  at c.e.Shop",
    "",
    "   ",
    "May  1 01:37:00 host app: x",
    "Feb 30 01:37:00 host app: x",
    "2024-13-45 25:61:00 INFO no day",
    "time,message",
    '2024-05-01 01:30,"quoted, and',
    'more"',
    '{"ts": 1714519800, "msg": "go"}',
    '{"msg": "no time"}',
    '[{"ts": 1714519800, "msg": "go"}]',
    "[",
    "]",
    '"',
    "\x1b[31m2024-05-01 01:40:00 red\x1b[0m",
    "2024-05-03 01:30:00 INFO two days later",
    "1714519800 epoch",
    "\u2028\ufeffx\0",
    "time=2024-05-01T01:30:00Z level=info msg=go",
)


@pytest.mark.unmeasured
def test_every_line_of_ten_thousand_random_texts_is_accounted_for() -> None:
    """In a step, in the head or kept aside, and in one place only; or the text is refused with a place."""
    chance = random.Random(2007)
    refused = 0
    for _ in range(share(10_000)):
        lines = [
            chance.choice(PARTS) if chance.random() < 0.9 else chance.randbytes(9).decode("latin-1")
            for _ in range(chance.randrange(12))
        ]
        text = chance.choice(("\n", "\r\n", "\r")).join(lines).encode("utf-8", "surrogatepass")
        try:
            sketches = importers.read([from_bytes(text)], IMPORTER, BERLIN)
        except LogError:
            refused += 1
            continue
        if not text.lstrip(b" \r\n").startswith(b"["):
            assert_accounted(text, sketches)
        for sketch in sketches:
            read_log_text(write(sketch), file="x", id="x")

    assert refused < share(5_000)


def test_a_log_of_many_shapes_is_json_all_the_same() -> None:
    """Values that are no text are shown as JSON, and none is invented."""
    line = json.dumps({"ts": 1714519800, "msg": {"a": [1]}, "level": None, "service": 7, "status": "OK"})

    [sketch] = read(line + "\n" + line)

    assert sketch.entries[0].text == '{"a": [1]}'
    assert (list(sketch.entries[0].systems), sketch.entries[0].result) == (["7"], Result.PASSED)


@pytest.mark.parametrize(
    ("text", "told", "outcome"),
    [
        (
            "[2022-03-01T10:15:01.123456+01:00] app.INFO: Migrations began [] []\n"
            "[2022-03-01T10:17:00.003456+01:00] doctrine.CRITICAL: locked [] []\n",
            [("10:15", "app: Migrations began [] []"), ("10:17", "doctrine: locked [] []")],
            Outcome.FAILED,
        ),
        (
            "<165>1 2022-03-01T09:15:01.003Z web1 ship - ID47 - release began\n"
            "<163>Mar  1 10:17:00 web1 ship[7]: probe failed\n",
            [("10:15", "web1 ship - ID47 - release began"), ("10:17", "web1 ship[7]: probe failed")],
            Outcome.FAILED,
        ),
        (
            "2022-03-01T09:15:01.1234567Z Requested labels: ubuntu-latest\n"
            "2022-03-01T09:17:01.1234567Z ##[error]Process completed with exit code 1.\n",
            [
                ("10:15", "Requested labels: ubuntu-latest"),
                ("10:17", "##[error]Process completed with exit code 1."),
            ],
            Outcome.FAILED,
        ),
        (
            '{"level":30,"time":1646126101000,"hostname":"web1","msg":"shipping"}\n'
            '{"level":50,"time":1646126221000,"hostname":"web1","msg":"no answer"}\n',
            [("10:15", "shipping"), ("10:17", "no answer")],
            Outcome.FAILED,
        ),
    ],
    ids=["channel", "syslog", "runner", "tens"],
)
def test_levels_are_read_as_each_program_writes_them(
    text: str, told: list[tuple[str, str]], outcome: Outcome
) -> None:
    """An error that is not seen makes a failure a success."""
    wishes = Wishes(timezone="Europe/Berlin", as_of=date(2022, 6, 1))
    [sketch] = read(text, wishes)

    assert IMPORTER.recognises(text, "ship.log")
    assert (steps(sketch), sketch.outcome) == (told, outcome)


def test_lines_below_job_and_step_keep_them() -> None:
    """What `gh run view --log` prints has the time in the third place."""
    text = (
        "deploy\tRun ./ship\t2022-03-01T09:15:01.1234567Z shipping 1.4\n"
        "deploy\tRun ./ship\t2022-03-01T09:17:01.1234567Z ##[error]Process completed with exit code 1.\n"
    )
    [sketch] = read(text)

    assert steps(sketch) == [
        ("10:15", "deploy Run ./ship: shipping 1.4"),
        ("10:17", "deploy Run ./ship: ##[error]Process completed with exit code 1."),
    ]
    assert sketch.outcome is Outcome.FAILED
    assert_accounted(text.encode(), [sketch])


def test_a_time_without_a_day_has_that_of_its_column() -> None:
    """Sheets have a column for each; an end that is before its start is on the next day."""
    text = (
        "Datum;Uhrzeit;Ende;Wer;Was\n"
        "01.03.2024;22:00;22:30;Anna;Server gestoppt\n"
        "01.03.2024;23:50;00:20;Bernd;Datenbank migriert\n"
    )
    [sketch] = read(text, file="plan.csv")

    assert IMPORTER.recognises(text, "plan.csv")
    assert [
        (f"{entry.at:%d %H:%M}", f"{entry.until:%d %H:%M}", entry.who, entry.text) for entry in sketch.entries
    ] == [
        ("01 21:00", "01 21:30", "Anna", "Server gestoppt"),
        ("01 22:50", "01 23:20", "Bernd", "Datenbank migriert"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2024-07-06 18:05:19,436 p=6027 u=lea n=ansible INFO| PLAY [shop]\n" * 3,
        "12/03/2026, 09:15 - Priya Nair: shipping now\n12/03/2026, 09:16 - Ravi Menon: ok\n",
    ],
    ids=["ansible", "phone"],
)
def test_what_another_importer_knows_better_is_left_to_it(text: str) -> None:
    """Two that recognise a file make its owner choose."""
    assert not IMPORTER.recognises(text, "night.log")
