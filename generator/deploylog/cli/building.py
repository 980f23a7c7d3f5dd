"""`deploylog build`: the site built beside the published one, and put in its place when it is whole."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import click

from deploylog import site, swapping
from deploylog.cli import console
from deploylog.settings import FILES, Settings, find_settings
from deploylog.site import style

_MARKS = ("index.html", "404.html", "sitemap.xml", style.ADDRESS)
"""Files that every site of ours has."""
_KEPT_HIDDEN = ".well-known"
_QUIET = 2.0
"""Seconds before a build says how far it is."""


@click.command(short_help="Build the site, and swap it in when it is whole.")
@click.option("--strict", is_flag=True, help="Let MkDocs' warnings stop the build.")
@click.option("-d", "--site-dir", "folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@console.color_option
def build(strict: bool, folder: Path | None) -> None:
    """Build the site into DIR, without one into the site_dir of mkdocs.yml.

    MkDocs builds into a folder beside DIR; only a whole site takes DIR's place, in one step. A build that
    fails or is killed leaves what is published as it was. A folder that holds no site of ours is left alone.
    Before it takes DIR's place, the site is checked as by `deploylog audit`.
    """
    settings = find_settings(Path())
    configuration = _configuration(settings)
    target = (folder or settings.root / settings.site_dir).resolve()
    _refuse_foreign(target, settings)
    _refuse_unwritable(target)
    try:
        with _ended_by_signal(), swapping.workshop(target, _tell_left) as workshop:
            new = workshop / swapping.NEW
            _run_mkdocs(configuration, new, strict=strict)
            _refuse_incomplete(new, target)
            _refuse_faulty(new, target, settings)
            _refuse_foreign(target, settings)
            swapping.swap(workshop, target)
    except TimeoutError:
        raise click.ClickException(f"another build into {console.shown(target)} is under way") from None
    console.note(f"the site is in {console.shown(target)}")


def _configuration(settings: Settings) -> Path:
    found = next((settings.root / name for name in FILES if (settings.root / name).is_file()), None)
    if found is None:
        raise click.ClickException(f"there is no {' or '.join(FILES)} here or above; a site needs one")
    return found


def _refuse_foreign(target: Path, settings: Settings) -> None:
    """Stop before a folder whose loss somebody would mourn."""
    name = console.shown(target)
    for source in (settings.root, settings.posts, settings.glossary):
        if source.resolve().is_relative_to(target):
            raise click.ClickException(f"{name} holds the sources of the site; name another folder")
    if not target.exists() or not any(target.iterdir()):
        return
    missing = next((mark for mark in _MARKS if not (target / mark).is_file()), None)
    if missing:
        raise click.ClickException(
            f"{name} is no site of deploylog's, it has no {missing}; it is left as it is"
        )
    hidden = sorted(p.name for p in target.iterdir() if p.name.startswith(".") and p.name != _KEPT_HIDDEN)
    if hidden:
        raise click.ClickException(f"{name} holds {hidden[0]}, which no build writes; it is left as it is")


def _refuse_incomplete(new: Path, target: Path) -> None:
    missing = next((mark for mark in _MARKS if not (new / mark).is_file()), None)
    if missing:
        raise click.ClickException(
            f"MkDocs wrote no {missing}; {console.shown(target)} was left as it was\n"
            "  help: is the plugin `deploylog` in mkdocs.yml?"
        )


def _refuse_faulty(new: Path, target: Path, settings: Settings) -> None:
    """Stop when the site leads nowhere, asks others, or says what is private."""
    name = console.shown(target)
    problems = site.audit(new, settings, name=name)
    for problem in problems:
        console.note(console.full(problem))
    if problems:
        console.note("what was published was left as it was")
        raise SystemExit(1)


def _refuse_unwritable(target: Path) -> None:
    """Stop before the work when it could not be put in place."""
    above = next(folder for folder in target.parents if folder.exists())
    for folder in (above, target):
        if folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
            raise click.ClickException(
                f"{console.shown(folder)} cannot be written to; {console.shown(target)} was left as it was\n"
                f"  help: a build needs to write both to the folder that it makes and to the one above"
            )


def _tell_left(folder: Path) -> None:
    console.note(
        f"{console.shown(folder)} could not be removed; it is what a build needed for a while, and may go"
    )


@contextlib.contextmanager
def _ended_by_signal() -> Iterator[None]:
    """Let SIGTERM end MkDocs and clear the workshop, as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _end(number: int, _: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _run_mkdocs(configuration: Path, into: Path, *, strict: bool) -> None:
    """Let MkDocs build, and pass on what it says."""
    command = [sys.executable, "-m", "mkdocs", "build", "--config-file", str(configuration.resolve())]
    command += ["--site-dir", str(into), *(["--strict"] if strict else [])]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)  # noqa: S603
    try:
        done = threading.Event()
        shown = threading.Thread(target=_show_progress, args=(done, into), daemon=True)
        if sys.stderr.isatty():
            shown.start()
        for line in process.stderr or ():
            _say(line)
        code = process.wait()
        done.set()
    except BaseException:
        process.kill()
        process.wait()
        raise
    if code:
        raise click.ClickException("MkDocs could not build the site; what was published was left as it was")


def _say(line: str) -> None:
    clear = "\r\x1b[K" if sys.stderr.isatty() else ""
    click.echo(clear + line, nl=False, err=True)


def _show_progress(done: threading.Event, into: Path) -> None:
    """Tell on a terminal how many pages are written, from the third second on."""
    begun = time.monotonic()
    pause = _QUIET
    while not done.wait(pause):
        pages = sum(1 for _ in into.rglob("*.html")) if into.is_dir() else 0
        seconds = time.monotonic() - begun
        _say(f"building: {console.counted(pages, 'page')} written, {seconds:.0f} s")
        pause = 0.5
    _say("")
