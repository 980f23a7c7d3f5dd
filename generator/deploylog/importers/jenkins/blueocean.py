"""Runs and their nodes as the REST interface of Blue Ocean gives them."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote

from deploylog.importers.documents import Node
from deploylog.importers.runs import Piece, State, state_of

_HREF = re.compile(r"/pipelines/(.+?)/runs/(\d+)(?:/|$)")
_PARTS = re.compile(r"/(?:pipelines|branches)/")
_UNDECIDED = ("", "UNKNOWN")
_LONGEST = 1e12


def blue_kind(value: Mapping[str, Any]) -> str:
    """Tell whether a record is a run (`blue-run`) or a node of one (`blue-node`); empty for neither."""
    keys = value.keys()
    if not {"startTime", "state", "result"} <= keys or "durationInMillis" not in keys:
        return ""
    if "enQueueTime" in keys or str(value.get("type", "")).endswith("Run"):
        return "blue-run"
    return "blue-node" if "displayName" in keys and value.get("type") != "STEP" else ""


def blue_identity(node: Node) -> tuple[str, str]:
    """Give job and number of the run that a record belongs to."""
    found = _HREF.search(node.text("_links.self.href"))
    if not found:
        return node.text("pipeline"), node.text("id") if node["enQueueTime"] else ""
    names = [unquote(unquote(name)) for name in _PARTS.split(found[1])]
    return "/".join(names[-2:]) if names[-1] in ("main", "master", "develop") else names[-1], found[2]


def blue_state(node: Node) -> State | None:
    """Give how a run or a node went; None for what did not run."""
    result, state = node.text("result").upper(), node.text("state").upper()
    return state_of(result) if result not in _UNDECIDED else state_of(state)


def blue_span(node: Node) -> tuple[datetime | None, datetime | None]:
    """Give when it began and ended."""
    began, long = node.at("startTime"), min(node.number("durationInMillis"), _LONGEST)
    ended = node.at("endTime")
    if ended is None and began and node.text("state").upper() == "FINISHED":
        ended = began + timedelta(milliseconds=long)
    return began, ended


def blue_piece(node: Node) -> Piece:
    """Make what becomes a step."""
    state = blue_state(node) or State.SKIPPED
    began, ended = blue_span(node)
    running = state in (State.RUNNING, State.WAITING)
    return Piece(
        what="stage",
        name=node.text("displayName"),
        state=state,
        at=began if state is not State.SKIPPED else None,
        until=None if running or state is State.SKIPPED else ended,
    )
