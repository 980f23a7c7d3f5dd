"""Posts of every outcome, and the pages that are easily forgotten: for eyes, ears and keyboards, on paper."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import sites
from accessibility import COLOURS, violations, violations_of_both_schemes
from thorough import THOROUGH

NIGHT = "2007-12-02-november-release/"
TOLD = {
    "successful": "",
    "successful-with-issues": "issues: [{text: a page was slow, severity: minor, status: accepted}]\n",
    "rolled-back": "",
    "failed": "",
    "in-progress": "",
    "deferred": "deferral: {reason: it was not ready, blocked_by: a vendor}\nnext_slots: [2007-12-20]\n",
    "cancelled": "",
    "scheduled": "next_decision_at: 2007-12-30 17:00\n",
}
READ = [*TOLD] if THOROUGH else ["successful-with-issues", "deferred"]
"""A night that took place and one that did not; in a thorough run, every outcome."""
STEPS = """\
steps:
  - {at: "01:30", activity: assemble, text: everyone joined the bridge}
  - {at: "01:35", until: "01:50", activity: deploy, system: front end, text: the new version went in}
"""
FOCUSED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect(), shown = getComputedStyle(one)
  const label = one.matches("[type=radio]") ? getComputedStyle(one.nextElementSibling) : shown
  return {what: [one.localName, one.id, one.className].join(" "), left: box.left, right: box.right,
          outlined: label.outlineStyle !== "none" || one.matches("input[type=text]"),
          place: one.getAttribute("href")}
}"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a site of one night of each outcome, below a folder of its host; give its address."""
    configuration = sites.CONFIGURATION.format(name="Nights") + "site_url: https://example.com/nights/\n"
    palette = '  palette:\n    - {media: "(prefers-color-scheme: light)", scheme: default, primary: indigo}\n'
    palette += '    - {media: "(prefers-color-scheme: dark)", scheme: slate, primary: black}\n'
    files = {"mkdocs.yml": configuration.replace("  font: false\n", f"  font: false\n{palette}")}
    for day, (outcome, more) in enumerate(TOLD.items(), start=2):
        head = f"title: A night\ndate: 2007-12-{day:02}\noutcome: {outcome}\nsystems: [front end]\n"
        steps = "" if outcome in ("deferred", "cancelled", "scheduled") else STEPS
        files[f"posts/night-{outcome}.yml"] = head + more + steps
    folder = tmp_path_factory.mktemp("outcomes")
    built = sites.build(sites.write(folder, files), folder / "site")
    with sites.served(built, below="nights/") as address:
        yield address


@pytest.mark.parametrize("path", [*(f"night-{outcome}/" for outcome in READ), "no/such/page/"])
def test_everybody_can_read_a_post_of_each_outcome(outcomes, visit, path):
    """Light and dark; and the page for addresses that lead nowhere, as the host sends it."""
    light = visit(outcomes, reduced_motion="reduce").go(path)
    found = violations(light)
    dark = visit(outcomes, color_scheme="dark", reduced_motion="reduce").go(path)
    found += violations(dark, COLOURS)

    assert found == []
    assert dark.locator("body").get_attribute("data-md-color-scheme") == "slate"
    assert dark.locator("article h1").inner_text() in ("A night", "404 - Not found")


@pytest.mark.parametrize("width", [360, 1280])
def test_everybody_can_read_what_a_search_finds(sample_address, visit, width):
    """The results are drawn by the theme, in colours of its own."""
    reader = visit(sample_address, width=width, reduced_motion="reduce")
    reader.go()
    if width < 1000:
        reader.page.locator("label.md-header__button[for=__search]").click()

    page = reader.search("rollback")

    assert violations_of_both_schemes(page) == []
    assert page.locator(".md-search-result__item a").first.is_visible()


def test_everybody_can_read_the_drawer_of_a_phone(sample_address, visit):
    """On a narrow screen the navigation is behind a button, and slides over the page."""
    page = visit(sample_address, width=360, reduced_motion="reduce").go(NIGHT)

    page.locator("label.md-header__button[for=__drawer]").click()

    page.wait_for_function("document.querySelector('.md-sidebar').getBoundingClientRect().left === 0")
    assert violations_of_both_schemes(page) == []
    assert page.locator(".md-nav--primary a:visible", has_text="Statistics").is_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_keyboard_sees_where_it_is(sample_address, visit, width):
    """From the skip link to the last link of a post: each stop is on the screen and outlined."""
    page = visit(sample_address, width=width, reduced_motion="reduce").go(NIGHT)
    stops = []

    for _ in range(150):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop["what"].startswith("body"):
            break
        stops.append(stop)

    assert [
        stop for stop in stops if not stop["outlined"] or stop["left"] >= width or stop["right"] <= 0
    ] == []
    assert "md-skip" in stops[0]["what"]
    reached = {stop["place"] for stop in stops}
    links = page.locator("article a:visible").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert {link for link in links if link} <= reached
    assert sum("__palette_0" in stop["what"] for stop in stops) == 1
    assert sum("md-search__input" in stop["what"] for stop in stops) == 1
    assert any(stop["what"].startswith("summary") for stop in stops)


def test_the_keyboard_skips_searches_and_changes_the_colours(sample_address, visit):
    """Enter skips to the text, `f` searches and Escape ends that, an arrow changes the palette."""
    reader = visit(sample_address, color_scheme="light", reduced_motion="reduce")
    page = reader.go(NIGHT)

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "#in-at-last" in page.url
    page.wait_for_timeout(500)  # the theme's script listens a moment after the page has moved
    page.keyboard.press("f")
    page.locator("#__search:checked").wait_for(state="attached")
    page.keyboard.type("rollback")
    page.locator(".md-search-result__item a").first.wait_for()
    page.keyboard.press("Escape")
    page.locator("#__palette_0").focus()
    page.keyboard.press("ArrowRight")

    assert page.locator("body").get_attribute("data-md-color-media") == "(prefers-color-scheme: light)"
    assert page.evaluate("document.querySelector('#__search').checked") is False


def test_paper_has_the_post_and_nothing_around_it(sample_address, visit):
    """No bar, no search, no button; the drawing, the table under it, and all words within the sheet."""
    page = visit(sample_address, width=718).go("2007-09-15-database-split/")

    page.emulate_media(media="print")

    for around in (".md-header", ".md-tabs", ".md-sidebar--primary", ".md-search", ".md-top", ".neighbours"):
        assert page.locator(f"{around}:visible").count() == 0, around
    assert page.locator("article h1").is_visible()
    assert page.locator("figure.chart svg[role=img]:visible").count() >= 1
    assert page.locator("figure.chart table").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 718


def loaded(page: Path, site: Path) -> list[Path]:
    """Give the files that a first visit to a page loads, itself first."""
    text = page.read_text(encoding="utf-8")
    found = re.findall(r'<(?:link rel="(?:stylesheet|icon)" href|script src|img[^>]* src)="([^"]+)"', text)
    root = "/deployments/"
    return [
        page,
        *(site / one.removeprefix(root) if one.startswith(root) else page.parent / one for one in found),
    ]


def test_a_page_weighs_little(sample_site):
    """All that a first visit transfers, as hosts compress it; and as it is, what is not the theme's."""
    transferred, own = {}, {}

    for page in sample_site.rglob("*.html"):
        files = loaded(page, sample_site)
        assert len(files) > 4
        transferred[page] = sum(len(gzip.compress(file.read_bytes(), 6)) for file in files)
        own[page] = sum(file.stat().st_size for file in files if file.name in ("index.html", "deploylog.css"))

    assert max(transferred.values()) < 100_000
    assert max(own.values()) < 150_000
