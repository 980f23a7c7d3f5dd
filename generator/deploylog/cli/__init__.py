"""The command `deploylog`: what a person types, turned into calls of the layers below and printed.

Each command's module is loaded when that command is asked for: a step is written down while others wait.
"""

import importlib
from collections.abc import Mapping

import click

import deploylog
from deploylog.cli import console

COMMANDS: Mapping[str, str] = {
    "audit": "auditing.audit",
    "build": "building.build",
    "check": "checking.check",
    "draft": "drafting.draft",
    "export": "exporting.export",
    "finish": "living.finish",
    "formats": "importing.formats",
    "glossary": "words.glossary",
    "import": "importing.import_",
    "new": "living.new",
    "publish": "publishing.publish",
    "rule": "reference.rule",
    "schema": "reference.schema",
    "stats": "figures.stats",
    "step": "living.step",
}
"""Every command, and where in this package it is."""


class _Loaded(console.Commands):
    """Commands that are loaded when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Name all."""
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load one; None for a name that there is not."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(".")
        command: click.Command = getattr(importlib.import_module(f"{__name__}.{module}"), name)
        return command


@click.group(cls=_Loaded, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(deploylog.__version__, message="%(prog)s %(version)s")
@console.color_option
def main() -> None:
    """Turn deployment logs into a deployment blog.

    Commands find the site they work on by its mkdocs.yml, in this folder or above.
    """
