"""The walk of a newcomer: a log begun, kept from the bridge by several people, closed, told and published."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deploylog import cli, logs
from thorough import share

SITE = """\
site_name: Nights
docs_dir: posts
plugins:
  - deploylog: {timezone: UTC}
"""
Run = Callable[..., Result]
COMMAND = [sys.executable, "-c", "from deploylog.cli import main; main()"]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "mkdocs.yml").write_text(SITE)
    (tmp_path / "posts").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(site: Path) -> Run:  # noqa: ARG001  (it runs there)
    def run(*words: str) -> Result:
        return CliRunner().invoke(cli.main, words, prog_name="deploylog")

    return run


def begun(run: Run, title: str = "New ledger", *words: str) -> Path:
    result = run("new", "--title", title, "--why", "It balances.", *words)
    assert result.exit_code == 0, result.output
    return Path(result.stdout.strip())


def test_the_walk_of_a_newcomer_ends_with_a_published_post(run: Run) -> None:
    """Begin, three steps, finish, draft, an edit, a correction of the log, publish."""
    log = begun(run, "New ledger", "--system", "ledger", "--window", "01:30-07:00", "--date", "2007-12-02")
    for words in (
        ["everybody joined the bridge", "--at", "01:30", "--activity", "assemble"],
        ["the ledger was deployed", "--at", "01:35", "--activity", "deploy", "--system", "ledger"],
        ["the sanity test passed", "--at", "~01:45", "--result", "passed", "--who", "client"],
    ):
        assert run("step", *words, "--log", str(log)).stderr == f"{log.as_posix()}: step written\n"
    assert run("finish", "successful", "--log", str(log)).stderr == (
        f"{log.as_posix()}: successful; tell it with: deploylog draft {log.as_posix()}\n"
    )
    post = log.with_suffix(".md")
    assert run("draft", str(log)).exit_code == 0
    post.write_text(post.read_text().replace("<!-- more -->", "<!-- more -->\n\nNobody yawned."))
    log.write_text(log.read_text().replace("deployed", "deployed anew"))
    assert run("draft", str(log)).stderr == (
        f"{post.as_posix()} brought up to date with {log.as_posix()}; your changes are kept\n"
    )

    published = run("publish", str(post), "--date", "2007-12-03")

    assert published.stderr == f"{post.as_posix()} published as of 2007-12-03\n"
    text = post.read_text()
    assert text.startswith('---\ntitle: "New ledger"\ndate: 2007-12-03\n---\n')
    assert "Nobody yawned." in text
    assert "deployed anew" in text
    assert re.search(r"(?s)01:30.*01:35.*about 01:45", text)


def test_a_log_is_begun_only_once(run: Run) -> None:
    """A second `new` of the same night must not empty it."""
    log = begun(run)
    run("step", "it began")
    kept = log.read_text()

    again = run("new", "--title", "New ledger")

    assert (again.exit_code, log.read_text()) == (1, kept)
    assert again.stderr == f"Error: {log.as_posix()} is there already; it is left as it is\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["new"], "Title is not given; add --title"),
        (["new", "--title", "T", "--timezone", "Toronto"], "'Toronto' is no IANA time zone; "),
        (
            ["new", "--title", "T", "--window", "late"],
            "'late' is no window; write its start and end: 01:30-07:00",
        ),
        (["new", "--title", "T", "--date", "today"], "'today' is no day of the calendar; write YYYY-MM-DD"),
        (["step", "it began", "--at", "25:10"], "'25:10' is no time of day; "),
        (["finish", "deferred"], "a deferral needs its reason; add --reason"),
        (["finish", "successful", "--reason", "why"], "--reason, --cause and --blocked-by go with"),
    ],
)
def test_what_cannot_be_understood_is_a_mistake_of_use(run: Run, words: list[str], message: str) -> None:
    """Exit 2, and the message says what to type."""
    begun(run)

    result = run(*words)

    assert result.exit_code == 2
    assert message in result.stderr


def test_a_step_without_a_log_says_how_to_begin_one(run: Run) -> None:
    """The first thing a newcomer may try."""
    assert run("step", "it began").stderr == "Error: no log is in progress; begin one with: deploylog new\n"


def test_a_step_that_fits_two_logs_asks_which(run: Run) -> None:
    """Two teams may deploy in one night."""
    one, two = begun(run, "One"), begun(run, "Two")

    refused = run("step", "it began")

    assert refused.stderr == (
        f"Error: several logs are in progress; name one with --log:\n  {one.as_posix()}\n  {two.as_posix()}\n"
    )
    assert run("step", "it began", "--log", str(two)).exit_code == 0
    assert "it began" in two.read_text()
    assert "it began" not in one.read_text()


def test_a_step_that_does_not_fit_leaves_the_log_as_it_is(run: Run) -> None:
    """The typo is named; what was logged so far is safe."""
    log = begun(run, "T", "--system", "ledger")
    kept = log.read_text()

    refused = run("step", "it began", "--system", "ledgr")

    assert (refused.exit_code, log.read_text()) == (1, kept)
    assert refused.stderr.startswith(f"{log.as_posix()} is left as it is; with this it would read:\n")
    assert "unknown-system: steps[0].system is 'ledgr'" in refused.stderr


def test_a_broken_log_is_to_be_mended_before_a_step(run: Run) -> None:
    """Writing into a file that cannot be read could make it worse."""
    log = begun(run)
    log.write_text(log.read_text() + "sytems: [a]\n")

    refused = run("step", "it began")

    assert refused.stderr.startswith(f"{log.as_posix()} has to be mended first:\n")
    assert "unknown-key: 'sytems' is no key of a log" in refused.stderr


def test_a_deferral_is_closed_with_its_reason(run: Run) -> None:
    """Which `check` then accepts."""
    log = begun(run)

    run("finish", "deferred", "--reason", "the database crashed", "--blocked-by", "database")

    deployment = logs.read_log(log, id=log.stem, timezone="UTC").deployment
    assert deployment.deferral is not None
    assert (deployment.deferral.reason, deployment.deferral.blocked_by) == (
        "the database crashed",
        "database",
    )


def test_a_draft_says_whether_it_is_up_to_date_without_writing(run: Run) -> None:
    """CI asks with --check; a person looks with --diff before taking a correction over."""
    log = begun(run)
    run("step", "the ledger was deployed")
    post, name = log.with_suffix(".md"), log.as_posix()
    missing = run("draft", name, "--check")
    run("draft", name)
    fresh = run("draft", name, "--check")
    kept = post.read_text()
    log.write_text(log.read_text().replace("deployed", "deployed anew"))

    stale, diff = run("draft", name, "--check"), run("draft", name, "--diff")

    assert (missing.exit_code, missing.stderr) == (
        1,
        f"Error: {post.as_posix()} is not written yet; write it with: deploylog draft {name}\n",
    )
    assert (fresh.exit_code, fresh.output) == (0, "")
    assert (stale.exit_code, stale.stderr) == (
        1,
        f"Error: {post.as_posix()} is older than {name}; bring it up to date with: deploylog draft {name}\n",
    )
    assert diff.exit_code == 0
    changed = [line[0] for line in diff.stdout.splitlines() if line[0] in "+-"]
    assert changed == ["-", "+", "-", "+"]
    assert "deployed anew" in diff.stdout
    assert post.read_text() == kept


def test_a_conflict_of_a_draft_is_shown_and_nothing_is_written(run: Run) -> None:
    """Both sides stand on standard output; the file keeps the author's words."""
    log = begun(run)
    run("step", "the ledger was deployed")
    post = log.with_suffix(".md")
    run("draft", str(log))
    told = next(line for line in post.read_text().splitlines() if "ledger was deployed" in line)
    post.write_text(post.read_text().replace(told, "We did it."))
    kept = post.read_text()
    log.write_text(log.read_text().replace("deployed", "deployed anew"))

    refused = run("draft", str(log))

    assert (refused.exit_code, post.read_text()) == (1, kept)
    assert "<<<<<<< your text\nWe did it.\n" in refused.stdout
    assert refused.stderr == (
        f"Error: {post.as_posix()} and {log.as_posix()} changed in the same place (shown above); "
        "nothing was written. Put both sides into the post, then say so: "
        f"deploylog draft --resolved {log.as_posix()}\n"
    )


