"""What can only be wrong between files: two at one address, a reference to nothing, a term told twice."""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from deploylog import addresses, history
from deploylog.glossary import TermFile, glossary_of
from deploylog.logs import Log
from deploylog.model import Post, Term
from deploylog.problems import LogError, Problem

RESERVED = (
    "_headers",
    "archive",
    "assets",
    "data",
    "deployments.ics",
    "feed.json",
    "feed.xml",
    "glossary",
    "metrics.txt",
    "outcomes",
    "page",
    "releases",
    "scheduled",
    "search",
    "statistics",
    "systems",
    "tags",
)
"""First parts of addresses that belong to pages which no file of an author's makes."""

_RENAME = "give the file another name"
_NAME_HELP = "name it with letters, digits, '-', '_' and '.', beginning with a letter or digit"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")
_OWN_NAME = re.compile(r"(?:[\w .,+()'-]+/)*[\w .,+()'-]+")
"""Pages that are no posts may be called by any words; the theme shows these in the navigation."""


def between(
    names: Mapping[str, str],
    logs: Mapping[str, Log],
    posts: Mapping[str, Post],
    terms: Mapping[str, TermFile],
    *,
    own_pages: Iterable[str],
    unread_terms: Iterable[str],
) -> list[Problem]:
    """Find the problems that show between files.

    Args:
        names: The id of every log and Markdown file below the posts, by file.
        logs: Those that could be read, by file, and so the next two.
        posts: Told posts and plain posts.
        terms: The glossary.
        own_pages: Those of the files that are no posts.
        unread_terms: Slugs of terms that could not be read.
    """
    known = {post.id for post in posts.values()}
    unread = {*names.values()} - known - {log.deployment.id for log in logs.values()}
    return [
        *_addresses(names, {*names} - {*own_pages}),
        *_references(logs, known, unread),
        *_shared_pages(logs, "release", lambda log: [("release", log.deployment.release)]),
        *_shared_pages(logs, "system", _systems),
        *_terms(terms, {*unread_terms}),
    ]


def _systems(log: Log) -> Iterator[tuple[str, str]]:
    systems = enumerate(log.deployment.systems)
    return ((f"systems[{number}].name", system.name) for number, system in systems)


def _addresses(names: Mapping[str, str], posts: AbstractSet[str]) -> Iterator[Problem]:
    taken: dict[str, list[str]] = {}
    for file, id_ in sorted(names.items()):
        address = _address(id_)
        others = taken.setdefault(address.casefold(), [])
        first = next((other for other in others if not _pair(names, file, other)), "")
        name = _NAME if file in posts else _OWN_NAME
        if file.endswith(".md") and not name.fullmatch(id_):
            yield _at_top(
                file, "bad-name", f"the file is named '{id_}', which cannot be an address", _NAME_HELP
            )
        elif not address or address.partition("/")[0].casefold() in RESERVED:
            place = f"the page '{address}/'" if address else "the front page"
            yield _at_top(file, "reserved-address", f"'{id_}' would take the place of {place}", _RENAME)
        elif first:
            yield _at_top(file, "same-address", f"'{id_}' has the same address as {first}", _RENAME)
        others.append(file)


def _address(id_: str) -> str:
    """Give what a post's page is called in a browser, whatever the engine makes of it."""
    folder, name = posixpath.split(id_)
    return folder if name.casefold() in ("index", "readme") else id_


def _pair(names: Mapping[str, str], file: str, other: str) -> bool:
    """Tell whether two files are a log and the post told from it."""
    return names[file] == names[other] and file.endswith(".md") != other.endswith(".md")


def _at_top(file: str, rule: str, message: str, help_: str) -> Problem:
    return Problem(file=file, line=1, column=1, rule=rule, message=message, help=help_)


def _references(
    logs: Mapping[str, Log], known: AbstractSet[str], unread: AbstractSet[str]
) -> Iterator[Problem]:
    """Find references between logs that cannot be right; one to a log that cannot be read may be."""
    by_id = {log.deployment.id: log for log in logs.values()}
    for fault in history.of(log.deployment for log in by_id.values()).faults(known | unread):
        log = by_id[fault.deployment]
        if not (fault.path == "remedies" and log.deployment.remedies in unread):
            yield log.problem(fault.path, fault.rule, fault.message, fault.help)


def _shared_pages(
    logs: Mapping[str, Log], kind: str, named: Callable[[Log], Iterable[tuple[str, str]]]
) -> Iterator[Problem]:
    """Find names that would share a page although they are written differently."""
    spellings: dict[str, tuple[str, str]] = {}
    for file, log in sorted(logs.items()):
        for path, name in named(log):
            first, where = spellings.setdefault(addresses.slug(name), (name, file)) if name else ("", "")
            if first != name:
                message = f"{path} is '{name}', but {where} writes '{first}', and both are one page"
                yield log.problem(path, "same-page", message, f"write the {kind} the same way everywhere")


def _terms(terms: Mapping[str, TermFile], unread: AbstractSet[str]) -> Sequence[Problem]:
    """Find terms that clash, and related terms that do not exist; those in files not read do, perhaps."""
    unknown = [TermFile(term=Term(slug=slug, term=f"\0{slug}"), file="", places={}) for slug in unread]
    try:
        glossary_of([*terms.values(), *unknown])
    except LogError as error:
        return error.problems
    return ()
