"""From nodes to typed fields, by the table of shapes; every fault is noted, nothing stops at the first."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from deploylog.logs import zones
from deploylog.logs.clock import WRITE_DAY, WRITE_TIME, NotATime, read_day, read_range, read_time
from deploylog.logs.demands import check_demands
from deploylog.logs.faults import Faults, advise, suggest
from deploylog.logs.kinds import (
    Day,
    Flag,
    Form,
    Key,
    Many,
    Shape,
    Text,
    Time,
    Value,
    Word,
    Zone,
)
from deploylog.logs.records import Field, Record, join
from deploylog.logs.shapes import PRIVATE
from deploylog.yamltree import Mapping, Node, Refused, Scalar, Sequence, quote


def read_record(node: Mapping, shape: Shape, path: str, faults: Faults) -> Record:
    """Read a mapping: its keys, their values, and what the shape asks of them together."""
    record = Record()
    known = _keys(shape)
    for name, child in node.entries.items():
        key = known.get(name)
        if key is None:
            _unknown(node.keys[name], join(path, name), name, shape, faults)
            record.meant.add(suggest(name, known) or name)
        elif not _is_empty(child, key.value):
            record.given[name] = child
            _store(record, key, child, join(path, name), faults)
    check_demands(record, node, shape, path, faults)
    return record


@cache
def _keys(shape: Shape) -> dict[str, Key]:
    return {key.name: key for key in (*shape.keys, PRIVATE)}


def _store(record: Record, key: Key, node: Node, path: str, faults: Faults) -> None:
    found = read_field(node, key.value, path, faults)
    if found is None:
        return
    if isinstance(found.value, tuple):
        found.value, end = found.value
        record.given["until"] = node
        until = path.rpartition(".")[0] + ".until"
        _end_of_range(record, Field(end, until, found.line, found.column), faults)
    elif key.name in record.fields:
        _end_of_range(record, found, faults)
        return
    record.fields[key.name] = found


def _end_of_range(record: Record, end: Field, faults: Faults) -> None:
    if "until" in record.fields:
        faults.add(
            end,
            "conflicting-keys",
            f"{end.path} gives the end of the step a second time",
            "write the end as `until` or in `at`, not in both",
        )
    record.fields.setdefault("until", end)


def read_field(node: Node, kind: Value, path: str, faults: Faults) -> Field | None:
    """Read a value by its kind; None when it is faulty (and noted)."""
    if isinstance(node, Refused):
        return None
    found = Field(None, path, node.line, node.column)
    try:
        found.value = _KINDS[type(kind)](node, kind, found, faults)
    except NotATime as error:
        faults.add(found, error.rule, f"{path} is {quote(_text(node))}, which is {error.what}", error.help)
        return None
    return None if found.value is None else found


def _read_text(node: Node, kind: Text, found: Field, faults: Faults) -> str | None:
    if isinstance(node, Mapping) and "text" in node.entries:
        return _private_text(node, kind, found, faults)
    text = _scalar(node, "a text", found, faults, _TEXT_HELP)
    if text is None:
        return None
    stripped = text.strip("\n").rstrip() if kind.untouched else text.strip()
    if not stripped:
        faults.add(found, "empty", f"{found.path} is empty", "write a text, or leave it out")
        return None
    return " ".join(stripped.split()) if kind.line else stripped


def _private_text(node: Mapping, kind: Text, found: Field, faults: Faults) -> str | None:
    shape = Shape("a private text", (Key("text", kind, "", required=True),), "")
    record = read_record(node, shape, found.path, faults)
    found.private = record.private
    text: str | None = record.get("text")
    return text


def _read_word(node: Node, kind: Word, found: Field, faults: Faults) -> Any:
    text = _scalar(node, "a word", found, faults, f"use one of: {', '.join(kind.words)}")
    if text is None:
        return None
    try:
        return kind.words(text)
    except ValueError:
        faults.add(found, "unknown-word", f"{found.path} is {quote(text)}", advise(text, kind.words))
        return None


_FLAGS = {"true": True, "false": False}
_MEANT = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}


def _read_flag(node: Node, _kind: Flag, found: Field, faults: Faults) -> bool | None:
    text = _scalar(node, "true or false", found, faults, "write true or false")
    if text is not None and text not in _FLAGS:
        meant = _MEANT.get(text.lower()) or suggest(text, _FLAGS)
        help_ = f"write {meant}" if meant else "write true or false"
        faults.add(found, "unknown-word", f"{found.path} is {quote(text)}", help_)
    return None if text is None else _FLAGS.get(text)


def _read_day(node: Node, _kind: Day, found: Field, faults: Faults) -> Any:
    text = _scalar(node, "a day", found, faults, WRITE_DAY)
    return None if text is None else read_day(text.strip())


def _read_time(node: Node, kind: Time, found: Field, faults: Faults) -> Any:
    text = _scalar(node, "a time", found, faults, WRITE_TIME)
    if text is None:
        return None
    span = read_range(text) if kind.ranged else None
    if span is not None:
        return span
    written = read_time(text)
    if kind.dated and written.day is None:
        example = f"write the day too, e.g. 2007-12-01 {written.clock:%H:%M}"
        faults.add(found, "no-day", f"{found.path} is {quote(text)}, which names no day", example)
        return None
    return written


def _read_zone(node: Node, _kind: Zone, found: Field, faults: Faults) -> str | None:
    name = _scalar(node, "a time zone", found, faults, "write an IANA name, e.g. America/Toronto")
    if name is None or zones.zone(name) is not None:
        return name
    message = f"{found.path} is {quote(name)}, which is no IANA time zone"
    faults.add(found, "unknown-timezone", message, zones.advise(name))
    return None


def _read_form(node: Node, kind: Form, found: Field, faults: Faults) -> str | None:
    text = _scalar(node, "a text", found, faults, kind.help)
    if text is None or re.fullmatch(kind.pattern, text):
        return text
    faults.add(found, kind.rule, f"{found.path} is {quote(text)}, which is {kind.what}", kind.help)
    return None


def _read_many(node: Node, kind: Many, found: Field, faults: Faults) -> list[Field] | None:
    if kind.or_one and not isinstance(node, Sequence):
        one = read_field(node, kind.of, found.path, faults)
        return None if one is None else [one]
    if not isinstance(node, Sequence):
        help_ = "begin each item with `- ` on a line of its own, or write [one, two]"
        _wrong(node, "a list", found, faults, help_)
        return None
    items = (
        read_field(item, kind.of, f"{found.path}[{index}]", faults) for index, item in enumerate(node.items)
    )
    return [item for item in items if item is not None]


def _read_shape(node: Node, shape: Shape, found: Field, faults: Faults) -> Record | None:
    if isinstance(node, Scalar) and (node.text.strip() or shape.short):
        record = _read_short(node, shape, found, faults)
        if record is not None:
            return record
    if not isinstance(node, Mapping):
        names = ", ".join(key.name for key in shape.keys)
        _wrong(node, shape.name, found, faults, f"write the keys of {shape.name}: {names}")
        return None
    record = read_record(node, shape, found.path, faults)
    found.private = record.private
    return record


def _read_short(node: Scalar, shape: Shape, found: Field, faults: Faults) -> Record | None:
    place = node.line, node.column
    if shape.short:
        text = read_field(node, _keys(shape)[shape.short].value, found.path, faults)
        fields = {} if text is None else {shape.short: text}
        return Record(fields, {shape.short: node})
    if shape.form == "moment":
        return _moment(node, found.path)
    if shape.form == "range":
        span = read_range(node.text)
        if span is None:
            raise NotATime("no window", "write its start and end: 01:30-07:00")
        ends = zip(("start", "end"), span, strict=True)
        return Record({key: Field(at, f"{found.path}.{key}", *place) for key, at in ends})
    return None


def _moment(node: Scalar, path: str) -> Record:
    text = node.text.strip()
    day = text.removeprefix("~").strip()[:10]
    if ":" not in text and text == day:
        return Record({"date": Field(read_day(text), path, node.line, node.column)})
    written = read_time(text)
    if written.day is None:
        help_ = f"write the day too, e.g. 2007-12-02 {written.clock:%H:%M}"
        raise NotATime("a clock without its day", help_, "no-day")
    return Record(
        {
            "date": Field(written.day, path, node.line, node.column),
            "start": Field(written, path, node.line, node.column),
        }
    )


def _scalar(node: Node, wanted: str, found: Field, faults: Faults, help_: str = "") -> str | None:
    if isinstance(node, Scalar):
        return node.text
    _wrong(node, wanted, found, faults, help_)
    return None


def _wrong(node: Node, wanted: str, found: Field, faults: Faults, help_: str) -> None:
    message = f"{found.path} is {_NAMES[type(node)]}, not {wanted}"
    faults.add(found, "wrong-type", message, help_)


_TEXT_HELP = (
    "put a text that begins with `[` or `{`, or holds `: `, into quotes; "
    "a private text is {text: ..., private: true}"
)
_NAMES: dict[type, str] = {Scalar: "a text", Sequence: "a list", Mapping: "a mapping"}


def _text(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _is_empty(node: Node, kind: Value) -> bool:
    """Whether nothing stands behind the colon, or a list without items; an author may leave it so."""
    if isinstance(node, Sequence):
        return isinstance(kind, Many) and not node.items
    if not isinstance(node, Scalar):
        return False
    return not node.text.strip() and (node.plain or isinstance(kind, Text))


def _unknown(place: Scalar, path: str, name: str, shape: Shape, faults: Faults) -> None:
    help_ = advise(name, _keys(shape), always_list=False)
    faults.add(place, "unknown-key", f"{quote(path)} is no key of {shape.name}", help_)


_KINDS: dict[type, Callable[[Node, Any, Field, Faults], Any]] = {
    Text: _read_text,
    Word: _read_word,
    Flag: _read_flag,
    Day: _read_day,
    Time: _read_time,
    Zone: _read_zone,
    Form: _read_form,
    Many: _read_many,
    Shape: _read_shape,
}
