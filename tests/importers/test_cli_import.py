"""`deploylog import`, `formats` and `draft` of foreign files, as a person or a program meets them."""

import itertools
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import sites
from deploylog import cli, importers
from deploylog.logs import read_log
from thorough import THOROUGH

CONSOLE = """\
Shop console
2024-05-01 01:30:00 INFO Deployment of shop 1.4 began
2024-05-01 01:40:00 ERROR login failed
2024-05-01 01:45:00 INFO Deployment of shop 1.4 finished
"""
LOG = """\
title: shop console
timezone: America/Toronto  # guessed: the stamps name no zone; that of the site is taken
date: 2024-05-01
outcome: successful-with-issues  # guessed: a message says: Deployment of shop 1.4 finished

steps:
  - at: "01:30"
    text: Deployment of shop 1.4 began

  - at: "01:40"
    text: login failed

  - at: "01:45"
    text: Deployment of shop 1.4 finished

# No part of the story above. Never shown: move what belongs to a step, delete the rest.
unparsed:
  - {line: 1, text: "Shop console"}
"""
REPORT = """\
guessed: timezone: the stamps name no zone; that of the site is taken (--timezone settles it)
guessed: outcome: a message says: Deployment of shop 1.4 finished (--outcome settles it)
1 line kept under `unparsed`, which is never shown
"""
EXPLAINED = """\
     1  unparsed    Shop console
     2  step 01:30  2024-05-01 01:30:00 INFO Deployment of shop 1.4 began
     3  step 01:40  2024-05-01 01:40:00 ERROR login failed
     4  step 01:45  2024-05-01 01:45:00 INFO Deployment of shop 1.4 finished
"""
FILE, NAME = "shop_console.log", "2024-05-01-shop-console"
SECRET = "hunter" + "2hunter"

