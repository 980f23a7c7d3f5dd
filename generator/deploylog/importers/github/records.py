"""Which records of GitHub's a file holds, whatever wraps them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from deploylog.importers.documents import Node, records

_MAX_DEPTH = 8


@dataclass(slots=True)
class Found:
    """The records of a file by kind, in its order."""

    runs: list[Node] = field(default_factory=list)
    jobs: list[Node] = field(default_factory=list)
    deployments: list[Node] = field(default_factory=list)
    statuses: list[Node] = field(default_factory=list)
    repositories: dict[str, Node] = field(default_factory=dict)
    """Of a webhook, by the address of the record that it is about."""
    environments: dict[str, str] = field(default_factory=dict)
    """Of a job that deploys, by the id of its run."""
    jobs_of: list[tuple[Node, list[Node]]] = field(default_factory=list)
    """Runs that carry their jobs, as `gh run view --json jobs` prints them."""


def kind_of(value: Mapping[str, Any]) -> str:
    """Tell which record a value is: `run`, `job`, `deployment`, `status`; empty for none."""
    keys = value.keys()
    if "run_id" in keys and ("run_url" in keys or "runner_name" in keys or "check_run_url" in keys):
        return "job"
    if "deployment_url" in keys and "state" in keys:
        return "status"
    if "statuses_url" in keys and "environment" in keys:
        return "deployment"
    if ("jobs_url" in keys or "check_suite_id" in keys or "workflow_url" in keys) and "head_sha" in keys:
        return "run"
    if "run_number" in keys and "head_sha" in keys:
        return "run"
    return "view" if _is_view(value) else ""


def _is_view(value: Mapping[str, Any]) -> bool:
    """Tell whether it is a run as the command `gh` prints it, of which every key is chosen by the user."""
    keys = value.keys()
    if len(keys) > 1 and keys & _VIEW_OWN and not keys - _VIEW_KEYS:
        return True
    jobs = value.get("jobs")
    job = jobs[0] if isinstance(jobs, list) and jobs and isinstance(jobs[0], dict) else {}
    return "startedAt" in job and "conclusion" in job


_VIEW_KEYS = {
    "attempt",
    "conclusion",
    "createdAt",
    "databaseId",
    "displayTitle",
    "event",
    "headBranch",
    "headSha",
    "jobs",
    "name",
    "number",
    "startedAt",
    "status",
    "updatedAt",
    "url",
    "workflowDatabaseId",
    "workflowName",
}


_VIEW_OWN = {"databaseId", "displayTitle", "headBranch", "headSha", "workflowDatabaseId", "workflowName"}


def sorted_out(roots: Sequence[Node]) -> Found:
    """Find the records of a file."""
    found = Found()
    for record in records(roots):
        for inner in _walk(record, 0):
            _sort(inner, record, found)
    return found


def _walk(node: Node, depth: int) -> Iterator[Node]:
    """Give the records in a value; one found is not looked into for others of its kind."""
    kind = kind_of(node.value) if isinstance(node.value, dict) else ""
    if kind:
        yield node
    if depth >= _MAX_DEPTH or kind in ("job", "view"):
        return
    for key in node.keys():  # noqa: SIM118
        yield from _walk(node[key], depth + 1)
    for inner in node.nodes():
        yield from _walk(inner, depth + 1)


def _sort(node: Node, record: Node, found: Found) -> None:
    kind = kind_of(node.value)
    if kind == "view":
        found.jobs_of.append((node, node["jobs"].nodes()))
        return
    if _is_context(kind, record):
        return
    if kind == "job" and record["deployment"].text("environment"):
        found.environments[node.text("run_id")] = record["deployment"].text("environment")
    repository = node.first("repository", "head_repository") or record["repository"]
    if repository and node.text("url"):
        found.repositories[node.text("url")] = repository
    {"run": found.runs, "job": found.jobs, "deployment": found.deployments, "status": found.statuses}[
        kind
    ].append(node)


def _is_context(kind: str, record: Node) -> bool:
    """Tell whether a webhook has a record only to say what its subject belongs to.

    That of a deployment shows the run that made it, and that of a job the deployment for which it waits.
    """
    subject = record.keys()
    return "deployment" in subject and (
        (kind == "run" and "workflow_run" in subject) or (kind == "deployment" and "workflow_job" in subject)
    )
