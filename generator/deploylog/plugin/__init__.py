"""The MkDocs plugin `deploylog`: adds the pages of the site to MkDocs' own, and leaves the logs out."""

import gc
import html
import os
import re
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from mkdocs.config.base import BaseConfigOption, ConfigErrors, ConfigWarnings, LegacyConfig, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as EnginePage
from mkdocs.utils.templates import TemplateContext

from deploylog import addresses, sanitizing, settings, site, templates
from deploylog.feeds import Asset, headers
from deploylog.options import OPTIONS
from deploylog.pages import Page
from deploylog.plugin import surroundings
from deploylog.plugin.reuse import Reuse, generated
from deploylog.settings import Settings, SettingsError
from deploylog.site import style
from deploylog.store import Store

EXTENSIONS = ("attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc")
"""Markdown that the pages are written in."""

NAVIGATION = (
    ("Posts", addresses.INDEX),
    ("Archive", addresses.ARCHIVE),
    ("Releases", addresses.RELEASES),
    ("Systems", addresses.SYSTEMS),
    ("Glossary", addresses.GLOSSARY),
    ("Statistics", addresses.STATISTICS),
)
"""Short, because the theme writes it into every page."""

_BLOCK = re.compile(
    r'^<figure class="chart[^\n]*\n.*?^</figure>$'
    r'|^<div class="posts ledger" data-search-exclude>\n.*?^</div>$',
    re.MULTILINE | re.DOTALL,
)
"""A drawing, or the list of the posts behind a page's numbers."""
_COUNTED = re.compile(r'(?<= id=")posts-[^"]*')
_PLACE = '<div class="chart-place" id="chart-place-{}">{}</div>'

_SELDOM = gc.get_threshold()[2]
_NEVER = 1 << 30
"""How many collections of young garbage go before a full one. A build keeps nearly all that it makes, so
that full ones find nothing and grow with the site; young ones go on, and keep the memory where it was."""

CACHE = ".cache/deploylog"
"""Where pages are kept from one build to the next, below the folder of `mkdocs.yml`."""

_HEAD_ENDS = "</head>"
_SEARCH = '<div class="md-search" data-md-component="search" role="dialog"'

log = get_plugin_logger("deploylog")


