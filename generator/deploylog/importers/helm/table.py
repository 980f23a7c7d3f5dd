"""The table that `helm history` prints."""

import re
from collections.abc import Iterator, Sequence

from deploylog.importers.documents import Document, Node
from deploylog.importers.sketch import Text

_HEADER = re.compile(r"REVISION\s+UPDATED\s+STATUS\s+CHART\s+(?:APP VERSION\s+)?DESCRIPTION\s*")
_ROW = re.compile(
    r"\s*(?P<revision>\d+)\s+"
    r"(?P<updated>[A-Z][a-z]{2} [A-Z][a-z]{2} +\d+ \d\d:\d\d:\d\d(?: [A-Z]{3,4})? \d{4})\s+"
    r"(?P<status>[A-Za-z_-]+)\s+(?P<chart>[^\s]+)[ \t]+(?P<rest>\S.*)"
)
_COLUMNS = re.compile(r"\s*\t\s*|\s{2,}")
_ASKED = re.compile(r"\s*[$#>]?\s*helm3? (?:history|hist)\s+(?P<words>.+)")
_OPTION_WITH_VALUE = ("-n", "--namespace", "--max", "-o", "--kube-context", "--kubeconfig")
_HEAD = 60


def is_table(head: str) -> bool:
    """Tell whether the table's first row is in the head."""
    return any(map(_HEADER.fullmatch, head.split("\n", _HEAD)[:_HEAD]))


class Table:
    """The rows of a text, as records with the keys of the JSON; the rest of its lines by number."""

    def __init__(self, text: Text, timezone: str) -> None:
        self.document = Document(text.file, "", timezone)
        self.rows: list[tuple[int, Node]] = []
        self.heads: list[int] = []
        self.unparsed: list[tuple[int, str]] = []
        self._release = ""
        for number, line in text.lines():
            self._take(number, line)

    def _take(self, number: int, line: str) -> None:
        if row := _ROW.fullmatch(line):
            self.rows.append((number, Node(self.document, self._record(row))))
        elif asked := _ASKED.fullmatch(line):
            self._release = next(_arguments(asked["words"].split()), "")
            self.heads.append(number)
        elif _HEADER.fullmatch(line):
            self.heads.append(number)
        elif line.strip():
            self.unparsed.append((number, line))

    def _record(self, row: re.Match[str]) -> dict[str, str]:
        app, description = _split(row["rest"])
        named = {"name": self._release} if self._release else {}
        told = {key: row[key] for key in ("revision", "updated", "status", "chart")}
        return {**told, **named, "app_version": app, "description": description}


def _split(rest: str) -> tuple[str, str]:
    """Give the version of the application, which not every table has, and the description."""
    parts = _COLUMNS.split(rest.strip(), maxsplit=1)
    return (parts[0], parts[1]) if len(parts) == 2 else ("", parts[0])


def _arguments(words: Sequence[str]) -> Iterator[str]:
    before = ""
    for word in words:
        if not word.startswith("-") and before not in _OPTION_WITH_VALUE:
            yield word
        before = word
