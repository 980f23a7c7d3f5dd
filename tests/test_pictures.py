"""The pictures of the statistics: what they show is what was counted, and they stay small."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import deployment
from chart_nights import HOSTILE
from deploylog import addresses, history, statistics
from deploylog.model import Activity, Deferral, Deployment, Outcome, System
from deploylog.pages.pictures import Pictures
from sample import nights
from statistics_pages import listed, rendered
from test_statistics import histories
from thorough import share

GOLDEN = Path(__file__).parent / "golden-charts"
WHOLE = addresses.STATISTICS
FIGURE = re.compile(r"<figure.*?</figure>", re.DOTALL)


def pictures(
    logs: Sequence[Deployment], as_of: date | None = None, part: str = "", name: str = ""
) -> Pictures:
    """Give the pictures of a history, or of a part of it."""
    whole = statistics.of(history.of(logs), as_of)
    figures = whole.part(whole.deployments) if part else whole
    return Pictures(figures=figures, uri=WHOLE, part=part, name=name)


def figures(content: str) -> dict[str, ElementTree.Element]:
    """Give each figure of a page by its id."""
    made = [ElementTree.fromstring(found) for found in FIGURE.findall(content)]  # noqa: S314  (our own markup)
    return {one.attrib["id"]: one for one in made}


def table(figure: ElementTree.Element) -> list[list[str]]:
    """Give the cells of a figure's table, without its head."""
    return [["".join(cell.itertext()).strip() for cell in row] for row in figure.find(".//tbody")]


def daily(count: int, **fields: object) -> list[Deployment]:
    """Make deployments a day apart, of three outcomes in turn."""
    days = [date(2001, 1, 1) + timedelta(days=number) for number in range(count)]
    return [
        deployment(f"{day}-a", ("successful", "rolled-back", "deferred")[n % 3], **fields)
        for n, day in enumerate(days)
    ]


def test_the_pictures_of_the_eight_nights(golden):
    """Read the drawings' diff like code; what they say is what a screen reader reads."""
    drawn = FIGURE.findall(rendered(nights())[WHOLE])

    golden("\n".join(drawn) + "\n", GOLDEN / "statistics.html")


def test_a_screen_reader_is_told_what_the_eye_sees():
    """A drawing has a name, a description with its main point, and a table."""
    for id_, figure in figures(rendered(nights())[WHOLE]).items():
        texts = {
            one.attrib["id"]: one.text for one in figure.iter() if one.tag in ("title", "desc") and one.attrib
        }
        drawings = [one for one in figure.iter("svg") if one.get("role") == "img"]

        assert len(drawings) == 2, id_
        for drawing in drawings:
            named, described = drawing.attrib["aria-labelledby"].split()
            assert texts[named]
            assert texts[described].endswith(".")
        assert table(figure)


@given(histories(20))
@settings(max_examples=share(100))
def test_every_bar_square_and_dot_is_drawn_in_both_forms(logs):
    """The page shows what was laid out: no look is forgotten by a template."""
    made = pictures(logs)
    drawn = figures(rendered(logs)[WHOLE])
    charts = [one.chart for one in (made.months, made.starts, made.durations, made.windows) if one]
    charts += [year.chart for year in made.calendar.years] if made.calendar else []

    assert {chart.id for chart in charts} == {id_ for id_ in drawn if not id_.startswith("path-")}
    for chart in charts:
        rows = getattr(chart, "cells", None) is None
        bars = sum(len(row.bars) for row in chart.rows) if rows else len(chart.cells)
        dots = sum(len(row.dots) for row in chart.rows) if rows else 0
        for drawing in drawn[chart.id].findall("div/svg"):
            paths = [one.attrib["d"] for one in drawing.iter("path") if "chart__bar" in one.get("class")]
            assert "".join(paths).count("M") == bars
            assert len(list(drawing.iter("circle"))) == dots


def test_the_description_of_the_months_says_when_most_was_done():
    """The point of the picture, for who cannot see it."""
    figure = figures(rendered(nights())[WHOLE])["rows-months"]

    assert figure.find(".//desc").text == (
        "September 2007 to December 2007: 8 logs, most in November 2007, where there were 4: 4 deferred. "
        "The table below has every month."
    )


