"""Terms are read with the places of their parts, and a glossary that contradicts itself is refused."""

from pathlib import Path

import pytest

from deploylog.glossary import Glossary, TermFile, glossary_of, plural_of, read_term
from deploylog.model import Term
from deploylog.problems import LogError

LANDING_TEST = """\
---
term: landing test
aliases: [client's test, acceptance]
plural: landing tests
short: The client tries the new version before the night ends.
see:
  - sanity-test
source: https://example.org/tests
---
The client **tries** it.
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.md"
    path.write_text(text, encoding="utf-8")
    return path


def term_file(slug: str, **parts: object) -> TermFile:
    given: dict[str, object] = {"term": slug.replace("-", " "), "short": "A thing."}
    term = Term(slug=slug, **(given | parts))  # type: ignore[arg-type]
    places = {"term": (2, 7), "plural": (3, 9), "aliases[0]": (4, 11), "see[0]": (5, 7)}
    return TermFile(term=term, file=f"glossary/{slug}.md", places=places)


def problems(path: Path) -> str:
    with pytest.raises(LogError) as caught:
        read_term(path, file=f"glossary/{path.name}")
    return str(caught.value)


def test_a_term_is_read_whole_with_its_places(tmp_path: Path) -> None:
    """Later checks, of one term against another, point at the very word."""
    read = read_term(written(tmp_path, "landing-test", LANDING_TEST), file="glossary/landing-test.md")

    assert read.file == "glossary/landing-test.md"
    assert read.term == Term(
        slug="landing-test",
        term="landing test",
        aliases=("client's test", "acceptance"),
        plural="landing tests",
        short="The client tries the new version before the night ends.",
        see=("sanity-test",),
        source="https://example.org/tests",
        body="The client **tries** it.\n",
    )
    assert read.places["see[0]"] == (7, 5)
    assert read.places["aliases[1]"] == (3, 26)


BAD = """\
glossary/Landing Test.md:1:1: bad-term: short is missing
  help: add a line `short:` with one plain sentence, shown as the tooltip
glossary/Landing Test.md:1:1: bad-term: the file's name 'Landing Test.md' cannot be part of an address
  help: name it in lower-case letters, digits and '-', e.g. landing-test.md
glossary/Landing Test.md:2:7: bad-term: term is '-', which cannot be found in a text
  help: write a word or phrase of 2 to 100 characters, one of them a letter or digit
glossary/Landing Test.md:3:1: bad-term: 'alias' is no key of a term
  help: did you mean aliases? use one of: term, short, aliases, plural, see, source
glossary/Landing Test.md:4:9: bad-front-matter: plural is a list, not a text
  help: write one text after the colon
glossary/Landing Test.md:5:11: bad-front-matter: aliases holds a mapping, not only texts
  help: write aliases: [one, two]
glossary/Landing Test.md:5:19: bad-term: aliases[0] is 'x', which cannot be found in a text
  help: write a word or phrase of 2 to 100 characters, one of them a letter or digit"""


def test_everything_wrong_with_a_term_is_told_at_once(tmp_path: Path) -> None:
    """One look at the messages, one change of the file."""
    text = "---\nterm: '-'\nalias: x\nplural: [a]\naliases: [{a: b}, x]\nshort:\n---\n"

    assert problems(written(tmp_path, "Landing Test", text)) == BAD.replace("5:20", "5:19").replace(
        "5:10", "5:11"
    )


def test_the_name_index_is_taken(tmp_path: Path) -> None:
    """Its page would be the glossary's own."""
    assert problems(written(tmp_path, "index", "---\nterm: index\nshort: A list.\n---\n")) == (
        "glossary/index.md:1:1: bad-term: the file's name 'index.md' is the glossary's own page\n"
        "  help: name it in lower-case letters, digits and '-', e.g. landing-test.md"
    )


