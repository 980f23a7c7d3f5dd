"""Writing the keys of a log that hold lists and longer texts: those between its head and its steps."""

import re
from collections.abc import Iterator, Mapping

from deploylog import yamlwriting
from deploylog.importers.sketch import Sketch
from deploylog.importers.values import comments, keyed, one_line, trimmed
from deploylog.logs.shapes import URL
from deploylog.model import Outcome

_ADDRESS = re.compile(URL.pattern)


def tail_of(sketch: Sketch) -> Iterator[str]:
    """Write the keys that hold lists and longer texts."""
    notes = comments(sketch.guesses)
    if sketch.tags:
        yield f"tags: {yamlwriting.flow(list(sketch.tags))}{notes.get('tags', '')}"
    yield from _systems(sketch, notes)
    if trimmed(sketch.why):
        yield from keyed("why", sketch.why, "", notes.get("why", ""))
    yield from _told(sketch, "intro")
    if sketch.outcome is Outcome.DEFERRED:
        yield from _deferral(sketch, notes)
    yield from _issues(sketch, notes)
    for key in ("lessons", "follow_up"):
        yield from _listed(sketch, key)
    yield from _told(sketch, "closing")
    yield from _links(sketch)


def _systems(sketch: Sketch, notes: Mapping[str, str]) -> Iterator[str]:
    """Write all systems, those of the steps too; none where the log lists none."""
    named = [*sketch.systems, *(name for entry in sketch.entries for name in entry.systems)]
    names = dict.fromkeys(map(one_line, named if sketch.systems else ()))
    if any(names):
        yield f"systems:{notes.get('systems', '')}"
        yield from (f"  - name: {yamlwriting.scalar(name)}" for name in names if name)


def _issues(sketch: Sketch, notes: Mapping[str, str]) -> Iterator[str]:
    if issues := [issue for issue in map(trimmed, sketch.issues) if issue]:
        yield f"issues:{notes.get('issues', '')}"
        for issue in issues:
            first, *rest = keyed("text", issue, "    ", "")
            yield f"  - {first.strip()}"
            yield from rest


def _told(sketch: Sketch, key: str) -> Iterator[str]:
    """Write the author's paragraphs of a text."""
    texts = [text for passage in sketch.passages if passage.key == key and (text := trimmed(passage.text))]
    if texts:
        yield from keyed(key, "\n\n".join(texts), "", "")


def _listed(sketch: Sketch, key: str) -> Iterator[str]:
    """Write the author's items of a list."""
    texts = [text for passage in sketch.passages if passage.key == key and (text := one_line(passage.text))]
    if texts:
        yield f"{key}:"
        yield from (f"  - {yamlwriting.scalar(text)}" for text in texts)


def _deferral(sketch: Sketch, notes: Mapping[str, str]) -> Iterator[str]:
    reason = trimmed(sketch.reason)
    yield "deferral:"
    note = notes.get("reason", "") if reason else "  # guessed: the input gives no reason"
    yield from keyed("reason", reason or "not written down", "  ", note)
    if one_line(sketch.cause):
        yield f"  cause: {yamlwriting.scalar(one_line(sketch.cause))}{notes.get('cause', '')}"
    if sketch.next_slots:
        yield f"  next_slots:{notes.get('next_slots', '')}"
    for slot in sketch.next_slots:
        note = f", note: {yamlwriting.quoted(slot.note)}" if slot.note else ""
        yield f"    - {{date: {slot.day}{', tentative: true' if slot.tentative else ''}{note}}}"
    if sketch.next_decision_at:
        note = notes.get("next_decision_at", "")
        yield f"  next_decision_at: {sketch.next_decision_at:%Y-%m-%d %H:%M}{note}"


def _links(sketch: Sketch) -> Iterator[str]:
    good = {text: url for text, url in sketch.links.items() if _ADDRESS.fullmatch(url)}
    if good:
        yield "links:"
    for text, url in good.items():
        yield f"  - {{text: {yamlwriting.scalar(one_line(text) or url)}, url: {yamlwriting.quoted(url)}}}"
    for text, url in sketch.links.items():
        if text not in good and one_line(url):
            yield f"# link: {one_line(text)}: {one_line(url)}"
