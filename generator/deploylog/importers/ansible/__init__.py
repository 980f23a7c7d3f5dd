"""Ansible: what `log_path` keeps, what the callbacks `profile_tasks` and `json` print."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deploylog.importers.ansible.console import is_console, read_console
from deploylog.importers.ansible.playbooks import playbook_run
from deploylog.importers.documents import begins_json, glimpse, read, records
from deploylog.importers.runs import sketch_of
from deploylog.importers.sketch import Sketch, Text, Wishes


class AnsibleImporter:
    """Makes one log of each run of a playbook."""

    name = "ansible"
    summary = "Ansible: `log_path` and `profile_tasks` text, the JSON callback"

    def recognises(self, head: str, filename: str) -> bool:  # noqa: ARG002
        """Tell whether there are plays in the head."""
        below = "\n".join(_below_warnings(head.split("\n")))
        return any(_has_plays(value) for value in glimpse(below)) or is_console(head)

    def read(self, text: Text, wishes: Wishes) -> Sequence[Sketch]:
        """Read one file."""
        document = _Document(text)
        if not begins_json(document):
            return read_console(text, wishes)
        roots = read(document, wishes.timezone)
        found = [record for record in records(roots) if _has_plays(record.value)]
        runs = [run for record in found if (run := playbook_run(record))]
        for root in roots:
            root.document.check()
        return [sketch_of(run, wishes) for run in runs]


_WARNING = re.compile(r"\[(?:DEPRECATION )?(?:WARNING|ERROR)\]|Using \S+ as config file|\S*ansible-playbook ")
_JSON = re.compile(r"\{\s*(?:$|\"(?:plays|stats|custom_stats|global_custom_stats)\")")


@dataclass(frozen=True, slots=True)
class _Document:
    """A text without the warnings that Ansible printed before the JSON; the lines keep their numbers."""

    text: Text

    @property
    def file(self) -> str:
        return self.text.file

    def lines(self) -> Iterator[tuple[int, str]]:
        first = next((line for _, line in self.text.lines() if line.strip()), "")
        if not _WARNING.match(first):
            yield from self.text.lines()
            return
        numbers, lines = zip(*self.text.lines(), strict=True)
        yield from zip(numbers, _below_warnings(lines), strict=True)

    def whole(self) -> str:
        return "\n".join(_below_warnings(self.text.whole().split("\n")))


def _below_warnings(lines: Sequence[str]) -> Sequence[str]:
    """Make the lines blank that stand before the JSON, if they are Ansible's warnings."""
    first = next((line for line in lines if line.strip()), "")
    begin = next((index for index, line in enumerate(lines) if _JSON.match(line)), 0)
    return [*[""] * begin, *lines[begin:]] if begin and _WARNING.match(first) else lines


def _has_plays(value: Mapping[str, Any]) -> bool:
    return isinstance(value.get("plays"), list) and ("stats" in value or "play" in str(value["plays"])[:9])


IMPORTER = AnsibleImporter()
