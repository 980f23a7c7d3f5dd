"""Pipelines: a log of each, with its jobs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from deploylog.importers.documents import Node
from deploylog.importers.gitlab.records import Found
from deploylog.importers.runs import Piece, Run, State, release_named, sketch_of, state_of
from deploylog.importers.sketch import Sketch, Wishes
from deploylog.importers.statuses import queued

OPEN = (State.SKIPPED, State.RUNNING, State.WAITING)


@dataclass(slots=True)
class _Pipeline:
    """What a file says of one pipeline, in one record or in several."""

    record: Node | None = None
    hook: Node | None = None
    jobs: dict[str, Node] = field(default_factory=dict)


def pipeline_sketches(found: Found, wishes: Wishes) -> list[Sketch]:
    """Make the logs of all pipelines in a file, in its order; jobs without theirs make one too."""
    pipelines: dict[str, _Pipeline] = {}
    for record in found.pipelines:
        pipelines.setdefault(record.text("id"), _Pipeline()).record = record
    for hook in found.hooks:
        attributes = hook["object_attributes"]
        pipeline = pipelines.setdefault(attributes.text("id"), _Pipeline())
        pipeline.record, pipeline.hook = attributes, hook
        for build in hook["builds"].nodes():
            pipeline.jobs[build.text("id")] = build
    for job in found.jobs:
        pipeline = pipelines.setdefault(job.text("pipeline.id", "pipeline_id"), _Pipeline())
        pipeline.jobs[job.text("id") or str(job.path)] = job
    for job in found.job_hooks:
        pipeline = pipelines.setdefault(job.text("pipeline_id"), _Pipeline())
        pipeline.jobs[job.text("build_id")] = job
    return [_sketch(identity, pipeline, wishes) for identity, pipeline in pipelines.items()]


def _sketch(identity: str, pipeline: _Pipeline, wishes: Wishes) -> Sketch:
    jobs = list(pipeline.jobs.values())
    one = pipeline.record or jobs[0].first("pipeline")
    one = one or jobs[0]
    pieces = [piece_of(job) for job in jobs]
    project = project_of(pipeline.hook, one, *jobs[:1])
    ref = one.text("ref") or (jobs[0].text("ref") if jobs else "")
    sha = one.text("sha") or (jobs[0].text("sha", "commit.id") if jobs else "")
    called = f"Pipeline {one.text('iid') or identity}" if one.text("iid") or identity else "Pipeline"
    url = one.text("web_url", "url")
    about = pipeline.hook.text("commit.title", "commit.message") if pipeline.hook else ""
    state = _state(one, pieces)
    return sketch_of(
        Run(
            title=f"{project + ': ' if project else ''}{called[0].lower()}{called[1:]}{_of(ref, about)}",
            pieces=pieces,
            state=state,
            at=one.at("started_at", "created_at"),
            until=one.at("finished_at", "updated_at") if state not in OPEN else None,
            release=release_named(ref if "merge-requests" not in ref else "", sha),
            environment=_environment(jobs, pieces),
            systems=[project] if project else [],
            links={called: url} if url else {},
            named="the pipeline",
            said=queued(one.text("status")),
        ),
        wishes,
    )


def piece_of(job: Node) -> Piece:
    """Read a job, from the API, from a pipeline's webhook or from one of its own."""
    state = state_of(job.text("status", "build_status")) or State.RUNNING
    allowed = job.first("allow_failure", "build_allow_failure").value is True
    failed = state is State.FAILED
    reason = job.text("failure_reason", "build_failure_reason").replace("_", " ") if failed else ""
    reason = "" if reason in ("unknown failure", "script failure") else reason
    return Piece(
        what="job",
        name=job.text("name", "build_name"),
        stage=job.text("stage", "build_stage"),
        state=State.UNSTABLE if failed and allowed else state,
        at=job.at("started_at", "build_started_at") if state is not State.SKIPPED else None,
        until=job.at("finished_at", "build_finished_at") if state not in OPEN else None,
        detail=reason,
        said="failed, which was allowed" if failed and allowed else "",
        manual=job.text("when") == "manual" or job["manual"].value is True,
        url=job.text("web_url"),
    )


def project_of(*nodes: Node | None) -> str:
    """Give the name of the project that records belong to, from its path or an address."""
    for node in nodes:
        if node is None:
            continue
        path = node.text("project.path_with_namespace", "project.path", "project_name")
        address = node.text("web_url", "repository.homepage", "project.web_url")
        path = path or urlsplit_path(address).partition("/-/")[0].partition("/pipelines/")[0]
        if path:
            return path.replace(" ", "").rstrip("/").rpartition("/")[2]
    return ""


def urlsplit_path(address: str) -> str:
    """Give the path of an address; empty if it is none."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _state(one: Node, pieces: Sequence[Piece]) -> State | None:
    detailed = one.text("detailed_status.group", "detailed_status").replace("-", " ")
    state = state_of(one.text("status") or one.text("build_status")) if one["build_status"] else None
    state = state or state_of(one.text("status")) if not one["stage"] else None
    warned = any(piece.state is State.UNSTABLE for piece in pieces) or "warning" in detailed
    return State.UNSTABLE if state is State.PASSED and warned else state


def _of(ref: str, about: str) -> str:
    if about and len(about) < 60:
        return f", {about}"
    return f" of {ref}" if ref and not ref.startswith("refs/") else ""


def _environment(jobs: Sequence[Node], pieces: Sequence[Piece]) -> str:
    """Give the one environment that the jobs that ran went to; empty if there are several, or none."""
    begun = [job for job, piece in zip(jobs, pieces, strict=True) if piece.at or piece.until]
    names = {job.text("environment.name", "environment") for job in begun} - {""}
    return names.pop() if len(names) == 1 else ""
