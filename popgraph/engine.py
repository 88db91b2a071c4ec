"""What evaluates rules: one interface, so that an engine can be replaced in a day.

`popgraph.engines.pyshacl` is the reference, `popgraph.engines.setwise` the default; both give the same results.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, Self

import pyoxigraph
from pyoxigraph import DefaultGraph, Quad, QuerySolutions, Triple

from popgraph.errors import DataError
from popgraph.results import Result

if TYPE_CHECKING:
    import rdflib

    from popgraph.answers import Term
    from popgraph.rules import Rule

__all__ = ["MOST", "Data", "Engine", "check_size"]

MOST = {"pyshacl": 500_000, "setwise": 5_000_000}
"""How many triples each engine is given at once: the operating system kills what takes all memory.

An rdflib graph takes over a kilobyte a triple, Oxigraph some 400 bytes.
"""


class Data:
    """One graph to be checked, in the two forms that engines work on.

    Attributes:
        oxigraph: An Oxigraph store whose default graph it is.

    Raises:
        DataError: If it holds a triple term, which SHACL has no rules for.

    >>> from pyoxigraph import Literal, NamedNode
    >>> data = Data([Triple(NamedNode("urn:a"), NamedNode("urn:p"), Literal("x"))] * 2)
    >>> len(data), len(data.rdflib)
    (1, 1)
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        everywhere = DefaultGraph()
        self.oxigraph = pyoxigraph.Store()
        self.oxigraph.bulk_extend(
            Quad(triple.subject, triple.predicate, _checkable(triple.object), everywhere)
            for triple in triples
        )

    @classmethod
    def of(cls, store: pyoxigraph.Store, *, plain: bool = False) -> Self:
        """Return the default graph of a store; what stands in its named graphs isn't looked at.

        Args:
            store: The store.
            plain: There are no triple terms in it, so that they needn't be looked for.

        Raises:
            DataError: If it holds a triple term.
        """
        data = cls(())
        data.oxigraph = store
        if plain:
            return data
        strange = store.query("SELECT ?o { ?s ?p ?o FILTER (isTRIPLE(?o)) } LIMIT 1")
        assert isinstance(strange, QuerySolutions)
        for row in strange:
            _checkable(row[0])
        return data

    @cached_property
    def rdflib(self) -> rdflib.Graph:
        """The same triples as an rdflib graph."""
        import logging

        import rdflib

        from popgraph.store import rdflib_term

        # Of a literal that is none of its datatype a rule tells; rdflib would print a traceback, too.
        logging.getLogger("rdflib.term").setLevel(logging.ERROR)

        graph = rdflib.Graph()
        for quad in self.oxigraph.quads_for_pattern(None, None, None, DefaultGraph()):
            graph.add(tuple(rdflib_term(part) for part in (quad.subject, quad.predicate, quad.object)))  # type: ignore[arg-type]
        return graph

    def __len__(self) -> int:
        return sum(1 for _ in self.oxigraph.quads_for_pattern(None, None, None, DefaultGraph()))


def _checkable(term: Term) -> Term:
    if isinstance(term, Triple):
        raise DataError(
            "Data with triple terms can't be checked",
            where=str(term)[:200],
            hint="SHACL knows none of RDF 1.2",
        )
    return term


def check_size(triples: int, engine: str) -> None:
    """Do nothing if as many triples can be checked at once in memory.

    Raises:
        DataError: If they are more than `MOST` of the engine.
    """
    most = MOST.get(engine, max(MOST.values()))
    if triples > most:
        raise DataError(
            "Too many triples to be checked at once",
            where=f"{triples} triples",
            hint=f"At most {most}. A catalog.ttl that says which graph each file is lets plans be checked one by one",
        )


class Engine(Protocol):
    """Evaluates rules on a graph."""

    def evaluate(self, data: Data, rules: Sequence[Rule]) -> tuple[Result, ...]:
        """Return what breaks the rules, sorted, each once.

        Args:
            data: The graph, with the classes and code lists that the rules need.
            rules: Rules of the catalogue; those that aren't shapes are left to `popgraph.checks`.

        Raises:
            DataError: If a rule can't be evaluated; it is named.
        """
        ...
