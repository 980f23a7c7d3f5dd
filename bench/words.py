"""The same words as somebody would write them by hand: told posts as plain Markdown, for any generator.

    python bench/words.py TOOL LOGS EXPORT FOLDER

LOGS holds the logs, EXPORT what `deploylog export` made of them. FOLDER becomes a site for TOOL, one of the
folders in `bench/sites`. Drawings, tables, fact classes and links are left out: their words stay, so that the
other generators have less to do than deploylog, never more.
"""

import html
import json
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SITES = Path(__file__).resolve().parent / "sites"

_MORE = "\0"
_PLAIN = (
    (re.compile(r"<!-- more -->"), _MORE),
    (re.compile(r"(?ms)^<(figure|svg|details|style|nav)\b.*?^</\1>\n?"), ""),
    (re.compile(r'\]\([^()"\s]*(?: "[^"]*")?\)'), "]"),
    (re.compile(r"\[([^\[\]]+)\]"), r"\1"),
    (re.compile(r" ?\{[ .:#][^{}]*\}"), ""),
    (re.compile(r"(?m)^(\S.*)\n:   "), r"- \1: "),
    (re.compile(r"<[^>]*>"), ""),
    (re.compile(r"(?m)^# .*\n"), ""),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post as somebody would write it."""

    stem: str
    """The whole name of its log without the suffix: shorter ones would clash."""
    title: str
    date: str
    tags: list[str]
    body: str


def posts(logs: Path, export: Path) -> Iterator[Post]:
    """Give one post a log, by name."""
    for log in sorted(logs.glob("*.yml")):
        _, front, body = (export / f"{log.stem}.md").read_text(encoding="utf-8").split("---\n", 2)
        meta = dict(line.split(": ", 1) for line in front.splitlines())
        yield Post(
            stem=log.stem,
            title=json.loads(meta["title"]),
            date=meta["date"],
            tags=json.loads(meta.get("tags", "[]")),
            body=plain(body),
        )


def plain(told: str) -> str:
    """Reduce a page to its words."""
    for pattern, kept in _PLAIN:
        told = pattern.sub(kept, told)
    return re.sub(r"\n{3,}", "\n\n", html.unescape(told)).replace(_MORE, "<!-- more -->").strip()


def written(post: Post, tool: str) -> str:
    """Write a post in the dialect of a generator."""
    body = post.body.replace("<!-- more -->", "<!--more-->") if tool == "hugo" else post.body
    if tool == "pelican":
        head = f"Title: {post.title}\nDate: {post.date}\nTags: {', '.join(post.tags)}\nSlug: {post.stem}\n"
        return f"{head}Category: nights\n\n{body}\n"
    front = {"title": post.title, "tags": post.tags}
    lines = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in front.items())
    return f"---\ndate: {post.date}\n{lines}---\n\n{body}\n"


def lay(tool: str, logs: Path, export: Path, folder: Path) -> None:
    """Lay out the site of a generator; the folder is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(SITES / tool, folder)
    content = folder / "content" / "posts"
    content.mkdir(parents=True, exist_ok=True)
    for post in posts(logs, export):
        (content / f"{post.stem}.md").write_text(written(post, tool), encoding="utf-8")


if __name__ == "__main__":
    lay(sys.argv[1], *map(Path, sys.argv[2:5]))
