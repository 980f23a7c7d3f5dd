"""How long it takes to find the nights like each night, seen against reading the same logs.

    python bench/similarity.py [LOGS ...]

Prints seconds of processor time, the least of three runs, and the ratio to reading. The logs are those of
`history_statistics`, in which many nights have the same systems and activities; "all different" gives each
night its own, out of twenty systems and fourteen activities, so that nothing found for one helps the next.
"""

import random
import sys
from collections.abc import Sequence
from dataclasses import replace

from history_statistics import seconds, written

from deploylog import history, similarity
from deploylog.logs import read_log_text
from deploylog.model import Activity, Deployment, System


def alike(told: history.History) -> None:
    """Find the nights like each."""
    index = similarity.of(told)
    for one in told.deployments:
        index.like(one)


def different(deployments: Sequence[Deployment]) -> list[Deployment]:
    """Give each night systems and activities of its own choice, and no release."""
    choose = random.Random(2007)
    return [
        replace(
            one,
            systems=[System(name=f"system {n}") for n in choose.sample(range(20), choose.randint(1, 4))],
            steps=[replace(step, activity=choose.choice(list(Activity))) for step in one.steps],
            release="",
        )
        for one in deployments
    ]


def measure(logs: int) -> None:
    """Print one table."""
    texts = written(logs)
    deployments = [read_log_text(text, file=id_, id=id_).deployment for id_, text in texts.items()]
    reading = seconds(lambda: [read_log_text(text, file=id_, id=id_) for id_, text in texts.items()])
    print(f"{logs} logs, read in {reading:.3f} s")
    for name, told in {
        "nights like each": history.of(deployments),
        "nights like each, all different": history.of(different(deployments)),
    }.items():
        spent = seconds(lambda told=told: alike(told))
        print(f"  {name:32}{spent:8.3f} s  {spent / reading:6.3f} of reading")


if __name__ == "__main__":
    for size in map(int, sys.argv[1:] or ["1000", "5000"]):
        measure(size)
