"""What is wrong within the Markdown of a site: links that lead nowhere, places of parts that do not exist."""

import posixpath
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from deploylog import addresses, publishing
from deploylog.pages import body
from deploylog.problems import Problem
from deploylog.publishing import Target
from deploylog.site.checks import RESERVED


def faults(texts: Iterable[tuple[Target, str]], known: AbstractSet[str]) -> Iterator[Problem]:
    """Find the problems of texts; what only a build can tell apart is let pass.

    Args:
        texts: Each with the address of its page.
        known: Addresses of pages of posts and terms, and paths of other files below the posts.
    """
    for text, page in texts:
        for link in publishing.links(text):
            target = addresses.absolute(link.partition("?")[0], page)
            made = target.partition("/")[0] in RESERVED and not target.startswith("glossary/")
            generated = made or target in (addresses.INDEX, addresses.GLOSSARY) or target.startswith("../")
            if posixpath.splitext(target)[1] == ".md" and target not in known and not generated:
                yield publishing.broken_link(text, link)
        for index, name, twice in body.unplaced(text.text):
            yield publishing.misplaced(text, index, name, body.PARTS, twice=twice)
