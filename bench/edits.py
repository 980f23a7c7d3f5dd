"""One small edit, of the kind that a writer makes: a few words in a step, or in a hand-written post."""

import re
from itertools import count
from pathlib import Path

_NUMBERS = count(1)
_STEP = re.compile(r"(?m)^  text: (?:after look number \d+ )?(?=\w)")


def middle_log(folder: Path) -> Path:
    """Give the executed log in the middle of all, by name."""
    logs = [log for log in sorted((folder / "posts").glob("*.yml")) if "\nsteps:\n" in log.read_text("utf-8")]
    return logs[len(logs) // 2]


def edit_log(log: Path) -> str:
    """Change the words of the first step; give the words that its page now has."""
    mark = f"look number {next(_NUMBERS)} "
    text, edited = _STEP.subn(f"  text: after {mark}", log.read_text(encoding="utf-8"), count=1)
    if not edited:
        raise ValueError(f"{log} has no step whose text stands on one line")
    log.write_text(text, encoding="utf-8")
    return mark


def edit_post(folder: Path) -> None:
    """Add a sentence to the hand-written post in the middle of all."""
    posts = sorted((folder / "content" / "posts").glob("*.md"))
    with posts[len(posts) // 2].open("a", encoding="utf-8") as post:
        post.write(f"\nThis was looked at for the time number {next(_NUMBERS)}.\n")
