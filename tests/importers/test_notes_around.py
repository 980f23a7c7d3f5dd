"""What people write around the steps of a night reaches the log: it is half of the story."""

from datetime import date

import pytest

from deploylog.importers import Outcome, Sketch, Wishes, from_bytes, write
from deploylog.importers.explaining import explain
from deploylog.importers.notes import IMPORTER
from deploylog.importers.notes.reasons import cause_of
from deploylog.logs import read_log_text
from importers.accounting import assert_accounted

WISHES = Wishes(timezone="Europe/Vienna", as_of=date(2031, 12, 2))

NIGHT = """\
Monday, 6 May 2024
Deployment of the till

Three things were to change:
- the till itself, in all shops
- the price service behind it

The worry was the printers: nobody had tried them with the driver from
Vienna. It had been in a drawer since the last night, and so had they. That
was in March, and it was cold.

Status: done

2024-05-04 22:00: all tills were shut down
22:10-22:40: the new till was deployed
22:45: the sanity test passed

The printers worked, and the till
was the first thing to fail.

We will look at the old driver on Tuesday.
"""


def read(text: str, wishes: Wishes = WISHES) -> Sketch:
    """Read notes of one night, every line of which has its place."""
    [sketch] = IMPORTER.read(from_bytes(text.encode()), wishes)
    assert_accounted(text, [sketch])
    return sketch


def told(sketch: Sketch, key: str) -> list[str]:
    return [passage.text for passage in sketch.passages if passage.key == key]


def test_what_stands_around_the_steps_opens_and_closes_the_story() -> None:
    """The worries before and the relief after are in no step; a line of a form is no part of them."""
    log = write(read(NIGHT))

    read_log_text(log, file="x.yml", id="x")
    assert log == (
        "title: Deployment of the till\n"
        "timezone: Europe/Vienna\n"
        "date: 2024-05-04\n"
        "posted: 2024-05-06\n"
        "outcome: successful  # guessed: from the words of the entries\n"
        "intro: |-\n"
        "  Three things were to change: the till itself, in all shops; the price service behind it\n"
        "\n"
        "  The worry was the printers: nobody had tried them with the driver from Vienna. It had been in a "
        "drawer since the last night, and so had they. That was in March, and it was cold.\n"
        "closing: |-\n"
        "  The printers worked, and the till was the first thing to fail.\n"
        "\n"
        "  We will look at the old driver on Tuesday.\n"
        "\n"
        "steps:\n"
        '  - at: "22:00"\n'
        "    activity: shutdown\n"
        "    text: all tills were shut down\n"
        "\n"
        '  - at: "22:10"\n'
        '    until: "22:40"\n'
        "    activity: deploy\n"
        "    text: the new till was deployed\n"
        "\n"
        '  - at: "22:45"\n'
        "    activity: sanity-test\n"
        "    text: the sanity test passed\n"
        "    result: passed\n"
        "\n"
        "# No part of the story above. Never shown: move what belongs to a step, delete the rest.\n"
        "unparsed:\n"
        '  - {line: 12, text: "Status: done"}\n'
    )


def test_the_explanation_says_where_it_went() -> None:
    """Whoever looks for a sentence finds the key of the log that has it."""
    text = from_bytes(NIGHT.encode())
    labels = [line[8:].split("  ")[0] for line in explain(text, IMPORTER.read(text, WISHES))]

    assert [label for label in labels if label] == [
        *["head"] * 2,
        *["head intro"] * 6,
        "unparsed",
        *["step 22:00", "step 22:10", "step 22:45"],
        *["head closing"] * 3,
    ]


def test_lessons_and_what_is_left_to_do_are_lists_of_the_log() -> None:
    """A report has them under headings; what is done is not left to do, and its other parts are no story."""
    sketch = read(
        "# The till went down\n\n## Summary\n\nThe till was down for an hour.\n\n## Impact\n\nNo sales.\n\n"
        "## Timeline\n\n- 2024-05-04 10:00 the till crashed\n- 11:00 back to normal\n\n"
        "## Lessons learned\n\n### What went well\n\n- The alert\n  was quick.\n\n### What did not\n\n"
        "- Nobody knew the password\n  - not even the boss\n\n"
        "## Action items\n\n- [x] Restart it\n- [ ] Write the password down\n- Tell the boss (done)\n\n"
        "## Root cause\n\nA full disk.\n"
    )

    assert [(passage.key, passage.text) for passage in sketch.passages] == [
        ("intro", "The till was down for an hour."),
        ("lessons", "The alert was quick."),
        ("lessons", "Nobody knew the password; not even the boss"),
        ("follow_up", "Write the password down"),
    ]
    assert [text for _, text in sketch.unparsed] == [
        "## Summary",
        "## Impact",
        "No sales.",
        "## Lessons learned",
        "### What went well",
        "### What did not",
        "## Action items",
        "- [x] Restart it",
        "- Tell the boss (done)",
        "## Root cause",
        "A full disk.",
    ]


def test_headings_without_marks_part_what_stands_around() -> None:
    """`Summary`, alone between blank lines, is no word of the story."""
    sketch = read(
        "The till, 2024-05-04\n\nSummary\n\nThe till was down.\n\nImpact\n\nNo sales.\n\n"
        "10:00 it crashed\n11:00 it was back\n\nNext steps\n\nBuy another.\n"
    )

    assert told(sketch, "intro") == ["The till was down."]
    assert told(sketch, "follow_up") == ["Buy another."]