Run = Callable[..., Result]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a site without logs, and a console beside it, and go there."""
    (tmp_path / "site" / "posts").mkdir(parents=True)
    folder = sites.write(tmp_path / "site", {FILE: CONSOLE})
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def run(site: Path) -> Run:  # noqa: ARG001  (it runs there)
    """Run the command in the site with some words; what it reads is `input`."""

    def run(*words: str, input: Any = None) -> Result:  # noqa: A002
        return CliRunner().invoke(cli.main, words, input=input, prog_name="deploylog")

    return run


def test_a_log_goes_to_standard_output_and_guesses_to_the_other(run: Run) -> None:
    """What was guessed is beside what was guessed, and in one list that nobody can miss."""
    done = run("import", FILE)

    assert (done.exit_code, done.stdout, done.stderr) == (0, LOG, REPORT)


def test_standard_input_is_a_file_too(run: Run) -> None:
    """`kubectl logs deploy/shop | deploylog import -`."""
    done = run("import", "-", input=CONSOLE)

    assert done.exit_code == 0
    assert done.stdout == LOG.replace("title: shop console", "title: Imported deployment")


def test_options_settle_what_would_be_guessed(run: Run) -> None:
    """Then nothing is left to be listed."""
    done = run("import", FILE, "--timezone", "Europe/Berlin", "--outcome", "rolled-back")

    assert "guessed" not in done.output
    assert "timezone: Europe/Berlin\ndate: 2024-05-01\noutcome: rolled-back\n" in done.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--date", "1.5.2024"], "'1.5.2024' is no day; write YYYY-MM-DD, e.g. 2007-12-02"),
        (["--timezone", "CEST"], "'CEST' is no IANA time zone; did you mean 'Europe/Berlin'?"),
        (["--format", "novel"], "'novel' is no format; use one of: "),
    ],
)
def test_an_option_that_means_nothing_is_put_right(run: Run, words: list[str], message: str) -> None:
    """Exit code 2: the command line is wrong, not the file."""
    done = run("import", FILE, *words)

    assert done.exit_code == 2
    assert message in done.stderr


def test_explaining_prints_each_line_with_what_it_became(run: Run) -> None:
    """So that a person sees that nothing is lost."""
    done = run("import", FILE, "--explain")

    assert (done.exit_code, done.stdout) == (0, EXPLAINED)


def test_a_log_is_written_into_a_folder_or_a_file_and_never_over_another(run: Run, site: Path) -> None:
    """An import that is repeated must not cost what a person has mended since."""
    assert run("import", FILE, "-o", "posts").stderr == f"posts/{NAME}.yml written\n{REPORT}"
    assert run("import", FILE, "-o", "mine.yml").exit_code == 0

    (site / "mine.yml").write_text("mended", encoding="utf-8")
    again = run("import", FILE, "-o", "mine.yml")

    assert (again.exit_code, again.stderr) == (
        1,
        "Error: mine.yml is there already; it is left as before, and nothing was written\n",
    )
    assert (site / "mine.yml").read_text(encoding="utf-8") == "mended"
    assert (site / "posts" / f"{NAME}.yml").read_text(encoding="utf-8") == LOG


def test_several_runs_are_several_logs_of_one_release(run: Run, site: Path) -> None:
    """A file holds one log, so a folder is needed; with one name in the way none is written."""
    twice = CONSOLE + CONSOLE.replace("2024-05-01", "2024-05-02")
    (site / FILE).write_text(twice, encoding="utf-8")

    alone, file = run("import", FILE), run("import", FILE, "-o", "one.yml")
    folder = run("import", FILE, "-o", "posts")

    assert alone.stderr == (
        "Error: the input holds 2 logs; name a folder for them with -o:\n"
        f"  {NAME}.yml\n  2024-05-02-shop-console.yml\n"
    )
    assert file.stderr == "Error: the input holds 2 logs; name a folder with -o\n"
    assert folder.exit_code == 0
    logs = [read_log(path, id=path.stem, timezone="UTC") for path in sorted((site / "posts").iterdir())]
    assert [log.deployment.release for log in logs] == ["shop console", "shop console"]
    assert run("check").exit_code == 0

    (site / "posts" / f"{NAME}.yml").unlink()
    assert "2024-05-02-shop-console.yml is there already" in run("import", FILE, "-o", "posts").stderr
    assert not (site / "posts" / f"{NAME}.yml").exists()


def test_the_first_mistakes_of_all_files_are_told_at_once(run: Run, site: Path) -> None:
    """No importer is taken at a guess."""
    (site / "novel.txt").write_text("It was a dark night.\n", encoding="utf-8")
    (site / "half.jsonl").write_text('{"ts": 1, "msg": "a"}\n{"ts": 2, "msg": "b"}\n{"ts"', encoding="utf-8")

    done = run("import", "novel.txt", FILE)
    half = run("import", "half.jsonl")

    known = ", ".join(importers.importers())
    assert (done.exit_code, done.stdout, done.stderr) == (
        1,
        "",
        "novel.txt:1:1: unknown-format: no importer recognises this file\n"
        f"  help: choose with --format: {known}\n",
    )
    assert half.stderr == (
        "half.jsonl:3:6: syntax: the line is no whole JSON object: Expecting ':' delimiter\n"
        "  help: is the file cut off?\n"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '{"jobs": [{"name": "a", "steps":',
            "a:1:33: syntax: this begins like JSON and is none: Expecting value\n"
            "  help: is the file cut off?\n",
        ),
        ("[" * 3_000, "a:1:1: too-deep: the JSON is nested too deeply\n  help: export less of it\n"),
        (
            LOG,
            "a:1:1: unknown-format: no importer recognises this file\n"
            "  help: it looks like a log already: `deploylog check` and `deploylog draft` read it as it is\n",
        ),
    ],
)
def test_what_nobody_recognises_is_told_as_what_it_is(run: Run, site: Path, text: str, said: str) -> None:
    """A list of formats does not help with a file that is cut off."""
    (site / "a").write_text(text, encoding="utf-8")

    done = run("import", "a")

    assert (done.exit_code, done.stdout, done.stderr) == (1, "", said)


def test_what_several_recognise_is_a_choice(run: Run, site: Path, pigeon: Path) -> None:
    """The names to choose from are those that would do."""
    assert pigeon.is_dir()
    (pigeon / "pigeon_post.py").write_text(PLUGIN.replace('"coo"', '"Shop"'), encoding="utf-8")

    done, chosen = run("import", FILE), run("import", FILE, "--format", "generic")

    assert (done.exit_code, done.stderr) == (
        1,
        f"{FILE}:1:1: unknown-format: this could be generic or pigeon\n"
        "  help: choose with --format: generic, pigeon\n",
    )
    assert chosen.exit_code == 0
    assert site.is_dir()


def test_a_secret_is_refused_where_it_stands_or_redacted(run: Run, site: Path) -> None:
    """Neither the message nor the log repeats it."""
    (site / FILE).write_text(CONSOLE.replace("login", f"password={SECRET} login"), encoding="utf-8")

    refused, redacted = run("import", FILE), run("import", FILE, "--redact", "-o", "posts")

    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr == (
        f"{FILE}:3:36: secret: this looks like a secret: password, 13 characters\n"
        "  help: `--redact` writes [redacted: password] in its place; "
        "change the secret: whoever saw this file knows it\n"
    )
    assert redacted.stderr == (
        f"posts/{NAME}.yml written\n{FILE}: 1 secret redacted; change what leaked\n{REPORT}"
    )
    written = (site / "posts" / f"{NAME}.yml").read_text(encoding="utf-8")
    assert 'text: "password=[redacted: password] login failed"' in written
    assert run("check").exit_code == 0


def test_a_secret_that_json_escapes_is_found_in_what_would_be_the_log(run: Run, site: Path) -> None:
    """What the input hides, the log must not show."""
    hidden = "".join(f"\\u{ord(character):04x}" for character in f"password={SECRET}")
    (site / "a.jsonl").write_text(f'{{"ts": 1714519800, "msg": "{hidden}"}}\n' * 2, encoding="utf-8")

    refused, redacted = run("import", "a.jsonl"), run("import", "a.jsonl", "--redact")

    assert refused.stderr.startswith("posts/2024-04-30-a.yml:8:20: secret: ")
    assert redacted.stdout.count("password=[redacted: password]") == 2


def test_a_draft_of_a_foreign_file_is_log_and_post_in_one_go(run: Run, site: Path) -> None:
    """The morning after, one command makes both, and says what it had to guess."""
    done = run("draft", FILE)

    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == (
        f"posts/{NAME}.yml written\n{REPORT}"
        f"posts/{NAME}.md written; it is a draft until you remove `draft: true`\n"
    )
    post = (site / "posts" / f"{NAME}.md").read_text(encoding="utf-8")
    assert "deployment of shop 1.4 finished" in post
    assert "Shop console" not in post
    assert run("draft", f"posts/{NAME}.yml").exit_code == 0


def test_a_draft_of_standard_input_is_imported_if_it_is_no_log(run: Run, site: Path) -> None:
    """A log in a pipe is told on standard output, as before."""
    foreign, log = run("draft", "-", input=CONSOLE), run("draft", "-", input=LOG)

    assert foreign.stderr.startswith("posts/2024-05-01-imported-deployment.yml written\n")
    assert (site / "posts" / "2024-05-01-imported-deployment.md").is_file()
    assert log.stdout.startswith("---\n")


def test_what_was_cleaned_is_said(run: Run, site: Path) -> None:
    """A console in colours, from Windows."""
    coloured = CONSOLE.replace("ERROR", "\x1b[31mERROR\x1b[0m").replace("\n", "\r\n")
    (site / FILE).write_bytes(b"\xef\xbb\xbf" + coloured.encode())

    done = run("import", FILE)

    assert (done.stdout, done.stderr) == (LOG, f"{FILE}: escape sequences were removed (line 3)\n{REPORT}")


PLUGIN = '''\
"""An importer of a team's own."""

