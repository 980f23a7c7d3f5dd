"""Deployments as records: the values of the columns, and of the tables of their parts."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from enum import StrEnum

from deploylog.feeds.columns import DEPLOYMENT, Table, Told
from deploylog.feeds.parts import NUMBER, PARTS
from deploylog.feeds.published import Published, text

Record = dict[str, object]


def of(published: Published, write: Callable[[object], object]) -> Iterator[Record]:
    """Give the record of each deployment, in time order, with its parts as lists of records.

    Args:
        published: Whose deployments.
        write: Gives a value the form that it has in a file; see `written` and `plain`.
    """
    for deployment, night in zip(published.history.deployments, published.statistics.nights, strict=True):
        told = Told(deployment=deployment, night=night, published=published)
        parts: Record = {
            name: [
                {NUMBER.name: number} | record(table, one, write) for number, one in enumerate(read(told), 1)
            ]
            for name, (_, table, read) in PARTS.items()
        }
        yield record(DEPLOYMENT, told, write) | parts


def record(table: Table, subject: object, write: Callable[[object], object]) -> Record:
    """Give what the columns of a table say of a deployment or of a part of one."""
    return {column.name: write(column.of(subject)) for column in table}


def plain(value: object) -> object:
    """Give a value as Python has it: texts that any file can hold, instants in UTC."""
    match value:
        case None | bool() | int() | float():
            return value
        case StrEnum():
            return value.value
        case str():
            return text(value)
        case list():
            return [plain(one) for one in value]
        case datetime():
            return value.astimezone(UTC)
        case _:
            return value


def written(value: object) -> object:
    """Give a value as JSON and CSV have it: days and instants in ISO 8601, with the offset there."""
    match value:
        case datetime():
            offset = value.utcoffset()
            whole = offset is not None and not offset.total_seconds() % 60
            return (value if whole else value.astimezone(UTC)).isoformat()
        case date():
            return value.isoformat()
        case _:
            return plain(value)
