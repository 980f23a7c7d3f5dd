"""Nothing lost, nothing invented: each line of a text is in exactly one place of what was made of it."""

from collections import Counter
from collections.abc import Sequence

from deploylog.importers import Sketch, from_bytes


def assert_accounted(text: str | bytes, sketches: Sequence[Sketch]) -> None:
    """Hold the sketches of a text file against its lines, as the importers see them.

    Every line that is not blank is in one entry, in the head, in a passage or in `unparsed`, and in one
    only; blank lines may be anywhere or nowhere; unparsed lines are kept word for word.
    """
    content = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    lines = dict(from_bytes(content).lines())
    places = Counter[int]()
    for sketch in sketches:
        places.update(sketch.head_lines)
        places.update(number for number, _ in sketch.unparsed)
        for passage in sketch.passages:
            places.update(passage.lines)
        for entry in sketch.entries:
            places.update(entry.lines)
    written = {number for number, line in lines.items() if line.strip()}

    assert written - places.keys() == set(), "lines that are nowhere"
    assert places.keys() - lines.keys() == set(), "lines that the text does not have"
    assert {number: count for number, count in places.items() if count > 1 and number in written} == {}
    for sketch in sketches:
        for number, kept in sketch.unparsed:
            assert kept.strip() == lines[number].strip(), f"line {number} was changed"