@given(histories(30), st.integers(0, 40))
@settings(max_examples=share(150))
def test_what_is_drawn_is_what_was_counted(logs, later):
    """Bars, squares and dots add up to the figures, and what is left out is said."""
    last = max((log.date for log in logs), default=date(2007, 1, 1))
    made = pictures(logs, last + timedelta(days=later))

    if made.months:
        drawn = Counter()
        for row in made.months.chart.rows:
            for bar in row.bars:
                drawn[bar.style] += bar.end - bar.start
        counted = Counter(
            log.outcome.value
            for log in logs
            if made.months.months[0].first <= log.date.replace(day=1) <= made.months.months[-1].first
        )
        assert drawn == counted
        assert made.months.logs + made.months.earlier + made.months.later == len(logs)
        assert len(made.months.months) <= 24
    if made.calendar:
        drawn = sum(cell.count for year in made.calendar.years for cell in year.chart.cells)
        assert drawn == sum(year.logs for year in made.calendar.years) == len(logs) - made.calendar.earlier
    if made.starts:
        assert sum(cell.count for cell in made.starts.chart.cells) == made.figures.executed.count
    if made.durations:
        for row, system in zip(made.durations.chart.rows, made.durations.systems, strict=True):
            assert len(row.dots) == len(system.values)
            assert row.label == system.name
    if made.windows:
        ids = [night.deployment.id for night in made.windows.nights]
        measured = made.figures.window.overrun.measured
        assert set(ids) <= set(measured)
        assert len(ids) + made.windows.left_out == len(measured)
        assert made.windows.late == len(set(ids) & set(made.figures.window.overran))


@given(histories(30))
@settings(max_examples=share(150))
def test_nothing_is_drawn_outside(logs):
    """Not the longest bar, nor the last day of a year, nor a label."""
    made = pictures(logs)
    charts = [one.chart for one in (made.months, made.starts, made.durations, made.windows) if one]
    charts += [year.chart for year in made.calendar.years] if made.calendar else []

    for chart in charts:
        for drawing in (chart.wide, chart.tall):
            for x, y, width, height in boxes(drawing):
                assert 0 <= x <= x + width <= drawing.width
                assert 0 <= y <= y + height <= drawing.height


def boxes(drawing) -> list[tuple[float, ...]]:
    """Read the rectangles of a drawing from the paths that are drawn."""
    styles = [style.value for style in Outcome] + [
        "count",
        "middle",
        "median",
        "window",
        "extension",
        "used",
        "overrun",
    ]
    paths = "".join(drawing.outline(style) for style in styles)
    found = re.findall(r"M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)h-\3z", paths)
    assert len(found) == paths.count("M")
    return [tuple(map(float, one)) for one in found]


@given(histories(12))
@settings(max_examples=share(100))
def test_tables_and_drawings_agree_on_every_page(logs):
    """On every page of any history: well formed, ids apart, and links that lead to as many posts as said."""
    for content in rendered(logs).values():
        drawn = FIGURE.findall(content)
        assert not any("\n\n" in one for one in drawn)
        assert len(figures(content)) == len(drawn)
        ids = re.findall(r'\bid="([^"]*)"', "".join(drawn))
        assert len(ids) == len(set(ids))
        assert set(re.findall(r"url\(#([^)]*)\)", "".join(drawn))) <= set(ids)
        months = figures(content).get("rows-months")
        if months is not None:
            lists = listed(content)
            for row in months.iter("tr"):
                link = row.find(".//a")
                if link is not None:
                    assert len(lists[link.attrib["href"].partition("#posts-")[2]]) == int(link.text)
                    assert sum(map(int, re.findall(r"\d+", "".join(row[2].itertext())))) == int(link.text)


def test_a_number_leads_to_its_posts_on_the_page_that_lists_them():
    """With folders and without, also where the list has a page of its own."""
    assert Pictures(figures=None, uri=WHOLE).evidence("#posts-1") == "#posts-1"
    assert Pictures(figures=None, uri=WHOLE).evidence("posts.md#posts-1") == "../statistics/posts/#posts-1"
    flat = Pictures(figures=None, uri="statistics/year/2007.md", directories=False, hidden={"2007/a.md"})
    assert flat.evidence("2007/posts.md#posts-1") == "../../statistics/year/2007/posts.html#posts-1"
    assert (flat.post("2007/a"), flat.post("b")) == ("", "../../b.html")


