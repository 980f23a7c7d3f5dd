"""Linking glossary terms where a page first mentions them, and counting their mentions."""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from deploylog import addresses
from deploylog.glossary import Glossary, folded
from deploylog.model import Term
from deploylog.prose import GAP, Prose, prose_of

_WORD = re.compile(r"[^\W_]+")
_JOINTS = re.compile(r"[\s\u00a0\u2010\u2011-]+")
_JOINT = r"(?:[ \t\u00a0]+(?:\r?\n[ \t]*)?|\r?\n[ \t]*|[\u2010\u2011-])"
"""Between the words of a form: spaces, one line break, or a hyphen."""
_BEFORE = rf"(?<![^\W_])(?<![^\W_][-_.=\u2010\u2011])(?<![$#@\\%!\]^])(?<![\s{GAP}(]-)(?<![\s{GAP}(]--)"
_AFTER = r"(?![^\W_])(?![-_.=@\u2010\u2011][^\W_])(?!\(\))"
_AROUND = re.compile(rf"[\s{GAP}<>]")
_JOINED = re.compile(r"[\w/\\@:]")
_ADDRESS = re.compile(
    r"://|@[^\W_]|\\|^\W*(?:www\.|mailto:)|^[^\w/~.]*[~.]{0,2}/|/.*/|/[^/]*\.[a-z0-9]{1,5}\W*$|(?:^|\W):[\w+-]+:(?:\W|$)",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"[!-+\-/:-@\[-`{-~]")


@dataclass(frozen=True, slots=True)
class Linked:
    """A text with its terms linked."""

    markdown: str
    mentions: Mapping[str, int]
    """How often the prose mentions each term, by slug, in the order of first mention."""

    @property
    def mentioned(self) -> Sequence[str]:
        """Slugs of all terms that the prose mentions."""
        return tuple(self.mentions)


def link_terms(markdown: str, glossary: Glossary, uri: str) -> Linked:
    """Link each term at its first mention in the prose; not one of the text's characters changes.

    Mentions are looked for in paragraphs only: code, headings, quotes, links, tables and HTML are left
    alone. A link to a term's page that the author has written is that term's first mention. A term's own page
    neither links nor counts it.

    Args:
        markdown: A page's text.
        glossary: The terms.
        uri: The address of the page, to link from.
    """
    prose = prose_of(markdown)
    mentions: dict[str, int] = {}
    links: list[tuple[int, int, Term]] = []
    linked = {term.slug for term in _linked_already(prose, glossary, uri)}
    for start, end, term in mentions_in(prose.text, glossary):
        if addresses.term(term.slug) != uri:
            if term.slug not in linked and term.slug not in mentions:
                links.append((prose.place(start), prose.place(end), term))
            mentions[term.slug] = mentions.get(term.slug, 0) + 1
    for slug in sorted(linked):
        mentions[slug] = mentions.get(slug, 0) + 1
    return Linked(_with_links(markdown, links, uri), mentions)


def _linked_already(prose: Prose, glossary: Glossary, uri: str) -> Iterator[Term]:
    """Give the terms whose pages the text links to itself."""
    pages = {addresses.term(slug): term for slug, term in glossary.by_slug.items()} if prose.links else {}
    for link in prose.links:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(uri), link.partition("#")[0]))
        if target in pages and target != uri:
            yield pages[target]


def mentions_in(text: str, glossary: Glossary) -> Iterator[tuple[int, int, Term]]:
    """Find the terms in a flat text, the longest form first, none within another; with begin and end."""
    patterns = _patterns(glossary)
    at = 0
    for word in _WORD.finditer(text):
        for before, pattern in patterns.get(word[0].casefold(), ()):
            start = word.start() - before
            found = pattern.match(text, start) if start >= at else None
            term = glossary.by_form.get(folded(found[0])) if found else None
            if found and term and not _in_address(text, *found.span()):
                yield *found.span(), term
                at = found.end()
                break


def _in_address(text: str, start: int, end: int) -> bool:
    """Tell whether a match stands within an address, a path or the like, rather than between words."""
    alone = _AROUND.match(text, start - 1) if start else True
    left = "" if alone else _AROUND.split(text[max(0, start - 256) : start])[-1]
    right = _AROUND.split(text[end : end + 256], maxsplit=1)[0]
    joined = _JOINED.search(left + right) is not None
    return joined and _ADDRESS.search(left + text[start:end] + right) is not None


@lru_cache(maxsize=4)
def _patterns(glossary: Glossary) -> Mapping[str, Sequence[tuple[int, re.Pattern[str]]]]:
    """Make one pattern for all forms that share their first word, with what stands before that word."""
    forms: dict[str, dict[int, list[str]]] = {}
    for form in sorted(glossary.forms, key=len, reverse=True):
        word = _WORD.search(form)
        if word:
            forms.setdefault(word[0].casefold(), {}).setdefault(word.start(), []).append(_form(form))
    return {
        word: [
            (before, re.compile(f"{_BEFORE}(?:{'|'.join(same)}){_AFTER}", re.IGNORECASE))
            for before, same in sorted(by_start.items(), reverse=True)
        ]
        for word, by_start in forms.items()
    }


def _form(form: str) -> str:
    """Write a form as a pattern; one or two capitals (`IT`, `QA`) are no small word and keep their case."""
    pattern = _JOINT.join(re.escape(part) for part in _JOINTS.split(form))
    letters = form.removesuffix("s")
    return f"(?-i:{pattern})" if len(letters) < 3 and letters.isupper() else pattern


def _with_links(markdown: str, links: Sequence[tuple[int, int, Term]], uri: str) -> str:
    pieces, at = [], 0
    for start, end, term in links:
        href = addresses.relative(addresses.term(term.slug), uri)
        title = _ESCAPED.sub(lambda found: f"&#{ord(found[0])};", " ".join(term.short.split()))
        pieces += [markdown[at:start], "[", markdown[start:end], f']({href} "{title}")', _mark(markdown, end)]
        at = end
    return "".join([*pieces, markdown[at:]])


def _mark(markdown: str, end: int) -> str:
    """Give the link its class, unless a brace follows in the line: Markdown would take all up to that."""
    line_end = markdown.find("\n", end)
    return "" if "}" in markdown[end : line_end if line_end >= 0 else None] else "{ .term }"
