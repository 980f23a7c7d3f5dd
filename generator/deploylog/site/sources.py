"""Every file that a site is made of, with every problem in it, found in one go."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from deploylog import addresses
from deploylog.glossary import TermFile, read_term
from deploylog.logs import LOG_SUFFIXES, Log, read_log
from deploylog.model import Post
from deploylog.posts import read_post
from deploylog.problems import LogError, Problem
from deploylog.publishing import Target
from deploylog.settings import Settings
from deploylog.site import checks, texts
from deploylog.site.memory import Memory
from deploylog.store import Store

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Sources:
    """What the files of a site say. A file with a problem may be here too, with as much as could be read."""

    settings: Settings
    logs: Mapping[str, Log]
    """By file; and so the next two."""
    posts: Mapping[str, Post]
    """Told posts and plain posts."""
    terms: Mapping[str, TermFile]
    ids: Mapping[str, str]
    """The id of every log and Markdown file below the posts, by file."""
    uris: Mapping[str, str]
    """The page that each file becomes, by file."""
    paths: AbstractSet[Path]
    """Where the files are that pages are made from, without links."""
    own_pages: Sequence[str]
    """Addresses of Markdown files below the posts that are no posts: left to the engine as they are."""
    problems: Sequence[Problem]
    """In file and line order."""

    @property
    def log_ids(self) -> AbstractSet[str]:
        """The ids of all logs, also of those that cannot be used."""
        return {id_ for file, id_ in self.ids.items() if file.endswith(LOG_SUFFIXES)}

    @property
    def broken(self) -> AbstractSet[str]:
        """Files that cannot be used as they are."""
        return {problem.file for problem in self.problems}

    def check(self) -> None:
        """Raise a `LogError` with every problem if there is any."""
        if self.problems:
            raise LogError(self.problems)


@dataclass(frozen=True, slots=True)
class _Found:
    """One file below a folder of sources."""

    path: Path
    file: str
    """As shown in problems."""
    id: str
    """Its path below the folder, without the suffix."""


def read(settings: Settings, memory: Memory | None = None, store: Store | None = None) -> Sources:
    """Read every log, post and term of a site.

    Args:
        settings: Of the site.
        memory: Of an earlier reading; a file that is as it was then is not read again. It remembers this one.
        store: Of earlier builds, in which what they have read is kept.

    Returns:
        All of them, and every problem of every file, also those that only show between files.
    """
    remembered, zone = (memory or Memory()).begin(store), settings.timezone
    problems: list[Problem] = []
    glossary = [f for f in _found(settings.glossary, (".md",), problems) if "/" not in f.id]
    terms_at = {term.path for term in glossary}
    below = _walk(settings.posts)
    logs = _found(settings.posts, LOG_SUFFIXES, problems, below)
    markdown = [f for f in _found(settings.posts, (".md",), problems, below) if f.path not in terms_at]
    with_log = {f.id for f in logs}
    read_logs = _each(logs, problems, remembered(lambda f: _log(f, settings), zone, settings.window))
    read_posts = _each(markdown, problems, remembered(lambda f: read_post(f.path, id=f.id, file=f.file)))
    posts = {file: post for file, post in read_posts.items() if post.date or post.id in with_log}
    terms = _each(glossary, problems, remembered(lambda f: read_term(f.path, file=f.file)))
    broken = {problem.file for problem in problems}
    own = [f for f in markdown if f.file not in posts and f.file not in broken]
    names = {f.file: f.id for f in [*logs, *markdown]}
    problems += checks.between(
        names,
        read_logs,
        posts,
        terms,
        own_pages=[f.file for f in own],
        unread_terms=[f.id for f in glossary if f.file not in terms],
    )
    hidden = {log.deployment.id for log in read_logs.values() if log.deployment.draft or log.private}
    told = [f for f in markdown if f.file in posts and not posts[f.file].draft and f.id not in hidden]
    written = [(f, addresses.post(f.id)) for f in told]
    written += [(f, addresses.term(f.id)) for f in glossary if f.file in terms]
    problems += texts.faults(
        ((_target(f), page) for f, page in written),
        {_within(settings.posts, path) for path in below}
        | {addresses.post(id_) for id_ in names.values()}
        | {addresses.term(f.id) for f in glossary},
    )
    return Sources(
        settings=settings,
        logs=read_logs,
        posts=posts,
        terms=terms,
        ids=names,
        uris={file: addresses.post(id_) for file, id_ in names.items()}
        | {f.file: addresses.term(f.id) for f in glossary},
        paths=_without_links(f.path for f in [*logs, *markdown, *glossary] if f not in own),
        own_pages=[addresses.post(f.id) for f in own],
        problems=sorted(set(problems)),
    )


def log_files(settings: Settings) -> list[Path]:
    """List the logs of a site, without reading them; links that lead out are none."""
    return [one.path for one in _found(settings.posts, LOG_SUFFIXES, [])]


def _target(found: _Found) -> Target:
    return Target(file=found.file, id=found.id, text=found.path.read_bytes().decode("utf-8-sig"))


def _log(found: _Found, settings: Settings) -> Log:
    return read_log(
        found.path, id=found.id, file=found.file, timezone=settings.timezone, window=settings.window
    )


def _found(
    folder: Path, suffixes: Sequence[str], problems: list[Problem], below: Sequence[Path] | None = None
) -> Sequence[_Found]:
    """Find the files with a suffix below a folder, in order; links that lead out of it are problems.

    Args:
        folder: Where to look.
        suffixes: Of the files.
        problems: Gets what is wrong.
        below: What `_walk` gives for the folder, where that is known.
    """
    found, root = [], folder.resolve()
    for path in _walk(folder) if below is None else below:
        linked = path.is_symlink()
        if linked and not path.resolve().is_relative_to(root):
            problems.append(_leads_out(path))
        elif linked and path.is_dir():
            problems.append(_leads_round(path))
        elif path.suffix in suffixes and not path.is_file() and path.exists():
            problems.append(_unreadable(shown(path), "it is not a file"))  # A pipe would be read for ever.
        elif path.suffix in suffixes:
            id_ = _within(folder, path).removesuffix(path.suffix)
            found.append(_Found(path=path, file=shown(path), id=id_))
    return found


def _without_links(paths: Iterable[Path]) -> set[Path]:
    """Give where files are; what leads to their folders is looked at once a folder."""
    resolved = cache(Path.resolve)
    return {p.resolve() if p.is_symlink() else resolved(p.parent) / p.name for p in paths}


def _walk(folder: Path) -> Sequence[Path]:
    """Give the files below a folder, and the links to folders that lead out or round, in order."""
    root, found = folder.resolve(), []
    for where, folders, files in os.walk(folder, followlinks=True):
        names = [name for name in folders if not name.startswith(".")]
        strayed = [name for name in names if _strays(Path(where, name), root)]
        folders[:] = [name for name in names if name not in strayed]
        found += [Path(where, name) for name in [*files, *strayed] if not name.startswith(".")]
    return sorted(found)


def _within(folder: Path, path: Path) -> str:
    """Name a file that `_walk` has found as seen from its folder; texts are ten times faster than paths."""
    return str(path).removeprefix(os.path.join(folder, "")).replace(os.sep, "/")  # noqa: PTH118


def _strays(folder: Path, root: Path) -> bool:
    """Tell whether a folder is a link that leads out of the root, or to where it stands itself."""
    if not folder.is_symlink():
        return False
    target = folder.resolve()
    return not target.is_relative_to(root) or folder.parent.resolve().is_relative_to(target)


def _leads_out(path: Path) -> Problem:
    return Problem(
        file=shown(path),
        line=1,
        column=1,
        rule="leads-out",
        message=f"'{path.name}' is a link to {path.resolve()}, outside of the folder that it stands in",
        help="put the file itself there; what a link leads to outside is never published",
    )


def _leads_round(path: Path) -> Problem:
    return Problem(
        file=shown(path),
        line=1,
        column=1,
        rule="leads-round",
        message=f"'{path.name}' is a link to {path.resolve()}, in which it stands itself",
        help="remove the link; a folder within itself has no end",
    )


def _unreadable(file: str, reason: str) -> Problem:
    message = f"the file cannot be read: {reason}"
    return Problem(file=file, line=1, column=1, rule="unreadable", message=message, help="")


def _each(
    found: Sequence[_Found], problems: list[Problem], read_one: Callable[[_Found], T | None]
) -> dict[str, T]:
    """Read each file; those that cannot be read leave their problems and are missing."""
    values: dict[str, T] = {}
    for one in found:
        try:
            value = read_one(one)
        except LogError as error:
            problems += error.problems
        except OSError as error:
            problems.append(_unreadable(one.file, error.strerror or str(error)))
        else:
            if value is not None:
                values[one.file] = value
    return values


def shown(path: Path) -> str:
    """Name a file as seen from where the command runs, if it lies below."""
    absolute = os.path.abspath(path)  # noqa: PTH100  (`resolve` would follow links)
    return absolute.removeprefix(os.path.join(os.getcwd(), "")).replace(os.sep, "/")  # noqa: PTH109, PTH118
