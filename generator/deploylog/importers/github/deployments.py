"""Deployments: a log of each, told by its statuses."""

from collections.abc import Sequence

from deploylog.importers.documents import Node
from deploylog.importers.github.records import Found
from deploylog.importers.naming import activity_named
from deploylog.importers.runs import Run, State, release_named, sketch_of, state_of
from deploylog.importers.sketch import Guess, Sketch, Wishes
from deploylog.importers.statuses import Status, created, pieces_of
from deploylog.model import Activity


def deployment_sketches(found: Found, wishes: Wishes) -> list[Sketch]:
    """Make the logs of all deployments in a file; statuses without theirs make one too."""
    deployments = {node.text("url"): node for node in found.deployments}
    statuses: dict[str, dict[str, Node]] = {url: {} for url in deployments}
    for status in found.statuses:
        of = statuses.setdefault(status.text("deployment_url"), {})
        of[status.text("id") or status.text("created_at")] = status
    return [_sketch(url, deployments.get(url), list(of.values()), wishes) for url, of in statuses.items()]


def _sketch(url: str, deployment: Node | None, statuses: Sequence[Node], wishes: Wishes) -> Sketch:
    one = deployment or statuses[0]
    address = one.text("repository_url") or url.partition("/deployments/")[0]
    repository = address.rpartition("/")[2]
    environment = one.text("environment", "original_environment")
    environment = environment or (statuses[-1].text("environment") if statuses else "")
    ref = deployment.text("ref") if deployment else ""
    release = release_named(ref, deployment.text("sha") if deployment else "")
    task = deployment.text("task") if deployment else "deploy"
    activity = activity_named(task) or Activity.DEPLOY
    timed = [
        Status(at, state, status.text("description"))
        for status in statuses
        if (at := status.at("created_at")) and (state := _state(status))
    ]
    states = [status.state for status in sorted(timed)]
    began = deployment.at("created_at") if deployment else None
    guesses = []
    if not states:
        because = "the file holds no status of the deployment"
        guesses.append(Guess(key="outcome", because=because, settle="--outcome"))
    return sketch_of(
        Run(
            title=f"Deployment of {repository or 'the repository'}"
            + (f" {ref}" if ref else "")
            + (f" to {environment}" if environment else ""),
            pieces=pieces_of(timed, activity) or created(began, activity),
            state=states[-1] if states else State.RUNNING,
            at=began,
            release=release,
            environment=environment,
            systems=[repository] if repository else [],
            why=deployment.text("description") if deployment else "",
            links=_links(statuses),
            guesses=guesses,
        ),
        wishes,
    )


def _state(status: Node) -> State | None:
    """Read a status; `inactive` says that a later deployment took the place, not how this one ended."""
    return None if status.text("state") == "inactive" else state_of(status.text("state"))


def _links(statuses: Sequence[Node]) -> dict[str, str]:
    links: dict[str, str] = {}
    for status in statuses:
        if url := status.text("log_url", "target_url"):
            links["What the deployment logged"] = url
        if url := status.text("environment_url"):
            links["The environment"] = url
    return links
