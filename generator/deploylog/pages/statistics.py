"""The pages of statistics: of the whole history, and of each year, system, environment, kind and release."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from deploylog import addresses, linking
from deploylog.pages.edition import Edition, Page
from deploylog.pages.evidence import ROOT, Evidence
from deploylog.pages.pictures import Pictures
from deploylog.statistics import Figures

PARTS = ("year", "system", "environment", "kind", "release")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What the figures of one page are about."""

    part: str = ""
    """One of `PARTS`; empty for the whole history."""
    name: str = ""
    """Which: `2007`, `front-end app`."""

    @property
    def uri(self) -> str:
        """The page's address."""
        return addresses.statistics(self.part, self.name) if self.part else addresses.STATISTICS


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Which parts of the history have a page: all that the page of one says of the others."""

    years: Sequence[str]
    kinds: Sequence[str]
    environments: Sequence[str]
    systems: bool
    """Whether there are any; the page of the whole history lists them."""
    releases: bool


def scopes(edition: Edition) -> Iterator[tuple[Scope, Figures]]:
    """Give what each page is about, the whole history first."""
    whole = edition.statistics
    yield Scope(), whole
    for part, groups in (
        ("year", {str(year): figures for year, figures in whole.years.items()}),
        ("system", whole.systems),
        ("environment", whole.environments),
        ("kind", whole.kinds),
        ("release", _releases(edition)),
    ):
        for name, figures in groups.items():
            yield Scope(part=part, name=name), figures


def _releases(edition: Edition) -> Mapping[str, Figures]:
    releases = edition.history.releases.values()
    return {release.name: edition.statistics.part(release.deployments) for release in releases}


def parts(edition: Edition) -> Parts:
    """Tell which parts of a history have a page."""
    whole = edition.statistics
    return Parts(
        years=tuple(map(str, whole.years)),
        kinds=tuple(whole.kinds),
        environments=tuple(whole.environments),
        systems=bool(whole.systems),
        releases=bool(edition.history.releases),
    )


def about(
    scope: Scope,
    figures: Figures,
    rows: Mapping[str, str],
    edition: Edition,
    parts_: Parts | None = None,
) -> Iterator[Page]:
    """Make the page of one part, and that of its posts where they are many.

    Args:
        scope: Which part it is.
        figures: Of that part.
        rows: Each post's row in a list, from `rows_of`.
        edition: All that the page is made of.
        parts_: Those that have a page; without it, those of the edition.
    """
    evidence = Evidence(uri=scope.uri, whole=figures.logs.ids)
    variables = {
        "scope": scope,
        "statistics": figures,
        "whole": edition.statistics,
        "parts": parts_ or parts(edition),
        "evidence": evidence,
        "pictures": _pictures(scope, figures, edition),
    }
    numbers = edition.render("statistics/index.md.j2", scope.uri, **variables)
    front, mark, text = re.sub(r"\n{3,}", "\n\n", numbers).partition("\n---\n")
    linked = linking.link_terms(text, edition.glossary, scope.uri).markdown
    posts = _posts(evidence, scope, rows, edition)
    if evidence.apart:
        yield Page(uri=scope.uri, content=front + mark + linked)
        heading = edition.render("statistics/posts.md.j2", evidence.page, **variables)
        yield Page(uri=evidence.page, content=heading + posts)
    else:
        yield Page(uri=scope.uri, content=front + mark + linked + posts)


def _pictures(scope: Scope, figures: Figures, edition: Edition) -> Pictures:
    return Pictures(
        figures=figures,
        uri=scope.uri,
        part=scope.part,
        name=scope.name,
        clock=edition.settings.clock,
        directories=edition.settings.directory_urls,
        hidden=edition.hidden,
    )


def _posts(evidence: Evidence, scope: Scope, rows: Mapping[str, str], edition: Edition) -> str:
    """Write the list of posts; one block of HTML, which costs a page of thousands of posts little."""
    base = evidence.page
    root = "../" * addresses.published(base, directories=edition.settings.directory_urls).count("/")
    return edition.render(
        "statistics/evidence.html.j2",
        base,
        scope=scope,
        evidence=evidence,
        rows=evidence.rows(rows, root),
        texts={id_: rows[id_].replace(ROOT, root) for one in evidence.overflowing for id_ in one.ids},
    )


def rows_of(edition: Edition) -> Mapping[str, str]:
    """Write the row of each post once, for all the pages that list it."""
    ids, folders = edition.statistics.logs.ids, edition.settings.directory_urls
    uris = [addresses.post(id_) for id_ in ids]
    shown = [
        "" if uri in edition.hidden else ROOT + addresses.published(uri, directories=folders) for uri in uris
    ]
    rows = edition.render(
        "statistics/rows.html.j2",
        addresses.STATISTICS,
        posts=list(zip(ids, shown, strict=True)),
        statistics=edition.statistics,
    )
    return dict(zip(ids, rows.split("\n"), strict=False))
