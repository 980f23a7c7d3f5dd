"""The JSON Schema of the log format, for editors; derived from the reader's own table."""

from collections.abc import Callable
from typing import Any

from deploylog.logs import clock
from deploylog.logs.shapes import (
    LOG,
    PRIVATE,
    Day,
    Flag,
    Form,
    Key,
    Many,
    Needs,
    NotBoth,
    Only,
    Shape,
    Text,
    Time,
    Value,
    When,
    Word,
    Zone,
)

ADDRESS = "deployment-log.schema.json"
Schema = dict[str, Any]

_NOTHING: Schema = {"type": "null"}
_SPACE = r"\s*"
_SEXAGESIMAL: Schema = {"type": "integer", "minimum": 60, "maximum": 1439}
"""What an editor that reads YAML 1.1 makes of an unquoted `22:00`."""


def schema() -> Schema:
    """Give the schema, draft 2020-12.

    An editor sees YAML's types where the reader sees text, so a text may be a number or a flag too. What
    needs the calendar, the order of the steps or the names of systems, only the reader checks.
    """
    shapes: dict[str, Shape] = {}
    log = _shape(LOG, shapes)
    definitions: Schema = {}
    while len(definitions) < len(shapes):
        for name in [name for name in shapes if name not in definitions]:
            definitions[name] = _shape(shapes[name], shapes)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ADDRESS,
        "title": "Deployment log",
        **log,
        "$defs": {name: definitions[name] for name in sorted(definitions)},
    }


def _shape(shape: Shape, shapes: dict[str, Shape]) -> Schema:
    mapping: Schema = {
        "type": "object",
        "properties": {key.name: _key(key, shapes) for key in (*shape.keys, PRIVATE)},
        "required": [key.name for key in shape.keys if key.required],
        "additionalProperties": False,
    }
    conditions = [made for rule in shape.rules for made in _RULES[type(rule)](rule)]
    if conditions:
        mapping["allOf"] = conditions
    forms = [mapping, *_short(shape)]
    return {"description": shape.about, **(mapping if len(forms) == 1 else {"anyOf": forms})}


def _short(shape: Shape) -> list[Schema]:
    if shape.short:
        return [_text_scalar()]
    if shape.form == "range":
        return [_pattern(clock.RANGE)]
    if shape.form == "moment":
        return [_pattern(rf"(?:{clock.DAY}|{clock.ABOUT}{clock.MOMENT})")]
    return []


def _key(key: Key, shapes: dict[str, Shape]) -> Schema:
    made = _value(key.value, shapes)
    if not key.required:
        made = _or_nothing(made)
    return {"description": key.about, **made}


def _or_nothing(made: Schema) -> Schema:
    """Let nothing stand behind the colon."""
    if "anyOf" in made:
        return {"anyOf": [*made["anyOf"], _NOTHING]}
    return {"anyOf": [made, _NOTHING]}


def _value(value: Value, shapes: dict[str, Shape]) -> Schema:
    return _KINDS[type(value)](value, shapes)


def _text(_value: Text, _shapes: dict[str, Shape]) -> Schema:
    private: Schema = {
        "type": "object",
        "properties": {"text": _text_scalar(), "private": _flag(Flag(), {})},
        "required": ["text"],
        "additionalProperties": False,
    }
    return {"anyOf": [_text_scalar(), private]}


def _text_scalar() -> Schema:
    return {"type": ["string", "number", "boolean"], "pattern": r"\S"}


def _word(value: Word, _shapes: dict[str, Shape]) -> Schema:
    return {"enum": [word.value for word in value.words]}


def _flag(_value: Flag, _shapes: dict[str, Shape]) -> Schema:
    return {"enum": [True, False, "true", "false"]}


def _day(_value: Day, _shapes: dict[str, Shape]) -> Schema:
    return _pattern(clock.DAY)


def _time(value: Time, _shapes: dict[str, Shape]) -> Schema:
    if value.dated:
        return _pattern(clock.ABOUT + clock.MOMENT)
    forms = rf"(?:{clock.TIME}|{clock.RANGE})" if value.ranged else rf"(?:{clock.TIME})"
    return {"anyOf": [_pattern(forms), _SEXAGESIMAL]}


def _zone(_value: Zone, _shapes: dict[str, Shape]) -> Schema:
    return {"type": "string", "pattern": r"^[A-Za-z0-9_+/-]+$"}


def _form(value: Form, _shapes: dict[str, Shape]) -> Schema:
    numbers = ["string", "number", "boolean"] if value.rule != "bad-url" else "string"
    return {"type": numbers, "pattern": f"^(?:{value.pattern})$"}


def _many(value: Many, shapes: dict[str, Shape]) -> Schema:
    one = _value(value.of, shapes)
    listed: Schema = {"type": "array", "items": one}
    return {"anyOf": [listed, one]} if value.or_one else listed


def _reference(value: Shape, shapes: dict[str, Shape]) -> Schema:
    name = value.name.partition(" ")[2]
    shapes[name] = value
    return {"$ref": f"#/$defs/{name}"}


def _pattern(pattern: str) -> Schema:
    return {"type": "string", "pattern": f"^{_SPACE}{pattern}{_SPACE}$"}


def _needs(rule: Needs) -> list[Schema]:
    wanted: Schema = {"anyOf": [_there(key) for key in rule.one_of]}
    if rule.with_key:
        return [{"if": _there(rule.with_key), "then": wanted}]
    return [{"if": _when(rule.when), "then": wanted} if rule.when else wanted]


def _only(rule: Only) -> list[Schema]:
    forbidden = {"not": {"anyOf": [_there(key) for key in rule.keys]}}
    return [{"if": {"not": _when(rule.when)}, "then": forbidden}]


def _not_both(rule: NotBoth) -> list[Schema]:
    return [{"not": {"allOf": [_there(key) for key in rule.keys]}}]


def _there(key: str) -> Schema:
    """Ask that a key is there and holds something; nothing behind the colon counts as not there."""
    return {"required": [key], "properties": {key: {"not": {"enum": [None, "", []]}}}}


def _when(when: When) -> Schema:
    held: Schema = {"required": [when.key], "properties": {when.key: {"enum": sorted(when.among)}}}
    return {"not": held} if when.negated else held


_KINDS: dict[type, Callable[[Any, dict[str, Shape]], Schema]] = {
    Text: _text,
    Word: _word,
    Flag: _flag,
    Day: _day,
    Time: _time,
    Zone: _zone,
    Form: _form,
    Many: _many,
    Shape: _reference,
}
_RULES: dict[type, Callable[[Any], list[Schema]]] = {Needs: _needs, Only: _only, NotBoth: _not_both}
