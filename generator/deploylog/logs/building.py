"""From placed records to the model; what an author marked `private` ends here."""

from collections.abc import Collection, Iterator
from enum import StrEnum
from typing import Any

from deploylog.logs.records import Field, Record
from deploylog.model import (
    Activity,
    Change,
    Decision,
    Deferral,
    Deployment,
    Issue,
    Link,
    Risk,
    Slot,
    Step,
    System,
    Window,
)

_DECISION_KEYS = ("question", "options", "deadline", "decided", "by")
_PLAIN = (
    "title",
    "date",
    "outcome",
    "posted",
    "release",
    "kind",
    "environment",
    "why",
    "remedies",
    "lessons",
    "follow_up",
    "tags",
    "authors",
    "intro",
    "closing",
    "voice",
    "draft",
)


class Builder:
    """Makes one deployment.

    Args:
        hidden: Names of private systems, which must not come out by way of a step either.
    """

    def __init__(self, hidden: Collection[str]) -> None:
        self.hidden = hidden

    def deployment(self, log: Record, id_: str, timezone: str, window: Record | None) -> Deployment:
        """Build the whole; `window` is the site's, when it applies."""
        deferral = log.get("deferral") if _shown(log.fields.get("deferral")) else None
        frame = log.get("window") if "window" in log.fields else window
        return Deployment(
            id=id_,
            timezone=timezone,
            window=None if frame is None or frame.private else Window(**_values(frame)),
            systems=self._systems(log),
            risks=tuple(Risk(**self._values(risk)) for risk in _records(log, "risks")),
            steps=tuple(self._step(step) for step in _records(log, "steps")),
            decisions=tuple(Decision(**_values(decision)) for decision in _records(log, "decisions")),
            issues=tuple(Issue(**self._values(issue)) for issue in _records(log, "issues")),
            deferral=None if deferral is None else _deferral(deferral),
            next_slots=tuple(self._slot(slot) for slot in _next_slots(log, deferral)),
            next_decision_at=_next_decision(log, deferral),
            changes=tuple(Change(**_values(change)) for change in _records(log, "changes")),
            links=tuple(_link(link) for link in _records(log, "links")),
            **_values(log, _PLAIN),
        )

    def _systems(self, log: Record) -> tuple[System, ...]:
        """Give the systems of the log or, when it lists none, those that it names."""
        if "systems" in log.given:
            return tuple(System(**self._values(system)) for system in _records(log, "systems"))
        named = [name for step in _records(log, "steps") for name in _values(step).get("system", ())]
        for key in ("risks", "issues"):
            named += [_values(record).get("system") for record in _records(log, key)]
        return tuple(System(name=name) for name in dict.fromkeys(filter(None, named)))

    def _step(self, step: Record) -> Step:
        values = self._values(step)
        values.pop("approximate", None)
        decision = {key: values.pop(key) for key in _DECISION_KEYS if key in values}
        made = Decision(**decision) if values.get("activity") is Activity.DECISION else None
        return Step(systems=values.pop("system", ()), decision=made, **values)

    def _slot(self, slot: Record) -> Slot:
        values = self._values(slot)
        return Slot(day=values.pop("date"), **values)

    def _values(self, record: Record) -> dict[str, Any]:
        """Give a record's values without the names of private systems."""
        values = _values(record)
        for key in ("system", "depends_on"):
            value = values.get(key)
            if isinstance(value, tuple):
                values[key] = tuple(name for name in value if name not in self.hidden)
            elif value in self.hidden:
                del values[key]
        return values


def places(record: Record, prefix: str = "") -> dict[str, tuple[int, int]]:
    """Give line and column of everything that is shown, by its path in the deployment."""
    found: dict[str, tuple[int, int]] = {}
    for name, field in record.fields.items():
        if _shown(field):
            _enter(found, field, prefix + name)
    return found


def withheld(record: Record, private: bool = False) -> Iterator[tuple[str, int, int]]:
    """Give every text that is not shown, with line and column; enum members and times are no texts."""
    private = private or record.private
    for field in record.fields.values():
        yield from _withheld(field, private)


def _withheld(field: Field, private: bool) -> Iterator[tuple[str, int, int]]:
    private = private or field.private
    if isinstance(field.value, Record):
        yield from withheld(field.value, private)
    elif isinstance(field.value, list):
        for item in field.value:
            yield from _withheld(item, private)
    elif private and isinstance(field.value, str) and not isinstance(field.value, StrEnum):
        yield str(field.value), field.line, field.column


def _enter(found: dict[str, tuple[int, int]], field: Field, path: str) -> None:
    found[path] = field.line, field.column
    if isinstance(field.value, Record):
        found |= places(field.value, f"{path}.")
    elif isinstance(field.value, list):
        shown = (item for item in field.value if _shown(item))
        for index, item in enumerate(shown):
            _enter(found, item, f"{path}[{index}]")


def _shown(field: Field | None) -> bool:
    return field is not None and not field.private


def _records(record: Record, key: str) -> list[Record]:
    return [item.value for item in record.get(key) or () if not item.private]


def _values(record: Record, names: Collection[str] | None = None) -> dict[str, Any]:
    return {
        name: _plain(field.value)
        for name, field in record.fields.items()
        if not field.private and name != "private" and (names is None or name in names)
    }


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_plain(item.value) for item in value if not item.private)
    return value if not isinstance(value, str) or isinstance(value, StrEnum) else str(value)


def _deferral(record: Record) -> Deferral:
    return Deferral(**_values(record, ("reason", "cause", "blocked_by", "decided_at")))


def _next_slots(log: Record, deferral: Record | None) -> list[Record]:
    return _records(log, "next_slots") or (_records(deferral, "next_slots") if deferral else [])


def _next_decision(log: Record, deferral: Record | None) -> Any:
    return log.get("next_decision_at") or (deferral.get("next_decision_at") if deferral else None)


def _link(record: Record) -> Link:
    values = _values(record)
    return Link(text=values.pop("text", ""), **values)
