"""JSON followed token by token, as far as it goes: where each value stands, and what half a file shows."""

import json
import re
from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]
_TOKEN = re.compile(r'[ \t\r\n]*("[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s{}\[\],:"]+)', re.DOTALL)
_MAX_DIGITS = 400
_MAX_NESTING = 100
"""Levels at which a walk stops: each path is as long as its level, so `[[[[…` would cost their square."""


def walk(text: str) -> Iterator[tuple[Path, Any, int]]:
    """Give path, value and offset of each value, in order, up to where the text is no JSON any more.

    An object or a list is given when it begins, and is filled afterwards.
    """
    followed, position = _Walk(), 0
    while token := _TOKEN.match(text, position):
        position = token.end()
        told = followed.step(token[1])
        if told is _NOTHING:
            return
        if told is not None:
            yield *told, token.start(1)


class _Walk:
    """Follows the tokens of JSON, forgiving what does not matter for finding things."""

    def __init__(self) -> None:
        self.stack: list[tuple[Any, Path]] = []
        self.key: str | None = None
        self.roots = 0

    def step(self, written: str) -> Any:
        """Take one token; give path and value if one begins, None if not, `_NOTHING` if it is no JSON."""
        container = self.stack[-1][0] if self.stack else None
        if written in (",", ":"):
            return None if self.stack else _NOTHING
        if written in ("}", "]"):
            return self._close(container, written)
        if isinstance(container, dict) and self.key is None:
            self.key = _decoded(written) if written[0] == '"' else None
            return None if isinstance(self.key, str) else _NOTHING
        if len(self.stack) >= _MAX_NESTING and written in ("{", "["):
            return _NOTHING
        value: Any = {} if written == "{" else [] if written == "[" else _decoded(written)
        return _NOTHING if value is _NOTHING else (self._put(container, value), value)

    def _close(self, container: Any, written: str) -> Any:
        if not self.stack or isinstance(container, dict) is not (written == "}"):
            return _NOTHING
        self.stack.pop()
        self.key = None
        return None

    def _put(self, container: Any, value: Any) -> Path:
        if isinstance(container, dict):
            path: Path = (*self.stack[-1][1], self.key or "")
            container[self.key], self.key = value, None
        elif isinstance(container, list):
            path = (*self.stack[-1][1], len(container))
            container.append(value)
        else:
            path, self.roots = (self.roots,), self.roots + 1
        if isinstance(value, (dict, list)):
            self.stack.append((value, path))
        return path


_NOTHING = object()


def _decoded(written: str) -> Any:
    try:
        return json.loads(written, strict=False, parse_int=integer)
    except ValueError:
        return _NOTHING


def integer(digits: str) -> int:
    """Read a whole number; 0 for one that nobody means."""
    return int(digits) if len(digits) < _MAX_DIGITS else 0
