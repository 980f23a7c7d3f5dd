"""`deploylog publish`: a draft that is finished goes to the site."""

import os
import shlex
from datetime import date as Day  # noqa: N812
from pathlib import Path

import click

from deploylog import drafts, files, merging, publishing, site
from deploylog.cli import console
from deploylog.drafts import State
from deploylog.frontmatter import read_front_matter
from deploylog.logs import LOG_SUFFIXES, Log
from deploylog.logs.clock import NotATime, read_day
from deploylog.problems import LogError, Problem
from deploylog.publishing import Target
from deploylog.settings import find_settings, resolve_as_of
from deploylog.site import Sources, drafting


@click.command(short_help="Publish a draft that is finished.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--date", "day", help="The day that the post carries; else the log's posted, else today.")
@console.color_option
def publish(file: Path, day: str | None) -> None:
    """Check the post FILE, set its date and clear its `draft`.

    Open questions, problems of its log, marks of a merge and links that lead nowhere are refused, all at
    once, and the file is left as it is.
    """
    if file.suffix in LOG_SUFFIXES:
        told = file.with_suffix(".md")
        raise click.BadParameter(f"{file} is a log; name its post, {told}", param_hint="'FILE'")
    chosen = _day(day)
    settings = find_settings(file)
    sources = site.read(settings)
    names = [name for name in sources.ids if Path(name).resolve() == file.resolve()]
    if not names:
        raise click.ClickException(f"{console.shown(file)} is not below {console.shown(settings.posts)}")
    with files.locked(file.parent):
        post = Target(file=names[0], id=sources.ids[names[0]], text=file.read_bytes().decode("utf-8"))
        if chosen is None and not read_front_matter(post.text.encode(), post.file).flag("draft"):
            console.note(f"{console.shown(file)} is no draft; nothing was written (--date sets another day)")
            return
        log = next((log for log in sources.logs.values() if log.deployment.id == post.id), None)
        today = resolve_as_of(settings, os.environ, console.today().date())
        if problems := [
            *_problems(post, sources),
            *_obstacles(post, sources, settings.posts),
            *_outdated(post, file, log, sources, today),
        ]:
            raise LogError(sorted(set(problems)))
        chosen = chosen or _posted(log) or today
        files.replace(file, publishing.published(post, chosen))
    console.note(f"{console.shown(file)} published as of {chosen.isoformat()}")


def _day(text: str | None) -> Day | None:
    try:
        return read_day(text) if text else None
    except NotATime as error:
        raise click.BadParameter(f"'{text}' is {error.what}; {error.help}", param_hint="'--date'") from None


def _posted(log: Log | None) -> Day | None:
    return log.deployment.posted if log else None


def _problems(post: Target, sources: Sources) -> list[Problem]:
    """Give the problems of the post and of its log."""
    own = {name for name, id_ in sources.ids.items() if id_ == post.id}
    return [problem for problem in sources.problems if problem.file in own]


def _outdated(post: Target, file: Path, log: Log | None, sources: Sources, today: Day) -> list[Problem]:
    """Refuse a told post that lags behind its log."""
    if log is None or log.file in sources.broken or not merging.base_of(file).exists():
        return []
    state = drafts.compare(file, drafting.draft(sources, log, as_of=today)).state
    if state not in (State.STALE, State.CONFLICT):
        return []
    shown = shlex.quote(log.file)
    help_ = f"bring it up to date with: deploylog draft {shown}"
    message = f"{log.file} says something that the post does not"
    return [Problem(file=post.file, line=1, column=1, rule="outdated-post", message=message, help=help_)]


def _obstacles(post: Target, sources: Sources, posts: Path) -> list[Problem]:
    """Give what stands in the post itself; a link may lead to any page of the site with drafts."""
    others = {path.relative_to(posts).as_posix() for path in posts.rglob("*") if path.is_file()}
    known = others | set(sources.uris.values()) | set(sources.own_pages)
    found = publishing.obstacles(post, known)
    if not any(problem.rule == "broken-link" for problem in found):
        return found
    every = {page.uri for page in site.pages(sources, as_of=Day.max, drafts=True)}  # Takes its time.
    return publishing.obstacles(post, known | every)
