"""Whether words that a log keeps private stand in a file, however the file writes them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape

_WORD = re.compile(r"[^\W_]+")
_APART = re.compile(r"[\W_]+")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_TAG = re.compile(r"<[^<>]*>")
_FOLDED = re.compile(r"\r?\n[ \t]")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_BREAK = re.compile(r"\\[nrt]")
_BETWEEN = r"(?:\\[nrt]|\\u[0-9a-f]{4}|<[^<>]*>|&#?\w+;|[\W_]){0,60}?"
_TELLING = re.compile(r"[\d.@:/]")
_FEW = 12
"""Letters and digits that several words need to be anybody's own; one word needs 8 and a digit or sign."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """Words that must not come out."""

    text: str
    place: str
    """Where they are kept: `posts/night.yml:12:5`."""
    words: tuple[str, ...] = field(init=False)
    core: str = field(init=False)
    """Their letters and digits alone."""
    longest: str = field(init=False)

    def __post_init__(self) -> None:
        words = tuple(_WORD.findall(self.text.casefold()))
        object.__setattr__(self, "words", words)
        object.__setattr__(self, "core", "".join(words))
        object.__setattr__(self, "longest", max(words, key=len, default=""))


def withheld(text: str, place: str) -> Iterator[Withheld]:
    """Give what to look for, sentence by sentence; what is too short to be anybody's own is left out."""
    for sentence in _SENTENCE.split(text):
        one = Withheld(sentence.strip(), place)
        alone = not re.search(r"\s", one.text)
        if len(one.core) >= (8 if alone else _FEW) and (not alone or _TELLING.search(one.text)):
            yield one


def core(text: str) -> str:
    """Give the letters and digits of a text alone, in one case."""
    return _APART.sub("", text.casefold())


def found(content: str, uri: str, sought: Iterable[Withheld]) -> Iterator[tuple[Withheld, int]]:
    """Give what stands in a file and about where, each once.

    Spaces, line breaks, punctuation, markup and escapes of HTML, XML, JSON, CSV and calendars do not hide it.
    """
    if uri.endswith(".ics"):
        content = _FOLDED.sub("", content)
    lower = content.casefold()
    near = [one for one in sought if one.longest in lower]
    if not near:
        return
    cores = [*_cores(content)]
    for one in near:
        if any(one.core in text for text in cores):
            yield one, _offset(content, one)


def _cores(content: str) -> Iterator[str]:
    """Give the core of all that stands in a file, and of what is left of it without its markup."""
    plain = _BREAK.sub(" ", _ESCAPED.sub(lambda found: chr(int(found[1], 16)), content))
    bare = _TAG.sub("", plain)
    yield core(unescape(plain))
    yield core(unescape(bare))
    yield core(unescape(_TAG.sub("", unescape(bare))))
    yield core(unescape(unescape(plain)))


def _offset(content: str, one: Withheld) -> int:
    place = re.search(_BETWEEN.join(map(re.escape, one.words)), content, re.IGNORECASE)
    return place.start() if place else max(content.casefold().find(one.longest), 0)
