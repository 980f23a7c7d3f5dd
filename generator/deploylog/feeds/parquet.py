"""The data in Parquet, for engines that read columns; needs pyarrow, which the extra `parquet` brings."""

import io
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from typing import Any

from deploylog import together
from deploylog.feeds import records
from deploylog.feeds.columns import DEPLOYMENT, Kind, Table
from deploylog.feeds.parts import NUMBER, PARTS
from deploylog.feeds.published import Published

_FEW = 200
"""Records that are in memory at once: as Python has them, they take many times what they take in columns."""
_MANY = 200
"""Deployments of a site that has better use for the 50 MiB that pyarrow takes, and does not give back."""


def table(published: Published) -> bytes | None:
    """Write the deployments with their parts as nested lists; None where pyarrow is not installed.

    The same deployments give the same bytes under one version of pyarrow, whose name stands in the file.
    """
    if not find_spec("pyarrow"):
        return None
    if len(published.history.deployments) < _MANY:
        return _written(published)
    return together.apart(lambda: _written(published, frugal=True))


def _written(published: Published, *, frugal: bool = False) -> bytes:
    """Write the file; if frugally, in memory of the system, as pyarrow holds on to its own."""
    arrow = import_module("pyarrow")
    if frugal:
        arrow.set_memory_pool(arrow.system_memory_pool())
    parts = [
        (name, arrow.list_(arrow.struct(_fields(arrow, (NUMBER, *part)))))
        for name, (_, part, _) in PARTS.items()
    ]
    schema = arrow.schema(
        [*_fields(arrow, DEPLOYMENT), *parts],
        metadata={"deploylog": "1", "as_of": published.as_of.isoformat()},
    )
    found = records.of(published, records.plain)
    few = iter(lambda: list(islice(found, _FEW)), [])
    batches = [arrow.RecordBatch.from_pylist(some, schema=schema) for some in few]
    table = arrow.Table.from_batches(batches, schema=schema).combine_chunks()
    written = io.BytesIO()
    import_module("pyarrow.parquet").write_table(table, written, compression="snappy")
    return written.getvalue()


def _fields(arrow: Any, columns: Table) -> list[Any]:
    kinds = {
        Kind.TEXT: arrow.string(),
        Kind.TEXTS: arrow.list_(arrow.string()),
        Kind.DAY: arrow.date32(),
        Kind.TIME: arrow.timestamp("us", tz="UTC"),
        Kind.NUMBER: arrow.float64(),
        Kind.COUNT: arrow.int64(),
        Kind.FLAG: arrow.bool_(),
    }
    return [arrow.field(column.name, kinds[column.kind]) for column in columns]
