"""Whether the names in a log fit together: systems, and the log itself."""

from collections.abc import Iterator

from deploylog.logs.faults import Faults, advise
from deploylog.logs.records import Field, Record
from deploylog.yamltree import quote


def check_names(log: Record, id_: str, faults: Faults) -> None:
    """Note every name of a system that the log does not list, and what refers to itself."""
    if log.get("remedies") == id_:
        message = f"remedies is {quote(id_)}, which is this log itself"
        faults.add(log.fields["remedies"], "remedies-later", message, "name the log that it repairs")
    _check_both_places(log, faults)
    if "systems" not in log.given:
        return
    systems = [system for system in log.records("systems") if "name" in system.fields]
    if len(systems) < len(log.records("systems")) or len(systems) < _listed(log):
        return  # A faulty name is noted already; what refers to it would only repeat that.
    _check_repeats(systems, faults)
    known = dict.fromkeys(system.get("name") for system in systems)
    for name in _references(log):
        if name.value not in known:
            message = f"{name.path} is {quote(name.value)}, which is no system of this log"
            faults.add(name, "unknown-system", message, advise(name.value, known))
    _check_circles(systems, faults)


def hidden_systems(log: Record) -> frozenset[str]:
    """Give the names of private systems."""
    return frozenset(
        item.value.get("name") for item in log.get("systems") or () if item.private and item.value.get("name")
    )


def _listed(log: Record) -> int:
    node = log.given["systems"]
    return len(getattr(node, "items", ()))


def _check_both_places(log: Record, faults: Faults) -> None:
    deferral = log.get("deferral")
    for key in ("next_slots", "next_decision_at"):
        if deferral is not None and key in log.given and key in deferral.given:
            message = f"{key} and deferral.{key} are both there"
            faults.add(deferral.given[key], "conflicting-keys", message, "keep one of the two")


def _check_repeats(systems: list[Record], faults: Faults) -> None:
    first: dict[str, Field] = {}
    for system in systems:
        name = system.fields["name"]
        if name.value in first:
            message = f"{name.path} is {quote(name.value)} a second time"
            help_ = f"the first is in line {first[name.value].line}; keep one of the two"
            faults.add(name, "duplicate-system", message, help_)
        first.setdefault(name.value, name)


def _references(log: Record) -> Iterator[Field]:
    for system in log.records("systems"):
        yield from system.get("depends_on") or ()
    for step in log.records("steps"):
        yield from step.get("system") or ()
    for key in ("risks", "issues"):
        for record in log.records(key):
            if "system" in record.fields:
                yield record.fields["system"]


def _check_circles(systems: list[Record], faults: Faults) -> None:
    """Note the systems that would have to be up before themselves; each circle once."""
    fields = {system.get("name"): system.fields.get("depends_on") for system in systems}
    needs = {
        name: [needed.value for needed in found.value] if found else [] for name, found in fields.items()
    }
    for circle in _circles(needs):
        found = fields[circle[0]]
        words = " → ".join(circle if len(circle) <= 8 else [*circle[:4], "…", *circle[-3:]])
        if found is not None:
            message = f"{found.path} goes round in a circle: {words}"
            faults.add(found, "circular-dependency", message, "remove one of these")


def _circles(needs: dict[str, list[str]]) -> Iterator[list[str]]:
    """Walk down every way once, without recursion; a name met again on its own way closes a circle."""
    done: set[str] = set()
    for start in needs:
        on_way = {start}
        way, ahead = [start], [iter(needs[start] if start not in done else ())]
        while way:
            name = next(ahead[-1], None)
            if name is None:
                on_way.discard(way[-1])
                done.add(way.pop())
                ahead.pop()
            elif name in on_way:
                yield [*way[way.index(name) :], name]
            elif name in needs and name not in done:
                on_way.add(name)
                way.append(name)
                ahead.append(iter(needs[name]))
