"""What stands in the head of each page: where its feeds are, what it is, how it looks where it is shared.

Source:
    The Open Graph protocol, https://ogp.me/, which knows absolute addresses only: a page of a site that does
    not say where it is published says there what it is, and not where.
"""

import json
from collections.abc import Mapping

from markupsafe import Markup

from deploylog import addresses
from deploylog.feeds import cards, linkeddata
from deploylog.feeds.published import Published, text, utc

_ATOM, _JSON, _CALENDAR = "application/atom+xml", "application/feed+json", "text/calendar"


def head(uri: str, *, title: str, description: str, present: str, published: Published) -> str:
    """Make what is missing in the head of a page, as HTML.

    Args:
        uri: The page's address; it may be any page of the site.
        title: As the page has it, as plain text; and so the next.
        description: Empty when the page has none.
        present: The page's head as it is: what stands there is not said again.
        published: All that is published.
    """
    said = says(uri, published)
    return published.jinja.get_template("feeds/head.html.j2").render(
        {
            **said,
            "canonical": "" if 'rel="canonical"' in present else said["canonical"],
            "shared": 'property="og:title"' not in present,
            "title": text(title),
            "description": text(description),
        }
    )


def says(uri: str, published: Published) -> Mapping[str, object]:
    """Give what the head of a page says that its own text does not, as plain data."""
    article = published.at(uri)
    url = published.url(uri) if published.settings.site_url else ""
    said = linkeddata.of(uri, published)
    return {
        "canonical": url,
        "url": url,
        "site_name": published.name,
        "image": published.url(addresses.card(article.id)) if article and cards.drawn(published) else "",
        "image_size": cards.SIZE,
        "published_at": utc(published.published_at(article)) if article else "",
        "updated_at": utc(published.updated_at(article)) if article else "",
        "tags": [text(tag) for tag in article.tags] if article else [],
        "feeds": _feeds(uri, published),
        "linked_data": _script(said) if said else "",
    }


def _feeds(uri: str, published: Published) -> list[dict[str, str]]:
    """List what a reader of this page can subscribe to: on a system's page, its own feed first."""
    whole = [
        (published.name, _ATOM, addresses.FEED),
        (published.name, _JSON, addresses.JSON_FEED),
        (published.name, _CALENDAR, addresses.CALENDAR),
    ]
    system = published.system_at(uri)
    if system:
        title = f"{published.name}: {text(system)}"
        own = [(title, _ATOM, addresses.FEED), (title, _JSON, addresses.JSON_FEED)]
        whole = [(name, type_, addresses.system_feed(system, file)) for name, type_, file in own] + whole
    return [
        {"title": title, "type": type_, "href": published.relative(feed, uri)} for title, type_, feed in whole
    ]


def _script(said: linkeddata.Thing) -> Markup:
    """Write JSON so that nothing in it can end the script that it stands in."""
    written = json.dumps(said, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return Markup(written)  # noqa: S704  (no markup is left in it)
