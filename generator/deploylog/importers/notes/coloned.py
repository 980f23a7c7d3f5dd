"""Times of day without a colon, `0312  replica 2 stops`, where the lines of a text lead with them."""

import re
from collections.abc import Sequence
from itertools import pairwise

_BARE = re.compile(
    r"^(?P<marks>[\s>*\-\u2022]{0,8})(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?P<after>\s?[:\u2013\u2014-]\s|\s+)(?=\S)"
)
_STYLE = 4
"""Lines that make a style."""
_YEARS = range(1900, 2060)
"""What may be years; times of a whole night are not all among them."""


def coloned(raws: Sequence[str]) -> list[str]:
    """Give the lines with a colon in the times that they lead with; as they are where these are numbers."""
    found = [_BARE.match(raw[:40]) for raw in raws]
    times = [int(one["hour"] + one["minute"]) for one in found if one]
    back = sum(later < earlier for earlier, later in pairwise(times))
    if len(times) < _STYLE or back > 1 or all(time in _YEARS for time in times):
        return list(raws)
    return [
        f"{one['marks']}{one['hour']}:{one['minute']}{one['after']}{raw[one.end() :]}" if one else raw
        for one, raw in zip(found, raws, strict=True)
    ]
