"""``popgraph export``."""

from __future__ import annotations

import click

from popgraph.cli.common import graph_options, open_graph, output_option, put

__all__ = ["command"]


@click.command("export")
@graph_options
@click.option(
    "--format",
    "fmt",
    type=click.Choice(["turtle", "trig", "nquads", "jsonld"]),
    default="turtle",
    show_default=True,
    help="Turtle holds one graph; the others hold the named graphs.",
)
@output_option
def command(data: tuple[str, ...], timeout: float, user: str | None, fmt: str, output: str | None) -> None:
    """Write the whole graph."""
    from popgraph.exporting import export

    put(export(open_graph(data, timeout, user), fmt), output)
