"""The data as files: one JSON document, two tables in CSV, and Parquet where pyarrow is installed."""

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from deploylog import addresses
from deploylog.feeds import dataschema, parquet, records
from deploylog.feeds.columns import DEPLOYMENT, Column, Kind, Table
from deploylog.feeds.parts import NUMBER, PARTS
from deploylog.feeds.published import Asset, Published
from deploylog.feeds.records import Record

VERSION = 1
"""Of the data format; grows when something that was there is gone or means something else."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula."""
_TABLES = ("steps", "changes", "issues")
"""Parts of a deployment that have a table of their own in CSV; all of them are in JSON and in Parquet."""
_ID = Column(name="id", kind=Kind.TEXT, about="of the deployment", of=lambda _: None, always=True)


def assets(published: Published) -> list[Asset]:
    """Make the files of the data."""
    found = list(records.of(published, records.written))
    made = [
        Asset(uri=addresses.DATA, content=document(published, found)),
        Asset(uri=addresses.DATA_SCHEMA, content=json.dumps(dataschema.schema(), indent=2) + "\n"),
        Asset(uri=addresses.DATA_CSV, content=_csv(DEPLOYMENT, found)),
        *(Asset(uri=addresses.table(part), content=_part(part, found)) for part in _TABLES),
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


def _part(name: str, found: Iterable[Record]) -> str:
    """Write one kind of part of all deployments, each part as a row with the id of its deployment."""
    rows: list[Record] = []
    for record in found:
        parts: Any = record[name]
        rows += [{_ID.name: record["id"]} | part for part in parts]
    return _csv((_ID, NUMBER, *PARTS[name][1]), rows)


def _csv(table: Table, rows: Iterable[Record]) -> str:
    """Write rows as RFC 4180 has it; what is not said is empty."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(column.name for column in table)
    writer.writerows([_cell(row[column.name], column.kind) for column in table] for row in rows)
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
