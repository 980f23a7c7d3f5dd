"""A page that is copied from an earlier build is the page that a build would make now, to the byte."""

import logging
import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

import sites
from thorough import THOROUGH

SEQUENCES = int(os.environ.get("DEPLOYLOG_SEQUENCES") or (500 if THOROUGH else 2))
EDITS = 3

DAY = "2007-1{}-0{}"
LOG = """\
title: {title}
release: {release}
date: {day}
outcome: {outcome}
environment: {environment}
{more}
systems: [front end, {system}]
why: The {system} gets a landing test.
steps:
  - {{at: "01:30", activity: assemble, text: everyone joined the bridge}}
  - {{at: "01:35", until: "01:50", activity: deploy, system: front end, text: {text}}}
"""
DEFERRED = """\
title: {title}
release: {release}
date: {day}
outcome: deferred
systems: [{system}]
deferral: {{reason: {text}, cause: a crash}}
"""
TOLD = """\
---
title: {title}
date: {day}
---

{text}, and a bridge.

See [what was before]({link}) and [a part](#heading).

## Heading

![A picture](picture.png)
"""
TERM = "---\nterm: {term}\nshort: What a {term} is, {text}.\n---\n\nA {term} is [a thing](../{link}).\n"
SITE = """\
site_name: {name}
site_url: https://example.com/{name}/
docs_dir: posts
theme: {{name: material, font: false}}
plugins:
  - search
  - deploylog: {{timezone: America/Toronto, as_of: 2007-12-31, page_size: 2}}
"""
BLOCK = '{{% extends "builtin/post.md.j2" %}}\n{{% block title %}}\n# {text}\n{{% endblock %}}\n'

Edit = Callable[[random.Random, Path], None]


def _some(chance: random.Random, folder: Path, pattern: str) -> Path | None:
    return chance.choice(sorted(folder.glob(pattern)) or [None])  # type: ignore[list-item]


def _words(chance: random.Random) -> str:
    words = [
        "the new version",
        "a landing test",
        "went in",
        "the bridge",
        "load balancer",
        "at last",
        "slowly",
    ]
    return " ".join(chance.sample(words, 3))


def _more(chance: random.Random, folder: Path, day: str) -> str:
    """Give what only some logs say: that they mend another of the days before, or are not to be seen yet."""
    before = [path.stem for path in sorted(folder.glob("posts/*night.yml")) if path.stem < day]
    if before and chance.random() < 0.3:
        return f"kind: emergency\nremedies: {chance.choice(before)}"
    return "draft: true" if chance.random() < 0.1 else "tags: [night]"


def log(chance: random.Random, folder: Path) -> None:
    """Write a log: a new one, or another text for one that is there."""
    day = DAY.format(chance.randint(0, 2), chance.randint(1, 3))
    template, outcome = chance.choice([(LOG, "successful"), (LOG, "rolled-back"), (DEFERRED, "")])
    text = template.format(
        title=_words(chance),
        release=chance.choice(["autumn", "winter", "spring"]),
        day=day,
        outcome=outcome,
        environment=chance.choice(["production", "production", "test"]),
        more=_more(chance, folder, day),
        system=chance.choice(["database", "back end"]),
        text=_words(chance),
    )
    (folder / "posts" / f"{day}-night.yml").write_text(text)


def told(chance: random.Random, folder: Path) -> None:
    """Tell a night in an author's words, or write a plain post."""
    beside = _some(chance, folder, "posts/*.yml")
    stem = beside.stem if beside and chance.random() < 0.6 else "2007-10-09-plain"
    other = _some(chance, folder, "posts/*.yml")
    link = f"{other.stem}.md" if other else "index.md"
    text = TOLD.format(title=_words(chance), day="2007-10-09", text=_words(chance), link=link)
    (folder / "posts" / f"{stem}.md").write_text(text)
    (folder / "posts" / "picture.png").write_bytes(chance.randbytes(9))


def term(chance: random.Random, folder: Path) -> None:
    """Explain a word otherwise."""
    name = chance.choice(["landing test", "bridge", "load balancer"])
    text = TERM.format(term=name, text=_words(chance), link="index.md")
    (folder / "glossary" / f"{name.replace(' ', '-')}.md").write_text(text)


def own_page(chance: random.Random, folder: Path) -> None:
    """Give the site a page of its own, whose title stands in the navigation of all others."""
    (folder / "posts" / "about.md").write_text(f"# {_words(chance)}\n\nAbout the [front](index.md).\n")


def removal(chance: random.Random, folder: Path) -> None:
    """Take a source away that nothing needs."""
    gone = _some(chance, folder, "posts/*night.yml")
    needed = any(gone and gone.stem in path.read_text() for path in folder.glob("posts/*night.yml"))
    if gone and not needed and len(list(folder.glob("posts/*night.yml"))) > 2:
        gone.unlink()
        for text in folder.glob("posts/*.md"):
            text.unlink()


def configuration(chance: random.Random, folder: Path) -> None:
    """Call the site another name, which stands on every page."""
    (folder / "mkdocs.yml").write_text(SITE.format(name=chance.choice(["nights", "days"])))


