"""`deploylog stats`: the figures of the site, in the terminal or as JSON."""

import json
import os
from pathlib import Path

import click

from deploylog import site
from deploylog.cli import console
from deploylog.settings import find_settings, resolve_as_of
from deploylog.site import making


@click.command(short_help="Print the statistics.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@console.color_option
def stats(as_json: bool) -> None:
    """Print the statistics of the site's logs."""
    settings = find_settings(Path())
    sources = site.read(settings)
    sources.check()
    edition = making.edition(sources, as_of=resolve_as_of(settings, os.environ, console.today().date()))
    if as_json:
        console.result(json.dumps(edition.statistics.json(), indent=2, ensure_ascii=False))
    else:
        text = edition.render("statistics/terminal.txt.j2", "", statistics=edition.statistics)
        console.result(text, newline=False)
