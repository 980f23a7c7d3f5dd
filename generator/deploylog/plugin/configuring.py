"""What a site's configuration says to us, and what it gets of us where the site has nothing of its own."""

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date as Day  # noqa: N812
from datetime import datetime
from pathlib import Path
from typing import Any

from mkdocs.config.base import ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from deploylog import addresses, settings, site
from deploylog.feeds import Asset
from deploylog.pages import Page
from deploylog.problems import Problem
from deploylog.settings import Settings, SettingsError
from deploylog.site import style

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


def faults(options: Mapping[str, Any], config_file: str | None) -> list[tuple[str, Exception]]:
    """Tell what is wrong with options, by their names."""
    root = Path(config_file).parent if config_file else Path()
    try:
        settings.settings_of(options, root, docs_dir=".")
    except SettingsError as error:
        return [(one.option, ValidationError(f"{one.message}; {one.help}")) for one in error.faults]
    return []


def complete(config: MkDocsConfig, sources: site.Sources, pages: list[Page]) -> None:
    """Give the configuration what the pages need and the site has not set itself."""
    config.markdown_extensions += [name for name in EXTENSIONS if name not in config.markdown_extensions]
    config.mdx_configs.setdefault("tables", {}).setdefault("use_align_attribute", True)  # no inline styles
    if style.ADDRESS not in config.extra_css:
        config.extra_css.insert(0, style.ADDRESS)
    if config.nav is None:
        made = {page.uri for page in pages}
        own = [uri for uri in sources.own_pages if "/" not in uri]
        config.nav = [*({title: uri} for title, uri in NAVIGATION if uri in made), *own]


def resolved(options: Mapping[str, Any], config: MkDocsConfig) -> Settings:
    """Give what a site has chosen.

    Raises:
        PluginError: With all that cannot be used.
    """
    root = Path(config.config_file_path).parent if config.config_file_path else Path()
    try:
        return settings.settings_of(
            {name: value for name, value in options.items() if value is not None},
            root,
            docs_dir=config.docs_dir,
            site_name=config.site_name or "",
            site_url=config.site_url or "",
            directory_urls=config.use_directory_urls,
        )
    except SettingsError as error:
        raise PluginError(str(error)) from error


def day(chosen: Settings) -> Day:
    """Give the day on which the site is seen: the one that it has chosen, else today.

    Raises:
        PluginError: The environment names one that is none.
    """
    try:
        return settings.resolve_as_of(chosen, os.environ, datetime.now().astimezone().date())
    except SettingsError as error:
        raise PluginError(str(error)) from error


def publish(assets: Iterable[Asset], config: MkDocsConfig) -> None:
    """Write files into the built site, unless an author has written them."""
    for asset in assets:
        target = Path(config.site_dir, asset.uri)
        if not Path(config.docs_dir, asset.uri).exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(asset.octets)


def found(problems: Sequence[Problem]) -> str:
    """Say what keeps a site from being built."""
    count = len(problems)
    head = f"{count} {'problem' if count == 1 else 'problems'}; the site was left as it was"
    return "\n".join([head, *map(str, problems)])
