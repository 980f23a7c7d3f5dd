"""What axe finds to complain about on a page that is open in a browser."""

from collections.abc import Sequence

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

COLOURS = ("color-contrast", "link-in-text-block")
"""The rules that look at colours; to all others a page is the same in every scheme."""
RUN = """([within, options]) => axe.run(within || document, options).then((found) => found.violations.map(
    (one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`))"""


def violations(page: Page, rules: Sequence[str] = (), *, within: str = "") -> list[str]:
    """Ask axe.

    Args:
        page: As it is shown now.
        rules: Those to try; without any, all.
        within: Selects the only parts to look at, of which no landmark is expected.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {
        "resultTypes": ["violations"],
        **({"runOnly": list(rules)} if rules else {}),
        **({"rules": {"region": {"enabled": False}}} if within and not rules else {}),
    }
    return page.evaluate(RUN, [within, options])


def violations_of_both_schemes(page: Page) -> list[str]:
    """Ask axe about a page in light, and about its colours once more in dark, to which it has to change."""
    page.emulate_media(color_scheme="light")
    page.locator("body[data-md-color-scheme=default]").wait_for()
    light = violations(page)
    page.emulate_media(color_scheme="dark")
    page.locator("body[data-md-color-scheme=slate]").wait_for()
    return light + violations(page, COLOURS)
