"""Real sites through MkDocs: what is published, what is refused, and what a preview does."""

import contextlib
import html
import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path

import mkdocs.commands.build
import pytest
from mkdocs.config import load_config
from mkdocs.structure.pages import Page as EnginePage

import sites

EVIL = "<img src=x onerror=alert(1)>"

ALL_FIELDS = """\
title: {title}
date: 2007-12-02
release: {evil}
environment: {evil}
outcome: {outcome}
window: {{start: "01:30", end: "07:00", extended_to: "08:00", granted_by: {evil}, note: {evil}}}
systems:
  - {{name: {system}, role: {evil}, depends_on: [back end]}}
  - back end
why: {evil}
risks: [{{text: {evil}, system: {system}, happened: yes, note: {evil}}}]
decisions: [{{question: {evil}, options: [{evil}, other], decided: {evil}, by: {evil}, why: {evil}}}]
issues: [{{text: {evil}, severity: minor, system: {system}, found_in: landing-test, status: open}}]
lessons: [{evil}]
follow_up: [{evil}]
links: [{{text: {evil}, url: "https://example.com/a_(b)*c'd?x=1&y=2#z"}}, {{log: one}}]
authors: [{evil}]
intro: {evil}
closing: {evil}
next_slots: [{{date: 2008-01-05, start: "01:30", system: {system}, note: {evil}}}]
"""

STEPS = """\
steps:
  - {{at: "01:30", until: "01:40", plan: "01:50", activity: deploy, system: {system}, who: {evil},
      text: {evil}, why: {evil}, result: failed, aside: {evil}}}
  - {{at: "02:30", activity: decision, question: {evil}, options: [{evil}], decided: {evil}, by: {evil}}}
  - {{at: "03:30", until: "03:40", activity: rollback, text: {evil}}}
"""

DEFERRAL = "deferral: {{reason: {evil}, cause: {evil}, blocked_by: {evil}, decided_at: 2007-12-01 17:00}}\n"


class Elements(HTMLParser):
    """Every element of a page with its attributes, and the text of its title."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.found.append((tag, dict(attrs)))

    def attributes(self, tag: str, name: str) -> list[str]:
        """Give the values of an attribute of all elements of a kind."""
        return [
            attributes[name] or "" for found, attributes in self.found if found == tag and name in attributes
        ]


def pages(site: Path) -> dict[str, str]:
    """Read all pages of a built site, by address."""
    return {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in site.rglob("*.html")}


def refused(folder: Path) -> str:
    """Run a build that fails; give what MkDocs says after its own first words."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", "site"],
        cwd=folder,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stderr


# What is published


def test_the_sample_site_builds_strictly_and_publishes_no_log(sample_site):
    """A log may hold private steps; only what is told from it leaves the house."""
    published = {
        path.relative_to(sample_site).as_posix() for path in sample_site.rglob("*") if path.is_file()
    }

    assert "2007-09-15-database-split/index.html" in published
    assert not [name for name in published if name.endswith((".yml", ".yaml", ".md", ".j2"))]


def test_no_page_of_the_sample_site_asks_anything_of_another_host(sample_site):
    """Readers inside a company's network see everything, and nobody outside learns of it."""
    for page in pages(sample_site).values():
        elements = Elements(page)
        fetched = [
            *elements.attributes("script", "src"),
            *elements.attributes("img", "src"),
            *[
                attributes["href"] or ""
                for tag, attributes in elements.found
                if tag == "link" and attributes.get("rel") in ("stylesheet", "icon", "preconnect", "preload")
            ],
        ]
        assert not [address for address in fetched if "//" in address]


