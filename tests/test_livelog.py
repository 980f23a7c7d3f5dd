"""A log kept live from the bridge: steps and outcome are written in, comments and layout stay."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from deploylog import livelog, logs
from deploylog.livelog import NewLog, NewStep
from deploylog.logs import Log
from deploylog.logs.clock import read_time
from deploylog.model import Activity, Outcome, Result
from deploylog.problems import LogError
from deploylog.settings import Settings

SETTINGS = Settings(root=Path(), posts=Path("posts"), glossary=Path("glossary"))

HEAD = """\
# The night of the split.
title: Split   # for now
date: 2007-09-15
timezone: America/Toronto
outcome: in-progress  # until morning
systems: [web, database]
"""

STEPS = """\
steps:
  # Before the window.
  - at: "22:00"   # early
    text: the database team began
    system: database
  - at: "00:00"
    until: "00:05"
    text: the web application was shut down
"""

TAIL = """\

# Told on Monday.
lessons:
  - begin earlier
"""


def read(text: str) -> Log:
    return logs.read_log_text(text, file="night.yml", id="night")


def add(text: str, at: str, said: str = "the split began", **more: object) -> str:
    step = NewStep(at=datetime.fromisoformat(at), text=said, **more)  # type: ignore[arg-type]
    return livelog.with_step(text, read(text), step, SETTINGS)


def test_a_step_is_written_below_the_last_in_the_manner_of_the_others() -> None:
    """Comments, order and spacing are the author's and stay."""
    changed = add(
        HEAD + STEPS + TAIL,
        "2007-09-16T00:05:42-04:00",
        activity=Activity.DATABASE,
        systems=["database"],
        who="DBA",
    )

    assert changed == HEAD + STEPS + (
        '  - at: "00:05"\n'
        "    activity: database\n"
        "    system: database\n"
        "    who: DBA\n"
        "    text: the split began\n"
    ) + TAIL  # fmt: skip


def test_a_step_that_is_remembered_late_is_written_in_its_place() -> None:
    """Steps stand in the order of their times; the comment above a step belongs to it."""
    changed = add(HEAD + STEPS, "2007-09-15T21:50:00-04:00", "the bridge opened")

    assert changed == HEAD + STEPS.replace(
        "  # Before", '  - at: "21:50"\n    text: the bridge opened\n  # Before'
    )


@pytest.mark.parametrize("steps", ["", "steps: []\n", "steps:\n"])
def test_a_first_step_opens_the_list(steps: str) -> None:
    """The skeleton of a log has no steps."""
    changed = add(HEAD + steps, "2007-09-16T02:00:00Z", systems=["web", "database"], result=Result.PASSED)

    assert changed == HEAD + (
        'steps:\n  - {at: "22:00", system: [web, database], text: the split began, result: passed}\n'
    )


def test_a_step_joins_others_written_on_one_line_each() -> None:
    """What stands in braces is continued in braces, whatever the line ends, and without a last one."""
    steps = 'steps:\n- {at: "22:00", text: began}'
    text = (HEAD + steps).replace("\n", "\r\n")

    assert add(text, "2007-09-16T00:05:00-04:00") == text + '\r\n- {at: "00:05", text: the split began}\r\n'


@pytest.mark.parametrize(
    ("at", "written"),
    [
        ("2007-09-17T01:30:00-04:00", "2007-09-17 01:30"),
        ("2007-11-04T01:30:00-05:00", "2007-11-04T01:30-05:00"),
    ],
)
def test_a_time_that_a_clock_cannot_say_is_written_in_full(at: str, written: str) -> None:
    """More than a day later, or in the hour that the autumn change repeats."""
    assert add(HEAD + STEPS, at) == HEAD + STEPS + f'  - at: "{written}"\n    text: the split began\n'


def test_the_first_step_sets_a_scheduled_deployment_going() -> None:
    """Nobody should have to remember it at that hour; the comment behind the word stays."""
    text = HEAD.replace("in-progress", "scheduled")

    assert "outcome: in-progress  # until morning\n" in add(text, "2007-09-15T22:00:00-04:00")


def test_a_step_that_does_not_fit_the_log_is_refused_in_the_readers_words() -> None:
    """The text is not changed, and the author learns which system was meant."""
    with pytest.raises(LogError) as caught:
        add(HEAD + STEPS, "2007-09-16T00:05:00-04:00", systems=["databse"])

    assert str(caught.value).startswith("night.yml:16:13: unknown-system: steps[2].system is 'databse'")


def test_steps_in_brackets_are_refused() -> None:
    """Rewriting them would lose the author's layout."""
    with pytest.raises(LogError) as caught:
        add(HEAD + 'steps: [{at: "22:00", text: began}]\n', "2007-09-16T00:05:00-04:00")

    assert str(caught.value) == (
        "night.yml:7:8: layout: steps are not written one below the other\n"
        "  help: write each step on a line of its own, below `steps:`, beginning with `- `"
    )


