"""Phrases that recur without an explanation are found, and what is capitalised for other reasons is not."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylog import candidates
from deploylog.candidates import Candidate, Passage, Place
from deploylog.glossary import Glossary, TermFile, glossary_of
from deploylog.model import Term
from deploylog.prose import prose_of


def passage(text: str, post: str = "a", file: str = "posts/a.yml") -> Passage:
    """Make a text of a log; its lines are counted from 1."""
    return Passage(post=post, file=file, text=text, line=lambda at: text.count("\n", 0, at) + 1)


def glossary(*words: str) -> Glossary:
    """Make a glossary of words."""
    return glossary_of(
        TermFile(term=Term(slug=f"t{number}", term=word), file="", places={})
        for number, word in enumerate(words)
    )


def found(*texts: str, terms: Sequence[str] = (), names: Sequence[str] = ()) -> dict[str, int]:
    """Give how often each candidate stands in texts of as many logs."""
    passages = [passage(text, f"p{number}", f"posts/p{number}.yml") for number, text in enumerate(texts)]
    return {one.phrase: one.count for one in candidates.of(passages, glossary(*terms), {*names})}


@pytest.mark.parametrize(
    ("texts", "phrase"),
    [
        (["the CAB met", "we asked the CAB"], "CAB"),
        (["CAB met", "CAB said no"], "CAB"),
        (["two CABs met", "one CAB met"], "CAB"),
        (["the CAB's answer", "the CAB met"], "CAB"),
        (["the Change Advisory Board met", "Change Advisory Board: no"], "Change Advisory Board"),
        (["the Change\nAdvisory Board met", "the Change Advisory  Board said no"], "Change Advisory Board"),
        (['we ran a "smoke check"', 'the "smoke check" passed'], "smoke check"),
        (["a “smoke check” ran", "“Smoke check”, they said"], "Smoke check"),
        (["restarting WebSphere took long", "WebSphere was up"], "WebSphere"),
        (["the Help Desk called", "Help Desk tickets came in"], "Help Desk"),
        (["it ran on MySQL 5", "then MySQL 4 stopped"], "MySQL"),
        (["a Windows 2000 Server", "the Windows 2000 Server"], "Windows 2000 Server"),
        (["see the runbook of Ops-Team", "the Ops-Team agreed"], "Ops-Team"),
        (["the Ubuntu box", "Ubuntu it was", "another box with Ubuntu"], "Ubuntu"),
        (["die Übergabe an Ärzte", "wieder mit Ärzte"], "Ärzte"),
    ],
)
def test_a_phrase_that_recurs_is_found_in_the_spelling_most_used(texts: list[str], phrase: str) -> None:
    """Acronyms, names of several words, odd capitals and quoted words: what a newcomer would ask about."""
    assert found(*texts) == {phrase: len(texts)}


@pytest.mark.parametrize(
    "texts",
    [
        ["The night began. We waited.", "The night ended. We waited."],
        ["Everybody joined on Monday", "On Monday everybody left", "until Sunday", "every Sunday in May"],
        ["I think I am done", "I think so"],
        ["Deploying took long. Deploying is hard.", "Deploying again"],
        ["it failed: Nothing worked", "it failed - Nothing worked"],
        ["the CAB met once"],
        ['"We have to stop now, or we lose the night"', '"We have to stop now, or we lose the night"'],
        ['"yes", said the DBA', '"yes", said the DBA'],
        ["it took 10 minutes", "it took 10 minutes"],
        ["the Landing Test passed", 'a "landing test" failed'],
        ['" DBA " or "DBA,"', 'the " DBA " and the "\nDBA"'],
        ["Landing-Tests passed", "all Landing-Tests"],
        ["the Front End is up", "the Front End was up"],
        ["OK, it is UTC", "at 5 PM, OK"],
    ],
)
def test_what_is_capitalised_for_another_reason_is_not_found(texts: list[str]) -> None:
    """Sentence starts, days, speech, names of systems, and what the glossary explains in any form."""
    assert found(*texts, terms=["DBA", "landing test"], names=["front end"]) == {}


def test_a_sentence_start_counts_once_the_phrase_is_known_from_elsewhere() -> None:
    """`Ubuntu` at a start alone may be any word; seen within a sentence it is a name everywhere."""
    assert found("Ubuntu ran. Ubuntu stopped.") == {}
    assert found("Ubuntu ran. Ubuntu stopped.", "the old Ubuntu") == {"Ubuntu": 3}


def test_the_ordinary_word_before_a_name_is_not_part_of_it() -> None:
    """A sentence may begin with a word that other sentences write small."""
    assert found("Yesterday CAB met", "Stopping CAB", "then CAB was stopping") == {"CAB": 3}


def test_a_term_within_a_longer_phrase_leaves_the_phrase() -> None:
    """Who the DBA Guild is, the term DBA does not say."""
    assert found("the DBA Guild met", "ask the DBA Guild", terms=["DBA"]) == {"DBA Guild": 2}


def test_a_log_and_the_post_told_from_it_count_once_and_both_places_are_named() -> None:
    """The told post repeats what the log says; that alone is no recurrence."""
    log, told = passage("the CAB met"), passage("A line.\nThe night on which the CAB met.", file="posts/a.md")
    other = passage("the CAB again", "b", "posts/b.yml")

    assert candidates.of([log, told], glossary()) == []
    assert candidates.of([log, told, other], glossary()) == [
        Candidate(
            phrase="CAB",
            count=2,
            posts=["a", "b"],
            places=[
                Place(file="posts/a.md", line=2),
                Place(file="posts/a.yml", line=1),
                Place(file="posts/b.yml", line=1),
            ],
        )
    ]


def test_what_most_posts_say_comes_first() -> None:
    """A word in three posts confuses more readers than one that a single post repeats."""
    assert list(found("the ABC and the XYZ, XYZ, XYZ, XYZ", "the ABC", "the ABC")) == ["ABC", "XYZ"]


def test_code_links_and_headings_of_a_post_are_no_prose() -> None:
    """What the linker would not link is no candidate either."""
    markdown = "# The CAB\n\n`the CAB` and [the CAB](x.md)\n\n```\nthe CAB\n```\n\n> the CAB\n"

    assert found(prose_of(markdown).text, prose_of(markdown).text) == {}


WORDS = st.sampled_from(
    ["CAB", "the", "Help", "Desk", "The", "met", "x.", '"', "MySQL", "5", "DBA", "\0", "\n"]
)


@given(st.lists(st.lists(WORDS, max_size=12).map(" ".join), max_size=5))
def test_candidates_are_no_terms_recur_and_stand_where_they_are_said_to(texts: list[str]) -> None:
    """Whatever the texts: one entry a phrase, as many places as uses, and never a term."""
    passages = [passage(text, f"p{number}", f"p{number}") for number, text in enumerate(texts)]
    listed = candidates.of(passages, glossary("DBA"))

    assert len({one.phrase.casefold() for one in listed}) == len(listed)
    for one in listed:
        assert one.count == len(one.places) > 1
        assert one.phrase.casefold() not in ("dba", "dbas")
        for place in one.places:
            text = " ".join(texts[int(place.file[1:])].casefold().split())
            assert one.phrase.casefold() in text


@given(st.text(max_size=200))
def test_no_text_breaks_the_search(text: str) -> None:
    """Authors write anything."""
    for one in candidates.of([passage(text), passage(text, "b")], glossary("DBA")):
        assert one.count > 1