def test_who_writes_pages_does_not_write_around_a_timeline() -> None:
    """A book before the first step stays where it can be looked at; the log begins with what fits."""
    page = "It was a long story, and there is no end to it. " * 60
    sketch = read(f"Night of 2024-05-04\n\n{page}\n\n{page}\n\n{page}\n\n22:00 the till was deployed\n")

    assert len(told(sketch, "intro")) == 2
    assert len(sketch.unparsed) == 1


def test_a_mail_has_greetings_and_no_story_around_its_steps() -> None:
    """`Hi all` is nobody's opening."""
    sketch = read(
        "From: Ann\nDate: Sun, 5 May 2024 09:00:00 +0200\nSubject: the till\n\nHi all,\n\n"
        "22:00 the till was shut down\n22:10 the new one was deployed\n\nBye\nAnn\n"
    )

    assert sketch.passages == []


def test_the_day_under_which_a_post_is_shown_is_not_that_of_the_night() -> None:
    """A blog shows the day of the post above its title."""
    text = "Friday, May 10, 2024\nDeployment of 4 May 2024\n22:00 the till was deployed\n"

    assert "date: 2024-05-04\nposted: 2024-05-10\n" in write(read(text))
    assert "posted" not in write(read(text.replace("10, 2024", "4, 2024")))


def test_a_night_was_over_when_it_was_told_of() -> None:
    """Where only the day of the post is known, the night is the one before."""
    log = write(read("Friday, May 10, 2024\nThe till\n22:00 it was shut down\n0:30 it was up again\n"))

    assert "date: 2024-05-09  # guessed: a line above the title names it\nposted: 2024-05-10\n" in log


def test_a_deferral_tells_its_reason_and_leaves_the_rest_to_the_story() -> None:
    """The reason is what kept the night from being; hopes and the cold of the author stand around it."""
    sketch = read(
        "Deployment of 4 May 2024\n\nI had a cold coming on.\n\n"
        "The price service crashed on Friday. So we had to cancel the night. "
        "We will try again on Tuesday.\n\n"
        "At least I could sleep.\n"
    )

    log = write(sketch)
    read_log_text(log, file="x.yml", id="x")
    assert log == (
        "title: Deployment of 4 May 2024\n"
        "timezone: Europe/Vienna\n"
        "date: 2024-05-04\n"
        "outcome: deferred  # guessed: from the words of the notes\n"
        "intro: I had a cold coming on.\n"
        "deferral:\n"
        "  reason: The price service crashed on Friday. So we had to cancel the night.\n"
        "  cause: price service crash  # guessed: from the words of the notes\n"
        '  next_slots:  # guessed: the notes say "Tuesday"\n'
        "    - {date: 2024-05-07}\n"
        "closing: |-\n"
        "  We will try again on Tuesday.\n"
        "\n"
        "  At least I could sleep.\n"
    )


def test_what_was_called_off_is_told_in_the_words_of_the_notes() -> None:
    """Only a deferral has a reason of its own: these words would be lost."""
    sketch = read("Deployment of 4 May 2024\n\nThe shops closed for good. The deployment was called off.\n")

    assert sketch.outcome is Outcome.CANCELLED
    assert "intro: The shops closed for good. The deployment was called off.\n" in write(sketch)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("Then their build server crashed, again.", "build server crash"),
        ("Tonight is off: the load balancers were down.", "load balancers outage"),
        ("We wait because of a problem with the back-end's disks, so no.", "back-end's disks"),
        ("Postponed due to the storm.", "storm"),
        ("The team said the old switch had failed.", "old switch failure"),
        ("It was put off. Nobody knows why.", ""),
    ],
)
def test_the_cause_by_which_deferrals_are_counted_is_in_their_words(text: str, cause: str) -> None:
    """The statistics count a crash as a crash; without words for it, nothing is made up."""
    assert cause_of(text) == cause


@pytest.mark.parametrize(
    ("step", "outcome"),
    [
        ("22:20 the deployment of the price service failed", Outcome.SUCCESSFUL_WITH_ISSUES),
        ("22:20 the till crashed", Outcome.SUCCESSFUL_WITH_ISSUES),
        ("22:20 an accident on the highway kept Ann", Outcome.SUCCESSFUL),
        ("22:20 the building had a power outage", Outcome.SUCCESSFUL),
    ],
)
def test_a_night_that_ends_well_after_a_failure_had_issues(step: str, outcome: Outcome) -> None:
    """The first sentence of the post is the outcome: it must not say that all went in without an issue."""
    text = f"2024-05-04 22:00 the till was shut down\n{step}\n23:00 the deployment was a success\n"

    assert read(text).outcome is outcome


@pytest.mark.parametrize(
    ("title", "outcome"),
    [
        ("Postmortem of the till", Outcome.SUCCESSFUL_WITH_ISSUES),
        ("The till, an outage", Outcome.SUCCESSFUL_WITH_ISSUES),
        ("The till", Outcome.SUCCESSFUL),
    ],
)
def test_nobody_writes_a_report_of_a_night_without_an_issue(title: str, outcome: Outcome) -> None:
    """However mild the words of its steps are."""
    assert (
        read(f"# {title}\n\n2024-05-04 22:00 the till was slow\n22:20 it was quick again\n").outcome
        is outcome
    )
