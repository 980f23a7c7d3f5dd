"""What browsers are told to allow the site's pages, and the files by which hosts pass that on.

The theme has a few scripts in its pages. Each is allowed by its hash, taken from the pages as they are; no
other script that stands in a page runs.

Source:
    Content Security Policy Level 3, https://www.w3.org/TR/CSP3/
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html.parser import HTMLParser
from urllib.parse import urlsplit

from jinja2 import Environment

from deploylog import addresses
from deploylog.feeds.published import Asset

Source = tuple[str, str]
"""A directive and what it allows: `("script-src", "'sha256-...'")`."""

_FILES = {
    "_headers": addresses.HEADERS,
    "apache.conf": f"{addresses.HEADERS_OF_SERVERS}/apache.conf",
    "caddy.conf": f"{addresses.HEADERS_OF_SERVERS}/caddy.conf",
    "nginx.conf": f"{addresses.HEADERS_OF_SERVERS}/nginx.conf",
}
_INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
_LOADED = re.compile(r"<(?:script|link)\b[^>]*\b(?:src|href)=[\"']?(?:https?:)?//[^>]*>", re.IGNORECASE)
_SCRIPTS = re.compile(r"(?:module|(?:text|application)/(?:x-)?(?:java|ecma)script)?", re.IGNORECASE)
"""Types of what runs; of any other type, a script is data."""


def sources(page: str, content: str = "") -> frozenset[Source]:
    """Find what the theme's part of a page needs to be allowed.

    Args:
        page: A finished page, as HTML.
        content: The part of it that is not the theme's; nothing in that is ever allowed anything.
    """
    theme = page.replace(content, "") if content else page
    return frozenset([*_inline(theme), *_loaded(theme)])


def assets(allowed: Iterable[Source], jinja: Environment) -> list[Asset]:
    """Make the files.

    Args:
        allowed: What `sources` has found, of all pages.
        jinja: The site's templates.
    """
    by_directive: dict[str, list[str]] = {name: [] for name in ("font-src", "script-src", "style-src")}
    for directive, source in sorted(set(allowed)):
        by_directive[directive].append(source)
    chosen = {name.replace("-src", "s"): found for name, found in by_directive.items()}
    policy = " ".join(jinja.get_template("headers/policy.txt.j2").render(**chosen).split()).replace(" ;", ";")
    files = {name: jinja.get_template(f"headers/{name}.j2").render(policy=policy) for name in _FILES}
    return [
        Asset(uri=addresses.POLICY, content=f"{policy}\n"),
        *(Asset(uri=uri, content=files[name]) for name, uri in _FILES.items()),
    ]


def _inline(theme: str) -> Iterator[Source]:
    for found in _INLINE.finditer(theme):
        given = _attributes(f"<{found[1]}{found[2]}>")
        if found[1].lower() == "style":
            yield "style-src", _hashed(found[3])
        elif "src" not in given and _SCRIPTS.fullmatch(given.get("type", "")):
            yield "script-src", _hashed(found[3])


def _loaded(theme: str) -> Iterator[Source]:
    """Find whom a theme asks beyond the site; a preconnection is for fonts."""
    for found in _LOADED.finditer(theme):
        given = _attributes(found[0])
        relation = given.get("rel", "").lower().split()
        if "src" in given:
            yield "script-src", _origin(given["src"])
        elif "stylesheet" in relation:
            yield "style-src", _origin(given["href"])
        elif "preconnect" in relation:
            yield "font-src", _origin(given["href"])


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme or 'https'}://{parts.netloc}"


@lru_cache(maxsize=1 << 10)
def _hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@lru_cache(maxsize=1 << 10)
def _attributes(tag: str) -> dict[str, str]:
    reader = _Reader()
    reader.feed(tag)
    return reader.given


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.given: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.given = {name: value or "" for name, value in attrs}
