"""Timelines and release paths: nothing overlaps, nothing is cut off, nothing of a log becomes markup."""

import re
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chart_nights import EMERGENCY, HOSTILE, PUT_OFF, ROLLED_BACK, ZONE, crowded, instant
from deploylog import charts
from deploylog.charts.drawing import Drawing
from deploylog.history import Release
from deploylog.model import Activity, Deployment, Instant, Outcome, Result, Step, System, Window
from deploylog.templates import environment
from thorough import share

GOLDEN = Path(__file__).parent / "golden-charts"
TEMPLATES = environment()
EXTENSIONS = [
    "md_in_html",
    "attr_list",
    "def_list",
    "tables",
    "footnotes",
    "toc",
    "smarty",
    "abbr",
    "admonition",
]


def render_timeline(deployment: Deployment, clock: int = 24) -> str:
    template = TEMPLATES.get_template("parts/timeline.md.j2")
    return template.render(deployment=deployment, timeline=charts.timeline(deployment, clock), clock=clock)


def render_chain(release: Release, here: Deployment | None = None) -> str:
    return TEMPLATES.get_template("parts/chain.md.j2").render(chain=charts.chain(release, here))


def release(*deployments: Deployment) -> Release:
    return Release(name=deployments[0].release, deployments=deployments)


@st.composite
def deployments(draw: st.DrawFn) -> Deployment:
    """Any night: parallel, approximate, off plan, outside its window, days long."""
    names = draw(
        st.lists(st.sampled_from(["a", "front-end app", HOSTILE, "数据库服务器", "x" * 70]), unique=True)
    )
    minutes = st.integers(0, draw(st.sampled_from([1, 40, 600, 9000])))
    start = instant("2007-11-03 22:00").at

    def at(minute: int) -> Instant:
        return Instant(at=start + timedelta(minutes=minute), approximate=draw(st.booleans()))

    steps = []
    for begin in sorted(draw(st.lists(minutes, min_size=1, max_size=25))):
        until = draw(st.none() | st.integers(0, 200))
        steps.append(
            Step(
                at=at(begin),
                until=None if until is None else at(begin + until),
                plan=at(begin + draw(st.integers(-700, 700))) if draw(st.booleans()) else None,
                activity=draw(st.sampled_from([None, *Activity])),
                systems=tuple(draw(st.lists(st.sampled_from(names), unique=True)) if names else ()),
                result=draw(st.none() | st.sampled_from(Result)),
                text=draw(st.sampled_from(["it was done", HOSTILE])),
            )
        )
    opens, length = draw(st.integers(-700, 700)), draw(st.integers(0, 700))
    window = Window(start=at(opens), end=at(opens + length), extended_to=at(opens + length + 60))
    return Deployment(
        id=draw(st.sampled_from(["a", "2007/a_b.c"])),
        title=HOSTILE,
        date=start.date(),
        timezone=ZONE,
        outcome=draw(st.sampled_from(Outcome)),
        window=draw(st.sampled_from([None, window, replace(window, extended_to=None)])),
        systems=tuple(System(name=name) for name in names),
        steps=tuple(steps),
    )


@given(deployments(), st.sampled_from([12, 24]))
@settings(max_examples=share(200), deadline=None)
def test_no_two_steps_of_a_row_overlap_and_nothing_is_cut_off(deployment, clock):
    """Whatever a night was like, each step has its own place within the picture."""
    timeline = charts.timeline(deployment, clock)

    assert timeline is not None
    for drawing in (timeline.wide, timeline.tall):
        for lane in drawing.lanes:
            assert [mark.entry.number for mark in lane.marks] == [e.number for e in lane.lane.entries]
            for row in {mark.row for mark in lane.marks}:
                own = sorted(mark.extent for mark in lane.marks if mark.row == row)
                assert all(one[1] <= other[0] + 1e-6 for one, other in pairwise(own))
        assert _outside(drawing) == []


