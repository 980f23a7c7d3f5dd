"""Reading logs: what comes out of good ones, and every problem of bad ones."""

import json
import os
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from pathlib import Path

import pytest

from deploylog.logs import read_log, read_log_bytes, read_log_text
from deploylog.problems import LogError

HERE = Path(__file__).parent
BROKEN = sorted((HERE / "golden-broken").iterdir())
VALID = sorted((HERE / "golden-logs").iterdir())
MINIMAL = "title: A night\ndate: 2007-12-02\noutcome: {outcome}\ntimezone: America/Toronto\n"
SCHEDULED = MINIMAL.format(outcome="scheduled")


def shown(value: object) -> object:
    """Give a value as JSON can hold it, without what an author did not write."""
    if is_dataclass(value) and not isinstance(value, type):
        given = {
            field.name: getattr(value, field.name) for field in fields(value) if not is_default(value, field)
        }
        return {name: shown(part) for name, part in given.items()}
    if isinstance(value, datetime | date):
        return value.isoformat()
    return [shown(part) for part in value] if isinstance(value, tuple) else value


def is_default(value: object, field: object) -> bool:
    default = getattr(field, "default", MISSING)
    return default is not MISSING and getattr(value, getattr(field, "name", "")) == default


def problems(text: str, **site: str) -> str:
    with pytest.raises(LogError) as caught:
        read_log_text(text, file="log.yaml", id="night", **site)
    return str(caught.value)


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_every_problem_of_a_file_is_told_at_once(case: Path, golden: Callable[[str, Path], None]) -> None:
    """An author mends a file in one go, from messages that say where, what and how."""
    with pytest.raises(LogError) as caught:
        read_log(case / "log.yaml", id=case.name, file="log.yaml")

    golden(f"{caught.value}\n", case / "problems.txt")


@pytest.mark.parametrize("case", VALID, ids=lambda case: case.name)
def test_a_log_becomes_exactly_what_it_says(case: Path, golden: Callable[[str, Path], None]) -> None:
    """Nothing is guessed, lost or added; times stand on the calendar."""
    log = read_log(case / "log.yaml", id=case.name)

    golden(json.dumps(shown(log.deployment), indent=2, ensure_ascii=False) + "\n", case / "deployment.json")


@pytest.mark.parametrize("case", VALID, ids=lambda case: case.name)
def test_every_instant_has_a_fixed_offset(case: Path) -> None:
    """Times of one zone are compared by the wall, which is wrong across a clock change."""
    deployment = read_log(case / "log.yaml", id=case.name).deployment

    for step in deployment.steps:
        for instant in (step.at, step.until, step.plan):
            assert instant is None or type(instant.at.tzinfo).__name__ == "timezone"


def test_the_site_may_set_zone_and_window() -> None:
    """A team's habits need not be repeated in each log."""
    text = "title: A night\ndate: 2007-12-02\noutcome: scheduled\n"

    deployment = read_log_text(
        text, file="f", id="n", timezone="America/Toronto", window="01:30-07:00"
    ).deployment

    assert deployment.timezone == "America/Toronto"
    assert shown(deployment.window) == {
        "start": {"at": "2007-12-02T01:30:00-05:00"},
        "end": {"at": "2007-12-02T07:00:00-05:00"},
    }


@pytest.mark.parametrize("rest", ["deferral: {reason: r}\noutcome: deferred\n", "outcome: cancelled\n"])
def test_the_sites_window_is_not_for_what_did_not_take_place(rest: str) -> None:
    """A deployment that was put off had no window of its own to overrun."""
    text = "title: A night\ndate: 2007-12-02\ntimezone: UTC\n" + rest

    assert read_log_text(text, file="f", id="n", window="01:30-07:00").deployment.window is None


@pytest.mark.parametrize("day", ["2007-11-04", "2008-03-09"])
def test_the_sites_window_holds_in_nights_of_clock_changes(day: str) -> None:
    """Nobody could mend a fault that the site's habit makes in a log."""
    text = SCHEDULED.replace("2007-12-02", day)

    window = read_log_text(text, file="f", id="n", window="01:30-02:30").deployment.window

    assert window is not None
    assert window.start.at < window.end.at