@pytest.mark.parametrize("written", ["in-progress", '"in-progress"', "'in-progress'"])
def test_a_log_is_closed_with_its_outcome(written: str) -> None:
    """Only the word changes."""
    text = HEAD.replace("in-progress", written) + STEPS + TAIL

    closed = livelog.with_outcome(text, read(text), Outcome.ROLLED_BACK, SETTINGS, deferral={})

    assert closed == HEAD.replace("in-progress", "rolled-back") + STEPS + TAIL


def test_a_log_is_closed_as_deferred_with_its_reason() -> None:
    """A deferral without a reason is no log."""
    text = HEAD.rstrip("\n")
    deferral = {"reason": "the client's system: down", "cause": "", "blocked_by": "client"}

    closed = livelog.with_outcome(text, read(text), Outcome.DEFERRED, SETTINGS, deferral=deferral)

    assert closed == HEAD.replace("in-progress", "deferred") + (
        'deferral:\n  reason: "the client\'s system: down"\n  blocked_by: client\n'
    )


def test_an_executed_deployment_cannot_be_closed_without_a_step() -> None:
    """There would be nothing to tell."""
    with pytest.raises(LogError, match="steps"):
        livelog.with_outcome(HEAD, read(HEAD), Outcome.SUCCESSFUL, SETTINGS, deferral={})


def test_a_skeleton_is_a_valid_log() -> None:
    """`check` accepts it as it is, and the first step finds its place."""
    new = NewLog(
        title="Split: the database",
        date=date(2007, 9, 15),
        timezone="America/Toronto",
        release="1.10",
        window="22:00-06:00",
        systems=["web", "database: main"],
        why="It grew.",
        schema="../docs/deployment-log.schema.json",
    )

    text = livelog.skeleton(new)

    assert text == (
        "# yaml-language-server: $schema=../docs/deployment-log.schema.json\n"
        'title: "Split: the database"\n'
        "date: 2007-09-15\n"
        "timezone: America/Toronto\n"
        "outcome: in-progress\n"
        'release: "1.10"\n'
        "why: It grew.\n"
        'window: {start: "22:00", end: "06:00"}\n'
        "systems:\n  - name: web\n"
        '  - name: "database: main"\n'
        "steps: []\n"
    )
    assert add(text, "2007-09-15T22:00:00-04:00") == text.replace(
        " []", '\n  - {at: "22:00", text: the split began}'
    )


def log_of(outcome: str, day: str) -> Log:
    return read(f"title: T\ndate: {day}\ntimezone: UTC\noutcome: {outcome}\n")


def test_a_step_goes_to_the_log_in_progress_and_else_to_the_one_that_is_scheduled() -> None:
    """A night that runs past midnight is still tonight; last week's forgotten log is not."""
    now = datetime(2007, 9, 16, 0, 30, tzinfo=UTC)
    scheduled, running = log_of("scheduled", "2007-09-15"), log_of("in-progress", "2007-09-15")
    forgotten = log_of("in-progress", "2007-09-08")

    assert livelog.tonight([scheduled, forgotten, running], now) == [running]
    assert livelog.tonight([scheduled, forgotten], now) == [scheduled]
    assert livelog.tonight([forgotten], now) == ()


@pytest.mark.parametrize(
    ("typed", "placed"),
    [
        ("23:50", "2007-09-15T23:50:00-04:00"),
        ("00:40", "2007-09-16T00:40:00-04:00"),
        ("00:50", "2007-09-15T00:50:00-04:00"),
        ("10 PM", "2007-09-15T22:00:00-04:00"),
        ("2007-09-14 22:00", "2007-09-14T22:00:00-04:00"),
        ("2007-09-16T04:00Z", "2007-09-16T04:00:00+00:00"),
    ],
)
def test_a_time_typed_from_the_bridge_is_the_last_before_now(typed: str, placed: str) -> None:
    """Ten to midnight, typed at half past, was before midnight; clocks may differ by some minutes."""
    now = datetime(2007, 9, 16, 4, 30, tzinfo=UTC)

    assert livelog.instant(read_time(typed), read(HEAD + STEPS), now).isoformat() == placed


@pytest.mark.parametrize(
    ("steps", "placed"), [(STEPS, "2007-09-16T01:30:00-04:00"), ("", "2007-09-15T01:30:00-04:00")]
)
def test_a_time_for_a_log_of_another_night_is_the_nearest_to_its_last_step(steps: str, placed: str) -> None:
    """A log may be completed a week later."""
    now = datetime(2007, 9, 23, 12, 0, tzinfo=UTC)

    assert livelog.instant(read_time("01:30"), read(HEAD + steps), now).isoformat() == placed


def test_an_approximate_time_is_written_as_one() -> None:
    """Who says about half past is told so."""
    assert add(HEAD, "2007-09-15T22:00:00-04:00", approximate=True).endswith(
        'steps:\n  - {at: "~22:00", text: the split began}\n'
    )
