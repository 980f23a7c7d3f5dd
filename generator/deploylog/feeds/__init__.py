"""What the site says to programs: feeds, data, calendar, badges, metrics, events, heads of pages."""

from deploylog.feeds import atom, badges, calendar, cards, datafiles, entries, jsonfeed, metrics
from deploylog.feeds.cdevents import lines as cdevents
from deploylog.feeds.dataschema import schema
from deploylog.feeds.heads import head, says
from deploylog.feeds.published import Asset, Published, of
from deploylog.store import Kept

__all__ = ["Asset", "Published", "assets", "cdevents", "head", "of", "says", "schema"]


def assets(published: Published, kept: Kept | None = None) -> list[Asset]:
    """Make every file that is published beside the pages, in order of their addresses."""
    feeds = entries.feeds(published)
    return sorted(
        [
            *(Asset(uri=feed.atom, content=atom.write(feed, published)) for feed in feeds),
            *(Asset(uri=feed.json, content=jsonfeed.write(feed, published)) for feed in feeds),
            *datafiles.assets(published),
            *badges.assets(published),
            calendar.asset(published),
            metrics.asset(published),
            *cards.assets(published, kept),
        ],
        key=lambda asset: asset.uri,
    )
