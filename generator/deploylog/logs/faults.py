"""Collecting the faults of one file, and guessing what its author meant."""

import difflib
from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from deploylog.problems import Problem

MAX_PROBLEMS = 100


class Place(Protocol):
    """Anything that stands somewhere in a file."""

    @property
    def line(self) -> int:
        """From 1."""

    @property
    def column(self) -> int:
        """From 1."""


class TooMany(Exception):  # noqa: N818  (it ends the reading, it is not shown)
    """There are so many faults that more would not help."""


class Faults:
    """The problems of one file, in the order found."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def add(self, place: Place, rule: str, message: str, help_: str = "") -> None:
        """Take note of a problem.

        Raises:
            TooMany: It is the hundredth; a last problem says so.
        """
        self.problems.append(self._problem(place, rule, message, help_))
        if len(self.problems) >= MAX_PROBLEMS:
            last = replace(max(self.problems), rule="too-many", help="mend these first")
            message = f"{MAX_PROBLEMS} problems are shown; there may be more"
            self.problems.append(replace(last, column=last.column + 1, message=message))
            raise TooMany

    def _problem(self, place: Place, rule: str, message: str, help_: str) -> Problem:
        return Problem(
            file=self.file, line=place.line, column=place.column, rule=rule, message=message, help=help_
        )


def suggest(word: str, known: Iterable[str]) -> str | None:
    """Give the known word that the author probably meant, None when none is near."""
    if len(word) > 60:
        return None
    plain = {_plain(candidate): candidate for candidate in known}
    near = difflib.get_close_matches(_plain(word), plain, n=1, cutoff=0.65)
    return plain[near[0]] if near else None


def advise(word: str, known: Iterable[str], *, always_list: bool = True) -> str:
    """Give the line of help for a word that is not among the known ones.

    Args:
        word: What the author wrote.
        known: What is accepted.
        always_list: Name all known words even when one of them is near.
    """
    words = list(dict.fromkeys(known))
    meant = suggest(word, words)
    listed = ", ".join(words)
    if meant is None:
        return f"use one of: {listed}"
    return f"did you mean '{meant}'?" + (f" The words are: {listed}" if always_list else "")


def _plain(word: str) -> str:
    return word.casefold().replace("_", "-").replace(" ", "-")
