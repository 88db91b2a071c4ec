"""From two modes to one: which actors share what they are responsible for, and how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from popgraph.errors import UsageError
from popgraph.networks.actors import Actor

if TYPE_CHECKING:
    import networkx
    from scipy.sparse import csr_array

    from popgraph.networks.twomode import TwoMode

__all__ = ["PROJECTIONS", "OneMode", "Projection", "project", "projected"]


@dataclass(frozen=True, slots=True)
class Projection:
    """A way to weigh a tie of two actors.

    Attributes:
        id: What it is asked for by.
        labels: Its name in Spanish and English.
        formula: Of the tie of actors i and j; w is the two-mode weight, n the number of actors of event k.
        source: Who proposed it.
        range: What values a tie can have.
    """

    id: str
    labels: Mapping[str, str]
    formula: str
    source: str
    range: str


PROJECTIONS: Mapping[str, Projection] = MappingProxyType(
    {
        item.id: item
        for item in (
            Projection(
                "count",
                MappingProxyType({"es": "corresponsabilidad simple", "en": "simple co-responsibility"}),
                "Σ_k min(w_ik, w_jk)",
                "Breiger, The Duality of Persons and Groups, Social Forces 53 (1974)",
                "0 or more; with ties that weigh 1, the number of shared events",
            ),
            Projection(
                "newman",
                MappingProxyType({"es": "Newman, 1/(k−1)", "en": "Newman, 1/(k−1)"}),
                "Σ_k min(w_ik, w_jk) / (n_k − 1)",
                "Newman, Scientific collaboration networks II, Physical Review E 64, 016132 (2001)",
                "0 or more; with ties that weigh 1, an actor's ties add up to its events that it isn't alone in",
            ),
            Projection(
                "fractional",
                MappingProxyType({"es": "partes de cada evento", "en": "shares of each event"}),
                "Σ_k (w_ik / Σ_i w_ik) (w_jk / Σ_i w_ik)",
                "Leydesdorff & Park, Full and fractional counting in bibliometric networks, Journal of "
                "Informetrics 11 (2017)",
                "0 or more; each event adds 1 to the whole table, its diagonal included",
            ),
            Projection(
                "jaccard",
                MappingProxyType({"es": "Jaccard", "en": "Jaccard"}),
                "Σ_k min(w_ik, w_jk) / Σ_k max(w_ik, w_jk)",
                "Jaccard, Étude comparative de la distribution florale, Bulletin de la Société vaudoise des "
                "sciences naturelles 37 (1901); with weights, Ružička (1958)",
                "0 to 1",
            ),
        )
    }
)
"""The ways to project, by id."""


@dataclass(frozen=True, slots=True, eq=False)
class OneMode:
    """A network of actors only.

    Attributes:
        actors: Its nodes; one without ties stays.
        weights: A square symmetrical table with an empty diagonal.
        shared: The same for the number of shared events, whatever these weigh.
        projection: How ties are weighed, one of `PROJECTIONS`.
        source: The two-mode network that it was made from.
    """

    actors: tuple[Actor, ...]
    weights: csr_array
    shared: csr_array
    projection: str
    source: TwoMode

    @property
    def ties(self) -> int:
        """How many pairs of actors are tied."""
        return int(self.weights.nnz) // 2

    def graph(self) -> networkx.Graph:
        """Return it as a networkx graph.

        Its nodes are the places of `actors`; an edge has ``weight`` and, since algorithms of shortest paths take
        weights for lengths, ``length``, which is 1 / weight.

        Raises:
            MissingExtraError: If networkx isn't installed.
        """
        from popgraph.networks.extras import needs

        needs("networkx")
        import networkx

        made = networkx.Graph()
        made.add_nodes_from(range(len(self.actors)))
        table = self.weights.tocoo()
        made.add_edges_from(
            (int(i), int(j), {"weight": float(w), "length": 1 / float(w)})
            for i, j, w in zip(*table.coords, table.data, strict=True)
            if i < j
        )
        return made


def project(network: TwoMode, *, projection: str = "count") -> OneMode:
    """Return the network of actors who share events.

    Args:
        network: A two-mode network.
        projection: How a tie is weighed, one of `PROJECTIONS`.

    Returns:
        The same actors in the same order. Two are tied if they share an event.

    Raises:
        UsageError: If there is no such projection.

    >>> import popgraph
    >>> from popgraph.networks import two_mode
    >>> cacao = project(two_mode(popgraph.open()))
    >>> int(cacao.weights.max())
    12
    """
    weights = projected(network.weights, projection)
    shared = weights if _binary(network.weights) and projection == "count" else _shared(network.weights)
    return OneMode(network.actors, weights, shared, projection, network)


def projected(weights: csr_array, projection: str) -> csr_array:
    """Return the table of ties of actors that a table of actors × events gives; see `project`.

    Raises:
        UsageError: If there is no such projection.
    """
    import numpy as np
    from scipy.sparse import diags_array

    if projection not in PROJECTIONS:
        raise UsageError("No such projection", where=projection, hint=f"One of: {', '.join(PROJECTIONS)}")
    if projection == "fractional":
        totals = np.asarray(weights.sum(axis=0), dtype=float).ravel()
        parts = weights @ diags_array(_inverse(totals))
        return _tied(parts @ parts.T)
    if projection == "newman":
        members = np.bincount(weights.indices, minlength=weights.shape[1]).astype(float)
        return _tied(_minima(weights, _inverse(members - 1)))
    common = _tied(_minima(weights, None))
    if projection == "jaccard":
        totals = np.asarray(weights.sum(axis=1), dtype=float).ravel()
        table = common.tocoo()
        i, j = table.coords
        # Σ max = Σ w_i + Σ w_j − Σ min
        table.data = table.data / (totals[i] + totals[j] - table.data)
        return table.tocsr()
    return common


def _minima(weights: csr_array, factors: object) -> csr_array:
    """Σ_k factor_k min(w_ik, w_jk) as a sum of sparse products, one for each level that a weight reaches."""
    import numpy as np
    from scipy.sparse import csr_array, diags_array

    levels = np.unique(weights.data)
    total: csr_array | None = None
    below = 0
    for level in levels:
        reached = weights.copy()
        reached.data = (weights.data >= level).astype(weights.dtype)
        reached.eliminate_zeros()
        left = reached if factors is None else reached @ diags_array(factors)
        step = (left @ reached.T) * (level - below)
        total = step if total is None else total + step
        below = level
    return csr_array((weights.shape[0],) * 2, dtype=weights.dtype) if total is None else total.tocsr()


def _shared(weights: csr_array) -> csr_array:
    tied = weights.astype(bool).astype(int)
    return _tied(tied @ tied.T)


def _binary(weights: csr_array) -> bool:
    return bool((weights.data == 1).all())


def _tied(table: csr_array) -> csr_array:
    made = table.tocsr()
    made.setdiag(0)
    made.eliminate_zeros()
    made.sort_indices()
    return made


def _inverse(values: object) -> object:
    """1 / x, and 0 where x is 0 or less."""
    import numpy as np

    given = np.asarray(values, dtype=float)
    return np.divide(1.0, given, out=np.zeros_like(given), where=given > 0)
