"""Histories of what was deployed: what goes back belongs to the attempt that it takes back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from deploylog.importers.runs import Piece, Run, State
from deploylog.importers.sketch import Guess
from deploylog.model import Activity

_SOON = timedelta(hours=24)
"""What is taken back later than that was in use; going back is then a deployment of its own."""


def attempts(runs: Iterable[Run]) -> list[Run]:
    """Put each run that goes back with the one before it, the rest stay as they are.

    Args:
        runs: In the order in which they ran; a run that goes back has a piece that is a rollback.
    """
    found: list[Run] = []
    for run in runs:
        back = next((piece for piece in run.pieces if piece.activity is Activity.ROLLBACK), None)
        before = found[-1] if found else None
        if back is None:
            found.append(run)
        elif before is not None and not before.rolled_back and _soon_after(before, back):
            done = back.state is State.PASSED
            found[-1] = replace(
                before,
                pieces=[*before.pieces, back],
                rolled_back=done,
                state=before.state if done else back.state,
                guesses=[guess for guess in before.guesses if guess.key != "outcome"] + _guesses(run),
            )
        else:
            found.append(replace(run, rolled_back=back.state is State.PASSED))
    return found


def _soon_after(run: Run, back: Piece) -> bool:
    last = max((moment for piece in run.pieces if (moment := piece.until or piece.at)), default=run.at)
    return bool(last and back.at and back.at - last < _SOON)


def _guesses(run: Run) -> list[Guess]:
    return [guess for guess in run.guesses if guess.key == "outcome"]
