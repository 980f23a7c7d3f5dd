"""From files to pages: every problem of every file at once, and pages made of nothing but the sources."""

from datetime import date
from pathlib import Path

import pytest

import sites
from deploylog import site
from deploylog.pages import Edition
from deploylog.problems import LogError
from deploylog.settings import settings_of

AS_OF = date(2007, 12, 31)
TERM_USED = """
Once in 1 post.

<div class="posts" markdown>

- <time datetime="2007-12-02">2 December 2007</time> [A night](../a.md) \
<span class="outcome outcome--successful">successful</span> <span class="duration">once</span>

</div>

[All terms](index.md)
"""
TERM = "---\nterm: {term}\nshort: It is one.\n---\nIt.\n"


def read(folder: Path, files: dict[str, str], monkeypatch) -> site.Sources:
    """Write a site and read it from its own folder."""
    sites.write(folder, {"mkdocs.yml": "site_name: Nights\n", **files})
    (folder / "posts").mkdir(exist_ok=True)
    monkeypatch.chdir(folder)
    return site.read(settings_of({"timezone": "America/Toronto"}, Path(), docs_dir="posts"))


def log(title: str = "A night", more: str = "") -> str:
    """Write a short log."""
    return sites.LOG.format(title=title) + more


def problems(sources: site.Sources) -> list[str]:
    """Give the problems of a site as an author sees them."""
    return [str(problem) for problem in sources.problems]


def uris(sources: site.Sources, **options) -> set[str]:
    """Give the addresses of a site's pages."""
    return {page.uri for page in site.pages(sources, as_of=AS_OF, **options)}


def test_all_problems_of_all_files_are_found_at_once(tmp_path, monkeypatch):
    """Nobody wants to mend five files in five runs."""
    files = {
        "posts/a.yml": log().replace("successful", "succesful"),
        "posts/b.yml": log(more="remedies: z\n"),
        "posts/c.md": "---\ndate: soon\n---\n",
        "glossary/d.md": "---\nterm: dd\n---\n",
    }

    sources = read(tmp_path, files, monkeypatch)

    assert [str(problem).partition(": ")[0] for problem in sources.problems] == [
        "glossary/d.md:1:1",
        "posts/a.yml:3:10",
        "posts/b.yml:9:11",
        "posts/c.md:2:7",
    ]
    with pytest.raises(LogError):
        sources.check()


def test_a_reference_to_a_log_that_cannot_be_read_is_no_second_problem(tmp_path, monkeypatch):
    """One fault, one message: the log is there, it is only broken."""
    broken = log().replace("successful", "succesful")
    files = {"posts/a.yml": broken, "posts/b.yml": log(more="remedies: a\nlinks: [{log: a}]\n")}

    assert [problem.file for problem in read(tmp_path, files, monkeypatch).problems] == ["posts/a.yml"]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("archive.yml", "the page 'archive/'"),
        ("glossary.md", "the page 'glossary/'"),
        ("tags/x.yml", "the page 'tags/x/'"),
        ("scheduled.md", "the page 'scheduled/'"),
        ("Page/2.yml", "the page 'Page/2/'"),
        ("index.yml", "the front page"),
        ("README.md", "the front page"),
    ],
)
def test_a_file_at_the_address_of_another_page_is_refused(tmp_path, monkeypatch, name, place):
    """It would replace the archive, silently, and only on some file systems."""
    content = "---\ndate: 2007-12-02\n---\n" if name.endswith(".md") else log()

    found = problems(read(tmp_path, {f"posts/{name}": content}, monkeypatch))

    assert found == [
        f"posts/{name}:1:1: reserved-address: '{name.rpartition('.')[0]}' would take the place of {place}\n"
        "  help: give the file another name"
    ]


def test_two_files_with_one_address_are_refused_but_a_log_and_its_told_post_are_a_pair(tmp_path, monkeypatch):
    """Whichever came second would win; a told post is meant to."""
    files = {
        "posts/a.yml": log(),
        "posts/a.md": "Told.\n",
        "posts/b.yml": log(),
        "posts/b.yaml": log(),
        "posts/c.yml": log(),
        "posts/c/index.yml": log(),
        "posts/D.yml": log(),
        "posts/d.yml": log(),
    }

    found = problems(read(tmp_path, files, monkeypatch))

    assert [line.partition("\n")[0] for line in found] == [
        "posts/b.yml:1:1: same-address: 'b' has the same address as posts/b.yaml",
        "posts/c/index.yml:1:1: same-address: 'c/index' has the same address as posts/c.yml",
        "posts/d.yml:1:1: same-address: 'd' has the same address as posts/D.yml",
    ]