def test_text_of_a_log_or_a_term_shows_as_its_characters_everywhere(tmp_path):
    """A title is data: it must not run in a reader's browser, nor show as `&lt;`."""
    words = {"evil": json.dumps(EVIL), "system": json.dumps("S" + EVIL)}
    one = ALL_FIELDS.format(title=json.dumps("One" + EVIL), outcome="rolled-back", **words)
    two = ALL_FIELDS.format(title=json.dumps("Two" + EVIL), outcome="deferred", **words)
    front_matter = f'title: "Plain{EVIL}"\ndate: 2007-12-03\ndescription: "{EVIL}"\nauthors: ["{EVIL}"]'
    explained = f'short: "{EVIL}"\n'
    folder = sites.write(
        tmp_path,
        {
            "posts/one.yml": one + STEPS.format(**words),
            "posts/two.yml": two + DEFERRAL.format(**words),
            "posts/plain.md": f"---\n{front_matter}\n---\nThe landing test.\n",
            "glossary/landing-test.md": f'---\nterm: landing test\n{explained}source: "{EVIL}"\n---\nIt.\n',
            "glossary/evil.md": f'---\nterm: "evil {EVIL}"\n{explained}aliases: ["e{EVIL}"]\n---\nIt.\n',
        },
    )

    site = sites.build_here(folder, tmp_path / "site")

    built = pages(site)
    for page in built.values():
        assert not [
            tag for tag, attributes in Elements(page).found if tag == "img" or "onerror" in attributes
        ]
        assert "&amp;lt;" not in page
        assert "&amp;#60;" not in page
    assert "<title>One&lt;img src=x onerror=alert(1)&gt; - Nights</title>" in built["one/index.html"]
    index = json.loads((site / "search" / "search_index.json").read_text("utf-8"))
    assert not [entry for entry in index["docs"] if "<img" in entry["title"] + entry["text"]]


@pytest.mark.parametrize("directories", [True, False])
def test_every_link_leads_somewhere_with_either_kind_of_address(tmp_path, directories):
    """A site is put below a path, behind a web server that MkDocs knows nothing of."""
    configuration = (
        sites.CONFIGURATION.format(name="Nights") + f"use_directory_urls: {str(directories).lower()}\n"
    )
    log = sites.LOG.format(title="A night") + "release: winter\ntags: [dba]\n"
    files = {
        "posts/2007/a.yml": log,
        "posts/2007/b.yml": log,
        "posts/about.md": "# About\n\n[A](2007/a.md)\n",
    }
    term = "---\nterm: landing test\nshort: It.\n---\nIt.\n"
    folder = sites.write(tmp_path, {"mkdocs.yml": configuration, "glossary/landing-test.md": term, **files})

    site = sites.build_here(folder, tmp_path / "site")

    for name, page in pages(site).items():
        if name != "404.html":
            for address in Elements(page).attributes("a", "href"):
                path = address.partition("#")[0]
                if path and ":" not in path:
                    target = (site / name).parent / path
                    assert (target / "index.html" if target.is_dir() else target).is_file(), (name, address)
                    assert target.resolve().is_relative_to(site.resolve())
    assert (site / ("about/index.html" if directories else "about.html")).is_file()


def test_the_navigation_is_the_sites_own_if_it_has_one(tmp_path):
    """The plugin fills a gap; it never argues with `mkdocs.yml`."""
    log = {"posts/a.yml": sites.LOG.format(title="A night")}
    own = sites.CONFIGURATION.format(name="Nights") + "nav: [{Nights: index.md}]\n"

    without = sites.build_here(sites.write(tmp_path / "without", log), tmp_path / "without" / "site")
    with_own = sites.build_here(
        sites.write(tmp_path / "own", {**log, "mkdocs.yml": own}), tmp_path / "own" / "site"
    )

    assert tabs(without) == ["Posts", "Archive", "Systems", "Statistics"]
    assert tabs(with_own) == ["Nights"]


def tabs(site: Path) -> list[str]:
    """Give the words of the navigation, from a page that has no table of contents."""
    parts = (site / "404.html").read_text("utf-8").split('<span class="md-ellipsis">')[1:]
    return [part.partition("<")[0].strip() for part in parts if "md-nav__" not in part.partition("<")[0]][2:]


def test_a_told_post_shows_the_authors_words_and_the_logs_facts(tmp_path):
    """The engineer's text stands; the log stays the source of figures."""
    told = "---\ntitle: In my words\n---\nWe *laughed*.\n\n<!-- deploylog: facts -->\n\nThen we slept.\n"
    folder = sites.write(tmp_path, {"posts/a.yml": sites.LOG.format(title="A night"), "posts/a.md": told})

    page = pages(sites.build_here(folder, tmp_path / "site"))["a/index.html"]

    assert "<h1" in page
    assert page.index("We <em>laughed</em>.") < page.index('class="facts') < page.index("Then we slept.")
    assert '<figure class="chart chart--timeline"' in page
    assert "In my words" in page
    assert "A night" not in page[page.index("<h1") : page.index("<figure")]


