"""The importer `notes`: plain text and Markdown with times, as people write them.

Bridge notes, incident timelines, a table in a postmortem. What was pasted among the entries (code, logs,
JSON) is no entry, whatever times it carries: it is kept word for word under `unparsed`.
"""

from collections.abc import Sequence

from deploylog.importers.notes.deferring import deferred
from deploylog.importers.notes.fenced import written_lines
from deploylog.importers.notes.reading import read_notes
from deploylog.importers.notes.recognition import recognised
from deploylog.importers.notes.refusing import refusal
from deploylog.importers.notes.telling import sketches_of
from deploylog.importers.sketch import Sketch, Text, Wishes
from deploylog.importers.vocabulary import STANDARD, Vocabulary
from deploylog.problems import LogError, Problem


class Notes:
    """Reads notes; satisfies `sketch.Importer`."""

    name = "notes"
    summary = "bridge notes and incident timelines: text or Markdown with times"

    def __init__(self, vocabulary: Vocabulary = STANDARD) -> None:
        """Use these words for activities, results and outcomes."""
        self._vocabulary = vocabulary

    def recognises(self, head: str, filename: str) -> bool:
        """Tell by the times that lines lead with, and by the absence of what programs write."""
        return recognised(head, filename)

    def read(self, text: Text, wishes: Wishes) -> Sequence[Sketch]:
        """Read notes: one sketch a night.

        Raises:
            LogError: No line tells of a time, and none of a deferral; or the file is no notes at all.
            Ambiguous: Nothing says on which day it was.
        """
        lines = written_lines(text.lines())
        if problem := refusal(lines, text.file):
            raise LogError([problem])
        reading = read_notes(lines, text.file, wishes)
        if reading is not None:
            return sketches_of(reading, lines, wishes, self._vocabulary)
        sketch = deferred(lines, text.file, wishes, self._vocabulary)
        if sketch is None:
            raise LogError([_no_times(text.file)])
        return [sketch]


def _no_times(file: str) -> Problem:
    return Problem(
        file=file,
        line=1,
        column=1,
        rule="no-times",
        message="no line of the notes tells of a time of day",
        help="lead each step with its time, e.g. `1:35-1:40: both applications were shut down`",
    )


IMPORTER = Notes()
