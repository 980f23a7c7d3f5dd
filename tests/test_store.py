"""A store saves work and never costs any: whatever is wrong with it, a build goes on without it."""

import contextlib
import sqlite3
import zlib
from collections import namedtuple
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from deploylog.site import Memory
from deploylog.store import GENERATIONS, Store, key

VALUE = {"text": "naïve \ud800 <b>", "numbers": [1, 2.5, None]}


def test_what_was_kept_is_there_at_the_next_build(tmp_path):
    """Any JSON comes back as it was, lone surrogates of a cleaned log included."""
    first = Store(tmp_path / "cache")
    first.put(key("a"), VALUE)
    first.close()

    again = Store(tmp_path / "cache")

    assert again.get(key("a")) == VALUE
    assert again.known([key("a"), key("b")]) == {key("a")}
    assert again.get(key("b")) is None


def test_a_build_that_fails_keeps_nothing(tmp_path):
    """Half a build's pages are as good as none: the build that needs them makes them."""
    failed = Store(tmp_path)
    failed.put(key("a"), VALUE)
    failed.forget()

    assert Store(tmp_path).known([key("a")]) == set()


def test_what_no_build_asks_for_is_let_go(tmp_path):
    """A store does not grow for ever, and a preview between two builds takes nothing from them."""
    first = Store(tmp_path)
    first.put(key("asked"), 1)
    first.put(key("forgotten"), 2)
    first.close()

    for _ in range(GENERATIONS):
        store = Store(tmp_path)
        store.known([key("asked")])
        store.close()

    assert Store(tmp_path).known([key("asked"), key("forgotten")]) == {key("asked")}


def test_a_second_build_at_the_same_time_does_without(tmp_path):
    """Neither waits for long, and neither spoils what the other keeps."""
    first, second = Store(tmp_path), Store(tmp_path)

    second.put(key("b"), 2)
    second.close()
    first.put(key("a"), 1)
    first.close()

    assert Store(tmp_path).known([key("a"), key("b")]) == {key("a")}


@pytest.mark.parametrize("damage", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_file_is_replaced(tmp_path, damage):
    """A crash, or somebody else's file, costs one build's work."""
    (tmp_path / "kept.sqlite3").write_bytes(damage)

    store = Store(tmp_path)
    store.put(key("a"), VALUE)
    store.close()

    assert Store(tmp_path).get(key("a")) == VALUE


def test_a_damaged_value_is_as_good_as_none(tmp_path):
    """What cannot be read is made again."""
    store = Store(tmp_path)
    store.put(key("a"), VALUE)
    store.close()
    with sqlite3.connect(tmp_path / "kept.sqlite3") as base:
        base.execute("UPDATE kept SET value = x'00'")
    base.close()

    assert Store(tmp_path).get(key("a")) is None


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path):
    """No right, no room: a build goes on, only not faster."""
    (tmp_path / "file").write_text("in the way")

    store = Store(tmp_path / "file" / "cache")
    store.put(key("a"), VALUE)
    store.close()

    assert store.get(key("a")) is None
    assert store.known([key("a")]) == set()


def test_git_is_told_to_leave_it_alone(tmp_path):
    """A team's repository gets no cache by accident."""
    Store(tmp_path / "cache").close()

    assert (tmp_path / "cache" / ".gitignore").read_text() == (
        "# Made by deploylog; may be deleted at any time.\n*\n"
    )


def test_keys_tell_parts_apart():
    """Two parts never make the key of one, nor text that of a number."""
    assert len({key("ab", "c"), key("a", "bc"), key("abc"), key(1), key("1"), key(b"1"), key()}) == 7


def test_what_somebody_else_has_put_there_is_never_found(tmp_path, monkeypatch):
    """A stranger's repository may bring a store along, with pages that would run script."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "stranger"))
    theirs = Store(tmp_path / "cache")
    theirs.put(key("a"), "<script>")
    theirs.close()

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "mine"))
    mine = Store(tmp_path / "cache")

    assert (mine.get(key("a")), mine.known([key("a")])) == (None, set())


def test_a_seal_that_was_not_written_to_its_end_is_made_anew(tmp_path, monkeypatch):
    """One build does without a store; the next has one."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "deploylog").mkdir()
    (tmp_path / "deploylog" / "seal").write_bytes(b"half")

    for found in (None, 1):
        store = Store(tmp_path / "cache")
        store.put(key("a"), 1)
        assert store.get(key("a")) == found
        store.close()


