"""Deployments as CDEvents, for what listens to a company's pipelines.

Source:
    CDEvents 0.5.0, https://cdevents.dev/docs/. `docs/data.md` tells what becomes which event.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from deploylog.feeds.published import Published, text, utc
from deploylog.model import Activity, Deployment, Outcome
from deploylog.statistics import dora

Event = dict[str, object]

SPECIFICATION = "0.5.0"
_TYPES = {
    "pipelinerun.started": "dev.cdevents.pipelinerun.started.0.3.0",
    "service.rolledback": "dev.cdevents.service.rolledback.0.3.0",
    "service.deployed": "dev.cdevents.service.deployed.0.3.0",
    "service.upgraded": "dev.cdevents.service.upgraded.0.3.0",
    "pipelinerun.finished": "dev.cdevents.pipelinerun.finished.0.3.0",
    "incident.detected": "dev.cdevents.incident.detected.0.3.0",
    "incident.resolved": "dev.cdevents.incident.resolved.0.3.0",
}
"""In the order of events at the same time."""
_CHANGES = (Activity.DEPLOY, Activity.DATABASE)
"""Steps that change the systems that they name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Happening:
    """Something that happened, before it has the form of an event."""

    what: str
    at: datetime
    subject: str
    content: Event
    deployment: Deployment


def lines(published: Published) -> str:
    """Write every event as a line of JSON, in time order."""
    return "".join(f"{_line(event)}\n" for event in events(published))


def _line(event: Event) -> str:
    """Write an event with nothing in it that UTF-8 cannot hold or that some take for the end of a line."""
    written = text(json.dumps(event, ensure_ascii=False))
    return written.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def events(published: Published) -> list[Event]:
    """Give every event, in time order; the same deployments give the same events, ids included."""
    order = list(_TYPES)
    found = sorted(
        _happenings(published),
        key=lambda one: (one.at, one.deployment.id, order.index(one.what), one.subject),
    )
    return [_event(one, published) for one in found]


def _happenings(published: Published) -> Iterator[_Happening]:
    running: dict[tuple[str, str], str] = {}
    """What each system of each environment runs, as far as the deployments so far say."""
    for deployment in published.history.deployments:
        if deployment.outcome is not Outcome.SCHEDULED:
            yield from _run(deployment, published)
        if deployment.outcome.executed:
            yield from _services(deployment, running)
            yield from _incident(deployment, published)


def _run(deployment: Deployment, published: Published) -> Iterator[_Happening]:
    """Tell when the night began, and when and how it ended; a night without steps has no time to tell."""
    if deployment.started_at is None or deployment.finished_at is None:
        return
    article = published.article(deployment.id)
    content: Event = {"pipelineName": deployment.release or deployment.title}
    if article and published.settings.site_url:
        content["uri"] = published.url(article.uri)
    yield _run_event("pipelinerun.started", deployment.started_at, content, deployment)
    if deployment.outcome.executed:
        outcome = "success" if deployment.outcome.delivered else "failure"
        errors = {} if deployment.outcome.delivered else {"errors": deployment.outcome.label}
        ended = content | {"outcome": outcome} | errors
        yield _run_event("pipelinerun.finished", deployment.finished_at, ended, deployment)


def _run_event(what: str, at: datetime, content: Event, deployment: Deployment) -> _Happening:
    return _Happening(what=what, at=at, subject=deployment.id, content=content, deployment=deployment)


def _services(deployment: Deployment, running: dict[tuple[str, str], str]) -> Iterator[_Happening]:
    """Tell what went in or came out again; where all steps are private, no time could be told."""
    for name in _changed(deployment):
        key, version = (deployment.environment, name), deployment.release or deployment.id
        went_in, back = _went_in(name, deployment), deployment.restored_at
        if deployment.outcome.delivered and went_in:
            what = "service.upgraded" if key in running else "service.deployed"
            running[key] = version
            yield _service(what, name, version, went_in, deployment)
        elif deployment.outcome is Outcome.ROLLED_BACK and back:
            yield _service("service.rolledback", name, running.get(key, ""), back.at, deployment)


def _service(what: str, name: str, version: str, at: datetime, deployment: Deployment) -> _Happening:
    content: Event = {
        "environment": {"id": deployment.environment},
        "artifactId": artifact(name, version),
    }
    return _Happening(what=what, at=at, subject=name, content=content, deployment=deployment)


def artifact(name: str, version: str) -> str:
    """Name what was deployed as a package URL; a log knows releases, not builds."""
    package = f"pkg:generic/{quote(text(name), safe='')}"
    return f"{package}@{quote(text(version), safe='')}" if version else package


def _changed(deployment: Deployment) -> Sequence[str]:
    """Give the systems that the night changed; all that the log names when its steps do not say."""
    steps = [step for step in deployment.steps if step.activity in _CHANGES]
    named = dict.fromkeys(name for step in steps for name in step.systems)
    return tuple(named) or tuple(system.name for system in deployment.systems)


def _went_in(name: str, deployment: Deployment) -> datetime | None:
    ends = [s.ends_at for s in deployment.steps if s.activity in _CHANGES and name in s.systems]
    return max(ends, default=deployment.finished_at)


def _incident(deployment: Deployment, published: Published) -> Iterator[_Happening]:
    """Tell when a deployment that needed intervention went wrong, and when that was over."""
    if not dora.needed_intervention(deployment, published.history):
        return
    recovery = dora.recovery(deployment, published.history)
    if recovery is None:
        return
    content: Event = {
        "description": f"{deployment.title}: {deployment.outcome.label}",
        "environment": {"id": deployment.environment},
    }
    changed = _changed(deployment)
    if len(changed) == 1:
        content["service"] = {"id": changed[0]}
    for what, at in (("incident.detected", recovery.began.at), ("incident.resolved", recovery.ended.at)):
        yield _Happening(
            what=what, at=at, subject=f"{deployment.id}/incident", content=content, deployment=deployment
        )


def _event(one: _Happening, published: Published) -> Event:
    """Give what happened the form of an event."""
    deployment, source = one.deployment, published.settings.site_url or published.identity("site", "").urn
    key = f"{one.what}\n{one.subject}\n{deployment.id}"
    about = {"log": deployment.id, "outcome": deployment.outcome.value, "title": deployment.title}
    if deployment.release:
        about["release"] = deployment.release
    chain = published.identity("release", deployment.release or f"deployment\n{deployment.id}")
    return {
        "context": {
            "specversion": SPECIFICATION,
            "id": str(published.identity("event", key)),
            "chainId": str(chain),
            "source": source,
            "type": _TYPES[one.what],
            "timestamp": utc(one.at),
        },
        "subject": {"id": one.subject, "source": source, "content": one.content},
        "customData": {"deploylog": about},
        "customDataContentType": "application/json",
    }
