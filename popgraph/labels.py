"""Names for IRIs, in the reader's language.

A thing's label is its `rdfs:label`, `skos:prefLabel` or `dcterms:title` in the language asked for, else in any, or its
`pop:wordingText`. Where the graph has none for a term, a code or an actor of popgraph, the shipped ontology, code lists
and registry are asked. A part of a plan is then called by its compact code, anything else by its prefixed name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from popgraph.codes import code_of, part_of
from popgraph.vocab import BASE, PREFIXES

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["LANGUAGES", "label", "labels", "short_iri"]

LANGUAGES = ("es", "en")

_BATCH = 400
# What the shipped ontology, code lists and registry name.
_OURS = (BASE, PREFIXES["unit"])
_QUERY = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX pop: <https://w3id.org/popgraph/ontology#>
SELECT ?iri ?rank ?text WHERE {
  VALUES ?iri { %s }
  { ?iri rdfs:label ?text BIND(0 AS ?rank) }
  UNION { ?iri skos:prefLabel ?text BIND(1 AS ?rank) }
  UNION { ?iri dcterms:title ?text BIND(2 AS ?rank) }
  UNION { ?iri pop:wordingText ?text BIND(3 AS ?rank) }
}"""


def labels(store: Store, iris: Iterable[str], *, lang: str = "es") -> dict[str, str]:
    """Return a label for each IRI.

    Args:
        store: Where the labels are looked up.
        iris: The IRIs; one that nothing is known of gets its prefixed name, and what is no IRI is called as it is.
        lang: Preferred language tag; another language is taken before none.

    Raises:
        EndpointError: If a remote store can't answer.

    >>> import popgraph
    >>> labels(popgraph.open(), ["https://w3id.org/popgraph/id/org/mincetur"])
    {'https://w3id.org/popgraph/id/org/mincetur': 'MINCETUR'}
    """
    wanted = list(dict.fromkeys(iris))
    found = _stated(store, wanted, lang=lang)
    missing = [iri for iri in wanted if iri not in found and iri.startswith(_OURS) and not part_of(iri)]
    if missing:
        found |= _stated(_background(), missing, lang=lang)
    return {iri: found.get(iri) or code_of(iri) or short_iri(iri) for iri in wanted}


def label(store: Store, iri: str, *, lang: str = "es") -> str:
    """Return the label of one IRI; see `labels`."""
    return labels(store, [iri], lang=lang)[iri]


def _stated(store: Store, wanted: list[str], *, lang: str) -> dict[str, str]:
    """The labels that stand in a store."""
    from pyoxigraph import Literal, NamedNode

    best: dict[str, tuple[tuple[int, int, str], str]] = {}
    for start in range(0, len(wanted), _BATCH):
        batch = wanted[start : start + _BATCH]
        for row in store.select(_QUERY % " ".join(_nodes(batch))):
            iri, rank, text = row["iri"], row["rank"], row["text"]
            if not (isinstance(iri, NamedNode) and isinstance(rank, Literal) and isinstance(text, Literal)):
                continue
            spoken = (text.language or "").lower()
            # The wrong language is worse than the wrong kind of label; the text itself breaks ties.
            distance = 0 if spoken.split("-")[0] == lang else 1 if not spoken else 2
            key = (distance, int(rank.value), text.value)
            if iri.value not in best or key < best[iri.value][0]:
                best[iri.value] = (key, text.value)
    return {iri: text for iri, (_, text) in best.items()}


def _nodes(texts: Iterable[str]) -> Iterator[str]:
    """IRIs as SPARQL writes them; a blank node or a literal, which can't be asked for by name, is left out."""
    from pyoxigraph import NamedNode

    for text in texts:
        with suppress(ValueError):
            yield str(NamedNode(text))


@cache
def _background() -> Store:
    """The shipped ontology, code lists and registry, for a graph that doesn't bring them along."""
    from popgraph import catalog
    from popgraph.loading import SourceFile, load

    shipped = catalog.shipped()
    entries = shipped.of_kind("ontology", "scheme", "registry")
    return load([SourceFile(shipped.path(entry), entry.graph) for entry in entries])


def short_iri(iri: str) -> str:
    """Return an IRI with its prefix where one fits, else as it is.

    >>> short_iri("https://w3id.org/popgraph/ontology#PlannedTask")
    'pop:PlannedTask'
    """
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local and "/" not in local and "#" not in local:
            return f"{prefix}:{local}"
    return iri
