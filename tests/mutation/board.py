"""The real plan as a board on which one thing is changed at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from popgraph.vocab import GRAPH, ID, POP, PREFIXES

__all__ = ["TYPE", "Board", "Change", "Term", "local", "node"]

Term = NamedNode | BlankNode | Literal | Triple
TYPE = NamedNode(PREFIXES["rdf"] + "type")
_WAIVER = NamedNode(POP + "Waiver")
_SUBCLASS = NamedNode(PREFIXES["rdfs"] + "subClassOf")
_MUTABLE = (GRAPH + "pe-cus/", GRAPH + "stats/", GRAPH + "registry/")


@dataclass(frozen=True)
class Change:
    """Quads to take away and to add, and what was done, for a reader."""

    removed: frozenset[Quad]
    added: frozenset[Quad]
    what: str


class Board:
    """The quads of the shipped graph, with the indexes that an operator needs.

    Only plans, tables and the registry are changed; the ontology, code lists, shapes, waivers and the catalogue stay.
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.quads = tuple(quads)
        waivers = {quad.subject for quad in self.quads if quad.predicate == TYPE and quad.object == _WAIVER}
        self._out: dict[str, list[Quad]] = defaultdict(list)
        self._into: dict[str, list[Quad]] = defaultdict(list)
        self.model: list[Quad] = []
        for quad in self.quads:
            graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
            if graph == GRAPH + "ontology":
                self.model.append(quad)
            elif (
                graph.startswith(_MUTABLE)
                and isinstance(quad.subject, NamedNode)
                and quad.subject not in waivers
            ):
                self._out[quad.subject.value].append(quad)
                if isinstance(quad.object, NamedNode):
                    self._into[quad.object.value].append(quad)

    @cached_property
    def own(self) -> frozenset[str]:
        """The local names that the ontology declares."""
        return frozenset(local(quad.subject) for quad in self.model if isinstance(quad.subject, NamedNode))

    def ancestors(self, name: str) -> frozenset[str]:
        """A class of the ontology and all that it is a kind of, by local name."""
        found, waiting = {name}, [name]
        while waiting:
            here = NamedNode(POP + waiting.pop())
            for quad in self.model:
                if (
                    quad.subject == here
                    and quad.predicate == _SUBCLASS
                    and isinstance(quad.object, NamedNode)
                ):
                    upper = local(quad.object)
                    if upper not in found:
                        found.add(upper)
                        waiting.append(upper)
        return frozenset(found)

    @cached_property
    def classes(self) -> dict[str, tuple[NamedNode, ...]]:
        """The nodes of each class by its local name, sorted, under the types that they state."""
        found: dict[str, set[str]] = defaultdict(set)
        for subject, quads in self._out.items():
            for quad in quads:
                if quad.predicate == TYPE and isinstance(quad.object, NamedNode):
                    found[local(quad.object)].add(subject)
        return {name: tuple(NamedNode(iri) for iri in sorted(nodes)) for name, nodes in sorted(found.items())}

    @cached_property
    def used(self) -> dict[str, dict[NamedNode, tuple[NamedNode, ...]]]:
        """For each class, the properties that its nodes carry, and which nodes carry each."""
        table: dict[str, dict[NamedNode, tuple[NamedNode, ...]]] = {}
        for name, nodes in self.classes.items():
            carriers: dict[str, list[NamedNode]] = defaultdict(list)
            for item in nodes:
                for predicate in sorted({quad.predicate.value for quad in self.out(item)} - {TYPE.value}):
                    carriers[predicate].append(item)
            table[name] = {NamedNode(iri): tuple(carriers[iri]) for iri in sorted(carriers)}
        return table

    def out(self, item: NamedNode, predicate: NamedNode | None = None) -> list[Quad]:
        """The quads that a node is the subject of."""
        quads = self._out.get(item.value, [])
        return quads if predicate is None else [quad for quad in quads if quad.predicate == predicate]

    def into(self, item: NamedNode, predicate: NamedNode | None = None) -> list[Quad]:
        """The quads that a node is the object of."""
        quads = self._into.get(item.value, [])
        return quads if predicate is None else [quad for quad in quads if quad.predicate == predicate]

    def one(self, item: NamedNode, name: str) -> Quad | None:
        """One quad of a node with an own property, by its local name; of several, the first by value."""
        quads = self.out(item, NamedNode(POP + name))
        return min(quads, key=str) if quads else None

    def having(self, class_name: str, *names: str) -> list[NamedNode]:
        """The nodes of a class that have all of some own properties."""
        return [item for item in self.classes.get(class_name, ()) if all(self.one(item, n) for n in names)]

    def after(self, change: Change) -> list[Quad]:
        """All quads as they stand once a change is made."""
        return [quad for quad in self.quads if quad not in change.removed] + list(change.added)


def local(term: NamedNode) -> str:
    """The last part of an IRI: what stands behind its # or last slash."""
    return term.value.replace("#", "/").rsplit("/", 1)[-1]


def node(path: str) -> NamedNode:
    """A node by its path below the identifiers, such as ``org/mincetur``."""
    return NamedNode(ID + path)
