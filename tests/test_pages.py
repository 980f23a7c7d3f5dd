"""What pages are made of: texts with live parts put in place, links that move along, lists in order."""

from datetime import date

import pytest

from builders import deployment, instant
from deploylog import history, statistics, templates
from deploylog.model import Activity, Outcome, Post, Step, System
from deploylog.pages import Article, Edition, archive, body, facts, front, outcomes, tags
from deploylog.pages.systems import accounts
from deploylog.settings import Settings

PARTS = {"facts": "FACTS", "timeline": "TIMELINE", "chain": "CHAIN", "links": "LINKS"}


def edition(tmp_path, articles=(), as_of=date(2007, 12, 31), **settings) -> Edition:
    """Gather an edition by hand from articles in any order."""
    related = history.of(article.deployment for article in articles if article.deployment)
    return Edition(
        settings=Settings(root=tmp_path, posts=tmp_path, glossary=tmp_path, **settings),
        as_of=as_of,
        jinja=templates.environment(),
        history=related,
        statistics=statistics.of(related, as_of),
        articles=sorted(articles, key=lambda article: article.order, reverse=True),
    )


def plain(day: int, **fields) -> Article:
    """Build a plain post of December 2007."""
    id_ = f"2007-12-{day:02}-plain"
    return Article(told=Post(id=id_, title=f"Day {day}", date=date(2007, 12, day), **fields))


# Live parts


def test_parts_stand_where_the_text_places_them():
    """An author decides where the drawing of the night interrupts the tale."""
    text = "One.\n\n<!-- deploylog: timeline -->\n\nTwo.\n\n<!-- deploylog: facts -->"

    assert body.placed(text, PARTS) == "One.\n\n\nTIMELINE\n\n\nTwo.\n\n\nFACTS\n\nCHAIN\n\nLINKS"


def test_parts_that_the_text_does_not_name_stand_first_and_last():
    """A told post without a single placeholder still shows everything that lives in the log."""
    assert body.placed("One.", PARTS) == "FACTS\n\nOne.\n\nTIMELINE\n\nCHAIN\n\nLINKS"


def test_a_place_in_a_code_block_is_an_example_not_a_place():
    """A post about deploylog can show the comment itself."""
    text = "```\n<!-- deploylog: facts -->\n```"

    assert body.placed(text, dict.fromkeys(PARTS, "")) == text


def test_a_part_named_twice_stands_once():
    """Two figures with the same id would be one page with invalid HTML."""
    text = "<!-- deploylog: facts -->\n<!-- deploylog: facts -->"

    assert body.placed(text, {**dict.fromkeys(PARTS, ""), "facts": "FACTS"}).count("FACTS") == 1


# First sentences


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("# Title\n\nOne.\n\nTwo.\n\n<!-- more -->\n\nThree.", "One.\n\nTwo."),
        ("<!-- deploylog: facts -->\n\nOne\nline.\n\nTwo.", "One\nline."),
        ("# Title\n\n## Part\n\nOne.", "One."),
        ("", ""),
    ],
)
def test_the_first_sentences_end_at_more_or_with_the_first_paragraph(text, first):
    """The front page shows prose, never a heading or a marker."""
    assert body.lede(text) == first


def test_a_description_is_plain_text_of_whole_words():
    """Search engines show it as it is."""
    markdown = 'A **bold** [link](x.md "title") and `code`&#58; <em>snake_case</em>[^1] ' + "word " * 60

    described = body.plain(markdown)

    assert described.startswith("A bold link and code: snake_case word word")
    assert described.endswith(" word…")
    assert len(described) <= 200


# Links


@pytest.mark.parametrize(
    ("written", "moved"),
    [
        ("[a](x.md)", "[a](../2007/x.md)"),
        ("[a](../y.md#part)", "[a](../y.md#part)"),
        ('![a](x.png "title")', '![a](../2007/x.png "title")'),
        ("[a](https://example.com/x.md)", "[a](https://example.com/x.md)"),
        ("[a](#here)", "[a](../2007/night.md#here)"),
        ("[a](/x.md)", "[a](/x.md)"),
        ("```\n[a](x.md)\n```", "```\n[a](x.md)\n```"),
    ],
)
def test_links_still_lead_there_when_the_text_moves_to_another_page(written, moved):
    """The first sentences of a told post stand on the front page, too."""
    assert body.moved(written, "2007/night.md", "page/2.md") == moved


def test_links_to_what_is_not_on_the_site_become_plain_text():
    """A link to a draft would be a dead end, and would tell its address."""
    markdown = "[a night](x.md){ .post } and [another](y.md#part)"

    assert body.without_links_to(markdown, "z.md", {"x.md", "y.md"}) == "a night and another"


