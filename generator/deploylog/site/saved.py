"""The posts of saved files alone, for whoever cannot wait for the whole site."""

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from datetime import date as Day  # noqa: N812

from deploylog import feeds
from deploylog.site import telling
from deploylog.site.making import Made, edition, summaries
from deploylog.site.near import Near
from deploylog.site.sources import Sources


def saved(now: Sources, before: Sources) -> AbstractSet[str]:
    """Give the ids of posts whose log or text was saved since an earlier reading with the same memory.

    Returns:
        Nothing when something else has changed as well: a file has come or gone, another problem, a term.
    """
    if _around(now) != _around(before) or _others(now.terms, before.terms):
        return frozenset()
    files = {*_others(now.logs, before.logs), *_others(now.posts, before.posts)}
    return {now.ids[file] for file in files - now.broken}


def make_saved(
    sources: Sources, ids: Collection[str], before: Mapping[str, str], *, as_of: Day, drafts: bool
) -> Made:
    """Make some posts of a site as `make` does, and nothing else of it.

    Args:
        sources: All of the site.
        ids: Of the posts; of one that is not to be seen nothing is made.
        before: The summaries of the site as it was published last.
        as_of: As for `make`, and so the next.
        drafts: Whether drafts are shown.
    """
    made_of = edition(sources, as_of=as_of, drafts=drafts)
    told = telling.some(made_of, Near(made_of=made_of), ids)
    pages = sorted((post.page for post in told.values()), key=lambda page: page.uri)
    return Made(pages=pages, published=feeds.of(made_of, {**before, **summaries(made_of, told)}))


def _around(sources: Sources) -> object:
    """Give what sources are beside what files say."""
    files = sources.ids, sources.own_pages, sources.logs.keys(), sources.posts.keys()
    return sources.settings, sources.problems, files


def _others(now: Mapping[str, object], before: Mapping[str, object]) -> AbstractSet[str]:
    """Give the files whose values are not the ones that were remembered."""
    return {file for file in now.keys() | before.keys() if now.get(file) is not before.get(file)}
