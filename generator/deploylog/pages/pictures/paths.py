"""Releases that were put off, as paths from slot to slot until they were delivered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from deploylog.charts import Chain, chain
from deploylog.history import Release, place
from deploylog.model import Deployment
from deploylog.statistics import Figures

_PATHS = 3
_STOPS = 12
"""A longer path is shown by its end."""

Way = tuple[str, str]
"""A release and the environment that it was aimed at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """One release, in one environment."""

    chain: Chain
    left_out: int
    """How many earlier slots are not shown."""


def paths(figures: Figures) -> Sequence[Path]:
    """Lay out the newest releases that were put off, in order of their last deferrals."""
    newest = list(ways(figures).items())[-_PATHS:]
    return tuple(_path(number, way, last, figures) for number, (way, last) in enumerate(newest, 1))


def ways(figures: Figures) -> dict[Way, str]:
    """Find the releases that were put off, each with its last deferral, in order of those."""
    found: dict[Way, Deployment] = {}
    for chain_ in figures.chains:
        last = figures.history.get(chain_.ids[-1])
        if last is not None and last.release:
            found[last.release, place(last.environment)] = last
    return {way: last.id for way, last in sorted(found.items(), key=lambda one: (one[1].date, one[1].id))}


def _path(number: int, way: Way, last: str, figures: Figures) -> Path:
    """Follow a release from its first slot to the delivery after its last deferral."""
    release, environment = way
    slots = [d for d in figures.history.releases[release].deployments if place(d.environment) == environment]
    ids = [slot.id for slot in slots]
    after = slots[ids.index(last) + 1 :]
    delivered = next((slot for slot in after if slot.outcome.delivered), slots[-1])
    slots = slots[: ids.index(delivered.id) + 1]
    drawn = chain(Release(name=release, deployments=tuple(slots[-_STOPS:])))
    return Path(
        chain=replace(drawn, id=f"path-{number}"),
        left_out=max(len(slots) - _STOPS, 0),
    )
