"""``popgraph network replay``."""

from __future__ import annotations

from typing import Any

import click

from popgraph.cli.common import graph_options, lang_option, open_graph, output_option, put

__all__ = ["command"]


@click.command("replay", short_help="Do the analysis of a result file again, and compare.")
@click.argument("file", type=click.Path())
@graph_options
@lang_option
@output_option
def command(file: str, lang: str, output: str | None, **options: Any) -> int:
    """Do the analysis of FILE, which `network measures --format json` wrote, again; exit with 1 if a number differs."""
    from popgraph.cli.network.progress import told
    from popgraph.networks.analysis import read_analysis, replay
    from popgraph.report import ranking

    # A file that is none is told before the graph is read.
    read_analysis(file)
    store = open_graph(options["data"], options["timeout"], options["user"])
    with told(lang) as progress:
        found = replay(store, file, progress=progress)
    put(ranking.replayed(found, lang=lang), output)
    return 1 if found.differences else 0
