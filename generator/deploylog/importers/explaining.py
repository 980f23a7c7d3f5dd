"""Showing what became of each line of an input, so that a person can see that nothing is lost."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from deploylog.importers.sketch import Entry, Part, Sketch, Text
from deploylog.importers.writing import local_time, resolved


@dataclass(frozen=True, slots=True, order=True)
class _Span:
    """Lines that became the same."""

    first: int
    last: int
    label: str


def explain(text: Text, sketches: Sequence[Sketch]) -> Iterator[str]:
    """Give each line of an input behind its number and what it became: `step 01:30`, `head`, `unparsed`.

    What the author wrote around the steps names its key: `head intro`.
    With several logs, each is named by its number: `2: step 01:30`.
    """
    spans = sorted(
        span for number, sketch in enumerate(sketches, 1) for span in _spans(sketch, number, sketches)
    )
    width = max((len(span.label) for span in spans), default=0)
    index = 0
    for number, line in text.lines():
        while index < len(spans) and spans[index].last < number:
            index += 1
        held = index < len(spans) and spans[index].first <= number
        label = spans[index].label if held else ""
        yield f"{number:>6}  {label if line.strip() else '':<{width}}  {line}".rstrip()


def has_lines(sketches: Iterable[Sketch]) -> bool:
    """Tell whether sketches say which lines they are made of; those of documents do not."""
    return any(s.head_lines or s.passages or s.unparsed or any(e.lines for e in s.entries) for s in sketches)


def _spans(sketch: Sketch, number: int, sketches: Sequence[Sketch]) -> Iterator[_Span]:
    log = f"{number}: " if len(sketches) > 1 else ""
    yield from _runs(sketch.head_lines, f"{log}{Part.HEAD}")
    for passage in sketch.passages:
        yield from _runs(passage.lines, f"{log}{Part.HEAD} {passage.key}")
    yield from _runs([line for line, _ in sketch.unparsed], f"{log}{Part.UNPARSED}")
    for entry in resolved(sketch).entries:
        yield from _runs(entry.lines, f"{log}{Part.STEP} {_time(entry, sketch)}")


def _time(entry: Entry, sketch: Sketch) -> str:
    return f"{local_time(entry.at, sketch):%H:%M}"


def _runs(lines: Sequence[int], label: str) -> Iterator[_Span]:
    """Put numbers that follow each other together; a `range` is one run without being walked through."""
    if isinstance(lines, range) and lines.step == 1:
        if lines:
            yield _Span(lines[0], lines[-1], label)
        return
    first = last = 0
    for line in sorted(lines):
        if line != last + 1 and last:
            yield _Span(first, last, label)
        if line != last + 1:
            first = line
        last = line
    if last:
        yield _Span(first, last, label)
