"""Feeds to subscribe to: valid for parsers that are not ours, with an address and without."""

import json
from datetime import date, timedelta
from urllib.parse import urljoin

import feedparser
import pytest
from jsonschema import Draft202012Validator

import outlets
import sample
from builders import deployment
from deploylog.feeds import Published
from deploylog.model import Post

ATOM = "{http://www.w3.org/2005/Atom}"
TEXT = {"type": "string"}
INSTANT = {"type": "string", "format": "date-time", "pattern": "Z$"}
AUTHORS = {"type": "array", "items": {"type": "object", "properties": {"name": TEXT}, "required": ["name"]}}
JSON_FEED = {
    "type": "object",
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "home_page_url": {"type": "string", "format": "uri", "pattern": "^https?://"},
        "feed_url": {"type": "string", "format": "uri", "pattern": "^https?://"},
        "authors": AUTHORS,
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    "url": {"type": "string", "format": "uri", "pattern": "^https?://"},
                    "title": TEXT,
                    "content_text": {"type": "string", "minLength": 1},
                    "date_published": INSTANT,
                    "date_modified": INSTANT,
                    "authors": AUTHORS,
                    "tags": {"type": "array", "items": TEXT},
                },
                "required": ["id", "content_text"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["version", "title", "items"],
    "additionalProperties": False,
}
"""JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/, as far as we use it."""
CASES = {
    "none": [],
    "eight nights": sample.nights(),
    "hostile": [outlets.hostile()],
    "random": outlets.random_history(2, 80),
}


@pytest.fixture(params=CASES)
def deployments(request):
    return CASES[request.param]


@pytest.fixture(params=["https://example.com/nights/", ""], ids=["with address", "without"])
def site_url(request):
    return request.param


def atom(made_of: Published, uri: str = "feed.xml") -> feedparser.FeedParserDict:
    """Read a feed as a reader of feeds does."""
    found = feedparser.parse(outlets.contents(made_of)[uri].encode())
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def test_atom_has_all_that_it_must_have(deployments, site_url):
    """RFC 4287: an id, a title and a date for the feed and for each entry, an author, a link."""
    found = atom(outlets.published(deployments, site_url=site_url))

    assert found.feed.id.startswith("urn:uuid:")
    assert found.feed.title
    assert found.feed.author == "Nights"
    assert found.feed.updated_parsed
    assert len(found.entries) == min(len(deployments), 50)
    assert len({entry.id for entry in found.entries}) == len(found.entries)
    for entry in found.entries:
        assert entry.id.startswith("urn:uuid:")
        assert entry.title
        assert entry.published_parsed <= entry.updated_parsed
        assert urljoin(outlets.URL, entry.link).startswith(outlets.URL)


def test_json_feed_is_what_its_specification_asks_for(deployments, site_url):
    """The schema here was written from the specification, not from our feed."""
    validator = Draft202012Validator(JSON_FEED, format_checker=Draft202012Validator.FORMAT_CHECKER)

    found = json.loads(outlets.contents(outlets.published(deployments, site_url=site_url))["feed.json"])

    assert [error.message for error in validator.iter_errors(found)] == []
    assert len(found["items"]) == min(len(deployments), 50)
    assert all(("url" in item) == bool(site_url) for item in found["items"])


def test_both_feeds_say_the_same_of_the_same_posts():
    """A reader may change from one to the other and finds no post twice."""
    made_of = outlets.published(sample.nights(), summaries={sample.WINTER: "Five entries & an hour < two."})

    entries, items = atom(made_of).entries, json.loads(outlets.contents(made_of)["feed.json"])["items"]

    assert [entry.id for entry in entries] == [item["id"] for item in items]
    assert [entry.link for entry in entries] == [item["url"] for item in items]
    assert [entry.title for entry in entries] == [item["title"] for item in items]
    [winter] = [entry for entry in entries if entry.title == sample.WINTER]
    assert winter.summary_detail.value == "Five entries & an hour < two."
    assert (winter.published, winter.updated) == ("2007-12-02T05:00:00Z", "2007-12-02T10:00:00Z")
    assert [tag.term for tag in winter.tags] == ["successful-with-issues", "front-end", "back-end"]


def test_hostile_text_is_text():
    """Markup of a log's is shown and does nothing; what XML cannot hold is replaced."""
    found = atom(outlets.published([outlets.hostile()]))

    [entry] = found.entries
    assert entry.title_detail.type == "text/plain"
    assert "&lt;script&gt;" in entry.title or "<script>" in entry.title
    assert "日本語 🚀" in entry.title


def test_without_an_address_links_hold_where_the_feed_is_found():
    """RFC 4287 allows relative addresses; those of a system's feed start two folders deeper."""
    made_of = outlets.published([deployment(systems=["back end"])], site_url="")

    [entry] = atom(made_of).entries
    [of_system] = atom(made_of, "systems/back-end/feed.xml").entries

    assert entry.link == "2007-12-02-front-end/"
    assert of_system.link == "../../2007-12-02-front-end/"


def test_without_directories_links_name_the_file():
    """`use_directory_urls: false`."""
    made_of = outlets.published([deployment()], directory_urls=False)

    assert atom(made_of).entries[0].link == "https://example.com/nights/2007-12-02-front-end.html"


def test_each_system_has_a_feed_of_its_own():
    """Who is on call for one system wants that one only."""
    made_of = outlets.published(sample.nights())

    found = atom(made_of, "systems/application-1/feed.xml")

    assert found.feed.title == "Nights: application 1"
    assert [entry.title for entry in found.entries] == [sample.SECOND, sample.FIRST]
    assert found.feed.id != atom(made_of).feed.id
    page = "https://example.com/nights/systems/application-1/"
    assert {link.href for link in found.feed.links} == {page, page + "feed.xml"}


def test_a_feed_holds_the_newest_posts_only():
    """At 5,000 logs a feed stays one that a reader can fetch every hour."""
    nights = [deployment(f"{date(2007, 1, 1) + timedelta(days=day)}-n") for day in range(60)]

    entries = atom(outlets.published(nights)).entries

    assert (len(entries), entries[0].title, entries[-1].title) == (50, "2007-03-01-n", "2007-01-11-n")


def test_plain_posts_are_in_the_feed_and_drafts_are_not():
    """A preview shows drafts; what others subscribe to does not."""
    posts = [
        Post(id="about", title="About us", date=date(2007, 12, 3), authors=("Jo",)),
        Post(id="soon", title="Soon", date=date(2007, 12, 4), draft=True),
    ]

    entries = atom(outlets.published([deployment(draft=True)], posts=posts)).entries

    assert [(entry.title, entry.author) for entry in entries] == [("About us", "Jo")]


def test_an_id_outlives_a_new_title_and_differs_between_sites():
    """Readers show a post again when its id changes, and lose one when two are the same."""
    first = atom(outlets.published([deployment(title="One")])).entries[0].id
    renamed = atom(outlets.published([deployment(title="Two")], site_name="Other")).entries[0].id
    elsewhere = atom(outlets.published([deployment()], site_url="https://example.org/")).entries[0].id

    assert first == renamed != elsewhere
