"""The site under the policy that it asks its host to send: all of it works, nothing that is added does."""

import shutil

import sites

INTRUDER = """\
<!doctype html><title>Intruder</title><base href="https://evil.example/">
<body><script>document.title = "ran inline"</script>
<script src="https://evil.example/x.js"></script>
<script src="data:text/javascript,document.title='ran data'"></script>
<img src="/no-such" onerror="document.title = 'ran handler'"><img src="https://evil.example/x.png">
<iframe srcdoc="<script>parent.document.title = 'ran frame'</script>"></iframe>
<object data="/feed.xml"></object>
<link rel="stylesheet" href="https://evil.example/x.css"><style>body { color: rgb(1, 2, 3) }</style>
<p style="color: rgb(1, 2, 3)">text</p>
"""


def test_the_policy_allows_what_the_theme_needs(sample_site, sample_address, visit):
    """Without `unsafe-inline`: the palette changes and stays, the search finds, nothing is refused."""
    sent = sites.headers_of(sample_site)["Content-Security-Policy"]
    reader = visit(sample_address, color_scheme="light")
    page = reader.go()

    page.locator("label[for=__palette_1]").click()
    page.locator("label[for=__palette_2]").click()

    assert "unsafe" not in sent
    assert sent.count("'sha256-") == 3
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    reader.go("statistics/")
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    reader.search("rollback")
    assert page.locator(".md-search-result__item").count() > 0
    assert (reader.errors, reader.outside, reader.dialogs) == ([], [], [])


def test_the_policy_stops_whatever_is_added_to_a_page(sample_site, tmp_path, visit):
    """The last line: a script, a style or a picture from elsewhere that got past all else."""
    shutil.copy(sample_site / "_headers", tmp_path)
    (tmp_path / "intruder.html").write_text(INTRUDER, encoding="utf-8")

    with sites.served(tmp_path) as address:
        reader = visit(address)
        page = reader.go("intruder.html")

        assert page.title() == "Intruder"
        assert page.locator("p").evaluate("text => getComputedStyle(text).color") == "rgb(0, 0, 0)"
        assert page.evaluate("document.baseURI") == f"{address}intruder.html"
        assert reader.outside == []
        assert sum("Content Security Policy" in error for error in reader.errors) > 8
