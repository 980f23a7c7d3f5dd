"""`deploylog check`: every problem of every file, for people, for editors and for CI."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import click
from jinja2 import TemplateSyntaxError

from deploylog import site, templates
from deploylog.cli import console
from deploylog.glossary import read_term
from deploylog.logs import read_log
from deploylog.posts import read_post
from deploylog.problems import LogError, Problem
from deploylog.settings import FILES, Settings, find_settings


@dataclass(frozen=True, slots=True)
class Checked:
    """What was read, and what is wrong with it."""

    files: frozenset[str] = frozenset()
    problems: frozenset[Problem] = frozenset()

    def __add__(self, other: "Checked") -> "Checked":
        """Put two together; what both have read counts once."""
        return Checked(self.files | other.files, self.problems | other.problems)


@click.command(short_help="Report every problem of logs, posts and terms.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["full", "concise", "github", "json"]),
    default="full",
    show_default=True,
    help="For people, one line each, annotations of GitHub Actions, or one JSON document.",
)
@console.color_option
@click.pass_context
def check(ctx: click.Context, paths: Sequence[Path], form: str) -> None:
    """Read logs, posts and glossary terms, and report every problem in them.

    PATHS are files and folders; without any, the whole site is checked. Exits with 0 when all is well, with 1
    when there are problems, with 2 when the command line is wrong.
    """
    site_of = cache(_site)
    settings = find_settings(Path())
    if not paths and not any((settings.root / name).is_file() for name in FILES):
        raise click.ClickException(
            f"0 files checked: looked for {' or '.join(FILES)} here and above; name files or folders to check"
        )
    checked = Checked() if paths else site_of(settings)
    for path in paths:
        checked += _folder(path, site_of) if path.is_dir() else _file(path, site_of)
    problems = sorted(checked.problems)
    if text := FORMATS[form](problems):
        console.result(text)
    console.note(_summary(problems, checked.files))
    ctx.exit(1 if problems or not checked.files else 0)


def _folder(folder: Path, site_of: Callable[[Settings], Checked]) -> Checked:
    """Check what a folder holds of its site; without a site, all that it holds."""
    return _below(site_of(find_settings(folder)), folder.resolve())


def _file(path: Path, site_of: Callable[[Settings], Checked]) -> Checked:
    """Check a file as part of its site, so that what it refers to is checked too; else by itself."""
    path.open("rb").close()
    settings = find_settings(path)
    if any((settings.root / name).is_file() for name in FILES):
        checked = _below(site_of(settings), path.resolve())
        if checked.files:
            return checked
    name = console.shown(path)
    try:
        _read(path, name, settings)
    except LogError as error:
        return Checked(frozenset([name]), frozenset(error.problems))
    return Checked(frozenset([name]))


def _read(path: Path, file: str, settings: Settings) -> None:
    if path.suffix != ".md":
        read_log(path, id=path.stem, file=file, timezone=settings.timezone, window=settings.window)
    elif path.parent.name == settings.glossary.name:
        read_term(path, file=file)
    else:
        read_post(path, id=path.stem, file=file)


def _site(settings: Settings) -> Checked:
    sources = site.read(settings)
    faults = list(_templates(settings))
    read = {*sources.logs, *sources.posts, *sources.terms, *sources.broken, *(fault.file for fault in faults)}
    return Checked(frozenset(read), frozenset([*sources.problems, *faults]))


def _templates(settings: Settings) -> Iterator[Problem]:
    """Find what is no template in those of the site's own."""
    own = settings.templates
    if own is None or own.resolve() == templates.folder().resolve():
        return
    jinja = templates.environment(own)
    for path in sorted(own.rglob("*.j2")):
        try:
            jinja.parse(path.read_text(encoding="utf-8"))
        except TemplateSyntaxError as error:
            yield Problem(
                file=console.shown(path),
                line=error.lineno,
                column=1,
                rule="template",
                message=error.message or "this is no template",
                help="mend it; what it overrides is among the built-in templates",
            )


def _below(checked: Checked, path: Path) -> Checked:
    read = checked.files | {problem.file for problem in checked.problems}
    files = frozenset(file for file in read if Path(file).resolve().is_relative_to(path))
    return Checked(files, frozenset(problem for problem in checked.problems if problem.file in files))


def _summary(problems: Sequence[Problem], files: frozenset[str]) -> str:
    if not files:
        return "0 files checked: looked for logs (.yml, .yaml), posts and terms (.md)"
    if not problems:
        return f"{_counted(len(files), 'file')} checked, no problem found"
    broken = len({problem.file for problem in problems})
    return f"{_counted(len(problems), 'problem')} in {broken} of {_counted(len(files), 'file')}"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _full(problems: Sequence[Problem]) -> str:
    return "\n".join(map(console.full, problems))


def _concise(problems: Sequence[Problem]) -> str:
    return "\n".join(map(console.concise, problems))


def _github(problems: Sequence[Problem]) -> str:
    """Write annotations: https://docs.github.com/actions/reference/workflow-commands-for-github-actions."""
    return "\n".join(
        f"::error file={_property(p.file)},line={p.line},col={p.column},title={_property(p.rule)}::"
        + _escaped(p.message + (f"\nhelp: {p.help}" if p.help else ""))
        for p in problems
    )


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _json(problems: Sequence[Problem]) -> str:
    return json.dumps([asdict(problem) for problem in problems], indent=2, ensure_ascii=False)


FORMATS: Mapping[str, Callable[[Sequence[Problem]], str]] = {
    "full": _full,
    "concise": _concise,
    "github": _github,
    "json": _json,
}
