"""Badges, metrics and events: valid for those who read them, and the same numbers as the statistics."""

import json
import re
from datetime import date, datetime
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from prometheus_client.openmetrics.parser import text_string_to_metric_families

import dev
import outlets
import sample
from builders import deployment
from deploylog import cli, feeds
from deploylog.feeds import Published
from deploylog.model import Activity, Slot

CASES = {
    "none": [],
    "eight nights": sample.nights(),
    "hostile": [outlets.hostile()],
    "random": outlets.random_history(5, 120),
}
DOCUMENTED = (dev.ROOT / "docs/data.md").read_text(encoding="utf-8")

BADGE = {
    "type": "object",
    "properties": {
        "schemaVersion": {"const": 1},
        "label": {"type": "string"},
        "message": {"type": "string", "minLength": 1},
        "color": {"enum": ["blue", "lightgrey", "green", "yellowgreen", "orange", "red"]},
    },
    "required": ["schemaVersion", "label", "message"],
    "additionalProperties": False,
}
"""Shields' endpoint, https://shields.io/badges/endpoint-badge, as far as we use it."""

WORDS = {"type": "string", "minLength": 1}
ENVIRONMENT = {
    "type": "object",
    "properties": {"id": WORDS, "source": WORDS},
    "required": ["id"],
    "additionalProperties": False,
}
SERVICE = {"environment": ENVIRONMENT, "artifactId": {**WORDS, "pattern": "^pkg:generic/[^/@]+(@[^/@]+)?$"}}
INCIDENT = {"environment": ENVIRONMENT, "description": {"type": "string"}, "service": ENVIRONMENT}
RUN = {"pipelineName": {"type": "string"}, "uri": {"type": "string", "format": "uri"}}
CONTENTS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "dev.cdevents.pipelinerun.started.0.3.0": (RUN, []),
    "dev.cdevents.pipelinerun.finished.0.3.0": (
        RUN | {"outcome": {"enum": ["success", "failure"]}, "errors": {"type": "string"}},
        [],
    ),
    "dev.cdevents.service.deployed.0.3.0": (SERVICE, ["environment", "artifactId"]),
    "dev.cdevents.service.upgraded.0.3.0": (SERVICE, ["environment", "artifactId"]),
    "dev.cdevents.service.rolledback.0.3.0": (SERVICE, ["environment", "artifactId"]),
    "dev.cdevents.incident.detected.0.3.0": (INCIDENT, ["environment"]),
    "dev.cdevents.incident.resolved.0.3.0": (INCIDENT, ["environment"]),
}
"""What the subject of each type of event holds and must hold: CDEvents 0.5.0, https://cdevents.dev/docs/."""


def event_schema(content: dict[str, Any], required: list[str]) -> dict[str, Any]:
    """Give the schema of one type of event, closed as the specification's are."""
    context = {
        "specversion": {"const": "0.5.0"},
        "id": WORDS,
        "chainId": WORDS,
        "source": {**WORDS, "format": "uri-reference"},
        "type": {"enum": list(CONTENTS)},
        "timestamp": {"type": "string", "format": "date-time"},
    }
    held = {"type": "object", "properties": content, "required": required, "additionalProperties": False}
    subject = {"id": WORDS, "source": {**WORDS, "format": "uri-reference"}, "content": held}
    return {
        "type": "object",
        "properties": {
            "context": _closed(context, ["specversion", "id", "source", "type", "timestamp"]),
            "subject": _closed(subject, ["id", "content"]),
            "customData": {"type": "object"},
            "customDataContentType": {"type": "string"},
        },
        "required": ["context", "subject"],
        "additionalProperties": False,
    }


