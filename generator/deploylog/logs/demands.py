"""What the keys of one mapping ask of each other: required ones, those that go together, private ones."""

from collections.abc import Callable
from typing import Any

from deploylog.logs.faults import Faults
from deploylog.logs.kinds import Needs, NotBoth, Only, Shape, When
from deploylog.logs.records import Record, join
from deploylog.yamltree import Mapping, quote


def check_demands(record: Record, node: Mapping, shape: Shape, path: str, faults: Faults) -> None:
    """Note what is missing or misplaced, and find out whether what is left may be shown."""
    _complain_of_missing(record, node, shape, path, faults)
    for rule in shape.rules:
        _RULES[type(rule)](rule, record, node, path, faults)
    _mark_private(record, shape)


def _complain_of_missing(record: Record, node: Mapping, shape: Shape, path: str, faults: Faults) -> None:
    for key in shape.keys:
        if not key.required or key.name in record.given or key.name in record.meant:
            continue
        record.meant.add(key.name)
        empty = node.entries.get(key.name)
        if empty is not None:
            faults.add(empty, "empty", f"{join(path, key.name)} is empty", f"write it: {_clause(key.about)}")
        else:
            _missing(node, join(path, key.name), faults, _clause(key.about))


def _missing(node: Mapping, what: str, faults: Faults, help_: str) -> None:
    faults.add(node, "missing-key", f"{what} is missing", f"add it: {help_}")


def _clause(about: str) -> str:
    return about[0].lower() + about[1:]


def _holds(when: When, record: Record) -> bool | None:
    """Whether a condition is met; None when its key is faulty and nobody knows."""
    if when.key not in record.fields and (when.key in record.given or when.key in record.meant):
        return None
    return (record.get(when.key) in when.among) is not when.negated


def _check_needs(rule: Needs, record: Record, node: Mapping, path: str, faults: Faults) -> None:
    if (rule.when and not _holds(rule.when, record)) or (rule.with_key and rule.with_key not in record.given):
        return
    if any(key in record.given or key in record.meant for key in rule.one_of):
        return
    names = [join(path, key) for key in rule.one_of]
    because = ""
    if rule.when and rule.when.key in record.fields:
        because = f", and {join(path, rule.when.key)} is {quote(str(record.get(rule.when.key)))}"
    what = f"{names[0]} is missing" if len(names) == 1 else f"neither {' nor '.join(names)} is there"
    faults.add(node, "missing-key", what + because, rule.help)


def _check_only(rule: Only, record: Record, _node: Mapping, path: str, faults: Faults) -> None:
    if _holds(rule.when, record) is not False:
        return
    (word,) = rule.when.among
    is_now = record.get(rule.when.key)
    state = f"is {quote(str(is_now))}" if is_now else "is not given"
    for key in rule.keys:
        if key in record.given:
            message = (
                f"{join(path, key)} goes with `{rule.when.key}: {word}`, "
                f"and {join(path, rule.when.key)} {state}"
            )
            faults.add(record.given[key], "misplaced-key", message, rule.help)


def _check_not_both(rule: NotBoth, record: Record, _node: Mapping, path: str, faults: Faults) -> None:
    first, second = rule.keys
    if first in record.given and second in record.given:
        message = f"{join(path, first)} and {join(path, second)} are both there"
        faults.add(record.given[second], "conflicting-keys", message, rule.help)


def _mark_private(record: Record, shape: Shape) -> None:
    if record.get("private"):
        record.private = True
    elif any(found.private for found in record.fields.values()):
        for group in _meaning(shape):
            there = [record.fields[name] for name in group if name in record.fields]
            if there and all(found.private for found in there) and not record.private:
                inner = there[0].value
                record.private = True
                record.because = (inner.because if isinstance(inner, Record) else "") or there[0].path


def _meaning(shape: Shape) -> list[tuple[str, ...]]:
    """Give the groups of keys of each of which something has to be shown."""
    required = [(key.name,) for key in shape.keys if key.required]
    return [*required, *(tuple(rule.one_of) for rule in shape.rules if isinstance(rule, Needs))]


_RULES: dict[type, Callable[[Any, Record, Mapping, str, Faults], None]] = {
    Needs: _check_needs,
    Only: _check_only,
    NotBoth: _check_not_both,
}
