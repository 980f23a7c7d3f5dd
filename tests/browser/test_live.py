"""Writing with `mkdocs serve` beside one: every save shows in the open page."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import sites
from accessibility import violations

LOG = "posts/2007-12-02-front-end.yml"
PAGE = "2007-12-02-front-end/"
PATIENCE = 30_000
"""Milliseconds; a rebuild takes one second, on a busy machine a few."""


@dataclass
class Server:
    """A running `mkdocs serve`."""

    folder: Path
    address: str
    output: Path

    def save(self, old: str, new: str) -> None:
        """Change the log as an editor does."""
        path = self.folder / LOG
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    @property
    def builds(self) -> int:
        """How often the site was built so far."""
        return len(re.findall("Building documentation", self.output.read_text(encoding="utf-8")))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Serve a site of one night as its author would; stop it afterwards."""
    folder = sites.write(tmp_path / "site", {LOG: sites.LOG.format(title="The front end goes in")})
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-u", "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    output = tmp_path / "output"
    with output.open("w") as file:
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=file, stderr=file)
        try:
            wait_for_port(process, port, output)
            yield Server(folder, f"http://127.0.0.1:{port}/", output)
        finally:
            process.terminate()
            process.wait(60)


def wait_for_port(process: subprocess.Popen[bytes], port: int, output: Path) -> None:
    for _ in range(2400):
        assert process.poll() is None, output.read_text(encoding="utf-8")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"mkdocs serve did not answer: {output.read_text(encoding='utf-8')}")


def test_a_save_changes_the_open_page_with_one_rebuild(server, visit):
    """The author looks from the editor to the browser, and it is there."""
    page = visit(server.address).go(PAGE)
    heading = page.locator("article h1")
    assert heading.inner_text() == "The front end goes in"
    before = server.builds

    server.save("The front end goes in", "The front end is in")

    page.locator("article h1", has_text="The front end is in").wait_for(timeout=PATIENCE)
    page.wait_for_timeout(1500)
    assert server.builds == before + 1


def test_a_broken_log_shows_its_problems_and_a_mended_one_its_post(server, visit):
    """A slip in the middle of a sentence neither hangs the browser nor ends the server."""
    page = visit(server.address).go(PAGE)

    server.save("outcome: successful", "outcome: succesful")
    page.locator("article", has_text="outcome is 'succesful'").wait_for(timeout=PATIENCE)
    text = page.locator("article").inner_text()
    assert f"{LOG.removeprefix('posts/')}:3:10" in text
    assert "did you mean" in text
    assert violations(page) == []

    server.save("outcome: succesful", "outcome: successful")
    page.locator("article h1", has_text="The front end goes in").wait_for(timeout=PATIENCE)
    assert "succesful" not in page.locator("article").inner_text()
