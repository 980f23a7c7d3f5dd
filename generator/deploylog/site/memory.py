"""What was read before: a preview reads the same files again and again, and so do builds."""

import hashlib
import sys
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Protocol, TypeVar, cast

from deploylog import store
from deploylog.store import Store
from deploylog.yamltree import MAX_BYTES


class Source(Hashable, Protocol):
    """One file below a folder of sources."""

    @property
    def path(self) -> Path:
        """Where it is."""


S = TypeVar("S", bound=Source)
T = TypeVar("T")


class Remembered(Protocol):
    """Makes readers that remember."""

    def __call__(self, read_one: Callable[[S], T], /, *how: str) -> Callable[[S], T]:
        """Make one; `how` is what its result depends on beside the file."""


class Memory:
    """The values of files as they were last; a file with problems is read again each time."""

    def __init__(self) -> None:
        self._before: dict[object, object] = {}
        self._now: dict[object, object] = {}
        self._store: Store | None = None

    def begin(self, store: Store | None = None) -> Remembered:
        """Begin a reading; what the one before it did not need is forgotten.

        Args:
            store: Of earlier builds, which is asked for what is not in memory.
        """
        self._before, self._now = self._now, {}
        self._store = store
        return self._remembered

    def _remembered(self, read_one: Callable[[S], T], /, *how: str) -> Callable[[S], T]:
        def remembered(one: S) -> T:
            digest = _digest(one.path)
            key = (one, how, digest)
            value = self._held(key) if key in self._before else self._recalled(key)
            fresh = value is None
            if fresh:
                value = read_one(one)
            if digest and (not fresh or digest == _digest(one.path)):  # nobody has written it meanwhile
                self._now[key] = value
                if fresh and self._store:
                    self._store.remember(_kept_by(key), value)
            return cast("T", value)

        return remembered

    def _held(self, key: object) -> object:
        """Give what is in memory; the store is to keep it, although it is not asked."""
        if self._store:
            self._store.hold(_kept_by(key))
        return self._before[key]

    def _recalled(self, key: object) -> object:
        """Give what an earlier build has read; None when it has not."""
        return self._store.recall(_kept_by(key)) if self._store else None


def _kept_by(key: object) -> bytes:
    return store.key(sys.version, store.code(), key)


def _digest(path: Path) -> bytes:
    """Tell what a file holds; empty when it cannot be read, or is more than any source may be."""
    try:
        if path.is_file() and path.stat().st_size <= MAX_BYTES:
            return hashlib.blake2b(path.read_bytes(), digest_size=20).digest()
    except OSError:
        pass
    return b""
