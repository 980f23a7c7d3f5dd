"""What a page says of itself to machines: valid, safe, once, and on a real site."""

import html.parser
import io
import json
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from PIL import Image

import outlets
import sites
from builders import deployment, instant
from deploylog import cli, feeds
from deploylog.feeds import Published, cards
from deploylog.model import Deployment, Post, Slot, Term

TERM = Term(slug="landing-test", term="landing test", aliases=("smoke test",), short="The last test.")
SUFFIXES = (".csv", ".ics", ".json", ".parquet", ".png", ".txt", ".xml")
REQUIRED = {
    "BlogPosting": {"headline", "datePublished", "dateModified", "author", "publisher"},
    "Event": {"name", "startDate", "eventStatus", "organizer"},
    "DefinedTerm": {"name"},
    "DefinedTermSet": {"name", "hasDefinedTerm"},
    "Blog": {"name"},
}
"""What schema.org's types have to say to be of use to those who read them."""


class Head(html.parser.HTMLParser):
    """Reads the head of a page as a browser does."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[dict[str, str]] = []
        self.meta: dict[str, list[str]] = {}
        self.scripts: list[str] = []
        self._inside = False
        self.feed(page.partition("</head>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "link":
            self.links.append(found)
        if tag == "meta":
            self.meta.setdefault(found.get("property") or found.get("name", ""), []).append(
                found.get("content", "")
            )
        self._inside = tag == "script" and found.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts.append(data)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self._inside = False

    def hrefs(self, rel: str) -> list[str]:
        return [link["href"] for link in self.links if rel in link.get("rel", "").split()]

    def said(self) -> list[dict[str, Any]]:
        """Give the things that the page is, each by itself."""
        [script] = self.scripts
        found = json.loads(script)
        assert found["@context"] == "https://schema.org"
        return found.get("@graph", [found])


def head(made_of: Published, uri: str, present: str = "", title: str = "T", description: str = "") -> Head:
    return Head(feeds.head(uri, title=title, description=description, present=present, published=made_of))


def event(night: Deployment, **chosen: str) -> dict[str, Any]:
    """Give a deployment as the event that its page says it is."""
    made_of = outlets.published([night], **chosen)
    [found] = [thing for thing in head(made_of, f"{night.id}.md").said() if thing["@type"] == "Event"]
    return found


@pytest.mark.parametrize("site_url", ["https://example.com/nights/", ""])
def test_what_a_page_is_has_all_that_it_needs(site_url):
    """Posts, nights, terms, the glossary and the front page."""
    made_of = outlets.published(
        [deployment(), *outlets.random_history(6, 40)], terms=[TERM], site_url=site_url, summaries={}
    )
    pages = [article.uri for article in made_of.articles]

    things = [
        thing
        for uri in [*pages, "index.md", "glossary/index.md", "glossary/landing-test.md"]
        for thing in head(made_of, uri).said()
    ]

    assert {thing["@type"] for thing in things} == set(REQUIRED)
    for thing in things:
        assert REQUIRED[thing["@type"]] <= set(thing)
        assert ("url" in thing or thing["@type"] == "Event") == bool(site_url) or "location" not in thing


def test_a_term_says_its_other_names_and_its_glossary():
    """A search engine may answer with the definition."""
    [found] = head(outlets.published([], terms=[TERM]), "glossary/landing-test.md").said()

    assert found == {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "name": "landing test",
        "description": "The last test.",
        "url": "https://example.com/nights/glossary/landing-test/",
        "alternateName": ["smoke test"],
        "inDefinedTermSet": {
            "@type": "DefinedTermSet",
            "name": "Nights",
            "url": "https://example.com/nights/glossary/",
        },
    }


@pytest.mark.parametrize(
    ("night", "status", "times"),
    [
        (
            deployment(outcome="scheduled", window=("01:30", "07:00")),
            "EventScheduled",
            {"startDate": "2007-12-02T01:30:00-05:00", "endDate": "2007-12-02T07:00:00-05:00"},
        ),
        (
            deployment(),
            "EventScheduled",
            {"startDate": "2007-12-02T01:30:00-05:00", "endDate": "2007-12-02T02:00:00-05:00"},
        ),
        (deployment(outcome="deferred"), "EventPostponed", {"startDate": "2007-12-02"}),
        (
            deployment(
                outcome="deferred",
                next_slots=(Slot(day=date(2007, 12, 9), start=instant("01:30", "2007-12-09")),),
            ),
            "EventRescheduled",
            {"startDate": "2007-12-09T01:30:00-05:00", "previousStartDate": "2007-12-02"},
        ),
        (deployment(outcome="cancelled"), "EventCancelled", {"startDate": "2007-12-02"}),
    ],
    ids=["scheduled", "successful", "deferred", "deferred to a slot", "cancelled"],
)
def test_a_night_is_an_event_with_a_status(night, status, times):
    """schema.org's words for what became of it."""
    found = event(night)

    assert found["eventStatus"] == f"https://schema.org/{status}"
    assert {name: value for name, value in found.items() if name.endswith("Date")} == times


