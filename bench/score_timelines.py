"""Scores the importer `notes` against timelines that a careful reader has labelled.

    python bench/score_timelines.py TEXTS LABELS [--only NAME...] [--verbose]

TEXTS is a folder of notes, LABELS one with a file `<name of the text>.tsv` for each. A label is a line of
three columns, apart by tabs: the time (`2007-12-02T01:35`, local to the text, or with an offset), the end (or
nothing), and the first words of the entry. A label that begins with `?` is a reader's choice: neither missed
nor invented. A line `# zone: +01:00` names the offset that the local times of the file have, and is compared
too; `# date: 2007-09-15` is handed to the importer, as `--date` would be.

An entry is right when its time, its date and its end are. What has no label is invented.
Ends with 1 below 95 % right or at 3 % invented and above.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from deploylog.importers import Ambiguous, Entry, Sketch, Wishes, from_path
from deploylog.importers.notes import IMPORTER
from deploylog.problems import LogError

RIGHT, INVENTED = 0.95, 0.03


@dataclass(frozen=True)
class Label:
    """An entry as a reader lists it."""

    at: datetime
    until: datetime | None
    words: str
    optional: bool


@dataclass
class Score:
    """What became of one file's labels."""

    labels: int = 0
    right: int = 0
    entries: int = 0
    invented: int = 0
    faults: tuple[str, ...] = ()

    def __add__(self, other: "Score") -> "Score":
        """Give the score of both files together."""
        return Score(
            self.labels + other.labels,
            self.right + other.right,
            self.entries + other.entries,
            self.invented + other.invented,
            self.faults + other.faults,
        )

    def __str__(self) -> str:
        """Give the counts and shares in one line."""
        right = self.right / self.labels if self.labels else 1
        invented = self.invented / self.entries if self.entries else 0
        kept = f"{self.right:4d}/{self.labels:<4d} right {right:7.1%}"
        return f"{kept}   {self.invented:3d}/{self.entries:<4d} invented {invented:6.1%}"

    @property
    def good(self) -> bool:
        """Whether both aims are met."""
        return (
            self.right >= RIGHT * self.labels and self.invented < max(INVENTED * self.entries, 1e-9)
        ) or not self.entries


def read_labels(path: Path) -> tuple[list[Label], str, str]:
    """Read a file of labels, with the offset and the day that it names."""
    labels, zone, day = [], "", ""
    for line in path.read_text("utf-8").splitlines():
        if note := re.match(r"#\s*(zone|date):\s*(\S+)", line):
            zone, day = (note[2], day) if note[1] == "zone" else (zone, note[2])
        elif line.strip() and not line.startswith("#"):
            at, until, words = (line + "\t\t").split("\t")[:3]
            end = datetime.fromisoformat(until) if until else None
            labels.append(Label(datetime.fromisoformat(at.lstrip("?")), end, words, at.startswith("?")))
    return labels, zone, day


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def _same(label: datetime | None, told: datetime | None, sketch: Sketch, zone: str) -> bool:
    """Compare by the clock and, where the labels name an offset, by the instant."""
    if label is None or told is None:
        return label is told
    aware = told if told.tzinfo else told.replace(tzinfo=ZoneInfo(sketch.timezone))
    if label.tzinfo:
        return label.astimezone(UTC) == aware.astimezone(UTC).replace(second=0)
    if zone and aware.utcoffset() != datetime.fromisoformat(f"2000-01-01T00:00{zone}").utcoffset():
        return False
    return label == told.replace(tzinfo=None, second=0)


def score(text: Path, labels_file: Path) -> Score:
    """Score one file."""
    labels, zone, day = read_labels(labels_file)
    try:
        sketches = IMPORTER.read(from_path(text), Wishes(date=day))
    except (LogError, Ambiguous) as error:
        sketches = []
        print(f"  {text.name}: {error}")
    told = [(sketch, entry) for sketch in sketches for entry in sketch.entries]
    result = Score(labels=sum(not label.optional for label in labels), entries=len(told))
    for label, match in _matched(labels, told):
        if match is None:
            if not label.optional:
                result.faults += (f"missed    {label.at} {label.words}",)
        elif _same(label.at, match[1].at, match[0], zone) and _same(
            label.until, match[1].until, match[0], zone
        ):
            result.right += not label.optional
        elif not label.optional:
            said = f"{match[1].at} .. {match[1].until}"
            result.faults += (f"wrong     {label.at} .. {label.until} told as {said}: {label.words}",)
    for _, entry in told:
        result.invented += 1
        result.faults += (f"invented  {entry.at} {entry.text[:60]}",)
    return result


def _matched(
    labels: Sequence[Label], told: list[tuple[Sketch, Entry]]
) -> Iterator[tuple[Label, tuple[Sketch, Entry] | None]]:
    """Pair each label with an entry of its words, at its time if there are several; take that out."""
    for label in labels:
        words = _letters(label.words)
        fitting = [
            pair for pair in told if words in _letters(f"{pair[1].who} {pair[1].text}")[: len(words) + 60]
        ]
        fitting.sort(
            key=lambda pair: (
                abs(pair[1].at.replace(tzinfo=None) - label.at.replace(tzinfo=None)) > timedelta(0)
            )
        )
        if fitting:
            told.remove(fitting[0])
        yield label, fitting[0] if fitting else None


def main() -> int:
    """Print a line a file and the sum."""
    parser = argparse.ArgumentParser()
    parser.add_argument("texts", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--verbose", action="store_true")
    wanted = parser.parse_args()
    labels = {path.name.removesuffix(".tsv"): path for path in sorted(wanted.labels.glob("*.tsv"))}
    chosen = [name for name in labels if not wanted.only or name in wanted.only]
    if not chosen:
        parser.error(
            f"{wanted.labels} holds no labels of what is asked for: a file `<name of the text>.tsv` each"
        )
    total = Score()
    for name in chosen:
        scored = score(wanted.texts / name, labels[name])
        total += scored
        print(f"{scored}   {name}")
        if wanted.verbose:
            for fault in scored.faults:
                print("      ", fault)
    print(f"{total}   all")
    return 0 if total.good else 1


if __name__ == "__main__":
    sys.exit(main())
