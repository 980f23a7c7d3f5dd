"""`deploylog glossary`: what to explain next, as a person and as a program read it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import sites
from deploylog import cli

TERM = "---\nterm: {term}\nshort: It is one.\n---\n\nIt.\n"
NIGHT = sites.LOG.format(title="The CAB said yes") + "why: the CAB and the Help Desk wanted it\n"
TOLD = (
    '---\ntitle: Told\n---\n\nIt was told.\n\nThe "smoke check" and the CAB, and again the "smoke check".\n'
)
PLAIN = "---\ntitle: Plain\ndate: 2007-12-03\n---\n# Plain\n\nAll about the CAB & the bridge.\n"

LISTED = """\
Undefined: 2 phrases recur and have no term
  uses  posts  phrase       places
     2      2  CAB          posts/2007-12-02-a.md:7, posts/2007-12-02-a.yml:9 and 1 more
     2      1  smoke check  posts/2007-12-02-a.md:7, posts/2007-12-02-a.md:7

Unused: 1 term that no post and no figure mentions
  R&D lab  glossary/lab.md

Clashes: none
"""
DOCUMENT = {
    "undefined": [
        {
            "phrase": "CAB",
            "count": 2,
            "posts": ["2007-12-02-a", "2007-12-03-b"],
            "places": [
                {"file": "posts/2007-12-02-a.md", "line": 7},
                {"file": "posts/2007-12-02-a.yml", "line": 9},
                {"file": "posts/2007-12-03-b.md", "line": 7},
            ],
        },
        {
            "phrase": "smoke check",
            "count": 2,
            "posts": ["2007-12-02-a"],
            "places": [{"file": "posts/2007-12-02-a.md", "line": 7}] * 2,
        },
    ],
    "unused": [{"term": "R&D lab", "file": "glossary/lab.md"}],
    "clashes": [],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a site of a told post, a plain post and two terms, and go there."""
    files = {
        "posts/2007-12-02-a.yml": NIGHT,
        "posts/2007-12-02-a.md": TOLD,
        "posts/2007-12-03-b.md": PLAIN,
        "glossary/bridge.md": TERM.format(term="bridge"),
        "glossary/lab.md": TERM.format(term="R&D lab"),
    }
    monkeypatch.chdir(sites.write(tmp_path / "site", files))
    return tmp_path / "site"


def run(*words: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(cli.main, ["glossary", *words], prog_name="deploylog")


def test_phrases_unused_terms_and_clashes_are_listed_for_a_person(folder: Path) -> None:  # noqa: ARG001
    """Told and plain posts are looked through like logs; the list is a result, for standard output."""
    done = run()

    assert (done.exit_code, done.stdout, done.stderr) == (0, LISTED, "")


def test_a_program_gets_one_document_with_every_place(folder: Path) -> None:  # noqa: ARG001
    """A bot may propose the terms."""
    done = run("--json")

    assert (done.exit_code, json.loads(done.stdout), done.stderr) == (0, DOCUMENT, "")


def test_clashes_are_listed_and_what_cannot_be_read_is_left_out(folder: Path) -> None:
    """`check` refuses a form that two terms claim; a plural that another term takes is seldom meant."""
    (folder / "posts/c.yml").write_text("outcome: maybe\n")
    (folder / "glossary/call.md").write_text(
        TERM.format(term="call").replace("short", "aliases: [bridge]\nshort")
    )
    (folder / "glossary/bridges.md").write_text(TERM.format(term="bridges"))
    for name in ("posts/2007-12-02-a.md", "posts/2007-12-03-b.md", "glossary/lab.md"):
        (folder / name).unlink()

    done = run()

    assert (done.exit_code, done.stderr) == (
        0,
        "1 file has a problem and was left out; deploylog check says why\n",
    )
    assert (
        done.stdout
        == """\
Undefined: none

Unused: 1 term that no post and no figure mentions
  bridges  glossary/bridges.md

Clashes: 2 forms that two terms claim
  glossary/call.md:3: 'bridge' is a form of 'bridge' in glossary/bridge.md already
    keep it in one of the two files
  glossary/bridge.md:2: 'bridges', the plural of 'bridge', is found as 'bridges'
    write `plural:` in glossary/bridge.md, or take the form out of glossary/bridges.md
"""
    )


def test_nothing_of_an_authors_acts_on_the_terminal(folder: Path) -> None:
    """A term may hold a character that turns the line around."""
    (folder / "glossary/evil.md").write_text(TERM.format(term="evil\u202eterm"), encoding="utf-8")

    assert "evil?term" in run().stdout


def test_a_site_without_anything_has_nothing_to_explain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first run in an empty folder is no error."""
    monkeypatch.chdir(tmp_path)

    assert run().stdout == "Undefined: none\n\nUnused: none\n\nClashes: none\n"
