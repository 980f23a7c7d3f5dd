"""The options of the plugin `deploylog`: their names, and what each of them takes."""

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from importlib import resources
from pathlib import Path

from deploylog.model import Voice
from deploylog.yamltree import quote

PAGE_SIZES = range(1, 1001)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WINDOW = re.compile(r"(\d{1,2}):(\d{2})\s*[-\u2013]\s*(\d{1,2}):(\d{2})")


class Refused(Exception):  # noqa: N818  (a fault of the site's, not of ours)
    """A value that its check refuses."""

    def __init__(self, what: str, help_: str) -> None:
        super().__init__(what)
        self.what = what
        self.help = help_


def value_of(name: str, value: object, root: Path) -> object:
    """Check one option, given as text or as what YAML makes of it.

    Raises:
        Refused: The name is none of ours, or the value cannot be used.
    """
    if name not in OPTIONS:
        raise Refused("is no option of deploylog", did_you_mean(name, sorted(OPTIONS)))
    return OPTIONS[name](_text(value), root)


@cache
def timezones() -> frozenset[str]:
    """Give every IANA name; `zoneinfo.available_timezones` says the same and takes 0.2 s over it."""
    return frozenset((resources.files("tzdata") / "zones").read_text(encoding="utf-8").split())


def did_you_mean(word: str, words: Sequence[str]) -> str:
    """Word the help for an unknown word: the near miss if there is one, and all that may be used."""
    near = difflib.get_close_matches(word, words, n=1)
    return (f"did you mean {near[0]}? " if near else "") + f"use one of: {', '.join(words)}"


def _text(value: object) -> str:
    """Take a value back to the text that an author wrote."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str | int | float | date | Path):
        return str(value).strip()
    raise Refused(f"is a {_kind(value)}, not a text", "write one value after the colon")


def _kind(value: object) -> str:
    return "mapping" if isinstance(value, Mapping) else "list" if isinstance(value, Sequence) else "thing"


def _folder(text: str, root: Path) -> Path:
    if text and (root / text).is_dir():
        return root / text
    raise Refused(
        f"is {quote(text)}, which is no folder", "name a folder, seen from the folder of mkdocs.yml"
    )


def _timezone(text: str, _root: Path) -> str:
    if text in timezones():
        return text
    near = difflib.get_close_matches(text, timezones(), n=1)
    mean = f"did you mean {near[0]}? " if near else ""
    raise Refused(
        f"is {quote(text)}, which is no time zone", f"{mean}write an IANA name, e.g. America/Toronto"
    )


def _window(text: str, _root: Path) -> str:
    found = _WINDOW.fullmatch(text)
    if found:
        hours, minutes, to_hours, to_minutes = map(int, found.groups())
        start, end = f"{hours:02}:{minutes:02}", f"{to_hours:02}:{to_minutes:02}"
        if max(hours, to_hours) < 24 and max(minutes, to_minutes) < 60 and start != end:
            return f"{start}-{end}"
    raise Refused(f"is {quote(text)}, which is no window", "write its start and its end, e.g. 01:30-07:00")


def _as_of(text: str, _root: Path) -> date:
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Refused(f"is {quote(text)}, which is no day", "write year, month and day, e.g. 2007-12-31")


def _clock(text: str, _root: Path) -> int:
    if text in ("12", "24"):
        return int(text)
    raise Refused(f"is {quote(text)}", "use 12 or 24")


def _voice(text: str, _root: Path) -> Voice:
    if text in list(Voice):
        return Voice(text)
    raise Refused(f"is {quote(text)}", did_you_mean(text, list(Voice)))


def _page_size(text: str, _root: Path) -> int:
    if text.isascii() and text.isdigit() and len(text) < 5 and int(text) in PAGE_SIZES:
        return int(text)
    raise Refused(f"is {quote(text)}", f"write a number from {PAGE_SIZES.start} to {PAGE_SIZES.stop - 1}")


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
