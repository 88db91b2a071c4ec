"""``popgraph reason``."""

from __future__ import annotations

import click

from popgraph.cli.common import graph_options, lang_option, open_graph

__all__ = ["command"]


@click.command("reason", short_help="Check profile and consistency, and infer facts (extra: reason).")
@graph_options
@click.option("--infer", multiple=True, metavar="PROPERTY", help="A property whose inferred facts to list.")
@click.option(
    "--limit",
    type=click.FloatRange(min=0, min_open=True),
    default=120,
    show_default=True,
    help="Seconds the reasoner may take.",
)
@lang_option
def command(
    data: tuple[str, ...], timeout: float, user: str | None, infer: tuple[str, ...], limit: float, lang: str
) -> int:
    """Check the OWL 2 DL profile and consistency, classify, and list inferred facts (extra: reason)."""
    from popgraph.codes import code_of
    from popgraph.labels import short_iri
    from popgraph.reason import DEFAULT_FACTS, in_view, reason
    from popgraph.vocab import PREFIXES

    def full(text: str) -> str:
        prefix, colon, local = text.partition(":")
        if not colon:
            return PREFIXES["pop"] + text
        return PREFIXES[prefix] + local if prefix in PREFIXES else text

    store = open_graph(data, timeout, user)
    triples = (quad.triple for quad in store.quads() if in_view(getattr(quad.graph_name, "value", "")))
    report = reason(triples, infer=[full(text) for text in infer] or DEFAULT_FACTS, time_limit=limit)

    def name(term: object) -> str:
        iri = str(getattr(term, "value", term))
        return code_of(iri) or short_iri(iri)

    click.echo(f"OWL 2 DL: {'yes' if not report.profile_violations else 'no'}")
    for violation in report.profile_violations:
        click.echo(f"  {violation}")
    click.echo(f"consistent: {'yes' if report.consistent else 'no'}")
    for iri in report.unsatisfiable:
        click.echo(f"  unsatisfiable: {name(iri)}")
    click.echo(
        f"triples seen: {report.triples} (literals outside the OWL 2 datatype map left out: {report.dropped})"
    )
    click.echo(f"inferred facts: {len(report.inferred)}")
    if infer:
        for triple in report.inferred:
            click.echo(f"  {name(triple.subject)}  {name(triple.predicate)}  {name(triple.object)}")
    return 0 if report.ok else 1