def test_a_faulty_setting_is_a_problem_too() -> None:
    """The reader never fails on what a site hands to it."""
    text = "title: A night\ndate: 2007-12-02\noutcome: scheduled\n"

    assert problems(text, timezone="Mars", window="late") == (
        "log.yaml:1:1: no-time: the site's window is 'late', which is no window\n"
        "  help: write its start and end: 01:30-07:00\n"
        "log.yaml:1:1: unknown-timezone: the site's timezone is 'Mars', which is no IANA time zone\n"
        "  help: write an IANA name, e.g. America/Toronto or UTC"
    )


@pytest.mark.parametrize("window", ["25:00-07:00", "01:30", "x", "01:30-07:00-"])
def test_a_faulty_window_of_the_site_is_one_problem(window: str) -> None:
    """It is told in each log that would take it over."""
    assert problems(SCHEDULED, window=window) == (
        f"log.yaml:1:1: no-time: the site's window is '{window}', which is no window\n"
        "  help: write its start and end: 01:30-07:00"
    )


def test_a_skipped_day_is_answered_with_the_day_after() -> None:
    """Samoa had no 30 December 2011: it went over the date line."""
    text = SCHEDULED.replace("America/Toronto", "Pacific/Apia") + "next_decision_at: 2011-12-30 17:00\n"

    assert problems(text) == (
        "log.yaml:5:19: skipped-time: next_decision_at is '2011-12-30 17:00', "
        "which the clocks of Pacific/Apia skip on 2011-12-30\n"
        "  help: they go forward then: write 2011-12-31 17:00, the same instant after the change"
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_refused_rather_than_waited_for(tmp_path: Path) -> None:
    """Opening one would hang the whole build."""
    os.mkfifo(tmp_path / "pipe.yml")

    with pytest.raises(LogError) as caught:
        read_log(tmp_path / "pipe.yml", id="pipe", file="pipe.yml")

    assert str(caught.value) == "pipe.yml:1:1: unreadable: the file cannot be read: it is not a file"


@pytest.mark.parametrize(
    ("window", "first", "starts"),
    [
        ("00:00-07:00", "22:00", ("2007-09-16T00:00", "2007-09-15T22:00")),
        ("22:00-06:00", "00:30", ("2007-09-15T22:00", "2007-09-16T00:30")),
        ("01:30-07:00", "01:30", ("2007-09-15T01:30", "2007-09-15T01:30")),
        ("01:30-07:00", "13:30", ("2007-09-15T01:30", "2007-09-15T13:30")),
        ("01:30-07:00", "13:31", ("2007-09-16T01:30", "2007-09-15T13:31")),
        ("00:00-07:00", "2007-09-15 22:00", ("2007-09-16T00:00", "2007-09-15T22:00")),
        ("22:00-07:00", "2007-09-16 01:00", ("2007-09-15T22:00", "2007-09-16T01:00")),
    ],
)
def test_window_and_first_step_stand_within_twelve_hours(
    window: str, first: str, starts: tuple[str, str]
) -> None:
    """Preparation on the evening before and windows that open before midnight are both usual."""
    text = MINIMAL.format(outcome="failed").replace("2007-12-02", "2007-09-15")
    text += f"window: '{window}'\nsteps: [{{at: '{first}', text: began}}]\n"

    deployment = read_log_text(text, file="f", id="n").deployment

    assert deployment.window is not None
    found = (deployment.window.start.at, deployment.steps[0].at.at)
    assert tuple(at.isoformat()[:16] for at in found) == starts


@pytest.mark.parametrize(
    ("at", "plan", "planned"),
    [
        ("23:50", "00:10", "2007-12-03T00:10"),
        ("00:10", "23:50", "2007-12-01T23:50"),
        ("01:30", "02:30", "2007-12-02T02:30"),
        ("01:30", "2007-12-03 01:30", "2007-12-03T01:30"),
    ],
)
def test_a_plan_is_the_nearest_to_its_step(at: str, plan: str, planned: str) -> None:
    """Ahead and behind are a matter of minutes or hours, never of a day."""
    text = MINIMAL.format(outcome="failed") + f"steps: [{{at: '{at}', plan: '{plan}', text: began}}]\n"

    step = read_log_text(text, file="f", id="n").deployment.steps[0]

    assert step.plan is not None
    assert step.plan.at.isoformat()[:16] == planned


def test_places_follow_the_deployment_not_the_file() -> None:
    """What refers to a link speaks of the links that are shown."""
    text = SCHEDULED + "links:\n  - {log: a, private: true}\n  - {log: b}\nremedies: c\n"

    log = read_log_text(text, file="f", id="n")

    assert log.deployment.links[0].log == "b"
    assert log.place("links[0].log") == (7, 11)
    assert (
        str(log.problem("links[0].log", "unknown-log", "no log is 'b'"))
        == "f:7:11: unknown-log: no log is 'b'"
    )
    assert log.problem("links[0].text", "r", "m").column == 5
    assert log.problem("window.start", "r", "m").line == 1


@pytest.mark.parametrize("written", ["true", '"true"'])
def test_a_private_log_is_read_and_marked(written: str) -> None:
    """A private log is checked like any other; who builds the site leaves it out."""
    assert read_log_text(SCHEDULED + f"private: {written}", file="f", id="n").private
    assert "wrong-type" in problems(SCHEDULED + f"private: {written}\nlessons: x")


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + SCHEDULED.encode(),
        SCHEDULED.replace("\n", "\r\n").encode(),
        SCHEDULED.replace("\n", "\r").encode(),
    ],
    ids=["byte order mark", "CRLF", "CR"],
)
def test_files_of_any_editor_are_read(content: bytes) -> None:
    """Where a log was typed is of no interest."""
    assert read_log_bytes(content, file="f", id="n").deployment.title == "A night"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"title: caf\xe9\n",
            "log.yaml:1:11: not-utf8: byte 0xe9 is not UTF-8\n  help: save the file with the encoding UTF-8",
        ),
        (
            SCHEDULED.encode("utf-16"),
            "log.yaml:1:1: not-utf8: byte 0xff is not UTF-8\n  help: save the file with the encoding UTF-8",
        ),
        (
            b"title: a\nwhy: b\x00c\n",
            "log.yaml:2:7: bad-character: the character U+0000 cannot stand in a text file\n"
            "  help: remove it; an editor may not show it",
        ),
        (
            b"#" * (1 << 20) + b"\n",
            "log.yaml:1:1: too-large: the file is larger than 1 MiB\n"
            "  help: a log tells one night; give each night a file of its own",
        ),
        (
            b"",
            "log.yaml:1:1: empty: the file holds no log\n"
            "  help: a log begins with `title`, `date` and `outcome`",
        ),
    ],
    ids=["Latin-1", "UTF-16", "NUL", "too large", "empty"],
)
def test_files_that_are_no_text_are_refused_with_their_place(content: bytes, message: str) -> None:
    """An author learns what is wrong with the file itself."""
    with pytest.raises(LogError) as caught:
        read_log_bytes(content, file="log.yaml", id="night")

    assert str(caught.value) == message


