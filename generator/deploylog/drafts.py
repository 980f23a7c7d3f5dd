"""Writing a told post, and bringing it up to date when its log changed, without losing an edit."""

import difflib
import glob
import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from deploylog import files, merging


class State(StrEnum):
    """How a told post stands to what its log says now."""

    NEW = "new"
    FRESH = "fresh"
    """It holds all that the log says; nothing is to be done."""
    STALE = "stale"
    """The log says something new, which merges cleanly."""
    CONFLICT = "conflict"
    """The author and the log changed the same lines."""
    FOREIGN = "foreign"
    """A file that was not written by drafting stands there, so there is no base to merge from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What drafting would do to one told post."""

    path: Path
    state: State
    before: str
    """The post as it stands; empty when there is none."""
    after: str
    """The post as it would stand; on a conflict with both sides, between git's marks."""
    fresh: str
    """What the log gives now: the base of the next merge."""

    def diff(self) -> str:
        """Show what would change, as a unified diff; empty when nothing would."""
        before, after = self.before.splitlines(keepends=True), self.after.splitlines(keepends=True)
        name = self.path.name
        return "".join(difflib.unified_diff(before, after, name, f"{name} (merged)"))


def compare(path: Path, fresh: str) -> Draft:
    """Hold a told post against what its log gives now; writes nothing.

    Raises:
        merging.MergeError: Git is missing or failed.
        OSError, UnicodeDecodeError: A file cannot be read.
    """
    before, base = _read(path), _read(merging.base_of(path))
    if before is None:
        return Draft(path=path, state=State.NEW, before="", after=fresh, fresh=fresh)
    if base is None and before != fresh:
        return Draft(path=path, state=State.FOREIGN, before=before, after=before, fresh=fresh)
    merge = merging.merge(yours=before, base=fresh if base is None else base, fresh=fresh)
    state = State.CONFLICT if merge.conflicts else State.FRESH if base in (None, fresh) else State.STALE
    return Draft(path=path, state=state, before=before, after=merge.text, fresh=fresh)


def save(path: Path, fresh: str) -> Draft:
    """Write or refresh a told post and its base, unless that would cost an author's words.

    The new base is written first, under a name that holds the digest of the post that goes with it, and
    takes its place when the post stands: whatever interrupts, the next run can tell which base is right.

    Returns:
        What was done; nothing was written when its state is fresh, conflict or foreign.

    Raises:
        TimeoutError: Somebody else is writing in the folder and does not end.
        merging.MergeError, OSError, UnicodeDecodeError: As `compare`.
    """
    base = merging.base_of(path)
    base.parent.mkdir(parents=True, exist_ok=True)
    with files.locked(path.parent):
        files.sweep(base.parent)
        _finish(path, base)
        draft = compare(path, fresh)
        if draft.state in (State.NEW, State.STALE):
            pending = _pending(base, draft.after)
            files.replace(pending, fresh)
            (files.create if draft.state is State.NEW else files.replace)(path, draft.after)
            pending.replace(base)
        return draft


def settle(path: Path, fresh: str) -> bool:
    """Take the author's word that a told post holds what its log says now; the post is left as it is.

    After a conflict only the author can tell that both sides are in the text.

    Returns:
        Whether it was done: not when there is no post, or it still holds marks of a merge.

    Raises:
        TimeoutError, OSError, UnicodeDecodeError: As `save`.
    """
    base = merging.base_of(path)
    base.parent.mkdir(parents=True, exist_ok=True)
    with files.locked(path.parent):
        post = _read(path)
        if post is None or merging.marks(post):
            return False
        files.replace(base, fresh)
        return True


def _pending(base: Path, post: str) -> Path:
    """Name the base-to-be of a post with this text."""
    return base.with_name(f".{base.name}.{hashlib.sha256(post.encode()).hexdigest()[:16]}")


def _finish(path: Path, base: Path) -> None:
    """Finish a save that was interrupted: its base counts if its post was written."""
    post = _read(path)
    for pending in base.parent.glob(f".{glob.escape(base.name)}.{'[0-9a-f]' * 16}"):
        if post is not None and pending == _pending(base, post):
            pending.replace(base)
        else:
            pending.unlink()


def _read(path: Path) -> str | None:
    """Read a file with its line ends as they are; None when there is none."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
