"""How much stands in a graph: counts by class, by named graph and by region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from popgraph.labels import labels

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["Count", "Overview", "RegionCount", "info"]

_PREFIX = "PREFIX pop: <https://w3id.org/popgraph/ontology#>\n"
_GRAPHS = "SELECT ?x (COUNT(*) AS ?n) { GRAPH ?x { ?s ?p ?o } } GROUP BY ?x"
_CLASSES = (
    _PREFIX
    + """PREFIX owl: <http://www.w3.org/2002/07/owl#>
SELECT ?x (COUNT(DISTINCT ?s) AS ?n) {
  ?s a ?x . FILTER(STRSTARTS(STR(?x), STR(pop:)) || STRSTARTS(STR(?x), "http://purl.org/linked-data/cube#"))
} GROUP BY ?x"""
)
_REGIONS = (
    _PREFIX
    + """SELECT ?x ?plan (COUNT(DISTINCT ?e) AS ?n) {
  ?plan pop:forRegion ?x . OPTIONAL { ?e pop:partOfPlan ?plan }
} GROUP BY ?x ?plan"""
)


@dataclass(frozen=True, slots=True)
class Count:
    """How many of a kind there are: the kind's IRI, its label, the number."""

    iri: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class RegionCount:
    """A region's plans and how many elements they have together."""

    iri: str
    label: str
    plans: int
    elements: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What a graph holds.

    Attributes:
        triples: Triples over all named graphs.
        classes: Instances by class, own terms and data cube, most first.
        graphs: Triples by named graph, by IRI.
        regions: Plans and elements by region.
    """

    triples: int
    classes: tuple[Count, ...]
    graphs: tuple[Count, ...]
    regions: tuple[RegionCount, ...]


def info(store: Store, *, lang: str = "es") -> Overview:
    """Return counts by class, named graph and region.

    Args:
        store: The graph.
        lang: Language of the labels.

    >>> import popgraph
    >>> overview = info(popgraph.open())
    >>> {count.label: count.number for count in overview.classes}["tarea planificada"]
    33
    """
    graphs = _counts(store, _GRAPHS)
    classes = _counts(store, _CLASSES)
    plans: dict[str, dict[str, int]] = {}
    for row in store.select(_REGIONS):
        region, plan, number = (getattr(row[name], "value", "") for name in ("x", "plan", "n"))
        plans.setdefault(region, {})[plan] = int(number)
    datasets = _titles(store, lang=lang)
    names = labels(store, [*classes, *plans], lang=lang)
    return Overview(
        triples=sum(graphs.values()),
        classes=tuple(
            Count(iri, names[iri], number)
            for iri, number in sorted(classes.items(), key=lambda item: (-item[1], item[0]))
        ),
        graphs=tuple(Count(iri, datasets.get(iri, ""), number) for iri, number in sorted(graphs.items())),
        regions=tuple(
            RegionCount(iri, names[iri], len(counts), sum(counts.values()))
            for iri, counts in sorted(plans.items())
        ),
    )


def _counts(store: Store, query: str) -> dict[str, int]:
    found = {
        str(getattr(row["x"], "value", "")): int(getattr(row["n"], "value", 0)) for row in store.select(query)
    }
    # Without rows, engines differ on whether GROUP BY gives none or one empty one.
    return {iri: number for iri, number in found.items() if iri}


def _titles(store: Store, *, lang: str) -> dict[str, str]:
    """The title of the data set behind each named graph, where a catalogue is loaded."""
    rows = store.select(
        "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>\n"
        "SELECT DISTINCT ?graph ?dataset { ?graph sd:graph ?dataset }"
    )
    homes = {str(getattr(r["graph"], "value", "")): str(getattr(r["dataset"], "value", "")) for r in rows}
    names = labels(store, set(homes.values()), lang=lang)
    return {graph: names[dataset] for graph, dataset in homes.items()}