def test_a_conflict_is_over_once_its_author_says_so(run: Run) -> None:
    """Until then the post is not published; open marks of a merge are no answer."""
    log = begun(run)
    run("step", "the ledger was deployed")
    run("finish", "successful")
    post, name = log.with_suffix(".md"), log.as_posix()
    run("draft", name)
    told = next(line for line in post.read_text().splitlines() if "ledger was deployed" in line)
    post.write_text(post.read_text().replace(told, "We did it."))
    log.write_text(log.read_text().replace("deployed", "deployed anew"))
    refused = run("publish", str(post))
    marked = post.read_text()
    post.write_text(marked + "\n<<<<<<< your text\n")
    unresolved = run("draft", "--resolved", name)
    post.write_text(marked.replace("We did it.", "We did it anew."))

    resolved = run("draft", "--resolved", name)

    assert refused.stderr == (
        f"{post.as_posix()}:1:1: outdated-post: {name} says something that the post does not\n"
        f"  help: bring it up to date with: deploylog draft {name}\n"
    )
    assert unresolved.stderr == (
        f"Error: {post.as_posix()} is not there, or still holds marks of a merge; nothing was written\n"
    )
    assert resolved.stderr == f"{post.as_posix()} now counts as up to date with {name}\n"
    assert run("draft", "--check", name).exit_code == 0
    assert run("publish", str(post)).exit_code == 0
    assert "We did it anew." in post.read_text()


