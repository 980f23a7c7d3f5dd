"""Histories of what was deployed: what goes back belongs to the attempt that it takes back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from deploylog.importers.runs import Piece, Run, State
from deploylog.importers.sketch import Guess
from deploylog.importers.spans import joined
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
                pieces=[*before.pieces, *run.pieces],
                head_lines=joined(before.head_lines, run.head_lines),
                unparsed=[*before.unparsed, *run.unparsed],
                rolled_back=done,
                state=before.state if done else back.state,
                guesses=[guess for guess in before.guesses if guess.key != "outcome"] + _guesses(run),
            )
        else:
            found.append(replace(run, rolled_back=back.state is State.PASSED))
    return found


def tied(runs: Iterable[tuple[str, Run]]) -> list[Run]:
    """Tie a run that failed to the next ones of the same thing on the next day at the latest, by `release`.

    Args:
        runs: What each ran, a playbook, and the run, in the order in which they ran.
    """
    chains: dict[str, list[int]] = {}
    found: list[Run] = []
    for what, run in runs:
        chain = chains.setdefault(what, [])
        last = found[chain[-1]] if chain else None
        if last is None or last.state is State.PASSED or not _soon(last, run):
            chain.clear()
        if chain and run.release and any(found[index].release not in ("", run.release) for index in chain):
            chain.clear()
        chain.append(len(found))
        found.append(run)
        if len(chain) > 1:
            release = run.release or found[chain[0]].release or f"{what} {found[chain[0]].at:%Y-%m-%d}"
            found[-1] = replace(run, retry=True)
            for index in chain:
                found[index] = _released(found[index], release, what)
    return found


def _released(run: Run, release: str, what: str) -> Run:
    if run.release:
        return run
    guess = Guess(key="release", because=f"another run of {what} follows a failure within a day")
    return replace(run, release=release, guesses=[*run.guesses, guess])


def _soon(before: Run, run: Run) -> bool:
    return bool(before.at and run.at and run.at - before.at < _SOON)


def _soon_after(run: Run, back: Piece) -> bool:
    last = max((moment for piece in run.pieces if (moment := piece.until or piece.at)), default=run.at)
    return bool(last and back.at and back.at - last < _SOON)


def _guesses(run: Run) -> list[Guess]:
    return [guess for guess in run.guesses if guess.key == "outcome"]
