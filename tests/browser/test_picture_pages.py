"""The statistics' pictures as readers meet them: on a phone and a desk, in both schemes, on paper."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

import sites
from accessibility import COLOURS, violations
from thorough import THOROUGH

PAGES = {
    "all": "statistics/",
    "year": "statistics/year/2007/",
    "system": "statistics/system/back-end-app/",
    "release": "statistics/release/release-3/",
}
SCHEMES = {"light": (), "dark": COLOURS}
"""Each with the rules of axe to try; a part's page has the colours of the whole's."""
CONFIGURATION = sites.CONFIGURATION.format(name="Nights").replace(
    "  font: false\n",
    """\
  font: false
  palette:
    - {media: "(prefers-color-scheme: light)", scheme: default, primary: indigo}
    - {media: "(prefers-color-scheme: dark)", scheme: slate, primary: black}
""",
)
NIGHT = """\
title: Night {number}
date: {day}
release: release {release}
systems: [back-end app, a system with a name as long as names of systems get]
outcome: {outcome}
window: {{start: "22:00", end: "23:30"{extension}}}
steps:
  - {{at: "{start}", until: "23:{minute}", activity: deploy, text: it went in}}
"""
DEFERRED = """\
title: Night {number}
date: {day}
release: release {release}
systems: [back-end app]
outcome: deferred
deferral: {{reason: it was not ready, cause: crash}}
"""
OUTCOMES = ("successful", "deferred", "rolled-back", "deferred", "successful-with-issues", "failed")
HIDDEN = """() => [...document.querySelectorAll("figure.chart svg[role=img]")].filter(one => one.clientWidth)
  .flatMap(one => [...one.querySelectorAll("text")].filter(text => {
    const outer = one.getBoundingClientRect(), inner = text.getBoundingClientRect();
    return inner.left < outer.left - 1 || inner.right > outer.right + 1 || inner.top < outer.top - 1
      || inner.bottom > outer.bottom + 1;
  }).map(text => one.closest("figure").id + ": " + text.textContent))"""
"""The texts that stick out of their drawings."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a site of two dozen nights in fourteen months."""
    files = {"mkdocs.yml": CONFIGURATION}
    for number in range(24):
        day = date(2006, 11, 1) + timedelta(days=17 * number)
        outcome = OUTCOMES[number % len(OUTCOMES)]
        log = DEFERRED if outcome == "deferred" else NIGHT
        files[f"posts/{day}-night.yml"] = log.format(
            number=number,
            day=day,
            release=number // 6,
            outcome=outcome,
            start="22:00" if number % 4 else "23:00",
            minute=10 + number,
            extension=', extended_to: "23:45"' if number % 5 == 0 else "",
        )
    folder: Path = tmp_path_factory.mktemp("nights")
    with sites.served(sites.build(sites.write(folder, files), folder / "site")) as served:
        yield served


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_everybody_can_read_the_pictures(address, visit, page):
    """Axe finds nothing, with all tables open, too; nothing sticks out of a drawing, or of the screen."""
    found = []
    for scheme in SCHEMES if page == PAGES["all"] or THOROUGH else ("light",):
        reader = visit(address, color_scheme=scheme, reduced_motion="reduce")
        opened = reader.go(page)
        for width in (1280, 360) if scheme == "light" or THOROUGH else (360,):
            opened.set_viewport_size({"width": width, "height": 800})
            if width == 360:  # on a desk, the tables are the same, and so are the colours
                opened.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            found += violations(opened, SCHEMES[scheme], within="figure.chart")
            found += opened.evaluate(HIDDEN)
            assert opened.evaluate("document.documentElement.scrollWidth") <= width
        assert (reader.errors, reader.outside) == ([], [])

    assert found == []
    assert opened.locator("figure.chart table").first.is_visible()
    shown = opened.locator("body").get_attribute("data-md-color-scheme")
    assert shown == {"light": "default", "dark": "slate"}[scheme]


@pytest.mark.parametrize("width", [360, 1280])
def test_one_form_of_each_picture_is_shown(address, visit, width):
    """The other, for narrower or wider screens, is hidden from the eye and from the screen reader."""
    page = visit(address, width=width, java_script_enabled=False).go(PAGES["all"])

    figures = page.locator("figure.chart").all()
    assert [figure.get_attribute("id") for figure in figures] == [
        "rows-months",
        "grid-calendar-2007",
        "grid-calendar-2006",
        "rows-durations",
        "grid-starts",
        "rows-windows",
        "path-1",
        "path-2",
        "path-3",
    ]
    for figure in figures:
        assert [one.is_visible() for one in figure.locator("svg[role=img]").all()].count(True) == 1


def test_the_tables_are_reached_by_keyboard(address, visit):
    """Enter on the summary opens the numbers, and the next key leads into them."""
    page = visit(address).go(PAGES["all"])
    figure = page.locator("#rows-months")
    figure.locator("summary").focus()

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert figure.locator("table").is_visible()
    assert page.evaluate("document.activeElement.closest('figure').id") == "rows-months"
    count = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    assert page.locator(".ledger__title:target").inner_text().endswith(f": {count} posts. Show all")
    assert page.locator(".ledger > ul > li:visible").count() == int(count)


def test_paper_has_the_pictures_and_their_numbers(address, visit):
    """What is printed cannot be opened afterwards."""
    page = visit(address).go(PAGES["all"])
    page.emulate_media(media="print")

    for figure in page.locator("figure.chart").all():
        assert figure.locator("svg[role=img]:visible").count() == 1
        assert figure.locator("table").is_visible()
