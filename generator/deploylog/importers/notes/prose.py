"""Prose without a timeline: each sentence that names a time is an entry, with what follows up to the next."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from deploylog.importers.notes.found import Context, Found
from deploylog.importers.notes.lines import Kind, Line
from deploylog.importers.notes.stamps import FULL, Stamp, lead_of, stamp_in

_SENTENCE = re.compile(r"(?<=[.!?])[\"')\u201d]?\s+(?=[\"'(\u201c]?[A-Z0-9@`])")
_AHEAD = re.compile(
    r"(?i)\b(?:we|i|it|they)['\u2019]ll\b|\bwill (?:be|have|take|start|happen|go)\b|\bscheduled (?:for|to)\b"
    r"|\bis (?:at|on|set for|planned for|due)\b"
)
_ABBREVIATED = re.compile(
    r"(?:\b[ap]\.m\.|\b(?:e\.g|i\.e|approx|ca|no|vs|etc|Mr|Mrs|Dr|St)\.)$", re.IGNORECASE
)
_UPDATE = re.compile(r"(?i)\W{0,3}(?:updated?|edit(?:ed)?)\b\W{0,3}(?:(?:at|on)\s+)?(?=\d)")
"""What begins a paragraph of a post that was added to: `UPDATE 12:35: all is up again`."""
_LONGEST = 20_000
_STYLE = 4
"""Paragraphs leading with a time that make each of them one entry."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    line: int
    stamp: Stamp | None


def _paragraphs(lines: Sequence[Line], *, bullets: bool) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    for line in lines:
        if line.kind is Kind.TEXT:
            if paragraph and _updates(line):
                yield paragraph
                paragraph = []
            paragraph.append(line)
        elif line.kind is Kind.BULLET and bullets:
            yield from [paragraph] if paragraph else []
            paragraph = [line]
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _updates(line: Line) -> bool:
    """Tell whether a line begins an update that names its time."""
    found = _UPDATE.match(line.text)
    return found is not None and lead_of(line.text[found.end() :]) is not None


def _sentences(paragraph: Sequence[Line]) -> Iterator[_Sentence]:
    """Split a paragraph, telling the line on which each sentence begins."""
    starts, text = [], ""
    for line in paragraph:
        starts.append((len(text), line.number))
        text += line.text + " "
    if len(text) > _LONGEST:
        return
    begin = 0
    for end in [found.end() for found in _SENTENCE.finditer(text)] + [len(text)]:
        told = text[begin:end].strip()
        if _ABBREVIATED.search(told) and end < len(text):
            continue
        if told:
            number = max(number for start, number in starts if start <= begin)
            yield _Sentence(told, number, _stamp(told))
        begin = end


def _stamp(sentence: str) -> Stamp | None:
    if _AHEAD.search(sentence):
        return None
    return next((stamp for found in FULL.finditer(sentence) if (stamp := stamp_in(found))), None)


def _first_only(sentences: list[_Sentence]) -> list[_Sentence]:
    """Leave all but the first time of a bullet to its entry."""
    first = next((place for place, one in enumerate(sentences) if one.stamp), len(sentences))
    return [replace(one, stamp=None) if place > first else one for place, one in enumerate(sentences)]


def _led(sentences: list[_Sentence]) -> list[_Sentence]:
    """Leave a time amid a sentence to the entry of a paragraph that leads with its own."""
    if not sentences or lead_of(sentences[0].text) is None:
        return sentences
    return [one if lead_of(one.text) else replace(one, stamp=None) for one in sentences]


def prose_entries(lines: Sequence[Line], *, bullets: bool = False) -> list[Found]:
    """Find the entries of prose, one for each sentence that names a time; of a bullet, one at most."""
    entries: list[Found] = []
    context = Context()
    paragraphs = list(_paragraphs(lines, bullets=bullets))
    leading = sum(lead_of(paragraph[0].text) is not None for paragraph in paragraphs)
    for paragraph in paragraphs:
        sentences = list(_sentences(paragraph))
        if paragraph[0].kind is Kind.BULLET:
            sentences = _first_only(sentences)
        sentences = _led(sentences) if leading >= _STYLE else sentences
        if not any(sentence.stamp for sentence in sentences):
            continue
        opened: Found | None = None
        lead: list[str] = []
        for sentence in sentences:
            if sentence.stamp is not None:
                opened = Found(sentence.stamp, [*lead, sentence.text], [], context, Kind.TEXT, worded=True)
                lead = []
                entries.append(opened)
            elif opened is None:
                lead.append(sentence.text)
            else:
                opened.pieces.append(sentence.text)
        _share(paragraph, sentences, entries)
    return entries


def _share(paragraph: Sequence[Line], sentences: Sequence[_Sentence], entries: list[Found]) -> None:
    """Give each line of a paragraph to the entry of the first sentence that begins on it."""
    holders = entries[-sum(sentence.stamp is not None for sentence in sentences) :]
    by_line: dict[int, Found] = {}
    current, later = holders[0], iter(holders)
    for sentence in sentences:
        if sentence.stamp is not None:
            current = next(later)
        by_line.setdefault(sentence.line, current)
    last = holders[0]
    for line in paragraph:
        last = by_line.get(line.number, last)
        last.lines.append(line.number)
