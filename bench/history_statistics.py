"""How long relating and counting take, seen against reading the same logs.

    python bench/history_statistics.py [LOGS ...]

Prints seconds of processor time, the least of three runs, and the ratio to reading. The logs are a
hundred variations of three nights (a delivery, a rollback, a deferral) in releases of ten entries.
"""

import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from deploylog import history, statistics, templates
from deploylog.logs import read_log_text
from deploylog.model import Deployment
from deploylog.pages import Edition
from deploylog.pages import statistics as statistics_pages
from deploylog.settings import Settings

STEPS = "\n".join(
    f'  - {{at: "{hour:02}:{minute:02}-{hour:02}:{minute + 9:02}", activity: {activity}, text: it was done}}'
    for hour, minute, activity in [
        (1, 30, "assemble"),
        (1, 40, "shutdown"),
        (1, 50, "backup"),
        (2, 0, "database"),
        (2, 10, "deploy"),
        (2, 20, "sanity-test"),
        (2, 30, "landing-test"),
        (4, 0, "troubleshoot"),
        (5, 0, "rollback"),
    ]
)
LOG = """\
title: Release {number}
date: {day}
timezone: Asia/Tokyo
release: release-{release}
window: 01:30-07:00
systems: [front-end, back-end {system}]
outcome: {outcome}
{rest}
"""
NIGHTS = [
    ("deferred", "deferral: {reason: it was not ready, cause: crash, blocked_by: back-end}"),
    ("rolled-back", f"steps:\n{STEPS}"),
    ("successful", f"kind: retry\nsteps:\n{STEPS}"),
]


def written(logs: int) -> dict[str, str]:
    """Write logs by their ids; every seventh successful night repairs the night before it."""
    texts = {}
    before = ""
    for number in range(logs):
        day = date(1990, 1, 1) + timedelta(days=2 * number)
        outcome, rest = NIGHTS[number % 3]
        if number % 21 == 20:
            rest += f"\nremedies: {before}"
        text = LOG.format(
            number=number, day=day, release=number // 10, system=number % 100, outcome=outcome, rest=rest
        )
        before = f"{day}-night"
        texts[before] = text
    return texts


def related(deployments: Sequence[Deployment]) -> history.History:
    """Build the history and ask all that a post asks."""
    told = history.of(deployments)
    for one in deployments:
        told.earlier(one), told.later(one), told.entry_number(one), told.attempt_number(one)
        told.deferrals_before(one), told.remedied(one), told.remedied_by(one)
    told.faults(set())
    return told


def pages(told: history.History) -> dict[str, str]:
    """Make every page of statistics, by address."""
    edition = Edition(
        settings=Settings(root=Path(), posts=Path("posts"), glossary=Path("glossary")),
        as_of=told.deployments[-1].date,
        jinja=templates.environment(),
        history=told,
        statistics=statistics.of(told),
        articles=(),
    )
    return {page.uri: page.content for page in statistics_pages(edition)}


def seconds(job: Callable[[], object]) -> float:
    """Give the least processor time of three runs."""
    times = []
    for _ in range(3):
        began = time.process_time()
        job()
        times.append(time.process_time() - began)
    return min(times)


def measure(logs: int) -> None:
    """Print one table."""
    texts = written(logs)
    deployments = [read_log_text(text, file=id_, id=id_).deployment for id_, text in texts.items()]
    told = related(deployments)
    reading = seconds(lambda: [read_log_text(text, file=id_, id=id_) for id_, text in texts.items()])
    print(f"{logs} logs")
    for name, job in {
        "history, every question asked": lambda: related(deployments),
        "statistics, whole document": lambda: statistics.of(told).json(),
        "statistics, every page": lambda: pages(told),
    }.items():
        spent = seconds(job)
        print(f"  {name:32}{spent:8.3f} s  {spent / reading:6.3f} of reading")
    print(f"  {'reading':32}{reading:8.3f} s")
    made = pages(told)
    sizes = sorted(map(len, made.values()))
    print(f"  {len(made)} pages, {sum(sizes) / 1e6:.1f} MB, {sum(sizes) / logs / 1e3:.1f} kB a log; ", end="")
    print(f"half of them below {sizes[len(sizes) // 2] / 1e3:.0f} kB, the greatest {sizes[-1] / 1e6:.2f} MB")


if __name__ == "__main__":
    for size in map(int, sys.argv[1:] or ["1000", "5000"]):
        measure(size)
