"""Feeds in Atom.

Source:
    RFC 4287, The Atom Syndication Format. Relative addresses are resolved from where the feed was found.
"""

from collections.abc import Iterable
from xml.etree import ElementTree

from deploylog.feeds.entries import Entry, Feed
from deploylog.feeds.published import Published

_SPACE = "http://www.w3.org/2005/Atom"


def write(feed: Feed, published: Published) -> str:
    """Write a feed."""
    root = ElementTree.Element("feed", xmlns=_SPACE)
    _texts(root, [("id", feed.id), ("title", feed.title), ("updated", feed.updated)])
    self = {"rel": "self", "type": "application/atom+xml", "href": published.link(feed.atom, feed.atom)}
    page = {"rel": "alternate", "type": "text/html", "href": published.link(feed.page, feed.atom)}
    ElementTree.SubElement(root, "link", self)
    ElementTree.SubElement(root, "link", page)
    _person(root, published.name)
    for entry in feed.entries:
        _entry(ElementTree.SubElement(root, "entry"), entry, published.link(entry.uri, feed.atom))
    ElementTree.indent(root)
    written = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{written}\n'


def _entry(element: ElementTree.Element, entry: Entry, link: str) -> None:
    _texts(element, [("id", entry.id), ("title", entry.title)])
    ElementTree.SubElement(element, "link", {"rel": "alternate", "type": "text/html", "href": link})
    _texts(element, [("published", entry.published), ("updated", entry.updated)])
    for author in entry.authors:
        _person(element, author)
    for category in entry.categories:
        ElementTree.SubElement(element, "category", term=category)
    _texts(element, [("summary", entry.summary)])


def _texts(element: ElementTree.Element, texts: Iterable[tuple[str, str]]) -> None:
    for name, text in texts:
        ElementTree.SubElement(element, name).text = text


def _person(element: ElementTree.Element, name: str) -> None:
    _texts(ElementTree.SubElement(element, "author"), [("name", name)])
