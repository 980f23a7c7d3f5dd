"""How long a writer waits: from saving a log until `mkdocs serve` gives its page, and the whole site."""

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import edits
import measure

REFRESHES, PATIENCE = 5, 1800
SEARCH = "/deployments/search/search_index.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refresh:
    """One refresh of the page of a saved log."""

    wall: float
    """From saving to the changed page: the server's own waiting for more changes is in it."""
    processor: float
    """Until then."""
    whole: float
    """From saving until the search finds the change: the whole site is built behind the page."""


def refreshes(command: Sequence[str], folder: Path) -> list[Refresh]:
    """Serve a site, save one log again and again, and measure each refresh but not the first build."""
    port = free_port()
    log = edits.middle_log(folder)
    page = f"/deployments/{log.stem}/"
    with (folder / "said.log").open("wb") as out:
        server = subprocess.Popen(
            [*command, "--dev-addr", f"127.0.0.1:{port}"],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        until(server, port, page, "")
        return [refresh(server, port, page, log, number) for number in range(REFRESHES)]
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def refresh(server: "subprocess.Popen[bytes]", port: int, page: str, log: Path, number: int) -> Refresh:
    """Save the log once, and wait for its page and for all others."""
    time.sleep(1 + number * 0.17)  # so that a server which looks now and then is met at different moments
    before = measure.processor(server.pid)
    mark = edits.edit_log(log)
    began = time.perf_counter()
    until(server, port, page, mark)
    wall, processor = time.perf_counter() - began, measure.processor(server.pid) - before
    until(server, port, SEARCH, mark.strip(), every=0.5)
    return Refresh(wall=wall, processor=processor, whole=time.perf_counter() - began)


def until(server: "subprocess.Popen[bytes]", port: int, page: str, mark: str, every: float = 0.02) -> None:
    """Wait until the page is served and has the mark in it."""
    began = time.perf_counter()
    while mark not in (body := got(port, page)) or not body:
        if server.poll() is not None or time.perf_counter() - began > PATIENCE:
            raise TimeoutError(f"{page} was never served with '{mark}'")
        time.sleep(every)


def got(port: int, page: str) -> str:
    """Get a page; nothing while the server is not there, or has no such page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", page)
        answer = connection.getresponse()
        return answer.read().decode() if answer.status == http.HTTPStatus.OK else ""
    except OSError:
        return ""
    finally:
        connection.close()


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
