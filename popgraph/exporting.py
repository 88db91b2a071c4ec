"""Writing a graph out in one of the RDF formats."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from popgraph.errors import DataError, UsageError
from popgraph.vocab import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from popgraph.store import Store

__all__ = ["FORMATS", "export", "to_turtle"]

FORMATS = ("turtle", "trig", "nquads", "jsonld")


def export(store: Store, fmt: str = "turtle") -> bytes:
    """Return the whole graph in a format, the same bytes for the same graph.

    Args:
        store: The graph.
        fmt: ``turtle`` (one graph, one subject a block), or ``trig``, ``nquads``, ``jsonld`` with the named graphs.

    Raises:
        UsageError: If there is no such format.
        DataError: If it has blank nodes that can't be given names that stay the same.

    >>> import popgraph
    >>> export(popgraph.open(), "nquads").count(b"<https://w3id.org/popgraph/ontology#PlannedTask>") >= 33
    True
    """
    from pyoxigraph import RdfFormat, serialize

    from popgraph.blanknodes import canonical

    if fmt not in FORMATS:
        raise UsageError("No such format", where=fmt, hint=f"One of {', '.join(FORMATS)}")
    # Blank nodes are called by chance when a file is read; canonical names are the same every time.
    quads = canonical(store.quads())
    if fmt == "turtle":
        return to_turtle(quad.triple for quad in quads).encode()
    formats = {"trig": RdfFormat.TRIG, "nquads": RdfFormat.N_QUADS, "jsonld": RdfFormat.JSON_LD}
    prefixes = None if fmt == "nquads" else PREFIXES
    return serialize(quads, format=formats[fmt], prefixes=prefixes) or b""


def to_turtle(triples: Iterable[Triple]) -> str:
    """Return triples as Turtle, one subject a block, with those of popgraph's prefixes that they use.

    >>> from pyoxigraph import BlankNode, NamedNode, Triple
    >>> print(to_turtle([Triple(BlankNode("b"), NamedNode("urn:x:p"), NamedNode("urn:x:o"))]), end="")
    _:b <urn:x:p> <urn:x:o> .
    """
    from pyoxigraph import RdfFormat, serialize

    from popgraph import turtle

    distinct = sorted(set(triples), key=str)
    try:
        return turtle.serialize(distinct, prefixes=PREFIXES)
    except DataError:
        # Our own writer takes no blank nodes and no triple terms, which the shipped plans don't have.
        text = " ".join(str(triple) for triple in distinct)
        used = {name: space for name, space in PREFIXES.items() if f"<{space}" in text}
        return (serialize(distinct, format=RdfFormat.TURTLE, prefixes=used) or b"").decode()
