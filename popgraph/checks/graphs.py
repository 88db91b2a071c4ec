"""Checks of named graphs, which SHACL doesn't see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from popgraph.checks.rows import rows
from popgraph.results import Result
from popgraph.vocab import GRAPH, ID, POP

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["CURATED", "TRANSCRIBED", "belonging"]

CURATED = (
    *("addressesFinding", "dependsOn", "highlights", "measures"),
    *("produces", "resultLevel", "sameMilestoneAs", "uses"),
)
"""Links that are ours and not the document's."""

TRANSCRIBED = (
    *(
        "about",
        "code",
        "determinant",
        "earliest",
        "edtf",
        "figureUnit",
        "figureValue",
        "hasDuePeriod",
        "hasGoal",
    ),
    *("hasIndicator", "hasResponsibility", "hasSourcePassage", "hasTarget", "inSection", "latest", "ordinal"),
    *("partOfActivity", "partOfPlan", "responsibilityRole", "responsibleParty", "reviews", "servesObjective"),
    *("sourceText", "statedIn", "statement", "swotQuadrant", "targetUnit", "targetValue"),
)
"""What the document says of a plan's parts, and no judgement of ours."""

_INTERPRETATION = "/interpretation"
_REGISTRY = GRAPH + "registry/"
_PLANS = """
SELECT DISTINCT ?graph WHERE {
  GRAPH ?graph { ?plan a ?class }
  FILTER (?class IN (pop:Plan, pop:ProductOperationalPlan, pop:RegionalExportPlan))
} ORDER BY ?graph"""


def belonging(store: Store) -> Iterator[Result]:
    """Yield GRF-01: a subject that isn't the plan's in a plan's graph, a curated link outside its interpretation graph.

    So are the plan's own subjects in a graph of the registry, and what the document says in an interpretation graph.

    Only graphs that are named as popgraph names them are looked at: the name says which IRIs belong there.
    """
    names = [row["graph"] for row in rows(store, _PLANS)]
    present = set(store.graphs())
    for name in names:
        if not name.startswith(GRAPH):
            continue
        base = ID + name.removeprefix(GRAPH) + "/"
        for graph in (name, name + _INTERPRETATION):
            if graph in present:
                yield from _strangers(store, graph, base)
        yield from _curated(store, name)
        if name + _INTERPRETATION in present:
            said = ", ".join(f"pop:{property_}" for property_ in TRANSCRIBED)
            yield from _misfiled(store, name + _INTERPRETATION, base, f"FILTER (?predicate IN ({said}))")
        for graph in sorted(present):
            if graph.startswith(_REGISTRY):
                yield from _misfiled(store, graph, base, "")


def _strangers(store: Store, graph: str, base: str) -> Iterator[Result]:
    query = f"""
SELECT DISTINCT ?subject WHERE {{
  GRAPH <{graph}> {{ ?subject ?predicate ?object }}
  FILTER (isIRI(?subject) && !STRSTARTS(STR(?subject), "{base}"))
}} ORDER BY ?subject"""
    for row in rows(store, query):
        yield Result("GRF-01", row["subject"], value=row["subject"], bindings=(("graph", graph),))


def _misfiled(store: Store, graph: str, base: str, narrower: str) -> Iterator[Result]:
    query = f"""
SELECT DISTINCT ?subject WHERE {{
  GRAPH <{graph}> {{ ?subject ?predicate ?object }}
  FILTER (isIRI(?subject) && STRSTARTS(STR(?subject), "{base}"))
  {narrower}
}} ORDER BY ?subject"""
    for row in rows(store, query):
        yield Result("GRF-01", row["subject"], value=row["subject"], bindings=(("graph", graph),))


def _curated(store: Store, graph: str) -> Iterator[Result]:
    names = ", ".join(f"pop:{name}" for name in CURATED)
    query = f"""
SELECT DISTINCT ?subject ?predicate ?object WHERE {{
  GRAPH <{graph}> {{ ?subject ?predicate ?object }}
  FILTER (?predicate IN ({names}))
}} ORDER BY ?subject ?predicate ?object"""
    for row in rows(store, query):
        shown = f"pop:{row['predicate'].removeprefix(POP)}"
        yield Result(
            "GRF-01",
            row["subject"],
            row["predicate"],
            row["object"],
            bindings=(("graph", graph), ("link", shown)),
        )
