"""One interface for a graph to be asked, wherever it lives.

`popgraph.embedded.EmbeddedStore` and `popgraph.remote.RemoteStore` implement it; the same query gives the
same answer in both. Queries see the union of the named graphs as their default graph.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Self

from popgraph.answers import Answer, Solutions, Term, Triples, Truth
from popgraph.errors import QueryError

if TYPE_CHECKING:
    from pyoxigraph import Quad
    from rdflib import Dataset
    from rdflib.term import Identifier

__all__ = ["Store", "plain_text", "rdflib_term"]


class Store(ABC):
    """A set of named graphs that can be asked but not changed."""

    @abstractmethod
    def query(self, sparql: str, *, bindings: Mapping[str, Term] | None = None, union: bool = True) -> Answer:
        """Return the answer to a SPARQL query.

        Args:
            sparql: A SELECT, ASK, CONSTRUCT or DESCRIBE query.
            bindings: Terms for some of its variables, by name without ``?``; see `popgraph.sparql.bind`.
            union: Whether patterns outside ``GRAPH`` see the union of all named graphs.

        Raises:
            QueryError: If the query can't be parsed, is refused, or doesn't use a given variable.
            EndpointError: If a remote store can't be reached, refuses or takes too long.
        """

    @abstractmethod
    def graphs(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs, sorted."""

    @abstractmethod
    def quads(self) -> Iterator[Quad]:
        """Yield every triple with the named graph that it stands in."""

    @abstractmethod
    def __len__(self) -> int:
        """Return how many triples stand in the graphs; one in two graphs counts twice."""

    def __bool__(self) -> bool:
        """Return True: a store without triples is still a store."""
        return True

    def select(self, sparql: str, *, bindings: Mapping[str, Term] | None = None) -> Solutions:
        """Return the rows of a SELECT query.

        Raises:
            QueryError: As `query`, and if the query is no SELECT.
        """
        answer = self.query(sparql, bindings=bindings)
        if not isinstance(answer, Solutions):
            raise QueryError("Not a SELECT query", where=sparql[:80])
        return answer

    def texts(self, sparql: str) -> Iterator[tuple[str, ...]]:
        """Yield the rows of a SELECT query as plain texts; empty where nothing is bound.

        An IRI is its text, a literal its lexical form, a blank node its label after ``_:``. For answers of many rows,
        of which nothing else is wanted.

        Raises:
            QueryError: As `query`, and if the query is no SELECT.

        >>> import popgraph
        >>> next(popgraph.open().texts("SELECT (<https://example.org/a> AS ?x) ?y {}"))
        ('https://example.org/a', '')
        """
        for row in self.select(sparql).rows:
            yield tuple("" if term is None else plain_text(term) for term in row)

    def texts_of(self, *queries: str) -> tuple[Iterator[tuple[str, ...]], ...]:
        """Return what `texts` gives for each of several queries; a store may answer them side by side.

        Raises:
            QueryError: As `texts`; it may only be raised when rows are asked for.
        """
        return tuple(map(self.texts, queries))

    def ask(self, sparql: str, *, bindings: Mapping[str, Term] | None = None) -> bool:
        """Return whether the pattern of an ASK query is found.

        Raises:
            QueryError: As `query`, and if the query is no ASK.
        """
        answer = self.query(sparql, bindings=bindings)
        if not isinstance(answer, Truth):
            raise QueryError("Not an ASK query", where=sparql[:80])
        return answer.value

    def construct(self, sparql: str, *, bindings: Mapping[str, Term] | None = None) -> Triples:
        """Return the triples that a CONSTRUCT or DESCRIBE query gives.

        Raises:
            QueryError: As `query`, and if the query is neither.
        """
        answer = self.query(sparql, bindings=bindings)
        if not isinstance(answer, Triples):
            raise QueryError("Not a CONSTRUCT or DESCRIBE query", where=sparql[:80])
        return answer

    def to_rdflib(self) -> Dataset:
        """Return a copy as an rdflib Dataset with the same named graphs.

        Its default graph is the union of them, so that queries answer as they do here. Literals keep their
        spelling.
        """
        from pyoxigraph import DefaultGraph
        from rdflib import Dataset, URIRef

        from popgraph.vocab import PREFIXES

        dataset = Dataset(default_union=True)
        for prefix, namespace in PREFIXES.items():
            dataset.bind(prefix, namespace, replace=True)
        contexts = {name: dataset.graph(URIRef(name)) for name in self.graphs()}
        for quad in self.quads():
            triple = tuple(rdflib_term(part) for part in (quad.subject, quad.predicate, quad.object))
            graph = dataset.default_graph
            if not isinstance(quad.graph_name, DefaultGraph):
                graph = contexts.get(quad.graph_name.value) or dataset.graph(rdflib_term(quad.graph_name))
            graph.add(triple)
        return dataset

    @abstractmethod
    def close(self) -> None:
        """Give back what the store holds; it can't be asked afterwards."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def plain_text(term: Term) -> str:
    """Return what `Store.texts` gives for a term.

    >>> from pyoxigraph import BlankNode, Literal
    >>> plain_text(Literal("cacao", language="es")), plain_text(BlankNode("x"))
    ('cacao', '_:x')
    """
    from pyoxigraph import Literal, NamedNode

    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def rdflib_term(term: Term) -> Identifier:
    """Return a term as rdflib knows it, in the same spelling.

    Raises:
        QueryError: If it is a triple term, which rdflib has no counterpart of.

    >>> from pyoxigraph import Literal
    >>> rdflib_term(Literal("cacao", language="es"))
    rdflib.term.Literal('cacao', lang='es')
    """
    from pyoxigraph import BlankNode, Literal, NamedNode
    from rdflib import BNode, URIRef
    from rdflib import Literal as RdflibLiteral

    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    if not isinstance(term, Literal):
        raise QueryError("rdflib has no triple terms", where=str(term))
    if term.language:
        return RdflibLiteral(term.value, lang=term.language)
    if term.datatype.value == "http://www.w3.org/2001/XMLSchema#string":
        return RdflibLiteral(term.value)
    return RdflibLiteral(term.value, datatype=URIRef(term.datatype.value), normalize=False)
