"""Where the nodes of a network stand: near if they share much, the same for the same seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from popgraph.networks.extras import needs
from popgraph.networks.projection import OneMode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from popgraph.networks.twomode import TwoMode

__all__ = ["positions", "spread"]

_STARTS = 4
_ROUNDS = 300
# Above this many nodes, the distances of all pairs cost too much.
_SMALL = 600
_ROW = 0.06


def positions(network: OneMode | TwoMode, *, seed: int = 1) -> dict[str, tuple[float, float]]:
    """Return where each node stands.

    Stress majorization of the lengths of shortest paths, where a tie is 1/√weight long; a force-directed layout for
    more than 600 nodes. Nodes without ties stand in a row at the bottom.

    Args:
        network: Its actors, or its actors and events, are the nodes.
        seed: Another one gives another layout of the same network.

    Returns:
        By IRI (or year) x from left to right and y from bottom to top, each from 0 to 1.

    Raises:
        MissingExtraError: If the extra ``networks`` isn't installed.

    >>> import popgraph
    >>> from popgraph.networks import project, two_mode
    >>> cacao = project(two_mode(popgraph.open()))
    >>> found = positions(cacao, seed=7)
    >>> len(found) == len(cacao.actors), found == positions(cacao, seed=7), found == positions(cacao, seed=8)
    (True, True, False)
    """
    needs("numpy", "scipy")
    if isinstance(network, OneMode):
        names = [actor.iri for actor in network.actors]
        table = network.weights
    else:
        from scipy.sparse import block_array

        names = [*(actor.iri for actor in network.actors), *(event.id for event in network.events)]
        table = (
            block_array([[None, network.weights], [network.weights.T, None]], format="csr") if names else None
        )
    if not names:
        return {}
    found = spread(table, seed=seed)
    return {name: (float(x), float(y)) for name, (x, y) in zip(names, found, strict=True)}


def spread(table: csr_array, *, seed: int) -> NDArray[np.float64]:
    """Return where the nodes of a square symmetrical table of weights stand, a row a node; see `positions`."""
    import numpy as np

    degrees = np.diff(table.tocsr().indptr)
    tied = np.flatnonzero(degrees)
    alone = np.flatnonzero(degrees == 0)
    found = np.zeros((table.shape[0], 2))
    if len(tied):
        inner = table.tocsr()[tied][:, tied]
        placed = _stress(inner, seed) if len(tied) <= _SMALL else _forces(inner, seed)
        found[tied] = _framed(placed, bottom=2 * _ROW if len(alone) else 0.0)
    if len(alone):
        found[alone, 0] = (np.arange(len(alone)) + 0.5) / len(alone)
        found[alone, 1] = 0.0 if len(tied) else 0.5
    return found.round(6)


def _stress(table: csr_array, seed: int) -> NDArray[np.float64]:
    import numpy as np

    wanted = _distances(table)
    generator = np.random.default_rng(seed)
    best: NDArray[np.float64] | None = None
    least = np.inf
    for _ in range(_STARTS if len(wanted) <= 200 else 1):
        placed, stress = _majorized(generator.normal(size=(len(wanted), 2)), wanted)
        if stress < least:
            best, least = placed, stress
    assert best is not None
    return _turned(best)


def _distances(table: csr_array) -> NDArray[np.float64]:
    """How far apart nodes are to stand; those that no path joins stand a little farther than any others."""
    import numpy as np
    from scipy.sparse.csgraph import shortest_path

    lengths = table.astype(float).copy()
    lengths.data = 1 / np.sqrt(lengths.data / lengths.data.max())
    found: NDArray[np.float64] = shortest_path(lengths, directed=False)
    farthest = found[np.isfinite(found)].max()
    found[~np.isfinite(found)] = 1.2 * farthest
    return found


def _majorized(start: NDArray[np.float64], wanted: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Gansner, Koren & North, Graph Drawing by Stress Majorization (2004), with weights d^-2."""
    import numpy as np

    count = len(wanted)
    safe = wanted + np.eye(count)
    weights = safe**-2.0
    np.fill_diagonal(weights, 0)
    laplacian = np.diag(weights.sum(axis=1)) - weights
    inverse = np.linalg.pinv(laplacian)
    places = start * wanted.mean()
    for _ in range(_ROUNDS):
        apart = np.linalg.norm(places[:, None] - places[None], axis=2)
        pull = weights * wanted / np.where(apart > 1e-9, apart, np.inf)
        moved = inverse @ ((np.diag(pull.sum(axis=1)) - pull) @ places)
        done = np.abs(moved - places).max() < 1e-5 * wanted.mean()
        places = moved
        if done:
            break
    apart = np.linalg.norm(places[:, None] - places[None], axis=2)
    return places, float((weights * (apart - wanted) ** 2).sum())


def _forces(table: csr_array, seed: int) -> NDArray[np.float64]:
    needs("networkx")
    import networkx
    import numpy as np

    graph = networkx.from_scipy_sparse_array(table)
    found = networkx.spring_layout(graph, seed=seed, weight="weight", method="force", iterations=40)
    return np.array([found[node] for node in range(table.shape[0])])


def _turned(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """With its longest side level."""
    import numpy as np

    centred = places - places.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    turned: NDArray[np.float64] = centred @ axes.T
    return turned


def _framed(places: NDArray[np.float64], *, bottom: float) -> NDArray[np.float64]:
    import numpy as np

    low, high = places.min(axis=0), places.max(axis=0)
    size = np.where(high - low > 1e-12, high - low, 1.0)
    framed: NDArray[np.float64] = np.where(high - low > 1e-12, (places - low) / size, 0.5)
    framed[:, 1] = bottom + framed[:, 1] * (1 - bottom)
    return framed
