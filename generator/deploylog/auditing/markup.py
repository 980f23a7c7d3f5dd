"""What a page of HTML or a style sheet refers to, and by which ids it can be referred to."""

import re
from collections.abc import Iterator
from enum import Enum, auto
from functools import lru_cache
from html import unescape

_QUOTED = r"""(?:"[^"]*"|'[^']*'|[^"'>])*"""
_PART = re.compile(
    rf"<!--.*?(?:-->|\Z)|<(?:(script|style|title|textarea)\b({_QUOTED})>(.*?)</\1\s*>|([a-z][^\s/>]*)({_QUOTED})>)",
    re.DOTALL | re.IGNORECASE,
)
"""A comment, an element that holds text only, or the beginning of any other."""
_ATTRIBUTE = re.compile(r"""([^\s=/"'>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_STYLED = re.compile(
    r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)|/\*.*?\*/""", re.IGNORECASE | re.DOTALL
)
_REFRESHED = re.compile(r"[\d.\s]*[;,]\s*(?:url\s*=\s*)?[\"']?(.*?)[\"']?\s*", re.IGNORECASE)
_LOADED = {"apple-touch-icon", "dns-prefetch", "icon", "manifest", "mask-icon", "modulepreload", "preconnect"}
_LOADED |= {"prefetch", "preload", "prerender", "stylesheet"}
"""What a `link` is when a browser follows it by itself."""
_SOURCES = {"audio", "embed", "frame", "iframe", "img", "input", "script", "source", "track", "video"}
_DRAWN = {"feimage", "image", "use"}


class Kind(Enum):
    """What a place in a page is."""

    ID = auto()
    """A name of something in the page."""
    NAME = auto()
    """The old way to name a place; need not be unique."""
    LINK = auto()
    """Followed when a reader wants to."""
    REQUEST = auto()
    """Followed by the browser itself."""
    DATA = auto()
    """The text of a script that is linked data."""
    TITLE = auto()
    """The page's title."""


Part = tuple[Kind, str, int]
"""What it is, its value, and where it begins in the text, in characters."""


def parts(page: str) -> Iterator[Part]:
    """Give what matters of a page, in its order."""
    in_head = True
    for found in _PART.finditer(page):
        raw, given, text, tag, attributes = found.groups()
        if tag:
            in_head = in_head and tag.lower() not in ("body", "svg")
            if attributes:
                for kind, value in _referred(tag.lower(), attributes):
                    yield kind, value, found.start()
        elif raw:
            for kind, value in _referred(raw.lower(), given):
                yield kind, value, found.start()
            yield from _held(raw.lower(), given, text, found.start(3), in_head)


def styled(sheet: str) -> Iterator[tuple[str, int]]:
    """Give the addresses in a style sheet and where they are; those in comments are none."""
    for found in _STYLED.finditer(sheet):
        if url := found[1] or found[2]:
            yield url.strip(), found.start()


def _held(raw: str, given: str, text: str, start: int, in_head: bool) -> Iterator[Part]:
    if raw == "title" and in_head:
        yield Kind.TITLE, unescape(text).strip(), start
    elif raw == "style":
        yield from ((Kind.REQUEST, url, start + offset) for url, offset in styled(text))
    elif raw == "script" and "ld+json" in given:
        yield Kind.DATA, text, start


@lru_cache(maxsize=1 << 14)
def _referred(tag: str, attributes: str) -> tuple[tuple[Kind, str], ...]:
    """Read a tag; the theme's are the same on every page."""
    given = {
        found[1].lower(): unescape(found[2] or found[3] or found[4] or "").strip()
        for found in _ATTRIBUTE.finditer(attributes)
    }
    return tuple(_of_tag(tag, given))


def _of_tag(tag: str, given: dict[str, str]) -> Iterator[tuple[Kind, str]]:
    if given.get("id"):
        yield Kind.ID, given["id"]
    if tag in ("a", "area"):
        if given.get("name"):
            yield Kind.NAME, given["name"]
        if "href" in given or "xlink:href" in given:
            yield Kind.LINK, given.get("href", given.get("xlink:href", ""))
    elif tag == "link" and "href" in given:
        loaded = not _LOADED.isdisjoint(given.get("rel", "").lower().split())
        yield (Kind.REQUEST if loaded else Kind.LINK), given["href"]
    elif tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
        if found := _REFRESHED.fullmatch(given.get("content", "")):
            yield Kind.LINK, found[1]
    elif tag == "form" and given.get("action"):
        yield Kind.LINK, given["action"]
    yield from ((Kind.REQUEST, url) for url in _loaded(tag, given))


def _loaded(tag: str, given: dict[str, str]) -> Iterator[str]:
    if tag in _SOURCES and given.get("src"):
        yield given["src"]
    if tag == "object" and given.get("data"):
        yield given["data"]
    if given.get("poster"):
        yield given["poster"]
    if tag in _DRAWN and (url := given.get("href") or given.get("xlink:href")):
        yield url
    for candidates in (given.get("srcset", ""), given.get("imagesrcset", "")):
        yield from (one.split()[0] for one in re.split(r",\s+|,(?=https?:|/)", candidates) if one.split())
    if "style" in given:
        yield from (url for url, _ in styled(given["style"]))
