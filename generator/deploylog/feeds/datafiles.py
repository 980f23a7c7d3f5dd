"""The data as files: one JSON document, two tables in CSV, and Parquet where pyarrow is installed."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
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


def assets(published: Published, heed: Callable[[], None] = lambda: None) -> Iterator[Asset]:
    """Make the files of the data; one record after the other goes into all of them, and is let go.

    Args:
        published: What they tell.
        heed: Called from record to record; raises what ends the work.
    """
    lines: list[str] = []
    deployments = _Csv(DEPLOYMENT)
    parts = {part: _Csv((_ID, NUMBER, *PARTS[part][1])) for part in _TABLES}
    for record in records.of(published, records.written):
        heed()
        lines.append(_json(record))
        deployments.write([record])
        for part, table in parts.items():
            table.write(_rows(part, record))
    document = _document(published, lines)
    lines.clear()  # as long as the document, which somebody is about to encode
    yield Asset(uri=addresses.DATA, content=document)
    del document
    yield Asset(uri=addresses.DATA_SCHEMA, content=json.dumps(dataschema.schema(), indent=2) + "\n")
    yield Asset(uri=addresses.DATA_CSV, content=deployments.text)
    for part, table in parts.items():
        yield Asset(uri=addresses.table(part), content=table.text)
    columnar = parquet.table(published)
    if columnar is not None:
        yield Asset(uri=addresses.DATA_PARQUET, content=columnar)


def _document(published: Published, lines: list[str]) -> str:
    """Write the JSON document: what it is, then a line a deployment."""
    head: dict[str, object] = {
        "$schema": addresses.relative(addresses.DATA_SCHEMA, addresses.DATA),
        "version": VERSION,
        "site": {"name": published.name, "url": published.settings.site_url or None},
        "as_of": published.as_of.isoformat(),
    }
    before = f'{_json(head)[:-1]}, "deployments": ['
    if not lines:
        return f"{before}]}}\n"
    lines[0] = f"{before}\n{lines[0]}"  # not to the whole: the document is put together once
    lines[-1] += "\n]}\n"
    return ",\n".join(lines)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _rows(name: str, record: Record) -> Iterator[Record]:
    """Give one kind of part of a deployment, each part with the id of the deployment."""
    parts: Any = record[name]
    return ({_ID.name: record["id"]} | part for part in parts)


class _Csv:
    """A table as RFC 4180 has it; what is not said is empty."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._written = io.StringIO(newline="")
        self._writer = csv.writer(self._written)
        self._writer.writerow(column.name for column in table)

    def write(self, rows: Iterable[Record]) -> None:
        table = self._table
        self._writer.writerows([_cell(row[column.name], column.kind) for column in table] for row in rows)

    @property
    def text(self) -> str:
        return self._written.getvalue()


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
