"""What all pages of one site are made of, and the page itself."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date as Day  # noqa: N812  (a field here is called `date`, as in the log)
from functools import cached_property

from jinja2 import Environment

from deploylog import addresses, similarity
from deploylog.glossary import Glossary
from deploylog.history import History
from deploylog.model import Deployment, Outcome, Post
from deploylog.pages import body
from deploylog.settings import Settings
from deploylog.similarity import Similarity
from deploylog.statistics import Statistics


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Page:
    """One page of the site, as Markdown."""

    uri: str
    """Its address below the site's folder of sources: `archive/2007.md`."""
    content: str
    authored: bool = False
    """Whether Markdown of an author's stands in it, which may hold any HTML."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One post on the site: told from a log, written by an author, or both."""

    deployment: Deployment | None = None
    """None on a plain post."""
    told: Post | None = None
    """The author's text; None when the log alone tells the post. One of the two is always there."""

    @property
    def id(self) -> str:
        """The id of the log or of the plain post."""
        return self._either.id

    @property
    def _either(self) -> Deployment | Post:
        either = self.deployment or self.told
        if either is None:
            raise ValueError("an article needs a deployment, a post, or both")
        return either

    @property
    def uri(self) -> str:
        """The page's address."""
        return addresses.post(self.id)

    @property
    def title(self) -> str:
        """The author's title, else the log's; a text without one is called by its file's name."""
        told, log = self.told, self.deployment
        return (
            told.title
            if told and not (log and told.title == log.id.rpartition("/")[2])
            else self._either.title
        )

    @property
    def date(self) -> Day:
        """The day that the post carries."""
        if self.told and self.told.date:
            return self.told.date
        if self.deployment is None:
            raise ValueError(f"the plain post {self.id} has no date")
        return self.deployment.published

    @property
    def tags(self) -> Sequence[str]:
        """The log's tags, then those that the author adds."""
        return tuple(dict.fromkeys(tag for part in self._parts for tag in part.tags))

    @property
    def authors(self) -> Sequence[str]:
        """The authors that the told post names, else the log's."""
        return (self.told and self.told.authors) or self._either.authors

    @property
    def draft(self) -> bool:
        """Whether log or text is a draft still."""
        return any(part.draft for part in self._parts)

    @property
    def outcome(self) -> Outcome | None:
        """None on a plain post."""
        return None if self.deployment is None else self.deployment.outcome

    @property
    def order(self) -> tuple[Day, Day, str]:
        """Sorts posts from old to new; of one day's, the one that tells of the earlier night first."""
        return (self.date, self.deployment.date if self.deployment else self.date, self.id)

    @property
    def _parts(self) -> Sequence[Deployment | Post]:
        return tuple(part for part in (self.deployment, self.told) if part is not None)


@dataclass(frozen=True, kw_only=True)
class Edition:
    """Everything that pages are made of; two equal editions make the same bytes."""

    settings: Settings
    as_of: Day
    """The day on which the site is seen; what was to come before it is no longer to come."""
    jinja: Environment
    history: History
    statistics: Statistics
    articles: Sequence[Article]
    """Newest first; drafts only where they are to be shown."""
    glossary: Glossary = field(default_factory=Glossary)
    hidden: AbstractSet[str] = frozenset()
    """Addresses of posts that are left out (drafts, private logs); links to them become plain text."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """The title of each post by its id."""

    def article(self, id_: str) -> Article | None:
        """Find a post by its id; None when it is left out."""
        return self._by_id.get(id_)

    def told(self, deployments: Iterable[Deployment]) -> Sequence[Article]:
        """Give the posts of deployments, newest first; those that are left out are missing."""
        found = (self.article(deployment.id) for deployment in deployments)
        return sorted((a for a in found if a), key=lambda article: article.order, reverse=True)

    def page(self, template: str, uri: str, *, authored: bool = False, **variables: object) -> Page:
        """Render one page from a template; links to what is left out of the site become plain text."""
        content = self.render(template, uri, **variables)
        return Page(uri=uri, content=body.without_links_to(content, uri, self.hidden), authored=authored)

    def render(self, template: str, uri: str, **variables: object) -> str:
        """Render a template as part of the page at `uri`."""
        shared = {
            "as_of": self.as_of,
            "clock": self.settings.clock,
            "history": self.history,
            "site_name": self.settings.site_name,
            "titles": self.titles,
        }
        return self.jinja.get_template(template).render(**shared, uri=uri, **variables)

    @cached_property
    def similarity(self) -> Similarity:
        """Which nights are like which; only those that have a post are named."""
        return similarity.of(self.history, self._by_id.keys())

    @cached_property
    def _by_id(self) -> Mapping[str, Article]:
        return {article.id: article for article in self.articles}