def test_a_post_is_about_its_night():
    """The two are tied by an address."""
    posting, night = head(outlets.published([deployment()]), "2007-12-02-front-end.md").said()

    assert posting["about"] == {"@id": night["@id"]}
    assert posting["image"] == "https://example.com/nights/assets/social/2007-12-02-front-end.png"


def test_hostile_text_stays_in_its_place():
    """Nothing in a log ends a script or an attribute."""
    night = outlets.hostile()
    made_of = outlets.published([night], site_name=outlets.HOSTILE)

    written = feeds.head(
        f"{night.id}.md", title=night.title, description=night.title, present="", published=made_of
    )
    found = Head(written)

    assert re.findall(r"<script(?! type=\"application/ld\+json\">)|<(?!/?script|link |meta )", written) == []
    assert found.said()[0]["headline"].startswith("=HYPERLINK(\"http://evil\",'x') <script>alert(1)</script>")
    assert found.meta["og:title"][0].startswith("=HYPERLINK(\"http://evil\",'x') <script>alert(1)")


def test_feeds_are_named_on_every_page():
    """A browser or reader finds them; on a system's page its own comes first."""
    made_of = outlets.published([deployment(systems=["back end"])])

    assert head(made_of, "archive/2007.md").hrefs("alternate") == [
        "../../feed.xml",
        "../../feed.json",
        "../../deployments.ics",
    ]
    assert head(made_of, "systems/back-end.md").hrefs("alternate")[:2] == ["feed.xml", "feed.json"]
    assert head(made_of, "index.md").hrefs("alternate")[0] == "feed.xml"


def test_no_feed_is_taken_for_a_language_of_the_site(sample_site: Path):
    """The theme fetches the sitemap of whatever is `alternate` and nothing else, on every page."""
    pages = [path.read_text(encoding="utf-8") for path in sample_site.rglob("*.html")]

    assert [page for page in pages if any(link.get("rel") == "alternate" for link in Head(page).links)] == []


def test_nothing_is_said_twice():
    """The theme gives a canonical link; another plugin may give Open Graph."""
    made_of = outlets.published([deployment()])
    there = '<link rel="canonical" href="x"><meta property="og:title" content="x">'

    alone, beside = head(made_of, "index.md"), head(made_of, "index.md", present=there)

    assert alone.hrefs("canonical") == ["https://example.com/nights/"]
    assert alone.meta["og:url"] == ["https://example.com/nights/"]
    assert (beside.hrefs("canonical"), beside.meta) == ([], {})


def test_a_site_without_an_address_says_what_and_not_where():
    """Open Graph and canonical links are absolute or wrong."""
    found = head(outlets.published([deployment()], site_url=""), "2007-12-02-front-end.md", title="A & B")

    assert found.hrefs("canonical") == []
    assert found.meta == {
        "og:type": ["article"],
        "og:title": ["A & B"],
        "og:site_name": ["Nights"],
        "article:published_time": ["2007-12-02T05:00:00Z"],
        "article:modified_time": ["2007-12-02T07:00:00Z"],
        "twitter:card": ["summary"],
    }


def test_every_post_has_a_picture_of_the_size_that_it_says():
    """And plain posts have one, too."""
    made_of = outlets.published(
        [deployment()], posts=[Post(id="about", title="About", date=date(2007, 12, 3))]
    )

    found = {asset.uri: Image.open(io.BytesIO(asset.octets)) for asset in cards.assets(made_of)}

    assert set(found) == {"assets/social/about.png", "assets/social/2007-12-02-front-end.png"}
    assert all((image.format, image.size) == ("PNG", cards.SIZE) for image in found.values())


