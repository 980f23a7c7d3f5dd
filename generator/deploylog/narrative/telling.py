"""Choosing among wordings: no two sentences in a row begin alike, and nothing begins alike too often.

A template offers several wordings of a sentence, one a line (`one_of`); when the whole text is there, `told`
chooses one of each. The choice depends on the text and on a number alone: the same log gives the same words.
"""

import html
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

START, BETWEEN, STOP, ENDED, SECOND = "\x02", "\x04", "\x03", "\x05", "\x06"
"""Marks around and between wordings, after a text that ends a sentence, and before a second choice."""

_BREAK = re.compile(r"(?<=[.?!\u2026])[\"')\]\u201d\u2019]*\s+(?=[^a-z\s])")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_STRUCTURE = re.compile(r"^(?:[-*+] |\d+\. |[#|<>]|```|:::)", re.MULTILINE)
_DEVICE = re.compile(
    r"(?P<later>(?:\S+ ){2,6}later,)|(?P<then>Then\b)|(?P<clock>The clock said|It was \S+ when)"
)
_KEPT = 3


def one_of(wordings: str) -> str:
    """Mark wordings, one a line, of which `told` is to choose one; each is one or more whole sentences."""
    lines = [line.strip(" ") for line in wordings.split("\n") if line.strip()]
    return START + BETWEEN.join(lines) + STOP + " " if lines else ""


def told(text: str, seed: int) -> str:
    """Choose the wordings, and set the paragraphs straight: one line each, a blank one between."""
    paragraphs = [_joined(part) for part in re.split(r"\n\s*\n", text) if part.strip()]
    segments = [_options(part) for part in re.split(f"({START}[^{STOP}]*{STOP})", "\n\n".join(paragraphs))]
    chosen = "".join(option.text for option in _best(segments, seed))
    chosen = re.sub(f"{ENDED}[.?!]?", "", chosen)
    lines = [re.sub(r"(?<=\S) {2,}", " ", line).rstrip() for line in chosen.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def sentences(markdown: str) -> list[str]:
    """Give the sentences of a text as a reader sees them."""
    seen = (
        html.unescape(_LINK.sub(r"\1", _COMMENT.sub("\n\n", markdown)))
        .replace(ENDED + ".", "")
        .replace(ENDED, "")
    )
    found = (part.strip() for block in re.split(r"\n\s*\n", seen) for part in _BREAK.split(block))
    return [part for part in found if re.search(r"\w", part)]


def opening(sentence: str) -> str:
    """Give the word that a sentence begins with, in lower case."""
    word = re.search(r"\w+(?:[-'\u2019]\w+)*", sentence)
    return word[0].casefold() if word else ""


@dataclass(frozen=True, slots=True)
class _Option:
    """One wording, and how its sentences begin."""

    text: str
    sentences: Sequence[str]
    openings: Sequence[str]
    device: str = ""
    """How a sentence begins, where that is a device that wears out soon."""
    second: bool = False
    """Whether it is there only for where the others would clash."""


@dataclass(frozen=True, slots=True)
class _Path:
    """Wordings chosen so far."""

    cost: int = 0
    openings: tuple[str, ...] = ()
    options: tuple[_Option, ...] = ()

    def cost_of(self, option: _Option, preference: int) -> int:
        """Give the cost of this path and an option after it."""
        cost = self.cost + preference + 500 * option.second
        if option.device:
            cost += 60 * sum(one.device == option.device for one in self.options)
        if option.openings:
            last = self.openings[-3:]
            for before, after in pairwise((*last[-1:], *option.openings)):
                cost += 1000 * (before == after)
            for word in option.openings:
                cost += 30 * (word in last) + 8 * self.openings.count(word)
        return cost

    def then(self, option: _Option, cost: int) -> "_Path":
        return _Path(cost, (*self.openings, *option.openings), (*self.options, option))


def _joined(paragraph: str) -> str:
    lines = [line.strip() for line in paragraph.split("\n") if line.strip()]
    return "\n".join(lines) if _STRUCTURE.search("\n".join(lines)) else " ".join(lines)


def _options(part: str) -> Sequence[_Option]:
    wordings = part[1:-1].split(BETWEEN) if part.startswith(START) else [part]
    return [_option(wording) for wording in wordings]


def _option(wording: str) -> _Option:
    text = wording.removeprefix(SECOND)
    told_ = sentences(text)
    openings = [opening(sentence) for sentence in told_]
    found = next(filter(None, map(_DEVICE.match, told_)), None)
    return _Option(text, told_, openings, (found.lastgroup if found else "") or "", text != wording)


def _fingerprint(option: _Option) -> int:
    """Give a number by the words alone: changes elsewhere and ways of escaping leave it alone."""
    return zlib.crc32(re.sub(r"[\W_]+", "", " ".join(option.sentences)).encode())


def _best(segments: Sequence[Sequence[_Option]], seed: int) -> Sequence[_Option]:
    """Search the cheapest way through all wordings, keeping the best few for each opening it may end with."""
    paths = [_Path()]
    for options in segments:
        first = seed + _fingerprint(options[0])
        turned = [(option, (number - first) % len(options)) for number, option in enumerate(options)]
        grown = [
            (path.cost_of(option, preference), path, option)
            for path in paths
            for option, preference in turned
        ]
        kept: dict[str, list[_Path]] = {}
        for cost, path, option in sorted(grown, key=itemgetter(0)):
            alike = kept.setdefault((option.openings or path.openings or ("",))[-1], [])
            if len(alike) < _KEPT:
                alike.append(path.then(option, cost))
        paths = [path for alike in kept.values() for path in alike]
    return min(paths, key=lambda path: path.cost).options
