"""The command `deploylog`: what a person types, turned into calls of the layers below and printed."""

import click

import deploylog
from deploylog.cli import (
    auditing,
    building,
    checking,
    console,
    drafting,
    exporting,
    figures,
    importing,
    living,
    publishing,
    reference,
    words,
)


@click.group(cls=console.Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(deploylog.__version__, message="%(prog)s %(version)s")
@console.color_option
def main() -> None:
    """Turn deployment logs into a deployment blog.

    Commands find the site they work on by its mkdocs.yml, in this folder or above.
    """


for _command in (
    checking.check,
    living.new,
    living.step,
    living.finish,
    importing.import_,
    importing.formats,
    drafting.draft,
    publishing.publish,
    building.build,
    auditing.audit,
    figures.stats,
    words.glossary,
    exporting.export,
    reference.schema,
    reference.rule,
):
    main.add_command(_command)