from datetime import datetime

from deploylog.importers import Ambiguous, Choice, Entry, Sketch
from deploylog.model import Outcome
from deploylog.problems import Problem


class Pigeon:
    name = "pigeon"
    summary = "messages by pigeon"

    def recognises(self, head, filename):
        return head.startswith("coo")

    def read(self, text, wishes):
        if not wishes.date:
            place = {"file": text.file, "line": 1, "column": 5}
            problem = Problem(**place, rule="two-days", message="'03/04' is two days")
            days = {"2024-04-03": "3 April", "2024-03-04": "4 March"}
            choices = [Choice(value=day, about=about) for day, about in days.items()]
            raise Ambiguous("date", problem, choices)
        at = datetime.fromisoformat(wishes.date + "T01:30+00:00")
        entry = Entry(at=at, text="it flew", lines=[1])
        return [Sketch(title="Pigeon", timezone="UTC", outcome=Outcome.SUCCESSFUL, entries=[entry])]
'''


@pytest.fixture
def pigeon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install a distribution with an importer of its own, as pip would; give the folder it is in."""
    folder = tmp_path / "packages"
    (folder / "pigeon-1.0.dist-info").mkdir(parents=True)
    (folder / "pigeon_post.py").write_text(PLUGIN, encoding="utf-8")
    metadata = "Metadata-Version: 2.1\nName: pigeon\nVersion: 1.0\n"
    (folder / "pigeon-1.0.dist-info" / "METADATA").write_text(metadata)
    (folder / "pigeon-1.0.dist-info" / "entry_points.txt").write_text(
        "[deploylog.importers]\npigeon = pigeon_post:Pigeon\n"
    )
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.delitem(sys.modules, "pigeon_post", raising=False)
    return folder


def test_a_team_can_add_an_importer_of_its_own(run: Run, site: Path, pigeon: Path) -> None:
    """It is listed, detected and used like those that come along."""
    assert pigeon.is_dir()
    (site / "msg.txt").write_text("coo 03/04\n", encoding="utf-8")

    done = run("import", "msg.txt", "--date", "2024-04-03")

    assert "pigeon  " in run("formats").stdout
    assert "title: Pigeon\ntimezone: UTC\ndate: 2024-04-03\n" in done.stdout


def test_what_changes_the_story_is_an_error_where_nobody_can_be_asked(
    run: Run, site: Path, pigeon: Path
) -> None:
    """A program must not wait for an answer, and nobody should read the wrong story."""
    assert pigeon.is_dir()
    (site / "msg.txt").write_text("coo 03/04\n", encoding="utf-8")

    done = run("import", "msg.txt")

    assert (done.exit_code, done.stderr) == (
        1,
        "msg.txt:1:5: two-days: '03/04' is two days\n"
        "  help: settle it with --date: 2024-04-03 (3 April); 2024-03-04 (4 March)\n",
    )


def test_what_changes_the_story_is_asked_at_a_terminal(site: Path, pigeon: Path) -> None:
    """A real terminal, and a person who types the second answer after a slip."""
    assert pigeon.is_dir()
    (site / "msg.txt").write_text("coo 03/04\n", encoding="utf-8")
    ours, theirs = pty.openpty()
    command = [
        sys.executable,
        "-c",
        "from deploylog.cli import main; main()",
        "import",
        "msg.txt",
        "-o",
        "out.yml",
    ]

    pipes = {"stdin": theirs, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as process:
        os.write(ours, b"yesterday\n2024-03-04\n")
        _, said = process.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)

    assert process.returncode == 0, said
    assert "msg.txt:1:5: two-days: '03/04' is two days\n  2024-04-03  3 April\n" in said.decode()
    assert "date: 2024-03-04\n" in (site / "out.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("pigeon = pigeon_post:Missing", "cannot be loaded: module 'pigeon_post' has no attribute 'Missing'"),
        ("pigeon = pigeon_post:Choice", "cannot be loaded: "),
        ("pigeon = pigeon_post:Outcome.FAILED", "is no importer: it has no `summary`"),
        ("generic = pigeon_post:Pigeon", "takes the name of another importer"),
    ],
)
def test_an_importer_that_cannot_be_used_is_named(run: Run, pigeon: Path, entry: str, message: str) -> None:
    """The mistake is in somebody's package: its name is what helps."""
    path = pigeon / "pigeon-1.0.dist-info" / "entry_points.txt"
    path.write_text(f"[deploylog.importers]\n{entry}\n")

    done = run("formats")

    assert done.exit_code == 1
    assert done.stderr.startswith("Error: the importer '")
    assert f"of pigeon ({entry.partition(' = ')[2]})" in done.stderr
    assert message in done.stderr


LINE = "2024-05-01 {:02}:{:02}:{:02} INFO step {} copied 0123456789abcdef0123456789abcdef to a node\n"
MEASURING = """
import resource, sys
from deploylog.cli import main
try:
    main(["import", sys.argv[1], "-o", sys.argv[1] + ".yml"])
except SystemExit as end:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    sys.exit(end.code)
"""
SMALL = 2
BIG = 200 if THOROUGH else 9
"""MiB of a console; from 8 on, a person is shown how far it is read."""


def console(path: Path, size: int) -> Path:
    """Write a console of so many MiB, a hundred lines a second."""
    with path.open("w", encoding="utf-8") as file:
        for begin in itertools.count(0, 10_000):
            if file.tell() >= size << 20:
                return path
            lines = (
                (n // 100 // 3600, n // 6000 % 60, n // 100 % 60, n) for n in range(begin, begin + 10_000)
            )
            file.write("".join(LINE.format(*line) for line in lines))
    raise AssertionError


def imported(log: Path) -> tuple[int, str]:
    """Import a console where nobody watches; give the command's peak of memory in KiB, and what it said."""
    # By way of a shell: a program's peak begins with that of the process which started it.
    command = ["sh", "-c", '"$0" -c "$1" "$2"; exit $?', sys.executable, MEASURING, str(log)]
    where = {"cwd": log.parent}
    done = subprocess.run(command, **where, capture_output=True, text=True, check=True)
    return int(done.stdout), done.stderr


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, str]:
    """Import a big console; give it, the peak, and what was said."""
    log = console(tmp_path_factory.mktemp("big") / "big.log", BIG)
    return log, *imported(log)


def test_a_big_console_is_read_in_little_memory(tmp_path: Path, big: tuple[Path, int, str]) -> None:
    """The command's own peak, measured by the operating system: it does not grow with the file."""
    log, most, _ = big
    little, _ = imported(console(tmp_path / "small.log", SMALL))

    assert most < 150_000
    assert most - little < (BIG - SMALL) * 1024 / 4
    assert 10 < Path(f"{log}.yml").read_text(encoding="utf-8").count("- at: ") <= 120


def test_a_person_sees_how_far_a_big_file_is_read(tmp_path: Path, big: tuple[Path, int, str]) -> None:
    """On a terminal only: a bar in a log of CI is noise."""
    log, _, said = big
    ours, theirs = pty.openpty()
    program = "from deploylog.cli import main; main()"
    command = [sys.executable, "-c", program, "import", str(log), "-o", "out.yml"]

    subprocess.run(command, cwd=tmp_path, stderr=theirs, check=True)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    os.close(theirs)

    assert "reading" not in said
    assert "reading" in shown
    assert "100%" in shown
