"""The command `deploylog`, as a person at a terminal or a program in a pipe meets it."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import dev
import sites
from deploylog import cli, schema

LOG, POST = "posts/2007-12-02-front-end.yml", "posts/2007-12-02-front-end.md"
NIGHT = sites.LOG.format(title="The front end goes in")
BROKEN = """\
title: Two faults
date: 2007-12-02
outcome: rolledback
sytems: [front end]
"""
PLACE = "posts/2007-12-09-broken.yml"
OUTCOMES = (
    "successful, successful-with-issues, rolled-back, failed, deferred, cancelled, in-progress, scheduled"
)
BROKEN_CONCISE = f"""\
{PLACE}:3:10: unknown-word: outcome is 'rolledback'
{PLACE}:4:1: unknown-key: 'sytems' is no key of a log
"""
BROKEN_FULL = f"""\
{PLACE}:3:10: unknown-word: outcome is 'rolledback'
  help: did you mean 'rolled-back'? The words are: {OUTCOMES}
{PLACE}:4:1: unknown-key: 'sytems' is no key of a log
  help: did you mean 'systems'?
"""
BROKEN_GITHUB = f"""\
::error file={PLACE},line=3,col=10,title=unknown-word::outcome is 'rolledback'%0A\
help: did you mean 'rolled-back'? The words are: {OUTCOMES}
::error file={PLACE},line=4,col=1,title=unknown-key::'sytems' is no key of a log%0A\
help: did you mean 'systems'?
"""

Run = Callable[..., Result]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a site of one night and one term, and go there."""
    term = "---\nterm: bridge\nshort: A call that everybody joins.\n---\n\nA call.\n"
    folder = sites.write(tmp_path / "site", {LOG: NIGHT, "glossary/bridge.md": term})
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def run(site: Path) -> Run:  # noqa: ARG001  (it runs there)
    """Run the command in the site with some words; what it reads is `input`."""

    def run(*words: str, input: Any = None, color: bool = False, **environ: str) -> Result:  # noqa: A002
        runner = CliRunner(env=environ)
        return runner.invoke(cli.main, words, input=input, color=color, prog_name="deploylog")

    return run


def add(path: str, text: str) -> Path:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")
    return Path(path)


# check


def test_a_sound_site_prints_nothing_but_a_summary(run):
    """Silence on standard output is what lets `check` stand in a pipe."""
    done = run("check")

    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "2 files checked, no problem found\n")


@pytest.mark.parametrize(
    ("form", "printed"), [("full", BROKEN_FULL), ("concise", BROKEN_CONCISE), ("github", BROKEN_GITHUB)]
)
def test_every_problem_is_printed_in_the_format_that_its_reader_wants(run, form, printed):
    """People read two lines a problem, editors one, and GitHub puts them beside the lines of a change."""
    add(PLACE, BROKEN)

    done = run("check", "--format", form)

    assert (done.exit_code, done.stdout, done.stderr) == (1, printed, "2 problems in 1 of 3 files\n")


def test_problems_are_one_json_document_for_programs(run):
    """A program needs no parser of its own; without a problem it gets an empty list."""
    sound = run("check", "--format", "json")
    add(PLACE, BROKEN)
    done = run("check", "--format", "json")

    assert json.loads(sound.stdout) == []
    assert json.loads(done.stdout)[1] == {
        "file": PLACE,
        "line": 4,
        "column": 1,
        "rule": "unknown-key",
        "message": "'sytems' is no key of a log",
        "help": "did you mean 'systems'?",
    }


@pytest.mark.parametrize(
    ("paths", "summary"),
    [
        ([LOG], "1 file checked, no problem found\n"),
        (["posts"], "2 problems in 1 of 2 files\n"),
        (["glossary"], "1 file checked, no problem found\n"),
        (["glossary", LOG], "2 files checked, no problem found\n"),
        (["."], "2 problems in 1 of 3 files\n"),
    ],
)
def test_only_what_is_named_is_reported(run, paths, summary):
    """Who mends one file is not told about the others."""
    add(PLACE, BROKEN)

    assert run("check", *paths).stderr == summary


