"""Finding phrases in what people wrote, fast: by their first letters before by their patterns.

In a phrase, `*` stands for any letters and a space for any space, slash or hyphen, `...` for up to five
words: `roll* back` finds "rolled back" and "roll-back".
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Generic, TypeVar

Word = TypeVar("Word", bound=Hashable)

_NOT_DONE = re.compile(
    r"(?:\b(?:in case of|in case we|if|unless|without|no need to|instead of|would|could|might|whether to|"
    r"or|prevent\w*|ready to|able to|talk of|plan\w* to|attempt\w* to|tr(?:y|ied|ying) to|before|until|no|"
    r"not|never)"
    r"(?:\s+(?:begin|start|proceed with|go ahead with))?(?:\s+(?:a|an|the|any|be|have to|had to|to))?\s+)$"
)
_LETTERS = re.compile(r"[a-z]+")
_SIGHT = 3
"""Letters that a word of a text is looked up by."""
_SAME = str.maketrans({"\u0130": "i", "\u0131": "i", "\u017f": "s", "\u2019": "'"})
"""Letters that are others without regard to case, and the apostrophe that word processors write."""


@lru_cache(maxsize=64)
def beginnings(text: str) -> frozenset[str]:
    """Give the first letters of all words of a folded text; a chat asks for one several times in a row."""
    return frozenset(word[:_SIGHT] for word in _LETTERS.findall(text))


def folded(text: str) -> str:
    """Give a text in the small letters that phrases are looked for in, each in its place."""
    return (text if text.isascii() else text.translate(_SAME)).lower()


def _beginning(phrase: str) -> str:
    """Give the letters that begin a phrase wherever it is found; none when they are too few to tell."""
    first = re.split(r"[\s/-]+", folded(phrase.strip()), maxsplit=1)[0]
    letters = _LETTERS.match(first)
    if not letters or (len(letters[0]) < _SIGHT and first[len(letters[0]) :][:1] == "*"):
        return ""
    return letters[0][:_SIGHT]


def _pattern(phrase: str) -> str:
    words = [re.escape(word).replace(r"\*", r"\w*") for word in re.split(r"[\s/-]+", folded(phrase.strip()))]
    return r"[\s/-]+".join(words).replace(rf"{re.escape('...')}[\s/-]+", r"(?:\S+\s+){0,5}?")


def _compiled(phrases: Iterable[str]) -> re.Pattern[str]:
    told = "|".join(sorted(map(_pattern, phrases), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{told or '(?!)'})(?![\w])")


class Phrases(Generic[Word]):
    """The phrases of some words of the log, in the order in which they are tried."""

    def __init__(self, phrases: Mapping[Word, Iterable[str]]) -> None:
        self._patterns = [(word, _compiled(told)) for word, told in phrases.items()]
        self._begun: dict[str, set[int]] = {}
        for place, told in enumerate(phrases.values()):
            for phrase in told:
                self._begun.setdefault(_beginning(phrase), set()).add(place)
        self._always = self._begun.pop("", set())

    def first_of(self, text: str) -> Word | None:
        """Give the first word, in their order, of which the text has a phrase."""
        return next((word for word, _ in self._found(folded(text))), None)

    def earliest(self, text: str) -> Word | None:
        """Give the word whose phrase comes first in the text."""
        return min(self._found(folded(text)), key=lambda found: found[1], default=(None, 0))[0]

    def place_of(self, text: str, word: Word) -> int | None:
        """Give where the text has a phrase of that word first."""
        return next((place for found, place in self._found(folded(text)) if found == word), None)

    def _found(self, text: str) -> Iterator[tuple[Word, int]]:
        """Give the words of which a text has a phrase, in their order, and where the phrase is."""
        likely = self._always.union(
            *[self._begun[begun] for begun in beginnings(text) if begun in self._begun]
        )
        for place in sorted(likely):
            word, pattern = self._patterns[place]
            if (found := _place(pattern, text)) is not None:
                yield word, found


def _place(pattern: re.Pattern[str], text: str) -> int | None:
    """Find where a phrase is first told as done, not as a mere possibility."""
    for found in pattern.finditer(text):
        if not _NOT_DONE.search(text[max(0, found.start() - 40) : found.start()]):
            return found.start()
    return None