def test_a_lone_surrogate_is_refused() -> None:
    """Text that came another way than from a file is not trusted either."""
    assert problems("title: \ud800") == (
        "log.yaml:1:8: bad-character: the character U+D800 cannot stand in a text file\n"
        "  help: remove it; an editor may not show it"
    )


@pytest.mark.parametrize("name", ["../x", "a//b", "-a", "a b", "é", "", "a/", ".a", "a\n", "a\x00"])
def test_a_name_that_could_be_no_address_is_refused(name: str) -> None:
    """The name is the post's address; it must lead nowhere else."""
    with pytest.raises(LogError) as caught:
        read_log_text(SCHEDULED, file="f", id=name)

    assert [problem.rule for problem in caught.value.problems] == ["bad-name"]


def test_what_cannot_be_opened_is_told(tmp_path: Path) -> None:
    """A file may vanish between two looks; a folder may be named like a log."""
    with pytest.raises(LogError) as gone:
        read_log(tmp_path / "gone.yml", id="gone", file="gone.yml")
    with pytest.raises(LogError) as folder:
        read_log(tmp_path, id="folder", file="folder")

    assert str(gone.value) == "gone.yml:1:1: unreadable: the file cannot be read: No such file or directory"
    assert str(folder.value) == "folder:1:1: unreadable: the file cannot be read: it is not a file"
