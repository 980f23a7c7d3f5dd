"""Why the kind of an input cannot be told: nobody recognises it, several do, or it is broken."""

import json
import re
from collections.abc import Sequence

from deploylog.importers.cleaning import CleanText
from deploylog.importers.foreign import foreign
from deploylog.importers.notes.documenting import quoted_line
from deploylog.problems import LogError, Problem

_LOG = tuple(re.compile(rf"(?m)^{key}[ \t]*:") for key in ("title", "outcome"))
_BEGINS = re.compile(r"(?:\s*#.*\n|\s*\n|---\s*\n)*[a-z_]+[ \t]*:")


def unclear(text: CleanText, names: Sequence[str], known: Sequence[str]) -> Problem:
    """Say why no importer can be chosen.

    Args:
        text: The input.
        names: The importers that recognise it; not exactly one.
        known: All that there are.
    """
    if names:
        message = f"this could be {' or '.join(names)}"
        return _problem(text, 1, 1, "unknown-format", message, f"choose with --format: {', '.join(names)}")
    broken = _broken(text)
    if broken:
        return broken
    choose = f"choose with --format: {', '.join(known)}"
    if _BEGINS.match(text.head()) and all(pattern.search(text.head()) for pattern in _LOG):
        choose = "it looks like a log already: `deploylog check` and `deploylog draft` read it as it is"
    elif told := foreign(text):
        return told
    elif line := quoted_line(text.head()):
        message = (
            "no importer recognises this file: it names times in passing or in examples, as a manual does"
        )
        advice = f"to import a log that it quotes, cut that into a file of its own; else {choose}"
        return _problem(text, line, 1, "unknown-format", message, advice)
    return _problem(text, 1, 1, "unknown-format", "no importer recognises this file", choose)


def _broken(text: CleanText) -> Problem | None:
    """Find where a document that begins like JSON stops being it; None for what is whole, or no JSON."""
    if not re.match(r"\s*(?:\{\s*(?:\"|$)|\[\s*(?:[{\[\"]|$))", text.head()):
        return None
    try:
        json.loads(text.whole())
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            return None
        message = f"this begins like JSON and is none: {error.msg}"
        return _problem(text, error.lineno, error.colno, "syntax", message, "is the file cut off?")
    except RecursionError:
        return _problem(text, 1, 1, "too-deep", "the JSON is nested too deeply", "export less of it")
    except LogError as error:
        return error.problems[0]
    return None


def _problem(text: CleanText, line: int, column: int, rule: str, message: str, help_: str) -> Problem:
    return Problem(file=text.file, line=line, column=column, rule=rule, message=message, help=help_)
