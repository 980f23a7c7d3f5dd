"""Rows and grids of plain numbers: every number has its place, and labels stay text."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chart_nights import HOSTILE
from deploylog import charts
from deploylog.charts.scale import Box
from deploylog.templates import environment

TEMPLATES = environment()
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NAMES = {"successful": "successful", "rolled-back": HOSTILE}
numbers = st.floats(0, 500)


def inside(box: Box, width: float, height: float) -> bool:
    across = box.x >= 0 and box.x + box.width <= width
    return across and box.y >= 0 and box.y + box.height <= height


@given(
    st.lists(st.tuples(st.text(max_size=70), st.lists(numbers, max_size=5), st.lists(numbers, max_size=9)))
)
def test_bars_and_dots_stay_inside_in_their_own_rows(written):
    """The longest bar ends before the edge, whatever the numbers are."""
    made = [
        charts.Row(
            label=label,
            bars=charts.stacked(label, [("successful", length) for length in parts]).bars,
            dots=tuple(dots),
        )
        for label, parts, dots in written
    ]
    chart = charts.rows("any", made)

    for drawing in (chart.wide, chart.tall):
        boxes = [bar.box for row in drawing.rows for bar in row.bars]
        assert all(inside(box, drawing.width, drawing.height) for box in boxes)
        dots = [dot for row in drawing.rows for dot in row.dots]
        assert all(4 <= dot.x <= drawing.width - 4 and 4 <= dot.y <= drawing.height for dot in dots)
        assert len(dots) == sum(len(row.dots) for row in made)


def test_parts_stand_end_to_end_and_empty_ones_are_left_out():
    """Their lengths add up to the whole."""
    row = charts.stacked("September", [("successful", 1), ("failed", 0), ("rolled-back", 2)])

    assert [(bar.style, bar.start, bar.end) for bar in row.bars] == [
        ("successful", 0, 1),
        ("rolled-back", 1, 3),
    ]


@given(
    st.integers(1, 60),
    st.dictionaries(st.tuples(st.integers(0, 6), st.integers(0, 59)), st.integers(1, 300), max_size=80),
)
def test_squares_stay_inside_apart_and_as_large_as_their_counts(columns, counts):
    """A larger count never has a smaller square."""
    cells = [
        charts.Cell(row=row, column=column, count=count)
        for (row, column), count in counts.items()
        if column < columns
    ]
    grid = charts.grid("any", WEEKDAYS, [str(n) for n in range(columns)], cells)

    for drawing in (grid.wide, grid.tall):
        assert all(inside(placed.box, drawing.width, drawing.height) for placed in drawing.cells)
        middles = [(placed.middle.x, placed.middle.y) for placed in drawing.cells]
        assert len(set(middles)) == len(cells)
        by_count = sorted(drawing.cells, key=lambda placed: (placed.cell.count, placed.box.width))
        widths = [placed.box.width for placed in by_count]
        assert widths == sorted(widths)


FIGURES = """{% import "charts/figures.j2" as figures %}
{% call figures.rows_figure(rows, title, title, "h", names) %}<table></table>{% endcall %}
{% call figures.grid_figure(grid, title, title, names) %}<table></table>{% endcall %}
"""


@pytest.fixture
def figures() -> list[str]:
    rows = charts.rows(
        "months",
        [
            charts.stacked(HOSTILE, [("successful", 1), ("rolled-back", 2)]),
            charts.Row(label="October", dots=(1, 2)),
        ],
    )
    cells = [
        charts.Cell(row=6, column=1, count=9, style="successful"),
        charts.Cell(row=5, column=0, count=1, style="rolled-back"),
    ]
    grid = charts.grid("hours", WEEKDAYS, ["22", HOSTILE], cells)
    made = TEMPLATES.from_string(FIGURES).render(rows=rows, grid=grid, title=HOSTILE, names=NAMES)
    return re.findall(r"<figure.*?</figure>", made, re.DOTALL)


def test_a_figure_is_one_block_of_well_formed_markup(figures):
    """Markdown ends an HTML block at an empty line; ids must name one thing each."""
    assert len(figures) == 2
    for figure in figures:
        assert "\n\n" not in figure
        ElementTree.fromstring(figure)  # noqa: S314  (our own markup)
        assert "<img" not in figure
    ids = re.findall(r'\bid="([^"]*)"', "".join(figures))
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]*)\)", "".join(figures))) <= set(ids)


def test_a_legend_gives_the_readers_word_for_each_style(figures):
    """Of styles that occur, in the order in which they do."""
    first = ElementTree.fromstring(figures[0])  # noqa: S314  (our own markup)

    words = ["".join(part.itertext()).strip() for part in first.iter("li")]
    assert words == ["successful", " ".join(HOSTILE.split())]
