"""Sources to pages."""

import traceback
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Day  # noqa: N812
from functools import cached_property
from itertools import chain
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError

from deploylog import addresses, feeds, history, statistics, templates
from deploylog import pages as building
from deploylog.feeds import Asset, Published
from deploylog.glossary import Glossary, TermFile, glossary_of
from deploylog.model import Deployment
from deploylog.pages import Article, Edition, Page, Told, Use, body
from deploylog.problems import Fault, LogError, Problem
from deploylog.shelf import Shelf
from deploylog.site import counting, telling
from deploylog.site.aside import AsideAsset, AsidePage
from deploylog.site.near import Near
from deploylog.site.sources import Sources, shown
from deploylog.store import Kept

SUMMARY = 500
"""Characters that a feed tells of a post at most."""

SUFFIX = ".j2"
"""What the name of every template ends with."""


class TemplateFault(Fault):
    """A template cannot be rendered."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """A site: its pages, and what is published beside them."""

    pages: Sequence[Page]
    """In order of their addresses."""
    published: Published
    """What feeds, data and the heads of pages say."""
    kept: Kept | None = None
    """What earlier builds have kept."""
    shelf: Shelf = field(default_factory=Shelf)
    """Where pages and assets wait."""

    @cached_property
    def assets(self) -> Sequence[Asset]:
        """Feeds, data, calendar, badges, metrics and pictures, in order of their addresses."""
        try:
            assets = feeds.assets(self.published, self.kept, self.shelf.heed)
            made = [AsideAsset(one, self.shelf) for one in assets]
            return sorted(made, key=lambda asset: asset.uri)
        except TemplateError as error:
            raise TemplateFault(_told(error)) from error

    def head(self, uri: str, *, title: str, description: str, present: str) -> str:
        """Make what is missing in the head of a page; see `feeds.head`."""
        return feeds.head(
            uri, title=title, description=description, present=present, published=self.published
        )

    def says(self, uri: str) -> Mapping[str, object]:
        """Give what the head of a page says beside its title and description; see `feeds.says`."""
        return feeds.says(uri, self.published)


def make(
    sources: Sources,
    *,
    as_of: Day,
    drafts: bool = False,
    kept: Kept | None = None,
    heed: Callable[[], None] = lambda: None,
) -> Made:
    """Make the site; files with problems are left out.

    Args:
        sources: From `read`.
        as_of: The day on which the site is seen.
        drafts: Whether drafts are shown.
        kept: What earlier builds have kept, to which this one adds; None to make everything anew.
        heed: Called from page to page; raises what ends the work.

    Returns:
        The same sources give the same bytes, whatever is kept.

    Raises:
        TemplateFault: With the place in the template, if the engine knows it.
    """
    made_of = edition(sources, as_of=as_of, drafts=drafts)
    near, shelf = Near(made_of=made_of), Shelf(heed)
    try:
        told = telling.posts(made_of, near, kept, shelf)
        numbers = counting.pages(made_of, near, kept, shelf)
        made = _pages(made_of, told, numbers, shelf)
    except TemplateError as error:
        raise TemplateFault(_told(error)) from error
    return Made(pages=made, published=feeds.of(made_of, summaries(made_of, told)), kept=kept, shelf=shelf)


def pages(sources: Sources, *, as_of: Day, drafts: bool = False) -> list[Page]:
    """Make every page of the site, in order of their addresses; see `make`."""
    return list(make(sources, as_of=as_of, drafts=drafts).pages)


def edition(sources: Sources, *, as_of: Day, drafts: bool = False) -> Edition:
    """Gather what pages are made of."""
    logs = [log for file, log in sources.logs.items() if file not in sources.broken]
    public = [log.deployment for log in logs if not log.private and (drafts or not log.deployment.draft)]
    articles = [a for a in _articles(public, sources) if drafts or not a.draft]
    posts = {addresses.post(id_) for id_ in {*sources.log_ids, *(post.id for post in sources.posts.values())}}
    related = history.of(public)
    return Edition(
        settings=sources.settings,
        as_of=as_of,
        jinja=templates.environment(sources.settings.templates),
        history=related,
        statistics=statistics.of(related, as_of),
        articles=sorted(articles, key=lambda article: article.order, reverse=True),
        glossary=_glossary([term for file, term in sources.terms.items() if file not in sources.broken]),
        hidden=posts
        - {article.uri for article in articles}
        - {sources.uris[file] for file in sources.broken},
        titles={article.id: article.title for article in articles},
    )


def summaries(made_of: Edition, told: Mapping[str, Told]) -> dict[str, str]:
    """Give the first sentences of each post as plain text, for whoever reads it elsewhere."""
    described = {article.id: article.told.description for article in made_of.articles if article.told}
    return {id_: described.get(id_) or body.plain(one.lede, SUMMARY) for id_, one in told.items()}


def problem_pages(sources: Sources) -> list[Page]:
    """Make a page of its problems for each file that cannot be used, at the address of its post."""
    found: dict[str, list[Problem]] = defaultdict(list)
    for problem in sources.problems:
        found[sources.uris.get(problem.file, addresses.INDEX)].append(problem)
    return [_problem_page(uri, map(str, problems)) for uri, problems in sorted(found.items())]


def fault_pages(sources: Sources, fault: TemplateFault) -> list[Page]:
    """Make pages that show what is wrong with a template, wherever an author is likely to look."""
    return [_problem_page(uri, [str(fault)]) for uri in sorted({addresses.INDEX, *sources.uris.values()})]


def _problem_page(uri: str, problems: Iterable[str]) -> Page:
    template = templates.environment().get_template("problems.md.j2")
    return Page(
        uri=uri, content=template.render(uri=uri, problems=[problem.splitlines() for problem in problems])
    )


def _pages(
    made_of: Edition, told: Mapping[str, Told], numbers: Sequence[Page], shelf: Shelf
) -> Sequence[Page]:
    """Put the pages of posts and numbers in order with those that list them."""
    uses: dict[str, list[Use]] = defaultdict(list)
    for article in made_of.articles:
        for slug, count in told[article.id].mentions.items():
            uses[slug].append(Use(article=article, count=count))
    lists = chain(
        building.front(made_of, {id_: one.lede for id_, one in told.items()}),
        building.archive(made_of),
        building.outcomes(made_of),
        building.tags(made_of),
        building.systems(made_of),
        building.releases(made_of),
        building.scheduled(made_of),
        building.glossary(made_of, uses, numbers),
    )
    listing = [AsidePage(page, shelf) for page in lists]
    return sorted([*(one.page for one in told.values()), *listing, *numbers], key=lambda page: page.uri)


def _glossary(files: Sequence[TermFile]) -> Glossary:
    """Bring together the terms that can be; one whose related term has a problem waits for it."""
    try:
        return glossary_of(files)
    except LogError as error:
        faulty = {problem.file for problem in error.problems}
        return _glossary([term for term in files if term.file not in faulty])


def _articles(deployments: Iterable[Deployment], sources: Sources) -> Iterator[Article]:
    """Join logs with what is told from them; a text whose log is not to be seen is not to be seen either."""
    posts = {post.id: post for file, post in sources.posts.items() if file not in sources.broken}
    yield from (Article(deployment=one, told=posts.get(one.id)) for one in deployments)
    yield from (Article(told=post) for id_, post in posts.items() if id_ not in sources.log_ids)


def _told(error: TemplateError) -> str:
    """Say what is wrong and where; the last frame of a template's own is the line to look at."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(SUFFIX)]
    if isinstance(error, TemplateSyntaxError):
        return f"{shown(Path(error.filename or error.name or ''))}:{error.lineno}: {error.message}"
    return f"{shown(Path(frames[-1].filename))}:{frames[-1].lineno}: {error}" if frames else str(error)
