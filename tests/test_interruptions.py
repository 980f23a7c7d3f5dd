"""Draft, publish and step are cut off at each thing they do to the disk, and never leave half a file.

A child process runs the command and dies, without any clean-up, at its n-th change to the disk; the parent
looks at what is left and runs the command again. So every point is tried, not only those that a stopwatch
hits.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from deploylog import cli

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is copied to be cut off")

SITE = "site_name: Nights\ndocs_dir: posts\nplugins:\n  - deploylog: {timezone: UTC}\n"
LOG = """\
title: New ledger
date: 2007-12-02
outcome: in-progress
why: It balances.
steps:
  - {at: "01:30", activity: deploy, text: the ledger was deployed}
"""
CHANGES = ("os.rename", "os.link", "os.remove", "os.chmod", "os.mkdir")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
DIED = 86


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "mkdocs.yml").write_text(SITE)
    (tmp_path / "posts").mkdir()
    monkeypatch.chdir(tmp_path)
    path = Path("posts/2007-12-02-ledger.yml")
    path.write_text(LOG)
    return path


def run(*words: str) -> None:
    result = CliRunner().invoke(cli.main, words)
    assert result.exit_code == 0, result.output


def cut_off(*words: str) -> Iterator[int]:
    """Run a command again and again, each time dying one file operation later, until it comes to its end."""
    point = 0
    code = DIED
    while code == DIED:
        point += 1
        child = os.fork()
        if child == 0:
            _die_at(point, words)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        yield point
    assert code == 0


def _die_at(point: int, words: tuple[str, ...]) -> None:
    left = point

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event in CHANGES or (event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING):
            left -= 1
            if left == 0:
                os._exit(DIED)

    sys.addaudithook(hook)
    code = 1
    try:
        code = CliRunner().invoke(cli.main, words).exit_code
    finally:
        os._exit(code)


def visible(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if not path.name.startswith(".")}


@pytest.mark.unmeasured
def test_a_first_draft_is_there_whole_or_not_at_all(log: Path) -> None:
    """And the next run writes it, or finds it written."""
    post = log.with_suffix(".md")
    run("draft", str(log), "-o", "whole.md")
    whole = Path("whole.md").read_text()
    points = 0

    for points in cut_off("draft", str(log)):  # noqa: B007  (used below)
        assert not post.exists() or post.read_text() == whole
        assert visible(log.parent) <= {log.name, post.name}
        run("draft", str(log))
        assert post.read_text() == whole
        post.unlink()

    assert points > 5


@pytest.mark.unmeasured
def test_a_refreshed_draft_is_the_old_one_or_the_new_one_with_the_edit(log: Path) -> None:
    """Wherever it stops, the author's joke is there, and the next run takes the correction over."""
    post = log.with_suffix(".md")
    run("draft", str(log))
    old = post.read_text().replace(
        "<!-- deploylog: timeline -->", "Nobody yawned.\n\n<!-- deploylog: timeline -->"
    )
    post.write_text(old)
    base = (log.parent / ".drafts" / post.name).read_text()
    log.write_text(LOG.replace("was deployed", "was deployed anew"))
    new = old.replace("was deployed", "was deployed anew")
    points = 0

    for points in cut_off("draft", str(log)):  # noqa: B007  (used below)
        assert post.read_text() in (old, new)
        run("draft", str(log))
        assert post.read_text() == new
        post.write_text(old)
        (log.parent / ".drafts" / post.name).write_text(base)

    assert "Nobody yawned." in old != new
    assert points > 5


def test_a_post_is_published_or_still_a_draft(log: Path) -> None:
    """Never something in between."""
    post = log.with_suffix(".md")
    log.write_text(LOG.replace("in-progress", "successful"))
    run("draft", str(log))
    draft = post.read_text()
    published = draft.replace("draft: true\n", "")
    points = 0

    for points in cut_off("publish", str(post), "--date", "2007-12-02"):  # noqa: B007  (used below)
        assert post.read_text() in (draft, published)
        post.write_text(draft)

    assert draft != published
    assert points > 5


def test_a_log_has_the_step_or_has_it_not(log: Path) -> None:
    """What was logged before is there in any case."""
    new = LOG + '  - {at: "01:40", text: the sanity test passed}\n'
    points = 0

    for points in cut_off("step", "the sanity test passed", "--at", "2007-12-02 01:40", "--log", str(log)):  # noqa: B007  (used below)
        assert log.read_text() in (LOG, new)
        log.write_text(LOG)

    assert points > 5
