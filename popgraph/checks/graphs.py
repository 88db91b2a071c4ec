"""Checks of named graphs, which SHACL doesn't see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from popgraph.results import Result
from popgraph.vocab import GRAPH, ID, POP, PREFIXES

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

_TYPE = PREFIXES["rdf"] + "type"
_PLANS = frozenset(POP + name for name in ("Plan", "ProductOperationalPlan", "RegionalExportPlan"))
_INTERPRETATION = "/interpretation"
_REGISTRY = GRAPH + "registry/"
# What a file is called that doesn't name its graph.
_LOCAL = GRAPH + "local/"
_OURS = frozenset(POP + name for name in CURATED)
_SAID = frozenset(POP + name for name in TRANSCRIBED)


def belonging(store: Store) -> Iterator[Result]:
    """Yield GRF-01: a subject that isn't the plan's in a plan's graph, a curated link outside its interpretation graph.

    So are the plan's own subjects in a graph of the registry, and what the document says in an interpretation graph.

    Only graphs that are named as popgraph names them are looked at: the name says which IRIs belong there.
    """
    from pyoxigraph import NamedNode

    # Subjects by graph; only of graphs that may be a plan's, its interpretation's or the registry's.
    subjects: dict[str, set[str]] = {}
    telling: dict[str, set[str]] = {}
    curated: dict[str, set[tuple[str, str, str]]] = {}
    plans: set[str] = set()
    looked_at: dict[str, bool] = {}
    for quad in store.quads():
        graph = getattr(quad.graph_name, "value", "")
        if graph not in looked_at:
            looked_at[graph] = graph.startswith(GRAPH) and not graph.startswith(_LOCAL)
        if not looked_at[graph]:
            continue
        prop, value = quad.predicate.value, str(getattr(quad.object, "value", quad.object))
        if prop == _TYPE and value in _PLANS:
            plans.add(graph)
        node = str(getattr(quad.subject, "value", ""))
        if isinstance(quad.subject, NamedNode):
            subjects.setdefault(graph, set()).add(node)
            if prop in _SAID and graph.endswith(_INTERPRETATION):
                telling.setdefault(graph, set()).add(node)
        if prop in _OURS:
            curated.setdefault(graph, set()).add((node, prop, value))
    bases = {ID + name.removeprefix(GRAPH) + "/" for name in plans}
    for name in sorted(plans):
        base = ID + name.removeprefix(GRAPH) + "/"
        for graph in (name, name + _INTERPRETATION):
            strangers = sorted(node for node in subjects.get(graph, ()) if not node.startswith(base))
            yield from (_stray(node, graph) for node in strangers)
        for subject, prop, value in sorted(curated.get(name, ())):
            bound = (("graph", name), ("link", f"pop:{prop.removeprefix(POP)}"))
            yield Result("GRF-01", subject, prop, value, bindings=bound)
        readings = name + _INTERPRETATION
        told = sorted(node for node in telling.get(readings, ()) if node.startswith(base))
        yield from (_stray(node, readings) for node in told)
    for graph in sorted(subjects):
        if graph.startswith(_REGISTRY):
            yield from (_stray(node, graph) for node in sorted(subjects[graph]) if _space(node) in bases)


def _stray(node: str, graph: str) -> Result:
    return Result("GRF-01", node, value=node, bindings=(("graph", graph),))


def _space(node: str) -> str:
    """The beginning that the IRIs of one plan share, if it is such an IRI."""
    parts = node.removeprefix(ID).split("/", 3)
    return f"{ID}{'/'.join(parts[:3])}/" if node.startswith(ID) and len(parts) > 3 else ""
