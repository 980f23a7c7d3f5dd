"""The folder that a preview gives to browsers, which is another one than MkDocs builds into.

MkDocs empties the folder that it builds into, and lets browsers wait until it has built. So that a page can
be shown before, each build gets a folder of its own, and the server the one that was built before.
"""

import posixpath
import shutil
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer
from mkdocs.utils import clean_directory

_NEEDED = ("_epoch_cond", "_visible_epoch", "_wanted_epoch", "_want_rebuild")
"""What tells browsers to look again, lets them wait, and tells of files saved meanwhile. There is no public
way to these: with a MkDocs that has them not, nothing is shown before everything is built."""

_TURN = 0.0005
"""Seconds that a build may let others wait: whoever looks for saved files waits so long for each of them."""


class Served:
    """What the server of a preview gives to browsers."""

    def __init__(self, server: LiveReloadServer) -> None:
        """Begin with the folder of MkDocs' own; the server is changed where it can be."""
        self._server = server
        self._asked: set[str] = set()
        self._early = False
        self._answer = server.get_app() or server.serve_request
        self._turn = sys.getswitchinterval()
        self._into: Path | None = None
        self.able = all(hasattr(server, name) for name in _NEEDED)
        if self.able:
            sys.setswitchinterval(_TURN)
            # Not beside MkDocs' folder: whoever foresees a name may let it lead to where he wants.
            self._own = Path(tempfile.mkdtemp(prefix="deploylog_"))
            self._clearing = ThreadPoolExecutor(max_workers=1)
            server.set_app(self._answered)
            server.error_handler = self._error_page

    @property
    def folder(self) -> Path:
        """Where browsers get what they ask for."""
        return Path(self._server.root)

    @property
    def overtaken(self) -> bool:
        """Whether something was saved since `show`, so that what MkDocs is building will not be true."""
        return self._early and self._server._want_rebuild

    def begin(self) -> Path:
        """Begin a build, of which nothing is shown yet; give the folder that MkDocs is to build into."""
        self._early = False
        if self._into:  # the build before has not come to its end
            self._clear(self._into)
        self._into = Path(tempfile.mkdtemp(dir=self._own))
        return self._into

    def show(self) -> None:
        """Let browsers have what is in the folder now."""
        self._asked.clear()
        self._early = True
        with self._server._epoch_cond:
            self._server._visible_epoch = self._server._wanted_epoch
            self._server._epoch_cond.notify_all()

    def built(self) -> None:
        """Give browsers what MkDocs has built; those that see something else by now look again."""
        self._early = False
        if self._into:
            before, self._server.root, self._into = self.folder, str(self._into), None
            if any(_octets(before / path) != _octets(self.folder / path) for path in self._looked_at()):
                self._server._wanted_epoch += 1
            self._clear(before)

    def end(self) -> None:
        """Take away what MkDocs does not know of."""
        sys.setswitchinterval(self._turn)
        self._clearing.shutdown()
        shutil.rmtree(self._own, ignore_errors=True)

    def _clear(self, folder: Path) -> None:
        """Empty a folder beside other work: thousands of pages take seconds, in which a save would wait."""
        self._clearing.submit(clean_directory, str(folder))

    def _answered(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a browser as MkDocs does, and take note of the page."""
        self._asked.add(environ["PATH_INFO"])
        return self._answer(environ, start_response)

    def _looked_at(self) -> set[str]:
        """Give the pages that browsers have got since `show`, as paths below the folder."""
        below = self._server.mount_path
        asked = [path.encode("latin-1").decode("utf-8", "ignore") for path in tuple(self._asked)]
        paths = [path.removeprefix(below) for path in asked if path.startswith(below)]
        paths = [f"{path}index.html" if path.endswith("/") or not path else path for path in paths]
        return {posixpath.normpath(f"/{path}")[1:] for path in paths if path.endswith(".html")}

    def _error_page(self, code: int) -> bytes | None:
        """Give the site's own page for an address that leads nowhere, as MkDocs does."""
        return _octets(self.folder / f"{code}.html") if code in (404, 500) else None


def _octets(file: Path) -> bytes | None:
    """Give what a file holds; None when it cannot be read."""
    try:
        return file.read_bytes()
    except OSError:
        return None
