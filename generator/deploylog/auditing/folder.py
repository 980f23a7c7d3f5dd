"""A folder that holds a built site: which files there are, and where an address in one of them leads."""

import os
import posixpath
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class Target:
    """Where an address in the site leads."""

    uri: str
    """The file; empty when there is none."""
    path: str
    """As asked for, from the site's folder."""
    anchor: str


class Folder:
    """The files of a site.

    Args:
        path: The folder.
        url: Where it is published; empty when that is not known.
    """

    def __init__(self, path: Path, url: str) -> None:
        self.path = path
        self.url = url if not url or url.endswith("/") else f"{url}/"
        parts = urlsplit(self.url)
        self._origin = f"{parts.scheme}://{parts.netloc}/" if self.url else ""
        self._base = parts.path or "/"
        self.files = frozenset(
            Path(where, name).relative_to(path).as_posix()
            for where, _, names in os.walk(path)
            for name in names
        )

    def read(self, uri: str) -> str:
        """Give the text of a file."""
        return (self.path / uri).read_bytes().decode("utf-8", "replace")

    def target(self, url: str, uri: str) -> Target | None:
        """Say where an address leads that stands in the file `uri`; None when that is not in the site."""
        url = self._without_origin(url)
        if _SCHEME.match(url) or url.startswith("//"):
            return None
        rest, _, anchor = url.partition("#")
        path = unquote(rest.partition("?")[0])
        if path.startswith("/"):
            if not f"{path}/".startswith(self._base):
                return None
            path = path[len(self._base) :]
        elif path:
            path = _joined(posixpath.dirname(uri), path)
        else:
            return Target(uri, uri, unquote(anchor))
        return Target(self._file(path), path, unquote(anchor))

    def is_outside(self, url: str) -> bool:
        """Tell whether a browser that loads an address asks somebody else."""
        url = self._without_origin(url)
        return url.startswith("//") or url.lower().startswith(("http:", "https:", "ws:", "wss:", "ftp:"))

    def _without_origin(self, url: str) -> str:
        if self._origin and url.startswith((self._origin, self._origin[:-1] + "#", self._origin[:-1] + "?")):
            return url[len(self._origin) - 1 :]
        return url

    def _file(self, path: str) -> str:
        name = posixpath.normpath(path) if path else "."
        if name in self.files and not path.endswith("/"):
            return name
        index = INDEX if name == "." else f"{name}/{INDEX}"
        return index if index in self.files else ""


def _joined(folder: str, path: str) -> str:
    """Follow a path from a folder; a `/` at its end stays, since it asks for a page."""
    joined = posixpath.normpath(posixpath.join(folder, path))
    return f"{joined}/" if path.endswith("/") and joined != "." else joined
