"""What every command shares: colour, what goes to which stream, and mistakes without a traceback."""

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from deploylog.problems import Fault, LogError, Problem

INTERRUPTED = 130
PIPE_CLOSED = 141
"""What a shell shows for a program that wrote into a pipe which nobody reads any more."""

Command = TypeVar("Command", bound=Callable[..., Any])


class Commands(click.Group):
    """A group whose commands end with one clear message when a file or a person stops them."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; say what stopped it, in its author's words and without a traceback."""
        try:
            return super().invoke(ctx)
        except LogError as error:
            for problem in error.problems:
                note(full(problem))
            ctx.exit(1)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(PIPE_CLOSED)
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)
        except _stops() as error:
            raise click.ClickException(_told(error)) from None


def color_option(command: Command) -> Command:
    """Give a command `--color`; where it is given twice, the one after the subcommand counts."""
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        help="Colour the output; auto does on a terminal unless NO_COLOR is set.",
        expose_value=False,
        is_eager=True,
        callback=_choose_color,
    )(command)


def result(text: str, newline: bool = True) -> None:
    """Print what was asked for."""
    click.echo(text, nl=newline)


def note(text: str) -> None:
    """Print anything else: what was done, what is wrong."""
    click.echo(text, err=True)


def full(problem: Problem) -> str:
    """Give a problem as two lines: where and what, and how to mend it."""
    help_ = f"\n  {click.style('help:', fg='cyan')} {problem.help}" if problem.help else ""
    return concise(problem) + help_


def concise(problem: Problem) -> str:
    """Give a problem as one line."""
    place = click.style(f"{problem.file}:{problem.line}:{problem.column}:", bold=True)
    return f"{place} {click.style(problem.rule, fg='red')}: {problem.message}"


def counted(count: int, noun: str) -> str:
    """Give a number with its noun: `1 file`, `2 files`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def shown(path: Path) -> str:
    """Give a path as problems do: from where the command runs if it is below, with `/`."""
    absolute = path.absolute()
    here = Path.cwd()
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else path).as_posix()


def today() -> datetime:
    """Give the present; the clock is read here and nowhere below."""
    return datetime.now(UTC).astimezone()


def _choose_color(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.color = {"always": True, "never": False, "auto": None}[value]
    if ctx.color is None and os.environ.get("NO_COLOR"):
        ctx.color = False


def _stops() -> tuple[type[Exception], ...]:
    """Give what may end a command; Jinja is loaded only if something did."""
    from jinja2 import TemplateError

    return OSError, UnicodeError, Fault, TemplateError


def _told(error: Exception) -> str:
    from jinja2 import TemplateSyntaxError

    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}:{error.lineno}: {error.message}"
    if isinstance(error, OSError) and error.strerror and error.filename is not None:
        return f"{shown(Path(os.fsdecode(error.filename)))}: {error.strerror}"
    return str(error)
