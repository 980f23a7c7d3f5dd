"""`deploylog export`: the site as plain files for any engine, or its deployments as events."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from deploylog import site
from deploylog.cli import console
from deploylog.logs import LOG_SUFFIXES
from deploylog.settings import Settings, find_settings, resolve_as_of
from deploylog.site import Made, Sources, style

RECORD = ".deploylog-export"
"""Lists what an export wrote, so that the next one replaces that and nothing else."""


@click.command(short_help="Write every page as Markdown.")
@click.argument("folder", metavar="DIR", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--cdevents", is_flag=True, help="Print the deployments as CDEvents, one a line; no DIR then.")
@console.color_option
def export(folder: Path | None, cdevents: bool) -> None:
    """Write every page of the site as plain Markdown into DIR, with feeds, data, style sheet and pictures.

    DIR is made new, or made anew where an earlier export wrote it. A folder that holds anything else is left
    as it is.
    """
    if cdevents == (folder is not None):
        raise click.UsageError("name a DIR to write to, or --cdevents to print events; one of the two")
    if folder is None:
        console.result(site.cdevents(_made(*_read()).published), newline=False)
        return
    _refuse_foreign(folder)
    settings, sources = _read()
    made = _made(settings, sources)
    written = {asset.uri: asset.octets for asset in made.assets}
    written |= {uri: path.read_bytes() for uri, path in _as_they_are(sources)}
    written[style.ADDRESS] = style.sheet(settings).encode()
    written |= {page.uri: page.content.encode() for page in made.pages}
    _replace(folder, written)
    console.note(f"{len(made.pages)} pages written to {console.shown(folder)}")


def _read() -> tuple[Settings, Sources]:
    settings = find_settings(Path())
    sources = site.read(settings)
    sources.check()
    return settings, sources


def _made(settings: Settings, sources: Sources) -> Made:
    return site.make(sources, as_of=resolve_as_of(settings, os.environ, console.today().date()))


def _as_they_are(sources: Sources) -> Iterator[tuple[str, Path]]:
    """Find what an author put beside the logs: pictures, and pages that are no posts."""
    posts = sources.settings.posts
    for path in sorted(posts.rglob("*")):
        below = path.relative_to(posts)
        hidden = any(part.startswith(".") for part in below.parts)
        real = path.resolve()
        if (
            path.is_file()
            and not hidden
            and real.is_relative_to(posts.resolve())
            and not _is_source(path, sources)
        ):
            yield below.as_posix(), path


def _is_source(path: Path, sources: Sources) -> bool:
    own = sources.settings.templates
    inside = own is not None and path.resolve().is_relative_to(own.resolve())
    return inside or path.suffix in LOG_SUFFIXES or path.resolve() in sources.paths


def _refuse_foreign(folder: Path) -> None:
    """Stop before a folder that holds what no export has written."""
    if not folder.is_dir():
        return
    record = folder / RECORD
    known = set(record.read_text(encoding="utf-8").splitlines()) if record.is_file() else set()
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())
    foreign = sorted(set(found) - known - {RECORD})
    if foreign:
        raise click.ClickException(
            f"{console.shown(folder)} holds {foreign[0]}, which no export wrote; it is left as it is"
        )


def _replace(folder: Path, written: Mapping[str, bytes]) -> None:
    """Put a folder with these files in place of what is there: all of it, or nothing of it."""
    target = folder.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as workshop:
        new, old = Path(workshop, "new"), Path(workshop, "old")
        record = "".join(f"{uri}\n" for uri in sorted(written)).encode()
        for uri, content in {**written, RECORD: record}.items():
            (new / uri).parent.mkdir(parents=True, exist_ok=True)
            (new / uri).write_bytes(content)
        if target.exists():
            target.rename(old)
        try:
            new.rename(target)
        except BaseException:
            if old.exists():
                old.rename(target)
            raise
