"""A real browser, and a page that keeps account of what should not happen."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

ARGUMENTS = ["--disable-gpu", "--disable-dev-shm-usage"]


@dataclass
class Visitor:
    """One person's browser at one site, and what went wrong there."""

    address: str
    """The site's; ends with `/`."""
    context: BrowserContext
    page: Page
    errors: list[str] = field(default_factory=list)
    """What the console reported, and scripts that failed."""
    outside: list[str] = field(default_factory=list)
    """Requests to anywhere else; none of them got there."""
    dialogs: list[str] = field(default_factory=list)
    """Texts of what popped up."""

    def go(self, path: str = "") -> Page:
        """Open a page of the site."""
        self.page.goto(self.address + path)
        return self.page

    def search(self, words: str) -> Page:
        """Type words into the search once it is ready, and wait for results."""
        query = self.page.locator("[data-md-component=search-query]")
        query.click()
        self.page.locator(".md-search-result__meta", has_text="Type to start searching").wait_for()
        query.press_sequentially(words)
        self.page.locator(".md-search-result__item a").first.wait_for()
        return self.page


Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Start the browser once."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    arguments = [*ARGUMENTS, "--no-sandbox"] if root else ARGUMENTS
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Open a browser at a site, with a screen and settings of one's choice."""
    contexts: list[BrowserContext] = []

    def visit(address: str, width: int = 1280, **choices: object) -> Visitor:
        context = browser.new_context(viewport={"width": width, "height": 800}, **choices)  # type: ignore[arg-type]
        contexts.append(context)
        return watched(Visitor(address, context, context.new_page()))

    yield visit
    for context in contexts:
        context.close()


def watched(visitor: Visitor) -> Visitor:
    """Write down what goes wrong, and let no request leave the site."""

    def stopped(route: Route) -> None:
        visitor.outside.append(route.request.url)
        route.abort()

    visitor.context.route(lambda url: not url.startswith((visitor.address, "data:", "blob:")), stopped)
    page = visitor.page
    page.on("console", lambda said: visitor.errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: visitor.errors.append(str(error)))
    page.on("dialog", lambda dialog: (visitor.dialogs.append(dialog.message), dialog.dismiss()))
    return visitor
