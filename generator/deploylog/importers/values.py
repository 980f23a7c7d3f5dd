"""Values of a log that is being written: on one line or as a block, with a comment at what was guessed."""

import re
from collections.abc import Iterator, Sequence

from deploylog import yamlwriting
from deploylog.importers.sketch import Guess

_UNWRITABLE = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_BLOCK = re.compile(r"\S[^\x85\u2028\u2029]*")


def keyed(key: str, text: str, indent: str, note: str) -> Iterator[str]:
    """Write a text: on one line, or as a block when it has several."""
    text = trimmed(text)
    if "\n" not in text or not _BLOCK.fullmatch(text.replace("\n", "")):
        yield f"{indent}{key}: {yamlwriting.scalar(text)}{note}"
        return
    yield f"{indent}{key}: |-{note}"
    yield from (f"{indent}  {line}" if line else "" for line in text.split("\n"))


def comments(guesses: Sequence[Guess]) -> dict[str, str]:
    """Give the comment behind each key that was guessed."""
    because: dict[str, list[str]] = {}
    for guess in guesses:
        because.setdefault(guess.key, []).append(one_line(guess.because))
    return {key: f"  # guessed: {'; '.join(dict.fromkeys(clauses))}" for key, clauses in because.items()}


def trimmed(text: str) -> str:
    """Give a text as the reader of logs will: without what no YAML holds, and without space around."""
    return writable(text).strip()


def writable(text: str) -> str:
    """Give a text without what no YAML holds."""
    if text.isascii() and text.isprintable():
        return text
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _UNWRITABLE.sub("", whole.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """Give a text on one line."""
    return " ".join(writable(text).split())
