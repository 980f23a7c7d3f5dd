"""Pages as they were built before, when nothing has changed of all that they are made from.

A page's output is kept by a key of its Markdown, of what its head says, of which of the pages that it names
there are, and of everything that all pages share: configuration, theme, templates, versions. MkDocs gets such
a page as a file to copy, so that it neither reads Markdown nor renders a template for it; what MkDocs would
have learned from the page (its place in sitemap and search, its anchors) is kept with it.
"""

import json
import logging
import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import cast
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as EnginePage

from deploylog.feeds.headers import Source
from deploylog.pages import Page
from deploylog.plugin.pagefiles import KeptFile, Learned, generated
from deploylog.store import Store, key

SEARCH_INDEX = "search/search_index.json"

_NAMED_BACKWARDS = re.compile(r"dm\.(?=([^\s()<>\[\]\"'`|]+))")
"""Whatever may be a link to a page, and a good deal that is none; few words begin like that backwards."""


class _Ear(logging.Handler):
    """Hears for which pages there was a warning, which must be heard again at the next build."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.page = ""
        self.warned: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002
        self.warned.add(self.page)


class Reuse:
    """What one build takes from those before it, and leaves to the next."""

    def __init__(self, store: Store, shared: bytes) -> None:
        """Begin a build.

        Args:
            store: Where outputs are kept.
            shared: A key of all that every page depends on.
        """
        self._store = store
        self._shared = shared
        self._keys: dict[str, bytes] = {}
        self._kept: dict[str, KeptFile] = {}
        self._built: dict[str, tuple[EnginePage, list[Source]]] = {}
        self._allowed: set[Source] = set()
        self._ear = _Ear()
        logging.getLogger("mkdocs").addHandler(self._ear)

    def divide(
        self,
        pages: Collection[Page],
        says: Callable[[str], object],
        known: AbstractSet[str],
        config: MkDocsConfig,
        heed: Callable[[], None],
    ) -> Iterator[File]:
        """Make the files of pages: those that are kept, and those to be built.

        Args:
            pages: Without those that have to be built in any case.
            says: Gives what the head of a page says, by its address.
            known: Addresses of everything on the site.
            config: Of the site.
            heed: Called from page to page; raises what ends the build.
        """
        of_all = {}
        for page in pages:
            heed()
            of_all[page.uri] = self._key(page, says(page.uri), known)
        found = self._store.known(of_all.values())
        for page in pages:
            one = of_all[page.uri]
            learned = self._store.get(_learned(one)) if one in found else None
            if learned:
                yield self._file(page.uri, one, learned, config)
            else:
                self._keys[page.uri] = one
                yield generated(page, config)

    def reading(self, page: EnginePage) -> None:
        """Take note that MkDocs is at a page now."""
        self._ear.page = page.file.src_uri

    def keep(self, page: EnginePage, output: str, allowed: Iterable[Source]) -> None:
        """Keep a page's output and what it needs to be allowed, unless there was something to warn of."""
        uri = page.file.src_uri
        if uri in self._keys and uri not in self._ear.warned:
            self._store.put(self._keys[uri], output)
            self._built[uri] = page, sorted(allowed)

    def all_pages(self, files: Files) -> list[File]:
        """Give the pages that MkDocs builds and those that it copies, in the order of the files."""
        built = {*files.documentation_pages(inclusion=InclusionLevel.is_included)}
        return [file for file in files if file in built or isinstance(file, KeptFile)]

    def finish(self, files: Files, config: MkDocsConfig) -> set[Source]:
        """Bring search and anchors together, make what was kept last, and give what kept pages need."""
        index = Path(config.site_dir, SEARCH_INDEX)
        search = json.loads(index.read_text(encoding="utf-8")) if index.is_file() else None
        entries: dict[str, list[str]] = {}
        for entry in search["docs"] if search else ():
            entries.setdefault(entry["location"].partition("#")[0], []).append(_compact(entry))
        for uri, (page, allowed) in self._built.items():
            self._store.put(_learned(self._keys[uri]), _of(page, entries.get(page.url, []), allowed))
        for file in self._kept.values():
            entries[cast("EnginePage", file.page).url] = self._join(file, files, config)
        if search and self._kept:
            order = [cast("EnginePage", file.page).url for file in self.all_pages(files)]
            docs = ",".join(text for url in order for text in entries.get(url, ()))
            head = _compact({**search, "docs": []})
            index.write_text(head.replace('"docs":[]', f'"docs":[{docs}]'), encoding="utf-8")
        self._store.close()
        self.end()
        return self._allowed

    def end(self) -> None:
        """Listen no longer."""
        logging.getLogger("mkdocs").removeHandler(self._ear)

    def _join(self, file: KeptFile, files: Files, config: MkDocsConfig) -> list[str]:
        """Look after the anchors that a kept page leads to; give its entries of the search."""
        page = cast("EnginePage", file.page)
        targets = ((files.get_file_from_path(uri), links) for uri, links in file.learned["links"].items())
        page.links_to_anchors = {target: links for target, links in targets if target}
        page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
        return list(file.learned["entries"])

    def _file(self, uri: str, one: bytes, learned: Learned, config: MkDocsConfig) -> KeptFile:
        inclusion = InclusionLevel.NOT_IN_NAV
        file = cast("KeptFile", KeptFile.generated(config, uri, content=b"", inclusion=inclusion))
        page = EnginePage(None, file, config)
        page.present_anchor_ids = set(learned["anchors"])
        self._allowed |= {(directive, source) for directive, source in learned["allowed"]}
        file.store, file.key, file.learned = self._store, one, learned
        file.copied = bool(file.abs_dest_path)  # from here on; now the address is known
        self._kept[uri] = file
        return file

    def _key(self, page: Page, head: object, known: AbstractSet[str]) -> bytes:
        here, content = posixpath.dirname(page.uri), page.content
        named = {
            posixpath.normpath(posixpath.join(here, unquote(backwards[::-1]) + ".md"))
            for backwards in set(_NAMED_BACKWARDS.findall(content[::-1]))
        }
        return key(self._shared, page.uri, content, page.authored, head, sorted(named & known))


def _learned(one: bytes) -> bytes:
    return key(one, "learned")


def _of(page: EnginePage, entries: list[str], allowed: list[Source]) -> Learned:
    links = page.links_to_anchors or {}
    return {
        "entries": entries,
        "allowed": allowed,
        "anchors": sorted(page.present_anchor_ids or ()),
        "links": {file.src_uri: anchors for file, anchors in links.items()},
    }


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))
