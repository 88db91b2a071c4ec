"""``popgraph network``: networks of institutions, one module a sub-command."""

from __future__ import annotations

from importlib import import_module

import click

__all__ = ["VERBS", "Parts", "command"]

VERBS = ("measures", "nodes", "edges", "explain", "plot", "export", "compare", "replay")


class Parts(click.Group):
    """A group that loads a sub-command's module when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the sub-commands."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a sub-command, or None if there is none of that name."""
        if cmd_name not in VERBS:
            return None
        found: click.Command = import_module(f"popgraph.cli.network.{cmd_name}").command
        return found


@click.command("network", cls=Parts, short_help="Study the network of institutions.")
def command() -> None:
    """Study who is responsible for what, and with whom.

    Networks need the extra `networks`, figures the extra `figures`: pip install 'popgraph[networks,figures]'
    """
