"""What every page of a site depends on beside its own text: configuration, theme, templates, versions."""

import posixpath
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from deploylog import store, templates
from deploylog.pages import Page

_PACKAGES = (
    "deploylog",
    "jinja2",
    "markdown",
    "markupsafe",
    "mkdocs",
    "mkdocs-material",
    "mkdocs-material-extensions",
    "pygments",
    "pymdown-extensions",
    "pyyaml",
)
_MARKDOWN = frozenset(
    {
        "admonition",
        "attr_list",
        "def_list",
        "fenced_code",
        "footnotes",
        "md_in_html",
        "meta",
        "pymdownx.details",
        "pymdownx.highlight",
        "pymdownx.superfences",
        "sane_lists",
        "tables",
        "toc",
    }
)
"""Extensions of Markdown that change nothing in lists, tables and words of paragraphs as we write them."""
_TITLE = re.compile(r"(?m)^title: .*$")
_PLUGINS = frozenset({"deploylog", "search", "material/search"})
"""Of these we know all that they do to a page."""
_ELSEWHERE = frozenset(
    {"config_file_path", "dev_addr", "docs_dir", "hooks", "plugins", "site_dir", "strict", "theme", "watch"}
)
"""Settings that change no page, or are looked at by themselves."""


def known(config: MkDocsConfig) -> bool:
    """Tell whether all that may change a page is known: no plugin or hook of somebody else's."""
    search = config.plugins.get("search") or config.plugins.get("material/search")
    prebuilt = bool(search and search.config.get("prebuild_index"))
    return set(config.plugins) <= _PLUGINS and not config.hooks and not prebuilt


def usual(config: MkDocsConfig) -> bool:
    """Tell whether Markdown means what it usually means, for all that we know."""
    return known(config) and set(config.markdown_extensions) <= _MARKDOWN


def shared(config: MkDocsConfig, own_templates: Path | None, titles: Mapping[str, str]) -> bytes:
    """Make a key of all that every page of a site depends on.

    Args:
        config: Of the site, as complete as it will be.
        own_templates: The site's own; may be None or not exist.
        titles: What the pages of the navigation call themselves, by their addresses.
    """
    theme = config.theme
    return store.key(
        versions(),
        templates.fingerprint(own_templates),
        _plain({name: value for name, value in config.items() if name not in _ELSEWHERE}),
        _plain({name: dict(plugin.config) for name, plugin in config.plugins.items()}),
        _plain({"name": theme.name, **{name: theme[name] for name in theme}}),
        store.contents(Path(theme.custom_dir) if theme.custom_dir else None),
        sorted(titles.items()),
    )


def versions() -> bytes:
    """Make a key of what reads Markdown and templates."""
    return store.key(sys.version, [_version(name) for name in _PACKAGES])


def navigated(nav: object) -> Iterator[str]:
    """Give the addresses in a navigation as it is configured."""
    if isinstance(nav, str):
        yield posixpath.normpath(nav)
    elif isinstance(nav, Mapping):
        for below in nav.values():
            yield from navigated(below)
    elif isinstance(nav, Sequence):
        for below in nav:
            yield from navigated(below)


def titles(navigated: AbstractSet[str], made: Iterable[Page], docs: Path) -> dict[str, str]:
    """Tell what the pages of a navigation call themselves, which stands on every page.

    Args:
        navigated: Addresses of the navigation.
        made: Those of its pages that we make.
        docs: MkDocs' folder, in which the others are.
    """
    found = {page.uri: line[0] if (line := _TITLE.search(page.content)) else page.content for page in made}
    others = ((uri, docs / uri) for uri in navigated - found.keys())
    return found | {uri: path.read_bytes().hex() for uri, path in others if path.is_file()}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _plain(value: object) -> object:
    """Make a value one whose `repr` says all that it is, and the same on every day."""
    if isinstance(value, Mapping):
        return sorted((str(name), _plain(below)) for name, below in value.items())
    if isinstance(value, AbstractSet):
        return sorted(map(repr, value))
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_plain(below) for below in value]
    if isinstance(value, Callable):  # type: ignore[arg-type]
        return f"{getattr(value, '__module__', '')}.{getattr(value, '__qualname__', repr(value))}"
    return value
