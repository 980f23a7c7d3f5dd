"""A built site leads where it says, asks nobody else, and says nothing that a log keeps private."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

import sites
from deploylog import auditing, site
from deploylog.cli import main
from deploylog.settings import find_settings

URL = "https://example.com/nights/"
PAGE = """\
<!doctype html>
<html><head><title>A night</title>{head}</head>
<body><h1 id=a>A</h1>
{body}</body></html>
"""

LINK = "mend the address, or take the link out; addresses that begin with / start from site_url"
ANCHOR = "name an id of that page: a heading's is its words in lower case, joined by -"
ID = "give each its own; a link finds only the first"
TITLE = "write `title:` in its front matter, or <title> in its HTML"
REQUEST = "put the file into the site and name that; `font: false` under `theme` is for the theme's fonts"
PRIVATE = "take it out of the post, page or template that says it, or say it openly in a log"


def page(body: str = "", head: str = "") -> str:
    return PAGE.format(body=body, head=head)


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def audit(folder: Path, files: Mapping[str, str], **given: object) -> str:
    """Check a folder of these files; give all messages."""
    given.setdefault("site_url", URL)
    problems = auditing.audit(write(folder, files), name="site", **given)
    return "".join(f"{problem}\n" for problem in problems)


def message(place: str, rule: str, what: str, help_: str) -> str:
    return f"site/{place}: {rule}: {what}\n  help: {help_}\n"


@pytest.mark.parametrize(
    "body",
    [
        '<a href="x/">x</a> <a href="x">x</a> <a href="x/index.html#a">x</a> <a href="./#a">a</a>',
        '<a href="#">up</a> <a href="#top">up</a> <a href="?q=1#a">a</a> <a href="x/#:~:text=A">A</a>',
        f'<a href="{URL}x/#a">x</a> <a href="/nights/x/">x</a> <a href="/elsewhere/on/the/host">y</a>',
        '<a href="https://example.org/#nothing">y</a> <a href="mailto:a@b.c">z</a>',
        '<a name="old"></a><a name="old"></a><a href="#old">o</a>',
        '<!-- <a href="nowhere"><img src="https://example.org/x.png"> --> <a title="a > b" href="x/">x</a>',
        '<textarea><a href="nowhere"></textarea><script>"<a href=nowhere>"</script>',
        '<img src="data:image/png;base64,AA=="><img src="%C3%A9.png"><img src="https://example.com/nights/é.png">',
        "<style>/* url(https://example.org/a.png) */ p { fill: url(#a) }</style><svg><title></title></svg>",
    ],
)
def test_what_is_right_is_left_in_peace(tmp_path, body):
    """A check that cries wolf is switched off."""
    files = {"index.html": page(body), "x/index.html": page(), "é.png": ""}

    assert audit(tmp_path, files) == ""


@pytest.mark.parametrize(
    ("body", "url", "path"),
    [
        ('<a href="y/">y</a>', "y/", "y/"),
        ('<A HREF=y.html#a class="q">y</A>', "y.html#a", "y.html"),
        (f'<a href="{URL}y/">y</a>', f"{URL}y/", "y/"),
        ('<a href="/nights/y/?q">y</a>', "/nights/y/?q", "y/"),
        ('<a href="../../y/">y</a>', "../../y/", "../../y/"),
        ('<img src="y.png">', "y.png", "y.png"),
        ('<img alt="" srcset="x/ 1x, y.png 2x">', "y.png", "y.png"),
        ('<p style="background: url(y.png)">', "y.png", "y.png"),
        ('<a href="X/">x</a>', "X/", "X/"),
        ('<a href="index.html/">x</a>', "index.html/", "index.html/"),
    ],
)
def test_a_link_that_leads_nowhere_is_found(tmp_path, body, url, path):
    """MkDocs looks at links of Markdown alone; raw HTML and templates are anybody's."""
    files = {"index.html": page(body), "x/index.html": page()}

    expected = message(
        "index.html:4:1", "dead-link", f"'{url}' leads to '{path}', which is not in the site", LINK
    )
    assert audit(tmp_path, files) == expected


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("feed.xml", f"<feed>\n<link href='{URL}y/'/></feed>", "2:13"),
        ("feed.json", f'{{"html": "<a href=\\"{URL}y/\\">"}}', "1:21"),
        ("sitemap.xml", f"<loc>{URL}y/</loc>", "1:6"),
        ("index.html", page(head=f'<link rel="canonical" href="{URL}y/">'), "2:35"),
        ("index.html", page(head=f'<script type="application/ld+json">"{URL}y/#post"</script>'), "2:71"),
    ],
    ids=["Atom", "JSON Feed", "sitemap", "canonical", "JSON-LD"],
)
def test_full_addresses_of_the_site_are_followed(tmp_path, name, text, place):
    """Feed readers and search engines meet these, and no author ever does."""
    what = f"'{URL}y/' leads to 'y/', which is not in the site"
    assert audit(tmp_path, {name: text}) == message(f"{name}:{place}", "dead-link", what, LINK)

    (tmp_path / "other").mkdir()
    assert audit(tmp_path / "other", {name: text}, site_url="") == ""


