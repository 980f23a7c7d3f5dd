"""`deploylog new`, `step` and `finish`: a log kept while the night goes on, by several people at once."""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day  # noqa: N812
from datetime import datetime
from pathlib import Path

import click

from deploylog import addresses, files, livelog
from deploylog.cli import console
from deploylog.livelog import NewLog, NewStep
from deploylog.logs import LOG_SUFFIXES, Log, read_log_text
from deploylog.logs.clock import NotATime, Written, read_day, read_range, read_time
from deploylog.logs.zones import advise, zone
from deploylog.model import Activity, Outcome, Result
from deploylog.problems import LogError
from deploylog.settings import Settings, find_settings

SCHEMAS = ("docs/deployment-log.schema.json", "deployment-log.schema.json")
_CLOSING = [outcome for outcome in Outcome if outcome not in (Outcome.SCHEDULED, Outcome.IN_PROGRESS)]
_LIVE = (Outcome.IN_PROGRESS.value.encode(), Outcome.SCHEDULED.value.encode())


def _day(_: click.Context, __: click.Parameter, text: str | None) -> Day | None:
    try:
        return read_day(text) if text else None
    except NotATime as error:
        raise click.BadParameter(f"'{text}' is {error.what}; {error.help}") from None


def _timezone(name: str) -> str:
    if name and zone(name) is None:
        raise click.BadParameter(f"'{name}' is no IANA time zone; {advise(name)}", param_hint="'--timezone'")
    return name


def _window(text: str) -> str:
    try:
        if not text or read_range(text):
            return text
    except NotATime:
        pass
    help_ = "write its start and end: 01:30-07:00"
    raise click.BadParameter(f"'{text}' is no window; {help_}", param_hint="'--window'")


@click.command(short_help="Begin the log of a night.")
@click.option("--title", help="What the night is about.")
@click.option("--date", "day", callback=_day, help="The day it begins; without it, today.")
@click.option("--timezone", help="An IANA name; without it, the site's.")
@click.option("--release", help="Shared by all attempts and deferrals at the same change.")
@click.option("--window", help="The time that was granted: 01:30-07:00.")
@click.option("--system", "systems", multiple=True, help="A system that takes part; repeatable.")
@click.option("--why", help="What the deployment is for.")
@click.option("--scheduled", is_flag=True, help="It is still to come; its first step sets it going.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write FILE.")
@console.color_option
def new(
    title: str | None,
    day: Day | None,
    timezone: str | None,
    release: str | None,
    window: str | None,
    systems: Sequence[str],
    why: str | None,
    scheduled: bool,
    output: Path | None,
) -> None:
    """Write the log of a night that is about to begin; what is not given is asked for on a terminal.

    The log goes into the site's posts, named for its day and title. Then keep it with `deploylog step`,
    close it with `deploylog finish`, and tell it with `deploylog draft`.
    """
    settings = find_settings(output or Path())
    ask = _questions()
    title = title or ask("Title", "--title", None)
    timezone = _timezone(timezone or settings.timezone or ask("Time zone", "--timezone", _local_zone()))
    if ask is not _refuse and not (release or window or systems or why):
        release = ask("Release (shared by all attempts at the same change; may be empty)", "", "")
        window = ask("Window, such as 01:30-07:00 (may be empty)", "", settings.window)
        systems = [name.strip() for name in ask("Systems, with commas (may be empty)", "", "").split(",")]
    begun = NewLog(
        title=title,
        date=day or console.today().astimezone(zone(timezone)).date(),
        timezone=timezone,
        outcome=Outcome.SCHEDULED if scheduled else Outcome.IN_PROGRESS,
        release=release or "",
        window=_window(window or ""),
        systems=[name for name in systems if name],
        why=why or "",
    )
    path = output or settings.posts / f"{begun.date.isoformat()}-{addresses.slug(title)}.yml"
    _begin(path, livelog.skeleton(_with_schema(begun, path, settings)), settings)


def _begin(path: Path, text: str, settings: Settings) -> None:
    """Write a new log, once the reader accepts it."""
    shown = console.shown(path)
    read_log_text(text, file=shown, id=path.stem, timezone=settings.timezone, window=settings.window)
    try:
        files.create(path, text)
    except FileExistsError:
        raise click.ClickException(f"{shown} is there already; it is left as it is") from None
    console.result(shown)
    console.note('Begun. Keep it with: deploylog step "what happened"')


def _questions() -> Callable[[str, str, str | None], str]:
    """Give what asks on a terminal; elsewhere, what says which option is missing."""
    return _asked if sys.stdin.isatty() else _refuse


def _asked(question: str, _: str, default: str | None) -> str:
    return str(click.prompt(question, default=default, show_default=bool(default), err=True)).strip()


def _refuse(question: str, option: str, _: str | None) -> str:
    raise click.UsageError(f"{question} is not given; add {option}")


def _local_zone() -> str | None:
    """Guess the machine's time zone, as the answer to be confirmed."""
    name = os.environ.get("TZ", "") or "/".join(Path("/etc/localtime").resolve().parts[-2:])
    return name if zone(name) else None


