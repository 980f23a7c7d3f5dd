"""The posts of a site: told anew, or as they were told before where nothing that they tell from has changed.

A post is made of its log and text, of the nights near it, of its neighbours and of nights like it: it is
given no others, so that what it says cannot depend on them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from deploylog import pages as building
from deploylog import store
from deploylog.model import Deployment
from deploylog.pages import Article, Edition, Page, Told
from deploylog.shelf import Shelf
from deploylog.similarity import Likeness
from deploylog.site import keeping
from deploylog.site.aside import AsidePage
from deploylog.site.near import Near
from deploylog.store import Kept


def posts(made_of: Edition, near: Near, kept: Kept | None, shelf: Shelf) -> Mapping[str, Told]:
    """Tell every post; give them by their ids, in the order of the articles.

    Args:
        made_of: All that the site is made of.
        near: Of the same.
        kept: What earlier builds have kept; None to tell all anew.
        shelf: Where their pages wait.
    """
    telling = _Telling(made_of=made_of, near=near)
    tasks = [telling.task(*one) for one in shelf.heeding(telling.around())]
    told = keeping.made(tasks, telling.told, kept, key=telling.key, written=_written, read=_read)
    return {
        task.article.id: replace(post, page=AsidePage(post.page, shelf))
        for task, post in zip(tasks, told, strict=True)
    }


def some(made_of: Edition, near: Near, ids: Collection[str]) -> dict[str, Told]:
    """Tell the posts of some articles only, by their ids; an id that has no post gives none."""
    telling = _Telling(made_of=made_of, near=near)
    tasks = (telling.task(*one) for one in telling.around() if one[0].id in ids)
    return {task.article.id: telling.told(task) for task in tasks}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """What a post is made of, besides what all posts are made of."""

    article: Article
    newer: Article | None
    older: Article | None
    similar: Sequence[Likeness]
    near: Sequence[Deployment]
    titles: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class _Telling:
    made_of: Edition
    near: Near

    def around(self) -> Iterator[tuple[Article, Article | None, Article | None]]:
        """Give each article with the newer and the older one beside it."""
        articles = self.made_of.articles
        yield from zip(articles, [None, *articles], [*articles[1:], None], strict=False)

    def task(self, article: Article, newer: Article | None, older: Article | None) -> _Task:
        one = article.deployment
        similar = self.made_of.similarity.like(one) if one else []
        near = self.near.nights([one] if one else [])
        titles = self._titles(one, near, similar)
        return _Task(article=article, newer=newer, older=older, similar=similar, near=near, titles=titles)

    def key(self, task: _Task) -> bytes:
        return store.key(
            self.near.shared,
            self._of(task.article),
            self._of(task.newer),
            self._of(task.older),
            [(self.near.digests[like.deployment.id], _reasons(like)) for like in task.similar],
            [self.near.digests[night.id] for night in task.near],
            task.titles,
        )

    def told(self, task: _Task) -> Told:
        edition = self.near.edition(task.near, task.titles)
        prose = building.prose(task.article, edition)
        return building.post(task.article, prose, task.newer, task.older, task.similar, edition)

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


def _written(told: Told) -> object:
    return [told.lede, told.page.content, dict(told.mentions)]


def _read(found: Any, task: _Task) -> Told:
    lede, content, mentions = found
    page = Page(uri=task.article.uri, content=content, authored=task.article.told is not None)
    return Told(page=page, lede=lede, mentions=mentions)
