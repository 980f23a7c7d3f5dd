"""The data as files: one JSON document, two tables in CSV, and Parquet where pyarrow is installed."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from deploylog import addresses
from deploylog.feeds import dataschema, parquet, records
from deploylog.feeds.columns import DEPLOYMENT, PARTS, Kind, Table
from deploylog.feeds.published import Asset, Published
from deploylog.feeds.records import Record

VERSION = 1
"""Of the data format; grows when something that was there is gone or means something else."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula."""
_KEYS = ("id", "number")
"""What a row of `steps.csv` begins with: the deployment, and the step's place in it from 1."""


def assets(published: Published) -> list[Asset]:
    """Make the files of the data."""
    found = list(records.of(published, records.written))
    made = [
        Asset(uri=addresses.DATA, content=document(published, found)),
        Asset(uri=addresses.DATA_SCHEMA, content=json.dumps(dataschema.schema(), indent=2) + "\n"),
        Asset(uri=addresses.DATA_CSV, content=_csv(DEPLOYMENT, found)),
        Asset(uri=addresses.DATA_STEPS, content=_steps(found)),
    ]
    columnar = parquet.table(published)
    return made if columnar is None else [*made, Asset(uri=addresses.DATA_PARQUET, content=columnar)]


def document(published: Published, found: Iterable[Record]) -> str:
    """Write the JSON document: what it is, then a line a deployment."""
    head: dict[str, object] = {
        "$schema": addresses.relative(addresses.DATA_SCHEMA, addresses.DATA),
        "version": VERSION,
        "site": {"name": published.name, "url": published.settings.site_url or None},
        "as_of": published.as_of.isoformat(),
    }
    lines = [_json(record) for record in found]
    deployments = "[\n" + ",\n".join(lines) + "\n]" if lines else "[]"
    return f'{_json(head)[:-1]}, "deployments": {deployments}}}\n'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _steps(found: Iterable[Record]) -> str:
    """Write every step of every deployment as a row of its own."""
    rows: list[Record] = []
    for record in found:
        steps: Any = record["steps"]
        rows += [{"id": record["id"], "number": number} | step for number, step in enumerate(steps, 1)]
    return _csv(PARTS["steps"][1], rows, first=_KEYS)


def _csv(table: Table, rows: Iterable[Record], first: Sequence[str] = ()) -> str:
    """Write rows as RFC 4180 has it; what is not said is empty."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([*first, *(column.name for column in table)])
    for row in rows:
        writer.writerow([*(row[key] for key in first), *(_cell(row[c.name], c.kind) for c in table)])
    return written.getvalue()


def _cell(value: object, kind: Kind) -> object:
    """Give a value the form of a cell: a list joined by `; `, no text a formula to a spreadsheet."""
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return _cell("; ".join(value), Kind.TEXT)
        case str() if kind is Kind.TEXT and value.startswith(_FORMULA):
            return f"'{value}"
        case _:
            return value
