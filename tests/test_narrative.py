"""A log becomes prose that a person would sign."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from deploylog import history, narrative, templates
from deploylog.history import History
from deploylog.logs import read_log
from deploylog.model import Deployment, Voice
from deploylog.narrative import telling, texts, words
from deploylog.site.drafting import editable
from golden_files import Golden

ROOT = Path(__file__).parents[1]
CASES = sorted(path.parent for path in (ROOT / "tests/golden").glob("*/log.yaml"))
CHANGED = """\
title: Clocks
date: {day}
timezone: Europe/Paris
environment: production
outcome: successful
steps:
  - at: "{day}T00:15:00Z"
    text: the queue was drained
  - at: "{day}T03:00:00Z"
    text: the queue was filled again
"""
TURNS = """\
title: Turns
date: 2024-05-01
timezone: UTC
environment: production
outcome: successful
steps:
  - at: "22:00"
    activity: database
    text: the scripts ran
    result: failed
  - at: "22:30"
    activity: decision
    decided: run the scripts again
    by: manager
  - at: "22:50"
    activity: sanity-test
    text: the testers had their turn
    result: passed-with-issues
  - at: "23:00"
    text: the first node, the old one, went away
  - at: "23:00"
    text: the second node, the new one, came in
"""
NIGHTS = sorted((ROOT / "posts").glob("*.yml"))


def read(path: Path, name: str) -> Deployment:
    """Read a valid log."""
    return read_log(path, id=name).deployment


def tell(deployment: Deployment, past: History, *, site: Path | None = None, **choices: object) -> str:
    """Tell a deployment as its draft does, which is how prose is best read."""
    story = narrative.story(deployment, past, **choices)  # type: ignore[arg-type]
    template = templates.environment(site).get_template(story.template)
    return editable(template.render(story=story, deployment=deployment, uri=f"{deployment.id}.md"))


@pytest.fixture(scope="module")
def nights() -> History:
    """Read the eight nights of the sample site."""
    return history.of(read(path, path.stem) for path in NIGHTS)


def told(nights: History, name: str, **choices: object) -> str:
    """Tell one of the eight nights."""
    deployment = nights.get(name)
    assert deployment
    return tell(deployment, nights, **choices)  # type: ignore[arg-type]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_log_is_told(case: Path, golden: Golden) -> None:
    """The whole text of each case is read like code whenever it changes."""
    deployment = read(case / "log.yaml", case.name)

    golden(tell(deployment, history.of([deployment])), case / "post.md")


@pytest.mark.parametrize("path", NIGHTS, ids=lambda path: path.stem)
def test_a_night_of_the_sample_is_told(path: Path, nights: History, golden: Golden) -> None:
    """The eight nights are what a newcomer reads first."""
    golden(told(nights, path.stem), ROOT / "tests/golden-nights" / f"{path.stem}.md")


def test_the_overrun_is_computed_from_the_extended_window(nights: History) -> None:
    """The log holds 07:00, 08:00 and 08:15; nobody typed the difference."""
    text = told(nights, "2007-09-15-database-split")

    assert "15 minutes after the extended window" in text
    assert "closed at 08:00." in text


def test_deferrals_and_pace_are_counted_in_words(nights: History) -> None:
    """Both come from the history and the plan, and from nowhere else."""
    text = told(nights, "2007-12-02-november-release")

    assert "After four deferrals" in text
    assert "the fifth entry of" in text
    assert "eleven days after the first slot" in text
    assert "about an hour ahead of plan" in text


def test_a_deferral_says_how_often_it_happened(nights: History) -> None:
    """The fourth time is the story."""
    assert "ut off for the fourth time" in told(nights, "2007-11-30-november-release")


def test_a_retry_refers_to_the_attempt_before_by_what_went_wrong(nights: History) -> None:
    """The reader of the second attempt has to know why there was one."""
    text = told(nights, "2007-09-22-database-split-take-two")

    assert "(2007-09-15-database-split.md) the first had been rolled back: Application 1 could not" in text


def test_results_decisions_and_simultaneous_steps_are_told_as_the_log_has_them(tmp_path: Path) -> None:
    """No result is lost or without its noun, no decision without its time, no order made up."""
    log = tmp_path / "log.yml"
    log.write_text(TURNS)
    deployment = read(log, "turns")

    text = tell(deployment, history.of([deployment]))

    assert "the database work failed" in text.replace("The", "the")
    assert "passed with issues" in text
    assert re.search(r"22:30 (?:when )?the manager decided to run", text)
    assert not re.search(r"(?:Next|Then) the (?:second|first) node", text)


@pytest.mark.parametrize(("day", "way"), [("2024-10-27", "back"), ("2024-03-31", "forward")])
def test_clocks_that_change_during_the_night_are_told(tmp_path: Path, day: str, way: str) -> None:
    """Else the times of such a night do not add up."""
    log = tmp_path / "log.yml"
    log.write_text(CHANGED.format(day=day))
    deployment = read(log, "changed")

    text = tell(deployment, history.of([deployment]))

    assert len(re.findall(f"clocks went {way} an hour", text)) == 1


def test_a_clean_night_is_short(nights: History) -> None:
    """Length follows eventfulness: the rollback is a long read, a deferral a paragraph or two."""
    lengths = {name: len(told(nights, name).split()) for name in (path.stem for path in NIGHTS)}

    assert lengths["2007-12-23-remove-lookup"] < 230
    assert lengths["2007-11-29-november-release"] < 90
    assert lengths["2007-09-15-database-split"] > 700


def test_the_clock_and_the_voice_are_the_sites_choice(nights: History) -> None:
    """One site writes 2:05 AM and speaks of the team, another does neither."""
    text = told(nights, "2007-12-23-remove-lookup", voice=Voice.REPORT, clock=12)

    assert "1:30 AM" in text
    assert "the team decided to remove" in text


def test_a_site_changes_one_wording_by_one_block(nights: History, tmp_path: Path) -> None:
    """The rest of the post stays as it is."""
    (tmp_path / "post").mkdir()
    block = "{% block pace %}We had {{ beat.ahead | rough }} in hand.{% endblock %}"
    (tmp_path / "post" / "base.md.j2").write_text('{% extends "builtin/post/base.md.j2" %}' + block)

    text = told(nights, "2007-12-02-november-release", site=tmp_path)

    assert "We had an hour in hand." in text
    assert "the fifth entry of" in text


@pytest.mark.parametrize(
    ("minutes", "written"),
    [
        (1, "one minute"),
        (12, "twelve minutes"),
        (35, "35 minutes"),
        (60, "an hour"),
        (90, "an hour and a half"),
        (150, "two and a half hours"),
        (615, "ten hours and 15 minutes"),
        (1441, "one day and one minute"),
    ],
)
def test_spans_are_written_as_a_person_says_them(minutes: int, written: str) -> None:
    """Numbers to twelve in words, and never `1 minutes`."""
    assert words.span(timedelta(minutes=minutes)) == written


@pytest.mark.parametrize(
    ("minutes", "approximate", "written"),
    [
        (60, False, "an hour"),
        (60, True, "about an hour"),
        (57, False, "about an hour"),
        (-92, False, "about an hour and a half"),
        (20, False, "20 minutes"),
    ],
)
def test_differences_to_plan_are_rounded(minutes: int, approximate: bool, written: str) -> None:
    """Nobody is 57 minutes ahead of plan."""
    assert words.rough(timedelta(minutes=minutes), approximate=approximate) == written


@pytest.mark.parametrize(
    ("place", "written"),
    [(1, "first"), (12, "twelfth"), (13, "13th"), (21, "21st"), (102, "102nd"), (111, "111th")],
)
def test_places_are_written_in_words_to_twelve(place: int, written: str) -> None:
    """Release trains do get that long."""
    assert words.ordinal(place) == written


@pytest.mark.parametrize(
    ("parts", "written"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (["a, b", "c"], "a, b; and c"),
    ],
)
def test_lists_are_joined_so_that_their_parts_stay_apart(parts: list[str], written: str) -> None:
    """A part with a comma of its own needs a stronger mark around it."""
    assert words.listed(parts) == written


@pytest.mark.parametrize(
    ("text", "as_sentence", "as_clause"),
    [
        ("Users saw errors", ("Users saw errors", False), ("users saw errors", False)),
        (
            "Off-schedule deploy began",
            ("Off-schedule deploy began", False),
            ("off-schedule deploy began", False),
        ),
        (
            "Database Cluster 2 was up",
            ("Database Cluster 2 was up", False),
            ("Database Cluster 2 was up", False),
        ),
        ("Monitoring 2.0 was up", ("Monitoring 2.0 was up", False), ("Monitoring 2.0 was up", False)),
        ("Terence saw errors", ("Terence saw errors", False), ("Terence saw errors", False)),
        ("the backup finished.", ("The backup finished", False), ("the backup finished", False)),
        ("The backup finished", ("The backup finished", False), ("the backup finished", False)),
        ("Priya joined", ("Priya joined", False), ("Priya joined", False)),
        ("really?", ("Really?", True), ("really?", True)),
        ("It said “done.”", ("It said “done.”", True), ("it said “done.”", True)),
        ("servers, disks, etc.", ("Servers, disks, etc.", True), ("servers, disks, etc.", True)),
        ("12 servers were up,", ("12 servers were up", False), ("12 servers were up", False)),
        ("émile came", ("émile came", False), ("émile came", False)),
        ("A-side pods", ("A-side pods", False), ("A-side pods", False)),
    ],
)
def test_a_text_is_fitted_into_a_sentence(
    text: str, as_sentence: tuple[str, bool], as_clause: tuple[str, bool]
) -> None:
    """No full stop twice, none lost, and no name put in lower case."""
    assert (texts.sentence(text), texts.clause(text)) == (as_sentence, as_clause)


@pytest.mark.parametrize(
    ("text", "who", "voice", "subject"),
    [
        ("backed up the database", "DBA", Voice.WE, "the DBA"),
        ("backed up the database", "", Voice.WE, "we"),
        ("backed up the database", "", Voice.REPORT, "the team"),
        ("raised the limit", "Priya", Voice.WE, "Priya"),
        ("scheduled tasks were paused", "", Voice.WE, ""),
        ("the backup finished", "DBA", Voice.WE, ""),
    ],
)
def test_a_text_that_begins_with_its_verb_gets_a_subject(
    text: str, who: str, voice: Voice, subject: str
) -> None:
    """Bridge notes are written like that, and a post cannot be."""
    assert texts.subject(text, who, voice) == subject


def test_the_wording_whose_neighbours_begin_otherwise_is_chosen() -> None:
    """Two sentences in a row that begin alike sound like a machine."""
    offered = telling.one_of("At 01:30 it began.\nIt began at 01:30.\n")

    for seed in range(4):
        text = telling.told(f"It was late.\n{offered}\nThen it ended.", seed)
        assert text == "It was late. At 01:30 it began. Then it ended.\n"


def test_a_second_choice_is_taken_only_where_the_others_clash() -> None:
    """It is there for need, not for variety."""
    offered = telling.one_of(f"It began.\n{telling.SECOND}So it began.\n")

    assert [telling.told(f"{before} ended.\n{offered}", 1) for before in ("That", "It")] == [
        "That ended. It began.\n",
        "It ended. So it began.\n",
    ]
