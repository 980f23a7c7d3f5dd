"""Inputs as they come, cleaned line by line: whatever is not text is taken out and said, or refused.

A `CleanText` is read anew at each call of `lines`, in constant memory, from a file or from a copy of a pipe.
"""

import io
import re
import tempfile
import weakref
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from deploylog.importers.decoding import encoding_of, refuse
from deploylog.importers.masking import Mask

HEAD = 64 * 1024
MAX_DOCUMENT = 32 << 20
"""Bytes that a document read at once may have."""
MAX_LINE = 1 << 20
"""Characters after which a line is cut."""

_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # Colours and cursor movements.
    r"|\x1b\][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"  # Titles and links.
    r"|\x1b[PX^_][^\x1b\x9c]*(?:\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]?"
)
_UNDECODED = re.compile("[\udc80-\udcff]+")
_SURROGATE = re.compile(b"\xed[\xa0-\xbf][\x80-\xbf]")
_OVERSTRUCK = re.compile(r"[^\x08]\x08")
_CONTROLS = dict.fromkeys([*range(9), *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xFEFF, 0xFFFE, 0xFFFF])
_CONTROLS |= dict.fromkeys([0x0B, 0x0C, 0x85, 0x2028, 0x2029], " ")


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was cleaned."""

    what: str
    """A clause: `escape sequences were removed`."""
    lines: int
    first: int
    """Number of the first line where it was done."""

    def __str__(self) -> str:
        """Say it with its place: `escape sequences were removed (12 lines, the first is 3)`."""
        return (
            f"{self.what} ({f'{self.lines} lines, the first is' if self.lines > 1 else 'line'} {self.first})"
        )


@dataclass(slots=True)
class _Notes:
    """What was cleaned, counted on the first pass only."""

    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    """How many lines, and the first, by what was done."""
    last: dict[str, int] = field(default_factory=dict)

    def add(self, what: str, line: int) -> None:
        if line > self.last.get(what, 0):
            count, first = self.counts.get(what, (0, line))
            self.counts[what], self.last[what] = (count + 1, first), line


class CleanText:
    """One input; satisfies `sketch.Text`.

    Args:
        source: Opens the input's bytes, from the beginning, at each call.
        file: As problems name it.
        mask: What is looked for in each line and, if wished, taken out.
    """

    def __init__(
        self,
        source: Callable[[], AbstractContextManager[BinaryIO]],
        *,
        file: str,
        mask: Mask | None = None,
    ) -> None:
        self.file = file
        self.size = 0
        """Bytes of the input."""
        self.progress: Callable[[int], object] | None = None
        """Told the bytes read since the last call, about once in a megabyte."""
        self._source, self._mask, self._notes = source, mask, _Notes()
        with source() as opened:
            head = opened.read(HEAD)
            self.size = opened.seek(0, io.SEEK_END)
        self._encoding = encoding_of(head, file)
        self._errors = "surrogateescape" if self._encoding == "utf-8" else "replace"

    @property
    def cleaned(self) -> list[Note]:
        """What was cleaned in the lines read so far."""
        return [Note(what, *counted) for what, counted in self._notes.counts.items()]

    def head(self) -> str:
        """Give the first 64 KiB, cleaned, without an unfinished last line; for `recognises`."""
        with self._source() as opened:
            raw = opened.read(HEAD)
        text = io.TextIOWrapper(io.BytesIO(raw), self._encoding, self._errors).read()
        lines = text.removeprefix("\ufeff").split("\n")
        whole = lines if len(raw) < HEAD or len(lines) == 1 else lines[:-1]
        return "\n".join(_cleaned(line, 1, _Notes()) for line in whole)

    def lines(self) -> Iterator[tuple[int, str]]:
        """Give each line's number, from 1, and text without its end, anew at each call."""
        return self._lines(MAX_LINE)

    def whole(self) -> str:
        """Give everything at once.

        Raises:
            LogError: It is larger than 32 MiB.
        """
        if self.size > MAX_DOCUMENT:
            refuse(
                self.file,
                "too-large",
                f"the file has {self.size >> 20} MiB, and a document may have {MAX_DOCUMENT >> 20}",
                "export the deployments in question only",
            )
        return "\n".join(text for _, text in self._lines(MAX_DOCUMENT))

    def _lines(self, limit: int) -> Iterator[tuple[int, str]]:
        number, unreported = 0, 0
        mask = self._mask.pass_over() if self._mask else None
        with self._source() as opened:
            reader = io.TextIOWrapper(opened, self._encoding, self._errors)
            while line := reader.readline(limit):
                number += 1
                unreported += len(line)
                text = line.removesuffix("\n")
                if text is line and len(line) >= limit:
                    self._skip_rest(reader, number)
                if number == 1:
                    text = text.removeprefix("\ufeff")
                if not text.isprintable():
                    text = _cleaned(text, number, self._notes)
                yield number, mask(number, text) if mask else text
                if unreported > MAX_LINE:
                    unreported = self._report(unreported)
            reader.detach()
        self._report(unreported)

    def _skip_rest(self, reader: io.TextIOWrapper, number: int) -> None:
        while (rest := reader.readline(MAX_LINE)) and not rest.endswith("\n"):
            pass
        self._notes.add(f"a line is longer than {MAX_LINE >> 20} MiB and was cut", number)

    def _report(self, count: int) -> int:
        if self.progress:
            self.progress(count)
        return 0


