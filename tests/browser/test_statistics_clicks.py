"""Every number on the statistics pages of the sample site leads to a list of exactly that many posts."""

import re
from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import urldefrag

import pytest
from playwright.sync_api import Page

from thorough import THOROUGH, share

T = TypeVar("T")


NUMBERS = "article a[href*='#posts-']"
ON_THE_PAGE = "article a[href^='#posts-']"
LISTED = "article .ledger > ul > li"

CLICK_ALL = """async (selector) => {
    const seen = (found) => [...document.querySelectorAll(found)].filter((one) => one.checkVisibility());
    const clicked = [];
    for (const link of document.querySelectorAll(selector)) {
        link.click();
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        const rows = seen("article .ledger > ul > li");
        const posts = new Set(rows.map((row) => row.querySelector("a").href));
        const titles = seen("article .ledger__title").map((one) => one.textContent);
        clicked.push([link.textContent, location.hash === link.hash, rows.length, posts.size, titles]);
    }
    return clicked;
}"""
"""Click each link; give its text, whether it was followed, the rows and posts it left, and their title."""


LEAD_AWAY = """async ([addresses, selector]) => {
    const found = [], read = new DOMParser();
    for (const address of addresses) {
        const page = read.parseFromString(await (await fetch(address)).text(), "text/html");
        for (const link of page.querySelectorAll(selector)) {
            const href = link.getAttribute("href");
            if (!href.startsWith("#")) found.push([new URL(href, address).href, link.textContent]);
        }
    }
    return found;
}"""
"""Give where the links of pages lead, those to other pages, and their texts."""
GO_TO_ALL = """async ([names, listed]) => {
    const counts = [];
    for (const name of names) {
        location.hash = name;
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        counts.push([...document.querySelectorAll(listed)].filter((one) => one.checkVisibility()).length);
    }
    return counts;
}"""
"""Go to places of a page; give how many posts each leaves."""


def pages_of(site) -> list[str]:
    """Give the addresses of all pages of statistics."""
    folders = sorted(
        path.parent.relative_to(site).as_posix() for path in site.glob("statistics/**/index.html")
    )
    return [f"{folder}/" for folder in folders]


def some(pages: Sequence[T]) -> Sequence[T]:
    """Give some pages of each length; all of them when that was asked for."""
    return pages if THOROUGH else pages[::6]


def shown(page: Page) -> int:
    """Count the posts that the reader sees."""
    return page.locator(LISTED).locator("visible=true").count()


def test_every_number_clicked_leaves_exactly_that_many_posts(sample_site, sample_address, visit):
    """On the page of the whole history, and on that of every part."""
    reader = visit(sample_address)
    clicked = 0

    for path in some(pages_of(sample_site)):
        page = reader.go(path)
        for number, arrived, count, different, titles in page.evaluate(CLICK_ALL, ON_THE_PAGE):
            assert (path, arrived, count, different) == (path, True, int(number), int(number))
            assert len(titles) == 1
            assert re.search(rf": {number} posts?\. Show all$", titles[0]), titles
            clicked += 1

    assert clicked > share(700)
    assert reader.errors == []


def test_numbers_of_a_part_lead_to_the_posts_on_its_page(sample_site, sample_address, visit):
    """From the tables of years, systems, environments, kinds and releases."""
    reader = visit(sample_address)
    reader.go("statistics/")
    pages = [sample_address + path for path in pages_of(sample_site)]
    targets: dict[str, list[tuple[str, int]]] = {}
    for href, text in reader.page.evaluate(LEAD_AWAY, [pages, NUMBERS]):
        address, name = urldefrag(href)
        targets.setdefault(address, []).append((name, int(re.search(r"\d+", text)[0])))

    for address, numbers in some(list(targets.items())):
        reader.page.goto(address)
        counts = reader.page.evaluate(GO_TO_ALL, [[name for name, _ in numbers], LISTED])
        assert (address, counts) == (address, [number for _, number in numbers])

    assert sum(map(len, targets.values())) > 100


@pytest.mark.parametrize(("width", "script"), [(360, True), (1280, False)])
def test_a_reader_goes_from_a_number_to_a_post_and_back(sample_address, visit, width, script):
    """With a mouse or a thumb, with and without JavaScript."""
    page = visit(sample_address, width=width, java_script_enabled=script).go("statistics/")
    assert shown(page) == 8

    page.locator("tr", has_text="Change fail rate").first.get_by_role("link", name="2", exact=True).click()

    assert page.url.endswith("#posts-change-fail-rate")
    page.locator("#posts-change-fail-rate").wait_for()
    assert shown(page) == 2
    page.get_by_role("link", name="Show all").locator("visible=true").click()
    assert shown(page) == 8
    page.go_back()
    assert shown(page) == 2
    page.locator(LISTED).locator("visible=true").get_by_role("link", name="The database split").click()
    assert page.locator("article h1").inner_text() == "The database split"


TABLES = ["By year", "Each release", *(["By system", "By environment", "By kind"] if THOROUGH else [])]


@pytest.mark.parametrize("table", TABLES)
def test_a_number_of_a_part_is_one_click_away(sample_address, visit, table):
    """The first number of the first row, which counts all its logs."""
    page = visit(sample_address).go("statistics/")
    heading = page.locator("article :is(h2, h3)", has_text=table)
    number = heading.locator("xpath=following::table[1]//td[2]/a").first

    expected = int(number.inner_text())
    number.click()

    assert page.url.endswith("#posts-logs")
    page.locator("#posts-logs").wait_for()
    assert shown(page) == expected


def test_the_front_page_leads_to_the_posts_too(sample_address, visit):
    """Its line of statistics is the first thing that a manager sees."""
    page = visit(sample_address).go()

    page.get_by_role("link", name="2 of 4 went wrong").click()

    page.locator("#posts-change-fail-rate").wait_for()
    assert shown(page) == 2