def test_publishing_what_is_published_changes_nothing(run: Run) -> None:
    """The day that the author set is kept."""
    post = Path("posts/2007-12-02-told.md")
    post.write_text("---\ntitle: Told\ndate: 2007-12-02\n---\n\nTold.\n")
    kept = post.read_text()

    done = run("publish", str(post))

    assert (done.exit_code, post.read_text()) == (0, kept)
    assert done.stderr == f"{post.as_posix()} is no draft; nothing was written (--date sets another day)\n"


def test_publishing_refuses_what_is_unfinished_and_leaves_it_as_it_is(run: Run) -> None:
    """Open questions and broken links, all at once."""
    run("new", "--title", "New ledger")
    log = next(Path("posts").glob("*.yml"))
    run("step", "it began")
    run("finish", "rolled-back")
    run("draft", str(log))
    post = log.with_suffix(".md")
    post.write_text(post.read_text() + "\nSee [this](lost.md).\n")
    kept = post.read_text()

    refused = run("publish", str(post))

    assert (refused.exit_code, post.read_text()) == (1, kept)
    rules = re.findall(r"^[^ ].*?:\d+:\d+: ([a-z-]+):", refused.stderr, re.MULTILINE)
    assert rules == ["open-prompt", "open-prompt", "open-prompt", "broken-link"]


def test_publishing_a_log_names_its_post(run: Run) -> None:
    """It is the post that is published."""
    log = begun(run)

    result = run("publish", str(log))

    assert result.exit_code == 2
    assert f"is a log; name its post, {log.with_suffix('.md')}" in result.stderr


def test_eight_people_who_log_at_once_lose_no_step(site: Path, run: Run) -> None:
    """The log has every step of each: fifty, where the run is a thorough one."""
    log = begun(run)
    people = [
        subprocess.Popen(
            [sys.executable, "-c", MANY, str(person), str(EACH)],
            cwd=site,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        for person in range(8)
    ]

    assert [(person.communicate()[0].decode(), person.returncode) for person in people] == [("", 0)] * 8

    steps = logs.read_log(log, id=log.stem, timezone="UTC").deployment.steps
    assert sorted(step.text for step in steps) == sorted(
        f"{p} did {n}" for p in range(8) for n in range(EACH)
    )


EACH = share(50)
MANY = """
import sys
from click.testing import CliRunner
from deploylog.cli import main
for number in range(int(sys.argv[2])):
    result = CliRunner().invoke(main, ["step", f"{sys.argv[1]} did {number}"])
    if result.exit_code:
        sys.exit(result.output)
"""


def test_killing_a_step_leaves_a_whole_log(site: Path, run: Run) -> None:
    """Interrupted at any point, the log has the step or does not."""
    log = begun(run)
    choose = random.Random(50)

    for _ in range(share(50)):
        before = len(logs.read_log(log, id=log.stem, timezone="UTC").deployment.steps)
        person = subprocess.Popen([*COMMAND, "step", "it went on"], cwd=site, stderr=subprocess.DEVNULL)
        time.sleep(0.2 + choose.random() / 3)
        person.send_signal(signal.SIGKILL)
        person.wait()

        after = len(logs.read_log(log, id=log.stem, timezone="UTC").deployment.steps)
        assert after - before in (0, 1)


def test_new_asks_on_a_terminal(site: Path) -> None:
    """Who gives no options is asked, and may leave most answers empty."""
    pty = pytest.importorskip("pty")
    master, slave = pty.openpty()
    person = subprocess.Popen(
        [*COMMAND, "new"], cwd=site, stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    os.close(slave)
    os.write(master, b"New ledger\n\n01:30-07:00\nledger, ledger db\n")
    out, err = person.communicate(timeout=20)
    os.close(master)

    text = Path(out.decode().strip()).read_text()
    assert text == (
        f"title: New ledger\ndate: {datetime.now(UTC).date().isoformat()}\n"
        "timezone: UTC\noutcome: in-progress\n"
        'window: {start: "01:30", end: "07:00"}\n'
        "systems:\n  - name: ledger\n  - name: ledger db\nsteps: []\n"
    )
    assert "Title: " in err.decode()
