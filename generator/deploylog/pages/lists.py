"""The pages that list posts: the front page, the archive, one page per outcome and per tag."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from deploylog import addresses
from deploylog.model import Outcome
from deploylog.pages import body
from deploylog.pages.edition import Article, Edition, Page
from deploylog.pages.scheduled import Plans, plans

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A post on the front page."""

    article: Article
    lede: str
    """Its first sentences, as Markdown seen from the front page; empty when it has none."""


def front(edition: Edition, ledes: Mapping[str, str]) -> Iterator[Page]:
    """Make the front page and the pages of older posts behind it.

    Args:
        edition: All that the site is made of.
        ledes: First sentences of each post by id, as seen from the post.
    """
    size = edition.settings.page_size
    count = max(1, -(-len(edition.articles) // size))
    slots = plans(edition)
    for number in range(1, count + 1):
        uri = addresses.front(number)
        yield edition.page(
            "front.md.j2",
            uri,
            authored=True,
            summaries=[
                Summary(article=article, lede=body.moved(ledes[article.id], article.uri, uri))
                for article in edition.articles[size * (number - 1) : size * number]
            ],
            number=number,
            count=count,
            plans=slots if number == 1 else Plans(),
            statistics=edition.statistics,
        )


def archive(edition: Edition) -> Iterator[Page]:
    """Make the archive: an index, and a page per year."""
    years = _grouped((article.date.year, article) for article in edition.articles)
    outcomes = _grouped((article.outcome, article) for article in edition.articles if article.outcome)
    yield edition.page(
        "archive.md.j2",
        addresses.ARCHIVE,
        years=years,
        outcomes={outcome: outcomes[outcome] for outcome in Outcome if outcome in outcomes},
    )
    for year, articles in years.items():
        yield edition.page("year.md.j2", addresses.year(year), year=year, articles=articles)


def outcomes(edition: Edition) -> Iterator[Page]:
    """Make the page of each outcome that a post has."""
    grouped = _grouped((article.outcome, article) for article in edition.articles if article.outcome)
    for outcome, articles in grouped.items():
        yield edition.page("outcome.md.j2", addresses.outcome(outcome), outcome=outcome, articles=articles)


def tags(edition: Edition) -> Iterator[Page]:
    """Make the index of tags and the page of each; tags that share an address share a page."""
    grouped = _grouped((addresses.tag(tag), (tag, a)) for a in edition.articles for tag in a.tags)
    named = {
        uri: (min(tag for tag, _ in found), [a for _, a in found]) for uri, found in sorted(grouped.items())
    }
    if named:
        yield edition.page("tags.md.j2", addresses.TAGS, tags=named.values())
    for uri, (tag, articles) in named.items():
        yield edition.page("tag.md.j2", uri, tag=tag, articles=list(dict.fromkeys(articles)))


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    grouped: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        grouped[key].append(value)
    return dict(grouped)
