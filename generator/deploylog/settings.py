"""What a site has chosen: the options of the plugin `deploylog` in `mkdocs.yml`, checked.

The plugin gets them from MkDocs (`settings_of`), the commands read them from the file itself, with positions
(`read_settings`, `find_settings`). Both go through the same checks.
"""

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib import resources
from pathlib import Path

from deploylog.model import Voice

DOCS_DIR = "docs"
"""MkDocs' own default for `docs_dir`."""

PAGE_SIZES = range(1, 1001)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WINDOW = re.compile(r"(\d{1,2}):(\d{2})\s*[-\u2013]\s*(\d{1,2}):(\d{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A site's choices, valid, with every path made absolute or relative to where the command runs."""

    root: Path
    """The folder of `mkdocs.yml`; without one, the posts'."""
    posts: Path
    """Exists."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingFault:
    """One option that cannot be used, in the site's words."""

    option: str
    """As written; it may be the name of none. `SOURCE_DATE_EPOCH` for the variable."""
    message: str
    help: str


class SettingsError(ValueError):
    """Options cannot be used; carries every fault, in the order of the options."""

    def __init__(self, faults: Sequence[SettingFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(f"{fault.message}; {fault.help}" for fault in faults))


class _Refused(Exception):  # noqa: N818  (never leaves this module)
    """A value that its check refuses."""

    def __init__(self, what: str, help_: str) -> None:
        super().__init__(what)
        self.what = what
        self.help = help_


def settings_of(
    options: Mapping[str, object],
    root: Path,
    *,
    docs_dir: str | Path = DOCS_DIR,
    site_name: str = "",
    site_url: str = "",
) -> Settings:
    """Check options and complete them; an option that is None counts as not given.

    Args:
        options: Texts, or what YAML makes of them (a number, a day).
        root: The folder that paths start from.
        docs_dir: Where posts are unless the option `posts` says otherwise.
        site_name: As `mkdocs.yml` has it, and so the next.
        site_url: Empty when not said.

    Raises:
        SettingsError: With every fault of every option.
    """
    values: dict[str, object] = {}
    faults: list[SettingFault] = []
    for name, value in options.items():
        try:
            if value is not None:
                values[name] = _checked(name, value, root)
        except _Refused as refusal:
            faults.append(SettingFault(option=name, message=f"{name} {refusal.what}", help=refusal.help))
    if options.get("posts") is None and not (root / docs_dir).is_dir():
        faults.append(_missing_docs(docs_dir))
    if faults:
        raise SettingsError(faults)
    values.setdefault("posts", root / docs_dir)
    return _completed(root, values, site_name, site_url)


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
            message=f"SOURCE_DATE_EPOCH is '{epoch}', which is no number of seconds since 1970",
            help="write whole seconds, e.g. 1196586000, or unset the variable",
        )
        raise SettingsError([fault]) from None


@cache
def timezones() -> frozenset[str]:
    """Give every IANA name; `zoneinfo.available_timezones` says the same and takes 0.2 s over it."""
    return frozenset((resources.files("tzdata") / "zones").read_text(encoding="utf-8").split())


def did_you_mean(word: str, words: Sequence[str]) -> str:
    """Word the help for an unknown word: the near miss if there is one, and all that may be used."""
    near = difflib.get_close_matches(word, words, n=1)
    return (f"did you mean {near[0]}? " if near else "") + f"use one of: {', '.join(words)}"


def _checked(name: str, value: object, root: Path) -> object:
    if name not in OPTIONS:
        raise _Refused("is no option of deploylog", did_you_mean(name, sorted(OPTIONS)))
    return OPTIONS[name](_text(value), root)


def _completed(root: Path, values: Mapping[str, object], site_name: str, site_url: str) -> Settings:
    templates = root / "templates"
    defaults = {"glossary": root / "glossary", "templates": templates if templates.is_dir() else None}
    named = {"root": root, "site_name": site_name, "site_url": site_url}
    return Settings(**{**named, **defaults, **values})  # type: ignore[arg-type]


def _missing_docs(docs_dir: str | Path) -> SettingFault:
    return SettingFault(
        option="posts",
        message=f"posts is not set and docs_dir is '{docs_dir}', which is no folder",
        help="make the folder, or name the folder of your logs, e.g. posts: posts",
    )


def _text(value: object) -> str:
    """Take a value back to the text that an author wrote."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str | int | float | date | Path):
        return str(value).strip()
    raise _Refused(f"is a {_kind(value)}, not a text", "write one value after the colon")


def _kind(value: object) -> str:
    return "mapping" if isinstance(value, Mapping) else "list" if isinstance(value, Sequence) else "thing"


def _folder(text: str, root: Path) -> Path:
    if text and (root / text).is_dir():
        return root / text
    raise _Refused(f"is '{text}', which is no folder", "name a folder, seen from the folder of mkdocs.yml")


def _timezone(text: str, _root: Path) -> str:
    if text in timezones():
        return text
    near = difflib.get_close_matches(text, timezones(), n=1)
    mean = f"did you mean {near[0]}? " if near else ""
    raise _Refused(f"is '{text}', which is no time zone", f"{mean}write an IANA name, e.g. America/Toronto")


def _window(text: str, _root: Path) -> str:
    found = _WINDOW.fullmatch(text)
    if found:
        hours, minutes, to_hours, to_minutes = map(int, found.groups())
        start, end = f"{hours:02}:{minutes:02}", f"{to_hours:02}:{to_minutes:02}"
        if max(hours, to_hours) < 24 and max(minutes, to_minutes) < 60 and start != end:
            return f"{start}-{end}"
    raise _Refused(f"is '{text}', which is no window", "write its start and its end, e.g. 01:30-07:00")


def _as_of(text: str, _root: Path) -> date:
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise _Refused(f"is '{text}', which is no day", "write year, month and day, e.g. 2007-12-31")


def _clock(text: str, _root: Path) -> int:
    if text in ("12", "24"):
        return int(text)
    raise _Refused(f"is '{text}'", "use 12 or 24")


def _voice(text: str, _root: Path) -> Voice:
    if text in list(Voice):
        return Voice(text)
    raise _Refused(f"is '{text}'", did_you_mean(text, list(Voice)))


def _page_size(text: str, _root: Path) -> int:
    if text.isascii() and text.isdigit() and len(text) < 5 and int(text) in PAGE_SIZES:
        return int(text)
    raise _Refused(f"is '{text}'", f"write a number from {PAGE_SIZES.start} to {PAGE_SIZES.stop - 1}")


OPTIONS: Mapping[str, Callable[[str, Path], object]] = {
    "posts": _folder,
    "glossary": _folder,
    "templates": _folder,
    "timezone": _timezone,
    "window": _window,
    "as_of": _as_of,
    "clock": _clock,
    "voice": _voice,
    "page_size": _page_size,
}
"""Every option with its check, which makes its text a value or refuses it."""
