"""What the pictures of a page of statistics are made of; templates say what they show.

However long the history is, a picture stays bounded: it shows the newest, and knows what it leaves out.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from deploylog import addresses
from deploylog.model import Outcome
from deploylog.pages.pictures.days import Calendar, Months, calendar, months
from deploylog.pages.pictures.nights import Durations, Starts, Windows, durations, starts, windows
from deploylog.pages.pictures.paths import Path, paths, ways
from deploylog.statistics import Figures

__all__ = ["Calendar", "Durations", "Months", "Path", "Pictures", "Starts", "Windows"]

_FEW, _MANY = 3, 8
_WITH_PATHS = ("", "year", "release")


@dataclass(frozen=True, kw_only=True)
class Pictures:
    """The pictures of one set of figures, each None when there is too little to see.

    Laid out when asked for, so that a page pays only for those it shows.
    """

    figures: Figures
    uri: str
    """Of the page."""
    part: str = ""
    """What the figures are about, as in an address; a `release` is shown by its path and its windows."""
    name: str = ""
    """Which of those."""
    clock: int = 24
    directories: bool = True
    """Whether pages are published as folders."""
    hidden: AbstractSet[str] = frozenset()
    """Addresses of posts that are left out of the site."""

    @cached_property
    def months(self) -> Months | None:
        """How the deployments ended, month by month."""
        return months(self.figures) if self._enough else None

    @cached_property
    def calendar(self) -> Calendar | None:
        """The days of the deployments."""
        return calendar(self.figures) if self._enough else None

    @cached_property
    def starts(self) -> Starts | None:
        """When the nights begin."""
        return starts(self.figures, self.clock) if self._enough else None

    @cached_property
    def durations(self) -> Durations | None:
        """How long the deployments of each system took."""
        if not self._enough:
            return None
        return durations(self.figures, self.name if self.part == "system" else "")

    @cached_property
    def windows(self) -> Windows | None:
        """What became of the time that was granted."""
        return windows(self.figures) if self._enough or self.part == "release" else None

    @cached_property
    def paths(self) -> Sequence[Path]:
        """The releases that were put off, on their way to delivery; the newest, in time order."""
        return paths(self.figures) if self.part in _WITH_PATHS else ()

    @property
    def paths_left_out(self) -> int:
        """How many more releases were put off."""
        return len(ways(self.figures)) - len(self.paths) if self.paths else 0

    @property
    def _enough(self) -> bool:
        """Whether there is much to see; what is said of all and of a year is worth a picture sooner."""
        least = _FEW if self.part in ("", "year") else _MANY
        return self.part != "release" and self.figures.logs.count >= least

    @property
    def labels(self) -> Mapping[str, str]:
        """The reader's word for each outcome."""
        return {outcome.value: outcome.label for outcome in Outcome}

    def post(self, id_: str) -> str:
        """Give the way to a post as it is published; empty where there is none."""
        uri = addresses.post(id_)
        return "" if uri in self.hidden else self._way(uri)

    def evidence(self, link: str) -> str:
        """Give the way that a Markdown link to the posts behind a number takes on the published site."""
        path, mark, anchor = link.partition("#")
        return (self._way(addresses.absolute(path, self.uri)) if path else "") + mark + anchor

    def _way(self, uri: str) -> str:
        above = addresses.published(self.uri, directories=self.directories).count("/")
        return "../" * above + addresses.published(uri, directories=self.directories)