def _closed(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def badges(made_of: Published) -> dict[str, dict[str, Any]]:
    found = outlets.contents(made_of).items()
    start, end = "data/badges/", ".json"
    return {u[len(start) : -len(end)]: json.loads(text) for u, text in found if u.startswith(start)}


def metrics(made_of: Published) -> dict[str, dict[tuple[str, ...], float]]:
    """Read the metrics as a monitoring system does."""
    families = text_string_to_metric_families(outlets.contents(made_of)["metrics.txt"])
    return {
        family.name.removeprefix("deploylog_"): {
            tuple(sample_.labels.values()): sample_.value for sample_ in family.samples
        }
        for family in families
    }


def events(made_of: Published) -> list[dict[str, Any]]:
    return [json.loads(line) for line in feeds.cdevents(made_of).splitlines()]


def told(made_of: Published) -> list[tuple[str, str, str]]:
    """Give what happened, to what, and when."""
    return [
        (
            one["context"]["type"].removeprefix("dev.cdevents.").removesuffix(".0.3.0"),
            one["subject"]["id"],
            one["context"]["timestamp"],
        )
        for one in events(made_of)
    ]


@pytest.mark.parametrize("deployments", CASES.values(), ids=CASES)
def test_badges_are_what_shields_reads(deployments):
    """And every one of them is documented."""
    found = badges(outlets.published(deployments))

    assert all(Draft202012Validator(BADGE).is_valid(badge) for badge in found.values())
    assert [name for name in found if f"`{name}`" not in DOCUMENTED] == []


def test_badges_say_the_figures_of_the_eight_nights():
    """As the statistics page says them."""
    found = badges(outlets.published(sample.nights()))

    assert {name: badge["message"] for name, badge in found.items()} == {
        "change-fail-rate": "2 of 4",
        "change-lead-time": "unknown",
        "deferral-rate": "4 of 8",
        "deployment-frequency": "one every 27 days",
        "deployment-rework-rate": "1 of 4",
        "deployments": "4",
        "duration": "median 4 h 37.5 min",
        "failed-deployment-recovery-time": "5 h 15 min and 20 days 21 h",
        "latest-deployment": "successful, 23 December 2007",
        "longest-run-without-rollback": "3",
    }
    assert found["latest-deployment"]["color"] == "green"
    assert found["change-lead-time"]["color"] == "lightgrey"


def test_a_site_without_logs_has_badges_that_say_so():
    """A badge that nobody can fetch looks broken."""
    found = badges(outlets.published([]))

    assert found["latest-deployment"]["message"] == "none yet"
    assert found["change-fail-rate"]["message"] == "unknown"


@pytest.mark.parametrize("deployments", CASES.values(), ids=CASES)
def test_metrics_are_openmetrics(deployments):
    """Read by the parser of Prometheus' own client; every metric is documented."""
    made_of = outlets.published(deployments)

    assert outlets.contents(made_of)["metrics.txt"].endswith("# EOF\n")
    assert [name for name in metrics(made_of) if f"`deploylog_{name}`" not in DOCUMENTED] == []


def test_metrics_are_the_figures_of_the_statistics():
    """In base units: seconds."""
    found = metrics(outlets.published(sample.nights()))

    assert {name: samples[()] for name, samples in found.items() if () in samples} == {
        "executed": 4,
        "change_failures": 2,
        "reworks": 1,
        "deferrals": 4,
        "slots": 8,
        "longest_run": 3,
        "duration_median_seconds": 277.5 * 60,
        "recovery_median_seconds": (315 + 30065) / 2 * 60,
        "latest_timestamp_seconds": datetime.fromisoformat("2007-12-23T02:05-05:00").timestamp(),
        "as_of_timestamp_seconds": datetime.fromisoformat("2007-12-31T00:00Z").timestamp(),
    }
    assert found["deployments"]["production", "planned", "deferred"] == 4
    assert sum(found["deployments"].values()) == 8
    assert found["system_deployments"]["successful", "application 1"] == 1


def test_the_next_slot_is_a_metric():
    """An alert can say that it is an hour until the next night."""
    nights = [
        deployment("2007-12-28-a", "deferred", next_slots=(Slot(day=date(2008, 1, 6)),)),
        deployment("2008-01-05-b", "scheduled", window=("01:30", "07:00")),
        deployment("2008-01-02-c", "cancelled"),
    ]

    found = metrics(outlets.published(nights))

    assert found["next_timestamp_seconds"][()] == datetime.fromisoformat("2008-01-05T01:30-05:00").timestamp()


@pytest.mark.parametrize("deployments", CASES.values(), ids=CASES)
@pytest.mark.parametrize("site_url", ["https://example.com/nights/", ""])
def test_events_are_cdevents(deployments, site_url):
    """The schemas here were written from the specification; ids are those of one event each."""
    made_of = outlets.published(deployments, site_url=site_url)

    found = events(made_of)

    for one in found:
        schema = event_schema(*CONTENTS[one["context"]["type"]])
        validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
        assert [error.message for error in validator.iter_errors(one)] == []
    assert len({one["context"]["id"] for one in found}) == len(found)
    stamps = [one["context"]["timestamp"] for one in found]
    assert stamps == sorted(stamps)
    assert found == events(outlets.published(deployments[::-1], site_url=site_url))


def test_a_night_that_is_rolled_back_and_the_one_that_mends_it():
    """What went in, what came out, what went wrong and for how long."""
    steps = [("01:30", "01:40", Activity.DEPLOY), ("02:00", "02:10", Activity.ROLLBACK)]
    nights = [
        deployment("2007-12-01-one", systems=["app"], release="one"),
        deployment("2007-12-02-two", "rolled-back", steps, systems=["app"], release="two"),
        deployment("2007-12-03-two", systems=["app"], release="two", remedies="2007-12-02-two"),
    ]
    made_of = outlets.published(nights)

    assert told(made_of) == [
        ("pipelinerun.started", "2007-12-01-one", "2007-12-01T06:30:00Z"),
        ("service.deployed", "app", "2007-12-01T07:00:00Z"),
        ("pipelinerun.finished", "2007-12-01-one", "2007-12-01T07:00:00Z"),
        ("pipelinerun.started", "2007-12-02-two", "2007-12-02T06:30:00Z"),
        ("incident.detected", "2007-12-02-two/incident", "2007-12-02T07:00:00Z"),
        ("service.rolledback", "app", "2007-12-02T07:10:00Z"),
        ("pipelinerun.finished", "2007-12-02-two", "2007-12-02T07:10:00Z"),
        ("incident.resolved", "2007-12-02-two/incident", "2007-12-02T07:10:00Z"),
        ("pipelinerun.started", "2007-12-03-two", "2007-12-03T06:30:00Z"),
        ("service.upgraded", "app", "2007-12-03T07:00:00Z"),
        ("pipelinerun.finished", "2007-12-03-two", "2007-12-03T07:00:00Z"),
    ]
    artifacts = [one["subject"]["content"].get("artifactId") for one in events(made_of)]
    assert [one for one in artifacts if one] == [
        "pkg:generic/app@one",
        "pkg:generic/app@one",
        "pkg:generic/app@two",
    ]
    chains = {one["customData"]["deploylog"]["log"]: one["context"]["chainId"] for one in events(made_of)}
    assert chains["2007-12-02-two"] == chains["2007-12-03-two"] != chains["2007-12-01-one"]


@pytest.mark.parametrize("outcome", ["deferred", "cancelled", "scheduled"])
def test_what_was_not_begun_is_no_event(outcome):
    """CDEvents tell what happened."""
    assert events(outlets.published([deployment(outcome=outcome)])) == []


@pytest.mark.parametrize("outcome", ["successful", "rolled-back", "failed"])
def test_a_night_whose_steps_are_all_private_is_told_without_times(outcome):
    """It is counted, and it happened at no time that could be told."""
    made_of = outlets.published([deployment(outcome=outcome, steps=[], systems=["app"])])

    assert events(made_of) == []
    assert metrics(made_of)["executed"][()] == 1
    assert "latest_timestamp_seconds" not in metrics(made_of)


def test_a_night_under_way_has_begun_and_not_ended():
    """A log that is kept live can be sent on."""
    made_of = outlets.published([deployment(outcome="in-progress", steps=[("01:30",)])])

    assert told(made_of) == [("pipelinerun.started", "2007-12-02-front-end", "2007-12-02T06:30:00Z")]


def test_export_prints_the_events(monkeypatch):
    """One a line, for whatever sends them."""
    monkeypatch.chdir(dev.ROOT)

    done = CliRunner().invoke(cli.main, ["export", "--cdevents"])

    assert (done.exit_code, done.stderr) == (0, "")
    types = [json.loads(line)["context"]["type"] for line in done.stdout.splitlines()]
    assert len([type_ for type_ in types if "pipelinerun.started" in type_]) == 4
    assert len(types) == 23


@pytest.mark.parametrize("arguments", [[], ["out", "--cdevents"]])
def test_export_writes_pages_or_prints_events(arguments, monkeypatch):
    """Neither and both are mistakes of the command line."""
    monkeypatch.chdir(dev.ROOT)

    done = CliRunner().invoke(cli.main, ["export", *arguments])

    assert done.exit_code == 2
    assert re.sub(r"\s+", " ", done.stderr).endswith(
        "Error: name a DIR to write to, or --cdevents to print events; one of the two "
    )
