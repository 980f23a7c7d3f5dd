"""A saved post is in the open page before the whole site is built, and is what that makes of it."""

import contextlib
import gc
import html
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer

import sites
from deploylog.plugin import garbage
from deploylog.plugin.served import Served

PATIENCE = 60
LOG = sites.LOG.format(title="A night")
TOLD = "---\ntitle: A night told\n---\n\nEveryone joined the bridge, [as before](a.md).\n\n![It](gone.png)\n"
TERM = "---\nterm: bridge\nshort: Where everyone talks.\n---\nIt.\n"
FILES = {
    **{f"posts/{name}.yml": LOG for name in ("a", "b", "told")},
    "posts/told.md": TOLD,
    "glossary/bridge.md": TERM,
}
_SCRIPT = re.compile(rb"<script>\nvar livereload = .*?livereload\((\d+), \d+\);\n</script>", re.DOTALL)


class Running:
    """A preview in this process, whose whole builds wait to be let on when they have made their pages."""

    def __init__(self, folder: Path, into: Path) -> None:
        self._folder = folder
        self.into = into
        self.on_page: Callable[[], None] = lambda: None
        self._gate, self._arrived = threading.Event(), threading.Event()
        self._gate.set()
        self.built = 0
        self.server = LiveReloadServer(
            self._build, "127.0.0.1", 0, str(into), polling_interval=0.05, shutdown_delay=0.05
        )
        self.server.build_delay = 0.01
        self.server.poll_response_timeout = 0.2  # type: ignore[misc]
        self._thread = threading.Thread(target=self.server.serve)

    @contextlib.contextmanager
    def served(self) -> Iterator["Running"]:
        """Serve as `mkdocs serve` does, until the end."""
        config = self._config()
        config.plugins.on_startup(command="serve", dirty=False)
        build(config, serve_url="http://127.0.0.1/")
        for watched in (config.docs_dir, config.config_file_path or ""):
            self.server.watch(watched)
        config.plugins.on_serve(self.server, config=config, builder=self._build)
        self._thread.start()
        soon(self.server.serve_thread.is_alive)
        try:
            yield self
        finally:
            self._gate.set()
            self.server.shutdown()
            self._thread.join()
            config.plugins.on_shutdown()

    def save(self, path: str, text: str) -> None:
        """Save a file; the whole build is not let on, and has made its pages when this ends."""
        self._gate.clear()
        self._arrived.clear()
        self._write(path, text)
        assert self._arrived.wait(PATIENCE)

    def save_again(self, path: str, text: str) -> None:
        """Save a file while the build for another waits, until that has been noticed."""
        self._write(path, text)
        soon(lambda: self.server._want_rebuild)

    def let_on(self) -> None:
        """Let the whole build end."""
        before = self.built
        self._gate.set()
        soon(lambda: self.built > before)

    def _write(self, path: str, text: str) -> None:
        """Save a file in one step, as editors do: one that is looked at half-written is built twice."""
        whole = self._folder.parent / "whole"
        whole.write_text(text)
        whole.replace(self._folder / path)

    def _config(self):
        config = load_config("mkdocs.yml", site_dir=str(self.into))
        config.site_url = "http://127.0.0.1/"
        config.plugins.events["pre_build"].append(self._wait)
        config.plugins.events["post_page"].append(self._heard)
        return config

    def _heard(self, output: str, **_: object) -> str:
        self.on_page()
        return output

    def _wait(self, **_: object) -> None:
        self._arrived.set()
        assert self._gate.wait(PATIENCE)

    def _build(self) -> None:
        build(self._config(), serve_url="http://127.0.0.1/")
        self.built += 1


class Tab:
    """One page in a browser, which looks again when it is told to."""

    def __init__(self, running: Running, path: str) -> None:
        self._running, self._path = running, path
        self.looked = 0
        self._look()

    def told(self) -> bool:
        """Wait a moment to be told to look again, and look if so."""
        if int(self._got(f"livereload/{self._epoch}/1")) == self._epoch:
            return False
        self._look()
        return True

    def get(self, path: str) -> tuple[int, bytes]:
        """Get what a page needs; give the status, too."""
        try:
            return 200, self._got(path)
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def _look(self) -> None:
        seen = self._got(self._path)
        [epoch] = _SCRIPT.findall(seen)
        self.html, self._epoch = _SCRIPT.sub(b"", seen), int(epoch)
        self.looked += 1

    def _got(self, path: str) -> bytes:
        address = f"http://127.0.0.1:{self._running.server.server_port}/{path}"
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            return answer.read()


