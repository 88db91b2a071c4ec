"""Triples under construction, each with the table row that it comes from."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Triple

from popgraph.encoding.names import expand
from popgraph.encoding.problems import Place

__all__ = ["Graph", "Node"]

_XSD = "http://www.w3.org/2001/XMLSchema#"


class Graph:
    """A set of triples that remembers each one's row."""

    def __init__(self) -> None:
        self.triples: dict[Triple, Place] = {}

    def node(self, iri: str, where: Place) -> Node:
        """Return a writer of triples about ``iri``."""
        return Node(self, iri, where)


class Node:
    """Adds triples about one resource; properties are prefixed names, empty values add nothing.

    >>> graph = Graph()
    >>> node = graph.node("https://example.org/t1", Place("tasks.csv", 2))
    >>> node = node.is_a("pop:PlannedTask").text("pop:statement", "Crear un fondo", "es")
    >>> node = node.text("rdfs:label", "", "es")
    >>> len(graph.triples)
    2
    """

    def __init__(self, graph: Graph, iri: str, where: Place) -> None:
        self.iri = iri
        self._subject = NamedNode(iri)
        self._graph = graph
        self._where = where

    def add(self, predicate: str, term: NamedNode | Literal) -> Node:
        """Add one triple; ``predicate`` is a prefixed name."""
        triple = Triple(self._subject, NamedNode(expand(predicate)), term)
        self._graph.triples.setdefault(triple, self._where)
        return self

    def is_a(self, kind: str) -> Node:
        """Say which class the resource has."""
        return self.add("rdf:type", NamedNode(expand(kind)))

    def link(self, predicate: str, *iris: str | None) -> Node:
        """Link to other resources."""
        for iri in iris:
            if iri:
                self.add(predicate, NamedNode(iri))
        return self

    def text(self, predicate: str, value: str, language: str) -> Node:
        """Add a text in a language."""
        return self.add(predicate, Literal(value, language=language)) if value else self

    def string(self, predicate: str, value: str) -> Node:
        """Add a plain string."""
        return self.add(predicate, Literal(value)) if value else self

    def typed(self, predicate: str, value: str, datatype: str) -> Node:
        """Add a literal of the datatype IRI ``datatype``."""
        return self.add(predicate, Literal(value, datatype=NamedNode(datatype))) if value else self

    def integer(self, predicate: str, value: int | None) -> Node:
        """Add an xsd:integer."""
        return self if value is None else self.typed(predicate, str(value), _XSD + "integer")

    def decimal(self, predicate: str, value: Decimal | None) -> Node:
        """Add an xsd:decimal in its canonical form, which always has a point."""
        if value is None:
            return self
        text = format(value, "f")
        whole, _, fraction = text.partition(".")
        return self.typed(predicate, f"{whole}.{fraction.rstrip('0') or '0'}", _XSD + "decimal")

    def dates(self, predicate: str, values: Iterable[datetime.date | None]) -> Node:
        """Add xsd:date values."""
        for value in values:
            if value is not None:
                self.typed(predicate, value.isoformat(), _XSD + "date")
        return self
