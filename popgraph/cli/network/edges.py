"""``popgraph network edges``."""

from __future__ import annotations

from typing import Any

import click

from popgraph.cli.common import output_option
from popgraph.cli.network.options import (
    format_option,
    network_options,
    projection_option,
    read_network,
    read_store,
    two_mode_option,
)
from popgraph.cli.network.tables import put_listing

__all__ = ["command"]


@click.command("edges", short_help="List the ties, the strongest first.")
@network_options
@projection_option
@two_mode_option
@format_option("Form of the table.", xlsx=True)
@output_option
def command(fmt: str, output: str | None, **options: Any) -> None:
    """List the ties, the strongest first; of actors with the events that they share."""
    from popgraph.networks import edges

    store = read_store(options)
    network = read_network(store, options)
    put_listing(edges(network), fmt, output, lang=options["lang"], network=network, store=store)
