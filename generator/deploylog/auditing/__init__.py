"""The check of a built site: what its pages lead to, ask for, are named by and must not say.

Knows nothing of how a site is built; any folder of HTML can be checked.
"""

import bisect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from deploylog import together
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
    folder = Folder(path, site_url)
    uris = sorted(folder.files)
    looks = list(together.each(lambda uri: _File(folder, uri).looked(sought), uris))
    looked = {uri: one for uri, (one, _) in zip(uris, looks, strict=True)}
    findings = [finding for one in looked.values() for finding in one.findings] + list(_anchors(looked))
    for uri, (_, said) in zip(uris, looks, strict=True):
        findings += [_private(uri, offset, one) for one, offset in said if not is_public(one)]
    return sorted(_located(findings, folder, name))


@dataclass(frozen=True, slots=True)
class _Looked:
    """What one file gives away: what is wrong with it, and what waits for the others."""

    findings: Sequence[_Finding] = ()
    ids: frozenset[str] | None = None
    """What can be linked to in it; None when it is no page."""
    waiting: Sequence[tuple[int, Target]] = ()
    """Where it links to anchors."""


def _anchors(looked: Mapping[str, _Looked]) -> Iterator[_Finding]:
    """Check the anchors that pages lead to, when all pages are known."""
    for uri, one in looked.items():
        for offset, target in one.waiting:
            aim = looked.get(target.uri)
            if aim and aim.ids is not None and target.anchor not in aim.ids:
                page = target.uri.removesuffix(INDEX) or INDEX
                message = f"'#{target.anchor}' is no place in '{page}'"
                yield _Finding(uri, offset, "dead-anchor", message, _ANCHOR_HELP)


class _File:
    """One look at one file."""

    def __init__(self, folder: Folder, uri: str) -> None:
        self.folder = folder
        self.uri = uri
        self._waiting: list[tuple[int, Target]] = []

    def looked(self, sought: Sequence[Withheld]) -> tuple[_Looked, list[tuple[Withheld, int]]]:
        """Look at the file; give also which private words it holds, and where."""
        text = ""
        findings: Iterable[_Finding] = ()
        ids: set[str] | None = None
        if self.uri.endswith((".html", ".htm", ".svg")):
            text, ids = self.folder.read(self.uri), set()
            findings = self._page(text, ids)
        elif self.uri.endswith(".css"):
            text = self.folder.read(self.uri)
            findings = (one for url, at in markup.styled(text) for one in self._request(url, at))
        elif self.uri in _LISTS:
            text = self.folder.read(self.uri)
            findings = self._full(text, 0, anchors=True)
        found = list(findings)
        holds = sought and _TEXT.fullmatch(self.uri.rpartition("/")[2].lower())
        said = privacy.found(text or self.folder.read(self.uri), self.uri, sought) if holds else ()
        return _Looked(found, None if ids is None else frozenset(ids), self._waiting), list(said)

    def _page(self, page: str, known: set[str]) -> Iterator[_Finding]:
        """Check a page, and take note of what can be linked to in it."""
        ids: set[str] = set()
        titled = self.uri.endswith(".svg")
        for kind, value, offset in markup.parts(page):
            if kind is Kind.LINK:
                yield from self._link(value, offset)
            elif kind is Kind.REQUEST:
                yield from self._request(value, offset)
            elif kind is Kind.NAME:
                known.add(value)
            elif kind is Kind.TITLE:
                titled = titled or bool(value)
            elif kind is Kind.DATA:
                yield from self._full(value, offset, anchors=False)
            elif value in ids:
                yield self._finding(offset, "repeated-id", f"the id '{value}' is given twice", _ID_HELP)
            else:
                ids.add(value)
        known |= ids
        if not titled:
            yield self._finding(0, "no-title", "the page has no title", _TITLE_HELP)

    def _link(self, url: str, offset: int) -> Iterator[_Finding]:
        target = self.folder.target(url, self.uri)
        if target is None:
            return
        if not target.uri:
            message = f"'{url}' leads to '{target.path}', which is not in the site"
            yield self._finding(offset, "dead-link", message, _LINK_HELP)
        elif target.anchor not in _PLACELESS and not target.anchor.startswith(":~:"):
            self._waiting.append((offset, target))

    def _request(self, url: str, offset: int) -> Iterator[_Finding]:
        if self.folder.is_outside(url):
            message = f"a reader's browser would load '{url}'"
            yield self._finding(offset, "outside-request", message, _REQUEST_HELP)
        else:
            yield from self._link(url, offset)

    def _full(self, text: str, offset: int, *, anchors: bool) -> Iterator[_Finding]:
        """Check the full addresses of the site's own; in linked data what follows a `#` is only a name."""
        if not self.folder.url:
            return
        for found in re.finditer(rf"{re.escape(self.folder.url)}[^\s\"'<>\\]*", text):
            url = unescape(unescape(found[0]))
            url = re.split(r"[\"'<>\s]", url)[0]
            yield from self._link(url if anchors else url.partition("#")[0], offset + found.start())

    def _finding(self, offset: int, rule: str, message: str, help_: str) -> _Finding:
        return _Finding(self.uri, offset, rule, message, help_)


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
