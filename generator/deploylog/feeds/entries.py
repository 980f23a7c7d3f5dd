"""What a feed says of each post, whatever the feed's format."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deploylog import addresses
from deploylog.feeds.published import Published, text, utc
from deploylog.pages import Article

LIMIT = 50
"""Posts in a feed, the newest; all of them are in the data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One post in a feed."""

    id: str
    """A URN that never changes."""
    uri: str
    """The address of the post's page."""
    title: str
    summary: str
    """Plain text; empty when the post has no first sentences."""
    published: str
    """In UTC, and so the next."""
    updated: str
    authors: Sequence[str]
    categories: Sequence[str]
    """The outcome, the systems, the tags."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed: of the whole site, or of one system."""

    id: str
    title: str
    page: str
    """The address of the page that shows the same."""
    atom: str
    """Where it is as Atom."""
    json: str
    """Where it is as a JSON Feed."""
    updated: str
    entries: Sequence[Entry]
    """Newest first."""


def feeds(published: Published) -> list[Feed]:
    """Make the feed of the site, and that of each system."""
    shown = {article.id: _entry(article, published) for article in published.articles}
    whole = _feed("", published.name, addresses.INDEX, published.articles, shown, published)
    systems = [
        _feed(
            name,
            f"{published.name}: {text(name)}",
            addresses.system(name),
            published.about(name),
            shown,
            published,
        )
        for name in published.systems
    ]
    return [whole, *systems]


def _feed(
    system: str,
    title: str,
    page: str,
    articles: Sequence[Article],
    shown: Mapping[str, Entry],
    published: Published,
) -> Feed:
    """Put a feed together; `system` is empty for that of the whole site."""
    entries = [shown[article.id] for article in articles[:LIMIT]]
    return Feed(
        id=published.identity("feed", system).urn,
        title=title,
        page=page,
        atom=addresses.system_feed(system) if system else addresses.FEED,
        json=addresses.system_feed(system, addresses.JSON_FEED) if system else addresses.JSON_FEED,
        updated=max((entry.updated for entry in entries), default=utc(published.as_of_at())),
        entries=entries,
    )


def _entry(article: Article, published: Published) -> Entry:
    log = article.deployment
    systems = [system.name for system in log.systems] if log else []
    outcome = [log.outcome.value] if log else []
    return Entry(
        id=published.identity("post", article.id).urn,
        uri=article.uri,
        title=text(article.title) or article.id,
        summary=published.summaries[article.id],
        published=utc(published.published_at(article)),
        updated=utc(published.updated_at(article)),
        authors=[text(author) for author in article.authors],
        categories=[text(word) for word in dict.fromkeys([*outcome, *systems, *article.tags])],
    )
