"""A run of a playbook as the callback `json` tells it."""

from collections.abc import Sequence
from datetime import datetime

from deploylog.importers.ansible.tasks import Task, Tasks, hosts_of
from deploylog.importers.documents import Node
from deploylog.importers.runs import Run, State


def playbook_run(record: Node) -> Run | None:
    """Make what becomes a log; None when nothing ran."""
    tasks = Tasks()
    plays = record["plays"].nodes()
    hosts = record.first("stats").keys()
    bad = sum(
        record["stats"][host].number("failures") + record["stats"][host].number("unreachable")
        for host in hosts
    )
    found = [_task(task, play.text("play.name")) for play in plays for task in play["tasks"].nodes()]
    failed = [task for task in found if task.failed]
    for task in found:
        task.ignored = bool(hosts) and not bad
        tasks.add(task)
    tasks.close()
    times = [time for play in plays for time in _times(play["play"])]
    names = list(dict.fromkeys(play.text("play.name") for play in plays if play.text("play.name")))
    if not times and not tasks.pieces:
        return None
    state = State.FAILED if bad or (failed and not hosts) else State.PASSED
    return Run(
        title=_title(names),
        pieces=tasks.pieces,
        state=State.UNSTABLE if state is State.PASSED and failed else state,
        at=min(times, default=None),
        until=max(times, default=None),
        systems=hosts_of(hosts),
        guesses=record.document.guesses(),
        named="the playbook",
    )


def _title(plays: Sequence[str]) -> str:
    told = ", ".join(plays[:3])
    return f"Ansible: {told}" if told and told != "all" else "Ansible playbook"


def _times(node: Node) -> list[datetime]:
    found = [node.at("duration.start"), node.at("duration.end")]
    return [time for time in found if time]


def _task(node: Node, play: str) -> Task:
    results = [node["hosts"][host] for host in node["hosts"].keys()]  # noqa: SIM118
    times = _times(node["task"])
    if not times:
        times = [time for result in results for time in (result.at("start"), result.at("end")) if time]
    bad = [one for one in results if one["failed"].value is True or one["unreachable"].value is True]
    return Task(
        name=node.text("task.name") or (results[0].text("action") if results else ""),
        at=min(times, default=None),
        until=max(times, default=None),
        play=play if play != "all" else "",
        failed=bool(bad),
        done=any(one["skipped"].value is not True for one in results) or not results,
        detail=bad[0].text("msg", "stderr", "reason")[:300] if bad else "",
    )
