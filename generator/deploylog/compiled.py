"""Templates as they were compiled before, so that no build has to compile them again.

What was compiled is kept in memory and, for the builds to come, in the user's own folder for such files, like
Python's own: what is there gets run, and so is never taken from a site's folder, nor from anybody else. A
folder that cannot be read or written only means that more is compiled.
"""

import hashlib
import os
import stat
from contextlib import suppress
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from deploylog import files

_SIZE = hashlib.blake2b().digest_size


class Compiled(BytecodeCache):
    """What was compiled, by template; one whose text has changed is compiled again."""

    def __init__(self, kind: str, made_with: bytes | None) -> None:
        """Begin with what earlier builds have kept.

        Args:
            kind: Tells apart what reads the same files in different ways.
            made_with: A key of whatever else decides what a template is compiled to: versions, settings, the
                filters that constants go through. None where not all of that is known: nothing is kept.
        """
        self._kind = kind
        self._made_with = made_with
        self._octets: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template what was compiled of it."""
        if bucket.key not in self._octets:
            self._octets[bucket.key] = self._read(bucket.key)
        bucket.bytecode_from_string(self._octets[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Take note of what was compiled."""
        octets = self._octets[bucket.key] = bucket.bytecode_to_string()
        if self._made_with is not None:
            file = self._file(bucket.key)
            with suppress(OSError):
                file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                with open(file, "wb", opener=files.private) as new:  # left half written, it is found out
                    new.write(self._digest(octets) + octets)

    def _read(self, key: str) -> bytes:
        """Give what is on disk; nothing if it is damaged, or if others could have put it there."""
        if self._made_with is None:
            return b""
        with suppress(OSError), self._file(key).open("rb") as file:
            if not _own(file.fileno()):
                return b""
            digest, octets = file.read(_SIZE), file.read()
            return octets if digest == self._digest(octets) else b""
        return b""

    def _file(self, key: str) -> Path:
        return files.own_folder() / "templates" / f"{self._kind}-{key}"

    def _digest(self, octets: bytes) -> bytes:
        return hashlib.blake2b((self._made_with or b"") + octets).digest()


def _own(descriptor: int) -> bool:
    if os.name == "nt":
        return True
    found = os.fstat(descriptor)
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
