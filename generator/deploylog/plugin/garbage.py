"""When full collections of garbage run: seldom while a site is built, not while somebody waits for a page."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_USUAL = gc.get_threshold()[2]
_SELDOM = 5 * _USUAL
"""How many collections of young garbage go before a full one. A page leaves a few hundred objects that only a
full one finds, most of them of its template's macros; each takes as long as there is much to look at."""


def keep() -> None:
    """Collect all garbage now and then only."""
    gc.set_threshold(*gc.get_threshold()[:2], _SELDOM)


def collect() -> None:
    """Collect all garbage, as ever."""
    gc.set_threshold(*gc.get_threshold()[:2], _USUAL)


@contextmanager
def waiting() -> Iterator[None]:
    """Collect none meanwhile: of thousands of logs a full collection takes longer than to make a page."""
    usual = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if usual:
            gc.enable()
