"""The JSON Schema and the reader agree, so that an editor never lies about a log."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from deploylog.logs import zones
from deploylog.logs.faults import Faults
from deploylog.logs.fields import read_record
from deploylog.logs.kinds import Key, Many, Shape, Time, Value
from deploylog.logs.shapes import LOG
from deploylog.schema import schema
from deploylog.yamltree import Mapping, Node, Scalar, Sequence, read_tree

HERE = Path(__file__).parent
COMMITTED = HERE.parent / "docs" / "deployment-log.schema.json"
VALID = sorted((HERE / "golden-logs").iterdir())
SAMPLE = sorted((HERE.parent / "posts").glob("*.yml"))
SEEN_BY_READER_ONLY = {
    "a-hundred-faults": False,
    "autumn": True,
    "no-time-zone": True,
    "order-of-times": True,
    "spring": True,
    "wrong-date": True,
    "yaml-features": True,
    "syntax": True,
}
"""Broken logs whose faults are of the calendar, the site or YAML itself: the schema accepts what is left."""
BROKEN = sorted(
    case for case in (HERE / "golden-broken").iterdir() if not SEEN_BY_READER_ONLY.get(case.name, False)
)


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    return Draft202012Validator(schema())


def as_an_editor_sees_it(node: Node | None) -> object:
    """Give a tree with the types of YAML 1.2's core schema."""
    match node:
        case Mapping():
            return {key: as_an_editor_sees_it(value) for key, value in node.entries.items()}
        case Sequence():
            return [as_an_editor_sees_it(value) for value in node.items]
        case Scalar(text=text, plain=True):
            return resolve(text)
        case Scalar(text=text):
            return text
    return None


def resolve(text: str) -> object:
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return text.lower() == "true"
    if re.fullmatch(r"[-+]?[0-9]+", text):
        return int(text)
    if re.fullmatch(r"0x[0-9a-fA-F]+", text):
        return int(text, 16)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", text):
        return float(text)
    return text


def seen(text: str) -> object:
    return as_an_editor_sees_it(read_tree(text, "f").root)


def test_the_schema_is_a_schema() -> None:
    """Editors drop a faulty schema without a word."""
    Draft202012Validator.check_schema(schema())


def test_the_committed_schema_is_the_one_that_the_reader_implies() -> None:
    """Logs name the committed file; `deploylog schema > docs/deployment-log.schema.json` renews it."""
    assert COMMITTED.read_text(encoding="utf-8") == json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def test_every_key_is_explained_on_hover() -> None:
    """The description is what an editor shows."""
    made = schema()
    objects = [made, *made["$defs"].values()]
    objects += [form for part in objects for form in part.get("anyOf", ())]
    keys = {
        name: key
        for part in objects
        for name, key in part.get("properties", {}).items()
        if "title" in made and part is not made["$defs"]["text"]["anyOf"][1]
    }

    assert len(keys) > 40
    assert not [name for name, key in keys.items() if not key.get("description")]


@pytest.mark.parametrize("case", VALID, ids=lambda case: case.name)
def test_an_editor_accepts_what_the_reader_accepts(case: Path, validator: Draft202012Validator) -> None:
    """A false alarm would teach authors to ignore the marks."""
    text = (
        (case / "log.yaml").read_text(encoding="utf-8").replace("[yes, 0x1F, 1_000, ~, null,", "[yes, 0x1F,")
    )

    assert [error.message for error in validator.iter_errors(seen(text))] == []


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.stem)
def test_an_editor_accepts_the_sample_logs(path: Path, validator: Draft202012Validator) -> None:
    """They are what a newcomer copies, and they name the schema for their editor."""
    text = path.read_text(encoding="utf-8")

    assert [error.message for error in validator.iter_errors(seen(text))] == []
    assert text.startswith(f"# yaml-language-server: $schema=../docs/{COMMITTED.name}\n")


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_an_editor_marks_what_the_reader_refuses(case: Path, validator: Draft202012Validator) -> None:
    """Most faults are seen while typing."""
    assert not validator.is_valid(seen((case / "log.yaml").read_text(encoding="utf-8")))