def test_an_anchor_that_is_no_place_is_found(tmp_path):
    """The reader lands at the top and searches by hand."""
    files = {"index.html": page('<a href="#b">b</a>\n<a href="x/#c">c</a>'), "x/index.html": page()}

    assert audit(tmp_path, files) == (
        message("index.html:4:1", "dead-anchor", "'#b' is no place in 'index.html'", ANCHOR)
        + message("index.html:5:1", "dead-anchor", "'#c' is no place in 'x/'", ANCHOR)
    )


def test_an_id_given_twice_and_a_missing_title_are_found(tmp_path):
    """Links and screen readers go by ids; tabs and search results by titles."""
    files = {"index.html": page("<p id='a'>"), "x.html": "<body><svg><title>t</title></svg></body>"}

    assert audit(tmp_path, files) == (
        message("index.html:4:1", "repeated-id", "the id 'a' is given twice", ID)
        + message("x.html:1:1", "no-title", "the page has no title", TITLE)
    )


@pytest.mark.parametrize(
    "body",
    [
        '<script src="{}"></script>',
        "<img src='{}'>",
        '<IMG alt="x>y" SRC={}>',
        '<iframe src="{}"></iframe>',
        '<picture><source srcset="{} 2x"></picture>',
        '<video poster="{}"></video>',
        '<object data="{}"></object>',
        '<link rel="preload stylesheet" href="{}">',
        '<link rel=preconnect href="{}">',
        "<p style=\"background: url('{}')\">",
        "<style>@import '{}';</style>",
        '<svg><image xlink:href="{}"/></svg>',
    ],
)
@pytest.mark.parametrize("url", ["https://example.org/x", "//example.org/x"])
def test_a_request_to_others_is_found(tmp_path, body, url):
    """It tells somebody else who reads, and fails where the net is closed."""
    problems = auditing.audit(
        write(tmp_path, {"index.html": page(body.format(url))}), name="site", site_url=URL
    )

    assert [(one.line, one.rule, one.message, one.help) for one in problems] == [
        (4, "outside-request", f"a reader's browser would load '{url}'", REQUEST)
    ]


def test_a_style_sheet_is_read_too_and_the_same_fault_on_many_pages_is_told_once(tmp_path):
    """One slip in a template is one thing to mend."""
    image = '<img src="//example.org/a.png">'
    files = {
        "a.html": page(image),
        "b.html": page(image),
        "c.css": "\np { background: url(//example.org/b.png) }",
    }

    asked = "a reader's browser would load '//example.org/{}.png'"
    assert audit(tmp_path, files) == (
        message("a.html:4:1", "outside-request", asked.format("a") + ", and in 1 more file", REQUEST)
        + message("c.css:2:17", "outside-request", asked.format("b"), REQUEST)
    )


