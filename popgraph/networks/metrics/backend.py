"""Which library walks the shortest paths: networkx, or igraph, which is many times faster on large networks.

Both give the same values but for rounding. Nothing chooses igraph by itself, so that the same call gives the same bytes
wherever it runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from popgraph.errors import UsageError
from popgraph.networks.extras import needs

if TYPE_CHECKING:
    import igraph
    import numpy as np
    from numpy.typing import NDArray

    from popgraph.networks.projection import OneMode

__all__ = ["BACKENDS", "by_igraph", "checked", "igraph_betweenness", "igraph_closeness"]

BACKENDS = ("networkx", "igraph")
"""What can be asked for."""


def checked(backend: str) -> str:
    """Return a backend that there is and that is installed.

    Raises:
        UsageError: If there is none of this name.
        MissingExtraError: If its library isn't installed.

    >>> checked("networkx")
    'networkx'
    """
    if backend not in BACKENDS:
        raise UsageError("No such backend", where=backend, hint=f"One of: {', '.join(BACKENDS)}")
    needs("networkx", "numpy", "scipy", *([] if backend == "networkx" else [backend]))
    return backend


def by_igraph(network: OneMode) -> igraph.Graph:
    """Return a network as an igraph graph, with ``length``, which is 1 / weight."""
    import igraph
    from scipy.sparse import triu

    table = triu(network.weights, format="coo")
    pairs = list(zip(*(column.tolist() for column in table.coords), strict=True))
    made = igraph.Graph(n=len(network.actors), edges=pairs)
    made.es["length"] = [1 / float(weight) for weight in table.data]
    return made


def igraph_betweenness(graph: igraph.Graph, *, lengths: bool) -> NDArray[np.float64]:
    """Return the betweenness of each node, normalised by all pairs of others; there must be 3 or more nodes."""
    import numpy as np

    count = graph.vcount()
    found = np.array(graph.betweenness(directed=False, weights=_lengths(graph, lengths)), dtype=np.float64)
    return np.asarray(found * 2 / ((count - 1) * (count - 2)), dtype=np.float64)


def igraph_closeness(graph: igraph.Graph, *, lengths: bool) -> NDArray[np.float64]:
    """Return the closeness of each node in its component, times the component's share.

    There must be 2 or more nodes.
    """
    import numpy as np

    parts = graph.connected_components()
    reached = np.array(parts.sizes(), dtype=np.float64)[parts.membership] - 1
    inside = np.array(graph.closeness(weights=_lengths(graph, lengths), normalized=True), dtype=np.float64)
    return np.where(reached > 0, np.nan_to_num(inside) * reached / (graph.vcount() - 1), 0.0)


def _lengths(graph: igraph.Graph, lengths: bool) -> str | None:
    # igraph refuses lengths where there are no edges.
    return "length" if lengths and graph.ecount() else None
