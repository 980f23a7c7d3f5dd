"""Ansible: what `log_path` keeps, what the callbacks `profile_tasks` and `json` print."""

from collections.abc import Mapping, Sequence
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
        return any(_has_plays(value) for value in glimpse(head)) or is_console(head)

    def read(self, text: Text, wishes: Wishes) -> Sequence[Sketch]:
        """Read one file."""
        if not begins_json(text):
            return read_console(text, wishes)
        roots = read(text, wishes.timezone)
        found = [record for record in records(roots) if _has_plays(record.value)]
        runs = [run for record in found if (run := playbook_run(record))]
        for root in roots:
            root.document.check()
        return [sketch_of(run, wishes) for run in runs]


def _has_plays(value: Mapping[str, Any]) -> bool:
    return isinstance(value.get("plays"), list) and ("stats" in value or "play" in str(value["plays"])[:9])


IMPORTER = AnsibleImporter()