def _with_schema(begun: NewLog, path: Path, settings: Settings) -> NewLog:
    """Name the JSON Schema in the log's first line if the site has it, so that editors help."""
    found = next((settings.root / name for name in SCHEMAS if (settings.root / name).is_file()), None)
    if found is None:
        return begun
    relative = Path(os.path.relpath(found, path.parent)).as_posix()
    return replace(begun, schema=relative)


@click.command(short_help="Add a step to tonight's log.")
@click.argument("text")
@click.option("--at", help="When it was, such as 01:35 or ~01:35; without it, now.")
@click.option("--activity", type=click.Choice([one.value for one in Activity if one != "decision"]))
@click.option("--system", "systems", multiple=True, help="A system it was about; repeatable.")
@click.option("--who", help="The role or team that did it.")
@click.option("--result", type=click.Choice([one.value for one in Result]), help="How it ended.")
@click.option("--log", type=click.Path(path_type=Path), help="The log; without it, the one in progress.")
@console.color_option
def step(
    text: str,
    at: str | None,
    activity: str | None,
    systems: Sequence[str],
    who: str | None,
    result: str | None,
    log: Path | None,
) -> None:
    """Write TEXT into tonight's log as a step, now or at the time given.

    Comments and layout of the log stay as they are, and two people may do so at once.
    """
    now = console.today()

    def written(log_text: str, found: Log, settings: Settings) -> str:
        when = _time(at)
        moment = livelog.instant(when, found, now) if when else now
        added = NewStep(
            at=moment,
            text=" ".join(text.split()),
            activity=Activity(activity) if activity else None,
            systems=systems,
            who=who or "",
            result=Result(result) if result else None,
            approximate=bool(when and when.approximate),
        )
        return livelog.with_step(log_text, found, added, settings)

    path = _change(log, now, written)
    console.note(f"{console.shown(path)}: step written")


def _time(at: str | None) -> Written | None:
    try:
        return read_time(at) if at else None
    except NotATime as error:
        raise click.BadParameter(f"'{at}' is {error.what}; {error.help}", param_hint="'--at'") from None


@click.command(short_help="Close tonight's log with its outcome.")
@click.argument("outcome", type=click.Choice([outcome.value for outcome in _CLOSING]))
@click.option("--reason", default="", help="Why it was deferred.")
@click.option("--cause", default="", help="What deferrals are counted by, in a few words.")
@click.option("--blocked-by", default="", help="The system or team in the way of a deferred deployment.")
@click.option("--log", type=click.Path(path_type=Path), help="The log; without it, the one in progress.")
@console.color_option
def finish(outcome: str, reason: str, cause: str, blocked_by: str, log: Path | None) -> None:
    """Close tonight's log: write how the deployment ended.

    A deferral needs its --reason.
    """
    deferral = {"reason": reason, "cause": cause, "blocked_by": blocked_by}
    if any(deferral.values()) and outcome != Outcome.DEFERRED:
        raise click.UsageError("--reason, --cause and --blocked-by go with the outcome deferred")
    if outcome == Outcome.DEFERRED and not reason:
        raise click.UsageError("a deferral needs its reason; add --reason")

    def written(text: str, found: Log, settings: Settings) -> str:
        return livelog.with_outcome(text, found, Outcome(outcome), settings, deferral=deferral)

    path = _change(log, console.today(), written)
    console.note(f"{console.shown(path)}: {outcome}; tell it with: deploylog draft {console.shown(path)}")


@dataclass(frozen=True, slots=True)
class _Kept:
    """A log as it stands while its folder's lock is held."""

    path: Path
    text: str
    log: Log


def _change(path: Path | None, now: datetime, written: Callable[[str, Log, Settings], str]) -> Path:
    """Change a log under its folder's lock: read, write in memory, replace."""
    settings = find_settings(path or Path())
    folder = path.parent if path else settings.posts
    try:
        with files.locked(folder):
            kept = _read(path, settings) if path else _tonight(settings, now)
            try:
                files.replace(kept.path, written(kept.text, kept.log, settings))
            except LogError:
                console.note(f"{kept.log.file} is left as it is; with this it would read:")
                raise
            return kept.path
    except TimeoutError:
        raise click.ClickException(
            f"somebody else has been writing in {console.shown(folder)} for long"
        ) from None


def _tonight(settings: Settings, now: datetime) -> _Kept:
    """Find the log that is kept tonight."""
    paths = sorted(path for path in settings.posts.rglob("*") if path.suffix in LOG_SUFFIXES)
    live = [path for path in paths if any(word in path.read_bytes() for word in _LIVE)]
    found = {kept.log.file: kept for kept in (_read(path, settings) for path in live)}
    picked = livelog.tonight([kept.log for kept in found.values()], now)
    if len(picked) == 1:
        return found[picked[0].file]
    if not picked:
        raise click.ClickException("no log is in progress; begin one with: deploylog new")
    names = "\n  ".join(log.file for log in picked)
    raise click.ClickException(f"several logs are in progress; name one with --log:\n  {names}")


def _read(path: Path, settings: Settings) -> _Kept:
    shown, text = console.shown(path), path.read_bytes().decode("utf-8-sig")
    try:
        log = read_log_text(
            text, file=shown, id=path.stem, timezone=settings.timezone, window=settings.window
        )
    except LogError:
        console.note(f"{shown} has to be mended first:")
        raise
    return _Kept(path, text, log)
