"""Reading foreign files for `import` and `draft`: choosing the importer, asking, showing progress."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date as Day  # noqa: N812
from pathlib import Path
from typing import Any, TypeVar

import click

from deploylog import importers, secrets
from deploylog.cli import console
from deploylog.importers import Ambiguous, CleanText, Guess, Importer, Mask, Sketch, Wishes, detecting
from deploylog.logs import zones
from deploylog.model import Outcome
from deploylog.problems import LogError, Problem
from deploylog.settings import Settings

PIPE = Path("-")
_BIG = 8 << 20
"""Bytes from which on a progress bar is shown."""
_OPTIONS = {"date": "--date", "timezone": "--timezone", "outcome": "--outcome"}

Command = TypeVar("Command", bound=Callable[..., Any])
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a person typed about the files."""

    format: str = ""
    date: str = ""
    timezone: str = ""
    outcome: str = ""
    redact: bool = False
    secret: Sequence[str] = ()

    @property
    def anything(self) -> bool:
        """Whether anything was typed that makes sense for a foreign file only."""
        return self != Asked()


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What the files gave."""

    texts: Sequence[CleanText]
    sketches: Sequence[Sketch]
    masks: Sequence[Mask]
    window: str = ""
    """That of the site."""


def options(command: Command) -> Command:
    """Give a command the options about foreign files, as the parameters of `Asked`."""
    for option in reversed(
        (
            click.option(
                "--format", metavar="NAME", help="The kind of file; `deploylog formats` lists them."
            ),
            click.option(
                "--date", metavar="DAY", callback=_day, help="The day of the first step: 2007-12-02."
            ),
            click.option(
                "--timezone", metavar="ZONE", callback=_zone, help="The zone of clocks without one."
            ),
            click.option(
                "--outcome",
                type=click.Choice([outcome.value for outcome in Outcome]),
                help="How the deployment ended.",
            ),
            click.option("--redact", is_flag=True, help="Write [redacted: kind] in place of secrets."),
            click.option(
                "--secret",
                multiple=True,
                type=click.Choice(secrets.BY_OPTION),
                help="Take e-mail or IP addresses for secrets too.",
            ),
        )
    ):
        command = option(command)
    return command


def asked(values: dict[str, Any]) -> Asked:
    """Take what was typed out of a command's parameters."""
    taken = {field.name: values.pop(field.name) for field in fields(Asked)}
    return Asked(**{name: value for name, value in taken.items() if value is not None})


def read(paths: Sequence[Path], wanted: Asked, settings: Settings, *, piped: bytes | None = None) -> Imported:
    """Read foreign files, each kind by its importer, asking at a terminal what changes the story.

    Args:
        paths: `-` is standard input.
        wanted: What a person typed.
        settings: Of the site that the logs are for.
        piped: What was read from standard input already.

    Raises:
        LogError: Every problem of every file; secrets are among them unless they are redacted.
    """
    masks = [Mask(_name(path), redact=wanted.redact, also=wanted.secret) for path in paths]
    texts = [_open(path, mask, piped) for path, mask in zip(paths, masks, strict=True)]
    kinds = _by_importer(texts, wanted.format)
    wishes = Wishes(
        date=wanted.date,
        timezone=wanted.timezone,
        site_timezone=settings.timezone,
        outcome=wanted.outcome,
        as_of=console.today().date(),
    )
    with _progress(texts):
        sketches = [
            sketch for importer, own in kinds for sketch in _read(own, importer, wishes, piped=PIPE in paths)
        ]
    found = [problem for mask in masks for problem in mask.problems]
    if found and not wanted.redact:
        raise LogError(found)
    if wanted.redact:
        sketches = [_redacted(sketch, wanted.secret) for sketch in sketches]
    return Imported(texts=texts, sketches=sketches, masks=masks, window=settings.window)


def report(imported: Imported) -> None:
    """Say what was cleaned, redacted, guessed and left over."""
    for text in imported.texts:
        for note in text.cleaned:
            console.note(f"{text.file}: {note}")
    for mask in imported.masks:
        if mask.count:
            console.note(f"{mask.file}: {console.counted(mask.count, 'secret')} redacted; change what leaked")
    guesses: dict[Guess, None] = {}
    for sketch in imported.sketches:
        guesses |= dict.fromkeys(importers.listed_guesses(sketch, imported.window))
    for guess in guesses:
        settled = f" ({guess.settle} settles it)" if guess.settle else ""
        console.note(f"guessed: {guess.key}: {guess.because}{settled}")
    left = sum(len(sketch.unparsed) for sketch in imported.sketches)
    if left:
        console.note(f"{console.counted(left, 'line')} kept under `unparsed`, which is never shown")


