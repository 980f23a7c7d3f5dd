"""Real sites for tests: written, built by MkDocs in a process of its own, served on the loopback."""

import contextlib
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import mkdocs.commands.build
from mkdocs.config import load_config

CONFIGURATION = """\
site_name: {name}
docs_dir: posts
theme:
  name: material
  font: false
plugins:
  - search
  - deploylog:
      timezone: America/Toronto
      as_of: 2007-12-31
"""

LOG = """\
title: {title}
date: 2007-12-02
outcome: successful
systems: [front end]
steps:
  - {{at: "01:30", activity: assemble, text: everyone joined the bridge}}
  - {{at: "01:35", until: "01:50", activity: deploy, system: front end, text: the new version went in}}
  - {{at: "02:05", activity: landing-test, text: the client's landing test passed, result: passed}}
"""


def write(folder: Path, files: Mapping[str, str], name: str = "Nights") -> Path:
    """Write a site's files, and an `mkdocs.yml` unless it is among them; give its folder."""
    for path, text in {"mkdocs.yml": CONFIGURATION.format(name=name), **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def build(folder: Path, into: Path, python: str = sys.executable) -> Path:
    """Build a site with `mkdocs build --strict`; fail with all that MkDocs said."""
    command = [python, "-m", "mkdocs", "build", "--strict", "--site-dir", str(into)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stdout + done.stderr
    return into


def build_here(folder: Path, into: Path) -> Path:
    """Build a site as `build` does, in this process: of a small one, the start of another takes most time."""
    with contextlib.chdir(folder):
        config = load_config("mkdocs.yml", site_dir=str(into), strict=True)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            mkdocs.commands.build.build(config)
        finally:
            config.plugins.on_shutdown()
    return into


@contextlib.contextmanager
def served(folder: Path, *, headers: bool = True, below: str = "") -> Iterator[str]:
    """Serve a folder on a free port of the loopback; give its address, which ends with `/`.

    Args:
        folder: A built site.
        below: Where on the host it is, as `deployments/`.
        headers: Whether to send what its `_headers` asks for, as some hosts do and others do not.
    """
    sent = headers_of(folder) if headers else {}
    handler = partial(_Host, directory=str(folder), sent=sent, below=below)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/{below}"
        finally:
            server.shutdown()
            thread.join()


def headers_of(folder: Path) -> dict[str, str]:
    """Read `_headers` as Netlify does: a pattern of addresses, and the headers of these, indented."""
    pattern, *lines = (folder / "_headers").read_text(encoding="utf-8").splitlines()
    assert pattern == "/*"
    assert all(line.startswith("  ") for line in lines)
    return dict(line.strip().split(": ", maxsplit=1) for line in lines)


class _Host(SimpleHTTPRequestHandler):
    """A host of static files; what is not there is answered with the site's own page for that."""

    def __init__(self, *arguments: object, sent: Mapping[str, str], below: str, directory: str) -> None:
        self._sent, self._below = sent, below
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type]

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix(f"/{self._below}") if self._below else path)

    def end_headers(self) -> None:
        for name, value in self._sent.items():
            self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, *arguments: str) -> None:  # type: ignore[override]
        page = Path(self.directory, "404.html")
        if code != 404 or not page.is_file():
            return super().send_error(code, *arguments)
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.read_bytes())
        return None

    def log_message(self, *_: object) -> None:
        """Say nothing: a test's output is its failures."""