def test_names_that_would_share_a_page_are_written_the_same_way(tmp_path, monkeypatch):
    """`Front end` and `front-end` are one system; two spellings split its history."""
    files = {
        "posts/a.yml": log(more="release: Winter 2007\n"),
        "posts/b.yml": log(more="release: winter-2007\n").replace("front end", "Front-End"),
    }

    assert problems(read(tmp_path, files, monkeypatch)) == [
        "posts/b.yml:4:11: same-page: systems[0].name is 'Front-End', but posts/a.yml writes 'front end', "
        "and both are one page\n  help: write the system the same way everywhere",
        "posts/b.yml:9:10: same-page: release is 'winter-2007', but posts/a.yml writes 'Winter 2007', "
        "and both are one page\n  help: write the release the same way everywhere",
    ]


def test_a_page_without_a_date_is_no_post_and_is_left_to_the_engine(tmp_path, monkeypatch):
    """An `about.md` among the posts is just a page."""
    files = {"posts/about.md": "# About\n", "posts/a.yml": log()}

    sources = read(tmp_path, files, monkeypatch)

    assert (sources.own_pages, sources.problems) == (["about.md"], [])
    assert "about.md" not in uris(sources)


def test_hidden_files_and_folders_are_no_sources(tmp_path, monkeypatch):
    """Editors and the base of drafts keep their files there."""
    sources = read(
        tmp_path, {"posts/.a.yml": "{", "posts/.drafts/a.md": "{", "posts/b.yml": log()}, monkeypatch
    )

    assert (list(sources.logs), sources.problems) == (["posts/b.yml"], [])


def test_pages_are_sorted_unique_and_depend_on_the_sources_alone(tmp_path, monkeypatch):
    """Two machines publish the same bytes."""
    files = {"posts/b.yml": log("B", "release: x\ntags: [dba]\n"), "posts/a.yml": log("A")}
    files["glossary/test.md"] = TERM.format(term="landing test")

    once, again = (
        site.pages(read(tmp_path / name, files, monkeypatch), as_of=AS_OF) for name in ("one", "two")
    )

    assert once == again
    assert [page.uri for page in once] == sorted({page.uri for page in once})
    assert {page.uri for page in once} == {
        "a.md",
        "b.md",
        "index.md",
        "archive/index.md",
        "archive/2007.md",
        "outcomes/successful.md",
        "tags/index.md",
        "tags/dba.md",
        "systems/index.md",
        "systems/front-end.md",
        "releases/index.md",
        "releases/x.md",
        "glossary/index.md",
        "glossary/test.md",
        "scheduled/index.md",
        "statistics/index.md",
        "statistics/environment/production.md",
        "statistics/kind/planned.md",
        "statistics/release/x.md",
        "statistics/system/front-end.md",
        "statistics/year/2007.md",
    }


def test_every_page_has_a_title_of_its_own(tmp_path, monkeypatch):
    """MkDocs would look for one in the text of each page, again and again."""
    for page in site.pages(read(tmp_path, {"posts/a.yml": log()}, monkeypatch), as_of=AS_OF):
        assert page.content.startswith("---\ntitle: "), page.uri


def test_a_term_page_lists_the_posts_that_mention_it_and_they_link_to_it(tmp_path, monkeypatch):
    """A newcomer goes from the word to the nights, and back."""
    sources = read(
        tmp_path, {"posts/a.yml": log(), "glossary/test.md": TERM.format(term="landing test")}, monkeypatch
    )

    made = {page.uri: page.content for page in site.pages(sources, as_of=AS_OF)}

    assert "](glossary/test.md " in made["a.md"]
    assert made["glossary/test.md"].partition("## Where it is used\n")[2] == TERM_USED


