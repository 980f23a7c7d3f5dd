"""Merging what an author wrote with what a changed log now says; `git merge-file` does the work.

The base of a merge is the draft as it was last written, kept in a hidden folder beside the posts
(`.drafts/<id>.md`) and committed with them: plain Markdown, one small file a post.
"""

import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from deploylog.problems import Fault

BASES = ".drafts"
_MARK = re.compile(r"(?m)^(?:<{7}|\|{7}|>{7})(?: .*)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What came of a merge."""

    text: str
    """The merged text; where both sides changed the same lines, with git's conflict marks."""
    conflicts: int
    """Places where both sides changed the same lines differently; 0 when the merge is clean."""


class MergeError(Fault):
    """Git could not be run, or refused the files; the message says what to do."""


def base_of(post: Path) -> Path:
    """Say where the base of a told post is kept."""
    return post.parent / BASES / post.name


def marks(text: str) -> list[re.Match[str]]:
    """Find the marks of an unfinished merge; a heading underlined with `=` is none."""
    return list(_MARK.finditer(text))


def merge(*, yours: str, base: str, fresh: str) -> Merge:
    """Merge the author's text and the fresh draft, which both go back to `base`.

    Line ends follow the author's: a file saved with CRLF stays so.

    Args:
        yours: The told post as it stands.
        base: The draft as it was last written.
        fresh: The draft that the log gives now.

    Raises:
        MergeError: Git is not installed or failed.
    """
    end = "\r\n" if "\r\n" in yours else "\n"
    if base == fresh:
        return Merge(text=yours, conflicts=0)
    texts = {"yours": yours, "base": _with_ends(base, end), "fresh": _with_ends(fresh, end)}
    with tempfile.TemporaryDirectory(prefix="deploylog-") as folder:
        paths = [Path(folder, name) for name in texts]
        for path, text in zip(paths, texts.values(), strict=True):
            path.write_text(text, encoding="utf-8", newline="")
        return _run(paths)


def _run(paths: list[Path]) -> Merge:
    """Let git merge three files; it leaves with the number of conflicts, or over 127 on failure."""
    labels = ["-L", "your text", "-L", "last draft", "-L", "what the log says now"]
    command = ["git", "merge-file", "-p", "--diff3", *labels, *map(str, paths)]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    except FileNotFoundError:
        raise MergeError("git is not installed; it merges your text with the log's") from None
    if done.returncode > 127 or done.returncode < 0:
        raise MergeError(f"git merge-file failed: {done.stderr.decode(errors='replace').strip()}")
    return Merge(text=done.stdout.decode("utf-8"), conflicts=done.returncode)


def _with_ends(text: str, end: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", end)
