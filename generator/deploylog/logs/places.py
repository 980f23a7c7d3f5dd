"""Where in a log's file each of its values stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Places:
    """Line and column by path in the deployment: `title`, `links[0].log`, `systems[1].name`."""

    written: str
    """All as one text: a log has hundreds, and hardly ever is one asked for."""

    def of(self, path: str) -> tuple[int, int]:
        """Give line and column of a path, else of what surrounds it, else of the beginning."""
        found = _read(self.written)
        while path and path not in found:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return found.get(path, (1, 1))


def places(found: Mapping[str, tuple[int, int]]) -> Places:
    """Write down the places that were found; no path has a blank in it."""
    return Places("\n".join(f"{path} {line} {column}" for path, (line, column) in found.items()))


@lru_cache(maxsize=1)
def _read(written: str) -> Mapping[str, tuple[int, int]]:
    """Read all places of a log at once: whoever asks for one asks for more."""
    lines = (line.split(" ") for line in written.splitlines())
    return {path: (int(line), int(column)) for path, line, column in lines}