def _outside(drawing: Drawing) -> list[object]:
    marks = [mark for lane in drawing.lanes for mark in lane.marks]
    bands = [box for band in drawing.bands for box in (band.box, band.strip)]
    boxes = [lane.box for lane in drawing.lanes] + [mark.box for mark in marks] + bands
    boxes += [box for mark in marks for box in mark.soft]
    lines = [tick.line for tick in drawing.ticks] + [rule.line for rule in drawing.rules]
    lines += [line for mark in marks for line in (mark.planned, mark.leader) if line]
    points = [(box.x, box.y) for box in boxes] + [(box.x + box.width, box.y + box.height) for box in boxes]
    points += [(line.x1, line.y1) for line in lines] + [(line.x2, line.y2) for line in lines]
    places = [mark.label.place for mark in marks] + [tick.place for tick in drawing.ticks]
    places += [day.place for day in drawing.days] + [lane.heading.place for lane in drawing.lanes]
    places += [mark.badge for mark in marks if mark.badge]
    points += [(place.x, place.y) for place in places]
    inside = ((0 <= x <= drawing.width, 0 <= y <= drawing.height + 0.2) for x, y in points)
    return [point for point, both in zip(points, inside, strict=True) if not all(both)]


@given(deployments(), st.sampled_from([12, 24]))
@settings(max_examples=share(200), deadline=None)
def test_a_figure_is_one_block_of_well_formed_markup_with_ids_of_its_own(deployment, clock):
    """An empty line would end the block for Markdown; an id used twice would name the wrong thing."""
    figure = render_timeline(deployment, clock)

    assert "\n\n" not in figure.strip()
    ElementTree.fromstring(figure)  # noqa: S314  (our own markup)
    ids = re.findall(r'\bid="([^"]*)"', figure)
    assert len(ids) == len(set(ids))
    named = re.findall(r'aria-labelledby="([^"]*)"', figure)
    assert {id_ for ids_ in named for id_ in ids_.split()} <= set(ids)
    assert set(re.findall(r"url\(#([^)]*)\)", figure)) <= set(ids)


@pytest.mark.parametrize(
    "figure",
    [render_timeline(crowded(40)), render_chain(Release(name=HOSTILE, deployments=(crowded(9), crowded(3))))],
    ids=["timeline", "chain"],
)
def test_text_of_a_log_shows_as_its_characters_and_is_never_markup(figure):
    """A title, a system's name or a step's text may hold HTML and Markdown: all of it is data."""
    page = markdown.markdown(f"Before.\n\n{figure}\n\nAfter.", extensions=EXTENSIONS)

    seen = _Seen()
    seen.feed(page)
    assert seen.tags & {"img", "b", "em", "strong", "a", "h1", "script"} == set()
    assert seen.handlers == []
    assert " ".join(HOSTILE.split()) in " ".join(seen.text.split())
    assert figure.strip() in page


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.handlers: list[str] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on") or name in ("href", "style")]

    def handle_data(self, data):
        self.text += data


def test_a_night_is_drawn_as_it_was_approved(golden):
    """The whole figure, byte for byte: look at it in a browser before you approve a new one."""
    golden(render_timeline(ROLLED_BACK), GOLDEN / "rolled-back.html")


def test_a_path_is_drawn_as_it_was_approved(golden):
    """The whole figure, byte for byte: look at it in a browser before you approve a new one."""
    golden(render_chain(release(*PUT_OFF), PUT_OFF[1]), GOLDEN / "put-off.html")


def test_the_same_log_is_drawn_the_same():
    """A site that changes without cause cannot be reviewed."""
    assert render_timeline(crowded(30)) == render_timeline(crowded(30))


def test_a_log_without_steps_has_no_timeline():
    """A deferral has nothing to draw, and no empty figure stands on its page."""
    assert charts.timeline(PUT_OFF[0]) is None
    assert render_timeline(PUT_OFF[0]).strip() == ""


def test_a_path_of_one_stop_is_not_drawn():
    """A release that went in at once has no path."""
    assert render_chain(release(PUT_OFF[-1])).strip() == ""


def legend(figure: str) -> list[str]:
    return re.findall(r"</svg> (.*?)</li>", figure)


