"""Checks of named graphs, which SHACL doesn't see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from popgraph.checks.keeping import Edit, Pieces, kept, label
from popgraph.results import Result
from popgraph.vocab import GRAPH, ID, POP, PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Quad

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
    standing = kept(store, "standing", _Standing.read)
    plans = {graph for graph, _ in standing.plans}
    bases = {ID + name.removeprefix(GRAPH) + "/" for name in plans}
    for name in sorted(plans):
        base = ID + name.removeprefix(GRAPH) + "/"
        for graph in (name, name + _INTERPRETATION):
            strangers = sorted(node for node in standing.subjects.get(graph, ()) if not node.startswith(base))
            yield from (_stray(node, graph) for node in strangers)
        for subject, prop, value in sorted(standing.curated.get(name, ())):
            bound = (("graph", name), ("link", f"pop:{prop.removeprefix(POP)}"))
            yield Result("GRF-01", subject, prop, value, bindings=bound)
        readings = name + _INTERPRETATION
        told = sorted(node for node in standing.telling.get(readings, ()) if node.startswith(base))
        yield from (_stray(node, readings) for node in told)
    for graph in sorted(standing.subjects):
        if graph.startswith(_REGISTRY):
            yield from (
                _stray(node, graph) for node in sorted(standing.subjects[graph]) if _space(node) in bases
            )


class _Standing(Pieces):
    """What stands in which graph, of those that may be a plan's, its interpretation's or the registry's."""

    def __init__(self) -> None:
        self.subjects: dict[str, set[str]] = defaultdict(set)
        # Those of which an interpretation says what the document says.
        self.telling: dict[str, set[str]] = defaultdict(set)
        self.curated: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
        self.plans: set[tuple[str, str]] = set()
        self._looked: dict[str, bool] = {}

    @classmethod
    def read(cls, store: Store) -> _Standing:
        standing = cls()
        standing._take(store.quads())
        return standing

    def renew(self, edit: Edit) -> None:
        for nodes in (*self.subjects.values(), *self.telling.values()):
            nodes.difference_update(edit.nodes)
        for graph, links in self.curated.items():
            self.curated[graph] = {link for link in links if link[0] not in edit.nodes}
        self.plans = {plan for plan in self.plans if plan[1] not in edit.nodes}
        self._take(edit.quads)

    def _take(self, quads: Iterable[Quad]) -> None:
        from pyoxigraph import NamedNode

        looked = self._looked
        for quad in quads:
            graph: str = getattr(quad.graph_name, "value", "")
            if graph not in looked:
                looked[graph] = graph.startswith(GRAPH) and not graph.startswith(_LOCAL)
            if not looked[graph]:
                continue
            prop, node = quad.predicate.value, label(quad.subject)
            if isinstance(quad.subject, NamedNode):
                self.subjects[graph].add(node)
                if prop in _SAID and graph.endswith(_INTERPRETATION):
                    self.telling[graph].add(node)
            if prop == _TYPE and _value(quad) in _PLANS:
                self.plans.add((graph, node))
            if prop in _OURS:
                self.curated[graph].add((node, prop, _value(quad)))


def _value(quad: Quad) -> str:
    return str(getattr(quad.object, "value", quad.object))


def _stray(node: str, graph: str) -> Result:
    return Result("GRF-01", node, value=node, bindings=(("graph", graph),))


def _space(node: str) -> str:
    """The beginning that the IRIs of one plan share, if it is such an IRI."""
    parts = node.removeprefix(ID).split("/", 3)
    return f"{ID}{'/'.join(parts[:3])}/" if node.startswith(ID) and len(parts) > 3 else ""
