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
            command = cli.get_command(context, verb)
            if command is None:
                continue
            with click.Context(command, info_name=verb, parent=context, terminal_width=_WIDTH) as inner:
                parts += [f"## popgraph {verb}", fence(command.get_help(inner), "text")]
    return "\n\n".join(parts) + "\n"
