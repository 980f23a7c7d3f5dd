"""Text before it is parsed: its bytes, its size, its characters; and how problems quote it."""

import re

from deploylog.problems import LogError, Problem

MAX_BYTES = 1 << 20
BAD_CHARACTER = re.compile(
    r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def decode(content: bytes, file: str) -> str:
    """Turn a file's bytes into text.

    Raises:
        LogError: The bytes are not UTF-8, or more than 1 MiB.
    """
    if len(content) > MAX_BYTES:
        raise LogError([_too_large(file, 1)])
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start].decode()
        place = _place(before, len(before), 1)
        message = f"byte 0x{content[error.start]:02x} is not UTF-8"
        raise LogError(
            [_problem(file, place, "not-utf8", message, "save the file with the encoding UTF-8")]
        ) from None


def quote(text: str) -> str:
    """Give an author's words in single quotes, on one line, cut after 60 characters."""
    flat = " ".join(text.split())
    short = flat if len(flat) <= 60 else flat[:59] + "…"
    shown = (c if c.isprintable() else c.encode("unicode_escape").decode() for c in short)
    return f"'{''.join(shown)}'"


def unreadable(text: str, file: str, line: int) -> list[Problem]:
    """Give what keeps a text from being parsed at all: its length, or a character."""
    if len(text) > MAX_BYTES:
        return [_too_large(file, line)]
    found = BAD_CHARACTER.search(text)
    if found is None:
        return []
    message = f"the character U+{ord(found[0]):04X} cannot stand in a text file"
    place = _place(text, found.start(), line)
    return [_problem(file, place, "bad-character", message, "remove it; an editor may not show it")]


def _too_large(file: str, line: int) -> Problem:
    return _problem(
        file,
        (line, 1),
        "too-large",
        "the file is larger than 1 MiB",
        "a log tells one night; give each night a file of its own",
    )


def _place(text: str, index: int, line: int) -> tuple[int, int]:
    """Give line and column of a character; lines end as on any system."""
    lines = re.split(r"\r\n|\n|\r", text[:index])
    return line + len(lines) - 1, len(lines[-1].removeprefix("\ufeff")) + 1


def _problem(file: str, place: tuple[int, int], rule: str, message: str, help_: str) -> Problem:
    return Problem(file=file, line=place[0], column=place[1], rule=rule, message=message, help=help_)
