"""`deploylog import` and `deploylog formats`: somebody else's file becomes a log to review."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from deploylog import files, importers
from deploylog.cli import console, foreign
from deploylog.cli.foreign import PIPE, Asked, Imported
from deploylog.importers import Sketch, explaining, writing
from deploylog.logs import read_log_text
from deploylog.settings import Settings, find_settings

SCHEMA = Path("docs", "deployment-log.schema.json")


@click.command("import", short_help="Make a log of notes, a chat, a CI run.")
@click.argument(
    "paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True)
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="LOG",
    help="Write a new file, or each log into a folder; without it, one log goes to standard output.",
)
@click.option("--explain", is_flag=True, help="Print the input with what each line became.")
@foreign.options
@console.color_option
def import_(paths: Sequence[Path], output: Path | None, explain: bool, **values: Any) -> None:
    """Make a deployment log of FILEs that were not written for it, for you to review.

    What the files do not say is guessed, marked in the log and listed at the end. Nothing is overwritten.
    A FILE that is - is standard input.
    """
    settings = find_settings(Path())
    imported = foreign.read(paths, foreign.asked(values), settings)
    if explain:
        _explain(imported)
    if output is not None and output != PIPE:
        save(imported.sketches, output, settings)
    elif not explain:
        console.result(_single(imported, settings), newline=False)
    foreign.report(imported)


@click.command(short_help="List what can be imported.")
@console.color_option
def formats() -> None:
    """List the kinds of file that import and draft understand."""
    known = importers.importers()
    width = max(map(len, known), default=0)
    for name, importer in known.items():
        console.result(f"{name:<{width}}  {importer.summary}")


def save(sketches: Sequence[Sketch], output: Path, settings: Settings) -> list[Path]:
    """Write each log into a folder, or the only one into a file; all or, where something is in the way, none.

    Returns:
        Their paths, in order of the sketches.
    """
    if output.suffix in (".yml", ".yaml") and not output.is_dir():
        if len(sketches) > 1:
            raise click.ClickException(f"the input holds {len(sketches)} logs; name a folder with -o")
        paths = [output]
    else:
        paths = [output / f"{name}.yml" for name in names(sketches)]
    texts = [_written(sketch, path, settings) for sketch, path in zip(sketches, paths, strict=True)]
    there = [path for path in paths if path.exists()]
    if there:
        shown = ", ".join(map(console.shown, there))
        are = "is there already; it is" if len(there) == 1 else "are there already; they are"
        raise click.ClickException(f"{shown} {are} left as before, and nothing was written")
    for path, text in zip(paths, texts, strict=True):
        files.create(path, text)
        console.note(f"{console.shown(path)} written")
    return paths


def names(sketches: Sequence[Sketch]) -> list[str]:
    """Name logs by day and title (or release); a second one of the same name gets a number."""
    found: dict[str, int] = {}
    for sketch in map(writing.resolved, sketches):
        base = f"{sketch.date}-{_slug(sketch.title) or _slug(sketch.release) or 'deployment'}"
        name, number = base, 1
        while name in found:
            number += 1
            name = f"{base}-{number}"
        found[name] = number
    return list(found)


def draft(path: Path, output: Path | None, wanted: Asked, *, piped: bytes | None = None) -> list[Path]:
    """Make the logs that a foreign file tells of, in the site's posts or beside the named post.

    Returns:
        The logs' paths.
    """
    settings = find_settings(Path() if path == PIPE else path)
    imported = foreign.read([path], wanted, settings, piped=piped)
    place = settings.posts if settings.posts.is_dir() else Path()
    target = place if output is None else output if output.is_dir() else output.with_suffix(".yml")
    made = save(imported.sketches, target, settings)
    foreign.report(imported)
    return made


def is_foreign(path: Path, wanted: Asked, piped: bytes | None) -> bool:
    """Tell a foreign file from a log, or from the post beside one."""
    if wanted.anything:
        return True
    if piped is not None:
        return not all(re.search(rb"(?m)^%s[ \t]*:" % key, piped) for key in (b"title", b"outcome"))
    if path.suffix in (".yml", ".yaml"):
        return False
    return path.suffix != ".md" or not any(path.with_suffix(end).exists() for end in (".yml", ".yaml"))


def _slug(text: str) -> str:
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "-", re.sub(r"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}", "", ascii_text))
    return plain.strip("-")[:60].rstrip("-")


def _written(sketch: Sketch, path: Path, settings: Settings) -> str:
    """Write a log and let the reader judge it, as a check would; its problems are those of the log to be."""
    schema = _schema(path.absolute().parent, settings)
    text = importers.write(sketch, schema=schema, window=settings.window, file=console.shown(path))
    shared: Mapping[str, str] = {"timezone": settings.timezone, "window": settings.window}
    read_log_text(text, file=console.shown(path), id=path.stem, **shared)
    return text


def _schema(folder: Path, settings: Settings) -> str:
    """Give the site's copy of the JSON Schema as seen from a log, if it has one."""
    found = settings.root.absolute() / SCHEMA
    if not found.is_file() or not folder.is_relative_to(settings.root.absolute()):
        return ""
    return _up(found, folder)


def _up(found: Path, folder: Path) -> str:
    up = 0
    while not found.is_relative_to(folder):
        folder, up = folder.parent, up + 1
    return "../" * up + found.relative_to(folder).as_posix()


def _single(imported: Imported, settings: Settings) -> str:
    if len(imported.sketches) > 1:
        listed = "".join(f"\n  {name}.yml" for name in names(imported.sketches))
        raise click.ClickException(
            f"the input holds {len(imported.sketches)} logs; name a folder for them with -o:{listed}"
        )
    return _written(imported.sketches[0], settings.posts / f"{names(imported.sketches)[0]}.yml", settings)


def _explain(imported: Imported) -> None:
    if not explaining.has_lines(imported.sketches):
        console.note("the input is read as one document: its steps stand in no single line")
    for text in imported.texts:
        for line in explaining.explain(text, imported.sketches):
            console.result(line)
