"""Importers: somebody else's file becomes a log in the making.

Each kind of file has a module of its own with an object `IMPORTER`; a team adds its own as an entry point
in the group `deploylog.importers`, named as typed after `--format`.
"""

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import metadata
from typing import Any

from deploylog.importers.cleaning import CleanText, Note, from_bytes, from_path, from_stream
from deploylog.importers.masking import Mask
from deploylog.importers.sketch import (
    Ambiguous,
    Choice,
    Entry,
    Guess,
    Importer,
    NextSlot,
    Part,
    ReadsTogether,
    Sketch,
    Text,
    Wishes,
)
from deploylog.importers.writing import listed_guesses, write
from deploylog.model import Outcome
from deploylog.problems import Fault, LogError, Problem

__all__ = [
    "GROUP",
    "Ambiguous",
    "Choice",
    "CleanText",
    "Entry",
    "Guess",
    "Importer",
    "ImporterFault",
    "Mask",
    "NextSlot",
    "Note",
    "Part",
    "ReadsTogether",
    "Sketch",
    "Text",
    "Wishes",
    "detect",
    "from_bytes",
    "from_path",
    "from_stream",
    "importers",
    "listed_guesses",
    "read",
    "write",
]

GROUP = "deploylog.importers"
BUILT_IN: Sequence[str] = (
    "ansible",
    "argocd",
    "capistrano",
    "cdevents",
    "chat",
    "generic",
    "github",
    "gitlab",
    "helm",
    "jenkins",
    "notes",
)
"""Modules of this package, named as typed after `--format`."""


class ImporterFault(Fault):
    """An importer that a team added cannot be used; the message says which and why."""


def importers() -> Mapping[str, Importer]:
    """Give every importer by name, in alphabetical order.

    Raises:
        ImporterFault: One that was added cannot be loaded, is no importer, or takes the name of another.
    """
    found: dict[str, Importer] = {
        name: importlib.import_module(f"{__name__}.{name}").IMPORTER for name in BUILT_IN
    }
    for point in metadata.entry_points(group=GROUP):
        if point.name in found:
            raise ImporterFault(f"{_described(point)} takes the name of another importer")
        found[point.name] = _loaded(point)
    return dict(sorted(found.items()))


def detect(head: str, filename: str = "") -> Sequence[str]:
    """Give the names of the importers that recognise a file, from its first 64 KiB and its name."""
    return [name for name, importer in importers().items() if importer.recognises(head, filename)]


def read(texts: Sequence[Text], importer: Importer, wishes: Wishes | None = None) -> Sequence[Sketch]:
    """Read the files of one command, each by itself or, where the importer can, together.

    Returns:
        At least one sketch; each has a step if its outcome says that it was carried out, and a day.

    Raises:
        LogError: Every problem of every file.
        Ambiguous: A wish has to settle what a file leaves open.
    """
    wishes = wishes or Wishes()
    if len(texts) > 1 and isinstance(importer, ReadsTogether):
        return _used(importer.read_together(texts, wishes), wishes, texts[0])
    sketches: list[Sketch] = []
    problems: list[Problem] = []
    for text in texts:
        try:
            sketches += _used(importer.read(text, wishes), wishes, text)
        except LogError as error:
            problems += error.problems
    if problems:
        raise LogError(problems)
    return sketches


def _wished(sketch: Sketch, wishes: Wishes) -> Sketch:
    """Hold a sketch to the outcome that the caller named, whatever the importer made of it."""
    if not wishes.outcome:
        return sketch
    left = [guess for guess in sketch.guesses if guess.key != "outcome"]
    return replace(sketch, outcome=Outcome(wishes.outcome), guesses=left)


def _used(sketches: Sequence[Sketch], wishes: Wishes, text: Text) -> Sequence[Sketch]:
    """Hold sketches to the wishes, and refuse what could not become a log."""
    wished = [_wished(sketch, wishes) for sketch in sketches]
    if not wished or not all(map(_usable, wished)):
        problem = Problem(
            file=text.file,
            line=1,
            column=1,
            rule="nothing-found",
            message="nothing in the file was understood as a step of a deployment",
            help="is it of another kind? `deploylog formats` lists them, `--format` chooses one",
        )
        raise LogError([problem])
    return wished


def _usable(sketch: Sketch) -> bool:
    return bool(sketch.entries) or (sketch.date is not None and not sketch.outcome.executed)


def _loaded(point: metadata.EntryPoint) -> Importer:
    try:
        loaded: Any = point.load()
        importer = loaded() if isinstance(loaded, type) else loaded
    except Exception as error:
        raise ImporterFault(f"{_described(point)} cannot be loaded: {error}") from error
    missing = [name for name in ("name", "summary", "recognises", "read") if not hasattr(importer, name)]
    if missing:
        raise ImporterFault(f"{_described(point)} is no importer: it has no `{missing[0]}`")
    return importer  # type: ignore[no-any-return]


def _described(point: metadata.EntryPoint) -> str:
    of = f" of {point.dist.name}" if point.dist else ""
    return f"the importer '{point.name}'{of} ({point.value})"