def test_a_file_without_front_matter_is_no_term(tmp_path: Path) -> None:
    """It says what to write, and where."""
    assert problems(written(tmp_path, "outage", "An outage is bad.\n")) == (
        "glossary/outage.md:1:1: bad-term: short is missing\n"
        "  help: add a line `short:` with one plain sentence, shown as the tooltip\n"
        "glossary/outage.md:1:1: bad-term: term is missing\n"
        "  help: add a line `term:` with the word or phrase that is explained"
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "---\nterm: x\n",
            "1:1: bad-front-matter: the line `---` opens front matter that is never closed\n"
            "  help: close it with a line `---`",
        ),
        (
            "---\n- a\n---\n",
            "1:1: bad-front-matter: the front matter is a list, not keys with values\n"
            "  help: write lines `key: value`",
        ),
        (
            "---\nwords\n---\n",
            "1:1: bad-front-matter: the front matter is a text, not keys with values\n"
            "  help: write lines `key: value`",
        ),
        (
            "---\nterm: a: b\n---\n",
            "2:8: syntax: this is not YAML: mapping values are not allowed in this context\n"
            "  help: put a text that holds `: ` into quotes",
        ),
        (
            "---\nterm: one\nterm: two\nshort: A thing.\n---\n",
            "3:1: duplicate-key: 'term' stands here a second time; the first is in line 2\n"
            "  help: keep one of the two",
        ),
    ],
)
def test_front_matter_that_cannot_be_read_is_told_with_its_place(
    tmp_path: Path, text: str, problem: str
) -> None:
    """Lines are those of the file, not of the front matter."""
    assert problems(written(tmp_path, "x", text)) == f"glossary/x.md:{problem}"


def test_a_glossary_knows_every_form_of_its_terms() -> None:
    """Plurals follow the rules unless the author gives one; case, spaces and hyphens make no difference."""
    glossary = glossary_of(
        [
            term_file("landing-test", aliases=("client's test",)),
            term_file("go-no-go", term="go/no-go", plural="go/no-go calls"),
            term_file("recovery"),
        ]
    )

    assert [term.slug for term in glossary.terms] == ["go-no-go", "landing-test", "recovery"]
    assert {form: term.slug for form, term in glossary.by_form.items()} == {
        "go/no go": "go-no-go",
        "go/no go calls": "go-no-go",
        "landing test": "landing-test",
        "landing tests": "landing-test",
        "client's test": "landing-test",
        "client's tests": "landing-test",
        "recovery": "recovery",
        "recoveries": "recovery",
    }
    assert glossary.by_slug["recovery"].term == "recovery"


def test_a_plural_that_is_another_term_belongs_to_that() -> None:
    """What an author wrote counts more than what a rule makes."""
    glossary = glossary_of([term_file("release"), term_file("releases")])

    assert glossary.by_form["releases"].slug == "releases"


CLASHES = """\
glossary/back-out.md:5:7: unknown-term: see names 'roll-back', no term
  help: did you mean back? name a term by its file, without .md
glossary/back.md:4:11: duplicate-term: 'Back-out' is a form of 'back out' in glossary/back-out.md already
  help: keep it in one of the two files
glossary/outage.md:5:7: unknown-term: see names 'xyz', no term
  help: name a term by its file, without .md"""


def test_terms_that_clash_and_references_to_none_are_refused() -> None:
    """Which of two definitions a reader gets must not depend on chance."""
    files = [
        term_file("back", term="rollback", aliases=("Back-out",)),
        term_file("back-out", term="back out", see=("roll-back",)),
        term_file("outage", see=("xyz",)),
    ]

    with pytest.raises(LogError) as caught:
        glossary_of(sorted(files, key=lambda one: one.file))

    assert str(caught.value) == CLASHES


def test_two_files_of_one_name_are_refused() -> None:
    """In folders of their own they would still have one page."""
    first = TermFile(term=Term(slug="x", term="one", short="A."), file="glossary/a/x.md", places={})
    second = TermFile(term=Term(slug="x", term="two", short="B."), file="glossary/b/x.md", places={})

    with pytest.raises(LogError) as caught:
        glossary_of([second, first])

    assert str(caught.value) == (
        "glossary/b/x.md:1:1: duplicate-term: glossary/a/x.md has the same name, so both terms would have "
        "one page\n  help: rename one of the two files"
    )


def test_the_order_of_the_files_makes_no_difference() -> None:
    """The same files give the same site, whatever order a folder lists them in."""
    files = [
        term_file("outage"),
        term_file("dba", term="DBA"),
        term_file("recovery", aliases=("being back",)),
    ]

    forward, backward = glossary_of(files), glossary_of(reversed(files))

    assert (forward.terms, forward.by_form, forward.forms) == (
        backward.terms,
        backward.by_form,
        backward.forms,
    )
    assert isinstance(forward, Glossary)


@pytest.mark.parametrize(
    ("noun", "plural"),
    [
        ("rollback", "rollbacks"),
        ("patch", "patches"),
        ("crash", "crashes"),
        ("fix", "fixes"),
        ("recovery", "recoveries"),
        ("delay", "delays"),
        ("load balancer", "load balancers"),
        ("DBA", "DBAs"),
        ("2nd try", "2nd tries"),
    ],
)
def test_regular_plurals(noun: str, plural: str) -> None:
    """An author gives only those that follow no rule."""
    assert plural_of(noun) == plural
