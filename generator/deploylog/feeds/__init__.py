"""What the site says to programs: feeds, data, calendar, badges, metrics, events, heads of pages."""

from collections.abc import Callable, Iterator

from deploylog.feeds import atom, badges, calendar, cards, datafiles, entries, jsonfeed, metrics
from deploylog.feeds.cdevents import lines as cdevents
from deploylog.feeds.dataschema import schema
from deploylog.feeds.heads import head, says
from deploylog.feeds.published import Asset, Published, of
from deploylog.store import Kept

__all__ = ["Asset", "Published", "assets", "cdevents", "head", "of", "says", "schema"]


def assets(
    published: Published, kept: Kept | None = None, heed: Callable[[], None] = lambda: None
) -> Iterator[Asset]:
    """Make every file that is published beside the pages, one by one.

    Args:
        published: What they tell.
        kept: What earlier builds have kept, to which this one adds; None to make everything anew.
        heed: Called from record to record of the data; raises what ends the work.
    """
    for feed in entries.feeds(published):
        yield Asset(uri=feed.atom, content=atom.write(feed, published))
        yield Asset(uri=feed.json, content=jsonfeed.write(feed, published))
    yield from datafiles.assets(published, heed)
    yield from badges.assets(published)
    yield calendar.asset(published)
    yield metrics.asset(published)
    yield from cards.assets(published, kept)
