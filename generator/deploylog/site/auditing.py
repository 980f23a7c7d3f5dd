"""The check of a built site against the logs that it was built from."""

import dataclasses
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from deploylog import auditing
from deploylog.auditing import Withheld
from deploylog.logs import Log, read_log
from deploylog.problems import LogError, Problem
from deploylog.settings import Settings
from deploylog.site import sources


def audit(folder: Path, settings: Settings, *, name: str) -> list[Problem]:
    """Check a folder that holds the site built from these sources; `name` is what problems call it."""

    @cache
    def openly() -> str:
        return "\0".join(_open_texts(settings))

    return auditing.audit(
        folder,
        name=name,
        site_url=settings.site_url,
        sought=[*_withheld(settings)],
        is_public=lambda one: one.core in openly(),
    )


def _withheld(settings: Settings) -> Iterator[Withheld]:
    """Give what the logs keep private; only those that have the word are read, which is few."""
    for path in sources.log_files(settings):
        if b"private" in path.read_bytes() and (log := _read(path, settings)):
            for text, line, column in log.withheld:
                yield from auditing.withheld(text, f"{log.file}:{line}:{column}")


def _open_texts(settings: Settings) -> Iterator[str]:
    """Give what the logs say openly, and the names of these logs."""
    for path in sources.log_files(settings):
        log = _read(path, settings)
        if log and not log.private and not log.deployment.draft:
            yield from map(auditing.core, _texts(log.deployment))
    yield auditing.core(settings.timezone)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _texts(one)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name))


def _read(path: Path, settings: Settings) -> Log | None:
    """Read a log; one that cannot be used has no page."""
    id_ = path.relative_to(settings.posts).with_suffix("").as_posix()
    try:
        return read_log(
            path, id=id_, file=sources.shown(path), timezone=settings.timezone, window=settings.window
        )
    except LogError:
        return None
