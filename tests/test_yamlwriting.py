"""What is written as YAML reads back as the same characters."""

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from deploylog import yamlwriting


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("the backup finished", "the backup finished"),
        ("front-end app (web)", "front-end app (web)"),
        ("half past: late", '"half past: late"'),
        ("01:30", '"01:30"'),
        ("NO", '"NO"'),
        ("", '""'),
        ("a, b", '"a, b"'),
        ("he said “go”", "he said “go”"),
        ("two\nlines", '"two\\nlines"'),
        ("\x85", '"\\u0085"'),
    ],
)
def test_a_value_is_plain_where_that_is_safe(text: str, written: str) -> None:
    """A person reviews what is written; quotes only where they are needed."""
    assert yamlwriting.scalar(text) == written


@given(st.lists(st.text()))
@example(
    [
        "a:",
        "b: c",
        "- d",
        "e #f",
        "#g",
        "'",
        '"',
        "\\",
        "\ufeff",
        "\u2028",
        "😀",
        "x ",
        "%",
        "&a",
        "*b",
        "---",
    ]
)
def test_any_text_survives(texts: list[str]) -> None:
    """Whatever a bridge note or a chat holds, the log holds the same; the reader judges, not the writer."""
    document = f"in: {yamlwriting.flow(texts)}\n" + "".join(
        f"{n}: {yamlwriting.scalar(t)}\n" for n, t in enumerate(texts)
    )

    read = yaml.load(document, yaml.BaseLoader)  # noqa: S506  (it makes text only)

    assert read.pop("in") == texts
    assert list(read.values()) == texts


def test_a_lone_surrogate_is_replaced() -> None:
    """No file can hold it."""
    assert yamlwriting.scalar("a\ud800b") == '"a\ufffdb"'
