"""What can only be wrong between files: two at one address, a reference that leads nowhere, a term told twice."""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from deploylog import addresses, history
from deploylog.glossary import TermFile
from deploylog.logs import Log
from deploylog.model import Post
from deploylog.problems import Problem

RESERVED = (
    "archive",
    "assets",
    "glossary",
    "outcomes",
    "page",
    "releases",
    "search",
    "statistics",
    "systems",
    "tags",
)
"""First parts of addresses that belong to pages which no file of an author's makes."""

_RENAME = "give the file another name"
_NAME_HELP = "use letters, digits, '-', '_' and '.', e.g. 2007-12-02-front-end"
_ONE_TERM = "explain a word once, and name the other term under `see`"
_SEE = "name the file of a term without its suffix, e.g. load-balancer"
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*")


def between(
    names: Mapping[str, str],
    logs: Mapping[str, Log],
    posts: Mapping[str, Post],
    terms: Mapping[str, TermFile],
    own_pages: Iterable[str] = (),
) -> list[Problem]:
    """Find the problems that show between files.

    Args:
        names: The id of every log and Markdown file below the posts, by file.
        logs: By file, and so the others.
        posts: Told posts and plain posts.
        terms: The glossary.
        own_pages: Those of the files that are no posts.
    """
    return [
        *_addresses(names, {*names} - {*own_pages}),
        *_references(logs, posts),
        *_shared_pages(logs, "release", lambda log: [("release", log.deployment.release)]),
        *_shared_pages(
            logs,
            "system",
            lambda log: [(f"systems[{n}].name", s.name) for n, s in enumerate(log.deployment.systems)],
        ),
        *_terms(terms),
    ]


def _addresses(names: Mapping[str, str], posts: AbstractSet[str]) -> Iterator[Problem]:
    taken: dict[str, list[str]] = {}
    for file, id_ in sorted(names.items()):
        address = _address(id_)
        others = taken.setdefault(address.casefold(), [])
        first = next((other for other in others if not _pair(names, file, other)), "")
        if file in posts and not _NAME.fullmatch(id_):
            yield _at_top(file, "bad-name", f"'{id_}' is no name for a post", _NAME_HELP)
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


def _references(logs: Mapping[str, Log], posts: Mapping[str, Post]) -> Iterator[Problem]:
    """Find references between logs that cannot be right."""
    by_id = {log.deployment.id: log for log in logs.values()}
    related = history.of(log.deployment for log in by_id.values())
    for fault in related.faults({post.id for post in posts.values()}):
        yield by_id[fault.deployment].problem(fault.path, fault.rule, fault.message, fault.help)


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


def _terms(terms: Mapping[str, TermFile]) -> Iterator[Problem]:
    """Find words that two terms explain, and related terms that do not exist."""
    known = {found.term.slug for found in terms.values()}
    taken: dict[str, str] = {}
    for file, found in sorted(terms.items()):
        term = found.term
        words = [("term", term.term), *((f"aliases[{n}]", alias) for n, alias in enumerate(term.aliases))]
        for path, word in words:
            first = taken.setdefault(word.casefold(), file)
            if first != file:
                yield found.problem(
                    path, "same-term", f"{path} is '{word}', which {first} explains", _ONE_TERM
                )
        for number, slug in enumerate(term.see):
            if slug not in known:
                yield found.problem(
                    f"see[{number}]", "unknown-term", f"see[{number}] is '{slug}', which is no term", _SEE
                )