def test_one_file_of_a_site_is_checked_with_what_it_refers_to(run):
    """A log that remedies one that is not there is wrong, although nothing within it is."""
    add(LOG, f"{NIGHT}remedies: 2007-11-30-nowhere\n")

    done = run("check", LOG, "--format", "concise")

    message = "remedies is '2007-11-30-nowhere', which is no log of this site"
    assert done.stdout == f"{LOG}:9:11: unknown-log: {message}\n"


def test_without_a_site_and_without_paths_nothing_is_searched(run, tmp_path, monkeypatch):
    """Whoever stands in the wrong folder has not asked to read the whole disk."""
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")

    nowhere, nothing = run("check"), run("check", ".")

    looked = "looked for mkdocs.yml or mkdocs.yaml here and above; name files or folders to check"
    assert (nowhere.exit_code, nowhere.stderr) == (1, f"Error: 0 files checked: {looked}\n")
    message = "0 files checked: looked for logs (.yml, .yaml), posts and terms (.md)\n"
    assert (nothing.exit_code, nothing.stderr) == (1, message)


def test_a_template_that_is_none_is_located(run):
    """Else only the build would tell."""
    add("templates/x.md.j2", "One\n{% if %}\n")

    done = run("check", "--format", "concise")

    message = "Expected an expression, got 'end of statement block'"
    assert (done.exit_code, done.stdout) == (1, f"templates/x.md.j2:2:1: template: {message}\n")


def test_a_log_outside_of_any_site_is_checked_by_itself(run, tmp_path, monkeypatch):
    """A log is worth checking before there is a site; it then names its own time zone."""
    monkeypatch.chdir(tmp_path)
    add("alone/2007-12-02-night.yml", f"timezone: America/Toronto\n{NIGHT}")
    add("alone/elsewhere.yml", "not a log")

    done = run("check", "alone/2007-12-02-night.yml")

    assert (done.exit_code, done.stderr) == (0, "1 file checked, no problem found\n")


def test_terms_and_posts_are_checked_by_themselves_too(run, tmp_path, monkeypatch):
    """A folder of terms is read as terms, any other Markdown as posts."""
    monkeypatch.chdir(tmp_path)
    add("glossary/bridge.md", "---\ntrem: bridge\n---\n\nA call.\n")
    add("notes/night.md", "---\ndate: yesterday\n---\n\nText.\n")

    done = run("check", "glossary/bridge.md", "notes/night.md", "--format", "concise")

    assert {": ".join(line.split(": ")[:2]) for line in done.stdout.splitlines()} == {
        "glossary/bridge.md:1:1: bad-term",
        "glossary/bridge.md:2:1: bad-term",
        "notes/night.md:2:7: bad-front-matter",
    }


def test_a_file_that_is_not_there_is_one_message(run):
    """A slip of the fingers is no reason for a traceback."""
    done = run("check", "posts/nowhere.yml")

    assert (done.exit_code, done.output) == (1, "Error: posts/nowhere.yml: No such file or directory\n")


def test_a_wrong_option_is_told_from_a_wrong_file(run):
    """CI can tell its own mistake (2) from its author's (1)."""
    done = run("check", "--format", "xml")

    assert done.exit_code == 2
    assert "'xml' is not one of 'full', 'concise', 'github', 'json'" in done.stderr


def test_a_wrong_setting_of_the_site_has_its_place(run):
    """Every command reads mkdocs.yml first, and says where it is wrong."""
    text = Path("mkdocs.yml").read_text(encoding="utf-8")
    add("mkdocs.yml", text.replace("America/Toronto", "Toronto"))

    done = run("stats")

    help_ = "did you mean America/Toronto? write an IANA name, e.g. America/Toronto"
    message = "bad-setting: timezone is 'Toronto', which is no time zone"
    assert done.exit_code == 1
    assert done.stderr == f"mkdocs.yml:9:17: {message}\n  help: {help_}\n"


