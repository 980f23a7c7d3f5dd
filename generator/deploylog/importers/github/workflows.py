"""Actions: a log of each attempt at a run, with its jobs and their notable steps."""

import re
from collections.abc import Sequence

from deploylog.importers.documents import Node
from deploylog.importers.github.records import Found
from deploylog.importers.runs import Piece, Run, State, release_named, sketch_of, state_of
from deploylog.importers.sketch import Sketch, Wishes
from deploylog.importers.statuses import queued
from deploylog.importers.steps import steps_of

_REPOSITORY = re.compile(r"https?://[^/]+/(?:api/v3/)?(?:repos/)?([^/]+/[^/]+)/")
_RUN = re.compile(r"/actions/runs/(\d+)")
_Key = tuple[str, str]


def run_sketches(found: Found, wishes: Wishes) -> list[Sketch]:
    """Make the logs of all attempts in a file, in its order; jobs without their run make one too."""
    runs: dict[_Key, Node] = {}
    for run in found.runs:
        key = (run.text("id"), run.text("run_attempt") or "1")
        runs[key] = _later(runs.get(key), run)
    jobs: dict[_Key, dict[str, Node]] = {key: {} for key in runs}
    for job in found.jobs:
        key = (job.text("run_id"), job.text("run_attempt") or "1")
        of_run = jobs.setdefault(key, {})
        identity = job.text("id") or job.text("name")
        of_run[identity] = _later(of_run.get(identity), job)
    sketches = [_sketch(runs.get(key), list(of.values()), found, wishes) for key, of in jobs.items()]
    return sketches + [_sketch(run, parts, found, wishes) for run, parts in found.jobs_of]


def _later(before: Node | None, record: Node) -> Node:
    """Of two webhooks about one thing, keep the one that says how it ended."""
    if before is None or record.text("status") == "completed" or before.text("status") != "completed":
        return record
    return before


def _sketch(run: Node | None, jobs: Sequence[Node], found: Found, wishes: Wishes) -> Sketch:
    one = run or jobs[0]
    repository = _repository(one, found)
    workflow = one.text("workflowName", "workflow_name") or (run.text("name") if run else "")
    attempt = int(one.number("run_attempt", "attempt")) or 1
    number = run.text("run_number", "number") if run else ""
    about = run.text("display_title", "displayTitle", "head_commit.message") if run else ""
    url = run.text("html_url", "url") if run else _run_url(one)
    called = f"Run {number or one.text('run_id', 'databaseId', 'id') or _run_of(jobs)}".strip()
    called += f", attempt {attempt}" if attempt > 1 else ""
    pieces = [piece for job in jobs for piece in _pieces(job)]
    state = _state(run) if run and run.first("status", "conclusion") else None
    return sketch_of(
        Run(
            title=_title(repository, workflow, about, called),
            pieces=pieces,
            state=state,
            at=run.at("run_started_at", "startedAt", "created_at", "createdAt") if run else None,
            until=run.at("updated_at", "updatedAt") if run and state is not State.RUNNING else None,
            release=release_named(
                one.text("head_branch", "headBranch"), one.text("head_sha", "headSha") or ""
            ),
            environment=found.environments.get(one.text("run_id"), ""),
            systems=[repository.rpartition("/")[2]] if repository else [],
            retry=attempt > 1,
            links={called: url} if url else {},
            named=f'the workflow "{workflow}"' if workflow else "the workflow",
            said=queued(run.text("status")) if run else "",
        ),
        wishes,
    )


def _title(repository: str, workflow: str, about: str, called: str) -> str:
    name = repository.rpartition("/")[2]
    what = ": ".join(part for part in (name, workflow) if part) or "GitHub Actions"
    told = f", {about}" if about and about != workflow and len(about) < 80 else ""
    return f"{what}{told} ({called[0].lower()}{called[1:]})"


def _state(node: Node) -> State | None:
    if node.text("status") in ("", "completed"):
        return state_of(node.text("conclusion"))
    return state_of(node.text("status"))


_OPEN = (State.SKIPPED, State.RUNNING, State.WAITING)


def _pieces(job: Node) -> list[Piece]:
    whole = _piece(job, "job")
    return steps_of(whole, [_piece(step, "step") for step in job["steps"].nodes()])


def _piece(node: Node, what: str) -> Piece:
    state = _state(node) or State.RUNNING
    return Piece(
        what=what,
        name=node.text("name"),
        state=state,
        at=node.at("started_at", "startedAt") if state is not State.SKIPPED else None,
        until=node.at("completed_at", "completedAt") if state not in _OPEN else None,
        url=node.text("html_url", "url") if what == "job" else "",
        said=queued(node.text("status")),
    )


def _repository(node: Node, found: Found) -> str:
    known = found.repositories.get(node.text("url"))
    if known and known.text("full_name", "name"):
        return known.text("full_name", "name")
    match = _REPOSITORY.match(node.text("html_url", "run_url", "url", "repository_url") + "/")
    if not match and node["jobs"].nodes():
        match = _REPOSITORY.match(node["jobs"].nodes()[0].text("url") + "/")
    return match[1] if match else ""


def _run_of(jobs: Sequence[Node]) -> str:
    found = next((found for job in jobs if (found := _RUN.search(job.text("html_url", "url")))), None)
    return found[1] if found else ""


def _run_url(job: Node) -> str:
    return job.text("html_url").partition("/job/")[0]
