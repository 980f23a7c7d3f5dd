"""`deploylog schema` and `deploylog rule`: what a log may say, for editors and for people."""

import json
from pathlib import Path

import click

from deploylog import feeds, options
from deploylog import schema as schemas
from deploylog.cli import console


@click.command(short_help="Print the JSON Schema of the log format.")
@click.option("--data", is_flag=True, help="Print that of the exported data instead.")
@console.color_option
def schema(data: bool) -> None:
    """Print the JSON Schema of the log format, by which editors complete and check logs."""
    chosen = feeds.schema() if data else schemas.schema()
    console.result(json.dumps(chosen, indent=2, ensure_ascii=False))


@click.command(short_help="Explain a rule that check reports.")
@click.argument(
    "name", required=False, shell_complete=lambda _c, _p, start: [n for n in names() if n.startswith(start)]
)
@console.color_option
def rule(name: str | None) -> None:
    """Print the page of a rule; without a NAME, list all rules."""
    if name is None:
        console.result("\n".join(names()))
    elif name in names():
        console.result((_folder() / f"{name}.md").read_text(encoding="utf-8"), newline=False)
    else:
        raise click.BadParameter(
            f"'{name}' is no rule; {options.did_you_mean(name, names())}", param_hint="'NAME'"
        )


def names() -> list[str]:
    """List the rules in alphabetical order."""
    return sorted(path.stem for path in _folder().glob("*.md") if path.stem not in ("README", "index"))


def _folder() -> Path:
    """Give the folder of the rules' pages: in the package (wheel), else in the checkout."""
    package = Path(__file__).parents[1]
    packaged = package / "rules"
    return packaged if packaged.is_dir() else package.parents[1] / "docs" / "rules"
