"""The pages of the glossary: the words, where they are used, and which figures they explain."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from deploylog import addresses, linking
from deploylog.glossary import Glossary, folded, plural_of
from deploylog.model import Term
from deploylog.pages import body
from deploylog.pages.edition import Article, Edition, Page

_SECTION = re.compile(r"^#{2,4} ([^\n]+?) \{ #([\w-]+) \}$", re.MULTILINE)
_FIGURE = re.compile(r"^\| \[([^\n]+?)\]\(#([\w-]+)\) \| ([^\n]*) \|$", re.MULTILINE)
"""A row of the table of figures: what it is called, the section that it leads to, and the figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A post that uses a term."""

    article: Article
    count: int
    """How often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A section of the statistics that a term explains."""

    name: str
    anchor: str
    value: str
    """As plain text; empty when the section has no one figure."""


def pages(edition: Edition, uses: Mapping[str, Sequence[Use]], statistics: Iterable[Page]) -> Iterator[Page]:
    """Make the index of terms and the page of each; none when there are no terms.

    Args:
        edition: All that the site is made of.
        uses: By slug, the posts that use a term, newest first.
        statistics: Its pages, that of the whole history among them.
    """
    terms = edition.glossary.terms
    if terms:
        yield edition.page("glossary.md.j2", addresses.GLOSSARY, letters=_letters(terms), uses=uses)
    whole = next((page.content for page in statistics if page.uri == addresses.STATISTICS), "")
    explained = figures(whole, edition.glossary)
    for term in terms:
        yield _page(term, uses.get(term.slug, ()), explained.get(term.slug, ()), edition)


def figures(statistics: str, glossary: Glossary) -> Mapping[str, Sequence[Figure]]:
    """Find the figures that each term explains: the sections whose headings mention it.

    Args:
        statistics: The page of statistics, as Markdown.
        glossary: The terms.

    Returns:
        By slug, in the order of the page.
    """
    values = {(name, anchor): body.plain(value) for name, anchor, value in _FIGURE.findall(statistics)}
    found: dict[str, list[Figure]] = defaultdict(list)
    for name, anchor in _SECTION.findall(statistics):
        figure = Figure(name=name, anchor=anchor, value=values.get((name, anchor), ""))
        for slug in dict.fromkeys(term.slug for _, _, term in linking.mentions_in(name, glossary)):
            found[slug].append(figure)
    return found


def _page(term: Term, uses: Sequence[Use], explained: Sequence[Figure], edition: Edition) -> Page:
    uri, terms = addresses.term(term.slug), edition.glossary.by_slug
    heading, text = body.heading_apart(body.authored(term.body))
    linked = linking.link_terms(text, edition.glossary, uri)
    return edition.page(
        "term.md.j2",
        uri,
        authored=True,
        term=term,
        plural=term.plural if folded(term.plural) != folded(plural_of(term.term)) else "",
        heading=heading,
        definition=linked.markdown,
        see=[terms[slug] for slug in term.see if slug in terms],
        figures=explained,
        uses=uses,
        count=sum(use.count for use in uses),
        first=min((use.article for use in uses), key=lambda article: article.order, default=None),
    )


def _letters(terms: Sequence[Term]) -> Mapping[str, Sequence[Term]]:
    """Group terms by their first letter; `#` stands for what begins with none."""
    letters: dict[str, list[Term]] = {}
    for term in terms:
        first = term.term[:1].upper()
        letters.setdefault(first if first.isalpha() else "#", []).append(term)
    return letters