@pytest.mark.parametrize("title", ["", "word " * 200, "w" * 500, "日本語", outlets.HOSTILE, "Ünïcode"])
def test_any_title_makes_a_picture(title):
    """Too long, too wide, or in letters that the font lacks; the same title gives the same bytes."""
    picture = cards.draw(title, "successful, 2 December 2007", "Nights", (1, 2, 3))

    assert Image.open(io.BytesIO(picture)).size == cards.SIZE
    assert cards.draw(title, "successful, 2 December 2007", "Nights", (1, 2, 3)) == picture


def test_a_title_that_the_font_lacks_is_left_out():
    """Boxes in place of letters say nothing."""
    bar = (1, 2, 3)

    assert cards.draw("日本語", "about", "Nights", bar) == cards.draw("", "about", "Nights", bar)
    assert cards.draw("Tokyo", "about", "Nights", bar) != cards.draw("", "about", "Nights", bar)


def test_a_site_without_pillow_or_address_has_no_pictures(monkeypatch):
    """And names none."""
    nowhere, made_of = outlets.published([deployment()], site_url=""), outlets.published([deployment()])
    assert list(cards.assets(nowhere)) == []
    monkeypatch.setitem(sys.modules, "PIL", None)
    cards.installed.cache_clear()

    found = head(made_of, "2007-12-02-front-end.md")

    cards.installed.cache_clear()
    assert "og:image" not in found.meta
    assert "image" not in found.said()[0]


def test_a_real_site_has_all_of_it(sample_site: Path):
    """Through MkDocs and the theme: one canonical link, feeds that are there, a picture that is there."""
    for page in sample_site.rglob("index.html"):
        found = Head(page.read_text(encoding="utf-8"))
        assert found.hrefs("canonical") == found.meta["og:url"]
        assert len(found.meta["og:title"]) == 1
        for feed in found.hrefs("alternate"):
            assert (page.parent / feed).resolve().is_file()
        for image in found.meta.get("og:image", []):
            assert (sample_site / image.removeprefix("https://example.com/deployments/")).is_file()
    assert (sample_site / "data/deployments.parquet").is_file()


def test_addresses_are_those_of_the_engine_without_folders_too(tmp_path):
    """`use_directory_urls: false`; the theme's canonical link is the engine's own word."""
    log = sites.LOG.format(title="A night")
    configuration = sites.CONFIGURATION.format(name="Nights")
    files = {
        "mkdocs.yml": f"{configuration}site_url: https://example.com/n/\nuse_directory_urls: false\n",
        "posts/2007/2007-12-02-front-end.yml": log,
        "posts/about/README.md": "# About\n",
    }
    built = sites.build_here(sites.write(tmp_path / "site", files), tmp_path / "built")

    for page in built.rglob("*.html"):
        found = Head(page.read_text(encoding="utf-8"))
        if page.name != "404.html":
            assert found.hrefs("canonical") == found.meta["og:url"]
            assert all((page.parent / feed).is_file() for feed in found.hrefs("alternate"))
    assert (built / "2007/2007-12-02-front-end.html").is_file()


def test_an_export_has_what_the_site_has(tmp_path, monkeypatch):
    """The same feeds, data and calendar, to the byte."""
    folder = sites.write(tmp_path / "site", {"posts/2007-12-02-a.yml": sites.LOG.format(title="A night")})
    built = sites.build_here(folder, tmp_path / "built")
    monkeypatch.chdir(folder)

    assert CliRunner().invoke(cli.main, ["export", "out"]).exit_code == 0

    exported = {path.relative_to("out") for path in Path("out").rglob("*") if path.suffix in SUFFIXES}
    assert {str(path) for path in exported} >= {"feed.xml", "data/deployments.csv", "deployments.ics"}
    for path in exported:
        assert Path("out", path).read_bytes() == (built / path).read_bytes()


def test_a_file_of_an_authors_own_wins(tmp_path):
    """A site that had a feed before keeps it."""
    files = {
        "posts/2007-12-02-front-end.yml": sites.LOG.format(title="A & <b>"),
        "posts/feed.xml": "<feed/>\n",
    }
    built = sites.build_here(sites.write(tmp_path / "site", files), tmp_path / "built")

    found = Head((built / "2007-12-02-front-end/index.html").read_text(encoding="utf-8"))

    assert (built / "feed.xml").read_text(encoding="utf-8") == "<feed/>\n"
    assert json.loads((built / "feed.json").read_text(encoding="utf-8"))["items"][0]["title"] == "A & <b>"
    assert found.meta["og:title"] == ["A & <b>"]
