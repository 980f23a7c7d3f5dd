"""What leaves the site by another way than its pages: no draft, nothing private, addresses in one form."""

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime, time
from datetime import date as Day  # noqa: N812
from functools import cached_property
from zoneinfo import ZoneInfo

from jinja2 import Environment

from deploylog import addresses, history, statistics
from deploylog.history import History
from deploylog.model import Deployment, Outcome, Term
from deploylog.pages import Article, Edition
from deploylog.settings import Settings
from deploylog.statistics import Statistics

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:deploylog")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Asset:
    """One file of the site that is published as it is."""

    uri: str
    """Its address below the site's root: `data/deployments.json`."""
    content: str | bytes

    @property
    def octets(self) -> bytes:
        """The file as it is written."""
        return self.content.encode() if isinstance(self.content, str) else self.content


@dataclass(frozen=True, kw_only=True)
class Published:
    """What feeds, data and calendar are made of; two equal ones make the same bytes."""

    settings: Settings
    as_of: Day
    history: History
    statistics: Statistics
    articles: Sequence[Article]
    """Newest first."""
    summaries: Mapping[str, str]
    """First sentences of each post by its id, as plain text."""
    hidden: AbstractSet[str]
    """Addresses of posts that are left out."""
    terms: Sequence[Term]
    jinja: Environment

    @property
    def name(self) -> str:
        """The site's name; what it is when it has none."""
        return text(self.settings.site_name) or "Deployments"

    def url(self, uri: str) -> str:
        """Give the address of a page or file on the web; below the site's root when that is not known."""
        path = self.path(uri)
        return f"{self.settings.site_url.rstrip('/')}/{path}" if self.settings.site_url else path

    def path(self, uri: str) -> str:
        """Give where a page or file is published, below the site's root."""
        return addresses.published(uri, directories=self.settings.directory_urls)

    def link(self, uri: str, base: str) -> str:
        """Give an address as the file at `base` has to write it: absolute if the site says where it is."""
        if self.settings.site_url:
            return self.url(uri)
        path = self.path(uri)
        return addresses.relative(path or ".", base) + ("/" if path.endswith("/") or not path else "")

    def relative(self, uri: str, page: str) -> str:
        """Give an address as seen from where a page is published, so that it holds in a preview too."""
        return addresses.relative(self.path(uri), self.path(page))

    def identity(self, kind: str, name: str) -> uuid.UUID:
        """Name a thing for ever: the same for every build, another on every other site."""
        where = self.settings.site_url.rstrip("/") or self.settings.site_name
        return uuid.uuid5(_NAMESPACE, f"{where}\n{kind}\n{text(name)}")

    def article(self, id_: str) -> Article | None:
        """Find a post by its id; None when it is left out."""
        return self._by_id.get(id_)

    def at(self, uri: str) -> Article | None:
        """Find the post of a page; None when the page is no post."""
        return self._by_uri.get(uri)

    def term(self, uri: str) -> Term | None:
        """Find the term of a page; None when the page is no term's."""
        return self._terms.get(uri)

    def system_at(self, uri: str) -> str:
        """Find the system of a page; empty when the page is no system's, or no post tells of it."""
        return self._systems.get(uri, "")

    def about(self, system: str) -> Sequence[Article]:
        """Give the posts of a system's deployments, newest first."""
        return self._by_system.get(system, ())

    @property
    def systems(self) -> Sequence[str]:
        """The systems that posts tell of, in alphabetical order."""
        return sorted(self._by_system, key=lambda name: (name.casefold(), name))

    def published_at(self, article: Article) -> datetime:
        """Give the beginning of the day that a post carries, where its deployment was; in UTC."""
        zone = (article.deployment and article.deployment.timezone) or self.settings.timezone or "UTC"
        return midnight(article.date, zone)

    def updated_at(self, article: Article) -> datetime:
        """Give when a post last had something to tell: its day, or what its log dates after that."""
        return max([self.published_at(article), *_told(article.deployment)])

    def as_of_at(self) -> datetime:
        """Give the beginning of the day on which the site is seen, in UTC."""
        return midnight(self.as_of, self.settings.timezone or "UTC")

    @cached_property
    def _by_id(self) -> Mapping[str, Article]:
        return {article.id: article for article in self.articles}

    @cached_property
    def _by_uri(self) -> Mapping[str, Article]:
        return {article.uri: article for article in self.articles}

    @cached_property
    def _terms(self) -> Mapping[str, Term]:
        return {addresses.term(term.slug): term for term in self.terms}

    @cached_property
    def _systems(self) -> Mapping[str, str]:
        return {addresses.system(name): name for name in self._by_system}

    @cached_property
    def _by_system(self) -> Mapping[str, Sequence[Article]]:
        found: dict[str, list[Article]] = {}
        for article in self.articles:
            systems = article.deployment.systems if article.deployment else ()
            for name in dict.fromkeys(system.name for system in systems):
                found.setdefault(name, []).append(article)
        return found


def of(edition: Edition, summaries: Mapping[str, str]) -> Published:
    """Take from an edition what may leave the site; a preview's drafts may not.

    Args:
        edition: All that the pages are made of.
        summaries: First sentences of each post by its id, as plain text.
    """
    whole = edition.history
    if any(deployment.draft for deployment in whole.deployments):
        whole = history.of(deployment for deployment in whole.deployments if not deployment.draft)
    counted = edition.statistics if whole is edition.history else statistics.of(whole, edition.as_of)
    articles = [article for article in edition.articles if not article.draft]
    drafts = {article.uri for article in edition.articles if article.draft}
    return Published(
        settings=edition.settings,
        as_of=edition.as_of,
        history=whole,
        statistics=counted,
        articles=articles,
        summaries={article.id: text(summaries.get(article.id, "")) for article in articles},
        hidden=edition.hidden | drafts,
        terms=edition.glossary.terms,
        jinja=edition.jinja,
    )


def text(written: str) -> str:
    """Give a text without what XML, a calendar or UTF-8 cannot hold: it becomes a question mark in a box."""
    return _CONTROL.sub("\ufffd", written)


def utc(at: datetime) -> str:
    """Write an instant in UTC: `2007-12-02T06:30:00Z`."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def midnight(day: Day, zone: str) -> datetime:
    """Give the beginning of a day in a time zone, in UTC."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)


def _told(deployment: Deployment | None) -> Iterable[datetime]:
    if deployment is None or deployment.outcome is Outcome.SCHEDULED:
        return
    if deployment.finished_at is not None:
        yield deployment.finished_at.astimezone(UTC)
    if deployment.deferral is not None and deployment.deferral.decided_at is not None:
        yield deployment.deferral.decided_at.at.astimezone(UTC)
