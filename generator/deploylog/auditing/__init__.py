"""The check of a built site: what its pages lead to, ask for, are named by and must not say.

Knows nothing of how a site is built; any folder of HTML can be checked.
"""

import bisect
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from deploylog.auditing import markup, privacy
from deploylog.auditing.folder import INDEX, Folder, Target
from deploylog.auditing.markup import Kind
from deploylog.auditing.privacy import Withheld, core, withheld
from deploylog.problems import Problem

__all__ = ["Withheld", "audit", "core", "withheld"]

_TEXT = re.compile(
    r"(?:[^.]+|.*\.(?:atom|conf|css|csv|html?|ics|js|json|jsonld|map|md|sql|svg|tsv|txt|webmanifest|xml|ya?ml))"
)
"""Names of files that hold text."""
_LISTS = ("feed.xml", "feed.json", "sitemap.xml")
"""Files that name pages by their full address."""
_PLACELESS = ("", "top")
"""Anchors that every page has."""


@dataclass(frozen=True, slots=True)
class _Finding:
    uri: str
    offset: int
    rule: str
    message: str
    help: str


def audit(
    path: Path,
    *,
    name: str,
    site_url: str = "",
    sought: Sequence[Withheld] = (),
    is_public: Callable[[Withheld], bool] = lambda _: False,
) -> list[Problem]:
    """Check every file of a built site.

    Args:
        path: Its folder.
        name: What problems call the folder.
        site_url: Where it is published; without it, full addresses are those of others.
        sought: What logs keep private.
        is_public: Tells whether a log says the same words openly; asked only about what was found.

    Returns:
        The problems in the order of files and places. What is wrong in the same words on several pages, as
        when a template has it, is told once.
    """
    site = _Site(Folder(path, site_url))
    findings = [*site.findings()]
    for uri, text in site.texts(sought):
        for one, offset in privacy.found(text, uri, sought):
            if not is_public(one):
                findings.append(_private(uri, offset, one))
    return sorted(_located(findings, site.folder, name))


class _Site:
    """One look at all pages: what can be told at once, and the anchors that wait for the other pages."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self._ids: dict[str, frozenset[str]] = {}
        self._waiting: list[tuple[str, int, Target]] = []

    def findings(self) -> Iterator[_Finding]:
        for uri in sorted(self.folder.files):
            if uri.endswith((".html", ".htm", ".svg")):
                yield from self._page(uri, self.folder.read(uri))
            elif uri.endswith(".css"):
                for url, offset in markup.styled(self.folder.read(uri)):
                    yield from self._request(uri, url, offset)
            elif uri in _LISTS:
                yield from self._full(uri, self.folder.read(uri), 0, anchors=True)
        yield from self._anchors()

    def texts(self, sought: Sequence[Withheld]) -> Iterator[tuple[str, str]]:
        """Give every file that holds text, when there is something to look for in it."""
        for uri in sorted(self.folder.files) if sought else ():
            if _TEXT.fullmatch(uri.rpartition("/")[2].lower()):
                yield uri, self.folder.read(uri)

    def _page(self, uri: str, page: str) -> Iterator[_Finding]:
        named: set[str] = set()
        ids: set[str] = set()
        titled = uri.endswith(".svg")
        for kind, value, offset in markup.parts(page):
            if kind is Kind.LINK:
                yield from self._link(uri, value, offset)
            elif kind is Kind.REQUEST:
                yield from self._request(uri, value, offset)
            elif kind is Kind.NAME:
                named.add(value)
            elif kind is Kind.TITLE:
                titled = titled or bool(value)
            elif kind is Kind.DATA:
                yield from self._full(uri, value, offset, anchors=False)
            elif value in ids:
                yield _Finding(uri, offset, "repeated-id", f"the id '{value}' is given twice", _ID_HELP)
            else:
                ids.add(value)
        self._ids[uri] = frozenset(ids | named)
        if not titled:
            yield _Finding(uri, 0, "no-title", "the page has no title", _TITLE_HELP)

    def _link(self, uri: str, url: str, offset: int) -> Iterator[_Finding]:
        target = self.folder.target(url, uri)
        if target is None:
            return
        if not target.uri:
            message = f"'{url}' leads to '{target.path}', which is not in the site"
            yield _Finding(uri, offset, "dead-link", message, _LINK_HELP)
        elif target.anchor not in _PLACELESS and not target.anchor.startswith(":~:"):
            self._waiting.append((uri, offset, target))

    def _request(self, uri: str, url: str, offset: int) -> Iterator[_Finding]:
        if self.folder.is_outside(url):
            yield _Finding(
                uri, offset, "outside-request", f"a reader's browser would load '{url}'", _REQUEST_HELP
            )
        else:
            yield from self._link(uri, url, offset)

    def _full(self, uri: str, text: str, offset: int, *, anchors: bool) -> Iterator[_Finding]:
        """Check the full addresses of the site's own; in linked data what follows a `#` is only a name."""
        if not self.folder.url:
            return
        for found in re.finditer(rf"{re.escape(self.folder.url)}[^\s\"'<>\\]*", text):
            url = unescape(unescape(found[0]))
            url = re.split(r"[\"'<>\s]", url)[0]
            yield from self._link(uri, url if anchors else url.partition("#")[0], offset + found.start())

    def _anchors(self) -> Iterator[_Finding]:
        for uri, offset, target in self._waiting:
            ids = self._ids.get(target.uri)
            if ids is not None and target.anchor not in ids:
                page = target.uri.removesuffix(INDEX) or INDEX
                message = f"'#{target.anchor}' is no place in '{page}'"
                yield _Finding(uri, offset, "dead-anchor", message, _ANCHOR_HELP)


_LINK_HELP = "mend the address, or take the link out; addresses that begin with / start from site_url"
_ANCHOR_HELP = "name an id of that page: a heading's is its words in lower case, joined by -"
_ID_HELP = "give each its own; a link finds only the first"
_TITLE_HELP = "write `title:` in its front matter, or <title> in its HTML"
_REQUEST_HELP = (
    "put the file into the site and name that; `font: false` under `theme` is for the theme's fonts"
)


def _private(uri: str, offset: int, one: Withheld) -> _Finding:
    message = f"this is what {one.place} keeps private"
    help_ = "take it out of the post, page or template that says it, or say it openly in a log"
    return _Finding(uri, offset, "private-text", message, help_)


def _located(findings: Iterable[_Finding], folder: Folder, name: str) -> Iterator[Problem]:
    firsts: dict[tuple[str, str], _Finding] = {}
    pages: dict[tuple[str, str], set[str]] = {}
    for finding in findings:
        key = finding.rule, finding.message if finding.rule != "no-title" else finding.uri
        firsts.setdefault(key, finding)
        pages.setdefault(key, set()).add(finding.uri)
    starts: dict[str, list[int]] = {}
    for key, finding in firsts.items():
        if finding.uri not in starts:
            text = folder.read(finding.uri)
            starts[finding.uri] = [0, *(found.end() for found in re.finditer(r"\n", text))]
        line = bisect.bisect_right(starts[finding.uri], finding.offset)
        others = len(pages[key]) - 1
        also = f", and in {others} more file{'s' if others > 1 else ''}" if others else ""
        yield Problem(
            file=f"{name}/{finding.uri}",
            line=line,
            column=finding.offset - starts[finding.uri][line - 1] + 1,
            rule=finding.rule,
            message=finding.message + also,
            help=finding.help,
        )
