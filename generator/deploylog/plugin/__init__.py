"""The MkDocs plugin `deploylog`: adds the pages of the site to MkDocs' own, and leaves the logs out."""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment
from mkdocs.config.base import BaseConfigOption, ConfigErrors, ConfigWarnings, LegacyConfig
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as EnginePage
from mkdocs.utils.templates import TemplateContext

from deploylog import site, templates
from deploylog.compiled import Compiled
from deploylog.feeds import Asset, headers
from deploylog.options import OPTIONS
from deploylog.pages import Page
from deploylog.plugin import configuring, garbage, heads, making, sorting, surroundings
from deploylog.plugin.pagefiles import generated
from deploylog.plugin.previewing import HeedingStore, Preview
from deploylog.plugin.reading import Reading
from deploylog.plugin.reuse import Reuse
from deploylog.settings import Settings
from deploylog.site import style
from deploylog.store import Store

CACHE = ".cache/deploylog"
"""Where pages are kept from one build to the next, below the folder of `mkdocs.yml`."""

log = get_plugin_logger("deploylog")

_compiled = cache(partial(Compiled, "theme"))
"""The theme's templates, of all builds of this process."""


class DeploylogPlugin(BasePlugin[LegacyConfig]):  # type: ignore[no-untyped-call]
    """Makes MkDocs build a site of deployment posts from logs."""

    config_scheme = tuple((name, BaseConfigOption()) for name in OPTIONS)

    def __init__(self) -> None:
        self._serving = False
        self._memory = site.Memory()
        self._settings: Settings
        self._sources: site.Sources
        self._pages: list[Page] = []
        self._made: site.Made | None = None
        """None when a template cannot be rendered."""
        self._assets: Sequence[Asset] = ()
        self._usual = False
        self._reading = Reading([], usual=False, known=False)
        self._store: Store | None = None
        """What earlier builds have kept; None where something that we do not know may change a page."""
        self._reuse: Reuse | None = None
        self._files: Files
        self._nav: Navigation
        self._env: Environment
        self._preview = Preview()
        self._early = False
        """Whether a post is shown before the whole site, where it can be."""
        self._begun: MkDocsConfig | None = None
        """For which the sources have been read."""
        self._allowed: set[headers.Source] = set()

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[ConfigErrors, ConfigWarnings]:
        """Check the options; MkDocs reports what is wrong as it does for its own."""
        errors, _ = super().load_config(options, config_file_path)
        return [*errors, *configuring.faults(options, config_file_path)], []

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Learn whether this is a preview, which shows drafts, and problems as pages."""
        self._serving = command == "serve"
        self._early = self._serving and not dirty
        if self._serving:
            self._preview.start()

    @event_priority(100)  # before the search begins anew: its post is shown as the last build has left it
    def _show_saved(self, config: MkDocsConfig) -> MkDocsConfig:
        """Show what was saved, before anything else is done."""
        self._preview.into(config)
        if self._early and surroundings.known(config):
            with garbage.waiting():
                self._read(config)
                day = configuring.day(self._settings)
                self._preview.begin(config, self._sources, as_of=day, enter=self._enter)
        return config

    def _enter(self, some: site.Made, pages: Sequence[Page]) -> None:
        """Begin to read and complete some pages, as if they were all."""
        self._made, self._reading = some, Reading(pages, usual=self._usual, known=True)

    def _read(self, config: MkDocsConfig) -> None:
        """Begin a build with its sources."""
        garbage.keep()
        self._begun = config
        self._settings = configuring.resolved(self.config, config)
        known = surroundings.known(config)
        self._store = HeedingStore(self._settings.root / CACHE, self._preview.heed) if known else None
        self._sources = site.read(self._settings, self._memory, self._store)

    def _make_all(self, config: MkDocsConfig) -> MkDocsConfig:
        """Make all pages of what is read, before MkDocs empties the folder of the site."""
        if self._begun is not config:
            self._read(config)
        if self._sources.problems and not self._serving:
            raise PluginError(configuring.found(self._sources.problems))
        for problem in self._sources.problems:
            log.error(str(problem))
        self._made, self._pages, self._assets = making.made(
            self._sources,
            as_of=configuring.day(self._settings),
            serving=self._serving,
            kept=self._store,
            heed=self._preview.heed,
        )
        if not self._serving:  # nobody asks again what the files say
            self._memory = site.Memory()
            self._sources = replace(self._sources, logs={}, posts={}, terms={})
        self._allowed = set()
        configuring.complete(config, self._sources, self._pages)
        self._usual = surroundings.usual(config)
        self._reading = Reading(self._pages, usual=self._usual, known=surroundings.known(config))
        return config

    on_config = CombinedEvent(_show_saved, _make_all)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take sources out, and put pages in."""
        made = {page.uri for page in self._pages}
        sorting.take_out(files, made, self._sources, config)
        known = {*made, *(file.src_uri for file in files)}
        for file in sorted(self._divided(known, config), key=lambda file: file.src_uri):
            files.append(file)
        self._files = files
        files.append(File.generated(config, style.ADDRESS, content=style.sheet(self._settings)))
        sorting.put_in(files, self._assets, config)
        return files

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG002
        """Know the navigation."""
        self._nav = nav
        return nav

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:  # noqa: ARG002  (files)
        """Compile the theme's templates once for all builds, where nobody else's code has a part in it."""
        env.bytecode_cache = _compiled(surroundings.versions() if surroundings.known(config) else None)
        self._env = env
        return env

    def on_pre_page(self, page: EnginePage, /, *, config: MkDocsConfig, files: Files) -> EnginePage:  # noqa: ARG002
        """Know at which page MkDocs is."""
        self._preview.heed()
        if self._reuse:
            self._reuse.reading(page)
        return page

    def on_template_context(self, context: TemplateContext, /, **_: object) -> TemplateContext:
        """Let the map of the site know of the pages that are not built anew."""
        if self._reuse:
            context["pages"] = self._reuse.all_pages(self._files)
        return context

    def on_post_page(self, output: str, /, *, page: EnginePage, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Name what the theme leaves nameless to those who listen to a page, and complete the page's head."""
        self._preview.heed()
        allowed = headers.sources(output, page.content or "")
        self._allowed |= allowed
        output = heads.completed(output, page, self._made)
        if self._reuse:
            self._reuse.keep(page, output, allowed)
        self._reading.built(page)
        return output

    def on_post_template(
        self,
        output_content: str,
        /,
        *,
        template_name: str,
        config: MkDocsConfig,  # noqa: ARG002
    ) -> str:
        """Do so on the page for addresses that lead nowhere, too."""
        if not template_name.endswith(".html"):
            return output_content
        self._allowed |= headers.sources(output_content)
        return heads.named(output_content)

    def on_page_markdown(
        self,
        markdown: str,
        /,
        *,
        page: EnginePage,
        config: MkDocsConfig,  # noqa: ARG002
        files: Files,
    ) -> str:
        """Take out what Markdown and the search need not read, most of a page."""
        return self._reading.markdown(markdown, page, files)

    @event_priority(-100)
    def on_page_content(
        self,
        html: str,
        /,
        *,
        page: EnginePage,
        config: MkDocsConfig,  # noqa: ARG002
        files: Files,  # noqa: ARG002
    ) -> str:
        """Take out what would act in a reader's browser, wherever Markdown may have brought it."""
        return self._reading.content(html, page)

    @event_priority(100)
    def _bring_back(self, context: TemplateContext, /, *, page: EnginePage, **_: object) -> TemplateContext:
        """Take a page from where it waited, before the search reads it."""
        self._reading.back(page)
        return context

    @event_priority(-100)
    def _put_in_again(self, context: TemplateContext, /, *, page: EnginePage, **_: object) -> TemplateContext:
        """Put in again what the search need not read."""
        page.content = self._reading.whole(page)
        return context

    on_page_context = CombinedEvent(_bring_back, _put_in_again)

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Complete what MkDocs knows of built pages only, and write the headers for hosts."""
        if self._reuse:
            self._allowed |= self._reuse.finish(self._files, config)
        self._let_go()
        configuring.publish(
            headers.assets(self._allowed, templates.environment(self._settings.templates)), config
        )
        if self._early:
            self._preview.built(config, self._sources, self._made, self._files, self._nav, self._env)
        self._pages, self._assets, self._made = [], (), None

    def on_build_error(self, *, error: Exception) -> None:  # noqa: ARG002
        """Do so too when the site was not built."""
        self._let_go()

    def on_serve(
        self,
        server: LiveReloadServer,
        /,
        *,
        config: MkDocsConfig,
        builder: Callable[..., Any],  # noqa: ARG002
    ) -> LiveReloadServer:
        """Rebuild when a source outside of MkDocs' own folder changes, too."""
        for folder in sorting.watched(self._settings, config.docs_dir):
            server.watch(folder)
        if self._early and surroundings.known(config):
            self._preview.serve(server, self._let_go)
        return server

    def on_shutdown(self) -> None:
        """Leave nothing of a preview behind."""
        self._preview.end()

    def _let_go(self) -> None:
        """End with what is kept; whatever was not made last is lost."""
        if self._reuse:
            self._reuse.end()
        if self._store:
            self._store.forget()
        self._reuse = self._store = None
        garbage.collect()

    def _divided(self, known: AbstractSet[str], config: MkDocsConfig) -> Iterator[File]:
        """Make the files of all pages: those that are as they were before, and those to be built."""
        built = self._pages
        if self._made and self._store:
            navigated = set(surroundings.navigated(config.nav))
            built = [page for page in self._pages if page.uri in navigated]
            titles = surroundings.titles(navigated, built, Path(config.docs_dir))
            shared = surroundings.shared(config, self._settings.templates, titles)
            self._reuse = Reuse(self._store, shared)
            rest = [page for page in self._pages if page.uri not in navigated]
            yield from self._reuse.divide(rest, self._made.says, known, config, self._preview.heed)
        yield from (generated(page, config) for page in built)
