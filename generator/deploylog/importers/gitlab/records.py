"""Which records of GitLab's a file holds, whatever wraps them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from deploylog.importers.documents import Node, records

_MAX_DEPTH = 6
_HOOKS = {"pipeline": "pipeline-hook", "build": "job-hook", "deployment": "deployment-hook"}


@dataclass(slots=True)
class Found:
    """The records of a file by kind, in its order."""

    pipelines: list[Node] = field(default_factory=list)
    hooks: list[Node] = field(default_factory=list)
    """Webhooks about pipelines; the pipeline is in `object_attributes`, its jobs in `builds`."""
    jobs: list[Node] = field(default_factory=list)
    job_hooks: list[Node] = field(default_factory=list)
    deployments: list[Node] = field(default_factory=list)
    deployment_hooks: list[Node] = field(default_factory=list)


def kind_of(value: Mapping[str, Any]) -> str:
    """Tell which record a value is; empty for none."""
    keys = value.keys()
    kind = value.get("object_kind")
    if isinstance(kind, str) and _is_hook(keys):
        return _HOOKS.get(kind, "")
    if {"deployable", "environment", "status"} <= keys:
        return "deployment"
    if {"stage", "name", "status"} <= keys and keys & {"pipeline", "allow_failure", "queued_duration"}:
        return "job"
    url = value.get("web_url")
    if {"ref", "status"} <= keys and isinstance(url, str) and "/pipelines/" in url:
        return "pipeline"
    return ""


def _is_hook(keys: Any) -> bool:
    return bool(
        keys & {"object_attributes", "build_id", "build_status", "deployment_id", "status_changed_at"}
    )


def sorted_out(roots: Sequence[Node]) -> Found:
    """Find the records of a file."""
    found = Found()
    lists = {
        "pipeline": found.pipelines,
        "pipeline-hook": found.hooks,
        "job": found.jobs,
        "job-hook": found.job_hooks,
        "deployment": found.deployments,
        "deployment-hook": found.deployment_hooks,
    }
    for record in records(roots):
        for inner in _walk(record, 0):
            lists[kind_of(inner.value)].append(inner)
    return found


def _walk(node: Node, depth: int) -> Iterator[Node]:
    kind = kind_of(node.value) if isinstance(node.value, dict) else ""
    if kind:
        yield node
    if depth >= _MAX_DEPTH or kind not in ("", "pipeline"):
        return
    for key in node.keys():  # noqa: SIM118
        yield from _walk(node[key], depth + 1)
    for inner in node.nodes():
        yield from _walk(inner, depth + 1)
