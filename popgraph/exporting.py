"""Writing a graph out in one of the RDF formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from popgraph.errors import UsageError
from popgraph.vocab import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from popgraph.store import Store

__all__ = ["FORMATS", "export"]

FORMATS = ("turtle", "trig", "nquads", "jsonld")


def export(store: Store, fmt: str = "turtle") -> bytes:
    """Return the whole graph in a format, the same bytes for the same graph.

    Args:
        store: The graph.
        fmt: ``turtle`` (one graph, one subject a block), or ``trig``, ``nquads``, ``jsonld`` with the named graphs.

    Raises:
        UsageError: If there is no such format.

    >>> import popgraph
    >>> export(popgraph.open(), "nquads").count(b"<https://w3id.org/popgraph/ontology#PlannedTask>") >= 33
    True
    """
    from pyoxigraph import RdfFormat, serialize

    if fmt not in FORMATS:
        raise UsageError("No such format", where=fmt, hint=f"One of {', '.join(FORMATS)}")
    quads = sorted(store.quads(), key=_order)
    if fmt == "turtle":
        from popgraph import turtle

        return turtle.serialize((quad.triple for quad in quads), prefixes=PREFIXES).encode()
    formats = {"trig": RdfFormat.TRIG, "nquads": RdfFormat.N_QUADS, "jsonld": RdfFormat.JSON_LD}
    prefixes = None if fmt == "nquads" else PREFIXES
    return serialize(quads, format=formats[fmt], prefixes=prefixes) or b""


def _order(quad: Quad) -> tuple[str, str, str, str]:
    return str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)
