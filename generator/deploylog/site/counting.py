"""The pages of statistics: made anew, or as they were before where nothing that they count has changed.

The page of a part (a year, a system, a release) is made of its nights and of those near them. It is given no
others, so that its numbers cannot depend on them; only the page of the whole history counts everything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from deploylog import store
from deploylog.model import Deployment
from deploylog.pages import Edition, Page
from deploylog.pages.statistics import Parts, Scope, about, parts, rows_of, scopes
from deploylog.shelf import Shelf
from deploylog.site import keeping
from deploylog.site.aside import AsidePage
from deploylog.site.near import Near
from deploylog.statistics import Figures
from deploylog.store import Kept


def pages(made_of: Edition, near: Near, kept: Kept | None, shelf: Shelf) -> Sequence[Page]:
    """Make the page of statistics, the page of each part, and pages of posts where they are many.

    Args:
        made_of: All that the site is made of.
        near: Of the same.
        kept: What earlier builds have kept; None to make all anew.
        shelf: Where they wait.
    """
    counting = _Counting(made_of=made_of, near=near, rows=rows_of(made_of), others=parts(made_of))
    (whole, figures), *rest = scopes(made_of)
    tasks = [counting.task(scope, some) for scope, some in shelf.heeding(rest)]
    made = keeping.made(tasks, counting.pages, kept, key=counting.key, written=_written, read=_read)
    first = about(whole, figures, counting.rows, made_of, counting.others)
    return [AsidePage(page, shelf) for some in chain([first], made) for page in some]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """What the page of a part is made of, besides what all such pages are made of."""

    scope: Scope
    figures: Figures
    near: Sequence[Deployment]
    rows: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class _Counting:
    made_of: Edition
    near: Near
    rows: Mapping[str, str]
    others: Parts

    def task(self, scope: Scope, figures: Figures) -> _Task:
        near = self.near.nights(figures.deployments)
        rows = {night.id: self.rows[night.id] for night in near}
        return _Task(scope=scope, figures=figures, near=near, rows=rows)

    def key(self, task: _Task) -> bytes:
        return store.key(
            self.near.shared,
            task.scope,
            task.figures.logs.ids,
            task.figures.period,
            self.others,
            [self.near.digests[night.id] for night in task.near],
            task.rows,
        )

    def pages(self, task: _Task) -> Sequence[Page]:
        edition = self.near.edition(task.near, {})
        figures = replace(task.figures, history=edition.history)
        return list(about(task.scope, figures, task.rows, edition, self.others))


def _written(pages: Sequence[Page]) -> object:
    return [[page.uri, page.content] for page in pages]


def _read(found: Any, _: _Task) -> Sequence[Page]:
    return [Page(uri=uri, content=content) for uri, content in found]
