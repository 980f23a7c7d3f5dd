"""What is read at a glance becomes what Python-Markdown would have made of it, byte for byte."""

from datetime import date
from pathlib import Path

import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from deploylog import site
from deploylog.plugin import plain
from deploylog.plugin.blocks import Blocks
from deploylog.plugin.configuring import EXTENSIONS
from deploylog.settings import read_settings
from deploylog.shelf import Shelf
from thorough import share

PLACE = '<div id="place-{}"></div>'
SAMPLE = Path(__file__).parents[1] / "mkdocs.yml"

PIECES = st.sampled_from(
    [
        *("word", "two words", "2 of 4", " ", "\n", "\n\n", "  \n", ", ", "."),
        *("[a](b.md)", '[a](b.md "c &#39; d")', "[a](b.md){ .term }", "[a](#b){ .x rel=next }", "[a](<b>)"),
        *(
            "[",
            "](",
            ")",
            "{ .x }",
            "{",
            "}",
            "&#45;",
            "&amp;",
            "&",
            "&#x2d;",
            "<",
            ">",
            "<br>",
            "<b>",
            "`a`",
        ),
        *('<span class="a">b</span>', '<time datetime="c">', "</time>", "*a*", "_a_", "__", "\\", "!", "!["),
        *("- ", "1. ", "2. ", "# ", "> ", "| ", " |", "|---|", "\n:   ", "    ", "\t", "===", "---", "[^1]"),
        *('\n\n<div class="b" markdown>\n\n', "\n\n</div>\n\n", "https://a.b/c", "a_b_c", "“”–ß", "*[a]: b"),
    ]
)
"""What Markdown means something by, and what it does not."""


def read(text: str) -> str:
    """Have Python-Markdown read it as on a site."""
    options = {"tables": {"use_align_attribute": True}}
    return markdown.markdown(text, extensions=list(EXTENSIONS), extension_configs=options)


def read_with_us(text: str) -> tuple[str, list[str]]:
    """Have what is plain to see read by us and the rest by Python-Markdown; give what we read, too."""
    blocks: list[str] = []

    def place(html: str) -> str:
        blocks.append(html)
        return PLACE.format(len(blocks) - 1)

    content = read(plain.converted(text, lambda target: target, place))
    for number, block in enumerate(blocks):
        content = plain.put_back(content, PLACE.format(number), block)
    return content, blocks


@pytest.fixture(scope="module")
def pages():
    """Make the pages of the sample, by their addresses, without what their heads say."""
    sources = site.read(read_settings(SAMPLE))
    return {
        page.uri: Blocks([page.uri], Shelf()).taken_out(page.content.partition("\n---\n")[2], page.uri)
        for page in site.pages(sources, as_of=date(2007, 12, 31))
    }


def test_the_pages_of_the_sample_are_read_as_by_python_markdown(pages):
    """Two readers that do not agree would make a page look different from one release of ours to the next."""
    assert len(pages) > 90
    for text in pages.values():
        assert read_with_us(text)[0] == read(text)


def test_most_of_a_list_is_plain_to_see(pages):
    """Else there would be no point in it."""
    content, blocks = read_with_us(pages["archive/2007.md"])

    assert len("".join(blocks)) > 0.9 * len(content)


@given(st.lists(PIECES, max_size=14).map("".join))
@example("- a\n- b\n\n- c")
@example("a\n\n    b")
@example("| a |\n|---|\n| b | c |")
@example("a\n:   b\n\nc\n:   d")
@example("- a\n\nb\n:   c")
@example('<div class="b" markdown>\n\n- a\n\n</div>\n- b')
@example('&# \n\n<div class="b" markdown>\n\nword')
@settings(max_examples=share(3000))
def test_any_text_is_read_as_by_python_markdown(text):
    """A block that only looks plain, or is another thing after the block before it, is not ours to read."""
    assert read_with_us(text)[0] == read(text)
