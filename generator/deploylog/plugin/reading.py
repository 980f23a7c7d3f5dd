"""How MkDocs gets to read our pages: without what it need not, and with nothing in them that would act."""

import pickle
import posixpath
from collections.abc import Sequence
from sys import intern
from urllib.parse import unquote

from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as EnginePage
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import get_relative_url

from deploylog import sanitizing
from deploylog.pages import Page
from deploylog.plugin import plain
from deploylog.plugin.blocks import Blocks
from deploylog.shelf import Shelf, Shelved

_PLACE = '<div class="plain-place" id="plain-place-{}"></div>'


class Reading:
    """The pages of one build, on their way from Markdown to HTML and to a file.

    MkDocs reads all pages before it builds the first. Meanwhile they wait on a shelf.
    """

    def __init__(self, pages: Sequence[Page], *, usual: bool, known: bool) -> None:
        """Begin with nothing read.

        Args:
            pages: That we make.
            usual: Whether Markdown means on this site what it usually means, so that we can read it, too.
            known: Whether nobody looks at a page but while it is read and while it is built.
        """
        self._shelf = Shelf()
        self._known = known
        self._waiting: dict[str, Shelved] = {}
        """Markdown, HTML and table of contents, by the address of their page."""
        self._blocks = Blocks((page.uri for page in pages), self._shelf)
        self._made = {page.uri for page in pages}
        self._ours = {page.uri for page in pages if not page.authored}
        """Addresses of pages that hold no Markdown of an author's."""
        self._usual = usual
        self._converted: dict[str, list[str]] = {}
        self._anchors: dict[str, dict[File, dict[str, str]]] = {}

    def markdown(self, markdown: str, page: EnginePage, files: Files) -> str:
        """Give what Markdown has to read of a page."""
        uri = page.file.src_uri
        if uri not in self._blocks:
            page.meta = {key: sanitizing.escaped(value) for key, value in page.meta.items()}
            return markdown
        rest = self._blocks.taken_out(markdown, uri)
        return self._plainly(rest, page, files) if self._usual and uri in self._ours else rest

    def content(self, html: str, page: EnginePage) -> str:
        """Give what the search has to read of a page, without anything that would act in a browser."""
        uri = page.file.src_uri
        # Numbers of lists and parts of posts: the same words on thousands of pages.
        page.present_anchor_ids = {intern(str(anchor)) for anchor in page.present_anchor_ids or ()}
        for number, block in enumerate(self._converted.pop(uri, ())):
            html = plain.put_back(html, _PLACE.format(number), block)
        for file, anchors in self._anchors.pop(uri, {}).items():
            page.links_to_anchors = page.links_to_anchors or {}
            page.links_to_anchors[file] = anchors | page.links_to_anchors.get(file, {})
        clean = html if uri in self._ours else sanitizing.clean(html)
        if not self._known:
            return clean
        _settle(page)
        self._waiting[uri] = self._shelf.put(pickle.dumps((page.markdown, clean, page.toc)))
        self.built(page)
        return ""

    def back(self, page: EnginePage) -> None:
        """Give a page back what it was read to, before it is built."""
        waiting = self._waiting.pop(page.file.src_uri, None)
        if waiting:
            page.markdown, page.content, page.toc = pickle.loads(waiting.octets)  # noqa: S301  (our own file)

    def whole(self, page: EnginePage) -> str:
        """Give a page's HTML with all that it holds."""
        return self._blocks.put_back(page.content or "", page.file.src_uri)

    def built(self, page: EnginePage) -> None:
        """Let go of a page's text; its title stays, which pages of the navigation show."""
        if self._known:
            page.markdown = page.content = ""
            page.toc = TableOfContents([])

    def _plainly(self, markdown: str, page: EnginePage, files: Files) -> str:
        """Read what is plain to see, as MkDocs would: links lead to where pages are published."""
        blocks: list[str] = self._converted.setdefault(page.file.src_uri, [])
        anchors = self._anchors.setdefault(page.file.src_uri, {})
        here = posixpath.dirname(page.file.src_uri)

        def resolve(target: str) -> str | None:
            path, mark, anchor = target.partition("#")
            if target.startswith(("https://", "http://")):
                return target
            uri = posixpath.normpath(posixpath.join(here, unquote(path))) if path else page.file.src_uri
            file = files.get_file_from_path(uri) if uri in self._made else None
            if file is None or "?" in path:
                return None
            if anchor:
                anchors.setdefault(file, {}).setdefault(intern(anchor), intern(target))
            return get_relative_url(file.url, page.url) + mark + anchor if path else target

        def place(html: str) -> str:
            blocks.append(html)
            return _PLACE.format(len(blocks) - 1)

        return plain.converted(markdown, resolve, place)


def _settle(page: EnginePage) -> None:
    """Forget the links to anchors of the page itself that are there: it is warned of others only."""
    links, present = page.links_to_anchors or {}, page.present_anchor_ids or ()
    broken = {anchor: link for anchor, link in links.get(page.file, {}).items() if anchor not in present}
    if broken:
        links[page.file] = broken
    else:
        links.pop(page.file, None)
