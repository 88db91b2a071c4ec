"""``popgraph network nodes``."""

from __future__ import annotations

from typing import Any

import click

from popgraph.cli.common import output_option
from popgraph.cli.network.options import (
    format_option,
    measure_option,
    network_options,
    projection_option,
    read_network,
    read_store,
    two_mode_option,
)
from popgraph.cli.network.tables import put_listing

__all__ = ["command"]


@click.command("nodes", short_help="List the actors, and the events with --two-mode.")
@network_options
@projection_option
@two_mode_option
@measure_option("Add this measure, of actors or (with --two-mode) of events. Repeatable.")
@format_option("Form of the table.", xlsx=True)
@output_option
def command(metrics: tuple[str, ...], fmt: str, output: str | None, **options: Any) -> None:
    """List the actors with what is known of each, isolates too; with --two-mode the events after them."""
    from popgraph.networks import OneMode, nodes, project
    from popgraph.networks.listing import metric_columns
    from popgraph.networks.metrics import METRICS, measure, measure_events

    store = read_store(options)
    network = read_network(store, options, texts=True)
    one = network if isinstance(network, OneMode) else project(network, projection=options["projection"])
    two_mode = not isinstance(network, OneMode)
    of_events = [id_ for id_ in metrics if two_mode and id_ in METRICS and METRICS[id_].scope == "event"]
    of_actors = [id_ for id_ in metrics if id_ not in of_events]
    values = measure(one, of_actors) if of_actors else {}
    event_values = measure_events(one, of_events) if of_events else {}
    put_listing(
        nodes(
            network,
            values=values,
            event_values=event_values,
            columns=metric_columns([*values, *event_values]),
        ),
        fmt,
        output,
        lang=options["lang"],
        network=network,
        store=store,
    )
