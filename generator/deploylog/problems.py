"""A located problem: what an author is told when a file cannot be used as it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """One fault at one place, in the author's words, with the way to mend it."""

    file: str
    """As the author named it or relative to where the command runs, with `/`."""
    line: int
    """From 1."""
    column: int
    """From 1, in characters."""
    rule: str
    """Name of the broken rule; `docs/rules/<rule>.md` explains it."""
    message: str
    """What was found, quoting the author; no full stop at the end."""
    help: str = ""
    """How to mend it; empty when the message says it all."""

    def __str__(self) -> str:
        """Give the problem in full: a line with its place and, if there is one, a line of help."""
        return self.concise() + (f"\n  help: {self.help}" if self.help else "")

    def concise(self) -> str:
        """Give the problem as one line: `file:line:column: rule: message`."""
        return f"{self.file}:{self.line}:{self.column}: {self.rule}: {self.message}"


class Fault(Exception):  # noqa: N818  (the settings', a template's, a program's beside us: none of a log)
    """What was asked for cannot be done; the message says why, and what to do."""


class LogError(Exception):
    """An author's files cannot be used; carries every problem found, in file and line order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems sorted and without repeats."""
        self.problems: Sequence[Problem] = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))
