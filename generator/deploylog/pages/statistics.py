"""The page of statistics."""

from deploylog import addresses
from deploylog.pages.edition import Edition, Page


def pages(edition: Edition) -> list[Page]:
    """Make the page of statistics."""
    return [edition.page("statistics/index.md.j2", addresses.STATISTICS, statistics=edition.statistics)]