def soon(true: Callable[[], bool]) -> None:
    """Wait until something is true."""
    pause = threading.Event()
    for _ in range(PATIENCE * 100):
        if true():
            return
        pause.wait(0.01)
    raise AssertionError("it never was")


def folders(running: Running) -> Iterator[Path]:
    """Give the folder that MkDocs has made for a site, and those of the preview's own."""
    yield running.into
    yield from Path(running.server.root).parent.iterdir()


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Write a small site of three nights; one is told, with a picture that is not there."""
    return sites.write(tmp_path_factory.mktemp("preview") / "site", FILES)


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[Running]:
    """Serve it."""
    with contextlib.chdir(folder), Running(folder, folder.parent / "served").served() as preview:
        yield preview


@pytest.mark.parametrize(
    ("path", "text", "seen"),
    [
        ("posts/a.yml", LOG.replace("everyone", "nearly everyone") + "lessons: [ask]\n", b"nearly everyone"),
        ("posts/told.md", TOLD.replace("Everyone", "Nearly everyone"), b"Nearly everyone"),
    ],
    ids=["log", "told post"],
)
def test_a_saved_post_is_shown_before_the_site_is_built_and_stays_the_same(running, caplog, path, text, seen):
    """The writer sees it at once, once, and as it will be published; a warning is said once, too."""
    before, address = running.built, f"{Path(path).stem}/"
    tab = Tab(running, address)
    caplog.clear()

    running.save(path, text)

    assert running.built == before
    assert tab.told()
    assert seen in tab.html
    running.let_on()
    assert not tab.told()
    assert Tab(running, address).html == tab.html
    _, index = tab.get("search/search_index.json")
    assert [entry["location"] for entry in json.loads(index)["docs"]].count(address) == 1
    assert running.built == before + 1
    assert caplog.text.count("gone.png") == 1


def test_whoever_looks_at_another_page_sees_it_change_when_the_site_is_built(running):
    """What is behind does not stay behind, and until then the site is there with all that it had."""
    front, page = Tab(running, ""), Tab(running, "b/")

    running.save("posts/b.yml", LOG.replace("A night", "Another night"))

    assert (front.told(), page.told()) == (True, True)
    assert b"Another night" in page.html
    assert b"Another night" not in front.html
    assert front.get("assets/deploylog.css")[0] == 200
    status, missing = front.get("nothing/")
    assert (status, b"404 - Not found" in missing) == (404, True)
    running.let_on()
    assert (front.told(), page.told()) == (True, True)
    assert b"Another night" in front.html


def test_a_second_save_does_not_wait_for_the_build_of_the_first(running):
    """A writer saves more often than a site of ten years is built."""
    before, tab = running.built, Tab(running, "b/")
    running.save("posts/b.yml", LOG.replace("A night", "Half a night"))
    assert tab.told()

    running.save_again("posts/b.yml", LOG.replace("A night", "The whole night"))
    running.let_on()

    assert running.built == before + 1
    tab = Tab(running, "b/")
    assert b"The whole night" in tab.html
    front = Tab(running, "")
    assert b"The whole night" in front.html
    assert b"Half a night" not in front.html


@pytest.mark.parametrize(
    ("path", "text", "page", "seen"),
    [
        ("posts/a.yml", LOG.replace("successful", "succesful"), "a/", "unknown-word"),
        ("posts/a.yml", LOG.replace("A night", "A mended night"), "a/", "A mended night"),
        ("posts/new.yml", LOG.replace("A night", "A new night"), "new/", "A new night"),
        ("glossary/bridge.md", TERM.replace("everyone", "nobody"), "glossary/bridge/", "Where nobody talks"),
        ("mkdocs.yml", sites.CONFIGURATION.format(name="Days"), "a/", "Days"),
    ],
    ids=["mistake", "mending", "new log", "term", "configuration"],
)
def test_all_but_posts_waits_for_the_whole_site(running, path, text, page, seen):
    """What may change other pages, or how many there are, is shown when all of them are true."""
    before, tab = running.built, Tab(running, "")

    running.save(path, text)

    assert not tab.told()
    running.let_on()
    assert tab.told()
    assert seen in html.unescape(Tab(running, page).html.decode())
    assert running.built == before + 1


def test_a_post_that_cannot_be_shown_first_is_shown_with_the_rest(running):
    """Somebody cleans the folder of temporary files while one writes."""
    tab = Tab(running, "b/")
    shutil.rmtree(Path(running.server.root) / "b")

    running.save("posts/b.yml", LOG.replace("A night", "A clean night"))

    assert not tab.told()
    running.let_on()
    assert tab.told()
    assert b"A clean night" in tab.html


def test_nothing_but_the_served_site_is_left_while_nothing_is_saved(running):
    """An evening of saving does not fill the disk with copies of a site."""

    def whole() -> list[Path]:
        return [path for path in folders(running) if any(path.iterdir())]

    running.save("posts/b.yml", LOG.replace("A night", "A night again"))
    running.let_on()
    soon(lambda: whole() == [Path(running.server.root)])


@pytest.mark.skipif(os.name == "nt", reason="Windows gives such folders no rights of their own")
def test_nobody_else_may_read_a_preview(running):
    """It shows drafts, and the folder of temporary files is everybody's."""
    running.save("posts/b.yml", LOG.replace("A night", "A night of one's own"))
    running.let_on()
    assert {path.stat().st_mode & 0o077 for path in [*folders(running)][1:]} == {0}
    assert Path(running.server.root).parent.stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("running")
