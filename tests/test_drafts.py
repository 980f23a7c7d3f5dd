"""A draft is refreshed without losing an edit."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deploylog import drafts
from deploylog.drafts import State

FIRST = "# Night\n\nIt went well.\n\nThe backup took five minutes.\n\nWe went home.\n"
SECOND = FIRST.replace("five", "six")


@pytest.fixture
def post(tmp_path: Path) -> Path:
    return tmp_path / "night.md"


def base(post: Path) -> Path:
    return post.parent / ".drafts" / post.name


def test_a_first_draft_is_written_with_its_base(post: Path) -> None:
    """The base is what the next merge starts from."""
    assert drafts.save(post, FIRST).state is State.NEW

    assert post.read_text() == base(post).read_text() == FIRST


def test_a_draft_of_an_unchanged_log_changes_nothing(post: Path) -> None:
    """Edits stay as they are."""
    drafts.save(post, FIRST)
    edited = FIRST.replace("home", "to bed")
    post.write_text(edited)

    draft = drafts.save(post, FIRST)

    assert (draft.state, draft.diff(), post.read_text()) == (State.FRESH, "", edited)


def test_an_edit_and_a_correction_of_the_log_both_survive(post: Path) -> None:
    """The engineer's joke stays, the log's correction arrives."""
    drafts.save(post, FIRST)
    post.write_text(FIRST.replace("home", "to bed"))

    draft = drafts.save(post, SECOND)

    assert draft.state is State.STALE
    assert post.read_text() == SECOND.replace("home", "to bed")
    assert base(post).read_text() == SECOND
    assert draft.diff() == (
        "--- night.md\n+++ night.md (merged)\n@@ -2,6 +2,6 @@\n \n It went well.\n \n"
        "-The backup took five minutes.\n+The backup took six minutes.\n \n We went to bed.\n"
    )


def test_a_conflict_writes_nothing_and_shows_both_sides(post: Path) -> None:
    """Nobody but the author can tell which is right."""
    drafts.save(post, FIRST)
    edited = FIRST.replace("five minutes", "an age")
    post.write_text(edited)

    draft = drafts.save(post, SECOND)

    assert (draft.state, post.read_text(), base(post).read_text()) == (State.CONFLICT, edited, FIRST)
    assert "The backup took an age.\n" in draft.after
    assert "The backup took six minutes.\n" in draft.after


def test_a_file_of_the_authors_own_is_left_alone(post: Path) -> None:
    """Without a base there is nothing to merge from."""
    post.write_text("My own words.\n")

    assert drafts.save(post, FIRST).state is State.FOREIGN

    assert post.read_text() == "My own words.\n"
    assert not base(post).exists()


def test_a_lost_base_does_no_harm_to_an_unedited_draft(post: Path) -> None:
    """The post itself is the base then."""
    drafts.save(post, FIRST)
    base(post).unlink()

    assert drafts.save(post, FIRST).state is State.FRESH


WRITER = """
import sys
from pathlib import Path
from deploylog import drafts
post = Path(sys.argv[1])
for turn in range(100000):
    drafts.save(post, f"# Night\\n\\nIt went well.\\n\\nThe log said {turn}.\\n\\nWe went home.\\n")
"""


def test_killing_a_draft_leaves_a_post_that_the_next_one_takes_up(post: Path) -> None:
    """Interrupted at any point, either the old file or the new one is there, and the edit with it."""
    choose = random.Random(200)
    fresh = "# Night\n\nIt went well.\n\nThe log said 0.\n\nWe went home.\n"
    drafts.save(post, fresh)
    post.write_text(fresh.replace("home", "to bed"))

    for _ in range(8):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(post)])
        time.sleep(0.15 + choose.random() / 5)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        drafts.save(post, fresh)

        assert post.read_text() == fresh.replace("home", "to bed")
        bases = [path for path in base(post).parent.iterdir() if path.suffix != ".tmp"]
        assert bases == [base(post)]
