"""Beats grouped into paragraphs: a turn opens one, long work is broken where its phase changes."""

from collections.abc import Sequence
from datetime import timedelta

from deploylog.model import Activity
from deploylog.narrative.beats import Beat

_PHASES = {
    Activity.ASSEMBLE: 0,
    Activity.ANNOUNCE: 0,
    Activity.BACKUP: 0,
    Activity.SHUTDOWN: 0,
    Activity.DATABASE: 1,
    Activity.DEPLOY: 1,
    Activity.SANITY_TEST: 2,
    Activity.LANDING_TEST: 3,
    Activity.RESTORE: 3,
}
_TRAILING = ("reason", "result", "pace", "aside", "closed")
"""What belongs to the beat before it."""
_LONG_PAUSE = timedelta(minutes=45)


def grouped(beats: Sequence[Beat]) -> list[list[Beat]]:
    """Group beats into paragraphs; a short night stays one."""
    paragraphs: list[list[Beat]] = []
    for beat in beats:
        if paragraphs and (beat.kind in _TRAILING or not _breaks(paragraphs[-1], beat, len(beats))):
            paragraphs[-1].append(beat)
        else:
            paragraphs.append([beat])
    return paragraphs


def _breaks(paragraph: Sequence[Beat], beat: Beat, beats: int) -> bool:
    told = [one for one in paragraph if one.kind not in _TRAILING]
    if beats <= 6 or not told:
        return False
    before = told[-1]
    if paragraph[-1].kind == "order":
        return False
    if beat.kind == "decision" or _begins_rollback(beat, told):
        return True
    if beat.turn != before.turn:
        return beat.turn or len(told) > 1
    return len(paragraph) >= 6 or (
        len(paragraph) >= 3 and (_phase(beat) != _phase(before) or _paused(before, beat))
    )


def _begins_rollback(beat: Beat, told: Sequence[Beat]) -> bool:
    activities = [clause.activity for one in told for clause in one.clauses]
    return (
        any(one.activity is Activity.ROLLBACK for one in beat.clauses) and Activity.ROLLBACK not in activities
    )


def _phase(beat: Beat) -> int:
    activity = beat.clause.activity if beat.clauses else beat.activity
    return -1 if activity is None else _PHASES.get(activity, -1)


def _paused(before: Beat, beat: Beat) -> bool:
    if not before.clauses or not beat.clauses:
        return False
    last = before.clauses[-1]
    return beat.clause.at.at - (last.until or last.at).at >= _LONG_PAUSE