def test_drafts_and_private_logs_leave_no_trace_in_a_build(tmp_path):
    """Neither their pages, nor a link, nor a line of the search index."""
    night = (
        sites.LOG.format(title="Public night") + "release: winter\nlinks: [{log: b}, {log: c, text: see c}]\n"
    )
    told = "---\ntitle: Secret told\ndate: 2007-12-05\ndraft: true\n---\nSecret.\n"
    folder = sites.write(
        tmp_path,
        {
            "posts/a.yml": night,
            "posts/b.yml": sites.LOG.format(title="Secret draft") + "release: winter\ndraft: true\n",
            "posts/c.yml": sites.LOG.format(title="Secret night") + "private: true\n",
            "posts/c.md": "---\ntitle: Secret words\ndate: 2007-12-05\n---\nSecret.\n",
            "posts/d.md": told,
        },
    )

    site = sites.build_here(folder, tmp_path / "site")

    texts = {
        path: path.read_text("utf-8") for path in site.rglob("*") if path.suffix in (".html", ".json", ".xml")
    }
    assert [path for path, text in texts.items() if "Secret" in text] == []
    assert not {"b", "c", "d"} & {path.name for path in site.iterdir()}


def test_drawings_are_on_the_page_and_not_in_the_search(sample_site):
    """A reader who searches for a word wants the night's prose, not the marks of its timeline."""
    page = (sample_site / "2007-09-15-database-split" / "index.html").read_text("utf-8")
    index = json.loads((sample_site / "search" / "search_index.json").read_text("utf-8"))

    assert page.count("<figure") == page.count("</figure>") == 2
    assert "chart-place" not in page
    assert not [entry for entry in index["docs"] if "The steps as a table" in entry["text"]]
    assert [entry for entry in index["docs"] if "sanity test" in entry["text"]]


def test_the_posts_behind_numbers_are_on_the_page_whatever_a_sites_own_template_adds(tmp_path):
    """The list goes past Markdown in one piece; with a box in it, whose end nobody knows, it goes through."""
    own = '{% extends "builtin/statistics/evidence.html.j2" %}\n'
    own += '{% block titles %}<div class="own">\nMine\n</div>\n{{ super() }}{% endblock %}\n'
    night = {"posts/a.yml": sites.LOG.format(title="A night")}
    for name, files in (("ours", {}), ("own", {"templates/statistics/evidence.html.j2": own})):
        folder = sites.write(tmp_path / name, night | files)

        page = (sites.build_here(folder, tmp_path / f"{name}-site") / "statistics" / "index.html").read_text(
            "utf-8"
        )

        assert page.count('id="posts-logs"') == page.count('<div class="posts ledger"') == 1
        assert page.count('<div class="own">\nMine\n</div>') == (name == "own")
        assert page.count("<div") == page.count("</div>")
        assert "chart-place" not in page


def test_the_same_sources_give_the_same_bytes(tmp_path):
    """A rebuild changes nothing that nobody changed, so caches and diffs stay quiet."""
    folder = sites.write(tmp_path, {"posts/a.yml": sites.LOG.format(title="A night")})

    first, second = (pages(sites.build_here(folder, tmp_path / name)) for name in ("one", "two"))

    assert first == second


# What is refused


def test_a_broken_log_stops_the_build_and_leaves_the_published_site(tmp_path):
    """MkDocs empties the folder first; a mistake at night must not take the blog down."""
    folder = sites.write(tmp_path, {"posts/a.yml": sites.LOG.format(title="A night")})
    site = sites.build_here(folder, folder / "site")
    (folder / "posts" / "b.yml").write_text("title: B\ndate: 2007-12-02\noutcome: rolledback\nremedies: a\n")

    said = refused(folder)

    assert (site / "a" / "index.html").is_file()
    assert "posts/b.yml:3:10: unknown-word: " in said
    assert "1 problem; the site was left as it was" in said
    assert "Traceback" not in said


