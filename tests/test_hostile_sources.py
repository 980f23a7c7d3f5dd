"""Files that mean harm are refused, each with one message a fault; no link leads out, and nothing hangs."""

import os
from pathlib import Path

import pytest

import hostile_site
import sites
from deploylog import settings, site

REFUSED = hostile_site.cases("refused")
NIGHT = "posts/2007-12-02-night.yml"


def said(folder: Path) -> str:
    """Read a site; give all that is said about it."""
    chosen = settings.settings_of({"timezone": "America/Toronto"}, folder, docs_dir="posts")
    return "".join(f"{problem}\n" for problem in site.read(chosen).problems)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the empty folder of a site, and a secret beside it; be there."""
    for name in ("site/posts", "site/glossary"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "secret.md").write_text(
        "---\nterm: secret\nshort: A secret.\ndate: 2007-12-02\n---\n", "utf-8"
    )
    monkeypatch.chdir(tmp_path / "site")
    return tmp_path / "site"


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED.keys())
def test_a_file_that_means_harm_is_refused_with_its_place(folder, case):
    """Its author, if it is a slip, learns the place, the rule and the remedy; all others are spared it."""
    path = folder / case["file"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(case["content"].encode(case.get("encoding", "utf-8"), "surrogatepass"))

    assert said(folder) == case["says"]


LEADS_OUT = (
    "{file}:1:1: leads-out: '{name}' is a link to {target}, outside of the folder that it stands in\n"
    "  help: put the file itself there; what a link leads to outside is never published\n"
)


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("posts/2007-12-02-x.yml", "secret.md"),
        ("posts/2007-12-02-x.md", "secret.md"),
        ("posts/x.png", "secret.md"),
        ("posts/gone.md", "no/such/file"),
        ("posts/passwords", "/etc"),
        ("posts/2007-12-02-zero.yml", "/dev/zero"),
        ("posts/zero.md", "/dev/zero"),
        ("posts/above", "."),
        ("glossary/secret.md", "secret.md"),
        ("glossary/zero.md", "/dev/zero"),
    ],
)
def test_no_link_is_followed_out_of_its_folder(folder, link, target):
    """A device has no end, and a secret beside the site is nobody's business."""
    place = (folder.parent / target).resolve()
    (folder / link).symlink_to(place)

    assert said(folder) == LEADS_OUT.format(file=link, name=Path(link).name, target=place)


def test_a_folder_within_itself_is_said_once(folder):
    """Followed, it would be read forty times, until the names are too long."""
    (folder / NIGHT).write_text(sites.LOG.format(title="A night"), encoding="utf-8")
    (folder / "posts/again").symlink_to(folder / "posts")

    assert said(folder) == (
        f"posts/again:1:1: leads-round: 'again' is a link to {folder}/posts, in which it stands itself\n"
        "  help: remove the link; a folder within itself has no end\n"
    )


@pytest.mark.parametrize("file", [NIGHT, "posts/pipe.md", "glossary/pipe.md"])
def test_a_pipe_is_no_file(folder, file):
    """Nobody writes into it, so reading it would never end."""
    os.mkfifo(folder / file)

    assert said(folder) == f"{file}:1:1: unreadable: the file cannot be read: it is not a file\n"


@pytest.mark.parametrize("file", [NIGHT, "posts/gone.md", "glossary/gone.md"])
def test_a_link_to_nothing_is_a_message(folder, file):
    """The file was moved and its link forgotten."""
    (folder / file).symlink_to(Path(file).parent.resolve() / "no-such-file")

    assert said(folder).startswith(f"{file}:1:1: unreadable: the file cannot be read: ")
    assert said(folder).count("\n") == 1


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("a: " + "[" * 25_000, "too-deep"),
        ("a: " + "{a: " * 25_000, "too-deep"),
        ("- " * 25_000, "too-deep"),
        ("why: " + "x" * (1 << 20), "too-large"),
        ("[" + "x," * 60_000 + "]", "too-large"),
        (sites.LOG.format(title="x" * 100_000), ""),
        (sites.LOG.format(title="x " * 50_000), ""),
    ],
    ids=["lists", "mappings", "nested items", "size", "values", "a word", "words"],
)
def test_a_log_without_measure_is_refused_or_read(folder, text, rule):
    """Neither the reader's stack nor its memory is an author's to fill."""
    (folder / NIGHT).write_text(text, encoding="utf-8")

    found = said(folder)

    assert (f": {rule}: " in found) if rule else (found == "")
    assert found.count("\n") <= 2


@pytest.mark.unmeasured
def test_ten_thousand_steps_are_too_many(folder):
    """A program may have written the log, and written too much."""
    steps = "".join(
        f'  - {{at: "01:30", activity: deploy, text: step {number}}}\n' for number in range(10_000)
    )
    head, _, _ = sites.LOG.format(title="A night").partition("steps:")
    (folder / NIGHT).write_text(f"{head}steps:\n{steps}", encoding="utf-8")

    assert said(folder) == (
        f"{NIGHT}:7147:6: too-large: the file holds more than 50,000 values\n"
        "  help: a log tells one night; give each night a file of its own\n"
    )


@pytest.mark.parametrize(
    ("files", "says"),
    [
        (
            {
                "posts/Night.md": "---\ndate: 2007-12-02\n---\n",
                "posts/night.md": "---\ndate: 2007-12-03\n---\n",
            },
            "posts/night.md:1:1: same-address: 'night' has the same address as posts/Night.md\n"
            "  help: give the file another name\n",
        ),
        (
            {
                "posts/a.md": "---\ndate: 2007-12-02\n---\n",
                "posts/a/index.md": "---\ndate: 2007-12-03\n---\n",
            },
            "posts/a/index.md:1:1: same-address: 'a/index' has the same address as posts/a.md\n"
            "  help: give the file another name\n",
        ),
    ],
    ids=["by case", "by folder"],
)
def test_two_files_never_have_one_address(folder, files, says):
    """One of the two would be lost, and which would depend on the machine."""
    sites.write(folder, files)

    assert said(folder) == says


@pytest.mark.parametrize(
    ("first", "second", "one_page"),
    [
        ("front end", "front-end", True),
        ("C++", "C#", False),
        ("раураl", "paypal", False),
        ("../x", "x", True),
    ],
)
def test_two_names_share_a_page_only_if_they_are_refused(folder, first, second, one_page):
    """Letters that look alike, and signs that no address has, do not make two systems one."""
    for day, name in ((1, first), (2, second)):
        text = (
            sites.LOG.format(title="A night")
            .replace("front end", f"'{name}'")
            .replace("-12-02", f"-12-0{day}")
        )
        (folder / f"posts/2007-12-0{day}-night.yml").write_text(text, encoding="utf-8")

    assert (": same-page: " in said(folder)) is one_page


def test_the_corpus_is_whole():
    """A case that is lost is a hole that nobody sees."""
    assert len({*hostile_site.TEXTS.values()}) > 90
    assert len({*hostile_site.MARKDOWN.values()}) > 90
    assert len(REFUSED) > 80
    assert len(hostile_site.FRONT_MATTER) > 10
