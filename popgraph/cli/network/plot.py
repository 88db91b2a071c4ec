"""``popgraph network plot``."""

from __future__ import annotations

from typing import Any

import click

from popgraph.cli.common import output_option, put
from popgraph.cli.network.options import (
    network_options,
    projection_option,
    read_store,
    read_two_mode,
    seed_option,
)
from popgraph.errors import UsageError

__all__ = ["command"]

_FIGURES = ("network", "two-mode", "heatmap", "calendar", "concentration")
# What actors are tied to in a figure, where nothing else is asked for.
_EVENTS = {"heatmap": "activity", "calendar": "year"}


@click.command("plot", short_help="Draw a figure fit for a paper.")
@click.argument("figure", type=click.Choice(_FIGURES))
@network_options
@projection_option
@click.option(
    "--format",
    "fmt",
    type=click.Choice(["svg", "png"]),
    help="Form of the figure; PNG has 300 dots an inch.  [default: what the name of the output ends in]",
)
@click.option("--size", metavar="ID", help="Measure that the sizes of nodes show.  [default: strength]")
@click.option(
    "--top", type=click.IntRange(min=1), metavar="N", help="Only the N actors that have most of it."
)
@seed_option("Of the layout.")
@click.option(
    "--width",
    type=click.FloatRange(60, 400),
    default=180,
    show_default=True,
    help="In millimetres; 85 is a column.",
)
@click.option("--title", help="What stands above the figure.  [default: what it shows]")
@click.option("--source", help="The document that it is of, for the caption.  [default: the plans' paths]")
@output_option
def command(
    figure: str,
    fmt: str | None,
    size: str | None,
    top: int | None,
    seed: int,
    width: float,
    title: str | None,
    source: str | None,
    output: str | None,
    **options: Any,
) -> None:
    """Draw a FIGURE: the network of actors, actors and tasks, actors and activities, what is due when, or the
    concentration of the load."""
    from popgraph.networks import plot, project

    form = fmt or next((end for end in ("svg", "png") if (output or "").lower().endswith("." + end)), None)
    if form is None:
        raise UsageError(
            "The name of the output doesn't say which format is meant",
            where=output or "standard output",
            hint="Name a file that ends in .svg or .png, or add --format",
        )
    if click.get_current_context().get_parameter_source("events") is click.core.ParameterSource.DEFAULT:
        options["events"] = _EVENTS.get(figure, options["events"])
    store = read_store(options)
    two = read_two_mode(store, options, texts=figure == "two-mode")
    network = project(two, projection=options["projection"]) if figure == "network" else two
    put(
        plot(
            network,
            figure=figure,
            fmt=form,
            seed=seed,
            size=size,
            top=top,
            lang=options["lang"],
            width=width,
            title=title,
            source=source,
        ),
        output,
    )