def test_while_a_site_is_built_whoever_looks_for_saved_files_gets_a_turn():
    """Thousands of files are looked at; else each of them waits five milliseconds for the build."""
    assert sys.getswitchinterval() < 0.001


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM that a program could heed")
def test_a_preview_that_is_told_to_end_leaves_nothing_behind(folder, tmp_path):
    """So do editors and containers end it, every evening, with a folder of some hundred megabytes each."""
    command = [sys.executable, "-m", "mkdocs", "serve", "-a", "127.0.0.1:0"]
    pipe, environ = subprocess.PIPE, {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, cwd=folder, env=environ, stderr=pipe, text=True) as preview:
        said = iter(preview.stderr or ())
        assert any("Serving on" in line for line in said)
        assert list(tmp_path.iterdir())
        preview.terminate()
        assert any("Shutting down" in line for line in said)
    assert preview.returncode == 0
    assert not list(tmp_path.iterdir())


def test_with_a_server_of_another_kind_nothing_is_shown_first():
    """Another version of MkDocs may let browsers wait in another way."""
    server = SimpleNamespace(root="served", get_app=lambda: None, serve_request=None)

    assert not Served(server).able  # type: ignore[arg-type]
    assert vars(server).keys() == {"root", "get_app", "serve_request"}


def test_no_garbage_is_collected_while_somebody_waits_for_a_page():
    """Of thousands of logs a full collection takes seconds; afterwards all is as it was before."""
    assert gc.isenabled()
    with contextlib.suppress(KeyboardInterrupt), garbage.waiting():
        assert not gc.isenabled()
        raise KeyboardInterrupt
    assert gc.isenabled()

    gc.disable()
    try:
        with garbage.waiting():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_saved_post_is_made_without_a_collection(running):
    """So it is with the first step, from reading what was saved to showing it."""
    made: list[bool] = []
    before, tab = running.built, Tab(running, "b/")
    running.on_page = lambda: made.append(gc.isenabled())
    running.save("posts/b.yml", LOG.replace("A night", "Half a night"))
    running.on_page = lambda: None
    assert tab.told()
    running.let_on()

    assert running.built == before + 1
    assert made[:1] == [False]
    assert gc.isenabled()
