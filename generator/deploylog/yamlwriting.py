"""Writing single YAML values so that any reader gives back the same characters.

Layout is the caller's: a log is written line by line, with comments, as a person would.
"""

import json
import re

_PLAIN = re.compile(r"[A-Za-z][^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]*")
_UNSAFE = re.compile(r": |:$| #|[\[\]{},`]|^.*\s$")
_GUESSED = re.compile(r"(?i)y|n|yes|no|on|off|true|false|null|nan|inf")
_BREAKS = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def scalar(text: str) -> str:
    """Write text on one line, plain where that is safe even within `{}` and `[]`, else quoted.

    Words that some readers take for a truth value or for nothing are quoted too. A lone surrogate,
    which no YAML can hold, becomes U+FFFD.
    """
    plain = _PLAIN.fullmatch(text) and not _UNSAFE.search(text) and not _GUESSED.fullmatch(text)
    return text if plain else quoted(text)


def quoted(text: str) -> str:
    """Write text in double quotes, with YAML's escapes, which hold those of JSON."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(whole, ensure_ascii=False))


def flow(values: list[str]) -> str:
    """Write a short list on one line: `[back-end app, front-end app]`."""
    return f"[{', '.join(map(scalar, values))}]"
