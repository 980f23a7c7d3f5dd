"""The pages of releases: every attempt and deferral at one change, in order."""

from deploylog import addresses, charts
from deploylog.pages.edition import Edition, Page


def pages(edition: Edition) -> list[Page]:
    """Make the index of releases, newest first, and the page of each; none when no log names a release."""
    releases = sorted(edition.history.releases.values(), key=lambda r: (r.last.date, r.name), reverse=True)
    index = edition.page("releases.md.j2", addresses.RELEASES, releases=releases)
    return [index] * bool(releases) + [
        edition.page(
            "release.md.j2",
            addresses.release(release.name),
            release=release,
            chain=charts.chain(release),
        )
        for release in releases
    ]