# colour and streams


@pytest.mark.parametrize(
    ("words", "environ", "colored"),
    [
        (["check"], {}, True),
        (["check"], {"NO_COLOR": "1"}, False),
        (["check"], {"NO_COLOR": ""}, True),
        (["check", "--color", "never"], {}, False),
        (["--color", "never", "check"], {}, False),
        (["--color", "never", "check", "--color", "always"], {}, True),
        (["check", "--color", "always"], {"NO_COLOR": "1"}, True),
    ],
)
def test_colour_follows_the_person_then_the_environment(run, words, environ, colored):
    """`--color` works before and after the subcommand; NO_COLOR counts unless `--color` says otherwise."""
    add(PLACE, BROKEN)

    done = run(*words, color=True, **environ)

    assert ("\x1b[" in done.stdout) is colored


def test_colour_stays_out_of_pipes(run):
    """What is not a terminal gets plain text unless it asks for more."""
    add(PLACE, BROKEN)

    assert run("check", color=False).stdout == BROKEN_FULL
    assert "\x1b[" in run("check", "--color", "always", color=False).stdout


def test_a_closed_pipe_ends_quietly(tmp_path):
    """`deploylog schema | head -1` says nothing of pipes."""
    command = f"{sys.executable} -c 'from deploylog.cli import main; main()' schema; echo $? >&2"
    done = subprocess.run(
        ["bash", "-c", f"({command}) | true"], capture_output=True, text=True, cwd=tmp_path, check=True
    )

    assert done.stderr in ("141\n", "0\n")


