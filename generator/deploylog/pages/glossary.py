"""The pages of the glossary."""

from collections.abc import Mapping, Sequence

from deploylog import addresses, linking
from deploylog.model import Term
from deploylog.pages import body
from deploylog.pages.edition import Article, Edition, Page


def pages(edition: Edition, mentions: Mapping[str, Sequence[Article]]) -> list[Page]:
    """Make the index of terms and the page of each; none when there are no terms.

    Args:
        edition: All that the site is made of.
        mentions: By slug, the posts that mention a term, newest first.
    """
    terms = edition.glossary.terms
    letters = _letters(terms)
    index = edition.page("glossary.md.j2", addresses.GLOSSARY, letters=letters, mentions=mentions)
    return [index] * bool(terms) + [_page(term, mentions.get(term.slug, ()), edition) for term in terms]


def _page(term: Term, mentions: Sequence[Article], edition: Edition) -> Page:
    uri, terms = addresses.term(term.slug), edition.glossary.by_slug
    heading, text = body.heading_apart(term.body)
    linked = linking.link_terms(text, edition.glossary, uri)
    return edition.page(
        "term.md.j2",
        uri,
        term=term,
        heading=heading,
        definition=linked.markdown,
        see=[terms[slug] for slug in term.see if slug in terms],
        articles=mentions,
    )


def _letters(terms: Sequence[Term]) -> Mapping[str, Sequence[Term]]:
    """Group terms by their first letter; `#` stands for what begins with none."""
    letters: dict[str, list[Term]] = {}
    for term in terms:
        first = term.term[:1].upper()
        letters.setdefault(first if first.isalpha() else "#", []).append(term)
    return letters
