"""The pages of releases: every attempt and deferral at one change, in order."""

from collections.abc import Iterator

from deploylog import addresses, charts
from deploylog.pages.edition import Edition, Page


def pages(edition: Edition) -> Iterator[Page]:
    """Make the index of releases, newest first, and the page of each; none when no log names a release."""
    releases = sorted(edition.history.releases.values(), key=lambda r: (r.last.date, r.name), reverse=True)
    if releases:
        yield edition.page("releases.md.j2", addresses.RELEASES, releases=releases)
    for release in releases:
        yield edition.page(
            "release.md.j2",
            addresses.release(release.name),
            release=release,
            chain=charts.chain(release),
        )
