"""Argo CD: an Application with its history and the operation that ran last.

Understood are Applications as `argocd app get -o json` and `kubectl get -o json` print them, lists of them,
and notifications that wrap one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from deploylog.importers.documents import Node, glimpse, read, records, within
from deploylog.importers.rollbacks import attempts
from deploylog.importers.runs import Piece, Run, State, release_named, sketch_of, state_of
from deploylog.importers.sketch import Guess, Sketch, Text, Wishes
from deploylog.model import Activity

_MAX_DEPTH = 4
_MAX_RESOURCES = 3
_HEALTH = {"Healthy": State.PASSED, "Degraded": State.FAILED, "Missing": State.FAILED}


class ArgoImporter:
    """Makes one log of each sync; going back belongs to the sync that it takes back."""

    name = "argocd"
    summary = "Argo CD: an Application with its history and last operation (JSON, notifications)"

    def recognises(self, head: str, filename: str) -> bool:  # noqa: ARG002
        """Tell whether an Application is in the head."""
        return any(_is_application(inner) for value in glimpse(head) for inner in within(value, 4))

    def read(self, text: Text, wishes: Wishes) -> Sequence[Sketch]:
        """Read one file; what was captured twice is told once."""
        roots = read(text, wishes.timezone)
        runs: list[Run] = []
        applications = {}
        for record in records(roots):
            for application in _applications(record, 0):
                identity = application.text("metadata.namespace"), application.text("metadata.name")
                applications[identity] = application
        for application in applications.values():
            runs += attempts(_runs(application))
        for root in roots:
            root.document.check()
        return [sketch_of(run, wishes) for run in runs]


def _is_application(value: Mapping[str, Any]) -> bool:
    group = str(value.get("apiVersion", "argoproj.io"))
    if value.get("kind") == "Application" and group.startswith("argoproj.io"):
        return True
    status = value.get("status")
    return (
        isinstance(status, dict)
        and bool(status.keys() & {"operationState", "history"})
        and "sync" in status
        and isinstance(value.get("metadata"), dict)
    )


def _applications(node: Node, depth: int) -> Iterator[Node]:
    if isinstance(node.value, dict) and _is_application(node.value):
        yield node
    elif depth < _MAX_DEPTH:
        for key in node.keys():  # noqa: SIM118
            yield from _applications(node[key], depth + 1)
        for inner in node.nodes():
            yield from _applications(inner, depth + 1)


def _runs(application: Node) -> list[Run]:
    name = application.text("metadata.name") or "the application"
    where = application.first("spec.destination")
    cluster = where.text("name") or where.text("server").partition("://")[2]
    namespace = where.text("namespace")
    place = f" in {namespace}" if namespace and namespace != name else ""
    history = sorted(application.first("status.history").nodes(), key=lambda sync: sync.number("id"))
    revisions = [_revision(sync) for sync in history]
    pieces = [_past(sync, _goes_back(revisions, index)) for index, sync in enumerate(history)]
    operation = application.first("status.operationState")
    last = _operation(operation) if operation else None
    if last:
        wanted = _revision(operation.first("syncResult")) or _revision(operation.first("operation.sync"))
        same = pieces and (pieces[-1].at == last.at or pieces[-1].until == last.until is not None)
        pieces, revisions = (
            ([*pieces[:-1], replace(last, activity=pieces[-1].activity)], revisions)
            if same
            else ([*pieces, last], [*revisions, wanted])
        )
    health = _health(application.first("status.health"), pieces[-1]) if pieces else None
    runs = []
    for index, (piece, revision) in enumerate(zip(pieces, revisions, strict=True)):
        checked = health if health and index == len(pieces) - 1 else None
        runs.append(_run(name, place, cluster, piece, revision, checked))
    return runs


def _run(
    name: str, place: str, cluster: str, piece: Piece, revision: Sequence[str], health: Piece | None
) -> Run:
    short = " ".join(release_named(one, one) for one in revision)
    sick = health is not None and health.state is State.FAILED and piece.state is State.PASSED
    because = "the application was not healthy after the sync"
    back = piece.activity is Activity.ROLLBACK
    return Run(
        title=f"{name}: sync{place}" + (f" to {short}" if short else ""),
        pieces=[replace(piece, what=f"sync to {short}" if short else "sync"), *([health] if health else [])],
        state=State.UNSTABLE if sick else piece.state,
        at=piece.at,
        until=piece.until,
        release=short,
        systems=[name],
        why=f"Argo CD deployed to {cluster}." if cluster and "kubernetes.default" not in cluster else "",
        guesses=[
            *([Guess(key="outcome", because=because, settle="--outcome")] if sick else []),
            *([Guess(key="outcome", because="a sync went back to an earlier revision")] if back else []),
        ],
    )


def _past(sync: Node, back: bool) -> Piece:
    end = sync.at("deployedAt")
    return Piece(
        what="sync",
        name="",
        state=State.PASSED,
        at=sync.at("deployStartedAt") or end,
        until=end,
        said=f"succeeded{_by(sync['initiatedBy'])}",
        activity=Activity.ROLLBACK if back else Activity.DEPLOY,
    )


def _operation(operation: Node) -> Piece:
    state = state_of(operation.text("phase")) or State.RUNNING
    by = _by(operation.first("operation.initiatedBy"))
    bad = [
        resource.text("message")
        for resource in operation.first("syncResult.resources").nodes()
        if resource.text("status") == "SyncFailed" or resource.text("hookPhase") in ("Failed", "Error")
    ]
    listed = "; ".join(filter(None, bad[:_MAX_RESOURCES]))
    return Piece(
        what="sync",
        name="",
        state=state,
        at=operation.at("startedAt"),
        until=operation.at("finishedAt"),
        said=f"{'succeeded' if state is State.PASSED else state}{by}",
        detail=". ".join(filter(None, [operation.text("message").rstrip("."), listed])),
        activity=Activity.DEPLOY,
    )


def _by(initiator: Node) -> str:
    name = initiator.text("username")
    automated = initiator["automated"].value is True
    return f" (started by {name})" if name else " (started by Argo CD itself)" if automated else ""


def _revision(node: Node) -> tuple[str, ...]:
    """Give the revision of each source of a sync."""
    several = tuple(revision.text() for revision in node["revisions"].nodes() if revision.text())
    return several or tuple(filter(None, [node.text("revision", "source.targetRevision")]))


def _goes_back(revisions: Sequence[tuple[str, ...]], index: int) -> bool:
    """Tell whether a sync deploys what was there before the one before it."""
    here = revisions[index]
    return index > 1 and here != revisions[index - 1] and here in revisions[: index - 1] and bool(here)


def _health(health: Node, last: Piece) -> Piece | None:
    state = _HEALTH.get(health.text("status"))
    at = health.at("lastTransitionTime")
    if not state or not at or not last.at or at < last.at:
        return None
    said = f"was {health.text('status').lower()} then"
    return Piece(
        what="application",
        name="",
        state=state,
        at=max(at, last.until or at),
        said=said,
        detail=health.text("message"),
        activity=Activity.SANITY_TEST if state is State.PASSED else Activity.INTERRUPTION,
    )


IMPORTER = ArgoImporter()