@pytest.mark.unmeasured
def test_years_of_daily_deployments_stay_one_screenful_each():
    """Of 1,500 logs the newest are drawn, the others counted, and no more written than of 800."""
    system = [System(name="front end")]
    some, more = (
        daily(count, systems=system, window=("01:30", "07:00"), release="r") for count in (800, 1500)
    )
    made = pictures(more)
    small, large = (sum(map(len, FIGURE.findall(rendered(logs)[WHOLE]))) for logs in (some, more))

    assert (len(made.months.months), made.months.earlier + made.months.logs) == (24, 1500)
    assert [year.number for year in made.calendar.years] == [2005, 2004]
    assert made.calendar.earlier == 1500 - made.calendar.years[0].logs - made.calendar.years[1].logs
    assert (len(made.windows.nights), made.windows.left_out) == (30, 970)
    assert [len(row.dots) for row in made.durations.chart.rows] == [2]
    assert [(len(path.chain.stops), path.left_out > 0) for path in made.paths] == [(12, True)]
    assert large < 200_000
    assert large < small * 1.3


def test_a_night_is_drawn_in_its_window():
    """What was used lies in it, and the overrun begins where the extension ends."""
    [night, *_] = pictures(nights()).windows.chart.rows

    assert [(bar.style, bar.start, bar.end, bar.slim) for bar in night.bars] == [
        ("window", 0, 7, False),
        ("extension", 7, 8, False),
        ("used", 0, 8, True),
        ("overrun", 8, 8.25, True),
    ]


def test_hours_of_one_night_stand_together_across_midnight():
    """22 comes before 1, not 21 columns after it."""
    clocks = ["22:00", "23:30", "01:30", "03:00"]
    logs = [
        deployment(f"2007-12-0{n}-a", steps=[(clock, None, Activity.DEPLOY)])
        for n, clock in enumerate(clocks, 1)
    ]

    assert pictures(logs).starts.chart.columns == ("22", "23", "00", "01", "02", "03")


def test_a_day_of_several_shows_what_went_worst():
    """A rollback is not hidden by the night's success."""
    logs = [deployment(f"2007-12-02-{o}", o) for o in ("successful", "rolled-back", "deferred")]
    [year] = pictures(logs).calendar.years

    assert [(cell.row, cell.count, cell.style) for cell in year.chart.cells] == [(6, 3, "rolled-back")]


@pytest.mark.parametrize(
    "first", [date(2023, 12, 30), date(2024, 2, 27), date(2024, 12, 29), date(2026, 12, 30)]
)
def test_the_calendar_holds_the_days_around_every_turn(first):
    """Of a year that ends on a Monday, of one that begins in the week of another, of a leap year."""
    days = [first + timedelta(days=n) for n in range(5)]
    made = pictures([deployment(f"{day}-a") for day in days]).calendar

    drawn = {year.number: [cell.row for cell in year.chart.cells] for year in made.years}
    assert {number: sorted(rows) for number, rows in drawn.items()} == {
        year: sorted(day.weekday() for day in days if day.year == year) for year in {day.year for day in days}
    }


def test_a_path_ends_with_the_delivery_in_the_environment_that_was_put_off():
    """What went into a test environment, and what came after, is no part of the way."""
    logs = [
        deployment("2007-12-01-staging", environment="staging", release="r"),
        deployment("2007-12-02-no", "deferred", release="r", deferral=Deferral(reason="x")),
        deployment("2007-12-03-back", "rolled-back", release="r"),
        deployment("2007-12-04-in", release="r"),
        deployment("2007-12-05-more", release="r"),
    ]
    [path] = pictures(logs).paths

    assert [stop.deployment.id for stop in path.chain.stops] == [
        "2007-12-02-no",
        "2007-12-03-back",
        "2007-12-04-in",
    ]


def test_few_logs_make_no_picture():
    """Two nights are told in words; a system needs more than the whole."""
    two, five = pictures(daily(2)), pictures(daily(5), part="system")

    for made in (two, five, pictures([])):
        assert [made.months, made.calendar, made.starts, made.durations, made.windows] == [None] * 5
    assert pictures(daily(8), part="system").months


def test_names_of_systems_are_text_in_the_picture_too():
    """A system called like a tag is drawn as it is called."""
    logs = [deployment(f"2007-12-0{n}-a", systems=[System(name=HOSTILE)]) for n in (1, 2, 3)]
    page = rendered(logs)[WHOLE]
    figure = figures(page)["rows-durations"]

    assert table(figure)[0][0] == " ".join(HOSTILE.split())
    assert " ".join(HOSTILE.split()) in figure.find(".//desc").text
    assert "<img" not in page
