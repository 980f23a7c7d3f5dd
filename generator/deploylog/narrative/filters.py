"""What the wording in `templates/post` may use: an author's texts, times and numbers made part of a sentence.

A template always writes the full stop; where the author's text brings `?` or `!` of its own, that one wins.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date as Day  # noqa: N812
from datetime import datetime, timedelta

from jinja2 import Environment, pass_context, pass_environment
from jinja2.runtime import Context
from markupsafe import Markup, escape

from deploylog.model import Instant, Slot
from deploylog.narrative import telling, texts, words

_PARAGRAPH = re.compile(r"\n\s*\n")


@pass_environment
def sentence(jinja: Environment, text: str) -> Markup:
    """Begin a sentence with an author's text."""
    return _marked(jinja, *texts.sentence(text))


@pass_environment
def clause(jinja: Environment, text: str) -> Markup:
    """Continue a sentence with an author's text."""
    return _marked(jinja, *texts.clause(text))


@pass_environment
def led(jinja: Environment, text: str) -> Markup:
    """Continue after a phrase of time: ` the backup finished`, `, Priya joined`."""
    lead = Markup(" ") if texts.leads(text) else Markup(", ")
    return lead + clause(jinja, text)


@pass_environment
def series(jinja: Environment, parts: Sequence[str], last: str = "and") -> Markup:
    """Join an author's texts to a list inside a sentence."""
    return Markup(words.listed([clause(jinja, part) for part in parts], last))  # noqa: S704  (each part is escaped)


@pass_environment
def paragraphs(jinja: Environment, text: str) -> Markup:
    """Place an author's own words, paragraph by paragraph, untouched."""
    md = jinja.filters["md"]
    return Markup("\n\n").join(md(part) for part in _PARAGRAPH.split(text) if part.strip())


@pass_context
def time(context: Context, instant: Instant) -> str:
    """Write the clock time of an instant, `about 01:30` when it is approximate."""
    return ("about " if instant.approximate else "") + _clock(instant.at, context["story"].clock)


@pass_context
def moment(context: Context, instant: Instant) -> str:
    """Write an instant with its day: `Saturday 1 December at 17:00`."""
    return f"{on(context, instant.at.date())} at {time(context, instant)}"


@pass_context
def on(context: Context, day: Day) -> str:
    """Write a day: `Sunday 2 December`, with its year when it is not the story's."""
    return words.day(day, context["story"].day)


@pass_context
def slot(context: Context, value: Slot) -> str:
    """Write the time of a slot: `Sunday 2 December at 01:30`."""
    return on(context, value.day) + (f" at {time(context, value.start)}" if value.start else "")


def rough(length: timedelta, approximate: bool = False) -> str:
    """Write a difference to plan: `about an hour`."""
    return words.rough(length, approximate=approximate)


def capital(text: str) -> Markup:
    """Begin a sentence with what a filter has made already."""
    return Markup(text[:1].upper() + text[1:])  # noqa: S704  (the text is escaped)


def all_named(systems: Sequence[str]) -> list[str]:
    """Write the names of systems as inside a sentence."""
    return [texts.named(system) for system in systems]


def one_of(wordings: str) -> Markup:
    """Offer wordings, one a line, of which one is chosen when the whole text is there."""
    return Markup(telling.one_of(str(wordings)))  # noqa: S704  (made by a template, escaped there)


def second_choice(wording: str) -> Markup:
    """Keep a wording for where all the others would begin like the sentence before or after."""
    return escape(telling.SECOND) + wording


def told(text: str, seed: int) -> Markup:
    """Choose among the wordings offered in a text, and set its paragraphs straight."""
    return Markup(telling.told(str(text), seed))  # noqa: S704  (made by a template, escaped there)


def _marked(jinja: Environment, text: str, ended: bool) -> Markup:
    escaped: Markup = jinja.filters["md"](text)
    return escaped + (telling.ENDED if ended else "")


def _clock(value: datetime, hours: int) -> str:
    if hours == 24:
        return f"{value:%H:%M}"
    if value.hour % 12 == 0 and value.minute == 0:
        return "noon" if value.hour else "midnight"
    return f"{value.hour % 12 or 12}:{value:%M} {'AM' if value.hour < 12 else 'PM'}"


FILTERS: Mapping[str, Callable[..., object]] = {
    "bare": texts.bare,
    "clause": clause,
    "counted": words.counted,
    "capital": capital,
    "in_words": words.number,
    "joins": texts.joins,
    "later": words.later,
    "led": led,
    "moment": moment,
    "on": on,
    "one_of": one_of,
    "ordinal": words.ordinal,
    "paragraphs": paragraphs,
    "role": texts.role,
    "named": texts.named,
    "all_named": all_named,
    "rough": rough,
    "sentence": sentence,
    "series": series,
    "slot": slot,
    "span": words.span,
    "time": time,
    "second_choice": second_choice,
    "times": words.times,
    "told": told,
}
