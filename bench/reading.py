"""How fast logs are read, against PyYAML's C loader on the same text: `python bench/reading.py`."""

import time
from collections.abc import Callable

import yaml

from deploylog.logs import read_log_text
from deploylog.yamltree import read_tree

ROUNDS, TURNS = 7, 100
HEAD = """\
title: Front-end and back-end release
date: 2007-12-02
outcome: successful
timezone: America/Toronto
release: november-2007
window: {start: "01:30", end: "07:00"}
systems:
  - {name: back-end app, role: application}
  - {name: front-end app, role: application, depends_on: [back-end app]}
why: New functionality in both applications, deployed in one night.
risks: [the back end may be slow to come back, {text: a permission may be missing, happened: no}]
issues: [{text: a label is cut off, severity: minor, system: front-end app, found_in: landing-test}]
tags: [front-end, back-end]
steps:
"""
STEP = (
    '  - {{at: "{at}", until: "{until}", activity: deploy, system: back-end app, who: DBA, '
    "text: the back-end application went in as planned, why: the front end needs it}}\n"
)


def night(steps: int) -> str:
    """Write a log with so many steps, ten minutes each."""
    clocks = [f"{1 + minute // 60:02}:{minute % 60:02}" for minute in range(0, 10 * steps + 10, 10)]
    return HEAD + "".join(STEP.format(at=clocks[i], until=clocks[i + 1]) for i in range(steps))


def seconds(work: Callable[[], object]) -> float:
    """Give the processor time of one turn, the best of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(TURNS):
            work()
        best = min(best, (time.process_time() - began) / TURNS)
    return best


def main() -> None:
    """Print logs a second, and what share of the C loader's speed that is."""
    text = night(15)
    loader = seconds(lambda: yaml.load(text, yaml.CSafeLoader))
    works: dict[str, Callable[[], object]] = {
        "yamltree.read_tree": lambda: read_tree(text, "night.yml"),
        "logs.read_log_text": lambda: read_log_text(text, file="night.yml", id="night"),
    }
    print(f"{'yaml.load(CSafeLoader)':24}{1 / loader:8,.0f} logs/s")
    for name, work in works.items():
        spent = seconds(work)
        print(f"{name:24}{1 / spent:8,.0f} logs/s {loader / spent:6.2f} x")


if __name__ == "__main__":
    main()
