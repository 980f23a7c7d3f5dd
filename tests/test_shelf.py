"""Texts that are put away come back as they were, whatever the disk has room for."""

import subprocess
import sys

import pytest

from deploylog.shelf import Shelf

TEXTS = [
    "",
    "a night",
    "zwölf Nächte, 5 €, \U0001f319",
    "one\r\ntwo\rthree\n\0",
    "half a pair: \ud83c",
    "x" * 70_000,
]

FULL = """
import resource
from deploylog.shelf import Shelf

resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
shelf = Shelf()
shelved = [shelf.put(letter * 300) for letter in "abcdefgh"]
print("".join(one.text[0] for one in shelved), {len(one.text) for one in shelved})
"""


def test_texts_come_back_in_any_order_and_as_often_as_asked():
    """Pages are read in one order and built in another; a byte more or less would be another page."""
    shelf = Shelf()
    shelved = [shelf.put(text) for text in TEXTS]

    assert [one.text for one in reversed(shelved)] == TEXTS[::-1]
    assert shelf.put("one more").text == "one more"
    assert [one.text for one in shelved] == TEXTS


def test_what_the_disk_has_no_room_for_stays_in_memory():
    """A full disk is no reason to lose a page; the site may be written elsewhere."""
    pytest.importorskip("resource", reason="Windows limits no files")

    done = subprocess.run([sys.executable, "-c", FULL], capture_output=True, text=True, check=True)

    assert done.stdout == "abcdefgh {300}\n"


def test_no_folder_for_temporary_files_is_needed(monkeypatch):
    """A container may have none that can be written to."""
    monkeypatch.setattr("tempfile.tempdir", "/there/is/no/such/folder")

    assert Shelf().put("a night").text == "a night"
