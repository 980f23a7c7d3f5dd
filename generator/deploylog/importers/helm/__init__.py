"""Helm: `helm history`, as JSON or its table, and what `helm list` and `helm status` print as JSON."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from deploylog.importers.documents import Node, begins_json, glimpse, read, records, within
from deploylog.importers.helm.table import Table, is_table
from deploylog.importers.rollbacks import attempts
from deploylog.importers.runs import Piece, Run, State, sketch_of, state_of
from deploylog.importers.sketch import Sketch, Text, Wishes
from deploylog.model import Activity

_VERSIONED = re.compile(r"(.+?)-(v?\d+(?:\.\d+)+.*|\d+.*)")
_BACK = re.compile(r"roll(?:back|ed back) to (?:revision )?(\d+)", re.IGNORECASE)
_REASON = re.compile(r'(?:Release|Upgrade|Install|Rollback) "[^"]*" failed: ', re.IGNORECASE)


class HelmImporter:
    """Makes one log of each revision; going back belongs to the revision that it takes back."""

    name = "helm"
    summary = "Helm: the history of a release (`helm history`, as JSON or a table)"

    def recognises(self, head: str, filename: str) -> bool:  # noqa: ARG002
        """Tell whether a revision is in the head."""
        found = any(_is_revision(inner) for value in glimpse(head) for inner in within(value, 2))
        return found or is_table(head)

    def read(self, text: Text, wishes: Wishes) -> Sequence[Sketch]:
        """Read one file; the revisions of several releases may be mixed."""
        if not begins_json(text):
            return _tabled(Table(text, wishes.timezone), wishes)
        roots = read(text, wishes.timezone)
        runs = _runs((0, record) for record in records(roots) if _is_revision(record.value))
        for root in roots:
            root.document.check()
        return [sketch_of(run, wishes) for run in runs]


def _tabled(table: Table, wishes: Wishes) -> list[Sketch]:
    runs = _runs(table.rows)
    table.document.check()
    if runs:
        runs[0] = replace(runs[0], head_lines=table.heads, unparsed=table.unparsed)
    return [sketch_of(replace(run, guesses=table.document.guesses()), wishes) for run in runs]


def _runs(records: Iterable[tuple[int, Node]]) -> list[Run]:
    """Make what becomes logs of revisions, each with the line that it stands in, or 0 in a document."""
    releases: dict[tuple[str, str], list[tuple[int, Node]]] = {}
    for line, record in records:
        key = (record.text("namespace"), record.text("name") or _chart(record)[0])
        releases.setdefault(key, []).append((line, record))
    runs: list[Run] = []
    for (namespace, name), revisions in releases.items():
        revisions.sort(key=lambda revision: revision[1].number("revision", "version"))
        runs += attempts([_run(name, namespace, revision, line) for line, revision in revisions])
    return runs


def _is_revision(value: Mapping[str, Any]) -> bool:
    keys = value.keys()
    history = {"revision", "updated", "status", "chart"} <= keys
    info = value.get("info")
    return history or ({"name", "version"} <= keys and isinstance(info, dict) and "last_deployed" in info)


def _run(name: str, namespace: str, revision: Node, line: int) -> Run:
    number = revision.text("revision", "version")
    chart, version = _chart(revision)
    at = revision.at("updated", "info.last_deployed")
    title = f"{name or chart}: revision {number}"
    return Run(
        title=title + (f" in {namespace}" if namespace else ""),
        pieces=[replace(_piece(revision, number, version), lines=[line] if line else ())],
        state=_state(revision),
        at=at,
        release=f"{chart} {version}".strip(),
        systems=[name or chart] if name or chart else [],
        named=f"revision {number}",
    )


def _piece(revision: Node, number: str, version: str) -> Piece:
    description = revision.text("description", "info.description")
    state = _state(revision)
    back = _BACK.search(description)
    app = revision.text("app_version")
    told = f"{version}, application {app}" if app and app != version else version
    told = told.removeprefix(", ")
    what = "rollback to revision " + back[1] if back else f"{_verb(description)} {told}".strip()
    gone = ", and it was uninstalled later" if revision.text("status", "info.status") == "uninstalled" else ""
    return Piece(
        what=f"{what} (revision {number})",
        name="",
        state=state,
        at=revision.at("updated", "info.last_deployed"),
        detail=_REASON.sub("", description),
        said=f"succeeded{gone}" if state is State.PASSED else "",
        activity=Activity.ROLLBACK if back else Activity.DEPLOY,
    )


def _verb(description: str) -> str:
    return (
        "installation of"
        if description.lower().startswith(("install", "initial install", "release"))
        else "upgrade to"
    )


def _state(revision: Node) -> State:
    status = revision.text("status", "info.status").lower()
    if status == "uninstalled":
        return State.PASSED
    return state_of(status) or (State.RUNNING if status == "uninstalling" else State.FAILED)


def _chart(revision: Node) -> tuple[str, str]:
    written = revision.text("chart") or revision.text("chart.metadata.name")
    if found := _VERSIONED.fullmatch(written):
        return found[1], found[2]
    return written, revision.text("chart.metadata.version", "chart_version")


IMPORTER = HelmImporter()