def _day(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    try:
        return value and Day.fromisoformat(value).isoformat()
    except ValueError:
        raise click.BadParameter(f"'{value}' is no day; write YYYY-MM-DD, e.g. 2007-12-02") from None


def _zone(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value and zones.zone(value) is None:
        raise click.BadParameter(f"'{value}' is no IANA time zone; {zones.advise(value)}")
    return value


def _name(path: Path) -> str:
    return "<stdin>" if path == PIPE else console.shown(path)


def _open(path: Path, mask: Mask, piped: bytes | None) -> CleanText:
    if piped is not None:
        return importers.from_bytes(piped, file=mask.file, mask=mask)
    if path == PIPE:
        return importers.from_stream(sys.stdin.buffer, file=mask.file, mask=mask)
    return importers.from_path(path, file=mask.file, mask=mask)


def _by_importer(texts: Sequence[CleanText], name: str) -> list[tuple[Importer, list[CleanText]]]:
    """Put together the texts that one importer reads, in the order in which they were typed."""
    known = importers.importers()
    if name and name not in known:
        listed = ", ".join(known)
        raise click.BadParameter(f"'{name}' is no format; use one of: {listed}", param_hint="'--format'")
    chosen: dict[str, list[CleanText]] = {}
    problems: list[Problem] = []
    for text in texts:
        names = [name] if name else importers.detect(text.head(), text.file)
        if len(names) == 1:
            chosen.setdefault(names[0], []).append(text)
        else:
            problems.append(detecting.unclear(text, names, list(known)))
    if problems:
        raise LogError(problems)
    return [(known[name], own) for name, own in chosen.items()]


def _read(texts: Sequence[CleanText], importer: Importer, wishes: Wishes, *, piped: bool) -> Sequence[Sketch]:
    """Read until nothing is ambiguous any more, or nobody can be asked."""
    while True:
        try:
            return importers.read(texts, importer, wishes)
        except Ambiguous as question:
            if piped or not sys.stdin.isatty() or getattr(wishes, question.key):
                raise LogError([_unanswered(question)]) from None
            wishes = _settled(wishes, question.key, _ask(question))


def _settled(wishes: Wishes, key: str, answer: str) -> Wishes:
    values: dict[str, Any] = {key: answer}
    return replace(wishes, **values)


def _unanswered(question: Ambiguous) -> Problem:
    listed = "; ".join(f"{choice.value} ({choice.about})" for choice in question.choices)
    option = _OPTIONS[question.key]
    help_ = f"settle it with {option}" + (f": {listed}" if listed else "")
    return replace(question.problem, help=question.problem.help or help_)


def _ask(question: Ambiguous) -> str:
    """Ask at the terminal."""
    console.note(question.problem.concise())
    for choice in question.choices:
        console.note(f"  {choice.value}  {choice.about}")
    values = [choice.value for choice in question.choices]
    kind = click.Choice(values) if values else None
    answer: str = click.prompt(f"{_OPTIONS[question.key][2:]}", type=kind, err=True, show_choices=False)
    check = {"date": _day, "timezone": _zone}.get(question.key)
    if check:
        check(click.get_current_context(), click.Option([_OPTIONS[question.key]]), answer)
    return answer


@contextmanager
def _progress(texts: Sequence[CleanText]) -> Iterator[None]:
    """Show a bar while big files are read, at a terminal."""
    size = sum(text.size for text in texts)
    if size < _BIG or not sys.stderr.isatty():
        yield
        return
    with click.progressbar(length=size, label="reading", file=sys.stderr, update_min_steps=_BIG // 4) as bar:
        for text in texts:
            text.progress = bar.update
        yield
        for text in texts:
            text.progress = None
        bar.update(size)


def _redacted(value: Value, also: Sequence[str]) -> Value:
    """Redact every text in a sketch: one that was escaped in a document is seen only now."""
    if isinstance(value, str):
        return secrets.redact(value, also) if type(value) is str else value  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        changed = {field.name: _redacted(getattr(value, field.name), also) for field in fields(value)}
        return replace(value, **changed)
    if isinstance(value, list | tuple):
        return type(value)(_redacted(part, also) for part in value)
    if isinstance(value, dict):
        return {key: _redacted(part, also) for key, part in value.items()}  # type: ignore[return-value]
    return value
