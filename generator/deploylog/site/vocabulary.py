"""The words of a site seen from its glossary: what it leaves unexplained, what nobody uses, what clashes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date as Day  # noqa: N812
from pathlib import Path

from deploylog import candidates, linking, pages
from deploylog.candidates import Candidate, Passage
from deploylog.glossary import unheard
from deploylog.logs import Log
from deploylog.model import Post
from deploylog.pages import Edition
from deploylog.pages.glossary import figures as figures_of
from deploylog.pages.statistics import Scope, about
from deploylog.prose import prose_of
from deploylog.site.making import edition
from deploylog.site.sources import Sources

_PLAIN = ("aside", "decided", "follow_up", "lessons", "note", "options", "question", "reason", "text", "why")
_MARKDOWN = ("closing", "intro")
"""Fields of a log that are prose, as plain text and as Markdown; a title's capitals say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unused:
    """A term that neither a post nor the page of statistics mentions."""

    term: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A form that two terms claim."""

    file: str
    line: int
    message: str
    help: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What there is to do about the glossary."""

    undefined: Sequence[Candidate]
    unused: Sequence[Unused]
    clashes: Sequence[Clash]


def vocabulary(sources: Sources, *, as_of: Day) -> Vocabulary:
    """Compare the glossary with what posts say, drafts included and private logs not.

    Args:
        sources: Those with problems are left out, as far as the problem is no clash of terms.
        as_of: The day on which the site is seen.
    """
    made_of = edition(sources, as_of=as_of, drafts=True)
    told = made_of.history.deployments
    names = {system.name for one in told for system in one.systems}
    names |= {one.release for one in told} | {who for article in made_of.articles for who in article.authors}
    return Vocabulary(
        undefined=candidates.of(list(_passages(sources, made_of)), made_of.glossary, names),
        unused=_unused(sources, made_of),
        clashes=[*_refused(sources), *_unheard(sources, made_of)],
    )


def _passages(sources: Sources, made_of: Edition) -> Iterator[Passage]:
    for file, log in sources.logs.items():
        if file not in sources.broken and made_of.article(log.deployment.id):
            yield from _of_log(log)
    for file, post in sources.posts.items():
        if file not in sources.broken and made_of.article(post.id):
            yield _of_post(post, file)


def _of_log(log: Log) -> Iterator[Passage]:
    for path, name, text in _texts(log.deployment, "", ""):
        yield Passage(
            post=log.deployment.id,
            file=log.file,
            text=prose_of(text).text if name in _MARKDOWN else text,
            line=_always(log.place(path)[0]),
        )


def _always(line: int) -> Callable[[int], int]:
    return lambda _: line


def _texts(value: object, path: str, name: str) -> Iterator[tuple[str, str, str]]:
    """Give every text below a value that is prose, with its path and the field that it is in."""
    if isinstance(value, str):
        if value and name in (*_PLAIN, *_MARKDOWN):
            yield path, name, value
    elif isinstance(value, list | tuple):
        for number, one in enumerate(value):
            yield from _texts(one, f"{path}[{number}]", name)
    elif is_dataclass(value):
        for field in fields(value):
            below = f"{path}.{field.name}" if path else field.name
            yield from _texts(getattr(value, field.name), below, field.name)


def _of_post(post: Post, file: str) -> Passage:
    prose = prose_of(post.body)
    before = Path(file).read_bytes().count(b"\n") - post.body.count("\n")
    return Passage(
        post=post.id,
        file=file,
        text=prose.text,
        line=lambda position: before + post.body.count("\n", 0, prose.place(position)) + 1,
    )


def _unused(sources: Sources, made_of: Edition) -> Sequence[Unused]:
    texts = [(pages.prose(article, made_of).text, article.uri) for article in made_of.articles]
    whole = made_of.statistics
    figures = next(about(Scope(), whole, dict.fromkeys(whole.logs.ids, ""), made_of))
    used = {
        slug
        for text, uri in [*texts, (figures.content, figures.uri)]
        for slug in linking.link_terms(text, made_of.glossary, uri).mentions
    } | figures_of(figures.content, made_of.glossary).keys()
    return [
        Unused(term=one.term.term, file=file)
        for file, one in sources.terms.items()
        if file not in sources.broken and one.term.slug not in used
    ]


def _refused(sources: Sources) -> Iterator[Clash]:
    """Give the clashes for which a term is refused."""
    for one in sources.problems:
        if one.rule == "duplicate-term":
            yield Clash(file=one.file, line=one.line, message=one.message, help=one.help)


def _unheard(sources: Sources, made_of: Edition) -> Iterator[Clash]:
    """Give the plurals that are found as another term's."""
    files = {one.term.slug: one for one in sources.terms.values()}
    for plural, term, owner in unheard(made_of.glossary):
        one = files[term.slug]
        message = f"'{plural}', the plural of '{term.term}', is found as '{owner.term}'"
        help_ = f"write `plural:` in {one.file}, or take the form out of {files[owner.slug].file}"
        yield Clash(file=one.file, line=one.places.get("term", (1, 1))[0], message=message, help=help_)
