"""Files are written whole or not at all."""

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deploylog import files


def test_a_new_file_is_written_with_its_folders(tmp_path: Path) -> None:
    """A draft for a post in a folder of its own needs no preparation."""
    files.create(tmp_path / "2007" / "post.md", "Told.\r\n")

    assert (tmp_path / "2007" / "post.md").read_bytes() == b"Told.\r\n"
    assert [path.name for path in (tmp_path / "2007").iterdir()] == ["post.md"]


def test_a_file_that_is_there_is_never_created_over(tmp_path: Path) -> None:
    """Whoever wrote it keeps it."""
    post = tmp_path / "post.md"
    post.write_text("mine")

    with pytest.raises(FileExistsError):
        files.create(post, "yours")

    assert post.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [post]


def test_a_file_is_created_where_links_cannot_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some file systems (exFAT, some network shares) have no hard links."""

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    post = tmp_path / "post.md"

    files.create(post, "Told.\n")

    assert post.read_text() == "Told.\n"
    with pytest.raises(FileExistsError):
        files.create(post, "again")
    assert post.read_text() == "Told.\n"
    assert list(tmp_path.iterdir()) == [post]


def test_a_replaced_file_keeps_its_permissions_and_its_link(tmp_path: Path) -> None:
    """A post that a group may write, or that stands elsewhere behind a link, stays so."""
    post, link = tmp_path / "post.md", tmp_path / "link.md"
    post.write_text("old")
    post.chmod(0o664)
    link.symlink_to(post)

    files.replace(link, "new")

    assert post.read_text() == "new"
    assert post.stat().st_mode & 0o777 == 0o664
    assert link.is_symlink()


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    """Text that is not Unicode cannot be written; the old file must not suffer."""
    post = tmp_path / "post.md"
    post.write_text("old")

    with pytest.raises(UnicodeEncodeError):
        files.replace(post, "new \ud800")

    assert post.read_text() == "old"
    assert list(tmp_path.iterdir()) == [post]


def _count(path: Path, times: int) -> None:
    for _ in range(times):
        with files.locked(path.parent):
            files.replace(path, str(int(path.read_text()) + 1))


def test_people_who_change_a_file_at_once_take_turns(tmp_path: Path) -> None:
    """Without the lock, one of two changes that start from the same text would be lost."""
    counter = tmp_path / "counter"
    counter.write_text("0")
    context = multiprocessing.get_context("spawn")
    people = [context.Process(target=_count, args=(counter, 25)) for _ in range(4)]

    for person in people:
        person.start()
    for person in people:
        person.join()

    assert counter.read_text() == "100"


WRITER = """
import sys
from pathlib import Path
from deploylog import files
post = Path(sys.argv[1])
for turn in range(100000):
    files.replace(post, f"{turn % 10}" * 200000)
"""


def test_killing_a_writer_leaves_one_whole_file(tmp_path: Path) -> None:
    """A laptop's battery may die at any instant: the old text or the new one is there."""
    post = tmp_path / "post.md"
    post.write_text("x" * 200000)
    choose = random.Random(2007)

    for _ in range(8):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(post)])
        time.sleep(0.1 + choose.random() / 5)
        writer.send_signal(signal.SIGKILL)
        writer.wait()

        text = post.read_text()
        assert len(text) == 200000
        assert len(set(text)) == 1


def test_what_a_killed_writer_left_is_swept_away(tmp_path: Path) -> None:
    """Temporary files must not gather in a posts folder; those in use now are left alone."""
    abandoned, in_use = tmp_path / ".deploylog-a.tmp", tmp_path / ".deploylog-b.tmp"
    abandoned.touch()
    os.utime(abandoned, (0, 0))
    in_use.touch()

    with files.locked(tmp_path):
        pass

    assert not abandoned.exists()
    assert in_use.exists()
