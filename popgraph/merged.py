"""Named graphs and their union in one Oxigraph store: the union is the default graph, so that no triple counts twice.

Oxigraph can answer from the union of named graphs without this, but then a triple in two graphs counts as two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

from popgraph.answers import Answer, Term
from popgraph.embedded import EmbeddedStore

__all__ = ["MergedStore"]

# As many are kept as a list, since a dozen checks look at all of them; more would take too much memory.
_FEW = 600_000


class MergedStore(EmbeddedStore):
    """A store in memory whose default graph holds what its named graphs hold, once it is `merged`.

    Args:
        store: Named graphs; nothing in the default graph.

    >>> from pyoxigraph import Literal
    >>> a, p = NamedNode("urn:a"), NamedNode("urn:p")
    >>> store = pyoxigraph.Store()
    >>> store.extend([Quad(a, p, Literal("x"), NamedNode("urn:g")), Quad(a, p, Literal("x"), NamedNode("urn:h"))])
    >>> merged = MergedStore(store).merged()
    >>> len(list(merged.quads())), merged.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").column("n")[0].value
    (2, '1')
    """

    _union = False

    def __init__(self, store: pyoxigraph.Store | None = None) -> None:
        super().__init__(store)
        self._names = tuple(self.oxigraph.named_graphs())
        self._listed: list[Quad] | None = None

    def merged(self, *, but: Iterable[str] = ()) -> MergedStore:
        """Put what the named graphs hold into the default graph, and return the store.

        Args:
            but: What the IRIs of graphs that are left out begin with.
        """
        self._names, self._listed = tuple(self.oxigraph.named_graphs()), None
        left_out = [name for name in self._names if name.value.startswith(tuple(but))]
        narrower = "".join(f" FILTER (?g != {name})" for name in left_out)
        self.oxigraph.update(f"INSERT {{ ?s ?p ?o }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }}{narrower} }}")
        return self

    def query(self, sparql: str, *, bindings: Mapping[str, Term] | None = None, union: bool = True) -> Answer:
        """Return the answer to a query; see `popgraph.store.Store.query`. The default graph always is the union."""
        return super().query(sparql, bindings=bindings, union=False)

    def quads(self) -> Iterator[Quad]:
        """Yield every triple of the named graphs with the graph that it stands in."""
        if self._listed is None and len(self.oxigraph) <= _FEW:
            self._listed = list(self._read())
        yield from self._read() if self._listed is None else self._listed

    def _read(self) -> Iterator[Quad]:
        for name in self._names:
            yield from self.oxigraph.quads_for_pattern(None, None, None, name)

    def graph(self, name: str) -> Iterator[Quad]:
        """Yield the triples of one named graph."""
        yield from self.oxigraph.quads_for_pattern(None, None, None, NamedNode(name))

    def homes(self, node: NamedNode | BlankNode) -> frozenset[str]:
        """Return the IRIs of the named graphs that say something of a node."""
        return _graphs(self.oxigraph.quads_for_pattern(node, None, None, None))

    def mentions(self, term: Term) -> frozenset[str]:
        """Return the IRIs of the named graphs that say something in which a term is the value."""
        return _graphs(self.oxigraph.quads_for_pattern(None, None, term, None))

    def __len__(self) -> int:
        """Return how many triples stand in the named graphs; one in two graphs counts twice."""
        return sum(1 for _ in self.quads())


def _graphs(quads: Iterable[Quad]) -> frozenset[str]:
    return frozenset(quad.graph_name.value for quad in quads if not isinstance(quad.graph_name, DefaultGraph))
