"""The sample site as its readers meet it: any screen, any scheme, with and without JavaScript."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page

from accessibility import violations_of_both_schemes
from thorough import THOROUGH

KINDS = {
    "front": "",
    "long night": "2007-09-15-database-split/",
    "deferral": "2007-11-30-november-release/",
    "plain post": "2007-09-18-introduction/",
    "archive": "archive/",
    "year": "archive/2007/",
    "releases": "releases/",
    "release": "releases/november-2007/",
    "systems": "systems/",
    "system": "systems/front-end-app/",
    "glossary": "glossary/",
    "term": "glossary/load-balancer/",
    "statistics": "statistics/",
    "statistics of a system": "statistics/system/front-end-app/",
    "tags": "tags/",
    "scheduled": "scheduled/",
    "figure's term": "glossary/change-fail-rate/",
    "outcome": "outcomes/deferred/",
}
"""One page of each kind."""


PLAIN = KINDS if THOROUGH else ("front", "long night", "release", "term", "statistics", "tags", "scheduled")
"""Those that are looked at without JavaScript as well; in a thorough run, all."""
WIDTHS = (640, 360, 320) if THOROUGH else (640, 320)
"""A desk at 200 %, and phones; what does not stick out of the smallest has room on the next."""


def test_the_front_page_shows_the_newest_post_first(sample_address, visit):
    """A reader who comes back sees at once whether there is anything new."""
    page = visit(sample_address).go()

    days = [time.get_attribute("datetime") for time in page.locator(".summary time").all()]
    assert len(days) == 9
    assert days == sorted(days, reverse=True)
    assert date.fromisoformat(days[0]) == date(2007, 12, 23)


def test_every_page_loads_from_the_site_alone(sample_address, sample_site, visit):
    """No page of the sitemap has an error, and none asks anybody else for anything."""
    sitemap = (sample_site / "sitemap.xml").read_text(encoding="utf-8")
    paths = [re.sub(r"https://[^/]+/[^/]+/", "", found) for found in re.findall("<loc>(.*?)</loc>", sitemap)]
    reader = visit(sample_address)
    some = paths[:: 1 if THOROUGH else 10]

    statuses = {path: reader.page.goto(sample_address + path).status for path in some}

    assert len(paths) > 60
    assert {path: status for path, status in statuses.items() if status != 200} == {}
    assert (reader.errors, reader.outside, reader.dialogs) == ([], [], [])


def sticks_out(page: Page) -> list[int]:
    """Give the widths at which a page has to be moved sideways."""
    widths = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            widths.append(width)
    return widths


@pytest.mark.parametrize("kind", PLAIN)
def test_a_phone_scrolls_in_one_direction_only_without_javascript(sample_address, visit, kind):
    """Nothing sticks out: not a table, not a drawing, not a long name."""
    page = visit(sample_address, width=640, java_script_enabled=False).go(KINDS[kind])

    assert sticks_out(page) == []
    assert page.locator("article h1").is_visible()


@pytest.mark.parametrize("kind", KINDS)
def test_everybody_can_read_every_kind_of_page(sample_address, visit, kind):
    """Contrast, names, landmarks: axe finds nothing in either scheme; and on a phone, nothing sticks out."""
    page = visit(sample_address, width=640, reduced_motion="reduce").go(KINDS[kind])

    assert sticks_out(page) == []
    page.set_viewport_size({"width": 1280, "height": 800})
    assert violations_of_both_schemes(page) == []
    assert page.locator("article h1").is_visible()


def test_the_dark_scheme_follows_the_system(sample_address, visit):
    """At half past one at night a white page hurts."""
    page = visit(sample_address, color_scheme="dark").go("2007-09-15-database-split/")

    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    assert max(map(int, re.findall(r"\d+", background)[:3])) < 64


def test_a_search_finds_the_posts_and_the_term(sample_address, visit):
    """The index is part of the site; nobody else is asked."""
    reader = visit(sample_address)
    reader.go()

    page = reader.search("load balancer")

    for address in ("glossary/load-balancer/", "2007-11-30-november-release/"):
        page.locator(f".md-search-result__item a[href*='{address}']").first.wait_for(state="attached")
    assert (reader.errors, reader.outside) == ([], [])


def test_all_is_there_without_javascript(sample_address, visit):
    """Prose, drawing, table, terms and the way to the next post are plain HTML."""
    page = visit(sample_address, java_script_enabled=False).go()

    page.get_by_role("link", name="In at last").first.click()

    page.wait_for_url(f"{sample_address}2007-12-02-november-release/")
    assert page.locator("article h1").inner_text() == "In at last"
    assert page.locator("figure.chart svg[role=img]").first.is_visible()
    page.locator("details summary").first.click()
    assert page.locator("details table").first.is_visible()
    page.locator("article a[href*='glossary/']").first.click()
    page.wait_for_url(f"{sample_address}glossary/*/")
    page.locator("article h1").wait_for()
