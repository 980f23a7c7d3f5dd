"""The pages of statistics, the line on the front page and the terminal say what was counted, and where."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from builders import deployment
from deploylog import addresses, history, statistics, templates
from deploylog.model import Deployment, System
from sample import FIRST, PUT_OFF, SECOND, WINTER, nights
from statistics_pages import listed, numbers, rendered, tables
from test_statistics import histories
from thorough import share

WHOLE = addresses.STATISTICS
JINJA = templates.environment()


def render(name: str, logs: Sequence[Deployment], uri: str = WHOLE) -> str:
    """Render a template of the statistics that needs no evidence."""
    told = history.of(logs)
    return JINJA.get_template(f"statistics/{name}").render(
        statistics=statistics.of(told), history=told, titles={}, uri=uri
    )


def test_each_figure_of_the_table_leads_to_the_posts_that_it_counts() -> None:
    """A manager clicks `2` of `2 of 4` and sees which two, `4` and sees of which four."""
    page = rendered(nights())[WHOLE]
    lists = listed(page)

    text, (failed, executed) = tables(page)["figures", "Change fail rate"]
    assert (text, lists[failed], len(lists[executed])) == ("2 of 4", [FIRST, WINTER], 4)
    text, (measured,) = tables(page)["figures", "Duration"]
    assert (text, len(lists[measured])) == ("median 4 h 37.5 min, from 4", 4)
    text, (row,) = tables(page)["chains", "november-2007"]
    assert (text, lists[row]) == ("4 | 21 November 2007 | 11 | successful with issues", PUT_OFF)


def test_two_recoveries_are_shown_as_two() -> None:
    """A median of two would hide both."""
    rows = tables(rendered(nights())[WHOLE])

    assert rows["figures", "Failed deployment recovery time"][0] == "5 h 15 min and 20 days 21 h, from 2"


def test_a_row_shows_what_the_numbers_are_made_of() -> None:
    """The title that the author gave, and the lengths of that night."""
    page = rendered(nights(), titles={FIRST: "The author's <title>"})[WHOLE]

    row = next(line for line in page.splitlines() if line.startswith("<li") and "The author" in line)
    assert re.findall(r'href="([^"]*)"|>([^<>]+)<', row.replace("> <", "><")) == [
        ("", "15 September 2007"),
        (f"../{FIRST}/", ""),
        ("", "The author&#39;s &lt;title&gt;"),
        ("", "rolled back"),
        ("", "10 h 15 min"),
        ("", "service back 15 min after the window closed"),
        ("", "outage 8 h 15 min"),
        ("", "recovery 5 h 15 min"),
    ]


def test_every_part_has_a_page_of_the_same_figures() -> None:
    """Per year, system, environment, kind and release."""
    pages = rendered(nights())

    assert sorted(pages) == [
        "statistics/environment/production.md",
        "statistics/index.md",
        "statistics/kind/emergency.md",
        "statistics/kind/planned.md",
        "statistics/kind/retry.md",
        "statistics/release/november-2007.md",
        "statistics/release/september-2007.md",
        "statistics/system/application-1.md",
        "statistics/system/application-2.md",
        "statistics/system/back-end.md",
        "statistics/system/database.md",
        "statistics/system/front-end.md",
        "statistics/year/2007.md",
    ]
    page = pages["statistics/release/september-2007.md"]
    text, (failed, _) = tables(page)["figures", "Change fail rate"]
    assert (text, listed(page)[failed]) == ("1 of 2", [FIRST])
    assert tables(page)["each-release", "september-2007"][0] == (
        "2 | 2 | 0 | 15 September 2007 | 22 September 2007 | 7"
    )
    assert tables(page)["attempts", "2"][0] == "1"
    assert listed(page)[tables(page)["attempts", "2"][1][0]] == [SECOND]


@given(histories())
@settings(max_examples=share(150))
def test_every_number_leads_to_exactly_as_many_posts(logs: Sequence[Deployment]) -> None:
    """No number stands without its evidence, on any page of any history."""
    pages = rendered(logs)
    lists = {uri: listed(content) for uri, content in pages.items()}
    known = {deployment.id for deployment in logs}

    for number in numbers(pages):
        found = lists[number.target][number.name]
        assert (number, len(found)) == (number, number.value)
        assert len(set(found)) == len(found)
        assert known.issuperset(found)
    for content in pages.values():
        anchors = re.findall(r"\{ #(\S+) \}", content)
        assert len(set(anchors)) == len(anchors)
        assert {a for a in re.findall(r"\]\(#(\S+?)\)", content) if not a.startswith("posts-")} <= {*anchors}


def many(count: int) -> list[Deployment]:
    """Make deployments a day apart, a third of them deferred for one of many causes."""
    days = (date(2001, 1, 1) + timedelta(days=number) for number in range(count))
    return [
        deployment(f"{day}-a", ("successful", "rolled-back", "deferred")[day.toordinal() % 3]) for day in days
    ]


@pytest.mark.parametrize(("count", "apart"), [(50, False), (51, True)])
def test_many_posts_have_a_page_of_their_own(count: int, apart: bool) -> None:
    """The numbers stay short to read, and each still leads to its posts."""
    pages = rendered(many(count))

    assert ("statistics/posts.md" in pages, "## The posts" in pages[WHOLE]) == (apart, not apart)
    targets = {number.target for number in numbers({WHOLE: pages[WHOLE]}) if number.name == "3"}
    assert targets == {"statistics/posts.md" if apart else WHOLE}
    for number in numbers(pages):
        assert len(listed(pages[number.target])[number.name]) == number.value


@pytest.mark.unmeasured
def test_pages_grow_with_the_logs_and_not_faster() -> None:
    """A list for each figure would make the pages of ten years forty times as long as they need be."""
    sizes = {count: sum(map(len, rendered(many(count)).values())) for count in (300, 600)}

    assert sizes[600] < 2.1 * sizes[300]


@pytest.mark.unmeasured
def test_more_numbers_than_the_style_sheet_can_tell_apart_are_listed_one_by_one() -> None:
    """A cause for every deferral, and every one is still shown exactly."""
    logs = [
        deployment(one.id, "deferred", release=f"release {number}") for number, one in enumerate(many(410))
    ]
    pages = rendered(logs)

    assert len(listed(pages["statistics/posts.md"])) > 410
    for number in numbers({WHOLE: pages[WHOLE]}):
        assert len(listed(pages[number.target])[number.name]) == number.value


@pytest.mark.unmeasured
def test_the_style_sheet_knows_every_name_of_a_list() -> None:
    """A name that it does not know would leave all posts."""
    sheet = JINJA.get_template("statistics.css").render()
    known = set(re.findall(r"#posts-([\w-]+):target~ul>li:not\(\.p-\1\)", sheet))

    for logs in (nights(), many(60), many(450)):
        for content in rendered(logs).values():
            assert set(re.findall(r'class="ledger__title" id="posts-([\w-]+)"', content)) <= known


@given(histories(4))
@settings(max_examples=share(100))
def test_the_pages_are_well_formed_for_every_history(logs: Sequence[Deployment]) -> None:
    """No `1 logs`, no doubled space, no table row on its own."""
    for text in (*rendered(logs).values(), render("line.md.j2", logs)):
        assert not re.search(
            r"\b1\]?(\([^)]*\))? (logs|days|deployments|slots|releases|hours|times|posts|issues)\b", text
        )
        assert not re.search(r"\S  \S| [.,;:](\s|$)|\n{5}|\bNone\b", text)
        assert not re.search(r"^\|.*\n\n+\|(?!.*\n\|---)", text, flags=re.MULTILINE)


def test_names_from_a_log_are_shown_as_they_are_written() -> None:
    """A release or system called like a tag is a name, not a tag."""
    name = "<img src=x onerror=alert(1)> | [a](b)"
    pages = rendered([deployment("2007-12-02-a", release=name, systems=[System(name=name)], title=name)])

    assert not any("<img" in page for page in pages.values())
    written = "&#60;img src&#61;x onerror&#61;alert&#40;1&#41;&#62; &#124; &#91;a&#93;&#40;b&#41;"
    assert pages[WHOLE].count(written) == 2


def test_the_front_page_says_it_in_one_line() -> None:
    """Each number leads to its place on the statistics page."""
    assert render("line.md.j2", nights(), "page/2.md") == (
        "[8 deployment logs](../statistics/index.md#posts-logs):\n"
        "[4 executed](../statistics/index.md#posts-executed), "
        "[4 deferred](../statistics/index.md#posts-deferred), "
        "[2 of 4 went wrong](../statistics/index.md#posts-change-fail-rate), "
        "median duration [4 h 37.5 min](../statistics/index.md#posts-duration).\n"
    )


def test_the_front_page_of_a_site_without_logs_says_nothing() -> None:
    """There is nothing to boast of."""
    assert render("line.md.j2", []) == ""


def test_the_terminal_shows_the_same_figures_aligned() -> None:
    """Plain text, to be read or piped."""
    assert render("terminal.txt.j2", nights()) == TERMINAL


def test_the_terminal_of_a_site_without_logs_says_what_is_unknown() -> None:
    """It neither crashes nor shows zero for what is not known."""
    printed = render("terminal.txt.j2", [])

    assert re.search(r"^change fail rate +unknown$", printed, flags=re.MULTILINE)
    assert re.search(r"^deployment logs +0$", printed, flags=re.MULTILINE)


TERMINAL = """\
2007-09-15 to 2007-12-23, 100 days