def test_a_link_to_elsewhere_is_not_followed(tmp_path):
    """Nothing is written outside of the site's folder, whatever lies in it."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "cache").symlink_to(tmp_path / "elsewhere")

    store = Store(tmp_path / "cache")
    store.put(key("a"), 1)
    store.close()

    assert store.get(key("a")) is None
    assert list((tmp_path / "elsewhere").iterdir()) == []


Source = namedtuple("Source", "path")
DONE = []


def act():
    """Do what a stranger would like to have done."""
    DONE.append("acted")


class Acts:
    """A value that does something when it is read back."""

    def __reduce__(self):
        return act, ()


def test_values_of_python_come_back(tmp_path):
    """Reading a log takes ten times as long as taking it from where it was kept."""
    first = Store(tmp_path)
    first.remember(key("a"), {"at": datetime(2007, 12, 2, 1, 30, tzinfo=ZoneInfo("America/Toronto"))})
    first.close()

    again = Store(tmp_path).recall(key("a"))

    assert again == {"at": datetime(2007, 12, 2, 1, 30, tzinfo=ZoneInfo("America/Toronto"))}
    assert again["at"].tzinfo.key == "America/Toronto"


def changed(folder, octets):
    """Put octets in the place of all that is kept; give what this user's store makes of the second value."""
    with contextlib.closing(sqlite3.connect(folder / "kept.sqlite3")) as base, base:
        base.execute("UPDATE kept SET value = ?", [zlib.compress(octets)])
    store = Store(folder)
    found = [store.recall(key("harmless")), store.recall(key("acts"))]
    store.forget()
    return found


def test_values_of_python_that_the_user_has_not_kept_are_not_read(tmp_path):
    """They could run anything; who knows where the user has kept something can still not change it."""
    store = Store(tmp_path)
    store.remember(key("harmless"), 1)
    store.remember(key("acts"), Acts())
    store.close()
    with contextlib.closing(sqlite3.connect(tmp_path / "kept.sqlite3")) as base:
        kept = [zlib.decompress(value) for (value,) in base.execute("SELECT value FROM kept")]
    octets = next(value for value in kept if b"act" in value)

    for other in (octets[:20], octets[:-1], octets[20:], b"\0" * 20 + octets[20:]):
        assert changed(tmp_path, other) == [None, None]
    assert DONE == []

    assert changed(tmp_path, octets) == [None, None]  # the mark is of one key; what acts gives is None
    assert DONE == ["acted"]


def test_a_file_that_is_saved_while_it_is_read_is_not_kept_as_what_it_was(tmp_path):
    """Undoing the save would bring back a log that never said what the page says."""
    file = Source(tmp_path / "night.yml")
    file.path.write_text("as it was")

    def saved_meanwhile(one):
        one.path.write_text("as it is saved")
        return one.path.read_text()

    first = Store(tmp_path)
    assert Memory().begin(first)(saved_meanwhile)(file) == "as it is saved"
    first.close()

    file.path.write_text("as it was")
    again = Store(tmp_path)
    assert Memory().begin(again)(lambda one: one.path.read_text())(file) == "as it was"
    again.close()
    assert Memory().begin(Store(tmp_path))(lambda _: "read once more")(file) == "as it was"


def test_what_a_preview_has_in_memory_is_not_let_go(tmp_path):
    """The build after a long evening of saving does not read every log again."""
    file = Source(tmp_path / "log.yml")
    file.path.write_text("as it is")
    memory = Memory()

    for _ in range(GENERATIONS + 2):
        store = Store(tmp_path / "cache")
        memory.begin(store)(lambda one: one.path.read_text())(file)
        store.close()

    last = Memory().begin(Store(tmp_path / "cache"))(lambda _: "read once more")
    assert last(file) == "as it is"
