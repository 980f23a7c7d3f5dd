"""Files that are plainly of a kind that is no log: what they are, and what to import instead."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from deploylog.importers.cleaning import CleanText
from deploylog.importers.generic.tables import no_columns
from deploylog.problems import LogError, Problem

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_MARKUP = re.compile(r"\s*<(?:\?xml|[A-Za-z][\w:.-]*[\s/>])")
_YAML = re.compile(r"(?:\s*#.*\n|\s*\n|---\s*\n)*(?:- )?[A-Za-z_][\w-]*:(?:[ \t]|\n)")
_KUBERNETES = re.compile(r"(?m)^(?:- )?(?:apiVersion|app_version):")
_KINDS = "`deploylog formats` lists what is read"
_SHOWN = 6


def foreign(text: CleanText) -> Problem | None:
    """Say what a file is that no importer recognises; None if that cannot be told."""
    head = text.head()
    if not head.strip():
        return _problem(text, "empty", "the file is empty", "is it the right one, and was it saved?")
    if _PAGE.match(head):
        advice = f"copy its text into a file, or save the log or the JSON behind it; {_KINDS}"
        return _problem(text, "unknown-format", "this is a web page, not a log", advice)
    if head.lstrip()[:1] in ("{", "["):
        return _document(text)
    if _MARKUP.match(head):
        advice = f"export it as JSON or as text; {_KINDS}"
        return _problem(text, "unknown-format", "this is XML, which no importer reads", advice)
    return _named(text, head)


def _named(text: CleanText, head: str) -> Problem | None:
    """Tell by the name of the file, and what it begins with."""
    suffix = text.file.lower().rpartition(".")[2]
    if suffix in ("yml", "yaml") and _YAML.match(head):
        known = _KUBERNETES.search(head)
        asked = "`kubectl get -o json`, `helm history -o json`; " if known else ""
        advice = f"export it as JSON: {asked}{_KINDS}" if known else f"export what ran as JSON; {_KINDS}"
        return _problem(text, "unknown-format", "this is YAML, and none of deploylog's logs", advice)
    if suffix in ("csv", "tsv"):
        return no_columns(text.file, head)
    return None


def _document(text: CleanText) -> Problem | None:
    try:
        value = json.loads(text.whole())
    except (ValueError, RecursionError, LogError):
        return None
    inner = value[0] if isinstance(value, list) and value else value
    if not value or not isinstance(inner, dict):
        advice = f"was it exported before anything ran? {_KINDS}"
        return _problem(text, "unknown-format", "the JSON holds no records", advice)
    message = f"no importer knows the records of this JSON: they have {_keys(inner)}"
    advice = f"is it what one of the systems exported? {_KINDS}, `--format` insists on one"
    return _problem(text, "unknown-format", message, advice)


def _keys(value: Mapping[str, Any]) -> str:
    names: Sequence[str] = [f"`{' '.join(str(name).split())[:30]}`" for name in value]
    return ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")


def _problem(text: CleanText, rule: str, message: str, advice: str) -> Problem:
    return Problem(file=text.file, line=1, column=1, rule=rule, message=message, help=advice)
