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
_ROUNDS = 200
# Above this many nodes, the distances of all pairs cost too much.
_SMALL = 300
_PIVOTS = 80
_PIVOT_ROUNDS = 40
_ROW = 0.06


def positions(network: OneMode | TwoMode, *, seed: int = 1) -> dict[str, tuple[float, float]]:
    """Return where each node stands.

    Stress majorization of the lengths of shortest paths, where a tie is 1/√weight long; for more than 300 nodes, of
    those to some of the nodes only. Nodes without ties stand in a row at the bottom.

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
        placed = _stress(inner, seed) if len(tied) <= _SMALL else _pivoted(inner, seed)
        found[tied] = _framed(placed, bottom=2 * _ROW if len(alone) else 0.0)
    if len(alone):
        found[alone, 0] = (np.arange(len(alone)) + 0.5) / len(alone)
        found[alone, 1] = 0.0 if len(tied) else 0.5
    return found.round(6)


def _stress(table: csr_array, seed: int) -> NDArray[np.float64]:
    import numpy as np

    wanted = _distances(table)
    weights = (wanted + np.eye(len(wanted))) ** -2.0
    np.fill_diagonal(weights, 0)
    inverse = np.asarray(np.linalg.pinv(np.diag(weights.sum(axis=1)) - weights), dtype=np.float64)
    generator = np.random.default_rng(seed)
    best: NDArray[np.float64] | None = None
    least = np.inf
    for _ in range(_STARTS if len(wanted) <= 200 else 1):
        placed, stress = _majorized(generator.normal(size=(len(wanted), 2)), wanted, weights, inverse)
        if stress < least:
            best, least = placed, stress
    assert best is not None
    return _turned(best)


def _distances(table: csr_array) -> NDArray[np.float64]:
    from scipy.sparse.csgraph import shortest_path

    return _finite(shortest_path(_lengths(table), directed=False))


def _lengths(table: csr_array) -> csr_array:
    import numpy as np

    lengths = table.astype(float).copy()
    lengths.data = 1 / np.sqrt(lengths.data / lengths.data.max())
    return lengths


def _finite(distances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Nodes that no path joins stand a little farther from each other than any others."""
    import numpy as np

    farthest = distances[np.isfinite(distances)].max()
    found: NDArray[np.float64] = np.where(np.isfinite(distances), distances, 1.2 * farthest)
    return found


def _majorized(
    start: NDArray[np.float64],
    wanted: NDArray[np.float64],
    weights: NDArray[np.float64],
    inverse: NDArray[np.float64],
) -> tuple[NDArray[np.float64], float]:
    """Gansner, Koren & North, Graph Drawing by Stress Majorization (2004), with weights d^-2."""
    import numpy as np

    places = start * wanted.mean()
    for _ in range(_ROUNDS):
        apart = np.linalg.norm(places[:, None] - places[None], axis=2)
        pull = weights * wanted / np.where(apart > 1e-9, apart, np.inf)
        moved = inverse @ ((np.diag(pull.sum(axis=1)) - pull) @ places)
        done = np.abs(moved - places).max() < 1e-4 * wanted.mean()
        places = moved
        if done:
            break
    apart = np.linalg.norm(places[:, None] - places[None], axis=2)
    return places, float((weights * (apart - wanted) ** 2).sum())


def _pivoted(table: csr_array, seed: int) -> NDArray[np.float64]:
    """Pivot MDS (Brandes & Pich 2006), then stress majorization of the distances to the pivots only."""
    import numpy as np
    from scipy.sparse.csgraph import dijkstra

    generator = np.random.default_rng(seed)
    lengths = _lengths(table)
    count = table.shape[0]
    pivots = [int(generator.integers(count))]
    wanted = np.zeros((count, _PIVOTS))
    for place in range(_PIVOTS):
        wanted[:, place] = dijkstra(lengths, directed=False, indices=pivots[-1])
        # The next is the one that is farthest from all before.
        pivots.append(int(wanted[:, : place + 1].min(axis=1).argmax()))
    wanted = _finite(wanted)
    squares = wanted**2
    centred = squares - squares.mean(axis=0) - squares.mean(axis=1, keepdims=True) + squares.mean()
    _, _, axes = np.linalg.svd(centred.T @ centred)
    places = centred @ axes[:2].T
    places *= wanted.mean() / max(float(np.abs(places).mean()), 1e-12)
    places += generator.normal(scale=0.05 * wanted.mean(), size=places.shape)
    weights = np.where(wanted > 0, wanted, np.inf) ** -2.0
    for _ in range(_PIVOT_ROUNDS):
        towards = places[:, None] - places[pivots[:-1]][None]
        far = np.maximum(np.linalg.norm(towards, axis=2), 1e-9)
        ideal = places[pivots[:-1]][None] + towards * (wanted / far)[..., None]
        places = (weights[..., None] * ideal).sum(axis=1) / weights.sum(axis=1)[:, None]
    # Those with the same ties would stand on one spot.
    return _turned(places + generator.normal(scale=0.02 * places.std(), size=places.shape))


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
