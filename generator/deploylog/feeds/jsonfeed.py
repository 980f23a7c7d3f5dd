"""Feeds in JSON Feed.

Source:
    JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/. Its addresses are absolute, so a site that does not
    say where it is published has none in its feed.
"""

import json

from deploylog.feeds.entries import Entry, Feed
from deploylog.feeds.published import Published

VERSION = "https://jsonfeed.org/version/1.1"


def write(feed: Feed, published: Published) -> str:
    """Write a feed."""
    document: dict[str, object] = {"version": VERSION, "title": feed.title}
    if published.settings.site_url:
        document |= {"home_page_url": published.url(feed.page), "feed_url": published.url(feed.json)}
    document["authors"] = [{"name": published.name}]
    document["items"] = [_item(entry, published) for entry in feed.entries]
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _item(entry: Entry, published: Published) -> dict[str, object]:
    item: dict[str, object] = {"id": entry.id}
    if published.settings.site_url:
        item["url"] = published.url(entry.uri)
    item |= {
        "title": entry.title,
        "content_text": entry.summary or entry.title,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "tags": list(entry.categories),
    }
    if entry.authors:
        item["authors"] = [{"name": author} for author in entry.authors]
    return item
