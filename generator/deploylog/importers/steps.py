"""The steps of a job: those that tell how it went stand alone, short ones are told together."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from deploylog.importers.naming import activity_named, listed
from deploylog.importers.runs import Piece, State

_SHORT = timedelta(minutes=1)
_CLEANS_UP = re.compile(r"(?:Post |Set up job$|Complete job$|Stop containers$|Initialize containers$)")


def steps_of(job: Piece, steps: Sequence[Piece]) -> list[Piece]:
    """Give what to tell of a job: its steps if one of them deploys, checks or rolls back, else it as one.

    Of the steps told, the short ones that only prepare are told together, and those that clean up not at all.
    """
    begun = [step for step in steps if step.at and step.state is not State.SKIPPED]
    bad = [step for step in begun if step.state not in (State.PASSED, State.UNSTABLE)]
    if not any(map(_matters, begun)):
        detail = job.detail or (f'in the step "{bad[0].name}"' if bad else "")
        return [replace(job, detail=detail)]
    within = f'the job "{job.name}"'
    told: list[Piece] = []
    short: list[Piece] = []
    for step in begun:
        if _matters(step) or step.state is not State.PASSED or _is_long(step):
            told += [*_short_ones(short, within), replace(step, within=within, systems=job.systems)]
            short = []
        elif not _CLEANS_UP.match(step.name):
            short.append(step)
    told += _short_ones(short, within)
    if job.state is State.FAILED and not any(step.state is State.FAILED for step in told):
        told.append(replace(job, at=job.until or job.at))
    return told


def _matters(step: Piece) -> bool:
    return not _CLEANS_UP.match(step.name) and activity_named(step.name) is not None


def _is_long(step: Piece) -> bool:
    return bool(step.at and step.until and step.until - step.at >= _SHORT)


def _short_ones(steps: Sequence[Piece], within: str) -> list[Piece]:
    if not steps:
        return []
    first, last = steps[0], steps[-1]
    name = f"{first.name}" if len(steps) == 1 else listed([step.name for step in steps])
    what = "step" if len(steps) == 1 else f"{len(steps)} short steps"
    return [replace(first, name=name, what=what, until=last.until or last.at, within=within)]