deployment logs                  8
executed                         4
  successful                     2
  successful with issues         1
  rolled back                    1
deferred                         4

deployment frequency             one every 25 days
change lead time                 unknown
change fail rate                 2 of 4: 2007-09-15-database-split, 2007-12-02-front-end
failed deployment recovery time  5 h 15 min and 20 days 21 h
deployment rework rate           1 of 4: 2007-12-23-emergency

duration                         median 4 h 37.5 min
overran their windows            1 deployment: 2007-09-15-database-split
deferral rate                    4 of 8
delivered at the first attempt   1 of 2
longest run without a rollback   3 deployments

deployment                       outcome                 duration
2007-09-15-database-split        rolled back             10 h 15 min
2007-09-22-database-split-again  successful              5 h 45 min
2007-11-21-autumn                deferred
2007-11-28-autumn                deferred
2007-11-29-autumn                deferred
2007-11-30-autumn                deferred
2007-12-02-front-end             successful with issues  3 h 30 min
2007-12-23-emergency             successful              35 min
"""


def test_a_frequent_deployment_is_told_by_the_week_and_a_rare_one_by_the_days_between() -> None:
    """`0.00 a week` tells nobody anything."""
    daily = [deployment(f"2007-12-{day:02}-a") for day in range(1, 22)]

    def told(logs: Sequence[Deployment]) -> str:
        return tables(rendered(logs)[WHOLE])["figures", "Deployment frequency"][0]

    assert told(daily) == "7.0 a week, from 21"
    assert told(nights()) == "one every 25 days, from 4"