def shapes_in(shape: Shape) -> dict[str, Shape]:
    """Give every shape of the format by its name."""
    found = {shape.name.partition(" ")[2]: shape}
    for key in shape.keys:
        inner = innermost(key.value)
        if isinstance(inner, Shape):
            found |= shapes_in(inner)
    return found


def innermost(value: Value) -> Value:
    return innermost(value.of) if isinstance(value, Many) else value


KEYS = [(name, key) for name, shape in shapes_in(LOG).items() for key in shape.keys]
VALUES = (
    "x",
    "''",
    "01:30",
    "22:00",
    "1:30 AM",
    "12 noon",
    "'~01:30'",
    "01:30-07:00",
    "25:00",
    "2007-12-02",
    "2007-12-02 01:30",
    "2007-12-02T01:30:00-05:00",
    "2007-12",
    "true",
    "'true'",
    "yes",
    "NO",
    "1.10",
    "605",
    "deploy",
    "UTC",
    "https://example.org/a?b#c",
    "http://",
    "mailto:a@b",
    "javascript:x",
    "/x",
    "a/b",
    "a b",
    "'  '",
    "[]",
    "[x]",
    "[x, [y]]",
    "[UTC, '']",
    "[2007-12-02]",
    "[{text: x}]",
    "{}",
    "{text: x, private: true}",
    "{text: x, more: y}",
    "{start: 22:00, end: '07:00'}",
    "{start: 22:00}",
    "{reason: x}",
    "",
)
UNKNOWN_TO_EDITORS = {"timezone": {"x", "NO", "yes", "deploy", "a/b", "'true'"}}
"""An editor does not know the time zones; their form is all it can check."""
CALENDAR = {"25:00"}
"""Hours and minutes are for the reader to count; an editor sees digits."""
CLOCK_IN_YAML_1_1 = {"605"}
"""`10:05` to an editor that reads YAML 1.1; the schema lets it pass where a time may stand."""


def property_of(name: str, key: Key) -> dict[str, object]:
    """Give the part of the schema that one key is held against."""
    made = schema()
    shape = made if name == "log" else made["$defs"][name]
    mapping = next(form for form in (shape, *shape.get("anyOf", ())) if "properties" in form)
    return {"$defs": made["$defs"], **mapping["properties"][key.name]}


def reader_accepts(written: str, key: Key) -> bool:
    faults = Faults("f")
    shape = Shape("a test", (key,), "")
    root = read_tree(f"{key.name}: {written}", "f").root
    assert isinstance(root, Mapping)
    read_record(root, shape, "", faults)
    return not faults.problems


@pytest.mark.parametrize(("name", "key"), KEYS, ids=lambda part: getattr(part, "name", part))
def test_reader_and_schema_agree_on_every_key(name: str, key: Key) -> None:
    """Any value may stand behind any key by both or by neither, so that there is one format, not two."""
    editor = Draft202012Validator(property_of(name, key))
    apart = UNKNOWN_TO_EDITORS.get(key.name, set()) | CALENDAR
    if isinstance(key.value, Time):
        apart |= CLOCK_IN_YAML_1_1

    disagreed = {
        value: f"the reader says {reader_accepts(value, key)}"
        for value in VALUES
        if value not in apart and editor.is_valid(value_of(key, value)) != reader_accepts(value, key)
    }

    assert disagreed == {}


def value_of(key: Key, written: str) -> object:
    root = seen(f"{key.name}: {written}")
    assert isinstance(root, dict)
    return root[key.name]


def test_every_time_zone_passes_the_schema(validator: Draft202012Validator) -> None:
    """The form that an editor checks is that of all zones there are."""
    log = {"title": "A night", "date": "2007-12-02", "outcome": "scheduled"}

    assert [name for name in zones.names() if not validator.is_valid({**log, "timezone": name})] == []
