"""Putting a whole folder in place of another, so that a reader or a kill at any moment meets one of the two.

Linux exchanges two folders in one step. Elsewhere it takes two renames; a kill between them leaves the old
folder in the workshop, from where `workshop` puts it back the next time.
"""

import contextlib
import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from filelock import FileLock

NEW = "new"
OLD = "old"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@contextlib.contextmanager
def workshop(target: Path, on_left: Callable[[Path], None] = lambda _: None) -> Iterator[Path]:
    """Give an empty folder beside `target`, and hold the target's lock; what killed ones left goes first.

    Args:
        target: The folder to be replaced, which may be missing.
        on_left: Told of each folder that could not be removed.

    Raises:
        TimeoutError: Somebody else is at work on the same target.
        OSError: The folder above cannot be written to.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{target.name}.deploylog-"
    with FileLock(target.parent / f"{prefix}lock", timeout=0):
        for left in sorted(target.parent.glob(f"{prefix}build-*")):
            _recover(left, target, on_left)
        folder = Path(tempfile.mkdtemp(prefix=f"{prefix}build-", dir=target.parent))
        try:
            yield folder
        finally:
            _recover(folder, target, on_left)


def swap(folder: Path, target: Path) -> None:
    """Put the `NEW` of a workshop in place of `target`, which may be missing."""
    new = folder / NEW
    _settle(new)
    if not target.exists():
        new.rename(target)
        return
    new.chmod(target.stat().st_mode & 0o7777)
    if not _exchanged(new, target):
        swap_in_two(new, folder / OLD, target)


def swap_in_two(new: Path, old: Path, target: Path) -> None:
    """Do it by two renames; `old` stands in the workshop, where a kill in between is mended from."""
    target.rename(old)
    try:
        new.rename(target)
    except BaseException:
        old.rename(target)
        raise


def _recover(left: Path, target: Path, on_left: Callable[[Path], None]) -> None:
    """Remove a workshop, but not before the old folder is back if it is all that there is."""
    if (left / OLD).is_dir() and not target.exists():
        (left / OLD).rename(target)
    shutil.rmtree(left, ignore_errors=True)
    if left.exists():
        on_left(left)


def _settle(folder: Path) -> None:
    """Have the system write what it holds back; after a power cut, a name without its bytes is no site."""
    syncfs = getattr(ctypes.CDLL(None), "syncfs", None) if sys.platform.startswith("linux") else None
    if syncfs is None:
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        syncfs(opened)
    finally:
        os.close(opened)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system or the file system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    done: int = rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE)
    return done == 0
