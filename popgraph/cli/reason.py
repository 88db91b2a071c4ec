"""``popgraph reason``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from popgraph.cli.common import graph_options, lang_option, open_graph, put

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from popgraph.store import Store

__all__ = ["command"]

_WORDS = {
    "es": (
        *("consistente", "insatisfacible"),
        "tripletas vistas: {n} (sin {d} literales fuera del mapa de tipos de OWL 2)",
        *("hechos inferidos", "sí", "no"),
    ),
    "en": (
        *("consistent", "unsatisfiable"),
        "triples seen: {n} (without {d} literals outside the OWL 2 datatype map)",
        *("inferred facts", "yes", "no"),
    ),
}


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
    from popgraph.reasoning import DEFAULT_FACTS, from_store, reason
    from popgraph.vocab import PREFIXES

    def full(text: str) -> str:
        prefix, colon, local = text.partition(":")
        if not colon:
            return PREFIXES["pop"] + text
        return PREFIXES[prefix] + local if prefix in PREFIXES else text

    def name(term: object) -> str:
        iri = str(getattr(term, "value", term))
        return code_of(iri) or short_iri(iri)

    store = open_graph(data, timeout, user)
    triples = [*from_store(store), *_background(store)]
    report = reason(triples, infer=[full(text) for text in infer] or DEFAULT_FACTS, time_limit=limit)

    consistent, unsatisfiable, seen, inferred, yes, no = _WORDS[lang]
    lines = [f"OWL 2 DL: {no if report.profile_violations else yes}"]
    lines += [f"  {violation}" for violation in report.profile_violations]
    lines.append(f"{consistent}: {yes if report.consistent else no}")
    lines += [f"  {clash}" for clash in report.clashes]
    lines += [f"  {unsatisfiable}: {name(iri)}" for iri in report.unsatisfiable]
    lines.append(seen.format(n=report.triples, d=report.dropped))
    lines.append(f"{inferred}: {len(report.inferred)}")
    if infer:
        lines += [f"  {name(f.subject)}  {name(f.predicate)}  {name(f.object)}" for f in report.inferred]
    put("\n".join(lines), None)
    return 0 if report.ok else 1


def _background(store: Store) -> list[Triple]:
    """What a plan by itself is to be reasoned over with: the shipped ontology, code lists and registry."""
    from popgraph import catalog
    from popgraph.loading import SourceFile, load
    from popgraph.reasoning import from_store

    shipped, present = catalog.shipped(), set(store.graphs())
    entries = shipped.of_kind("ontology", "alignments", "externals", "scheme", "registry")
    missing = [
        SourceFile(shipped.path(entry), entry.graph) for entry in entries if entry.graph not in present
    ]
    return from_store(load(missing))
