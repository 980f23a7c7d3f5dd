"""What authors write beside logs: terms of the glossary, and posts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date as Day  # noqa: N812  (a field here is called `date`, as in front matter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One glossary entry."""

    slug: str
    """The file's stem; its page is `glossary/<slug>.md`."""
    term: str
    aliases: Sequence[str] = ()
    plural: str = ""
    short: str = ""
    """One plain sentence, shown as the tooltip."""
    see: Sequence[str] = ()
    """Slugs of related terms."""
    source: str = ""
    """Where the definition comes from; words or an http(s) address."""
    body: str = ""
    """Markdown, without front matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A Markdown file of an author's: a told post (a log has its id) or a plain post."""

    id: str
    """The file's path below the posts folder without its suffix."""
    title: str = ""
    date: Day | None = None
    """Always set on a plain post."""
    tags: Sequence[str] = ()
    authors: Sequence[str] = ()
    description: str = ""
    draft: bool = False
    body: str = ""
    """Markdown, without front matter."""
    meta: dict[str, object] = field(default_factory=dict, hash=False)
    """Front matter keys that deploylog gives no meaning to, passed on as they are."""
