"""What waits out of memory until somebody needs it: a site of thousands of logs has pages by the gigabyte."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import IO, TypeVar

T = TypeVar("T")


class Shelf:
    """A file without a name, which is gone with the process; what it has no room for stays in memory."""

    def __init__(self, heed: Callable[[], None] = lambda: None) -> None:
        """Begin with nothing put away, and no file before there is.

        Args:
            heed: Called before a text is put away, and from thing to thing by whoever works long for the next
                text; raises what ends the work.
        """
        self.heed = heed
        self._file: IO[bytes] | None = None
        self._end = 0
        self._full = False

    def __del__(self) -> None:
        """Close the file with the last text that is there."""
        if self._file is not None:
            self._file.close()

    def heeding(self, things: Iterable[T]) -> Iterator[T]:
        """Give things one by one, and heed before each."""
        for thing in things:
            self.heed()
            yield thing

    def put(self, text: str | bytes) -> "Shelved":
        """Put a text away, or the octets of a file."""
        self.heed()
        octets = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        with suppress(OSError):
            at = self._end
            if self._write(octets):
                return Shelved(self, at, len(octets))
        self._full = True
        return Shelved(self, 0, 0, octets)

    def read(self, at: int, length: int) -> bytes:
        """Give what was put there.

        Raises:
            OSError: The file cannot be read any more.
        """
        if self._file is None or not length:
            return b""
        self._file.seek(at)
        octets = self._file.read(length)
        if len(octets) != length:
            raise OSError("a temporary file has lost its end")
        return octets

    def _write(self, octets: bytes) -> bool:
        """Write at the end; tell whether there was room for all of it."""
        if self._full:
            return False
        if self._file is None:
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115  (lives as long as this does)
        self._file.seek(self._end)
        whole = self._file.write(octets) == len(octets)
        self._end += len(octets) if whole else 0
        return whole


class Shelved:
    """One text that was put away."""

    __slots__ = ("_at", "_length", "_octets", "_shelf")

    def __init__(self, shelf: Shelf, at: int, length: int, octets: bytes = b"") -> None:
        """Know where a text is: on a shelf, or still here."""
        self._shelf, self._at, self._length, self._octets = shelf, at, length, octets

    @property
    def octets(self) -> bytes:
        """What was put away, as octets."""
        return self._octets or self._shelf.read(self._at, self._length)

    @property
    def text(self) -> str:
        """The text, as it was."""
        return self.octets.decode("utf-8", "surrogatepass")
