"""The page of the data sets: which file is which named graph, as ``data/catalog.ttl`` says."""

from __future__ import annotations

from popgraph.catalog import KINDS, Catalog, CatalogEntry
from popgraph.docpages.facts import Facts
from popgraph.docpages.markdown import anchored, code, escape, link, number, table
from popgraph.docpages.words import generated, say
from popgraph.vocab import DATASET, GRAPH

__all__ = ["datasets_page"]

_LICENCES = {"https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0"}
_DC_RIGHTS = "http://purl.org/dc/elements/1.1/rights"


def datasets_page(facts: Facts, catalog: Catalog, lang: str) -> str:
    """Return the page in a language."""
    entries = sorted(catalog, key=lambda entry: (KINDS.index(entry.kind), entry.file))
    own = DATASET + "catalog"
    heads = [say(key, lang) for key in ("file", "graph", "dataset", "triples", "licence")]
    rows = [_row(facts, entry, lang) for entry in entries]
    total = ("", "", f"**{say('total', lang)}**", number(sum(facts.sizes.values()), lang), "")
    return (
        "\n\n".join(
            [
                generated("datasets", lang, "data/catalog.ttl"),
                f"# {escape(facts.text(own, 'dcterms:title', lang))}",
                escape(facts.text(own, "dcterms:description", lang)),
                f"{say('graph', lang)}: {code(GRAPH)} + …; {say('dataset', lang)}: {code(DATASET)} + …",
                table(heads, [*rows, total], right=frozenset({3})),
                *(_dataset(facts, entry.dataset, entry.file, lang) for entry in entries),
                *(_dataset(facts, iri, file, lang) for iri, file in _documents(facts, catalog)),
            ]
        )
        + "\n"
    )


def _row(facts: Facts, entry: CatalogEntry, lang: str) -> tuple[str, str, str, str, str]:
    graph = entry.graph.removeprefix(GRAPH)
    return (
        link(code(entry.file), f"../../{entry.file}"),
        code(graph),
        link(code(_name(entry.dataset)), f"#{_name(entry.dataset)}"),
        number(facts.sizes.get(graph, 0), lang),
        _licence(facts, entry.dataset),
    )


def _dataset(facts: Facts, iri: str, file: str, lang: str) -> str:
    title = facts.text(iri, "dcterms:title", lang) or file
    blocks = [anchored(2, escape(title), _name(iri)), f"{link(code(file), f'../../{file}')} · {code(iri)}"]
    if text := facts.text(iri, "dcterms:description", lang):
        blocks.append(escape(text))
    if rights := _rights(facts, iri, lang):
        blocks.append(f"*{say('rights', lang)}:* {escape(rights)}")
    return "\n\n".join(blocks)


def _documents(facts: Facts, catalog: Catalog) -> list[tuple[str, str]]:
    """The data sets that are no graph: the documents, each with its file."""
    graphs = {entry.dataset for entry in catalog}
    return [
        (iri, facts.value(distribution, "dcterms:identifier"))
        for iri in facts.members.get("http://www.w3.org/ns/dcat#Dataset", ())
        if iri not in graphs
        for distribution in facts.values(iri, "dcat:distribution")
    ]


def _licence(facts: Facts, iri: str) -> str:
    return ", ".join(
        link(_LICENCES.get(licence, licence), licence) for licence in facts.values(iri, "dcterms:license")
    )


def _rights(facts: Facts, iri: str, lang: str) -> str:
    for term in facts.said[iri].get(_DC_RIGHTS, ()):
        if getattr(term, "language", None) == lang:
            return str(getattr(term, "value", ""))
    return ""


def _name(iri: str) -> str:
    return iri.removeprefix(DATASET)
