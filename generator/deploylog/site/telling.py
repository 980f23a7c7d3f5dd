"""The posts of a site: told anew, or as they were told before where nothing that they tell from has changed.

A post is made of its log and text, of the nights that it speaks of (its release, what it remedies, what
remedies it, and their releases), of its neighbours and of nights like it: it is given no others, so that what
it says cannot depend on them. Where a site has templates of its own, these see the whole history, and a post
is told anew whenever any log changes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from deploylog import history, store, templates
from deploylog import pages as building
from deploylog.model import Deployment
from deploylog.pages import Article, Edition, Page, Prose, Told
from deploylog.similarity import Likeness
from deploylog.store import Kept


def posts(made_of: Edition, kept: Kept | None) -> Sequence[tuple[Prose, Told]]:
    """Tell every post, in the order of the articles.

    Args:
        made_of: All that the site is made of.
        kept: What earlier builds have kept; None to tell all anew.
    """
    articles = made_of.articles
    around = zip([None, *articles], articles, [*articles[1:], None], strict=False)
    telling = _Telling(made_of=made_of)
    return [telling.post(article, newer, older, kept) for newer, article, older in around if article]


@dataclass(frozen=True, kw_only=True)
class _Telling:
    made_of: Edition

    def post(
        self, article: Article, newer: Article | None, older: Article | None, kept: Kept | None
    ) -> tuple[Prose, Told]:
        one = article.deployment
        similar = self.made_of.similarity.like(one) if one else []
        near = self._near(one) if one else []
        titles = self._titles(one, near, similar)
        if kept is None:
            return self._told(article, newer, older, similar, near, titles)
        key = store.key(
            self._shared,
            self._of(article),
            self._of(newer),
            self._of(older),
            [(self._digests[like.deployment.id], _reasons(like)) for like in similar],
            [self._digests[night.id] for night in near],
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
        edition = self.made_of
        if not self._own_templates:
            edition = replace(edition, history=history.of(near), titles=titles, articles=())
        prose = building.prose(article, edition)
        return prose, building.post(article, prose, newer, older, similar, edition)

    def _near(self, one: Deployment) -> Sequence[Deployment]:
        """Give the nights that a post may speak of, in time order."""
        found = {one.id: one}
        for _ in range(2):
            for night in list(found.values()):
                found.update((other.id, other) for other in self._related(night))
        return [found[id_] for id_ in sorted(found, key=self._order.__getitem__)]

    def _related(self, night: Deployment) -> Iterator[Deployment]:
        whole = self.made_of.history
        release, remedied = whole.release_of(night), whole.remedied(night)
        yield from release.deployments if release else ()
        yield from [remedied] if remedied else ()
        yield from whole.remedied_by(night)

    def _titles(
        self, one: Deployment | None, near: Sequence[Deployment], similar: Sequence[Likeness]
    ) -> dict[str, str]:
        named = {night.id for night in near} | {likeness.deployment.id for likeness in similar}
        named |= {link.log for link in one.links} if one else set()
        return {id_: self.made_of.titles[id_] for id_ in sorted(named & self.made_of.titles.keys())}

    def _of(self, article: Article | None) -> object:
        if article is None:
            return None
        return self._digests[article.id] if article.deployment else "", repr(article.told)

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {night.id: number for number, night in enumerate(self.made_of.history.deployments)}

    @cached_property
    def _digests(self) -> Mapping[str, bytes]:
        return {night.id: store.key(night) for night in self.made_of.history.deployments}

    @cached_property
    def _own_templates(self) -> Path | None:
        own = self.made_of.settings.templates
        return own if own and own.is_dir() and own.resolve() != templates.folder().resolve() else None

    @cached_property
    def _shared(self) -> bytes:
        """Make a key of all that every post depends on."""
        made_of = self.made_of
        chosen = {field.name: getattr(made_of.settings, field.name) for field in fields(made_of.settings)}
        return store.key(
            templates.fingerprint(self._own_templates),
            made_of.as_of,
            sorted((name, value) for name, value in chosen.items() if not isinstance(value, Path)),
            made_of.glossary,
            sorted(made_of.hidden),
            list(self._digests.items()) if self._own_templates else [],
        )


def _reasons(like: Likeness) -> list[object]:
    return [getattr(like, field.name) for field in fields(like) if field.name != "deployment"]


def _written(prose: Prose, told: Told) -> object:
    return [prose.heading, prose.text, prose.lede, told.page.content, dict(told.mentions)]


def _read(found: Any, article: Article) -> tuple[Prose, Told]:
    heading, text, lede, content, mentions = found
    page = Page(uri=article.uri, content=content, authored=article.told is not None)
    return Prose(heading=heading, text=text, lede=lede), Told(page=page, mentions=mentions)
