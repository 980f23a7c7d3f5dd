"""The nights that a post, or the numbers of a part of the history, may speak of, and a key of what these say.

Near a night are those of its release, what it remedies, what remedies it, and their releases. What is made of
some nights is given those near them and no others, so that it cannot depend on others, and a key of the near
ones is a key of all that it is made from. Where a site has templates of its own, these see the whole history,
and all is made anew whenever any log changes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path

from deploylog import history, statistics, store, templates
from deploylog.model import Deployment
from deploylog.pages import Edition


@dataclass(frozen=True, kw_only=True)
class Near:
    """Who is near whom on one site."""

    made_of: Edition

    def nights(self, ones: Iterable[Deployment]) -> Sequence[Deployment]:
        """Give the nights near some, with these, in time order."""
        found = {one.id: one for one in ones}
        for _ in range(2):
            for night in list(found.values()):
                found.update((other.id, other) for other in self._related(night))
        return [found[id_] for id_ in sorted(found, key=self._order.__getitem__)]

    def edition(self, nights: Sequence[Deployment], titles: Mapping[str, str]) -> Edition:
        """Give what a page is made of that speaks of some nights only; all, where templates are a site's own.

        Args:
            nights: In time order.
            titles: Of the posts that the page names, by their ids.
        """
        if self._own_templates:
            return self.made_of
        known = history.of(nights)
        counted = statistics.of(known, self.made_of.as_of)
        return replace(self.made_of, history=known, statistics=counted, titles=titles, articles=())

    @cached_property
    def digests(self) -> Mapping[str, bytes]:
        """A key of each night, by its id."""
        return {night.id: store.key(night) for night in self.made_of.history.deployments}

    @cached_property
    def shared(self) -> bytes:
        """A key of all that every page of nights depends on."""
        made_of = self.made_of
        chosen = {field.name: getattr(made_of.settings, field.name) for field in fields(made_of.settings)}
        return store.key(
            templates.fingerprint(self._own_templates),
            made_of.as_of,
            sorted((name, value) for name, value in chosen.items() if not isinstance(value, Path)),
            made_of.glossary,
            sorted(made_of.hidden),
            list(self.digests.items()) if self._own_templates else [],
        )

    def _related(self, night: Deployment) -> Iterator[Deployment]:
        whole = self.made_of.history
        release, remedied = whole.release_of(night), whole.remedied(night)
        yield from release.deployments if release else ()
        yield from [remedied] if remedied else ()
        yield from whole.remedied_by(night)

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {night.id: number for number, night in enumerate(self.made_of.history.deployments)}

    @cached_property
    def _own_templates(self) -> Path | None:
        own = self.made_of.settings.templates
        return own if own and own.is_dir() and own.resolve() != templates.folder().resolve() else None