KEPT = 'Anna found the vendor\'s "invoice" & <unpaid> again'


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("index.html", page(KEPT)),
        (
            "index.html",
            page(
                "Anna found <a href=#a>the vendor</a>&#39;s\n&quot;invoice&quot; &amp; &#60;unpaid&#62; again"
            ),
        ),
        (
            "index.html",
            page('<p title="Anna found the vendor\'s &quot;invoice&quot; &amp; &lt;unpaid&gt; again">'),
        ),
        (
            "search/search_index.json",
            '{"text": "Anna found\\nthe vendor\\u0027s \\"invoice\\" &amp; &lt;unpaid&gt; again"}',
        ),
        ("feed.xml", '<c>Anna found the vendor\'s "invoice" &amp;amp; &amp;lt;unpaid&amp;gt; again</c>'),
        ("deployments.ics", 'DESCRIPTION:Anna found the ven\r\n dor\'s "invoice" & <unpaid> again'),
        ("data/deployments.csv", '1,"Anna found the vendor\'s ""invoice"" & <unpaid> again"'),
        ("_headers", f"# {KEPT.upper()}"),
    ],
    ids=["HTML", "marked up", "an attribute", "the search index", "a feed", "a calendar", "CSV", "no suffix"],
)
def test_private_words_are_found_however_a_file_writes_them(tmp_path, name, text):
    """Once published, they cannot be called back."""
    sought = [*auditing.withheld(KEPT, "posts/night.yml:9:5")]
    problems = auditing.audit(write(tmp_path, {name: text}), name="site", sought=sought)

    assert [(one.file, one.rule, one.message, one.help) for one in problems if one.rule != "dead-link"] == [
        (f"site/{name}", "private-text", "this is what posts/night.yml:9:5 keeps private", PRIVATE)
    ]
    assert auditing.audit(tmp_path, name="site", sought=sought, is_public=lambda _: True) == []


@pytest.mark.parametrize("words", ["payments", "DBA", "the front", "pre-production", "", "---"])
def test_words_that_are_nobodys_own_are_not_looked_for(words):
    """A private step about the payments must not forbid the word."""
    assert [*auditing.withheld(words, "posts/night.yml:1:1")] == []


LOG = (
    sites.LOG.format(title="The front end goes in")
    + """\
  - {at: "02:10", activity: wait, text: {text: "Bob slept through the second alarm", private: true}}
  - {at: "02:20", private: true, activity: wait, who: Carla at db-7.internal,
     text: everyone joined the bridge}
"""
)


def test_what_the_logs_of_a_site_keep_private_is_looked_for_on_its_pages(tmp_path, monkeypatch):
    """What the same log says openly elsewhere is no secret."""
    monkeypatch.chdir(sites.write(tmp_path, {"posts/night.yml": LOG}))
    said = "<p>Bob slept through the second alarm</p><p>everyone joined the bridge</p>"
    said += "<p>Carla at <b>db-7</b>.internal</p>"
    write(tmp_path / "site", {"index.html": page(said)})

    done = CliRunner().invoke(main, ["audit"])

    assert (done.exit_code, done.stderr) == (1, "1 page checked, 2 problems found\n")
    assert done.stdout == (
        message("index.html:4:4", "private-text", "this is what posts/night.yml:9:41 keeps private", PRIVATE)
        + message(
            "index.html:4:78", "private-text", "this is what posts/night.yml:10:55 keeps private", PRIVATE
        )
    )
    assert site.audit(Path("site"), find_settings(Path()), name="elsewhere")[0].file == "elsewhere/index.html"


def test_a_folder_without_pages_is_no_site(tmp_path, monkeypatch):
    """An empty folder that passes would hide a typing error."""
    monkeypatch.chdir(tmp_path)

    done = CliRunner().invoke(main, ["audit", "sit"])

    assert (done.exit_code, done.output) == (
        1,
        "Error: sit holds no page\n  help: build the site first: deploylog build\n",
    )
