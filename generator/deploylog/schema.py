"""The JSON Schema of the log format, for editors; derived from the reader's own table."""

from collections.abc import Callable
from typing import Any

from deploylog.logs import clock
from deploylog.logs.kinds import (
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
from deploylog.logs.shapes import LOG, PRIVATE

ADDRESS = "deployment-log.schema.json"
Schema = dict[str, Any]

_FORM_TYPES: dict[str, Any] = {"bad-url": "string", "bad-line": ["string", "integer"]}
"""What an editor that reads YAML's types may see where a text of a form stands, if not any."""
_NOTHING: Schema = {"type": "null"}
_BLANK: Schema = {"type": ["null", "string"], "pattern": r"^\s*$"}
_SPACE = r"\s*"
_SEXAGESIMAL: Schema = {"type": "integer", "minimum": 60, "maximum": 1439}
"""What an editor that reads YAML 1.1 makes of an unquoted `22:00`."""


def schema() -> Schema:
    """Give the schema, draft 2020-12.

    An editor sees YAML's types where the reader sees text, so a text may be a number or a flag too. What
    needs the calendar, the order of the steps or the names of systems, only the reader checks.
    """
    definitions = _Definitions()
    log = _shape(LOG, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ADDRESS,
        "title": "Deployment log",
        **log,
        "$defs": dict(sorted(definitions.made.items())),
    }


class _Definitions:
    """What several keys share is defined once, under a name of its own."""

    def __init__(self) -> None:
        self.made: Schema = {}

    def refer(self, name: str, make: Callable[[], Schema]) -> Schema:
        if name not in self.made:
            self.made[name] = {}
            self.made[name] = make()
        return {"$ref": f"#/$defs/{name}"}


def _shape(shape: Shape, definitions: _Definitions) -> Schema:
    mapping: Schema = {
        "type": "object",
        "properties": {key.name: _key(key, definitions) for key in (*shape.keys, PRIVATE)},
        "required": [key.name for key in shape.keys if key.required],
        "additionalProperties": False,
    }
    conditions = [_RULES[type(rule)](rule) for rule in shape.rules]
    if conditions:
        mapping["allOf"] = conditions
    forms = [mapping, *_short(shape, definitions)]
    return {"description": shape.about, **(mapping if len(forms) == 1 else {"anyOf": forms})}


def _short(shape: Shape, definitions: _Definitions) -> list[Schema]:
    if shape.short:
        return [_words(definitions)]
    if shape.form == "range":
        return [_pattern(clock.RANGE)]
    if shape.form == "moment":
        return [_pattern(rf"(?:{clock.DAY}|{clock.ABOUT}{clock.MOMENT})")]
    return []


def _key(key: Key, definitions: _Definitions) -> Schema:
    made = _value(key.value, definitions)
    if not key.required:
        made = {"anyOf": [made, _BLANK if isinstance(key.value, Text) else _NOTHING]}
    return {"description": key.about, **made}


def _value(value: Value, definitions: _Definitions) -> Schema:
    return _KINDS[type(value)](value, definitions)


def _text(_value: Text, definitions: _Definitions) -> Schema:
    return definitions.refer("text", lambda: {"anyOf": [_words(definitions), _private(definitions)]})


def _private(definitions: _Definitions) -> Schema:
    return {
        "type": "object",
        "properties": {"text": _words(definitions), "private": _flag(Flag(), definitions)},
        "required": ["text"],
        "additionalProperties": False,
    }


def _words(definitions: _Definitions) -> Schema:
    return definitions.refer("words", lambda: {"type": ["string", "number", "boolean"], "pattern": r"\S"})


def _word(value: Word, _definitions: _Definitions) -> Schema:
    return {"enum": [word.value for word in value.words]}


def _flag(_value: Flag, _definitions: _Definitions) -> Schema:
    return {"enum": [True, False, "true", "false"]}


def _day(_value: Day, definitions: _Definitions) -> Schema:
    return definitions.refer("day", lambda: _pattern(clock.DAY))


def _time(value: Time, definitions: _Definitions) -> Schema:
    if value.dated:
        return definitions.refer("moment", lambda: _pattern(clock.ABOUT + clock.MOMENT))
    if value.ranged:
        forms = rf"(?:{clock.TIME}|{clock.RANGE})"
        return definitions.refer("start", lambda: {"anyOf": [_pattern(forms), _SEXAGESIMAL]})
    return definitions.refer("time", lambda: {"anyOf": [_pattern(rf"(?:{clock.TIME})"), _SEXAGESIMAL]})


def _zone(_value: Zone, _definitions: _Definitions) -> Schema:
    return {"type": "string", "pattern": r"^[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*$"}


def _form(value: Form, definitions: _Definitions) -> Schema:
    types = _FORM_TYPES.get(value.rule, ["string", "number", "boolean"])
    name = value.rule.removeprefix("bad-")
    return definitions.refer(name, lambda: {"type": types, "pattern": f"^(?:{value.pattern})$"})


def _many(value: Many, definitions: _Definitions) -> Schema:
    one = _value(value.of, definitions)
    listed: Schema = {"type": "array", "items": one}
    return {"anyOf": [listed, one]} if value.or_one else listed


def _reference(value: Shape, definitions: _Definitions) -> Schema:
    return definitions.refer(value.name.partition(" ")[2], lambda: _shape(value, definitions))


def _pattern(pattern: str) -> Schema:
    return {"type": "string", "pattern": f"^{_SPACE}{pattern}{_SPACE}$"}


def _needs(rule: Needs) -> Schema:
    wanted: Schema = {"anyOf": [_there(key) for key in rule.one_of]}
    if rule.with_key:
        return {"if": _there(rule.with_key), "then": wanted}
    return {"if": _when(rule.when), "then": wanted} if rule.when else wanted


def _only(rule: Only) -> Schema:
    forbidden = {"not": {"anyOf": [_there(key) for key in rule.keys]}}
    return {"if": {"not": _when(rule.when)}, "then": forbidden}


def _not_both(rule: NotBoth) -> Schema:
    return {"not": {"allOf": [_there(key) for key in rule.keys]}}


def _there(key: str) -> Schema:
    """Ask that a key is there and holds something; nothing behind the colon counts as not there."""
    return {"required": [key], "properties": {key: {"not": {"enum": [None, "", []]}}}}


def _when(when: When) -> Schema:
    held: Schema = {"required": [when.key], "properties": {when.key: {"enum": sorted(when.among)}}}
    return {"not": held} if when.negated else held


_KINDS: dict[type, Callable[[Any, _Definitions], Schema]] = {
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
_RULES: dict[type, Callable[[Any], Schema]] = {Needs: _needs, Only: _only, NotBoth: _not_both}
