"""Builds and the stages of Pipeline runs, as the REST interfaces of Jenkins give them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote

from deploylog.importers.documents import Node, records
from deploylog.importers.jenkins.blueocean import blue_identity, blue_kind, blue_piece, blue_span, blue_state
from deploylog.importers.runs import Piece, Run, State, release_named, sketch_of, state_of
from deploylog.importers.sketch import Sketch, Wishes

_MAX_DEPTH = 6
_WAITED = timedelta(minutes=1)
_HREF = re.compile(r"((?:/job/[^/]+)+)/(\d+)(?:/|$)")
_JOB = re.compile(r"/job/([^/]+)")
_DISPLAY = re.compile(r"(?:.* » )?(.*?) ?#(\d+)(?: .*)?")
_RELEASES = ("version", "release", "tag", "release_version", "app_version", "image_tag", "git_tag")
_ENVIRONMENTS = ("environment", "env", "target_env", "deploy_env", "target_environment", "target")
_AGAIN = re.compile(r"(?i)\b(?:replayed|rebuil[dt]s?|restarted|retr(?:y|ied))\b")


@dataclass(slots=True)
class _Build:
    build: Node | None = None
    run: Node | None = None
    """With stages, from the stage view."""
    blue: Node | None = None
    """The run, from Blue Ocean."""
    nodes: dict[str, Node] = field(default_factory=dict)
    """Those of Blue Ocean, by their ids."""
    stages: dict[tuple[str, float], Node] = field(default_factory=dict)


def kind_of(value: Mapping[str, Any]) -> str:
    """Tell which record a value is: `run`, `stage`, `build`, or those of Blue Ocean; empty for none."""
    keys = value.keys()
    if blue := blue_kind(value):
        return blue
    if "startTimeMillis" in keys and ("durationMillis" in keys or "_links" in keys):
        return "run" if "stages" in keys or str(value.get("name", "")).startswith("#") else "stage"
    named = str(value.get("_class", "")).startswith(("hudson.", "org.jenkinsci.", "jenkins."))
    if "number" in keys and "timestamp" in keys and (named or keys & {"result", "building"}):
        return "build"
    return ""


def build_sketches(roots: Sequence[Node], wishes: Wishes) -> list[Sketch]:
    """Make the logs of all builds in documents, in their order; stages without their run make one too."""
    builds: dict[tuple[str, str], _Build] = {}
    for record in records(roots):
        for kind, node in _walk(record, 0):
            found = builds.setdefault(_identity(node, kind), _Build())
            if kind.startswith("blue-"):
                found.blue = node if kind == "blue-run" else found.blue
                found.nodes |= {node.text("id"): node} if kind == "blue-node" else {}
                continue
            if kind == "build":
                found.build = node
                continue
            if kind == "run":
                found.run = node
            for stage in node["stages"].nodes() if kind == "run" else [node]:
                found.stages[stage.text("name"), stage.number("startTimeMillis")] = stage
    return [_sketch(job, number, build, wishes) for (job, number), build in builds.items()]


def _walk(node: Node, depth: int) -> Iterator[tuple[str, Node]]:
    kind = kind_of(node.value) if isinstance(node.value, dict) else ""
    if kind:
        yield kind, node
    elif depth < _MAX_DEPTH:
        for key in node.keys():  # noqa: SIM118
            yield from _walk(node[key], depth + 1)
        for inner in node.nodes():
            yield from _walk(inner, depth + 1)


def _identity(node: Node, kind: str) -> tuple[str, str]:
    """Give job and number of the build that a record belongs to."""
    if kind.startswith("blue-"):
        return blue_identity(node)
    if kind == "build":
        if found := _HREF.search(node.text("url")):
            return _job(found[1]), found[2]
        shown = _DISPLAY.fullmatch(node.text("fullDisplayName"))
        return (shown[1] if shown else ""), node.text("number")
    if found := _HREF.search(node.text("_links.self.href")):
        return _job(found[1]), found[2]
    number, name = node.text("id"), node.text("name")
    if kind == "run" and number and not name.startswith("#"):
        return name, number
    return "", name.lstrip("#") if kind == "run" else ""


def _job(path: str) -> str:
    """Give the job's name; of a branch of a multibranch job, the job's too."""
    names = [unquote(unquote(name)) for name in _JOB.findall(path)]
    return "/".join(names[-2:]) if names[-1] in ("main", "master", "develop") else names[-1]


def _sketch(job: str, number: str, build: _Build, wishes: Wishes) -> Sketch:
    record = build.build
    pieces = [_piece(stage) for stage in build.stages.values()] or list(map(blue_piece, build.nodes.values()))
    called = f"Build {number}" if number else "Build"
    parameters = _parameters(record) if record else {}
    began, ended, state = _span(build)
    cause = record.text("fullDisplayName") and _cause(record) if record else ""
    commit = build.blue.text("commitId") if build.blue else ""
    url = record.text("url") if record else ""
    return sketch_of(
        Run(
            title=f"{job}: {called.lower()}" if job else called,
            pieces=pieces,
            state=state,
            at=began,
            until=ended,
            release=_wanted(parameters, _RELEASES) or (_revision(record) if record else "") or commit[:12],
            environment=_wanted(parameters, _ENVIRONMENTS),
            systems=[job.partition("/")[0]] if job else [],
            retry=bool(_AGAIN.search(cause)),
            links={called: url} if url else {},
            named="the build",
        ),
        wishes,
    )


def _span(build: _Build) -> tuple[datetime | None, datetime | None, State | None]:
    """Give when a build began and ended, and how; None where nothing says it."""
    record = build.build
    if record is not None:
        running = record["building"].value is True or (not record["result"] and not record["duration"])
        state: State | None = state_of(record.text("result")) or State.FAILED
        state = State.RUNNING if running else state
        began = record.at("timestamp")
        long = timedelta(milliseconds=record.number("duration"))
        return began, began + long if began and long and not running else None, state
    if build.blue is not None:
        return *blue_span(build.blue), blue_state(build.blue)
    if build.run is not None:
        how = state_of(build.run.text("status"))
        ended = build.run.at("endTimeMillis") if how not in (State.RUNNING, State.WAITING) else None
        return build.run.at("startTimeMillis"), ended, how
    return None, None, None


def _piece(stage: Node) -> Piece:
    interrupted = "Interrupted" in stage.text("error.type")
    state = state_of(stage.text("status")) or (State.CANCELLED if interrupted else State.RUNNING)
    began = stage.at("startTimeMillis")
    long = timedelta(milliseconds=min(stage.number("durationMillis"), 1e12))
    paused = timedelta(milliseconds=min(stage.number("pauseDurationMillis"), 1e12))
    said = f"{state} after waiting {_long(paused)} for input" if paused >= _WAITED else ""
    return Piece(
        what="stage",
        name=stage.text("name"),
        state=state,
        at=began if state is not State.SKIPPED else None,
        until=_plus(began, long) if state not in (State.RUNNING, State.WAITING, State.SKIPPED) else None,
        detail=stage.text("error.message") if state is State.FAILED else "",
        said=said if state not in (State.RUNNING, State.WAITING) else "",
    )


def _plus(began: datetime | None, long: timedelta) -> datetime | None:
    try:
        return began + long if began else None
    except OverflowError:
        return began


def _long(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    hours, minutes = divmod(minutes, 60)
    return " ".join([*([f"{hours} h"] if hours else []), *([f"{minutes} min"] if minutes else [])])


def _parameters(record: Node) -> dict[str, str]:
    return {
        parameter.text("name").lower(): parameter.text("value")
        for action in record["actions"].nodes()
        for parameter in action["parameters"].nodes()
    }


def _wanted(parameters: Mapping[str, str], names: Sequence[str]) -> str:
    return next((parameters[name] for name in names if parameters.get(name)), "")


def _revision(record: Node) -> str:
    for action in record["actions"].nodes():
        revision = action["lastBuiltRevision"]
        branch = next((one.text("name") for one in revision["branch"].nodes()), "")
        if sha := revision.text("SHA1"):
            return release_named(branch.rpartition("/")[2], sha)
    return ""


def _cause(record: Node) -> str:
    return " ".join(
        cause.text("shortDescription")
        for action in record["actions"].nodes()
        for cause in action["causes"].nodes()
    )
