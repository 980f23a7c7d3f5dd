"""A real browser, and a page that keeps account of what should not happen."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

ARGUMENTS = [
    "--disable-gpu",
    "--in-process-gpu",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
"""No name of anybody else is found. To stop requests one by one would also switch the browser's cache off."""


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


@pytest.fixture(scope="module")
def visitors() -> Iterator[dict[tuple[object, ...], Visitor]]:
    """Keep the visitors of a module's tests: to open a window takes longer than to open five pages in it."""
    kept: dict[tuple[object, ...], Visitor] = {}
    yield kept
    for visitor in kept.values():
        visitor.context.close()


@pytest.fixture
def visit(browser: Browser, visitors: dict[tuple[object, ...], Visitor]) -> Visit:
    """Open a browser at a site, with a screen and settings of one's choice; it remembers no visit before."""

    def visit(
        address: str,
        width: int = 1280,
        color_scheme: str = "light",
        reduced_motion: str = "no-preference",
        **choices: object,
    ) -> Visitor:
        key = (address, *sorted(choices.items()))
        if key in visitors:
            forget(visitors[key])
        else:
            context = browser.new_context(**choices)  # type: ignore[arg-type]
            visitors[key] = watched(Visitor(address, context, context.new_page()))
        visitor = visitors[key]
        visitor.page.set_viewport_size({"width": width, "height": 800})
        visitor.page.emulate_media(media="null", color_scheme=color_scheme, reduced_motion=reduced_motion)  # type: ignore[arg-type]
        return visitor

    return visit


def forget(visitor: Visitor) -> None:
    """Make somebody who was never here of a visitor."""
    for page in visitor.context.pages:
        if page.url.startswith(visitor.address):
            page.evaluate("localStorage.clear(), sessionStorage.clear()")
    for other in visitor.context.pages[1:]:
        other.close()
    visitor.page.goto("about:blank")
    visitor.context.clear_cookies()
    visitor.context.unroute_all()
    for said in (visitor.errors, visitor.outside, visitor.dialogs):
        said.clear()


def watched(visitor: Visitor) -> Visitor:
    """Write down what goes wrong, and every request to anywhere else."""

    def asked(request: Request) -> None:
        if not request.url.startswith((visitor.address, "data:", "blob:")):
            visitor.outside.append(request.url)

    def failed(request: Request) -> None:
        if request.failure == "csp" and request.url in visitor.outside:  # the policy let nobody be asked
            visitor.outside.remove(request.url)

    visitor.context.on("request", asked)
    visitor.context.on("requestfailed", failed)
    page = visitor.page
    page.on("console", lambda said: visitor.errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: visitor.errors.append(str(error)))
    page.on("dialog", lambda dialog: (visitor.dialogs.append(dialog.message), dialog.dismiss()))
    return visitor
