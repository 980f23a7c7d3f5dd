"""Showing a saved post at once: its page is built first and alone, and the whole site behind it.

What is shown first is made from what the last whole build has left, as MkDocs would make it. It only comes
early: the whole build follows in any case, makes the same page once more, and is right about everything.
"""

import logging
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as EnginePage

from deploylog import site
from deploylog.pages import Page
from deploylog.plugin import surroundings
from deploylog.plugin.pagefiles import generated
from deploylog.plugin.served import Served
from deploylog.store import Store

MOST = 3
"""Posts that are shown before the rest; whoever saves more at once, as `git pull` does, looks at none."""

log = get_plugin_logger("deploylog")


class Overtaken(BaseException):
    """A whole build is not worth its end: something was saved again, and its post can be shown at once.

    It is no `Exception`, which MkDocs would report as a mistake in the page that it was at.
    """


class HeedingStore(Store):
    """A store that listens, whenever it is asked, to whether it is asked for nothing."""

    def __init__(self, folder: Path, heed: Callable[[], None]) -> None:
        """Open the store in a folder.

        Args:
            folder: As for any store.
            heed: Raises what ends the build.
        """
        super().__init__(folder)
        self._heed = heed

    def get(self, key: bytes) -> Any:
        """Give what is kept; None when there is nothing."""
        self._heed()
        return super().get(key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a whole build leaves to the next save."""

    key: bytes
    """Of all that every page depends on."""
    sources: site.Sources
    summaries: Mapping[str, str]
    """Of the posts, by their ids."""
    pages: Sequence[Page]
    """Without what stands in them."""
    config: MkDocsConfig
    files: Files
    nav: Navigation
    env: Environment


class Preview:
    """The saved posts of one `mkdocs serve`."""

    def __init__(self) -> None:
        self._served: Served | None = None
        self._before: Built | None = None
        self._key = b""
        self._on_end: Any = None

    def start(self) -> None:
        """Let SIGTERM end a preview as Ctrl+C does; else whole sites stay with temporary files."""
        if threading.current_thread() is threading.main_thread():
            self._on_end = signal.signal(signal.SIGTERM, signal.default_int_handler)

    def serve(self, server: LiveReloadServer, drop: Callable[[], None]) -> None:
        """Begin to show what is saved, if the server can.

        Args:
            server: Of the preview.
            drop: Ends a build that is given up.
        """
        served, build = Served(server), server.builder
        if not served.able:
            return

        def built_or_overtaken() -> None:
            try:
                build()
            except Overtaken:
                log.info("Something was saved before everything was built")
                drop()

        self._served, server.builder = served, built_or_overtaken

    def heed(self) -> None:
        """Give a build up when a post was shown before it, and another save waits for it to end."""
        if self._served and self._served.overtaken:
            raise Overtaken

    def into(self, config: MkDocsConfig) -> None:
        """Let a build begin in a folder of its own, if the server can have another one meanwhile."""
        if self._served:
            config.site_dir = str(self._served.begin())

    def begin(
        self,
        config: MkDocsConfig,
        sources: site.Sources,
        *,
        as_of: Day,
        enter: Callable[[site.Made, Sequence[Page]], None],
    ) -> None:
        """Show posts that were saved, where nothing but these has changed; then let the whole build begin.

        Args:
            config: Of the site, as it was read for the whole build.
            sources: As they are now.
            as_of: The day on which the site is seen.
            enter: Told of the posts, and of all pages that there are, before MkDocs' events are run for them.
        """
        self._key = surroundings.shared(config, sources.settings.templates, {})
        if self._before and self._before.key != self._key:
            self._before = None
        if self._served and self._before:
            try:
                self._show(self._before, sources, as_of, enter, self._served)
            except Exception:  # whatever it is, the whole build tells it in its own words
                log.debug("no post was shown before the site was built", exc_info=True)

    def _show(
        self,
        before: Built,
        sources: site.Sources,
        as_of: Day,
        enter: Callable[[site.Made, Sequence[Page]], None],
        served: Served,
    ) -> None:
        ids = site.saved(sources, before.sources)
        if not 0 < len(ids) <= MOST:
            return
        made = site.make_saved(sources, ids, before.summaries, as_of=as_of, drafts=True)
        if not made.pages or {page.uri for page in made.pages} & {*surroundings.navigated(before.config.nav)}:
            return
        own = {page.uri for page in made.pages}
        enter(made, [*made.pages, *(page for page in before.pages if page.uri not in own)])
        with _unheard():
            built = [_built(page, before) for page in made.pages]
        for uri, octets in built:
            (served.folder / uri).write_bytes(octets)
        served.show()
        log.info(f"Showing {', '.join(page.uri for page in made.pages)}; building the rest")

    def built(
        self,
        config: MkDocsConfig,
        sources: site.Sources,
        made: site.Made | None,
        files: Files,
        nav: Navigation,
        env: Environment,
    ) -> None:
        """Show a whole site, and keep what it was built from for the next save."""
        self._before = None
        if made and surroundings.known(config):
            _lighten(files)
            self._before = Built(
                key=self._key,
                sources=sources,
                summaries=made.published.summaries,
                pages=[Page(uri=page.uri, content="", authored=page.authored) for page in made.pages],
                config=config,
                files=files,
                nav=nav,
                env=env,
            )
        if self._served:
            self._served.built()

    def end(self) -> None:
        """Leave nothing behind."""
        if self._on_end is not None:
            signal.signal(signal.SIGTERM, self._on_end)
        if self._served:
            self._served.end()
        self._served = self._before = None


def _built(page: Page, before: Built) -> tuple[str, bytes]:
    """Build a page as MkDocs does; give its path below the folder of the site, and what stands there."""
    config, files, nav, events = before.config, before.files, before.nav, before.config.plugins
    one = events.on_pre_page(EnginePage(None, generated(page, config), config), config=config, files=files)
    one.read_source(config)
    one.markdown = events.on_page_markdown(one.markdown or "", page=one, config=config, files=files)
    one.render(config, files)
    one.content = events.on_page_content(one.content or "", page=one, config=config, files=files)
    one.active = True
    pages = files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
    context = get_context(nav, pages, config, one)
    template = before.env.get_template(one.meta.get("template", "main.html"))
    context = events.on_page_context(context, page=one, config=config, nav=nav)
    output = events.on_post_page(template.render(context), page=one, config=config)
    return one.file.dest_uri, output.encode("utf-8", errors="xmlcharrefreplace")


def _lighten(files: Files) -> None:
    """Let go of what stands in files: links to them need their addresses only."""
    for file in files:
        if file.abs_src_path is None:
            file.content_bytes = b""
        if file.page:
            file.page.markdown = file.page.content = None


@contextmanager
def _unheard() -> Iterator[None]:
    """Say nothing meanwhile of what is wrong with a page: the whole build says it, and once is enough."""
    here = threading.get_ident()
    handlers = [*logging.getLogger("mkdocs").handlers, *logging.getLogger().handlers]

    def elsewhere(record: logging.LogRecord) -> bool:
        return record.thread != here

    for handler in handlers:
        handler.addFilter(elsewhere)
    try:
        yield
    finally:
        for handler in handlers:
            handler.removeFilter(elsewhere)
