"""Deployments: a log of each, told by its job or, of webhooks, by its statuses."""

from collections.abc import Sequence
from dataclasses import replace

from deploylog.importers.documents import Node
from deploylog.importers.gitlab.pipelines import OPEN, piece_of, project_of
from deploylog.importers.gitlab.records import Found
from deploylog.importers.runs import Piece, Run, State, release_named, sketch_of, state_of
from deploylog.importers.sketch import Guess, Sketch, Wishes
from deploylog.importers.statuses import Status, created, pieces_of
from deploylog.model import Activity


def deployment_sketches(found: Found, wishes: Wishes) -> list[Sketch]:
    """Make the logs of all deployments in a file, in its order."""
    hooks: dict[str, list[Node]] = {}
    for hook in found.deployment_hooks:
        hooks.setdefault(hook.text("deployment_id") or str(hook.path), []).append(hook)
    sketches = [_of_record(deployment, wishes) for deployment in found.deployments]
    return sketches + [_of_hooks(events, wishes) for events in hooks.values()]


def _of_record(deployment: Node, wishes: Wishes) -> Sketch:
    job = deployment["deployable"]
    state = state_of(deployment.text("status"))
    pieces = [_approval(approval) for approval in deployment["approvals"].nodes()]
    began, ended = deployment.at("created_at"), deployment.at("finished_at", "updated_at")
    told = piece_of(job) if job else None
    if told and (told.at or told.until):
        pieces.append(replace(told, activity=told.activity or Activity.DEPLOY))
        state = None if state in (State.RUNNING, State.WAITING) and told.state not in OPEN else state
    elif state and state not in OPEN and began and ended:
        pieces += pieces_of([Status(began, State.RUNNING), Status(ended, state)], Activity.DEPLOY)
    else:
        pieces += created(began, Activity.DEPLOY)
    url = job.text("web_url")
    return _sketch(
        deployment,
        pieces,
        state,
        wishes,
        project=project_of(job, job["pipeline"], deployment),
        environment=deployment.text("environment.name", "environment"),
        sha=deployment.text("sha"),
        links={f"Job {job.text('name')}": url} if url else {},
    )


def _of_hooks(events: Sequence[Node], wishes: Wishes) -> Sketch:
    statuses = [
        Status(at, state)
        for event in events
        if (at := event.at("status_changed_at")) and (state := state_of(event.text("status")))
    ]
    one = events[-1]
    url = one.text("deployable_url")
    return _sketch(
        one,
        pieces_of(statuses, Activity.DEPLOY),
        max(statuses).state if statuses else None,
        wishes,
        project=project_of(one),
        environment=one.text("environment.name", "environment"),
        sha=one.text("commit_url").rpartition("/")[2] or one.text("short_sha"),
        links={"The job that deployed": url} if url else {},
    )


def _sketch(
    one: Node,
    pieces: Sequence[Piece],
    state: State | None,
    wishes: Wishes,
    *,
    project: str,
    environment: str,
    sha: str,
    links: dict[str, str],
) -> Sketch:
    ref = one.text("ref")
    title = f"Deployment of {project or 'the project'}" + (f" {ref}" if ref else "")
    return sketch_of(
        Run(
            title=title + (f" to {environment}" if environment else ""),
            pieces=pieces,
            state=state,
            at=one.at("created_at", "status_changed_at"),
            release=release_named(ref, sha),
            environment=environment,
            systems=[project] if project else [],
            links=links,
            guesses=_contradiction(pieces, state),
            named="the deployment",
        ),
        wishes,
    )


def _contradiction(pieces: Sequence[Piece], state: State | None) -> Sequence[Guess]:
    """Say it when GitLab counts a deployment otherwise than its job."""
    jobs = [piece for piece in pieces if piece.what == "job"]
    if not state or not jobs or jobs[-1].state in (state, State.RUNNING, State.SKIPPED):
        return ()
    because = f"the deployment {state}, while its job {jobs[-1].state}"
    return (Guess(key="outcome", because=because, settle="--outcome"),)


def _approval(approval: Node) -> Piece:
    refused = approval.text("status") == "rejected"
    return Piece(
        what="deployment",
        name="",
        state=State.FAILED if refused else State.PASSED,
        at=approval.at("created_at"),
        detail=approval.text("comment"),
        said="was rejected" if refused else "was approved",
        activity=Activity.DECISION,
    )
