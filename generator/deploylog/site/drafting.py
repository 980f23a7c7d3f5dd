"""A log told as Markdown that its author goes on writing."""

import re
from datetime import date as Day  # noqa: N812

from deploylog import addresses, prompts
from deploylog import pages as building
from deploylog.logs import Log
from deploylog.pages import Article
from deploylog.settings import Settings
from deploylog.site.making import edition
from deploylog.site.sources import Sources

_ENTITY = re.compile(r"(?m)(^[ \t]*[0-9]*)?&#([0-9]+);")
_CHAIN = "<!-- deploylog: chain -->"
"""Where the prose ends; what it leaves open is asked right before."""
_PLAIN = frozenset(".,;:'\"!?()-/%@>#")
"""Punctuation that means nothing to Markdown within a line."""
_ESCAPABLE = frozenset("\\`*_{}[]+")
"""Punctuation that a backslash makes plain, in Python-Markdown as in CommonMark."""
_NAMED = {"&": "&amp;", "<": "&lt;"}


def alone(log: Log, settings: Settings) -> Sources:
    """Make sources of one log that belongs to no site, or to a pipe."""
    return Sources(
        settings=settings,
        logs={log.file: log},
        posts={},
        terms={},
        ids={log.file: log.deployment.id},
        uris={log.file: addresses.post(log.deployment.id)},
        paths=frozenset(),
        own_pages=(),
        problems=(),
    )


def draft(sources: Sources, log: Log, *, as_of: Day) -> str:
    """Tell a log as a draft: prose to edit, and the places of what stays live from the log.

    Args:
        sources: Those of the log's site, so that the draft knows the nights before and after.
        log: Among the sources, and not private.
        as_of: The day on which the site is seen.
    """
    made_of = edition(sources, as_of=as_of, drafts=True)
    article = Article(deployment=log.deployment)
    told, chain, after = building.prose(article, made_of).text.partition(_CHAIN)
    written = made_of.render(
        "draft.md.j2",
        article.uri,
        article=article,
        told=told.strip(),
        after=(chain + after).strip(),
        prompts=prompts.of(log.deployment, made_of.history),
    )
    return editable(written)


def editable(markdown: str) -> str:
    """Write escaped punctuation as an author would, as long as it still shows as these characters."""
    return _ENTITY.sub(_typed, markdown)


def _typed(found: re.Match[str]) -> str:
    before, character = found[1], chr(int(found[2]))
    if character in _PLAIN and before is None:
        return character
    if character in _ESCAPABLE:
        return f"{before or ''}\\{character}"
    return (before or "") + _NAMED.get(character, f"&#{found[2]};")
