"""How often a test of random cases tries: a tenth by default, all of it with `DEPLOYLOG_THOROUGH=1`."""

import os

THOROUGH = os.environ.get("DEPLOYLOG_THOROUGH", "") not in ("", "0")


def share(full: int) -> int:
    """Give how many cases to try, of those that a thorough run tries."""
    return full if THOROUGH else -(-full // 10)
