"""A graph as sets: what a property relates and what belongs to a class, each read once, when first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple

from popgraph.vocab import PREFIXES

__all__ = ["Relation", "Relations", "Term"]

Term = NamedNode | BlankNode | Literal | Triple
Relation = Mapping[Term, Sequence[Term]]

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_SUBCLASS = NamedNode(PREFIXES["rdfs"] + "subClassOf")

_GRAPH = DefaultGraph()


class Relations:
    """What an Oxigraph store says in its default graph.

    How often the store is asked depends on how many properties and classes are of interest, not on how many nodes are.

    >>> from pyoxigraph import Quad
    >>> store = pyoxigraph.Store()
    >>> store.add(Quad(NamedNode("urn:a"), NamedNode("urn:p"), Literal("x")))
    >>> Relations(store).of(NamedNode("urn:p"))[NamedNode("urn:a")]
    [<Literal value=x datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#string>>]
    """

    def __init__(self, store: pyoxigraph.Store) -> None:
        self._store = store
        self._forward: dict[NamedNode, dict[Term, list[Term]]] = {}
        self._backward: dict[NamedNode, dict[Term, list[Term]]] = {}
        self._instances: dict[Term, frozenset[Term]] = {}
        self._properties: dict[Term, list[tuple[NamedNode, Term]]] | None = None

    def of(self, predicate: NamedNode) -> Relation:
        """Return the objects of each subject of a property."""
        if predicate not in self._forward:
            found: dict[Term, list[Term]] = {}
            for subject, _, value, _ in self._store.quads_for_pattern(None, predicate, None, _GRAPH):
                found.setdefault(subject, []).append(value)
            self._forward[predicate] = found
        return self._forward[predicate]

    def to(self, predicate: NamedNode) -> Relation:
        """Return the subjects of each object of a property."""
        if predicate not in self._backward:
            found: dict[Term, list[Term]] = {}
            for subject, values in self.of(predicate).items():
                for value in values:
                    found.setdefault(value, []).append(subject)
            self._backward[predicate] = found
        return self._backward[predicate]

    def classes(self, class_: Term) -> tuple[Term, ...]:
        """Return a class and all classes below it."""
        below = self.to(_SUBCLASS)
        found, waiting = {class_: None}, [class_]
        while waiting:
            for lower in below.get(waiting.pop(), ()):
                if lower not in found:
                    found[lower] = None
                    waiting.append(lower)
        return tuple(found)

    def instances(self, class_: Term) -> frozenset[Term]:
        """Return what is of a class or of a class below it."""
        if class_ not in self._instances:
            self._instances[class_] = frozenset(
                quad.subject
                for item in self.classes(class_)
                if not isinstance(item, Triple)
                for quad in self._store.quads_for_pattern(None, _TYPE, item, _GRAPH)
            )
        return self._instances[class_]

    def properties(self, node: Term) -> Iterator[tuple[NamedNode, Term]]:
        """Return all that is said of a node: properties with their values."""
        if self._properties is None:
            self._properties = {}
            for subject, predicate, value, _ in self._store.quads_for_pattern(None, None, None, _GRAPH):
                self._properties.setdefault(subject, []).append((predicate, value))
        yield from self._properties.get(node, ())
