"""What a term means: by keyboard, by touch, and on its page."""

import re

import pytest

NIGHT = "2007-12-02-november-release/"
TERM = "article a.term[href*='sanity-test']"


def boxes(term) -> list[list[float]]:
    """Give where a link begins and ends in each line that it stands in."""
    return term.evaluate("link => [...link.getClientRects()].map(box => [box.left, box.right])")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("script", [True, False])
def test_the_keyboard_unfolds_the_sentence_in_the_line(sample_address, visit, width, script):
    """Nothing is covered, nothing sticks out, no script is needed; it folds again when the focus moves on."""
    page = visit(sample_address, width=width, java_script_enabled=script).go(NIGHT)
    term = page.locator(TERM).first
    folded = boxes(term)

    term.focus()

    unfolded = boxes(term)
    assert sum(right - left for left, right in unfolded) > 3 * sum(right - left for left, right in folded)
    assert all(0 <= left < right <= width for left, right in unfolded)
    page.keyboard.press("Tab")
    assert boxes(term) == folded


def test_who_listens_hears_the_sentence_once(sample_address, visit):
    """It describes the link, and is not read again as text of the link."""
    reader = visit(sample_address)
    page = reader.go(NIGHT)
    term = page.locator(TERM).first
    term.focus()

    session = reader.context.new_cdp_session(page)
    tree = session.send("Accessibility.getFullAXTree")["nodes"]

    [link] = [
        node
        for node in tree
        if node.get("role", {}).get("value") == "link"
        and node.get("description", {}).get("value") == term.get_attribute("title")
    ][:1]
    assert link["name"]["value"] == term.inner_text()


def test_a_tap_opens_the_page_that_begins_with_the_sentence(sample_address, visit):
    """On a phone there is nothing to rest a pointer on; one tap there, one back."""
    page = visit(sample_address, width=360, has_touch=True, is_mobile=True).go(NIGHT)
    term = page.locator(TERM).first
    sentence = term.get_attribute("title")

    term.tap()

    page.wait_for_url("**/glossary/sanity-test/")
    assert page.locator("article .short").inner_text() == sentence
    assert page.locator("article .short").bounding_box()["y"] < 500


def test_a_term_page_leads_to_its_figures_and_to_every_post_that_uses_it(sample_address, visit):
    """From the word to the nights and the numbers."""
    page = visit(sample_address).go("glossary/deferral/")

    total = page.locator("#where-it-is-used + p").inner_text()
    posts = page.locator("article .posts li").count()
    assert re.match(rf"(Once|Twice|\d+ times) in {posts} posts?, first in What this blog is for of", total)
    page.goto(sample_address + "glossary/change-fail-rate/")
    assert page.locator("#in-the-statistics + .entries").inner_text() == "Change fail rate: 2 of 4"
    page.get_by_role("link", name="Change fail rate").click()
    page.wait_for_url("**/statistics/#change-fail-rate")
    assert page.locator("#change-fail-rate").is_visible()


def test_a_post_names_nights_like_it_and_the_search_does_not(sample_address, visit):
    """The titles of other nights are no part of this one."""
    reader = visit(sample_address)
    page = reader.go("2007-12-23-remove-lookup/")

    [night] = page.locator("#similar + .entries li").all()
    assert night.inner_text().startswith(
        "Blame the load balancer, 30 November 2007: with another outcome, deferred"
    )
    assert "#similar" not in page.request.get(sample_address + "search/search_index.json").text()


def test_what_is_scheduled_has_a_page_that_is_not_in_the_navigation(sample_address, visit):
    """A sample of 2007 has nothing to come, and says so; the archive leads there."""
    page = visit(sample_address).go("archive/")

    assert page.locator("nav a[href*=scheduled]").count() == 0
    page.locator("article a[href*=scheduled]").click()
    page.wait_for_url("**/scheduled/")
    assert "Nothing is scheduled" in page.locator("article").inner_text()
