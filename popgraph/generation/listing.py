"""The catalogue of a made-up collection, written entry by entry: which file is which named graph and data set."""

from __future__ import annotations

from popgraph.generation.draft import english, iri, spanish, text
from popgraph.generation.plan import MADE_BY, MADE_UP
from popgraph.vocab import DATASET, GRAPH, PREFIXES

__all__ = ["entry", "head", "prefixes"]


def prefixes(*names: str, base: str = "") -> str:
    """Return the declarations of some prefixes and a base."""
    lines = [f"@base <{base}> ."] if base else []
    return "\n".join([*lines, *(f"@prefix {name}: <{PREFIXES[name]}> ." for name in names)]) + "\n\n"


def head() -> str:
    """Return how the catalogue begins: it says that all is made up."""
    return (
        "# Made up by popgraph generate; no real plan says this.\n\n"
        + prefixes("dcat", "dcterms", "prov", "rdfs")
        + "@prefix dc: <http://purl.org/dc/elements/1.1/> .\n"
        "@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .\n\n"
        f"{iri(MADE_BY)} a prov:Activity ;\n"
        f"    rdfs:label {spanish('popgraph generate (sintético)')} , {english('popgraph generate (synthetic)')} ;\n"
        f"    rdfs:comment {' , '.join(MADE_UP)} .\n"
    )


def entry(file: str, graph: str, kind: str, title: str, region: str = "") -> str:
    """Return the blocks of one file: its named graph, data set and distribution.

    Args:
        file: Its path below the collection.
        graph: Path of its graph below ``graph/``.
        kind: One of `popgraph.catalog.KINDS`.
        title: What it is called, in Spanish.
        region: Path of its region below ``id/``, or empty.
    """
    dataset = DATASET + graph.replace("/", "-")
    where = f"    dcterms:spatial {iri(region)} ;\n" if region else ""
    return (
        f"\n<{GRAPH}{graph}> a sd:NamedGraph ;\n    sd:graph <{dataset}> ;\n    sd:name <{GRAPH}{graph}> .\n"
        f"<{dataset}> a dcat:Dataset ;\n    dc:type {text(kind)} ;\n"
        f"    dcat:distribution <{dataset}/turtle> ;\n{where}"
        f"    dcterms:title {spanish(title)} ;\n"
        f"    rdfs:comment {' , '.join(MADE_UP)} ;\n"
        f"    prov:wasGeneratedBy {iri(MADE_BY)} .\n"
        f"<{dataset}/turtle> a dcat:Distribution ;\n    dcterms:identifier {text(file)} .\n"
    )
