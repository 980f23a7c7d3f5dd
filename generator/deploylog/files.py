"""Writing an author's files so that nothing is ever lost: whole or not at all, never over another's.

A reader, or a crash at any instant, meets either the old file or the new one.
"""

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_path

LOCK = ".deploylog.lock"
_PREFIX = ".deploylog-"
_ABANDONED = 60
"""Seconds after which a temporary file belongs to a process that was killed."""


def create(path: Path, text: str) -> None:
    """Write a new file; folders on the way are made.

    Raises:
        FileExistsError: Something is there already; it is left as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _written(path, text) as temporary:
        try:
            os.link(temporary, path)
        except FileExistsError:
            raise
        except (NotImplementedError, OSError):
            _create_without_links(path, temporary)


def own_folder() -> Path:
    """Give the user's own folder for what can be made again; it may not exist yet."""
    folder: Path = user_cache_path("deploylog", appauthor=False)
    return folder


def private(path: str, flags: int) -> int:
    """Open a file that nobody else may read or write, if it is made now; an `opener` for `open`."""
    return os.open(path, flags, mode=0o600)


def replace(path: Path, text: str) -> None:
    """Put `text` in place of what the file holds, keeping its permissions; a link is followed."""
    target = path.resolve()
    with _written(target, text) as temporary:
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o7777)
        temporary.replace(target)


@contextlib.contextmanager
def locked(folder: Path, seconds: float = 30) -> Iterator[None]:
    """Hold the folder's lock, so that two people who change a file there take turns.

    The lock is the operating system's: it goes with the process, however that ends.

    Raises:
        TimeoutError: Somebody else held it all the time.
    """
    with FileLock(folder / LOCK, timeout=seconds, poll_interval=0.01):
        sweep(folder)
        yield


@contextlib.contextmanager
def _written(path: Path, text: str) -> Iterator[Path]:
    """Write and sync a file beside `path`, and remove it at the end if it is still there."""
    handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove temporary files that killed processes left behind; call it with the lock held."""
    for path in folder.glob(f"{_PREFIX}*.tmp"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _ABANDONED:
                path.unlink()


def _create_without_links(path: Path, temporary: Path) -> None:
    """Create on a file system without hard links: reserve the name, then move the text over it."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    temporary.replace(path)


def _umask() -> int:
    """Tell the process's umask, which can be read only by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
