"""CDEvents: events of a delivery, wrapped in CloudEvents or not, joined by their chains."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from deploylog.importers.documents import Node, glimpse, read, records, within
from deploylog.importers.runs import Piece, Run, State, sketch_of, state_of, summed
from deploylog.importers.sketch import Guess, Sketch, Text, Wishes
from deploylog.model import Activity

_TYPE = re.compile(r"dev\.cdevents(?:\.|x\.\w+-)(\w+)\.(\w+)(?:\.[\w.-]+)?")
"""Those of a tool of its own are `dev.cdeventsx.tool-subject.predicate`."""
_PURL = re.compile(r"pkg:[^/]+/(?:.*/)?([^/@?#]+)(?:@([^?#]+))?")
_MAX_DEPTH = 4
_SPANS = ("pipelinerun", "taskrun", "build", "testcaserun", "testsuiterun", "testcase", "testsuite")
_WHAT = {
    "pipelinerun": "pipeline",
    "taskrun": "task",
    "testcaserun": "test case",
    "testsuiterun": "test suite",
    "testcase": "test case",
    "testsuite": "test suite",
}
_ACTIVITIES = {
    ("service", "deployed"): Activity.DEPLOY,
    ("service", "upgraded"): Activity.DEPLOY,
    ("service", "published"): Activity.DEPLOY,
    ("service", "rolledback"): Activity.ROLLBACK,
    ("service", "removed"): Activity.SHUTDOWN,
    ("incident", "detected"): Activity.INTERRUPTION,
    ("incident", "reported"): Activity.INTERRUPTION,
    ("incident", "resolved"): Activity.RESTORE,
}
_WORDS = {"rolledback": "rolled back", "packaged": "packaged"}
_DELIVERED = ("deployed", "upgraded", "published")
_ENDS = {"cancel": State.CANCELLED, "skip": State.SKIPPED, "pass": State.PASSED, "fail": State.FAILED}


@dataclass(frozen=True, slots=True)
class _Event:
    node: Node
    subject: str
    """Of the type: `service`."""
    predicate: str
    """Of the type: `deployed`."""
    at: datetime

    @property
    def content(self) -> Node:
        return self.node.first("subject.content")

    @property
    def identity(self) -> tuple[str, str]:
        of = self.node["subject"]
        return of.text("source") or self.node.text("context.source"), of.text("id")


class CDEventsImporter:
    """Makes one log of each chain of events."""

    name = "cdevents"
    summary = "CDEvents: events of a delivery, joined by their chains (JSON, JSON lines, CloudEvents)"

    def recognises(self, head: str, filename: str) -> bool:  # noqa: ARG002
        """Tell whether an event is in the head."""
        return any(_is_event(inner) for value in glimpse(head) for inner in within(value, 4))

    def read(self, text: Text, wishes: Wishes) -> Sequence[Sketch]:
        """Read one file."""
        return self.read_together([text], wishes)

    def read_together(self, texts: Sequence[Text], wishes: Wishes) -> Sequence[Sketch]:
        """Read files that belong together: events saved one by one."""
        roots: list[Node] = []
        for text in texts:
            roots += read(text, wishes.timezone)
        events = [event for record in records(roots) for event in _events(record, 0)]
        for root in roots:
            root.document.check()
        return [sketch_of(_run(chain), wishes) for chain in _chains(events)]


def _is_event(value: Mapping[str, Any]) -> bool:
    context = value.get("context")
    return (
        isinstance(context, dict)
        and isinstance(value.get("subject"), dict)
        and bool(_TYPE.fullmatch(str(context.get("type"))))
    )


def _events(node: Node, depth: int) -> Iterator[_Event]:
    if isinstance(node.value, dict) and _is_event(node.value):
        found = _TYPE.fullmatch(node.text("context.type"))
        at = node.at("context.timestamp")
        if found and at:
            yield _Event(node, found[1].lower(), found[2].lower(), at)
        elif found and not node.first("context.timestamp"):
            where = (*node.path, "context")
            node.document.refuse(where, "missing-key", "the event has no `timestamp`", "add when it happened")
    elif depth < _MAX_DEPTH:
        for key in node.keys():  # noqa: SIM118
            yield from _events(node[key], depth + 1)
        for inner in node.nodes():
            yield from _events(inner, depth + 1)


def _chains(events: Sequence[_Event]) -> list[list[_Event]]:
    """Join events of one chain, those that link to each other, else those about the same subject."""
    root: dict[object, object] = {}

    def find(name: object) -> object:
        while root.setdefault(name, name) != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    names = [list(_names(event)) for event in events]
    for known in names:
        for other in known[1:]:
            root[find(other)] = find(known[0])
    chains: dict[object, dict[object, _Event]] = {}
    for index, (event, known) in enumerate(zip(events, names, strict=True)):
        about = event.identity, event.subject, event.predicate, event.at
        chains.setdefault(find(known[0]), {}).setdefault(about if event.identity[1] else index, event)
    return [sorted(chain.values(), key=lambda event: event.at) for chain in chains.values()]


def _names(event: _Event) -> Iterator[object]:
    """Give what an event shares with others of its chain."""
    context = event.node["context"]
    if chain := context.text("chainId"):
        yield "chain", chain
        return
    yield "event", context.text("source"), context.text("id"), event.predicate, event.at
    if context.text("id"):
        yield "id", context.text("id")
    for link in context["links"].nodes():
        if other := link.text("from.contextId", "target.contextId"):
            yield "id", other
    if event.identity[1]:
        yield "subject", event.identity
    if pipeline := event.content.text("pipelineRun.id"):
        yield "subject", (event.content.text("pipelineRun.source") or event.identity[0], pipeline)


def _run(events: Sequence[_Event]) -> Run:
    contents = [event.content for event in events]
    artifact = _first(contents, "artifactId")
    environment = _first(contents, "environment.id", "environment.name")
    pipeline = _first(contents, "pipelineName")
    services = dict.fromkeys(name for event in events if (name := _service(event)))
    pieces = list(_pieces(events))
    state, guesses = _state(events, pieces)
    title = pipeline or (f"Deployment of {next(iter(services))}" if services else _said(events[0]))
    links = {_said(event): url for event in events if (url := event.content.text("uri", "url"))}
    return Run(
        title=title[:1].upper() + title[1:] + (f" to {environment}" if environment and services else ""),
        pieces=pieces,
        state=state,
        at=events[0].at,
        release=_release(artifact),
        environment=environment,
        systems=list(services),
        rolled_back=any(event.predicate == "rolledback" for event in events),
        links=links,
        guesses=guesses,
    )


def _first(contents: Iterable[Node], *keys: str) -> str:
    return next((found for content in contents if (found := content.text(*keys))), "")


def _service(event: _Event) -> str:
    return event.identity[1] if event.subject == "service" else event.content.text("service.id")


def _release(artifact: str) -> str:
    found = _PURL.fullmatch(artifact)
    if not found:
        return artifact if len(artifact) < 60 else ""
    version = unquote(found[2] or "")
    version = version.partition(":")[2][:8] if ":" in version else version
    return " ".join(filter(None, [unquote(found[1]), version]))


def _pieces(events: Sequence[_Event]) -> Iterator[Piece]:
    """Join the start of what takes time with its end; the rest happens at once."""
    open_spans: dict[tuple[str, tuple[str, str]], _Event] = {}
    for event in events:
        key = event.subject, event.identity
        if event.subject not in _SPANS:
            yield _moment(event)
        elif event.predicate in ("finished", "skipped"):
            yield _span(open_spans.pop(key, event), event)
        elif event.predicate == "started" or key not in open_spans:
            open_spans[key] = event
    for event in open_spans.values():
        yield _span(event, None)


def _span(start: _Event, end: _Event | None) -> Piece:
    content = (end or start).content
    said = content.text("outcome").lower()
    state = State.RUNNING
    if end is not None:
        state = _ENDS.get(said) or state_of(said) or _unsaid(start.subject, content)
        state = State.SKIPPED if end.predicate == "skipped" else state
    names = content.text("pipelineName", "taskName", "testCase.name", "testSuite.name", "name")
    return Piece(
        what=_WHAT.get(start.subject, start.subject),
        name=names or start.identity[1],
        state=state,
        at=start.at,
        until=end.at if end and end is not start else None,
        said="ended" if state is State.WAITING else "",
        detail=content.text("errors", "reason"),
        url=content.text("uri", "url"),
    )


def _unsaid(subject: str, content: Node) -> State:
    """Give how something ended of which its event says no outcome: a build has none that fails."""
    if content.text("errors"):
        return State.FAILED
    return State.PASSED if subject == "build" else State.WAITING


def _moment(event: _Event) -> Piece:
    environment = event.content.text("environment.id")
    said = f"was {_WORDS.get(event.predicate, event.predicate)}"
    said += f" in {environment}" if environment and event.subject == "service" else ""
    told = event.content.text("description", "title") if event.subject in ("incident", "ticket") else ""
    return Piece(
        what=event.subject,
        name=event.identity[1],
        state=State.PASSED if event.subject == "service" else State.RUNNING,
        at=event.at,
        said=f"{said}: {told}" if told else said,
        systems=[_service(event)] if _service(event) else [],
        activity=_ACTIVITIES.get((event.subject, event.predicate)),
    )


def _state(events: Sequence[_Event], pieces: Sequence[Piece]) -> tuple[State, Sequence[Guess]]:
    ends = [piece.state for piece in pieces if piece.what == "pipeline"]
    incident = any(event.subject == "incident" for event in events)
    if ends and ends[-1] is State.WAITING:
        because = "no event says how the pipeline ended"
        return State.PASSED, [Guess(key="outcome", because=because, settle="--outcome")]
    if ends and ends[-1] is not State.RUNNING:
        return State.UNSTABLE if incident and ends[-1] is State.PASSED else ends[-1], ()
    if any(event.predicate == "rolledback" for event in events):
        return State.PASSED, ()
    if any(event.subject == "service" and event.predicate in _DELIVERED for event in events):
        return State.UNSTABLE if incident else State.PASSED, ()
    if parts := [piece for piece in pieces if piece.what in (*_WHAT.values(), "build")]:
        because = "the chain has no end of a pipeline; it is taken from what ran"
        parts = [replace(part, state=State.PASSED) if part.state is State.WAITING else part for part in parts]
        return summed(parts), [Guess(key="outcome", because=because, settle="--outcome")]
    because = "no event of the chain says that something was deployed"
    return State.RUNNING, [Guess(key="outcome", because=because, settle="--outcome")]


def _said(event: _Event) -> str:
    name = event.content.text("taskName", "pipelineName") or event.identity[1]
    said = "" if event.subject in _SPANS else f" {_WORDS.get(event.predicate, event.predicate)}"
    return f"{_WHAT.get(event.subject, event.subject)} {name}{said}"


IMPORTER = CDEventsImporter()