def test_wrong_options_are_configuration_errors_with_the_remedy(tmp_path):
    """A typing mistake in `mkdocs.yml` is said as MkDocs says its own."""
    configuration = sites.CONFIGURATION.format(name="Nights").replace("2007-12-31", "soon\n      clok: 24")
    folder = sites.write(tmp_path, {"mkdocs.yml": configuration, "posts/a.yml": sites.LOG.format(title="A")})

    said = refused(folder)

    assert "as_of is 'soon', which is no day; write year, month and day, e.g. 2007-12-31" in said
    assert "'clok' is no option of deploylog; did you mean clock?" in said
    assert "Traceback" not in said


def test_a_link_that_leads_out_of_the_posts_is_refused(tmp_path):
    """A symbolic link would publish any file that the builder can read."""
    (tmp_path / "secret.txt").write_text("secret")
    folder = sites.write(tmp_path / "blog", {"posts/a.yml": sites.LOG.format(title="A night")})
    (folder / "posts" / "innocent.png").symlink_to(tmp_path / "secret.txt")

    said = refused(folder)

    assert "posts/innocent.png:1:1: leads-out: 'innocent.png' is a link to" in said


def test_a_fault_in_a_sites_own_template_is_told_with_its_place(tmp_path):
    """Whoever overrides wording sees which line is wrong, not forty lines of Python."""
    template = (
        '{% extends "builtin/front.md.j2" %}\n{% block introduction %}\n{{ nonsense }}\n{% endblock %}\n'
    )
    files = {"posts/a.yml": sites.LOG.format(title="A night"), "templates/front.md.j2": template}

    said = refused(sites.write(tmp_path, files))

    assert "templates/front.md.j2:3: 'nonsense' is undefined" in said
    assert "Traceback" not in said


# Preview


@contextmanager
def preview(folder: Path) -> Iterator["Preview"]:
    """Run `mkdocs serve` on a free port until the end of the test."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "serve.log"
    with log.open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
            cwd=folder,
            stdout=said,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
        try:
            yield Preview(f"http://127.0.0.1:{port}/", log)
        finally:
            process.terminate()
            process.wait(10)


class Preview:
    """A running preview."""

    def __init__(self, address: str, log: Path) -> None:
        self.address = address
        self._log = log

    @property
    def said(self) -> str:
        """What MkDocs has written so far."""
        return self._log.read_text("utf-8")

    def page(self, path: str) -> str:
        """Fetch a page as it is now, its entities as characters; empty when there is none."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=10) as answer:  # noqa: S310
                return html.unescape(answer.read().decode())
        except (urllib.error.URLError, OSError):
            return ""

    def shows(self, path: str, text: str, within: float = 60) -> bool:
        """Wait until a page shows a text."""
        until = time.monotonic() + within
        while time.monotonic() < until:
            if text in self.page(path):
                return True
            time.sleep(0.1)
        return False


def test_preview_follows_a_log_through_an_edit_a_mistake_and_its_mending(tmp_path):
    """One save, one rebuild; a mistake shows as a page at the post's address, and the rest stays."""
    good = sites.LOG.format(title="A night")
    draft = "---\ntitle: Half told\ndate: 2007-12-03\ndraft: true\n---\nHalf.\n"
    files = {"posts/a.yml": good, "posts/b.yml": good.replace("A night", "B night"), "posts/c.md": draft}
    folder = sites.write(tmp_path / "blog", files)

    with preview(folder) as seen:
        assert seen.shows("a/", "A night"), seen.said
        assert "Draft: shown in preview only" in seen.page("c/")
        built = seen.said.count("Documentation built")

        (folder / "posts" / "a.yml").write_text(good.replace("A night", "Another night"))
        assert seen.shows("a/", "Another night"), seen.said
        assert seen.shows("", "Another night"), seen.said
        time.sleep(1)
        assert seen.said.count("Documentation built") == built + 1

        (folder / "posts" / "a.yml").write_text(good.replace("successful", "succesful"))
        assert seen.shows("a/", "unknown-word"), seen.said
        assert "did you mean 'successful'?" in seen.page("a/")
        assert "B night" in seen.page("")
        assert "Another night" not in seen.page("")

        (folder / "posts" / "a.yml").write_text(good)
        assert seen.shows("a/", "everyone joined the bridge"), seen.said
        assert "Traceback" not in seen.said


