"""How the bytes of an input are to be read as letters, or why they are none."""

import codecs
import re
from typing import NoReturn

from deploylog.problems import LogError, Problem

_MAGIC = {
    b"\x1f\x8b": "compressed with gzip",
    b"PK\x03\x04": "a zip archive",
    b"BZh": "compressed with bzip2",
    b"\xfd7zXZ": "compressed with xz",
    b"\x28\xb5\x2f\xfd": "compressed with zstd",
    b"%PDF-": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x7fELF": "a program",
    b"SQLite format 3\0": "a database",
}
_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
"""Byte order marks; that of UTF-16 begins that of UTF-32."""


def encoding_of(head: bytes, file: str) -> str:
    """Tell how a file is encoded; one that is no text is refused."""
    for mark, encoding in _MARKS.items():
        if head.startswith(mark):
            return encoding
    for magic, what in _MAGIC.items():
        if head.startswith(magic):
            refuse(file, "binary", f"the file is {what}, not text", "unpack it, or export it as text")
    if head[1::2].count(0) > 0.7 * len(head[1::2]) > 0 == head[::2].count(0):
        return "utf-16-le"
    if head[::2].count(0) > 0.7 * len(head[::2]) > 0 == head[1::2].count(0):
        return "utf-16-be"
    controls = re.search(rb"[\x01-\x06\x0e-\x1a\x1c-\x1f\x7f]", head)
    share = sum(map(head.count, [*range(1, 7), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F]))
    if controls and share > 0.02 * len(head):
        line = head.count(b"\n", 0, controls.start()) + 1
        column = controls.start() - head.rfind(b"\n", 0, controls.start())
        refuse(file, "binary", "the file is binary, not text", "export it as text", line, column)
    return "utf-8"


def refuse(file: str, rule: str, message: str, help_: str, line: int = 1, column: int = 1) -> NoReturn:
    """Raise a `LogError` with one problem."""
    problem = Problem(file=file, line=line, column=column, rule=rule, message=message, help=help_)
    raise LogError([problem])