def test_a_legend_explains_what_occurs_and_nothing_else():
    """Of a quiet night, four lines; of a bad one, all that went wrong."""
    assert legend(render_timeline(EMERGENCY)) == [
        "work",
        "test",
        "people and messages",
        "window 01:30–07:00",
    ]
    assert legend(render_timeline(ROLLED_BACK, 12)) == [
        "work",
        "test",
        "troubleshooting",
        "waiting",
        "interruption",
        "decision",
        "rollback",
        "people and messages",
        "failed",
        "passed with issues",
        "planned start",
        "time approximate",
        "window 12:00 AM–7:00 AM",
        "extended to 8:00 AM by the client",
        "15 min past the extension",
    ]


def test_a_lane_for_each_system_in_the_logs_order_after_what_concerned_everyone():
    """A step of several systems stands in the lane of each."""
    timeline = charts.timeline(ROLLED_BACK)

    assert timeline is not None
    assert [(lane.system, [e.number for e in lane.entries]) for lane in timeline.lanes] == [
        ("", [6, 7, 8, 13, 15]),
        ("database", [1, 3, 16]),
        ("Application 2", [4, 5, 11, 14, 16]),
        ("Application 1", [2, 9, 10, 11, 12, 14, 16]),
    ]


def test_a_short_night_fills_the_picture_and_its_window_runs_out_of_it():
    """35 minutes of a window of 5 h 30 would else be a tenth of the width."""
    timeline = charts.timeline(EMERGENCY)

    assert timeline is not None
    (window,) = timeline.wide.bands
    assert len(window.arrows) == 1
    bars = [mark.box for lane in timeline.wide.lanes for mark in lane.marks]
    assert max(box.x + box.width for box in bars) > 0.8 * timeline.wide.width


def test_a_phone_shows_even_a_long_night_without_scrolling():
    """At 360 px the drawing keeps its size, so that its text keeps 10 px."""
    timeline = charts.timeline(ROLLED_BACK)

    assert timeline is not None
    assert (timeline.tall.width, timeline.tall.scrolls) == (328, False)


def test_the_description_says_what_the_drawing_shows():
    """Those who cannot see the drawing learn the night from it, and are led to the table."""
    (said, _) = re.findall(r"<desc[^>]*>(.*?)</desc>", render_timeline(ROLLED_BACK))

    assert said == (
        "22:00 on Saturday, 15 September 2007, to 08:15 on Sunday: 16 steps, in a lane for everyone, "
        "database, Application 2 and Application 1. Window 00:00 to 07:00, extended to 08:00; "
        "service was back 15 min later. Interruption from 02:00. Rollback from 07:00 to 08:15. "
        "The table below has every step."
    )


def test_a_path_says_what_became_of_each_slot():
    """Put off four times, then delivered."""
    (said, _) = re.findall(r"<desc[^>]*>(.*?)</desc>", render_chain(release(*PUT_OFF), PUT_OFF[-1]))

    assert said == (
        "21 November 2007: put off, then 28 November 2007: put off, then 29 November 2007: put off, then "
        "30 November 2007: put off, then 2 December 2007: delivered with issues (this post)."
    )


def test_a_path_that_is_not_at_its_end_shows_where_it_goes_next():
    """A reader of a deferral asks when it is tried again."""
    chain = charts.chain(release(*PUT_OFF[:2]))

    assert [(stop.date, stop.outcome) for stop in chain.stops] == [
        (date(2007, 11, 21), Outcome.DEFERRED),
        (date(2007, 11, 28), Outcome.DEFERRED),
        (date(2007, 12, 8), None),
    ]
    assert [arrow.days for arrow in chain.wide.arrows] == [7, 10]


@given(st.integers(1, 30))
def test_stops_of_a_long_path_stay_apart_and_inside(count):
    """A release put off for months goes on in the next row."""
    chain = charts.chain(release(*(replace(PUT_OFF[0], next_slots=()) for _ in range(count))))

    for drawing in (chain.wide, chain.tall):
        middles = [(placed.middle.x, placed.middle.y) for placed in drawing.stops]
        assert len(set(middles)) == count
        places = [place for arrow in drawing.arrows for place in (*arrow.points, *arrow.head, arrow.text)]
        places += [place for placed in drawing.stops for place in (placed.middle, placed.text)]
        assert all(0 <= place.x <= drawing.width and 0 <= place.y <= drawing.height for place in places)
