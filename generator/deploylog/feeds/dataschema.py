"""The JSON Schema of the exported data, derived from the columns."""

from typing import Any

from deploylog.feeds.columns import DEPLOYMENT, Column, Kind, Table
from deploylog.feeds.parts import NUMBER, PARTS

Schema = dict[str, Any]

_KINDS: dict[Kind, Schema] = {
    Kind.TEXT: {"type": "string"},
    Kind.TEXTS: {"type": "array", "items": {"type": "string"}},
    Kind.DAY: {"type": "string", "format": "date"},
    Kind.TIME: {"type": "string", "format": "date-time"},
    Kind.NUMBER: {"type": "number"},
    Kind.COUNT: {"type": "integer", "minimum": 1},
    Kind.FLAG: {"type": "boolean"},
}


def schema() -> Schema:
    """Give the schema, draft 2020-12; a value that a log does not say is null, and never missing."""
    parts = {
        name: {"description": about, "type": "array", "items": _record((NUMBER, *table))}
        for name, (about, table, _) in PARTS.items()
    }
    deployment = _record(DEPLOYMENT)
    deployment["properties"] |= parts
    deployment["required"] += parts
    site = {"name": {"type": "string"}, "url": {"type": ["string", "null"]}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "deployments.schema.json",
        "title": "Deployments",
        "type": "object",
        "properties": {
            "$schema": {"type": "string"},
            "version": {"const": 1},
            "site": _closed(site),
            "as_of": {
                "description": "the day on which the site is seen",
                "type": "string",
                "format": "date",
            },
            "deployments": {"description": "in time order", "type": "array", "items": deployment},
        },
        "required": ["version", "site", "as_of", "deployments"],
        "additionalProperties": False,
    }


def _record(table: Table) -> Schema:
    return _closed({column.name: _value(column) for column in table})


def _closed(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": [*properties],
        "additionalProperties": False,
    }


def _value(column: Column) -> Schema:
    kind = _KINDS[column.kind]
    types = kind if column.always else {**kind, "type": [kind["type"], "null"]}
    return {"description": column.about, **types}
