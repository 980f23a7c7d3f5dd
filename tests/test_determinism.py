"""The same sources give the same bytes, wherever and in whatever surroundings the site is built."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import sites

LOG = sites.LOG.format(title="La dernière nuit of the front end")
DEFERRED = """\
title: Put off
date: 2007-12-09
outcome: deferred
release: winter
tags: [b, a, c]
deferral: {reason: the window was closed, cause: other}
"""
FILES = {
    "posts/2007-12-02-front-end.yml": LOG,
    "posts/2007-12-09-back-end.yml": DEFERRED,
    "glossary/bridge.md": "---\nterm: bridge\nshort: The call that everybody joins.\n---\n",
}
HERE = {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
ELSEWHERE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4711"}


def hashes(folder: Path, surroundings: dict[str, str]) -> dict[str, str]:
    """Build a site in a process of its own; give the hash of every file by its name."""
    sites.write(folder, FILES)
    configuration = folder / "mkdocs.yml"
    text = configuration.read_text(encoding="utf-8").replace("      as_of: 2007-12-31\n", "")
    configuration.write_text(f"{text}site_url: https://example.com/nights/\n", encoding="utf-8")
    environ = {**os.environ, **surroundings, "SOURCE_DATE_EPOCH": "1199145600"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", "site"]
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    site = folder / "site"
    found = {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in site.rglob("*")
        if path.is_file()
    }
    shutil.rmtree(site)
    return found


def test_two_builds_in_other_surroundings_are_equal(tmp_path):
    """Who publishes from two machines, or compares with yesterday, must see no change but the authors'."""
    one = hashes(tmp_path / "one", HERE)
    other = hashes(tmp_path / "a longer way" / "to the other", ELSEWHERE)

    assert "2007-12-02-front-end/index.html" in one
    assert one == other
