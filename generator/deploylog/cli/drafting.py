"""`deploylog draft`: a log told as a post that its author goes on writing."""

import os
import sys
from pathlib import Path
from typing import Any

import click

from deploylog import drafts, files, site
from deploylog.cli import console, foreign, importing
from deploylog.drafts import State
from deploylog.logs import Log, read_log, read_log_bytes
from deploylog.problems import LogError
from deploylog.settings import find_settings, resolve_as_of
from deploylog.site import drafting

PIPE = Path("-")
_DONE = {
    State.NEW: "{post} written; it is a draft until you remove `draft: true`",
    State.STALE: "{post} brought up to date with {log}; your changes are kept",
    State.FRESH: "{post} is there and holds all that {log} says; nothing was written",
}
_REFUSED = {
    State.FOREIGN: "{post} is there, not written by draft; nothing was written (-o FILE writes elsewhere)",
    State.CONFLICT: "{post} and {log} changed in the same place (shown above); nothing was written."
    " Put both sides into the post, then say so: deploylog draft --resolved {log}",
}
_BEHIND = {
    State.NEW: "{post} is not written yet; write it with: deploylog draft {log}",
    State.STALE: "{post} is older than {log}; bring it up to date with: deploylog draft {log}",
    State.FOREIGN: "{post} was not written by draft and cannot be compared with {log}",
    State.CONFLICT: "{post} and {log} changed in the same place; see both sides with: deploylog draft {log}",
}


@click.command(short_help="Tell a log as a post to edit.")
@click.argument("log", metavar="FILE", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Write a new FILE; - is standard output.",
)
@click.option("--diff", "mode", flag_value="diff", help="Show what would change; write nothing.")
@click.option(
    "--check", "mode", flag_value="check", help="Exit 1 if the post is not up to date; write nothing."
)
@click.option(
    "--resolved", "mode", flag_value="resolved", help="After a conflict: the post holds both sides now."
)
@foreign.options
@console.color_option
def draft(log: Path, output: Path | None, mode: str | None, **values: Any) -> None:
    """Write the post that a log tells as Markdown, for you to edit.

    A FILE that is no log (notes, a chat, a CI run) is imported first: its log goes among the site's posts.
    The post goes beside the log, with the suffix .md, and its fact box, timeline and links stay live from the
    log. A log that is - is read from standard input and told on standard output. What is there is never
    overwritten: a draft whose log has changed is merged, anything else is refused.
    """
    wanted = foreign.asked(values)
    piped = sys.stdin.buffer.read() if log == PIPE else None
    if importing.is_foreign(log, wanted, piped):
        _import(log, output, mode, wanted, piped)
        return
    if log.suffix == ".md":
        raise click.BadParameter(
            f"{log} is a post; name its log, {log.with_suffix('.yml')}", param_hint="'FILE'"
        )
    if mode and (output is not None or log == PIPE):
        raise click.UsageError(f"--{mode} compares the log with the post beside it; leave out -o and -")
    text = _told(log, piped)
    if mode == "resolved":
        _settle(log, text)
    elif mode:
        _compare(log, text, show=mode == "diff")
    elif output == PIPE or (output is None and log == PIPE):
        console.result(text, newline=False)
    elif output is not None:
        _create(output, text)
    else:
        _save(log, text)


def _import(
    path: Path, output: Path | None, mode: str | None, wanted: foreign.Asked, piped: bytes | None
) -> None:
    """Make the logs of a foreign file, and tell each."""
    if mode or output == PIPE:
        raise click.UsageError(f"{path} is no log: it is imported, so leave out --diff, --check and -o -")
    for made in importing.draft(path, output, wanted, piped=piped):
        _save(made, _told(made))


def _told(path: Path, piped: bytes | None = None) -> str:
    settings = find_settings(Path() if path == PIPE else path)
    as_of = resolve_as_of(settings, os.environ, console.today().date())
    shared = {"timezone": settings.timezone, "window": settings.window}
    if piped is not None:
        log = read_log_bytes(piped, file="<stdin>", id="draft", **shared)
        return drafting.draft(drafting.alone(log, settings), _public(log), as_of=as_of)
    path.open("rb").close()
    sources = site.read(settings)
    own = [problem for problem in sources.problems if _same(problem.file, path)]
    if own:
        raise LogError(own)
    found = next((log for file, log in sources.logs.items() if _same(file, path)), None)
    if found is None:
        found = read_log(path, id=path.stem, file=console.shown(path), **shared)
        sources = drafting.alone(found, settings)
    return drafting.draft(sources, _public(found), as_of=as_of)


def _public(log: Log) -> Log:
    if log.private:
        raise click.ClickException(
            f"{log.file} is private and stays out of the site; a post would publish it"
        )
    return log


def _same(file: str, path: Path) -> bool:
    return Path(file).resolve() == path.resolve()


def _create(path: Path, text: str) -> None:
    try:
        files.create(path, text)
    except FileExistsError:
        raise click.ClickException(f"{console.shown(path)} is there already; it is left as it is") from None
    console.note(f"{console.shown(path)} written")


def _compare(log: Path, text: str, *, show: bool) -> None:
    """Say how a post stands to its log; with `show`, what drafting would change."""
    made = drafts.compare(log.with_suffix(".md"), text)
    names = {"post": console.shown(made.path), "log": console.shown(log)}
    if show:
        console.result(made.diff(), newline=False)
    elif made.state is not State.FRESH:
        raise click.ClickException(_BEHIND[made.state].format(**names))


def _settle(log: Path, text: str) -> None:
    """Take what the log says now as held by the post, which its author has brought up to date."""
    post = console.shown(log.with_suffix(".md"))
    if not drafts.settle(log.with_suffix(".md"), text):
        raise click.ClickException(
            f"{post} is not there, or still holds marks of a merge; nothing was written"
        )
    console.note(f"{post} now counts as up to date with {console.shown(log)}")


def _save(log: Path, text: str) -> None:
    made = drafts.save(log.with_suffix(".md"), text)
    names = {"post": console.shown(made.path), "log": console.shown(log)}
    if made.state in _DONE:
        console.note(_DONE[made.state].format(**names))
        return
    if made.state is State.CONFLICT:
        console.result(made.after, newline=False)
    raise click.ClickException(_REFUSED[made.state].format(**names))