def test_drafts_are_pages_only_where_they_are_to_be_shown(tmp_path, monkeypatch):
    """The log of a told post that is a draft still counts in the statistics."""
    files = {
        "posts/a.yml": log("Night a"),
        "posts/a.md": "---\ndraft: true\n---\nTold.\n",
        "posts/b.yml": log("Night b", "draft: true\n"),
        "posts/c.yml": log("Night c"),
    }
    sources = read(tmp_path, files, monkeypatch)

    built = {page.uri: page.content for page in site.pages(sources, as_of=AS_OF)}

    assert {"a.md", "b.md"}.isdisjoint(built)
    assert "[2 executed]" in built["index.md"]
    assert "Night a" in built["statistics/index.md"]
    assert "(../a.md)" not in built["statistics/index.md"]
    assert {"a.md", "b.md", "c.md"} <= uris(sources, drafts=True)


def test_a_broken_file_becomes_a_page_of_its_problems_and_the_rest_stays(tmp_path, monkeypatch):
    """A preview goes on while one log is being written."""
    files = {
        "posts/a.yml": log().replace("successful", "succesful"),
        "posts/a.md": "Told.\n",
        "posts/b.yml": log(),
        "glossary/c.md": "---\nterm: cc\n---\n",
        "glossary/d.md": TERM.format(term="dd").replace("---\nIt", "see: [c]\n---\nIt"),
    }
    sources = read(tmp_path, files, monkeypatch)

    broken = {page.uri: page.content for page in site.problem_pages(sources)}

    assert sorted(broken) == ["a.md", "glossary/c.md"]
    assert "posts&#47;a&#46;yml&#58;3&#58;10" in broken["a.md"]
    assert "b.md" in uris(sources)
    assert "a.md" not in uris(sources)


def test_links_and_places_that_lead_nowhere_are_found_before_a_build(tmp_path, monkeypatch):
    """Without a message a drawing vanishes silently, and a link fails only the strict build."""
    text = "[x](lost.md) [s](statistics/index.md) [t](glossary/d.md)\n\n<!-- deploylog: timelin -->\n"
    chain = "<!-- deploylog: chain -->\n"
    files = {
        "posts/a.yml": log(),
        "posts/a.md": f"{text}{chain}{chain}",
        "posts/b.md": "---\ndate: 2007-12-02\ndraft: true\n---\n[x](lost.md)\n",
        "glossary/d.md": TERM.format(term="dd") + "[a](../a.md) [x](lost.md)\n",
    }
    link = (
        "broken-link: a link leads to 'lost.md', where there is nothing\n"
        "  help: write the path from this post to another one's file, such as 2007-12-02-front-end.md"
    )

    assert problems(read(tmp_path, files, monkeypatch)) == [
        f"glossary/d.md:6:14: {link}",
        f"posts/a.md:1:1: {link}",
        "posts/a.md:3:1: unknown-placeholder: 'timelin' is no part of a post\n"
        "  help: did you mean 'timeline'? The parts are: facts, timeline, chain, links",
        "posts/a.md:5:1: unknown-placeholder: 'chain' has a place already\n"
        "  help: delete one of the two lines",
    ]


class GivenUpError(Exception):
    """Somebody has saved again."""


def test_what_is_made_for_nothing_ends_at_the_next_page(tmp_path, monkeypatch):
    """A writer who saves again must not wait for lists, feeds and pictures of what is no more."""
    files = {f"posts/{name}.yml": sites.LOG.format(title=name) for name in "abc"}
    sources = read(tmp_path, files, monkeypatch)
    done: list[str] = []
    page = Edition.page
    monkeypatch.setattr(Edition, "page", lambda *a, **k: done.append("page") or page(*a, **k))
    made = site.make(sources, as_of=AS_OF, heed=lambda: done.append("heed"))
    of_pages = len(done)
    assets = len(made.assets)

    parts = sum(page.uri.startswith("statistics/") for page in made.pages) - 1  # beside the whole history
    assert done[:of_pages].count("heed") == len(made.pages) + len(files) + parts
    assert done[: len(files)] == ["heed"] * len(files)  # from post to post, before the first is told
    assert "page page" not in " ".join(done)
    assert done[of_pages:].count("heed") == assets + len(files)  # from record to record of the data, too

    def give_up():
        done.append("no more")
        if done.count("no more") == len(made.pages):
            raise GivenUpError

    with pytest.raises(GivenUpError):
        site.make(sources, as_of=AS_OF, heed=give_up)
    assert done.count("no more") == len(made.pages)
