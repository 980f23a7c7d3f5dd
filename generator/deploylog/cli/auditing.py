"""`deploylog audit`: what is wrong with a built site."""

from pathlib import Path

import click

from deploylog import site
from deploylog.cli import console
from deploylog.settings import find_settings


@click.command(short_help="Check a built site.")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path, file_okay=False))
@console.color_option
@click.pass_context
def audit(ctx: click.Context, folder: Path | None) -> None:
    """Check the pages of the site built into DIR, without one into the site_dir of mkdocs.yml.

    Finds links and anchors that lead nowhere, ids that are not unique, pages without a title, requests to
    others, and words that a log keeps private. Exits with 0 when all is well, else with 1.
    """
    settings = find_settings(Path())
    target = folder or settings.root / settings.site_dir
    pages = sum(1 for _ in target.rglob("*.html"))
    if not pages:
        raise click.ClickException(
            f"{console.shown(target)} holds no page\n  help: build the site first: deploylog build"
        )
    problems = site.audit(target, settings, name=console.shown(target))
    for problem in problems:
        console.result(console.full(problem))
    counted = console.counted(pages, "page")
    told = console.counted(len(problems), "problem") if problems else "no problem"
    console.note(f"{counted} checked, {told} found")
    ctx.exit(1 if problems else 0)
