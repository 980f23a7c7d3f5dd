"""The text of a draft: what an author would type, showing the same characters as what the site renders."""

import string
from html.parser import HTMLParser

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylog.site.drafting import editable
from deploylog.templates import md

EXTENSIONS = ["attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc"]
TEXTS = st.text(st.sampled_from(string.punctuation + "ab1 "), max_size=40).map(lambda text: f"x {text} x")


class Seen(HTMLParser):
    """What a reader gets: elements and characters, however the characters are written."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.parts: list[str] = [""]
        self.feed(markdown.markdown(text, extensions=EXTENSIONS))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts += [f"{tag} {attrs}", ""]

    def handle_data(self, data: str) -> None:
        self.parts[-1] += data


@given(TEXTS, TEXTS)
def test_typed_punctuation_shows_as_it_did_escaped(first, second):
    """Whatever a log says, its draft neither hides a character nor gains markup by it."""
    escaped = f"{md(first)}\n{md(second)}\n\n{md(second)}"

    assert Seen(editable(escaped)).parts == Seen(escaped).parts


@given(TEXTS)
def test_a_line_that_begins_with_punctuation_stays_a_line(text):
    """`1. ` and `# ` at the beginning of a line would make a list and a heading."""
    escaped = str(md(text.removeprefix("x ")))

    assert Seen(editable(escaped)).parts == Seen(escaped).parts


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("the client's test, v1.2 (second)", "the client's test, v1.2 (second)"),
        ("*all* of [it]", r"\*all\* of \[it\]"),
        ("<b> & more", "&lt;b> &amp; more"),
        ("- no list", "&#45; no list"),
        ("1. no list", "1&#46; no list"),
        ("~~gone~~ | $x$", "&#126;&#126;gone&#126;&#126; &#124; &#36;x&#36;"),
    ],
)
def test_punctuation_is_typed_as_plainly_as_it_can_be(said, typed):
    """An author edits words, not codes."""
    assert editable(str(md(said))) == typed
