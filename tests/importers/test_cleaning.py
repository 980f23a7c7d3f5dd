"""Inputs as they come: cleaned and said, or refused with a place."""

import gzip
import io
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylog.importers import from_bytes, from_path, from_stream
from deploylog.importers.cleaning import MAX_LINE
from deploylog.problems import LogError


def read(content: bytes) -> list[str]:
    return [line for _, line in from_bytes(content).lines()]


@pytest.mark.parametrize(
    ("content", "lines", "said"),
    [
        (b"one\r\ntwo\rthree\n\nfour", ["one", "two", "three", "", "four"], []),
        (b"\xef\xbb\xbf01:30 go", ["01:30 go"], []),
        ("\ufeff01:30 gö".encode("utf-16-le"), ["01:30 gö"], []),
        ("\ufeff01:30 gö".encode("utf-16-be"), ["01:30 gö"], []),
        ("01:30 go\nok".encode("utf-16-le"), ["01:30 go", "ok"], []),
        (
            b"\x1b[1;31mred\x1b[0m\n\x1b]8;;http://x\x1b\\link\x1b]8;;\x07\n\x1b(Bend \x1b]open",
            ["red", "link", "end open"],
            ["escape sequences were removed (3 lines, the first is 1)"],
        ),
        (b"ok\na\0b", ["ok", "ab"], ["NUL characters were removed (line 2)"]),
        (b"b\x08bo\x08old\x07", ["bold"], ["control characters were removed (line 1)"]),
        (
            b"Gr\xfc\xdfe \x93now\x94",
            ["Grüße “now”"],
            ["letters that are not UTF-8 were read as Windows-1252 (line 1)"],
        ),
        (b"half \xed\xa0\xbd", ["half \ufffd"], ["halves of characters became U+FFFD (line 1)"]),
        ("tab\tand\u00a0space äöü 🚀".encode(), ["tab\tand\u00a0space äöü 🚀"], []),
    ],
)
def test_what_is_no_text_is_taken_out_and_said(content: bytes, lines: list[str], said: list[str]) -> None:
    """Terminals, Windows and old files leave their marks; nobody should have to mend them by hand."""
    text = from_bytes(content)

    assert [line for _, line in text.lines()] == lines
    assert text.head() == "\n".join(lines)
    assert [str(note) for note in text.cleaned] == said


@pytest.mark.parametrize(
    ("content", "place", "what"),
    [
        (gzip.compress(b"01:30 go", mtime=0), "1:1", "compressed with gzip"),
        (b"\x89PNG\r\n\x1a\n", "1:1", "a picture"),
        (b"ok\nok" + bytes(range(1, 32)) * 9, "2:3", "binary"),
    ],
)
def test_what_is_binary_is_refused_where_it_begins(content: bytes, place: str, what: str) -> None:
    """Cleaning would leave letters that mean nothing."""
    with pytest.raises(LogError) as caught:
        from_bytes(content, file="night.bin")

    assert str(caught.value).startswith(f"night.bin:{place}: binary: the file is {what}, not text\n  help: ")


def test_a_line_without_end_is_cut_and_said() -> None:
    """Memory is bounded whatever is in the file."""
    text = from_bytes(b"x" * (MAX_LINE * 3) + b"\nnext\n")

    lines = list(text.lines())

    assert [(number, len(line)) for number, line in lines] == [(1, MAX_LINE), (2, 4)]
    assert [str(note) for note in text.cleaned] == ["a line is longer than 1 MiB and was cut (line 1)"]


def test_a_pipe_can_be_read_again_and_at_the_same_time() -> None:
    """Importers look at the beginning, read all, and explain it afterwards."""
    text = from_stream(io.BytesIO(b"".join(b"line %d\n" % number for number in range(50_000))))

    pairs = zip(text.lines(), text.lines(), strict=True)

    assert all(one == two for one, two in pairs)
    assert text.whole().count("\n") == 49_999


def test_a_folder_is_not_read(tmp_path: Path) -> None:
    """The message is the operating system's."""
    with pytest.raises(IsADirectoryError):
        from_path(tmp_path)


def test_a_document_that_is_too_large_is_refused() -> None:
    """A document is in memory as a whole, several times over."""
    text = from_bytes(b"[" + b" " * (33 << 20), file="run.json")

    with pytest.raises(LogError) as caught:
        text.whole()

    assert str(caught.value) == (
        "run.json:1:1: too-large: the file has 33 MiB, and a document may have 32\n"
        "  help: export the deployments in question only"
    )


@given(st.binary(max_size=300))
def test_any_bytes_give_clean_lines_or_a_refusal(content: bytes) -> None:
    """Whatever comes in, importers see letters, tabs and spaces, and lines numbered without gaps."""
    try:
        lines = list(from_bytes(content).lines())
    except LogError as error:
        lines = []
        refused = {problem.rule for problem in error.problems}
    else:
        refused = set()

    assert refused <= {"binary"}
    assert [number for number, _ in lines] == list(range(1, len(lines) + 1))
    for _, line in lines:
        assert "\n" not in line
        line.encode()
        assert all(ord(character) >= 32 or character == "\t" for character in line)


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Co", "Cn")), max_size=200))
def test_text_is_left_as_it_is(text: str) -> None:
    """Cleaning changes nothing that a person can see."""
    assert read(text.encode()) == text.split("\n")[: len(text.split("\n")) if text else 0]


def test_escape_sequences_cost_no_more_than_their_length() -> None:
    """A console may be all colour."""
    began = time.process_time()

    list(from_bytes(b"\x1b]" * 400_000 + b"\n" + b"\x1bP" * 400_000 + b"\n" + b"a\x08\x08" * 100_000).lines())

    assert time.process_time() - began < 3
