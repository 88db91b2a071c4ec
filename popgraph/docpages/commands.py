"""The page of the commands: what ``--help`` says of each."""

from __future__ import annotations

import click

from popgraph.docpages.markdown import fence, link
from popgraph.docpages.words import generated

__all__ = ["commands_page"]

_WIDTH = 88


def commands_page() -> str:
    """Return the page; it is in English, as the commands are."""
    from popgraph.cli import cli

    # The settings of the group, which click itself only applies when it parses.
    settings = {**cli.context_settings, "terminal_width": _WIDTH}
    with click.Context(cli, info_name="popgraph", **settings) as context:
        verbs = cli.list_commands(context)
        parts = [
            generated("commands", "en", "the commands' own help"),
            "# Commands",
            " · ".join(link(f"`{verb}`", f"#popgraph-{verb}") for verb in verbs),
            fence(cli.get_help(context), "text"),
        ]
        for verb in verbs:
            if (command := cli.get_command(context, verb)) is not None:
                parts += _command(command, context, f"popgraph {verb}", level=2)
    return "\n\n".join(parts) + "\n"


def _command(command: click.Command, parent: click.Context, name: str, *, level: int) -> list[str]:
    """The section of a command, and those of its sub-commands."""
    short = name.rpartition(" ")[2]
    with click.Context(command, info_name=short, parent=parent, terminal_width=_WIDTH) as context:
        parts = [f"{'#' * level} {name}", fence(command.get_help(context), "text")]
        if isinstance(command, click.Group):
            for part in command.list_commands(context):
                if (inner := command.get_command(context, part)) is not None:
                    parts += _command(inner, context, f"{name} {part}", level=level + 1)
    return parts