def from_path(path: Path, *, file: str = "", mask: Mask | None = None) -> CleanText:
    """Open a file.

    Raises:
        LogError: It is binary.
        OSError: It cannot be read.
    """
    if path.exists() and not path.is_file():
        with path.open("rb") as pipe:  # A folder fails here; a pipe or a device is copied.
            return from_stream(pipe, file=file or path.as_posix(), mask=mask)
    return CleanText(lambda: path.open("rb"), file=file or path.as_posix(), mask=mask)


def from_bytes(content: bytes, *, file: str = "<input>", mask: Mask | None = None) -> CleanText:
    """Open bytes that are in memory already."""
    return CleanText(lambda: io.BytesIO(content), file=file, mask=mask)


def from_stream(stream: BinaryIO, *, file: str = "<stdin>", mask: Mask | None = None) -> CleanText:
    """Copy a pipe into a temporary file, which goes with the process, and open that."""
    copy = tempfile.TemporaryFile()  # noqa: SIM115  (it lives as long as the text)
    while block := stream.read(1 << 20):
        copy.write(block)
    copy.flush()
    text = CleanText(lambda: _Rewound(copy), file=file, mask=mask)
    weakref.finalize(text, copy.close)
    return text


class _Rewound(AbstractContextManager[BinaryIO]):
    """A temporary file seen from its beginning, through a reader of its own; it stays open."""

    def __init__(self, copy: BinaryIO) -> None:
        self.reader = io.BufferedReader(_At(copy))

    def __enter__(self) -> BinaryIO:
        return self.reader

    def __exit__(self, *_: object) -> None:
        return None


class _At(io.RawIOBase):
    """Reads a shared file at a position of its own."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.position = file, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        start = 0 if whence == io.SEEK_SET else self.position
        self.position = self.file.seek(0, io.SEEK_END) + offset if whence == io.SEEK_END else start + offset
        return self.position

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        self.file.seek(self.position)
        block = self.file.read(len(buffer))
        buffer[: len(block)] = block
        self.position += len(block)
        return len(block)


def _cleaned(text: str, number: int, notes: _Notes) -> str:
    """Take out of a line what is no text."""
    if "\x1b" in text or "\x9b" in text:
        notes.add("escape sequences were removed", number)
        text = _ESCAPES.sub("", text)
    if "\x08" in text:
        while (shorter := _OVERSTRUCK.sub("", text)) != text:
            text = shorter
    if _UNDECODED.search(text):
        text = _UNDECODED.sub(lambda found: _redecoded(found[0], number, notes), text)
    if "\0" in text:
        notes.add("NUL characters were removed", number)
    if any(ord(character) in _CONTROLS for character in text if not character.isprintable()):
        if any(c not in "\0\ufeff" and ord(c) in _CONTROLS for c in text):
            notes.add("control characters were removed", number)
        text = text.translate(_CONTROLS)
    return text


def _redecoded(text: str, number: int, notes: _Notes) -> str:
    """Read bytes that are not UTF-8 as Windows-1252, which holds Latin-1; half a pair is lost."""
    raw = text.encode("utf-8", "surrogateescape")
    if _SURROGATE.search(raw):
        notes.add("halves of characters became U+FFFD", number)
        raw = _SURROGATE.sub("\ufffd".encode(), raw)
        return raw.decode("utf-8", "replace")
    notes.add("letters that are not UTF-8 were read as Windows-1252", number)
    return raw.decode("cp1252", "replace")
