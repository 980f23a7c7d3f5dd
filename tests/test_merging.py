"""An author's text and a changed log are merged without losing a character of the author's."""

import random
import subprocess
from pathlib import Path

import pytest

from deploylog import merging

BASE = "# Title\n\nFirst paragraph.\n\nSecond paragraph.\n\nThird paragraph.\n"


def test_an_edited_paragraph_stays_and_an_untouched_one_is_refreshed() -> None:
    """Both the author's joke and the correction survive."""
    yours = BASE.replace("First paragraph.", "First paragraph, with a joke.")
    fresh = BASE.replace("Third paragraph.", "Third paragraph, corrected.")

    merged = merging.merge(yours=yours, base=BASE, fresh=fresh)

    assert merged == merging.Merge(
        text="# Title\n\nFirst paragraph, with a joke.\n\nSecond paragraph.\n\nThird paragraph, corrected.\n",
        conflicts=0,
    )


def test_a_paragraph_that_both_changed_is_a_conflict_that_shows_both() -> None:
    """Nobody but the author can tell which is right."""
    yours = BASE.replace("Second paragraph.", "My second paragraph.")
    fresh = BASE.replace("Second paragraph.", "The log's second paragraph.")

    merged = merging.merge(yours=yours, base=BASE, fresh=fresh)

    assert merged.conflicts == 1
    assert merged.text == (
        "# Title\n\nFirst paragraph.\n\n"
        "<<<<<<< your text\nMy second paragraph.\n"
        "||||||| last draft\nSecond paragraph.\n"
        "=======\nThe log's second paragraph.\n"
        ">>>>>>> what the log says now\n"
        "\nThird paragraph.\n"
    )


def test_line_ends_stay_as_the_author_saved_them() -> None:
    """An editor on Windows must not turn the whole post into one conflict."""
    yours = BASE.replace("First", "My first").replace("\n", "\r\n")
    fresh = BASE.replace("Third", "The third")

    merged = merging.merge(yours=yours, base=BASE, fresh=fresh)

    assert merged.conflicts == 0
    assert merged.text == fresh.replace("First", "My first").replace("\n", "\r\n")


def test_a_machine_without_git_is_told_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message must name what to install."""
    monkeypatch.setenv("PATH", "")

    with pytest.raises(merging.MergeError) as caught:
        merging.merge(yours=BASE, base=BASE, fresh=BASE + "more\n")

    assert str(caught.value) == "git is not installed; it merges your text with the log's"


def edited(text: str, choose: random.Random, word: str) -> str:
    """Change, add or delete one to three paragraphs."""
    paragraphs = text.split("\n\n")
    for number in range(choose.randint(1, 3)):
        place = choose.randrange(len(paragraphs))
        match choose.randrange(3):
            case 0:
                paragraphs[place] = f"{paragraphs[place]} {word} {number} ⚙"
            case 1:
                paragraphs.insert(place, f"{word} new {number} é")
            case _:
                paragraphs[place] = f"{word} anew {number}\nin two lines"
    return "\n\n".join(paragraphs)


@pytest.mark.unmeasured
def test_300_pairs_of_edits_lose_nothing_of_the_authors(tmp_path: Path) -> None:
    """Every clean merge is git's own, and holds each line that the author wrote."""
    choose = random.Random(300)
    base = "\n\n".join(f"Paragraph {number} of the draft." for number in range(12)) + "\n"
    clean = 0

    for pair in range(300):
        yours, fresh = edited(base, choose, "author"), edited(base, choose, "log")
        merged = merging.merge(yours=yours, base=base, fresh=fresh)

        for name, text in {"y": yours, "b": base, "f": fresh}.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        git = subprocess.run(
            ["git", "merge-file", "-p", "--diff3", "y", "b", "f"], cwd=tmp_path, capture_output=True
        )
        assert merged.conflicts == git.returncode, pair
        authors = set(yours.splitlines()) - set(base.splitlines())
        assert authors <= set(merged.text.splitlines()), pair
        if not merged.conflicts:
            clean += 1
            assert merged.text == git.stdout.decode(), pair

    assert 50 < clean < 300
