"""The statistics page, the line on the front page and the terminal say what was counted, and where."""

import re
from collections.abc import Sequence

from hypothesis import given, settings

from builders import deployment
from deploylog import addresses, history, statistics, templates
from deploylog.model import Deployment, Outcome, System
from sample import FIRST, WINTER, nights
from test_statistics import histories

LISTED_APART = (Outcome.SCHEDULED, Outcome.CANCELLED, Outcome.IN_PROGRESS)

JINJA = templates.environment()
JINJA.globals["addresses"] = addresses


def render(name: str, logs: Sequence[Deployment], uri: str = addresses.STATISTICS) -> str:
    """Render a template of the statistics."""
    told = history.of(logs)
    figures = statistics.of(told)
    return JINJA.get_template(f"statistics/{name}").render(
        statistics=figures, history=told, titles={FIRST: "The author's title"}, uri=uri
    )


def section(page: str, anchor: str) -> str:
    """Give what stands between the heading of an anchor and the next heading."""
    _, _, after = page.partition(f"{{ #{anchor} }}\n")
    return re.split(r"^#", after, flags=re.MULTILINE)[0]


def counted(text: str) -> list[str]:
    """Give the ids of the posts that the first list of a section links to."""
    _, _, after = text.partition('<div class="posts counted" markdown>')
    return re.findall(r"\]\((?:\.\./)+(.*?)\.md\)", after.partition("</div>")[0])


def note(length: str) -> str:
    """Write a length as it stands behind a link."""
    return f'<span class="duration">{length}</span>'


def test_each_figure_of_the_table_leads_to_the_posts_that_it_counts() -> None:
    """A manager clicks `2 of 4` and sees which two."""
    page = render("index.md.j2", nights())

    assert "| [Change fail rate](#change-fail-rate) | 2 of 4 |\n" in page
    assert counted(section(page, "change-fail-rate")) == [FIRST, WINTER]
    assert "| [Duration](#duration) | median 4 h 37.5 min |\n" in page
    assert f"[The author&#39;s title](../{FIRST}.md) {note('10 h 15 min')}\n" in section(page, "duration")
    assert '2007-09-15-database-split.md) <span class="duration">15 min after</span>\n' in section(
        page, "window"
    )


def test_two_recoveries_are_shown_as_two() -> None:
    """A median of two would hide both."""
    page = render("index.md.j2", nights())

    assert "recovery time](#failed-deployment-recovery-time) | 5 h 15 min and 20 days 21 h |\n" in page


@given(histories())
@settings(max_examples=60, deadline=None)
def test_every_section_lists_exactly_as_many_posts_as_its_number_says(logs: Sequence[Deployment]) -> None:
    """No number stands without its evidence, whatever the history."""
    page = render("index.md.j2", logs)
    figures = statistics.of(history.of(logs))
    expected = {
        "executed": figures.executed.ids,
        **{outcome.value: figures.outcomes[outcome].ids for outcome in LISTED_APART},
        "change-fail-rate": figures.change_fail_rate.ids,
        "failed-deployment-recovery-time": figures.failed_deployment_recovery_time.ids,
        "deployment-rework-rate": figures.deployment_rework_rate.ids,
        "duration": figures.duration.ids,
        "deferral-rate": figures.deferral_rate.ids,
        "longest-run": figures.longest_run_without_rollback.ids,
        "releases": figures.delivered_at_once.ids,
    }

    assert {anchor: counted(section(page, anchor)) for anchor in expected} == {
        anchor: list(ids) for anchor, ids in expected.items()
    }
    anchors = re.findall(r"\{ #(\S+) \}", page)
    assert len(set(anchors)) == len(anchors)
    assert set(re.findall(r"\]\(#(\S+?)\)", page)) <= set(anchors)


@given(histories(4))
@settings(max_examples=40, deadline=None)
def test_the_pages_are_well_formed_for_every_history(logs: Sequence[Deployment]) -> None:
    """No `1 logs`, no doubled space, no table row on its own."""
    for name in ("index.md.j2", "line.md.j2"):
        text = render(name, logs)

        assert not re.search(r"\b1 (logs|days|deployments|slots|releases|hours|times)\b", text)
        assert not re.search(r"\S  \S| [.,;:](\s|$)|\n{5}|\bNone\b", text)
        assert not re.search(r"^\|.*\n\n+\|", text, flags=re.MULTILINE)


def test_names_from_a_log_are_shown_as_they_are_written() -> None:
    """A release or system called like a tag is a name, not a tag."""
    name = "<img src=x onerror=alert(1)> | [a](b)"
    page = render("index.md.j2", [deployment("2007-12-02-a", release=name, systems=[System(name=name)])])

    assert "<img" not in page
    assert (
        page.count("&#60;img src&#61;x onerror&#61;alert&#40;1&#41;&#62; &#124; &#91;a&#93;&#40;b&#41;") == 2
    )


def test_the_front_page_says_it_in_one_line() -> None:
    """Each number leads to its place on the statistics page."""
    assert render("line.md.j2", nights(), "page/2.md") == (
        "[8 deployment logs](../statistics/index.md#logs):\n"
        "[4 executed](../statistics/index.md#executed), [4 deferred](../statistics/index.md#deferral-rate), "
        "[2 of 4 went wrong](../statistics/index.md#change-fail-rate), "
        "median duration [4 h 37.5 min](../statistics/index.md#duration).\n"
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

    assert "frequency](#deployment-frequency) | 7.0 a week |\n" in render("index.md.j2", daily)
    assert "frequency](#deployment-frequency) | one every 25 days |\n" in render("index.md.j2", nights())
