"""`revisions.log`: one line for each deployment, and one for each time somebody went back."""

import re
from dataclasses import replace
from datetime import UTC, datetime

from deploylog.importers.runs import Piece, Run, State, release_named, sketch_of
from deploylog.importers.sketch import Guess, Sketch, Text, Wishes
from deploylog.model import Activity

REVISION = r"Branch (\S+) \(at ([0-9a-f]+)\) deployed as release (\d{14})(?: by (.+?))?;?\s*$"
ROLLED_BACK = r"(.+?) rolled back to release (\d{14})\s*$"
_NO_TIME = "the file does not say when; it was after that deployment"


def read_revisions(text: Text, wishes: Wishes) -> list[Sketch]:
    """Make a log of each deployment; going back is a step of the one that it takes back."""
    runs: list[Run] = []
    unparsed: list[tuple[int, str]] = []
    for number, line in text.lines():
        if deployed := re.match(REVISION, line):
            run = _run(number, deployed)
            if run:
                runs.append(run)
                continue
        elif (back := re.match(ROLLED_BACK, line)) and runs:
            runs[-1] = _back(runs[-1], number, back[1], back[2])
            continue
        if line.strip():
            unparsed.append((number, line))
    if runs:
        runs[0] = replace(runs[0], unparsed=unparsed)
    seen: set[str] = set()
    made = []
    for run in runs:
        made.append(sketch_of(replace(run, retry=run.release in seen), wishes))
        seen.add(run.release)
    return made


def release_at(release: str) -> datetime | None:
    """Give when a release was made: Capistrano names it after the time in UTC."""
    try:
        at = datetime.strptime(release, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return at if 1970 <= at.year <= 2199 else None


def _run(number: int, found: re.Match[str]) -> Run | None:
    branch, sha, release, who = found.groups()
    at = release_at(release)
    if at is None:
        return None
    piece = Piece(
        what=f"release {release}",
        name="",
        state=State.PASSED,
        at=at,
        said=f"of {branch} at {sha[:8]} was deployed",
        activity=Activity.DEPLOY,
        who=who or "",
        lines=[number],
    )
    return Run(
        title=f"Deployment of {branch}, release {release}",
        pieces=[piece],
        state=State.PASSED,
        at=at,
        release=release_named(branch, sha),
        named="the deployment",
    )


def _back(run: Run, number: int, who: str, release: str) -> Run:
    last = run.pieces[-1]
    piece = Piece(
        what="deployment",
        name="",
        state=State.PASSED,
        at=last.at,
        said=f"was rolled back to release {release}",
        activity=Activity.ROLLBACK,
        who=who.strip(),
        lines=[number],
        approximate=True,
        guesses=[Guess(key="at", because=_NO_TIME)],
    )
    return replace(run, pieces=[*run.pieces, piece], rolled_back=True)
