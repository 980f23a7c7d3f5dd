"""Up to ten thousand files that nobody meant to write: `deploylog check` reports each and falls over none."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import sites
from deploylog import cli
from thorough import share

KEYS = (
    "title",
    "date",
    "outcome",
    "steps",
    "at",
    "text",
    "systems",
    "window",
    "deferral",
    "links",
    "private",
    "x",
)
WORDS = (
    "2007-12-02",
    "01:30",
    "25:61",
    "~",
    "NO",
    "1.10",
    "deferred",
    "successful",
    "&a",
    "*a",
    "!!x",
    "\u2028",
    "'",
)
COUNT = share(5000)


def noise(chance: random.Random) -> bytes:
    """Make bytes: any at all, or a sound log with some of them changed."""
    if chance.random() < 0.5:
        return chance.randbytes(chance.randrange(200))
    log = bytearray(sites.LOG.format(title="A night").encode())
    for _ in range(chance.randrange(1, 12)):
        log[chance.randrange(len(log))] = chance.randrange(256)
    return bytes(log)


def document(chance: random.Random, depth: int = 0) -> Any:
    """Make a value out of what logs are made of, in no order that a log has."""
    shape = chance.random()
    if depth > 4 or shape < 0.4:
        return chance.choice([*WORDS, None, True, 17, 1e300, ""])
    if shape < 0.6:
        return [document(chance, depth + 1) for _ in range(chance.randrange(4))]
    return {chance.choice(KEYS): document(chance, depth + 1) for _ in range(chance.randrange(6))}


def check(folder: Path) -> None:
    done = CliRunner().invoke(cli.main, ["check", str(folder), "--format", "json"])

    assert isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code == 1
    broken = {problem["file"] for problem in json.loads(done.stdout)}
    assert len(broken) > COUNT / 2
    assert done.stderr.endswith(f" problems in {len(broken)} of {COUNT} files\n")


@pytest.mark.unmeasured
def test_random_bytes_are_reported(tmp_path):
    """A log may be cut off, or be a picture; the others are checked all the same."""
    chance = random.Random(2007)
    for number in range(COUNT):
        (tmp_path / f"{number}.yml").write_bytes(noise(chance))

    check(tmp_path)


@pytest.mark.unmeasured
def test_random_documents_are_reported(tmp_path):
    """A log may be another program's YAML."""
    chance = random.Random(2008)
    for number in range(COUNT):
        (tmp_path / f"{number}.yml").write_text(
            json.dumps(document(chance), ensure_ascii=False), encoding="utf-8"
        )

    check(tmp_path)
