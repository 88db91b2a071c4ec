"""``popgraph readings``."""

from __future__ import annotations

import click

from popgraph.cli.common import graph_options, lang_option, open_graph, put_table

__all__ = ["command"]

_HEADS = {
    "es": ("nombre", "lo que se lee", "elegida", "esta"),
    "en": ("name", "what is read", "chosen", "this one"),
}


@click.command("readings", short_help="List the alternative readings.")
@graph_options
@lang_option
def command(data: tuple[str, ...], timeout: float, user: str | None, lang: str) -> None:
    """List the alternative readings that a question can be asked under (query --reading NAME)."""
    from popgraph.codes import code_of
    from popgraph.labels import labels
    from popgraph.readings import alternatives
    from popgraph.report.table import Table

    store = open_graph(data, timeout, user)
    found = alternatives(store)
    names = labels(store, (iri for item in found for iri in (*item.old, *item.new)), lang=lang)
    put_table(
        Table(
            _HEADS[lang],
            tuple(
                (
                    item.name,
                    ", ".join(code_of(iri) or iri for iri in item.things),
                    " + ".join(names[iri] for iri in item.old),
                    " + ".join(names[iri] for iri in item.new),
                )
                for item in found
            ),
        )
    )