class DeploylogPlugin(BasePlugin[LegacyConfig]):  # type: ignore[no-untyped-call]
    """Makes MkDocs build a site of deployment posts from logs."""

    config_scheme = tuple((name, BaseConfigOption()) for name in OPTIONS)

    def __init__(self) -> None:
        self._serving = False
        self._settings: Settings
        self._sources: site.Sources
        self._pages: list[Page] = []
        self._made: site.Made | None = None
        """None when a template cannot be rendered."""
        self._assets: Sequence[Asset] = ()
        self._blocks: dict[str, dict[str, str]] = {}
        """What stands in for drawings and lists, and these, for each page of ours by its address."""
        self._reuse: Reuse | None = None
        """None where something that we do not know may change a page."""
        self._files: Files
        self._plain: set[str] = set()
        """Addresses of pages that hold no Markdown of an author's."""
        self._allowed: set[headers.Source] = set()

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[ConfigErrors, ConfigWarnings]:
        """Check the options; MkDocs reports what is wrong as it does for its own."""
        errors, _ = super().load_config(options, config_file_path)
        root = Path(config_file_path).parent if config_file_path else Path()
        try:
            settings.settings_of(options, root, docs_dir=".")
        except SettingsError as error:
            faults = [
                (fault.option, ValidationError(f"{fault.message}; {fault.help}")) for fault in error.faults
            ]
            return [*errors, *faults], []
        return errors, []

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Learn whether this is a preview, which shows drafts, and problems as pages."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read everything and make all pages, before MkDocs empties the folder of the site."""
        _collect_fully_after(_NEVER)
        self._settings = self._resolved(config)
        self._sources = site.read(self._settings)
        if self._sources.problems and not self._serving:
            count = len(self._sources.problems)
            raise PluginError("\n".join([_found(count), *map(str, self._sources.problems)]))
        for problem in self._sources.problems:
            log.error(str(problem))
        self._pages, self._assets = self._make()
        self._blocks = {page.uri: {} for page in self._pages}
        self._plain = {page.uri for page in self._pages if not page.authored}
        self._allowed = set()
        _complete(config, self._sources, self._pages)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take sources out, and put pages in."""
        made = {page.uri for page in self._pages}
        for file in list(files):
            if file.src_uri in made or self._is_source(file):
                files.remove(file)
            elif file.src_dir == config.docs_dir and _leads_out(file, config.docs_dir):
                log.warning(
                    f"'{file.src_uri}' is no file, or a link that leads out of '{config.docs_dir}';"
                    " it is not published"
                )
                files.remove(file)
        known = {*made, *(file.src_uri for file in files)}
        for file in sorted(self._divided(known, config), key=lambda file: file.src_uri):
            files.append(file)
        self._files = files
        files.append(File.generated(config, style.ADDRESS, content=style.sheet(self._settings)))
        taken = {file.src_uri for file in files}
        for asset in self._assets:
            if asset.uri not in taken:
                files.append(File.generated(config, asset.uri, content=asset.content))
        return files

    def on_pre_page(self, page: EnginePage, /, *, config: MkDocsConfig, files: Files) -> EnginePage:  # noqa: ARG002
        """Know at which page MkDocs is."""
        if self._reuse:
            self._reuse.reading(page)
        return page

    def on_template_context(
        self,
        context: TemplateContext,
        /,
        *,
        template_name: str,  # noqa: ARG002
        config: MkDocsConfig,  # noqa: ARG002
    ) -> TemplateContext:
        """Let the map of the site know of the pages that are not built anew."""
        if self._reuse:
            context["pages"] = self._reuse.all_pages(self._files)
        return context

    def on_post_page(self, output: str, /, *, page: EnginePage, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Name what the theme leaves nameless to those who listen to a page, and complete the page's head."""
        allowed = headers.sources(output, page.content or "")
        self._allowed |= allowed
        output = self._completed(output, page)
        if self._reuse:
            self._reuse.keep(page, output, allowed)
        return output

    def _completed(self, output: str, page: EnginePage) -> str:
        before, end, after = output.partition(_HEAD_ENDS)
        if self._made is None or not end:
            return _named(output)
        missing = self._made.head(
            page.file.src_uri,
            title=html.unescape(page.title or ""),
            description=html.unescape(str(page.meta.get("description") or "")),
            present=before,
        )
        return _named(f"{before}{missing}{end}{after}")

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
        return _named(output_content)

    def on_page_markdown(
        self,
        markdown: str,
        /,
        *,
        page: EnginePage,
        config: MkDocsConfig,  # noqa: ARG002
        files: Files,  # noqa: ARG002
    ) -> str:
        """Take out what Markdown and the search need not read: HTML, and most of a page."""
        if page.file.src_uri not in self._blocks:
            page.meta = {key: sanitizing.escaped(value) for key, value in page.meta.items()}
            return markdown
        blocks = self._blocks[page.file.src_uri] = {}

        def place(block: re.Match[str]) -> str:
            if block[0].endswith("</div>") and "<div" in block[0][1:]:  # of a template that is not ours
                return block[0]
            anchors = "".join(f'<a id="{name}"></a>' for name in _COUNTED.findall(block[0]))
            held = _PLACE.format(len(blocks), anchors)
            blocks[held] = block[0]
            return held

        return _BLOCK.sub(place, markdown)

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
        return html if page.file.src_uri in self._plain else sanitizing.clean(html)

    @event_priority(-100)
    def on_page_context(
        self,
        context: TemplateContext,
        /,
        *,
        page: EnginePage,
        config: MkDocsConfig,  # noqa: ARG002
        nav: Navigation,  # noqa: ARG002
    ) -> TemplateContext:
        """Put them back, after the search has read the page."""
        for held, block in self._blocks.pop(page.file.src_uri, {}).items():
            page.content = (page.content or "").replace(held, block)
        return context

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Complete what MkDocs knows of built pages only, and write the headers for hosts."""
        if self._reuse:
            self._allowed |= self._reuse.finish(self._files, config)
            self._reuse = None
        _collect_fully_after(_SELDOM)
        for asset in headers.assets(self._allowed, templates.environment(self._settings.templates)):
            if not Path(config.docs_dir, asset.uri).exists():
                target = Path(config.site_dir, asset.uri)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(asset.octets)

    def on_build_error(self, *, error: Exception) -> None:  # noqa: ARG002
        """Do so too when the site was not built."""
        if self._reuse:
            self._reuse.end()
            self._reuse = None
        _collect_fully_after(_SELDOM)

    def on_serve(
        self,
        server: LiveReloadServer,
        /,
        *,
        config: MkDocsConfig,
        builder: Callable[..., Any],  # noqa: ARG002
    ) -> LiveReloadServer:
        """Rebuild when a source outside of MkDocs' own folder changes, too."""
        docs = Path(config.docs_dir).resolve()
        folders = (
            self._settings.posts,
            self._settings.glossary,
            self._settings.templates,
            templates.folder(),
        )
        for folder in dict.fromkeys(one.resolve() for one in folders if one and one.is_dir()):
            if not folder.is_relative_to(docs):
                server.watch(str(folder))
        return server

    def _resolved(self, config: MkDocsConfig) -> Settings:
        root = Path(config.config_file_path).parent if config.config_file_path else Path()
        options = {name: value for name, value in self.config.items() if value is not None}
        try:
            return settings.settings_of(
                options,
                root,
                docs_dir=config.docs_dir,
                site_name=config.site_name or "",
                site_url=config.site_url or "",
                directory_urls=config.use_directory_urls,
            )
        except SettingsError as error:
            raise PluginError(str(error)) from error

    def _divided(self, known: AbstractSet[str], config: MkDocsConfig) -> Iterator[File]:
        """Make the files of all pages: those that are as they were before, and those to be built."""
        built = self._pages
        if self._made and surroundings.known(config):
            navigated = set(surroundings.navigated(config.nav))
            built = [page for page in self._pages if page.uri in navigated]
            titles = surroundings.titles(navigated, built, Path(config.docs_dir))
            shared = surroundings.shared(config, self._settings.templates, titles)
            self._reuse = Reuse(Store(self._settings.root / CACHE), shared)
            rest = [page for page in self._pages if page.uri not in navigated]
            heads = {page.uri: self._made.says(page.uri) for page in rest}
            yield from self._reuse.divide(rest, heads, known, config)
        yield from (generated(page, config) for page in built)

    def _make(self) -> tuple[list[Page], Sequence[Asset]]:
        """Make the pages, and what is published beside them."""
        self._made = None
        try:
            as_of = settings.resolve_as_of(self._settings, os.environ, datetime.now().astimezone().date())
            made = site.make(self._sources, as_of=as_of, drafts=self._serving)
            assets = made.assets
        except SettingsError as error:
            raise PluginError(str(error)) from error
        except site.TemplateFault as fault:
            if not self._serving:
                raise PluginError(str(fault)) from fault
            log.error(str(fault))
            return site.fault_pages(self._sources, fault), []
        self._made = made
        replaced = {page.uri: page for page in [*made.pages, *site.problem_pages(self._sources)]}
        return [replaced[uri] for uri in sorted(replaced)], assets

    def _is_source(self, file: File) -> bool:
        """Tell whether a file of MkDocs' is one that pages are made from; no log is ever published."""
        if file.abs_src_path is None or file.src_uri.endswith(site.LOG_SUFFIXES):
            return file.abs_src_path is not None
        path = Path(file.abs_src_path).resolve()
        own_templates = self._settings.templates
        return path in self._sources.paths or bool(
            own_templates and path.is_relative_to(own_templates.resolve())
        )


