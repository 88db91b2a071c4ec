"""``popgraph network export``."""

from __future__ import annotations

from typing import Any

import click

from popgraph.cli.common import output_option, put
from popgraph.cli.network.options import (
    measure_option,
    network_options,
    projection_option,
    read_network,
    read_store,
    seed_option,
    two_mode_option,
)
from popgraph.errors import UsageError

__all__ = ["command"]

_FORMATS = ("gexf", "graphml", "vosviewer", "pajek", "pajek-project", "node-link")
# The longest ending first: .vosviewer.json ends in .json, too.
_SUFFIXES = (
    (".vosviewer.json", "vosviewer"),
    (".gexf", "gexf"),
    (".graphml", "graphml"),
    (".net", "pajek"),
    (".paj", "pajek-project"),
    (".json", "node-link"),
)


@click.command("export", short_help="Write the network as a file for Gephi, VOSviewer, Pajek and others.")
@network_options
@projection_option
@two_mode_option
@click.option(
    "--format",
    "fmt",
    type=click.Choice(_FORMATS),
    help="Form of the file.  [default: what the name of the output ends in]",
)
@measure_option("Add this measure. Repeatable.")
@seed_option("Of the layout.")
@output_option
def command(fmt: str | None, metrics: tuple[str, ...], seed: int, output: str | None, **options: Any) -> None:
    """Write the network with its attributes, measures and layout as a file for the programs of the trade."""
    from popgraph.networks import export

    chosen = fmt or next((id_ for suffix, id_ in _SUFFIXES if (output or "").lower().endswith(suffix)), None)
    if chosen is None:
        raise UsageError(
            "The name of the output doesn't say which format is meant",
            where=output or "standard output",
            hint=f"Add --format: {', '.join(_FORMATS)}",
        )
    store = read_store(options)
    network = read_network(store, options, texts=True)
    put(
        export(
            network,
            fmt=chosen,
            metrics=metrics,
            projection=options["projection"],
            seed=seed,
            lang=options["lang"],
        ),
        output,
    )
