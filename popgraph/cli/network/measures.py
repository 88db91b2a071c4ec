"""``popgraph network measures``."""

from __future__ import annotations

from typing import Any

import click

from popgraph.cli.common import open_graph, output_option, put, put_table
from popgraph.cli.network.options import (
    format_option,
    measure_option,
    network_options,
    projection_option,
    seed_option,
    selection,
)

__all__ = ["command"]

_DEFAULT = ("two-mode-degree", "strength", "betweenness")


@click.command("measures", short_help="Rank actors, and tell how sure each rank is.")
@network_options
@projection_option
@measure_option(
    f"Rank by this measure; all for every usual one. Repeatable.  [default: {', '.join(_DEFAULT)}]"
)
@click.option("--list", "listed", is_flag=True, help="List the measures with their formulas and sources.")
@click.option(
    "--draws", type=click.IntRange(min=0), default=1000, show_default=True, help="Networks of the null model."
)
@seed_option("Of what is drawn.")
@click.option(
    "--top",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    help="How many of the first conclusions are about.",
)
@click.option("--no-leave-out", is_flag=True, help="Don't leave out each task in turn.")
@click.option("--no-readings", is_flag=True, help="Don't try the other readings of doubtful names.")
@click.option("--rows", type=click.IntRange(min=1), default=10, show_default=True, help="Actors to show.")
@format_option("Form of the result; JSON is the result file that replay takes.", xlsx=True)
@output_option
def command(
    metrics: tuple[str, ...],
    listed: bool,
    draws: int,
    seed: int,
    top: int,
    no_leave_out: bool,
    no_readings: bool,
    rows: int,
    fmt: str,
    output: str | None,
    **options: Any,
) -> None:
    """Rank the actors by measures, and tell how sure each rank is.

    Each comes with its place under a null model, without each task, and under every other reading of doubtful names;
    the result is which conclusions survive.
    """
    lang = options["lang"]
    if listed:
        from popgraph.report import measures as catalogue

        if fmt == "text":
            put_table(catalogue.table(lang=lang), output)
        else:
            put(catalogue.render(fmt=fmt, lang=lang), output)
        return
    from popgraph.cli.network.progress import told
    from popgraph.networks.analysis import Parameters, measures
    from popgraph.report import listing, ranking

    store = open_graph(options.pop("data"), options.pop("timeout"), options.pop("user"))
    asked = Parameters(
        events=options["events"],
        weight=options["weight"],
        projection=options["projection"],
        selection=selection(options),
        readings=options["readings"],
        metrics=() if "all" in metrics else metrics or _DEFAULT,
        draws=draws,
        seed=seed,
        top=top,
        leave_out=not no_leave_out,
        alternatives=not no_readings,
    )
    with told(lang) as progress:
        found = measures(store, asked, lang=lang, progress=progress)
    if fmt == "json":
        put(found.to_json(), output)
    elif fmt == "text":
        put(ranking.text(found, lang=lang, rows=rows), output)
    else:
        put(listing.render(ranking.listing(found), found.network, fmt=fmt, lang=lang), output)