def _collect_fully_after(collections: int) -> None:
    gc.set_threshold(*gc.get_threshold()[:2], collections)


def _named(output: str) -> str:
    """Give the theme's search dialog a name."""
    return output.replace(_SEARCH, f'{_SEARCH} aria-label="Search"', 1)


def _complete(config: MkDocsConfig, sources: site.Sources, pages: list[Page]) -> None:
    """Give the configuration what the pages need and the site has not set itself."""
    config.markdown_extensions += [name for name in EXTENSIONS if name not in config.markdown_extensions]
    config.mdx_configs.setdefault("tables", {}).setdefault("use_align_attribute", True)  # no inline styles
    if style.ADDRESS not in config.extra_css:
        config.extra_css.insert(0, style.ADDRESS)
    if config.nav is None:
        made = {page.uri for page in pages}
        own = [uri for uri in sources.own_pages if "/" not in uri]
        config.nav = [*({title: uri} for title, uri in NAVIGATION if uri in made), *own]


def _leads_out(file: File, folder: str) -> bool:
    """Tell whether a file is a link to elsewhere, or no file at all, as a pipe is none."""
    if file.abs_src_path is None:
        return False
    path = Path(file.abs_src_path).resolve()
    return not path.is_relative_to(Path(folder).resolve()) or (path.exists() and not path.is_file())


def _found(count: int) -> str:
    return f"{count} {'problem' if count == 1 else 'problems'}; the site was left as it was"
