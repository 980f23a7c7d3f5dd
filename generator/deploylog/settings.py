"""What a site has chosen: the options of the plugin `deploylog` in `mkdocs.yml`, checked.

The plugin gets them from MkDocs (`settings_of`), the commands read them from the file itself, with positions
(`read_settings`, `find_settings`). Both go through the same checks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from deploylog import yamltree
from deploylog.model import Voice
from deploylog.options import OPTIONS, Refused, value_of
from deploylog.problems import Fault, LogError, Problem
from deploylog.yamltree import MAX_BYTES, Node, Scalar, decode, quote, read_tree

DOCS_DIR = "docs"
"""MkDocs' own default for `docs_dir`."""

SITE_DIR = "site"
"""And for `site_dir`."""

PLUGIN = "deploylog"

FILES = ("mkdocs.yml", "mkdocs.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A site's choices, valid, with every path made absolute or relative to where the command runs."""

    root: Path
    """The folder of `mkdocs.yml`; without one, the posts'."""
    posts: Path
    """Exists, but for a folder of logs without a site, which may be yet to come."""
    glossary: Path
    """May be missing: a site without terms."""
    templates: Path | None = None
    """The site's own templates. In a checkout of deploylog they are the built-in ones, which does no harm."""
    timezone: str = ""
    """An IANA name for logs that name none; empty when each has to."""
    window: str = ""
    """`01:30-07:00`, for executed and scheduled logs without their own; empty when there is none."""
    as_of: date | None = None
    """The day on which the site is seen; None until `resolve_as_of`."""
    clock: int = 24
    """Hours on the clock that posts are told by: 12 or 24."""
    voice: Voice = Voice.WE
    page_size: int = 10
    """Posts on one page of the front."""
    site_name: str = ""
    site_url: str = ""
    """Empty when the site has not said where it is published."""
    directory_urls: bool = True
    """Whether the published pages are folders with an index: MkDocs' `use_directory_urls`."""
    site_dir: str = SITE_DIR
    """Where the site is built, from `root`; the plugin leaves it to MkDocs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingFault:
    """One option that cannot be used, in the site's words."""

    option: str
    """As written; it may be the name of none. `SOURCE_DATE_EPOCH` for the variable."""
    message: str
    help: str
    unknown: bool = False
    """Whether it is the name that cannot be used, not the value."""


class SettingsError(Fault):
    """Options cannot be used; carries every fault, in the order of the options."""

    def __init__(self, faults: Sequence[SettingFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(f"{fault.message}; {fault.help}" for fault in faults))


def settings_of(
    options: Mapping[str, object],
    root: Path,
    *,
    docs_dir: str | Path = DOCS_DIR,
    site_name: str = "",
    site_url: str = "",
    directory_urls: bool = True,
    site_dir: str = SITE_DIR,
) -> Settings:
    """Check options and complete them; an option that is None counts as not given.

    Args:
        options: Texts, or what YAML makes of them (a number, a day).
        root: The folder that paths start from.
        docs_dir: Where posts are unless the option `posts` says otherwise.
        site_name: As `mkdocs.yml` has it, and so the next.
        site_url: Empty when not said.
        directory_urls: Whether the published pages are folders with an index.
        site_dir: Where the site is built.

    Raises:
        SettingsError: With every fault of every option.
    """
    values: dict[str, object] = {}
    faults: list[SettingFault] = []
    for name, value in options.items():
        try:
            if value is not None:
                values[name] = value_of(name, value, root)
        except Refused as refusal:
            faults.append(_fault(name, refusal))
    if options.get("posts") is None and not (root / docs_dir).is_dir():
        faults.append(_missing_docs(docs_dir))
    if faults:
        raise SettingsError(faults)
    values.setdefault("posts", root / docs_dir)
    named = {"site_name": site_name, "site_url": site_url, "directory_urls": directory_urls}
    named["site_dir"] = site_dir
    return _completed(root, {**values, **named})


def read_settings(mkdocs_yml: Path, *, file: str | None = None) -> Settings:
    """Read the options of the plugin, the site's name and its address from `mkdocs.yml`.

    A file without the plugin gives the defaults; `INHERIT` and `!ENV` mean nothing here.

    Args:
        mkdocs_yml: A file that can be opened.
        file: What problems call it; without it, its path.

    Raises:
        LogError: With every problem, each with its place.
    """
    name = file or mkdocs_yml.as_posix()
    tree = read_tree(decode(mkdocs_yml.read_bytes(), name), name, foreign=True)
    if tree.problems:
        raise LogError(tree.problems)
    root, site = mkdocs_yml.parent, _entries(tree.root)
    key, options = _plugin(site.entries.get("plugins")) or (_TOP, None)
    entries = _entries(options)
    url = _word(site, "site_url")
    try:
        return settings_of(
            {option: _plain(value) for option, value in entries.entries.items() if option != "enabled"},
            root,
            docs_dir=_word(site, "docs_dir") or DOCS_DIR,
            site_name=_word(site, "site_name"),
            site_url=url if url.startswith(("http://", "https://")) else "",
            directory_urls=_word(site, "use_directory_urls").lower() not in ("false", "no", "off"),
            site_dir=_word(site, "site_dir") or SITE_DIR,
        )
    except SettingsError as error:
        raise LogError(_located(fault, name, key, entries) for fault in error.faults) from None


def find_settings(start: Path) -> Settings:
    """Find the settings of the site that a file or folder belongs to.

    They are those of the nearest `mkdocs.yml` above that has the plugin. Without one, posts are in the
    folder itself, terms in `glossary` beside it, and everything else has its default.

    Raises:
        LogError: As `read_settings`.
    """
    folder = start if start.is_dir() else start.parent
    for above in _upwards(folder):
        for name in FILES:
            if _has_plugin(above / name):
                return read_settings(above / name)
    return _completed(folder, {"posts": folder})


def resolve_as_of(settings: Settings, environ: Mapping[str, str], today: date) -> date:
    """Say as of which day the site is seen: the option, else SOURCE_DATE_EPOCH (in UTC), else today.

    Raises:
        SettingsError: SOURCE_DATE_EPOCH is no number of seconds.
    """
    epoch = environ.get("SOURCE_DATE_EPOCH", "")
    if settings.as_of or not epoch:
        return settings.as_of or today
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        fault = SettingFault(
            option="SOURCE_DATE_EPOCH",
            message=f"SOURCE_DATE_EPOCH is {quote(epoch)}, which is no number of seconds since 1970",
            help="write whole seconds, e.g. 1196586000, or unset the variable",
        )
        raise SettingsError([fault]) from None


def _fault(name: str, refusal: Refused) -> SettingFault:
    unknown = name not in OPTIONS
    shown = quote(name) if unknown else name
    return SettingFault(option=name, message=f"{shown} {refusal.what}", help=refusal.help, unknown=unknown)


def _completed(root: Path, values: Mapping[str, object]) -> Settings:
    templates = root / "templates"
    defaults = {"glossary": root / "glossary", "templates": templates if templates.is_dir() else None}
    return Settings(**{"root": root, **defaults, **values})  # type: ignore[arg-type]


def _upwards(folder: Path) -> list[Path]:
    """List a folder and those above it, as seen from where the command runs as far as that goes."""
    if folder.is_absolute() or ".." in folder.parts:
        return [folder, *folder.absolute().resolve().parents]
    return [folder, *folder.parents, *Path.cwd().parents]


_TOP = Scalar("", 1, 1)


def _has_plugin(path: Path) -> bool:
    """Tell whether a file has the plugin; one that names it and is no YAML counts, so that it is told."""
    if not path.is_file() or path.stat().st_size > MAX_BYTES:
        return False
    content = path.read_bytes()
    if PLUGIN.encode() not in content:
        return False
    tree = read_tree(content.decode(errors="replace"), path.name, foreign=True)
    return bool(tree.problems) or _plugin(_entries(tree.root).entries.get("plugins")) is not None


def _plugin(plugins: Node | None) -> tuple[Scalar, Node | None] | None:
    """Find the plugin's name and options in any of the forms that MkDocs takes."""
    for node in plugins.items if isinstance(plugins, yamltree.Sequence) else [plugins]:
        if isinstance(node, Scalar) and node.text == PLUGIN:
            return node, None
        if isinstance(node, yamltree.Mapping) and PLUGIN in node.entries:
            return node.keys[PLUGIN], node.entries[PLUGIN]
    return None


def _entries(node: Node | None) -> yamltree.Mapping:
    return node if isinstance(node, yamltree.Mapping) else yamltree.Mapping({}, {}, 1, 1)


def _word(site: yamltree.Mapping, key: str) -> str:
    node = site.entries.get(key)
    return node.text if isinstance(node, Scalar) else ""


def _plain(node: Node) -> object:
    """Give an option's text; None when it is empty, and of a list or mapping only what it is."""
    if isinstance(node, Scalar):
        return None if node.plain and node.text in ("", "null", "~") else node.text
    return {} if isinstance(node, yamltree.Mapping) else []


def _located(fault: SettingFault, file: str, key: Scalar, options: yamltree.Mapping) -> Problem:
    """Put a fault where its value stands, one of an option's name there, any other at the plugin."""
    nodes: Mapping[str, Node] = options.keys if fault.unknown else options.entries
    place = nodes.get(fault.option, key)
    return Problem(
        file=file,
        line=place.line,
        column=place.column,
        rule="bad-setting",
        message=fault.message,
        help=fault.help,
    )


def _missing_docs(docs_dir: str | Path) -> SettingFault:
    return SettingFault(
        option="posts",
        message=f"posts is not set and docs_dir is {quote(str(docs_dir))}, which is no folder",
        help="make the folder, or name the folder of your logs, e.g. posts: posts",
    )
