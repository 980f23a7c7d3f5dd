"""The data of a site: documented, valid, the same in every format, and enough to count everything again."""

import csv
import io
import json
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from pyarrow import parquet

import dev
import outlets
import sample
import sites
from builders import deployment
from deploylog import cli, feeds, settings, site, statistics
from deploylog.feeds import Published, columns, datafiles, dataschema, parts
from deploylog.model import Link, Step
from deploylog.statistics import Statistics

DOCUMENTED = (dev.ROOT / "docs/data.md").read_text(encoding="utf-8")
VIEWS = dict(re.findall(r"<!-- views: (\w+) -->\n\n```sql\n(.*?)```", DOCUMENTED, re.DOTALL))
QUERIES = dict(re.findall(r"### ([a-z_]+)\n\n(?:[^#]*?\n\n)?```sql\n(.*?)```", DOCUMENTED, re.DOTALL))


@pytest.fixture(scope="module")
def sample_site() -> Published:
    """Publish the sample site."""
    sources = site.read(settings.read_settings(dev.ROOT / "mkdocs.yml"))
    return site.make(sources, as_of=date(2007, 12, 31)).published


def document(made_of: Published) -> dict:
    return json.loads(outlets.contents(made_of)["data/deployments.json"])


def rows(made_of: Published, table: str = "deployments") -> list[dict[str, str]]:
    text = outlets.contents(made_of)[f"data/{table}.csv"]
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_the_schema_is_committed_and_published():
    """Whoever reads the data can check it, from the checkout and from the site."""
    committed = json.loads((dev.ROOT / "docs/deployments.schema.json").read_text(encoding="utf-8"))
    printed = json.loads(CliRunner().invoke(cli.main, ["schema", "--data"]).stdout)
    published = outlets.contents(outlets.published([]))["data/deployments.schema.json"]

    assert committed == printed == json.loads(published) == dataschema.schema()


@pytest.mark.parametrize(
    "deployments",
    [[], sample.nights(), [outlets.hostile()], outlets.random_history(1, 60)],
    ids=["none", "eight nights", "hostile", "random"],
)
def test_the_data_is_valid(deployments):
    """A program that trusts the schema is never surprised."""
    validator = Draft202012Validator(dataschema.schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)

    found = document(outlets.published(deployments))

    assert [error.message for error in validator.iter_errors(found)] == []
    assert len(found["deployments"]) == len(deployments)


def test_every_column_is_documented():
    """The table in the documentation is the table in the program."""
    tables = [columns.DEPLOYMENT, *(table for _, table, _ in parts.PARTS.values())]
    lines = [
        f"| `{c.name}` | {c.kind.value}{'' if c.always else ', or none'} | {c.about} |"
        for table in tables
        for c in table
    ]

    assert [line for line in lines if line not in DOCUMENTED] == []


def test_the_rows_of_csv_say_what_json_says(sample_site):
    """It does not matter which one somebody reads."""
    found = document(sample_site)["deployments"]

    assert [row["id"] for row in rows(sample_site)] == [one["id"] for one in found]
    for row, one in zip(rows(sample_site), found, strict=True):
        flat = {name: value for name, value in one.items() if name not in parts.PARTS}
        assert row == {name: as_csv(value) for name, value in flat.items()}
    steps = [(row["id"], int(row["number"]), row["text"]) for row in rows(sample_site, "steps")]
    assert steps == [(one["id"], s["number"], s["text"] or "") for one in found for s in one["steps"]]


