"""The pages of statistics: made anew, or as they were before where nothing that they count has changed.

The page of a part (a year, a system, a release) is made of its nights and of those near them. It is given no
others, so that its numbers cannot depend on them; only the page of the whole history counts everything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from deploylog import store
from deploylog.pages import Edition, Page
from deploylog.pages.statistics import Parts, Scope, about, parts, rows_of, scopes
from deploylog.site.near import Near
from deploylog.statistics import Figures
from deploylog.store import Kept


def pages(made_of: Edition, near: Near, kept: Kept | None) -> Sequence[Page]:
    """Make the page of statistics, the page of each part, and pages of posts where they are many.

    Args:
        made_of: All that the site is made of.
        near: Of the same.
        kept: What earlier builds have kept; None to make all anew.
    """
    counting = _Counting(made_of=made_of, near=near, rows=rows_of(made_of))
    others = parts(made_of)
    return [
        page
        for scope, figures in scopes(made_of)
        for page in (
            counting.of_part(scope, figures, others, kept)
            if scope.part
            else about(scope, figures, counting.rows, made_of, others)
        )
    ]


@dataclass(frozen=True, kw_only=True)
class _Counting:
    made_of: Edition
    near: Near
    rows: Mapping[str, str]

    def of_part(self, scope: Scope, figures: Figures, others: Parts, kept: Kept | None) -> Sequence[Page]:
        nights = self.near.nights(figures.deployments)
        rows = {night.id: self.rows[night.id] for night in nights}
        edition = self.near.edition(nights, {})
        some = replace(figures, history=edition.history)
        if kept is None:
            return list(about(scope, some, rows, edition, others))
        digests = [self.near.digests[night.id] for night in nights]
        key = store.key(self.near.shared, scope, figures.logs.ids, figures.period, others, digests, rows)
        found = kept.get(key)
        if found is None:
            made = list(about(scope, some, rows, edition, others))
            kept.put(key, [[page.uri, page.content] for page in made])
            return made
        return [Page(uri=uri, content=content) for uri, content in found]
