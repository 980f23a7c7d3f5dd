"""What a log leaves open is asked of its post's author, and nothing else is."""

from dataclasses import replace
from datetime import date

import pytest

from deploylog import history, prompts, templates
from deploylog.model import Decision, Deployment, Issue, Outcome, Result, Risk, Severity, Slot, Step
from deploylog.prompts import Prompt, Question
from tests.builders import deployment, instant, window


def asked(one: Deployment, *others: Deployment) -> list[tuple[str, str]]:
    found = prompts.of(one, history.of([one, *others]))
    return [(prompt.question.value, prompt.about) for prompt in found]


def test_a_night_that_its_log_tells_in_full_leaves_nothing_to_ask() -> None:
    """A question that does not matter would teach authors to delete them unread."""
    told = deployment("2007-12-02-a", steps=[("01:30", "01:40")], why="A new version.")

    assert asked(told) == []


def test_a_failed_night_is_asked_for_who_decided_what_came_of_it_and_what_comes_next() -> None:
    """In the order in which a post would answer."""
    decided = Decision(question="Go on?", decided="roll back")
    failed = deployment(
        "2007-12-02-a",
        outcome=Outcome.ROLLED_BACK,
        window=window("01:30", "02:00", "03:00"),
        steps=[
            Step(at=instant("01:30"), decision=decided),
            Step(at=instant("03:30"), text="the old version came up", result=Result.FAILED),
        ],
        decisions=[Decision(question="Who pays?")],
        risks=[Risk(text="the disk")],
    )

    assert asked(failed) == [
        ("why", ""),
        ("granted-by", ""),
        ("decided-by", "Go on?"),
        ("decided", "Who pays?"),
        ("failed", "the old version came up"),
        ("happened", "the disk"),
        ("next", ""),
        ("lessons", ""),
    ]


def test_a_deferral_is_asked_what_stood_in_the_way_and_when_it_is_tried_again() -> None:
    """Unless the next slot, or a later log of the release, says so."""
    put_off = deployment("2007-12-01-a", outcome=Outcome.DEFERRED, date=date(2007, 12, 1), release="r")
    later = deployment("2007-12-02-b", steps=[("01:30",)], release="r")
    slotted = replace(put_off, next_slots=[Slot(day=date(2007, 12, 2))])

    assert asked(put_off) == [("blocked-by", ""), ("next", "")]
    assert asked(put_off, later) == asked(slotted) == [("blocked-by", "")]


def test_a_serious_issue_is_asked_for_its_end() -> None:
    """A minor one may rest."""
    issues = [Issue(text="slow", severity=Severity.MINOR), Issue(text="down", severity=Severity.CRITICAL)]
    night = deployment("2007-12-02-a", steps=[("01:30",)], why="Because.", issues=issues)

    assert asked(night) == [("status", "down")]


@pytest.mark.parametrize("question", Question)
def test_every_question_has_words(question: Question) -> None:
    """One that the template forgot would be an empty line to the author."""
    text = templates.environment().get_template("prompts.md.j2")
    prompt = Prompt(question=question, about="the *disk*")

    shown = text.render(prompts=[prompt]).strip()

    assert shown.startswith("> **Still to tell:** ")
    assert shown.removesuffix("(the &#42;disk&#42;)").rstrip().endswith("?")
