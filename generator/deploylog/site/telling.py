"""The posts of a site: told anew, or as they were told before where nothing that they tell from has changed.

A post is made of its log and text, of the nights near it, of its neighbours and of nights like it: it is
given no others, so that what it says cannot depend on them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from deploylog import pages as building
from deploylog import store
from deploylog.model import Deployment
from deploylog.pages import Article, Edition, Page, Prose, Told
from deploylog.similarity import Likeness
from deploylog.site.near import Near
from deploylog.store import Kept


def posts(made_of: Edition, near: Near, kept: Kept | None) -> Sequence[tuple[Prose, Told]]:
    """Tell every post, in the order of the articles.

    Args:
        made_of: All that the site is made of.
        near: Of the same.
        kept: What earlier builds have kept; None to tell all anew.
    """
    articles = made_of.articles
    around = zip([None, *articles], articles, [*articles[1:], None], strict=False)
    telling = _Telling(made_of=made_of, near=near)
    return [telling.post(article, newer, older, kept) for newer, article, older in around if article]


@dataclass(frozen=True, kw_only=True)
class _Telling:
    made_of: Edition
    near: Near

    def post(
        self, article: Article, newer: Article | None, older: Article | None, kept: Kept | None
    ) -> tuple[Prose, Told]:
        one = article.deployment
        similar = self.made_of.similarity.like(one) if one else []
        near = self.near.nights([one] if one else [])
        titles = self._titles(one, near, similar)
        if kept is None:
            return self._told(article, newer, older, similar, near, titles)
        key = store.key(
            self.near.shared,
            self._of(article),
            self._of(newer),
            self._of(older),
            [(self.near.digests[like.deployment.id], _reasons(like)) for like in similar],
            [self.near.digests[night.id] for night in near],
            titles,
        )
        found = kept.get(key)
        if found is None:
            told = self._told(article, newer, older, similar, near, titles)
            kept.put(key, _written(*told))
            return told
        return _read(found, article)

    def _told(
        self,
        article: Article,
        newer: Article | None,
        older: Article | None,
        similar: Sequence[Likeness],
        near: Sequence[Deployment],
        titles: Mapping[str, str],
    ) -> tuple[Prose, Told]:
        edition = self.near.edition(near, titles)
        prose = building.prose(article, edition)
        return prose, building.post(article, prose, newer, older, similar, edition)

    def _titles(
        self, one: Deployment | None, near: Sequence[Deployment], similar: Sequence[Likeness]
    ) -> dict[str, str]:
        named = {night.id for night in near} | {likeness.deployment.id for likeness in similar}
        named |= {link.log for link in one.links} if one else set()
        return {id_: self.made_of.titles[id_] for id_ in sorted(named & self.made_of.titles.keys())}

    def _of(self, article: Article | None) -> object:
        if article is None:
            return None
        return self.near.digests[article.id] if article.deployment else "", repr(article.told)


def _reasons(like: Likeness) -> list[object]:
    return [getattr(like, field.name) for field in fields(like) if field.name != "deployment"]


def _written(prose: Prose, told: Told) -> object:
    return [prose.heading, prose.text, prose.lede, told.page.content, dict(told.mentions)]


def _read(found: Any, article: Article) -> tuple[Prose, Told]:
    heading, text, lede, content, mentions = found
    page = Page(uri=article.uri, content=content, authored=article.told is not None)
    return Prose(heading=heading, text=text, lede=lede), Told(page=page, mentions=mentions)