def template(chance: random.Random, folder: Path) -> None:
    """Word every post's title otherwise, or as ever."""
    own = folder / "templates" / "post.md.j2"
    own.parent.mkdir(exist_ok=True)
    own.write_text(BLOCK.format(text=_words(chance)))
    if chance.random() < 0.3:
        own.unlink()


CHANGES: list[Edit] = [log, log, log, told, term, own_page, removal, configuration, template]


@contextmanager
def _quiet() -> Iterator[None]:
    logger = logging.getLogger("mkdocs")
    before = logger.level
    logger.setLevel(logging.WARNING)
    yield
    logger.setLevel(before)


def _built(folder: Path, into: Path, *, strict: bool = True) -> Path:
    config = load_config(str(folder / "mkdocs.yml"), site_dir=str(into), strict=strict)
    config.plugins.on_startup(command="build", dirty=False)
    with _quiet():
        build(config)
    config.plugins.on_shutdown()
    return into


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _differing(one: Path, other: Path) -> list[str]:
    ours, theirs = _files(one), _files(other)
    return sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """Write a small site, to be seen on one day."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1199000000")
    monkeypatch.chdir(tmp_path)
    chance, site = random.Random("a site"), tmp_path / "site"
    (site / "posts").mkdir(parents=True)
    (site / "glossary").mkdir()
    for change in (configuration, log, log, log, told, term, own_page):
        change(chance, site)
    return site


@pytest.mark.unmeasured
@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_a_site_of_kept_pages_is_the_site_that_is_built(folder, tmp_path, seed):
    """After any edits: search, map, headers and every page, byte for byte; a wrong page would stay wrong."""
    chance = random.Random(seed)
    _built(folder, tmp_path / "warm")

    for number in range(EDITS):
        chance.choice(CHANGES)(chance, folder)
        _built(folder, tmp_path / "warm")
        cold = tmp_path / f"cold-{number}"
        shutil.copytree(folder, cold, ignore=shutil.ignore_patterns(".cache"))
        _built(cold, tmp_path / "built")

        assert _differing(tmp_path / "warm", tmp_path / "built") == []


def test_pages_that_did_not_change_are_copied(folder, tmp_path):
    """Otherwise the test above would compare a build with itself."""
    _built(folder, tmp_path / "one")
    kept: list[str] = []
    reader = logging.Handler()
    reader.emit = lambda record: kept.append(record.getMessage())  # type: ignore[method-assign]
    engine = logging.getLogger("mkdocs.structure.files")
    engine.addHandler(reader)
    engine.setLevel(logging.DEBUG)

    _built(folder, tmp_path / "two")

    engine.removeHandler(reader)
    engine.setLevel(logging.NOTSET)
    copied = {message.split("'")[1] for message in kept if message.startswith("Copying media file")}
    posts = {f"{path.stem}.md" for path in folder.glob("posts/*.yml")}
    assert posts <= copied
    assert "index.md" not in copied


def test_a_warning_is_given_at_every_build(folder, tmp_path, caplog):
    """A strict build must not pass only because the one before it was looked at already."""
    post = folder / "posts" / "2007-10-09-plain.md"
    post.write_text(
        TOLD.format(title="Plain", day="2007-10-09", text="[Not](#here), see", link="index.md#nowhere")
    )
    (folder / "mkdocs.yml").write_text(SITE.format(name="nights") + "validation: {anchors: warn}\n")

    for _ in range(2):
        caplog.clear()
        with pytest.raises(Abort, match="Aborted with 3 warnings in strict mode!"):
            _built(folder, tmp_path / "built")
        assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == [
            "Doc file '2007-10-09-plain.md' contains a link '#here',"
            " but there is no such anchor on this page.",
            "Doc file '2007-10-09-plain.md' contains a link 'index.md#nowhere',"
            " but the doc 'index.md' does not contain an anchor '#nowhere'.",
            "Doc file 'page/2.md' contains a link '../2007-10-09-plain.md#here',"
            " but the doc '2007-10-09-plain.md' does not contain an anchor '#here'.",
        ]


@pytest.mark.unmeasured
def test_another_plugin_switches_it_off(folder, tmp_path):
    """What somebody else's plugin does to a page is not known, so every page is built."""
    hook = folder / "hook.py"
    hook.write_text("def on_page_markdown(markdown, **_):\n    return markdown\n")
    (folder / "mkdocs.yml").write_text(SITE.format(name="nights") + "hooks: [hook.py]\n")

    _built(folder, tmp_path / "built")

    assert not (folder / ".cache").exists()


@pytest.mark.unmeasured
def test_what_is_kept_can_be_damaged(folder, tmp_path):
    """The next build makes everything anew."""
    _built(folder, tmp_path / "one")
    (folder / ".cache" / "deploylog" / "kept.sqlite3").write_bytes(b"no database")

    _built(folder, tmp_path / "two")

    assert _differing(tmp_path / "one", tmp_path / "two") == []


def test_a_site_in_a_process_of_its_own_reuses_what_another_kept(folder, tmp_path):
    """Keys are the same whatever the seed of Python's hashes."""
    sites.build(folder, tmp_path / "one")
    sites.build(folder, tmp_path / "two")

    assert _differing(tmp_path / "one", tmp_path / "two") == []
