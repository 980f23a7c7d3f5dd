"""`deploylog glossary`: what the glossary leaves unexplained, what nobody uses, what clashes."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from deploylog import site, templates
from deploylog.cli import console
from deploylog.settings import find_settings, resolve_as_of


@click.command(name="glossary", short_help="List phrases to explain, unused terms and clashes.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document, with every place.")
@console.color_option
def glossary(as_json: bool) -> None:
    """Compare the glossary with the texts of logs and posts.

    Lists capitalised and quoted phrases that recur and that no term explains, terms that neither a post nor
    the page of statistics uses, and forms that two terms claim. It is advice: the exit code is 0 whatever is
    found.
    """
    settings = find_settings(Path())
    sources = site.read(settings)
    found = site.vocabulary(sources, as_of=resolve_as_of(settings, os.environ, console.today().date()))
    if as_json:
        console.result(json.dumps(asdict(found), indent=2, ensure_ascii=False))
    else:
        template = templates.environment(settings.templates).get_template("glossary.txt.j2")
        console.result(_printable(template.render(vocabulary=found)), newline=False)
    _note_left_out(sources)


def _note_left_out(sources: site.Sources) -> None:
    """Say how much was not read; clashes are no reason, they are in the list."""
    broken: Sequence[str] = sorted({one.file for one in sources.problems if one.rule != "duplicate-term"})
    if broken:
        files = console.counted(len(broken), "file")
        verb = "has a problem and was" if len(broken) == 1 else "have problems and were"
        console.note(f"{files} {verb} left out; deploylog check says why")


def _printable(text: str) -> str:
    """Take out what could act on a terminal; terms are their authors' text."""
    return "".join(letter if letter.isprintable() or letter == "\n" else "?" for letter in text)