def as_csv(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def test_parquet_says_what_json_says(sample_site, tmp_path):
    """Nested as in JSON, and typed."""
    content = next(a.octets for a in feeds.assets(sample_site) if a.uri == "data/deployments.parquet")
    (tmp_path / "d.parquet").write_bytes(content)

    table = parquet.read_table(tmp_path / "d.parquet")
    found = document(sample_site)["deployments"]

    assert table.column_names == list(found[0])
    assert [one["duration_minutes"] for one in table.to_pylist()] == [
        one["duration_minutes"] for one in found
    ]
    assert [len(one["steps"]) for one in table.to_pylist()] == [len(one["steps"]) for one in found]
    assert str(table.schema.field("started_at").type) == "timestamp[us, tz=UTC]"
    assert table.schema.metadata == {b"deploylog": b"1", b"as_of": b"2007-12-31"}


def test_parquet_of_many_nights_says_what_json_says():
    """These go into it a few at a time, in a process of their own."""
    nights = outlets.published(outlets.random_history(3, 230))

    content = next(a.octets for a in feeds.assets(nights) if a.uri == "data/deployments.parquet")

    table, found = parquet.read_table(io.BytesIO(content)), document(nights)["deployments"]
    assert [one["id"] for one in table.to_pylist()] == [one["id"] for one in found]
    assert [len(one["steps"]) for one in table.to_pylist()] == [len(one["steps"]) for one in found]


def test_a_site_without_pyarrow_has_everything_else(monkeypatch):
    """The extra is one."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    uris = [asset.uri for asset in feeds.assets(outlets.published(sample.nights()))]

    assert "data/deployments.parquet" not in uris
    assert {"data/deployments.json", "data/deployments.csv", "data/steps.csv"} <= set(uris)


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1"])
def test_no_cell_is_a_formula(start):
    """A log is data in a spreadsheet, too; JSON has the text as it is."""
    made_of = outlets.published([deployment(title=start, tags=("a",), lessons=(start, "b"))])
    expected = start.strip("\r") if start.startswith("\r") else start

    [row], [found] = rows(made_of), document(made_of)["deployments"]

    assert row["title"] == f"'{start}"
    assert row["lessons"] == f"'{start}; b"
    assert found["title"].strip("\r") == expected


def test_numbers_stay_numbers_in_csv():
    """A deployment that was back before its window closed has a negative overrun, which is no formula."""
    [row] = rows(outlets.published([deployment(window=("01:30", "07:00"))]))

    assert row["overrun_minutes"] == "-300"


def test_what_is_private_or_a_draft_is_in_no_file():
    """A reference to a log that is not published is one to nothing."""
    made_of = outlets.published(
        [
            deployment("2007-12-01-draft", draft=True, title="Secret"),
            deployment(
                "2007-12-02-b", remedies="2007-12-01-draft", links=(Link(text="", log="2007-12-01-draft"),)
            ),
        ]
    )

    [found] = document(made_of)["deployments"]

    assert (found["id"], found["remedies"], found["links"]) == ("2007-12-02-b", None, [])
    assert [
        uri for uri, text in outlets.contents(made_of).items() if "Secret" in text or "01-draft" in text
    ] == []


PRIVATE = """\
title: A night
date: 2007-12-02
outcome: rolled-back
release: r
why: {text: SECRET, private: true}
systems: [{name: SECRET, private: true}, back end]
remedies: 2007-12-01-b
steps:
  - {at: "01:30", text: it went in, who: {text: SECRET, private: true}, system: back end}
  - {at: "01:40", text: SECRET, private: true}
links: [{log: 2007-12-01-b}]
"""


def test_nothing_private_leaves_the_site_by_any_way(tmp_path, monkeypatch):
    """From the files to everything that is published beside the pages, heads and events included."""
    logs = {
        "posts/2007-12-02-a.yml": PRIVATE,
        "posts/2007-12-01-b.yml": PRIVATE.replace("remedies: 2007-12-01-b\n", "private: true\n"),
    }
    monkeypatch.chdir(sites.write(tmp_path, logs))

    made = site.make(site.read(settings.find_settings(tmp_path)), as_of=date(2007, 12, 31))

    told = [asset.octets for asset in made.assets] + [feeds.cdevents(made.published).encode()]
    told += [made.head(p.uri, title="", description="", present="").encode() for p in made.pages]
    assert len(told) > 20
    assert [text for text in told if b"SECRET" in text or b"2007-12-01-b" in text] == []


def test_the_same_deployments_give_the_same_bytes():
    """In any order of the files; nobody commits a change that is none."""
    nights = outlets.random_history(7, 40)

    once, again = (list(feeds.assets(outlets.published(some))) for some in (nights, nights[::-1]))

    assert once == again


def connect(folder: Path, made_of: Published, views: str) -> duckdb.DuckDBPyConnection:
    """Write the files and open the documented views on them."""
    for asset in datafiles.assets(made_of):
        (folder / asset.uri).parent.mkdir(parents=True, exist_ok=True)
        (folder / asset.uri).write_bytes(asset.octets)
    connection = duckdb.connect()
    connection.execute(VIEWS[views].replace("'data/", f"'{folder}/data/"))
    connection.execute(f"SET VARIABLE as_of = DATE '{made_of.as_of}'")
    return connection


def asked(connection: duckdb.DuckDBPyConnection) -> dict[str, object]:
    """Ask every documented query; give the answers in the form that the statistics have."""
    answers = {name: connection.execute(query).fetchall() for name, query in QUERIES.items()}
    shares = {
        name: {"count": rows[0][0], "of": rows[0][1]}
        for name, rows in answers.items()
        if name.endswith("_rate")
    }
    singles = {n: rows[0][0] for n, rows in answers.items() if len(rows) == 1 and len(rows[0]) == 1}
    [(first, last)], [(count, per_week)] = answers["period"], answers["deployment_frequency"]
    return {
        **singles,
        **shares,
        "outcomes": dict(answers["outcomes"]),
        "period": [str(first), str(last)] if first else None,
        "deployment_frequency": {"count": count, "per_week": per_week},
    }


def counted(figures: Statistics) -> dict[str, object]:
    """Give the figures that the documented queries give."""
    headline = figures.headline()
    period: Callable[[dict | None], object] = lambda p: [p["first"], p["last"]] if p else None  # noqa: E731
    outcomes = {name: count for name, count in headline["outcomes"].items() if count}
    told = {**headline, "outcomes": outcomes, "period": period(headline["period"])}
    return {name: told[name] for name in QUERIES}


def near(value: object) -> object:
    """Compare figures as numbers that were divided."""
    if isinstance(value, dict):
        return {key: near(one) for key, one in value.items()}
    return pytest.approx(value) if isinstance(value, float) else value


def test_every_headline_number_has_a_query():
    """Those that are counts of one outcome are answered by the query of outcomes."""
    of_outcomes = {"deferred", "cancelled", "scheduled", "in_progress"}

    assert set(QUERIES) == set(statistics.of(outlets.published([]).history).headline()) - of_outcomes


@pytest.mark.parametrize("views", ["csv", "parquet"])
def test_the_documented_queries_give_the_headline_numbers(sample_site, tmp_path, views):
    """Whoever doubts a number can count it again, with a program that is not ours."""
    answers = asked(connect(tmp_path, sample_site, views))

    assert answers == near(counted(sample_site.statistics))
    assert answers["change_fail_rate"] == {"count": 2, "of": 4}
    assert answers["median_duration_minutes"] == 277.5


def test_json_can_be_asked_as_well(tmp_path):
    """DuckDB guesses types from what is there, so that there has to be something of everything."""
    made_of = outlets.published(outlets.random_history(3, 120))

    assert asked(connect(tmp_path, made_of, "json")) == near(counted(made_of.statistics))


@pytest.mark.unmeasured
@pytest.mark.parametrize(
    ("views", "seed"), [*(("csv", n) for n in range(12)), *(("parquet", n) for n in range(4))]
)
def test_the_queries_count_random_histories_as_we_do(tmp_path, seed, views):
    """Two ways of counting, written apart, agree on ties, gaps, approximate times and what is not said."""
    made_of = outlets.published(outlets.random_history(seed, 1 + 2 * seed * seed))

    assert asked(connect(tmp_path, made_of, views)) == near(counted(made_of.statistics))


def test_a_time_with_an_offset_of_seconds_is_written_in_utc():
    """Liberia had one until 1972; RFC 3339 has none."""
    night = deployment("1971-06-01-monrovia", timezone="Africa/Monrovia", steps=[("01:00",)])
    made_of = outlets.published([replace(night, steps=tuple(map(_in_monrovia, night.steps)))])

    [found] = document(made_of)["deployments"]

    assert found["started_at"] == "1971-06-01T01:44:30+00:00"


def _in_monrovia(step: Step) -> Step:
    return replace(step, at=replace(step.at, at=step.at.at.fromisoformat("1971-06-01T01:00:00-00:44:30")))