# Facts


def test_facts_tell_the_place_in_the_release_and_in_history():
    """Attempt N of M, what it repairs and what repaired it are computed, never typed."""
    first = deployment("2007-09-15-split", "rolled-back", release="september")
    second = deployment("2007-09-22-split", release="september")
    repair = deployment("2007-12-23-repair", remedies="2007-09-22-split")
    related = history.of([repair, second, first])

    told = facts.of(second, related)

    assert (told.entry_number, told.attempt_number) == (2, 2)
    assert (told.remedied, told.remedied_by) == (None, [repair])
    assert facts.of(repair, related).remedied == second
    assert facts.of(repair, related).release is None


def test_facts_tell_how_long_after_the_window_service_was_back():
    """A night in its window says nothing; one past its extension says by how much."""
    late = deployment(
        "2007-09-15-split",
        "rolled-back",
        [("06:00", "08:15", Activity.ROLLBACK)],
        window=("00:00", "07:00", "08:00"),
    )
    in_time = deployment("2007-09-22-split", window=("01:30", "07:00"))

    assert str(facts.of(late, history.of([late])).past_window) == "0:15:00"
    assert facts.of(in_time, history.of([in_time])).past_window is None


def test_facts_say_about_when_the_plan_or_the_start_is_approximate():
    """An exact figure from a rough time would be a lie."""
    step = Step(at=instant("02:05"), plan=instant("~03:05"), text="it was done")
    one = deployment(steps=[step])

    told = facts.of(one, history.of([one]))

    assert (str(told.ahead), told.ahead_approximate) == ("1:00:00", True)


# Lists


def test_the_front_page_shows_the_newest_first_in_pages(tmp_path):
    """The second page is an address of its own; nobody loads 1,000 summaries."""
    articles = [plain(day) for day in range(1, 6)]

    pages = list(front(edition(tmp_path, articles, page_size=2), {article.id: "" for article in articles}))

    assert [page.uri for page in pages] == ["index.md", "page/2.md", "page/3.md"]
    assert [page.content.count("\n## [Day") for page in pages] == [2, 2, 1]
    assert pages[0].content.index("Day 5") < pages[0].content.index("Day 4")


def test_a_site_without_posts_has_a_front_page(tmp_path):
    """The first thing a new team sees says what to do next."""
    [page] = front(edition(tmp_path), {})

    assert "No posts yet." in page.content


def test_the_archive_has_a_page_for_each_year_and_lists_outcomes(tmp_path):
    """Thousands of posts stay reachable in two clicks."""
    articles = [Article(deployment=deployment("2006-05-01-old", "deferred")), plain(1), plain(2)]

    pages = list(archive(edition(tmp_path, articles)))

    assert [page.uri for page in pages] == ["archive/index.md", "archive/2007.md", "archive/2006.md"]
    assert "- [2006](2006.md): 1 post\n" in pages[0].content
    assert "[deferred](../outcomes/deferred.md){ .outcome .outcome--deferred } 1" in pages[0].content


def test_each_outcome_that_occurs_has_a_page(tmp_path):
    """A badge in a fact box leads to all posts of its outcome."""
    articles = [
        Article(deployment=deployment(f"2007-12-0{n}-x", outcome)) for n, outcome in enumerate(Outcome, 1)
    ]

    pages = list(outcomes(edition(tmp_path, articles)))

    assert sorted(page.uri for page in pages) == sorted(f"outcomes/{outcome}.md" for outcome in Outcome)


def test_tags_that_share_an_address_share_a_page(tmp_path):
    """`load balancer` and `load-balancer` would otherwise overwrite each other."""
    articles = [plain(1, tags=("load balancer",)), plain(2, tags=("load-balancer", "dba"))]

    index, *pages = tags(edition(tmp_path, articles))

    assert [page.uri for page in pages] == ["tags/dba.md", "tags/load-balancer.md"]
    assert "Day 1" in pages[1].content
    assert "Day 2" in pages[1].content
    assert index.content.count("\n- ") == 2


def test_a_system_page_gathers_what_all_logs_say_of_it():
    """Who depends on it, and how its deployments went, stands in one place."""
    front_end = System(name="front end", role="application", depends_on=("back end",))
    one = deployment("2007-12-02-x", systems=(front_end, "back end"))
    two = deployment("2007-12-09-x", "rolled-back", systems=("back end",))

    [back, front_] = accounts([one, two])

    assert (back.name, back.needed_by, back.deployments) == ("back end", ["front end"], (one, two))
    assert back.outcomes == {Outcome.SUCCESSFUL: 1, Outcome.ROLLED_BACK: 1}
    assert (front_.roles, front_.depends_on) == (("application",), ["back end"])
