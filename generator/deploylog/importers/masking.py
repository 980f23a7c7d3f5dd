"""Looking for secrets in every line of an input while it is read, before an importer sees it."""

from collections.abc import Callable, Collection

from deploylog import secrets
from deploylog.problems import Problem

MAX_PROBLEMS = 100
_HELP = "`--redact` writes [redacted: {kind}] in its place; change the secret: whoever saw this file knows it"


class Mask:
    """Finds the secrets of one input, and takes them out if wished.

    Args:
        file: As problems name it.
        redact: Put `[redacted: kind]` in their place.
        also: Further kinds: `email`, `ip`.
    """

    def __init__(self, file: str, *, redact: bool = False, also: Collection[str] = ()) -> None:
        self.file, self.redact, self.also = file, redact, also
        self.problems: list[Problem] = []
        """The first hundred, in order."""
        self.count = 0
        """How many were found in the lines read so far."""
        self._seen = 0

    def pass_over(self) -> Callable[[int, str], str]:
        """Begin at the first line; give what is called with each line's number and text, in order."""
        scanner = secrets.Scanner(self.also)

        def masked(number: int, text: str) -> str:
            inside = scanner.inside
            found = scanner.find(text)
            if not found:
                return text
            if number > self._seen and not inside:
                self._note(found, number)
            self._seen = max(self._seen, number)
            return secrets.redacted(text, found) if self.redact else text

        return masked

    def _note(self, found: "secrets.Found", number: int) -> None:
        self.count += len(found)
        room = MAX_PROBLEMS - len(self.problems)
        self.problems += [
            secrets.problem(secret, file=self.file, line=number, help_=_HELP)
            for secret in found[: max(room, 0)]
        ]
