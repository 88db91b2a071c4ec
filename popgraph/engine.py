"""What evaluates rules: one interface, so that an engine can be replaced in a day.

`popgraph.engines.pyshacl` is the reference, `popgraph.engines.setwise` the default; both give the same results.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import pyoxigraph
from pyoxigraph import DefaultGraph, Quad, Triple

from popgraph.errors import DataError
from popgraph.results import Result

if TYPE_CHECKING:
    import rdflib

    from popgraph.answers import Term
    from popgraph.rules import Rule

__all__ = ["MOST", "Data", "Engine", "check_size"]

# An rdflib graph takes over a kilobyte a triple, and the operating system kills what takes all memory.
MOST = 500_000


class Data:
    """One graph to be checked, in the two forms that engines work on.

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

    @cached_property
    def rdflib(self) -> rdflib.Graph:
        """The same triples as an rdflib graph."""
        import logging

        import rdflib

        from popgraph.store import rdflib_term

        # Of a literal that is none of its datatype a rule tells; rdflib would print a traceback, too.
        logging.getLogger("rdflib.term").setLevel(logging.ERROR)

        graph = rdflib.Graph()
        for quad in self.oxigraph:
            graph.add(tuple(rdflib_term(part) for part in (quad.subject, quad.predicate, quad.object)))  # type: ignore[arg-type]
        return graph

    def __len__(self) -> int:
        return len(self.oxigraph)


def _checkable(term: Term) -> Term:
    if isinstance(term, Triple):
        raise DataError(
            "Data with triple terms can't be checked", where=str(term)[:200], hint="SHACL knows none of RDF 1.2"
        )
    return term


def check_size(triples: int) -> None:
    """Do nothing if as many triples can be checked in memory: each is there as Python, as Oxigraph and as rdflib.

    Raises:
        DataError: If they are more than `MOST`.
    """
    if triples > MOST:
        raise DataError(
            "Too many triples to be checked at once",
            where=f"{triples} triples",
            hint=f"Check the plans one by one; at most {MOST}",
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