def test_an_interruption_ends_quietly(run):
    """Who presses Ctrl+C knows that they did; the exit code tells the shell."""

    class Interrupted(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if size == 0:  # The runner asks whether these are bytes.
                return b""
            raise KeyboardInterrupt

    done = run("draft", "-", input=Interrupted())

    assert (done.exit_code, done.output) == (130, "")


@pytest.mark.parametrize("words", [[], ["check"], ["draft"], ["export"], ["rule"], ["schema"], ["stats"]])
def test_every_command_explains_itself(run, words):
    """-h works wherever one is."""
    done = run(*words, "-h")

    assert done.exit_code == 0
    assert done.stdout.startswith(f"Usage: {' '.join(['deploylog', *words])} [OPTIONS]")
    assert "--color [auto|always|never]" in done.stdout


def test_the_version_is_the_package_s(run):
    """A report of a bug begins with it."""
    assert run("--version").stdout == "deploylog 0.1.0\n"


# draft


def test_a_draft_stands_beside_its_log_and_stays_a_draft(run):
    """The author finds it where posts are, and nothing is published before they say so."""
    done = run("draft", LOG)

    text = Path(POST).read_text(encoding="utf-8")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == f"{POST} written; it is a draft until you remove `draft: true`\n"
    assert text.startswith('---\ntitle: "The front end goes in"\ndate: 2007-12-02\ndraft: true\n---\n')
    assert "<!-- deploylog: facts -->" in text
    assert "<!-- deploylog: timeline -->" in text
    assert run("check").stderr == "3 files checked, no problem found\n"


def test_a_draft_reads_as_its_author_would_type_it(run):
    """Nobody edits `client&#39;s`; what could act as markup stays without effect."""
    written = """text: "the client's *new* (second) <b>test</b>, v1.2, passed","""
    add(LOG, NIGHT.replace("text: the client's landing test passed,", written))

    text = run("draft", LOG, "-o", "-").stdout

    assert r"client's \*new\* (second) &lt;b>test&lt;/b>, v1.2" in text


def test_a_post_that_draft_did_not_write_is_left_alone(run):
    """An author's text is worth more than ours."""
    add(POST, "---\ntitle: Mine\n---\n\nMy own words.\n")

    done = run("draft", LOG)

    assert (done.exit_code, done.stdout) == (1, "")
    refused = "is there, not written by draft; nothing was written (-o FILE writes elsewhere)"
    assert done.stderr == f"Error: {POST} {refused}\n"
    assert Path(POST).read_text(encoding="utf-8") == "---\ntitle: Mine\n---\n\nMy own words.\n"


def test_an_edited_draft_takes_in_what_its_log_learned(run):
    """The author's paragraph stays, and so does the log's correction."""
    run("draft", LOG)
    draft = Path(POST).read_text(encoding="utf-8")
    add(POST, f"{draft}\nMy own last words.\n")
    again = run("draft", LOG)
    add(LOG, NIGHT.replace("The front end goes in", "The front end is in"))

    done = run("draft", LOG)

    nothing = f"{POST} is there and holds all that {LOG} says; nothing was written\n"
    assert (again.exit_code, again.stderr) == (0, nothing)
    assert (done.exit_code, done.stderr) == (
        0,
        f"{POST} brought up to date with {LOG}; your changes are kept\n",
    )
    merged = Path(POST).read_text(encoding="utf-8")
    assert 'title: "The front end is in"' in merged
    assert merged.endswith("\nMy own last words.\n")


def test_a_draft_that_conflicts_with_its_log_is_not_touched(run):
    """Both sides are shown, and the author decides."""
    run("draft", LOG)
    mine = Path(POST).read_text(encoding="utf-8").replace("The front end goes in", "In it goes")
    add(POST, mine)
    add(LOG, NIGHT.replace("The front end goes in", "The front end is in"))

    done = run("draft", LOG)

    assert done.exit_code == 1
    assert 'title: "In it goes"' in done.stdout
    assert 'title: "The front end is in"' in done.stdout
    same = "changed in the same place (shown above); nothing was written."
    then = f"Put both sides into the post, then say so: deploylog draft --resolved {LOG}"
    assert done.stderr == f"Error: {POST} and {LOG} {same} {then}\n"
    assert Path(POST).read_text(encoding="utf-8") == mine


def test_a_draft_goes_where_it_is_sent_but_over_nothing(run):
    """`-o` names a new file; its folder is made."""
    first = run("draft", LOG, "-o", "drafts/night.md")
    again = run("draft", LOG, "-o", "drafts/night.md")

    assert (first.exit_code, first.stderr) == (0, "drafts/night.md written\n")
    assert (again.exit_code, again.stderr) == (
        1,
        "Error: drafts/night.md is there already; it is left as it is\n",
    )
    assert Path("drafts/night.md").read_text(encoding="utf-8") == run("draft", LOG, "-o", "-").stdout
    assert not Path(POST).exists()


def test_a_log_from_a_pipe_is_told_into_the_pipe(run):
    """The site's own settings hold for it: here its time zone."""
    done = run("draft", "-", input=NIGHT)

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith('---\ntitle: "The front end goes in"\n')
    assert list(Path("posts").iterdir()) == [Path(LOG)]


def test_a_log_outside_of_any_site_can_be_drafted(run, tmp_path, monkeypatch):
    """A post can come before the site."""
    monkeypatch.chdir(tmp_path)
    add("night.yml", f"timezone: America/Toronto\n{NIGHT}")

    done = run("draft", "night.yml")

    assert (done.exit_code, done.stderr) == (
        0,
        "night.md written; it is a draft until you remove `draft: true`\n",
    )


def test_a_draft_of_a_broken_log_reports_the_log(run):
    """All its problems at once, as `check` does; other files' problems are not in the way."""
    add(PLACE, BROKEN)

    broken, sound = run("draft", PLACE), run("draft", LOG)

    assert (broken.exit_code, broken.stdout, broken.stderr) == (1, "", BROKEN_FULL)
    assert sound.exit_code == 0


def test_a_private_log_is_not_drafted(run):
    """A post beside it would be published."""
    add(LOG, f"{NIGHT}private: true\n")

    done = run("draft", LOG)

    refused = f"Error: {LOG} is private and stays out of the site; a post would publish it\n"
    assert (done.exit_code, done.output) == (1, refused)


def test_a_post_named_instead_of_its_log_is_put_right(run):
    """The two stand side by side, and a shell completes either."""
    done = run("draft", POST)

    assert done.exit_code == 2
    assert done.stderr.endswith(f"Error: Invalid value for 'FILE': {POST} is a post; name its log, {LOG}\n")


# stats, schema, rule


def test_the_sample_site_counts_as_its_nights_were(run, monkeypatch):
    """These figures were counted by hand from the nights of 2007."""
    monkeypatch.chdir(dev.ROOT)

    figures = json.loads(run("stats", "--json").stdout)

    assert (figures["logs"], figures["executed"], figures["deferred"]) == (8, 4, 4)
    assert (figures["change_fail_rate"]["count"], figures["change_fail_rate"]["of"]) == (2, 4)
    assert (figures["deployment_rework_rate"]["count"], figures["deployment_rework_rate"]["of"]) == (1, 4)
    assert figures["median_duration_minutes"] == 277.5
    nights = {night["id"]: night for night in figures["deployments"] if night["duration_minutes"]}
    assert [night["duration_minutes"] for night in nights.values()] == [615, 345, 210, 35]
    assert nights["2007-12-02-november-release"]["started_at"] == "2007-12-02T01:30:00-05:00"


def test_statistics_are_words_in_a_terminal(run):
    """Every figure stands with its whole."""
    done = run("stats", SOURCE_DATE_EPOCH="1199145600")

    assert (done.exit_code, done.stderr) == (0, "")
    assert "change fail rate" in done.stdout
    assert "0 of 1" in done.stdout


def test_statistics_of_broken_logs_are_not_counted(run):
    """A figure that leaves out a night without saying so is a wrong figure."""
    add(PLACE, BROKEN)

    done = run("stats")

    assert (done.exit_code, done.stdout, done.stderr) == (1, "", BROKEN_FULL)


def test_a_day_that_is_no_day_is_told(run):
    """The environment is an author too."""
    text = Path("mkdocs.yml").read_text(encoding="utf-8")
    add("mkdocs.yml", "".join(line for line in text.splitlines(keepends=True) if "as_of" not in line))

    done = run("stats", SOURCE_DATE_EPOCH="soon")

    message = "SOURCE_DATE_EPOCH is 'soon', which is no number of seconds since 1970"
    help_ = "write whole seconds, e.g. 1196586000, or unset the variable"
    assert (done.exit_code, done.output) == (1, f"Error: {message}; {help_}\n")


def test_the_schema_is_the_one_that_logs_name(run):
    """Logs begin with a line that names the committed file."""
    committed = dev.ROOT / "docs" / "deployment-log.schema.json"

    assert (
        json.loads(run("schema").stdout)
        == schema.schema()
        == json.loads(committed.read_text(encoding="utf-8"))
    )


def test_every_rule_has_its_page(run):
    """`check` names the rule; this explains it."""
    names = run("rule").stdout.split()

    pages = sorted(path for path in (dev.ROOT / "docs" / "rules").glob("*.md"))
    assert names == [path.stem for path in pages]
    assert run("rule", names[0]).stdout == pages[0].read_text(encoding="utf-8")


def test_an_unknown_rule_is_met_with_the_nearest(run):
    """A rule is typed from memory now and then."""
    done = run("rule", "unknown-log-")

    assert done.exit_code == 2
    assert "'unknown-log-' is no rule; did you mean unknown-log?" in done.stderr


# a site's own templates


def test_a_mistake_in_a_template_has_its_place(run):
    """Templates are written by the site's people too."""
    add("templates/post.md.j2", "{% block title %}\n{{ article.titel }}\n{% endblock %}\n")
    add("templates/draft.md.j2", "{% block title %}\n")

    undefined, syntax = run("export", "out"), run("draft", LOG)

    assert undefined.exit_code == syntax.exit_code == 1
    assert undefined.stderr.startswith("Error: ")
    assert "has no attribute 'titel'" in undefined.stderr
    assert syntax.stderr.startswith("Error: templates/draft.md.j2:1: Unexpected end of template.")
