"""What was made before, kept on disk by a key of everything that it was made from.

A store only ever saves work: one that cannot be opened, read or written (no room, no right, another build at
work, a damaged file) is one that knows nothing and keeps nothing.

A store lies beside a site's sources, where somebody else's may come with these. So keys are sealed with a
secret of the user's that is kept elsewhere: what another has put there is never found. Values of Python's,
which could act when they are read, bear a mark made with the same secret.
"""

import hashlib
import hmac
import json
import pickle
import secrets
import sqlite3
import zlib
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from deploylog import files

GENERATIONS = 6
"""How many builds a value outlives that no build has asked for: a preview and a build take turns."""

_MARK = 20
"""Octets of the mark by which a value of Python's is known for this user's; such values can act when read."""
_IGNORE = "# Made by deploylog; may be deleted at any time.\n*\n"
_TABLES = """
CREATE TABLE IF NOT EXISTS builds (number INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, value BLOB NOT NULL, build INTEGER NOT NULL);
"""


def key(*parts: object) -> bytes:
    """Make a key of values: plain data, or anything whose `repr` says all that it is."""
    digest = hashlib.blake2b(digest_size=20)
    for part in parts:
        octets = part if isinstance(part, bytes) else repr(part).encode("utf-8", "surrogatepass")
        digest.update(b"%d%c" % (len(octets), b":" if octets is part else b"="))
        digest.update(octets)
    return digest.digest()


def contents(folder: Path | None, pattern: str = "*") -> str:
    """Tell what the files below a folder hold, as a digest; the folder may be None or not exist."""
    digest = hashlib.blake2b(digest_size=20)
    for path in sorted(folder.rglob(pattern)) if folder and folder.is_dir() else ():
        if path.is_file():
            digest.update(key(path.relative_to(folder or path).as_posix(), path.read_bytes()))
    return digest.hexdigest()


@cache
def code() -> str:
    """Tell which code of this package makes what is kept."""
    return contents(Path(__file__).parent, "*.py")


def _secret() -> bytes:
    """Give the user's secret, which is made at the first use."""
    file = files.own_folder() / "seal"
    file.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError), open(file, "xb", opener=files.private) as new:
        new.write(secrets.token_bytes(32))
    found = file.read_bytes()
    if len(found) != 32:
        file.unlink()
        raise OSError("a seal that was not written to its end")
    return found


class Kept(Protocol):
    """Where earlier builds have kept what they made; a `Store` is one."""

    def known(self, keys: Iterable[bytes], /) -> set[bytes]:
        """Give those of the keys that something is kept for."""

    def get(self, key: bytes, /) -> Any:
        """Give what is kept; None when there is nothing."""

    def put(self, key: bytes, value: Any, /) -> None:
        """Keep a value that JSON can write."""


class Store:
    """Values by their keys, in one file; changes last from `close` on, all or none."""

    def __init__(self, folder: Path) -> None:
        """Open the store in a folder, which is made if it is missing."""
        self._file = folder / "kept.sqlite3"
        self._secret = b""
        self._asked: set[bytes] = set()
        self._build = 0
        self._base = self._opened()

    def _opened(self) -> sqlite3.Connection | None:
        try:
            if any(path.is_symlink() for path in (self._file, *self._file.parents[:2])):
                return None  # it leads to where somebody else would have us write
            self._file.parent.mkdir(parents=True, exist_ok=True)
            ignore = self._file.parent / ".gitignore"
            if not ignore.exists():
                ignore.write_text(_IGNORE, encoding="utf-8")
            self._secret = _secret()
            return self._connected()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                return None
            with suppress(OSError, sqlite3.Error):  # no file of ours, or a damaged one
                self._file.unlink()
                return self._connected()
        except OSError:
            pass
        return None

    def _connected(self) -> sqlite3.Connection:
        base = sqlite3.connect(self._file, timeout=1, isolation_level=None, check_same_thread=False)
        base.executescript("PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF;" + _TABLES)
        base.execute("BEGIN IMMEDIATE")
        self._build = base.execute("INSERT INTO builds DEFAULT VALUES RETURNING number").fetchone()[0]
        return base

    def known(self, keys: Iterable[bytes]) -> set[bytes]:
        """Give those of the keys that something is kept for."""
        there = {row[0] for row in self._do("SELECT key FROM kept")}
        sealed = {self._sealed(key): key for key in keys}
        self._asked |= there & sealed.keys()
        return {sealed[one] for one in there & sealed.keys()}

    def hold(self, key: bytes) -> None:
        """Let a value live on as if it had been asked for, if there is one."""
        self._asked.add(self._sealed(key))

    def get(self, key: bytes) -> Any:
        """Give what is kept; None when there is nothing."""
        try:
            return json.loads(self._octets(key) or b"null")
        except ValueError:
            return None

    def put(self, key: bytes, value: Any) -> None:
        """Keep a value that JSON can write."""
        self._keep(key, json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))

    def recall(self, key: bytes) -> Any:
        """Give the value of Python's that was remembered; None when there is none, or not by this user."""
        octets = self._octets(key)
        mark, pickled = octets[:_MARK], octets[_MARK:]
        if not pickled or not hmac.compare_digest(mark, self._marked(key, pickled)):
            return None
        return pickle.loads(pickled)  # noqa: S301  (marked with this user's secret)

    def remember(self, key: bytes, value: object) -> None:
        """Keep any value of Python's, for `recall`."""
        pickled = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        self._keep(key, self._marked(key, pickled) + pickled)

    def close(self) -> None:
        """Make the changes last, and let go of what no build asks for any more."""
        if self._base is None:
            return
        try:
            self._base.executemany(
                "UPDATE kept SET build = ? WHERE key = ? AND build != ?",
                [(self._build, one, self._build) for one in sorted(self._asked)],
            )
            self._do("DELETE FROM kept WHERE build <= ?", self._build - GENERATIONS)
            self._do("DELETE FROM builds WHERE number < ?", self._build)
            self._do("COMMIT")
        except sqlite3.Error:
            pass
        self.forget()

    def forget(self) -> None:
        """End without keeping anything new."""
        if self._base is not None:
            with suppress(sqlite3.Error):
                self._base.close()
        self._base = None

    def discard(self) -> None:
        """Throw everything away."""
        self.forget()
        with suppress(OSError):
            self._file.unlink(missing_ok=True)

    def _octets(self, key: bytes) -> bytes:
        """Give what is kept as it is on disk; nothing when there is nothing."""
        sealed = self._sealed(key)
        found = self._do("SELECT value FROM kept WHERE key = ?", sealed)
        if not found:
            return b""
        self._asked.add(sealed)
        try:
            return zlib.decompress(found[0][0])
        except zlib.error:
            return b""

    def _keep(self, key: bytes, octets: bytes) -> None:
        sealed = self._sealed(key)
        self._asked.add(sealed)
        self._do(
            "INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", sealed, zlib.compress(octets, 1), self._build
        )

    def _marked(self, key: bytes, octets: bytes) -> bytes:
        """Mark octets as this user's, and as kept by this key."""
        return hashlib.blake2b(key + octets, key=self._secret, digest_size=_MARK).digest()

    def _sealed(self, key: bytes) -> bytes:
        return hashlib.blake2b(key, key=self._secret, digest_size=20).digest()

    def _do(self, statement: str, *values: Any) -> list[Any]:
        if self._base is None:
            return []
        try:
            return self._base.execute(statement, values).fetchall()
        except sqlite3.Error:
            self.forget()
            return []
