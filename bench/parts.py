"""Where the processor time of a build goes, package by package: `python bench/parts.py FOLDER`.

Profiles `mkdocs build` in FOLDER from its import on and prints a share for each package, as JSON. What C code
takes counts for the Python that called it. Profiling slows small functions more than big ones: these are
shares to look at, not seconds to add up.
"""

import cProfile
import json
import os
import pstats
import re
import sys
from collections import Counter

_OURS = re.compile(r"/deploylog/(\w+)")
_PACKAGE = re.compile(r"/site-packages/(\w+)")


def profiled(folder: str) -> pstats.Stats:
    """Build a site under the profiler."""
    os.chdir(folder)
    profile = cProfile.Profile()
    profile.enable()
    from mkdocs.__main__ import cli  # here, so that importing is part of the profile

    cli(["build", "--quiet"], standalone_mode=False)
    profile.disable()
    return pstats.Stats(profile)


def shares(stats: pstats.Stats) -> dict[str, float]:
    """Give each package its share of the time, the biggest first."""
    spent: Counter[str] = Counter()
    for (file, _, _), (_, _, own, _, callers) in stats.stats.items():  # type: ignore[attr-defined]
        if file == "~" and callers:
            for (caller, _, _), (_, _, part, _) in callers.items():
                spent[package(caller)] += part
        else:
            spent[package(file)] += own
    whole = sum(spent.values())
    return {name: own / whole for name, own in spent.most_common()}


def package(file: str) -> str:
    """Name what a file of code belongs to."""
    if file.endswith((".j2", ".html")):
        return "templates of pages" if file.endswith(".j2") else "templates of the theme"
    if found := _PACKAGE.search(file):
        return found[1]
    if found := _OURS.search(file):
        return f"deploylog.{found[1]}"
    return "Python's library"


if __name__ == "__main__":
    print(json.dumps(shares(profiled(sys.argv[1]))))
