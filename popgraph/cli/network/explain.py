"""``popgraph network explain``."""

from __future__ import annotations

from typing import Any

import click

from popgraph.cli.common import output_option, put, put_table
from popgraph.cli.network.options import format_option, network_options, read_store, read_two_mode

__all__ = ["command"]


@click.command("explain", short_help="Tell what ties two actors: tasks, lines, wordings.")
@click.argument("actors", nargs=-1, required=True)
@network_options
@format_option("Form of the explanation.")
@output_option
def command(actors: tuple[str, ...], fmt: str, output: str | None, **options: Any) -> None:
    """Tell what ties two ACTORS (names, paths such as org/mincetur, or IRIs), or what one is responsible for."""
    from popgraph.networks import explain
    from popgraph.report import tie

    store = read_store(options)
    network = read_two_mode(store, options)
    found = explain(store, network, *actors, lang=options["lang"])
    if fmt == "text":
        put_table(tie.table(found, lang=options["lang"]), output)
    else:
        put(tie.render(found, fmt=fmt), output)
