"""When full collections of garbage run: not while a site is built."""

import gc

_SELDOM = gc.get_threshold()[2]
_NEVER = 1 << 30
"""How many collections of young garbage go before a full one. A build keeps nearly all that it makes, so
that full ones find nothing and grow with the site; young ones go on, and keep the memory where it was."""


def keep() -> None:
    """Collect young garbage only."""
    gc.set_threshold(*gc.get_threshold()[:2], _NEVER)


def collect() -> None:
    """Collect all garbage, as ever."""
    gc.set_threshold(*gc.get_threshold()[:2], _SELDOM)