def test_preview_follows_the_glossary_and_templates_which_mkdocs_does_not_watch(tmp_path):
    """A term or a wording is tuned with the page open, too."""
    term = "---\nterm: bridge\nshort: Where everyone talks.\n---\nIt.\n"
    template = '{% extends "builtin/front.md.j2" %}\n{% block introduction %}\nWelcome.\n{% endblock %}\n'
    files = {"posts/a.yml": sites.LOG.format(title="A night"), "glossary/bridge.md": term}
    folder = sites.write(tmp_path / "blog", {**files, "templates/front.md.j2": template})

    with preview(folder) as seen:
        assert seen.shows("", "Welcome."), seen.said

        (folder / "glossary" / "bridge.md").write_text(term.replace("Where everyone", "Where nobody"))
        assert seen.shows("glossary/bridge/", "Where nobody talks."), seen.said

        (folder / "templates" / "front.md.j2").write_text(template.replace("Welcome.", "{{ nonsense }}"))
        assert seen.shows("", "is undefined"), seen.said

        (folder / "templates" / "front.md.j2").write_text(template.replace("Welcome.", "Be welcome."))
        assert seen.shows("", "Be welcome."), seen.said


@pytest.mark.parametrize("outcome", ["successful", "rolled-back", "deferred", "scheduled", "in-progress"])
def test_a_site_of_one_log_builds_strictly_whatever_its_outcome(tmp_path: Path, outcome: str) -> None:
    """A newcomer's first site has hardly a figure, and no link to one may lead nowhere."""
    log = f"title: T\ndate: 2007-12-02\ntimezone: UTC\noutcome: {outcome}\n" + (
        "deferral: {reason: the database crashed}\n" if outcome == "deferred" else ""
    )
    if outcome in ("successful", "rolled-back", "in-progress"):
        log += (
            "steps: [{at: '01:30', until: '01:40', activity: deploy, system: app, text: it was deployed}]\n"
        )
    config = (
        "site_name: N\ndocs_dir: posts\ntheme: {name: material, font: false}\n"
        "validation: {anchors: warn}\nplugins: [search, deploylog]\n"
    )
    folder = sites.write(tmp_path / "s", {"posts/2007-12-02-t.yml": log, "mkdocs.yml": config})

    built = sites.build_here(folder, tmp_path / "site")

    assert (built / "2007-12-02-t" / "index.html").is_file()


# What is held in memory


def test_a_page_that_is_written_is_let_go(tmp_path):
    """A site of ten years has hundreds of megabytes of pages, which need not all be in memory at once."""
    told = "---\ntitle: In my words\n---\nWe *laughed*.\n"
    folder = sites.write(tmp_path, {"posts/a.yml": sites.LOG.format(title="A night"), "posts/a.md": told})
    with contextlib.chdir(folder):
        config = load_config("mkdocs.yml", site_dir=str(tmp_path / "site"))
        held: list[EnginePage] = []
        config.plugins.events["page_context"].insert(
            0, lambda context, page, **_: held.append(page) or context
        )

        mkdocs.commands.build.build(config)

    assert {"a.md", "index.md", "statistics/index.md"} <= {page.file.src_uri for page in held}
    assert {(page.markdown, page.content) for page in held} == {("", "")}
    assert "We <em>laughed</em>." in pages(tmp_path / "site")["a/index.html"]


def test_what_another_plugin_writes_into_a_page_stands_there(tmp_path):
    """Our pages are files like any other to a hook that marks each page of the site, say."""
    hook = "def on_files(files, config):\n    for file in files.documentation_pages():\n"
    hook += "        file.content_string = file.content_string + '\\nRead *twice*.\\n'\n"
    configuration = sites.CONFIGURATION.format(name="Nights") + "hooks: [hook.py]\n"
    night = {"posts/a.yml": sites.LOG.format(title="A night")}
    folder = sites.write(tmp_path, {"mkdocs.yml": configuration, "hook.py": hook, **night})

    built = pages(sites.build_here(folder, tmp_path / "site"))

    assert "everyone joined the bridge" in built["a/index.html"]
    assert [name for name, page in built.items() if "Read <em>twice</em>." not in page] == ["404.html"]
