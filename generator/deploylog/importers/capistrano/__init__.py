"""Capistrano: `capistrano.log` and `revisions.log`; each run is an attempt."""

import re
from collections.abc import Sequence

from deploylog.importers.capistrano.logfile import is_log, read_log
from deploylog.importers.capistrano.revisions import REVISION, ROLLED_BACK, read_revisions
from deploylog.importers.sketch import Sketch, Text, Wishes

_HEAD = 400


class CapistranoImporter:
    """Makes one log of each run; going back belongs to the run that it takes back."""

    name = "capistrano"
    summary = "Capistrano: `capistrano.log`, `revisions.log`, what `cap deploy` prints"

    def recognises(self, head: str, filename: str) -> bool:  # noqa: ARG002
        """Tell by the lines that only Capistrano writes."""
        lines = [line for line in head.split("\n") if line.strip()][:_HEAD]
        return _is_revisions(lines) or is_log(lines)

    def read(self, text: Text, wishes: Wishes) -> Sequence[Sketch]:
        """Read one file."""
        lines = [line for _, (_, line) in zip(range(_HEAD), text.lines(), strict=False) if line.strip()]
        return read_revisions(text, wishes) if _is_revisions(lines) else read_log(text, wishes)


def _is_revisions(lines: Sequence[str]) -> bool:
    told = sum(bool(re.match(REVISION, line) or re.match(ROLLED_BACK, line)) for line in lines[:40])
    return told * 2 > len(lines[:40])


IMPORTER = CapistranoImporter()
