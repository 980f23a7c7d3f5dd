"""An author's own posts: Markdown files, either told posts (a log has their id) or plain posts.

Every Markdown file gives a `Post`. Whether it is one is for the caller to say: a plain post has a `date`;
without one, and without a log of its id, the file is just a page of the site.
"""

import re
from datetime import date
from html import unescape
from pathlib import Path

import yaml

from deploylog.frontmatter import RULE, FrontMatter, kind, read_front_matter
from deploylog.model import Post
from deploylog.yamltree import Mapping, Node, Refused, Scalar, Sequence, quote

KEYS = ("title", "date", "tags", "authors", "categories", "description", "draft")
"""Keys that have a meaning here; all others are passed on in `Post.meta`."""

TAG = re.compile(r"[a-z0-9][a-z0-9 ._-]*")

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ][\d:.]+ ?(?:Z|[+-][\d:]+)?)?")
_LAYOUT = {
    "icon": re.compile(r"[\w-]+(?:/[\w-]+)*"),
    "template": re.compile(r"(?!redirect\.html)[\w-]+(?:/[\w-]+)*\.html"),
}
_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,}).*?(?:^[ \t]*\1[`~]*[ \t\r]*$|\Z)", re.MULTILINE | re.DOTALL)
_CLOSING = re.compile(r" #+$")
_ATTRIBUTES = re.compile(r" ?\{:? ?[#.\w][^{}]*\}$")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_MARKUP = re.compile(r"\\([!-/:-@\[-`{-~])|[*`]")


def read_post(path: Path, *, id: str, file: str | None = None) -> Post:  # noqa: A002  (the log's word)
    """Read one Markdown file; neither front matter nor any key in it is required.

    Args:
        path: A file that can be opened.
        id: Its path below the posts folder without its suffix.
        file: What problems call it; without it, its path.

    Raises:
        LogError: With every problem of the file.
    """
    matter = read_front_matter(path.read_bytes(), file or path.as_posix())
    _refuse_slug(matter)
    _refuse_layout(matter)
    meta = {key: typed(node) for key, node in matter.entries.items() if key not in KEYS}
    categories = [text.text for text in matter.texts("categories")]
    day, updated = _days(matter)
    post = Post(
        id=id,
        title=matter.text("title") or heading(matter.body) or path.stem,
        date=day,
        tags=_tags(matter),
        authors=tuple(author.text for author in matter.texts("authors")),
        description=matter.text("description"),
        draft=matter.flag("draft"),
        body=matter.body,
        meta=meta
        | ({"categories": categories} if categories else {})
        | ({"updated": updated} if updated else {}),
    )
    matter.finish()
    return post


def heading(body: str) -> str:
    """Give the words of the first heading of the first level; empty when there is none."""
    above = ""
    for line in _FENCE.sub("", body).splitlines():
        words = "" if line.startswith(("    ", "\t")) else " ".join(line.split())
        if words.startswith("# "):
            return _shown(_CLOSING.sub("", words[2:]))
        if above and not words.strip("=") and words:
            return _shown(above)
        above = words
    return ""


def _shown(words: str) -> str:
    """Take Markdown's marks out of a heading."""
    plain = _LINK.sub(r"\1", _ATTRIBUTES.sub("", words.strip()))
    return " ".join(unescape(_MARKUP.sub(r"\1", plain)).split())


def typed(node: Node) -> object:
    """Give a value as MkDocs would: a text without quotes may be a number, a day, `true`."""
    if isinstance(node, Sequence):
        return [typed(item) for item in node.items]
    if isinstance(node, Mapping):
        return {key: typed(value) for key, value in node.entries.items()}
    if isinstance(node, Refused) or not node.plain:
        return node.text if isinstance(node, Scalar) else None
    try:
        return yaml.safe_load(node.text)
    except (yaml.YAMLError, ValueError):  # ValueError: a day that the calendar does not have
        return node.text


def _refuse_slug(matter: FrontMatter) -> None:
    if "slug" in matter.keys:
        help_ = "remove the line; to move the post, rename its file"
        matter.report(matter.keys["slug"], RULE, "slug would give the post a second address", help_)


def _refuse_layout(matter: FrontMatter) -> None:
    """Refuse names of the theme's parts that cannot be any, or that send readers elsewhere."""
    for key, allowed in _LAYOUT.items():
        node = matter.given(key)
        if isinstance(node, Scalar) and not allowed.fullmatch(node.text):
            help_ = f"remove the line, or name {'an icon' if key == 'icon' else 'a template'} of the theme"
            matter.report(node, RULE, f"{key} is {quote(node.text)}, which no page can have", help_)


def _days(matter: FrontMatter) -> tuple[date | None, date | None]:
    """Give the day of the post and of its last change; `date` may hold both, as `created` and `updated`."""
    node = matter.given("date")
    if not isinstance(node, Mapping):
        return (_day(matter, "date", node) if node else None), None
    created, updated = node.entries.get("created"), node.entries.get("updated")
    if created is None:
        matter.report(node, RULE, "date has no created", "write date: {created: 2007-12-02}")
    return (
        _day(matter, "date.created", created) if created else None,
        _day(matter, "date.updated", updated) if updated else None,
    )


def _day(matter: FrontMatter, key: str, node: Node) -> date | None:
    if isinstance(node, Refused):
        return None
    found = _DAY.fullmatch(node.text) if isinstance(node, Scalar) else None
    try:
        if found:
            return date.fromisoformat(found[1])
    except ValueError:
        pass
    shown = quote(node.text) if isinstance(node, Scalar) else kind(node)
    matter.report(
        node, RULE, f"{key} is {shown}, which is no day", "write year, month and day, e.g. 2007-12-02"
    )
    return None


def _tags(matter: FrontMatter) -> tuple[str, ...]:
    tags = matter.texts("tags")
    for tag in tags:
        if not TAG.fullmatch(tag.text):
            help_ = "write lower-case letters, digits, spaces, '.', '_' and '-'; begin with a letter or digit"
            matter.report(tag, RULE, f"tags holds {quote(tag.text)}, which is no tag", help_)
    return tuple(tag.text for tag in tags)
