"""Why a deployment was put off, from the words of notes: the sentences that say so, and the cause."""

import re
from collections.abc import Callable, Sequence

from deploylog.importers.notes.slots import SENTENCE, speaks_of_next

_WORD = (
    r"(?!(?:the|a|an|and|or|that|which|who|it|they|we|their|our|its|this|these|said|when)\b)"
    r"[\w'\u2019/-]+"
)
_THING = rf"(?P<thing>{_WORD}(?:\s+{_WORD}){{0,3}}?)"
_FAILED = {
    "crash": r"(?:has |have |had )?crashed|crashes",
    "failure": r"(?:has |have |had )?failed|(?:has |had )?broken? down",
    "outage": r"went down|was down|were down|is down|are down",
}
"""What happened to a thing, in a word, and as people write it."""
_HAPPENED = [
    (word, re.compile(rf"(?i)\b(?:the|their|our|its|an?)\s+(?:same\s+)?{_THING}\s+(?:{verbs})\b"))
    for word, verbs in _FAILED.items()
]
_BECAUSE = re.compile(
    r"(?i)\b(?:because of|due to|owing to|(?:was|were|been|is|are) caused by|on account of)\s+"
    r"(?:(?:a|an|the|some|our|their)\s+)*(?:(?:problems?|issues?|trouble)\s+(?:with|in)\s+)?"
    rf"(?:(?:a|an|the|our|their)\s+)*(?P<thing>{_WORD}(?:\s+{_WORD}){{0,4}}?)"
    r"(?=\s*(?:[,.;:!?(\u2014]|$)|\s+(?:and|that|which|so|we)\b)"
)


def reason_of(texts: Sequence[str], says: Callable[[str], bool]) -> tuple[str, str]:
    """Part what paragraphs say of a deployment that was put off from what they say of the next attempt.

    Args:
        texts: Paragraphs, each of which says that it was put off.
        says: Tells whether a sentence says so.
    """
    sentences = [sentence for text in texts for sentence in SENTENCE.split(text)]
    ahead = [speaks_of_next(sentence) and not says(sentence) for sentence in sentences]
    reason = [one for one, later in zip(sentences, ahead, strict=True) if not later]
    rest = [one for one, later in zip(sentences, ahead, strict=True) if later]
    return (" ".join(reason), " ".join(rest)) if reason else (" ".join(rest), "")


def cause_of(text: str) -> str:
    """Give the cause by which a deferral is counted: `back-end system crash`; empty when no words say it."""
    if found := _BECAUSE.search(text):
        return found["thing"]
    for word, pattern in _HAPPENED:
        if found := pattern.search(text):
            return f"{found['thing']} {word}"
    return ""
