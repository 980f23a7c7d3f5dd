"""A sketch that is written as a log and read back says the same."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploylog.importers import Entry, Guess, Sketch, write
from deploylog.importers.writing import listed_guesses
from deploylog.logs import Log, read_log_text
from deploylog.model import Activity, Kind, Outcome, Result
from deploylog.problems import LogError
from thorough import share

ZONES = ("UTC", "America/Toronto", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "America/St_Johns")
NAME = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(str.strip)
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=80)
YAML_TEXT = TEXT.map(lambda text: "".join(c for c in text if c in "\t\n" or c.isprintable())).filter(
    str.strip
)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


NIGHTS = (
    local("2007-11-03 20:00"),
    local("2008-03-08 20:00"),
    local("2024-03-30 20:00"),
    local("2024-10-26 20:00"),
)
"""Evenings before the clocks change, here or there."""
OFFSETS = st.sampled_from([None, UTC, timezone(timedelta(hours=2)), timezone(timedelta(hours=-3.5))])
SECONDS = st.one_of(st.integers(0, 60 * 60 * 14), st.integers(0, 60 * 60 * 24 * 9))


@st.composite
def entries(draw: st.DrawFn, night: datetime) -> Entry:
    at = night + timedelta(seconds=draw(SECONDS))
    until = at + timedelta(seconds=draw(SECONDS)) if draw(st.booleans()) else None
    zone, fold = draw(OFFSETS), draw(st.sampled_from([0, 1]))
    return Entry(
        at=at.replace(tzinfo=zone, fold=fold),
        until=until and until.replace(tzinfo=zone, fold=fold),
        approximate=draw(st.booleans()),
        text=draw(YAML_TEXT),
        activity=draw(st.sampled_from([None, *Activity])),
        systems=draw(st.lists(NAME, max_size=2)),
        who=draw(st.one_of(st.just(""), NAME)),
        result=draw(st.sampled_from([None, *Result])),
        guesses=draw(
            st.lists(st.builds(Guess, key=st.sampled_from(["at", "text", "until"]), because=TEXT), max_size=2)
        ),
    )


@st.composite
def sketches(draw: st.DrawFn) -> Sketch:
    night = draw(
        st.one_of(st.sampled_from(NIGHTS), st.datetimes(local("1975-01-01 00:00"), local("2190-01-01 00:00")))
    )
    keys = st.sampled_from(["title", "date", "outcome", "timezone", "release", "why", "steps"])
    return Sketch(
        title=draw(NAME),
        timezone=draw(st.sampled_from(ZONES)),
        outcome=draw(st.sampled_from(list(Outcome))),
        entries=draw(st.lists(entries(night), min_size=1, max_size=6)),
        release=draw(st.one_of(st.just(""), NAME)),
        environment=draw(st.one_of(st.just(""), NAME)),
        kind=draw(st.sampled_from(list(Kind))),
        systems=draw(st.lists(NAME, max_size=2)),
        why=draw(st.one_of(st.just(""), YAML_TEXT)),
        issues=draw(st.lists(YAML_TEXT, max_size=2)),
        links=draw(
            st.dictionaries(
                NAME, st.sampled_from(["https://x.example/1", "ftp://y", "javascript:1"]), max_size=2
            )
        ),
        guesses=draw(st.lists(st.builds(Guess, key=keys, because=TEXT), max_size=3)),
        unparsed=draw(st.lists(st.tuples(st.integers(1, 99), st.text(max_size=40)), max_size=3)),
    )


def line(text: str) -> str:
    return " ".join(text.split())


def minute(at: datetime, timezone_: str) -> datetime:
    """Give the instant of an entry's time as the sketch means it, to the minute."""
    aware = at if at.tzinfo else at.replace(tzinfo=ZoneInfo(timezone_))
    return aware.replace(second=0, microsecond=0).astimezone(UTC)


def read(text: str, window: str = "") -> Log:
    return read_log_text(text, file="night.yml", id="night", window=window)


@settings(max_examples=share(300), deadline=None)
@given(sketches(), st.sampled_from(["", "22:00-04:00", "01:30-07:00", "12:00-13:00"]))
def test_every_sketch_is_read_back_as_it_was_meant(sketch: Sketch, window: str) -> None:
    """Instants to the minute, texts, who, results and outcome: the log is the sketch, or it is a lie."""
    deployment = read(write(sketch, window=window), window).deployment

    expected = sorted(sketch.entries, key=lambda entry: minute(entry.at, sketch.timezone))
    assert [step.at.at for step in deployment.steps] == [minute(e.at, sketch.timezone) for e in expected]
    assert [step.ends_at for step in deployment.steps] == [
        max(minute(e.until or e.at, sketch.timezone), minute(e.at, sketch.timezone)) for e in expected
    ]
    said = [step.text or (step.decision.decided if step.decision else "") for step in deployment.steps]
    assert said == [entry.text.strip() for entry in expected]
    assert [step.who for step in deployment.steps] == [line(entry.who) for entry in expected]
    assert [step.result for step in deployment.steps] == [entry.result for entry in expected]
    assert [step.activity for step in deployment.steps] == [entry.activity for entry in expected]
    assert [step.at.approximate for step in deployment.steps] == [entry.approximate for entry in expected]
    assert deployment.outcome is sketch.outcome
    assert deployment.title == line(sketch.title)
    assert (deployment.release, deployment.kind) == (line(sketch.release), sketch.kind)
    assert deployment.why == sketch.why.strip()
    assert [issue.text for issue in deployment.issues] == [issue.strip() for issue in sketch.issues]


