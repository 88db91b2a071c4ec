"""``popgraph info``."""

from __future__ import annotations

import click

from popgraph.cli.common import graph_options, lang_option, open_graph, put_table

__all__ = ["command"]

_HEADS = {
    "es": (
        "clase",
        "término",
        "número",
        "grafo",
        "conjunto de datos",
        "tripletas",
        "región",
        "planes",
        "elementos",
    ),
    "en": ("class", "term", "number", "graph", "data set", "triples", "region", "plans", "elements"),
}
_TOTAL = {"es": "{n} tripletas en {g} grafos", "en": "{n} triples in {g} graphs"}


@click.command("info")
@graph_options
@lang_option
def command(data: tuple[str, ...], timeout: float, user: str | None, lang: str) -> None:
    """Count what the graph holds: by class, by named graph, by region."""
    from popgraph.labels import short_iri
    from popgraph.overview import info
    from popgraph.report.table import Table
    from popgraph.vocab import GRAPH

    overview = info(open_graph(data, timeout, user), lang=lang)
    heads = _HEADS[lang]
    last = frozenset({2})
    put_table(
        Table(
            heads[0:3],
            tuple((c.label, short_iri(c.iri), str(c.number)) for c in overview.classes),
            right=last,
        )
    )
    click.echo()
    graphs = tuple((c.iri.removeprefix(GRAPH), c.label, str(c.number)) for c in overview.graphs)
    total = _TOTAL[lang].format(n=overview.triples, g=len(graphs))
    put_table(Table(heads[3:6], graphs, right=last, caption=total))
    click.echo()
    put_table(
        Table(
            heads[6:9],
            tuple((r.label, str(r.plans), str(r.elements)) for r in overview.regions),
            right=frozenset({1, 2}),
        )
    )
