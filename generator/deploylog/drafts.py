"""Writing a told post, and bringing it up to date when its log changed, without losing an edit."""

import difflib
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

    A new post's base is written first, a refreshed one's last: whatever interrupts, the next run finds
    a base that is not younger than the post, and only merges the same change once more.

    Returns:
        What was done; nothing was written when its state is fresh, conflict or foreign.

    Raises:
        TimeoutError: Somebody else is writing in the folder and does not end.
        merging.MergeError, OSError, UnicodeDecodeError: As `compare`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with files.locked(path.parent):
        draft, base = compare(path, fresh), merging.base_of(path)
        base.parent.mkdir(exist_ok=True)
        if draft.state is State.NEW:
            files.replace(base, fresh)
            files.create(path, fresh)
        elif draft.state is State.STALE:
            files.replace(path, draft.after)
            files.replace(base, fresh)
        return draft


def _read(path: Path) -> str | None:
    """Read a file with its line ends as they are; None when there is none."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