def test_a_log_is_written_as_a_person_would() -> None:
    """A colleague reviews it the next morning: guesses marked, clocks as short as they go."""
    sketch = Sketch(
        title="Shop 1.4",
        timezone="America/Toronto",
        outcome=Outcome.ROLLED_BACK,
        release="1.4",
        why="Faster checkout:\nthe old one was slow.",
        systems=["shop"],
        issues=["the login failed"],
        links={"the run": "https://ci.example/7", "the share": "file:///srv"},
        guesses=[Guess(key="timezone", because="the file names no zone", settle="--timezone")],
        entries=[
            Entry(at=local("2007-11-04 01:30"), text="the clocks went back", approximate=True),
            Entry(
                at=local("2007-11-03 22:00:59"),
                until=local("2007-11-03 22:10"),
                text="the backup ran",
                systems=["database", "shop"],
                who="DBA",
                activity=Activity.BACKUP,
                result=Result.PASSED,
                guesses=[Guess(key="at", because="AM or PM")],
            ),
            Entry(
                at=local("2007-11-04 06:00"),
                text="roll back",
                question="Go on?",
                activity=Activity.DECISION,
            ),
            Entry(at=local("2007-11-05 09:00"), text="all is well"),
        ],
        unparsed=[(1, "Good morning, everybody!"), (9, '  "see you"')],
    )

    assert write(sketch, schema="../docs/deployment-log.schema.json") == WRITTEN
    assert [guess.because for guess in listed_guesses(sketch)] == [
        "the file names no zone",
        "AM or PM",
        TWICE,
    ]


TWICE = "the clocks of America/Toronto show 01:30 twice; the first is taken"
WRITTEN = f"""\
# yaml-language-server: $schema=../docs/deployment-log.schema.json
title: Shop 1.4
release: "1.4"
timezone: America/Toronto  # guessed: the file names no zone
date: 2007-11-03
outcome: rolled-back
systems:
  - name: shop
  - name: database
why: |-
  Faster checkout:
  the old one was slow.
issues:
  - text: the login failed
links:
  - {{text: the run, url: "https://ci.example/7"}}
# link: the share: file:///srv

steps:
  - at: "22:00"  # guessed: AM or PM
    until: "22:10"
    activity: backup
    system: [database, shop]
    who: DBA
    text: the backup ran
    result: passed

  - at: "~2007-11-04T01:30-04:00"  # guessed: {TWICE}
    text: the clocks went back

  - at: "06:00"
    activity: decision
    question: Go on?
    decided: roll back

  - at: "2007-11-05 09:00"
    text: all is well

# No part of the story above. Never shown: move what belongs to a step, delete the rest.
unparsed:
  - {{line: 1, text: "Good morning, everybody!"}}
  - {{line: 9, text: "  \\"see you\\""}}
"""


def test_unparsed_lines_never_reach_the_deployment() -> None:
    """They may hold anything: the site must not know them."""
    log = read(WRITTEN)

    assert "everybody" not in repr(log.deployment)
    assert "everybody" in WRITTEN


def test_past_the_limit_only_the_numbers_of_unparsed_lines_are_kept() -> None:
    """A log may have a mebibyte; where the rest is, stands in it."""
    sketch = Sketch(
        title="A night",
        timezone="UTC",
        outcome=Outcome.SUCCESSFUL,
        entries=[Entry(at=datetime(2007, 12, 2, 1, 30, tzinfo=UTC), text="go")],
        unparsed=[(number, "x" * 900) for number in range(2, 9000)],
    )

    text = write(sketch)

    kept = text.count("text: ") - 1
    assert text.endswith(f"  - {{line: {2 + kept}-8999}}  # {8998 - kept} lines, in the input only\n")
    assert read(text).deployment.title == "A night"


def test_a_log_that_would_be_too_large_is_refused() -> None:
    """The reader would refuse it."""
    sketch = Sketch(
        title="A night",
        timezone="UTC",
        outcome=Outcome.SUCCESSFUL,
        entries=[Entry(at=datetime(2007, 12, 2, 1, 30, tzinfo=UTC), text="x" * (1 << 20))],
    )

    with pytest.raises(LogError) as caught:
        write(sketch, file="night.yml")

    assert str(caught.value).startswith("night.yml:1:1: too-large: the log would have 1,048,6")
