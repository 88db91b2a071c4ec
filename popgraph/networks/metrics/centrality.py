"""How central an actor is in the projected network.

Unweighted measures take every tie alike; those whose id ends in ``-weighted`` take 1 / weight for the length of a tie,
or the weight itself for the eigenvector.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from popgraph.networks.metrics.backend import igraph_betweenness, igraph_closeness
from popgraph.networks.metrics.metric import Subject, metric

if TYPE_CHECKING:
    import networkx
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

__all__ = [
    "CENTRALITY",
    "betweenness",
    "betweenness_weighted",
    "closeness",
    "closeness_weighted",
    "eigenvector",
    "eigenvector_weighted",
]

# Of eigenvalues that are the same but for rounding.
_SAME = 1e-9
# Weights are counts or sums of fractions such as 1/(k−1); what isn't near one of them stays a float.
_DENOMINATOR = 10**7
_ROUNDING = 1e-13
# Longer integers would be slower than their exactness is worth.
_BITS = 4096


def betweenness(subject: Subject) -> NDArray[np.float64]:
    """Share of the shortest paths of other pairs that run through an actor: 2 / ((n−1)(n−2)) Σ_{j<k} σ_jk(i) / σ_jk.

    Freeman, A set of measures of centrality based on betweenness (1977); Brandes, A faster algorithm for betweenness
    centrality (2001), in networkx. Every tie has length 1. Normalised by all pairs of the whole network, whether
    connected or not; a pair without a path adds 0. Range: 0 to 1; 0 for isolates; NaN with fewer than 3 actors.
    """
    import networkx

    if subject.size < 3:
        return subject.nothing()
    if subject.backend == "igraph":
        return igraph_betweenness(subject.igraph, lengths=False)
    return subject.values(networkx.betweenness_centrality(subject.graph))


def betweenness_weighted(subject: Subject) -> NDArray[np.float64]:
    """Betweenness with ties as long as 1 / weight: what is shared more is nearer.

    Newman, Scientific collaboration networks II (2001). Normalised and undefined as `betweenness` is. Paths of equal
    length share: where weights are counts or simple fractions, lengths are compared as integers, so that rounding
    does not tell equal ones apart; in large networks, where these would get too long, as floats. Range: 0 to 1; 0 for
    isolates; NaN with fewer than 3 actors.
    """
    import networkx

    if subject.size < 3:
        return subject.nothing()
    if subject.backend == "igraph":
        return igraph_betweenness(subject.igraph, lengths=True)
    return subject.values(networkx.betweenness_centrality(_measured(subject), weight="length"))


def closeness(subject: Subject) -> NDArray[np.float64]:
    """Closeness in the part of the network that an actor reaches, times this part's share of the network.

    (r_i / (n−1)) · (r_i / Σ_j d_ij), with r_i the number of others that are reached: Wasserman & Faust, Social Network
    Analysis (1994), page 201, for disconnected networks. Every tie has length 1. Range: 0 to 1; 0 for isolates; NaN for
    a single actor.
    """
    import networkx

    if subject.size < 2:
        return subject.nothing()
    if subject.backend == "igraph":
        return igraph_closeness(subject.igraph, lengths=False)
    return subject.values(networkx.closeness_centrality(subject.graph, wf_improved=True))


def closeness_weighted(subject: Subject) -> NDArray[np.float64]:
    """Closeness with ties as long as 1 / weight.

    Newman, Scientific collaboration networks II (2001), and Wasserman & Faust (1994) for disconnected networks. Range:
    0 to the greatest weight; 0 for isolates; NaN for a single actor.
    """
    import networkx

    if subject.size < 2:
        return subject.nothing()
    if subject.backend == "igraph":
        return igraph_closeness(subject.igraph, lengths=True)
    return subject.values(networkx.closeness_centrality(subject.graph, distance="length", wf_improved=True))


def eigenvector(subject: Subject) -> NDArray[np.float64]:
    """Standing that comes from the standing of those tied to: λ x_i = Σ_j a_ij x_j, for the greatest λ.

    Bonacich, Factoring and weighting approaches to status scores and clique identification (1972). Squares add up to
    1. In a disconnected network it is what power iteration from equal values ends in: only the component of the
    greatest λ has values above 0; those of equal λ share. Range: 0 to 1; 0 for isolates; NaN if there are no ties.
    """
    return _principal(subject.tied)


def eigenvector_weighted(subject: Subject) -> NDArray[np.float64]:
    """`eigenvector` with the weights of ties: λ x_i = Σ_j s_ij x_j.

    Bonacich (1972). Range: 0 to 1; 0 for isolates; NaN if there are no ties.
    """
    return _principal(subject.network.weights)


def _measured(subject: Subject) -> networkx.Graph:
    """The graph with integers for lengths, in which equal detours are equal, if the weights allow it."""
    exact = {
        weight: Fraction(weight).limit_denominator(_DENOMINATOR)
        for weight in {float(weight) for weight in subject.network.weights.data}
    }
    if any(abs(float(found) - weight) > _ROUNDING * weight for weight, found in exact.items()):
        return subject.graph
    common = math.lcm(*(found.numerator for found in exact.values()))
    if common.bit_length() > _BITS:
        return subject.graph
    lengths = {weight: common // found.numerator * found.denominator for weight, found in exact.items()}
    made = subject.graph.copy()
    for _, _, tie in made.edges(data=True):
        tie["length"] = lengths[tie["weight"]]
    return made


def _principal(table: csr_array) -> NDArray[np.float64]:
    import numpy as np
    from scipy.linalg import eigh
    from scipy.sparse.csgraph import connected_components

    size = table.shape[0]
    if not table.nnz:
        return np.full(size, np.nan)
    _, parts = connected_components(table, directed=False)
    best: list[tuple[float, NDArray[np.int64], NDArray[np.float64]]] = []
    for part in np.flatnonzero(np.bincount(parts) > 1):
        members = np.flatnonzero(parts == part)
        square = table[members][:, members].toarray().astype(np.float64)
        top = len(members) - 1
        found, vectors = eigh(square, subset_by_index=(top, top))
        best.append((float(found[0]), members, np.abs(vectors[:, 0])))
    greatest = max(value for value, *_ in best)
    made = np.zeros(size)
    for value, members, vector in best:
        if value >= greatest * (1 - _SAME):
            made[members] = vector * vector.sum()
    return made / float(np.linalg.norm(made))


_NEWMAN = "Newman, Scientific collaboration networks II, Physical Review E 64, 016132 (2001)"
_BONACICH = (
    "Bonacich, Factoring and weighting approaches to status scores and clique identification, Journal of Mathematical "
    "Sociology 2 (1972)"
)

CENTRALITY = (
    metric(
        "betweenness",
        betweenness,
        es=(
            "intermediación",
            "Parte de los caminos más cortos entre los demás que pasa por el actor; cada vínculo mide 1. "
            "Normalizada por todos los pares.",
        ),
        en=(
            "betweenness",
            "Share of the shortest paths between others that runs through the actor; each tie has length 1. Normalised "
            "by all pairs.",
        ),
        formula="2 / ((n−1)(n−2)) · Σ_{j<k} σ_jk(i) / σ_jk",
        source="Freeman, A set of measures of centrality based on betweenness, Sociometry 40 (1977)",
        range_="0 to 1; 0 for isolates; NaN with fewer than 3 actors",
    ),
    metric(
        "betweenness-weighted",
        betweenness_weighted,
        es=("intermediación ponderada", "Intermediación con vínculos de longitud 1/peso. Normalizada."),
        en=("weighted betweenness", "Betweenness with ties of length 1/weight. Normalised."),
        formula="2 / ((n−1)(n−2)) · Σ_{j<k} σ_jk(i) / σ_jk, length = 1/s",
        source=_NEWMAN,
        range_="0 to 1; 0 for isolates; NaN with fewer than 3 actors",
        default=False,
    ),
    metric(
        "closeness",
        closeness,
        es=(
            "cercanía",
            "Inverso de la distancia media a los que alcanza, por la parte de la red que alcanza (Wasserman y Faust). "
            "0 si está aislado.",
        ),
        en=(
            "closeness",
            "Inverse of the mean distance to those it reaches, times the share of the network that it reaches "
            "(Wasserman and Faust). 0 for isolates.",
        ),
        formula="(r_i / (n−1)) · (r_i / Σ_j d_ij), r_i others reached",
        source="Wasserman & Faust, Social Network Analysis: Methods and Applications (1994), p. 201",
        range_="0 to 1; 0 for isolates; NaN for a single actor",
    ),
    metric(
        "closeness-weighted",
        closeness_weighted,
        es=("cercanía ponderada", "Cercanía con vínculos de longitud 1/peso."),
        en=("weighted closeness", "Closeness with ties of length 1/weight."),
        formula="(r_i / (n−1)) · (r_i / Σ_j d_ij), length = 1/s",
        source=_NEWMAN,
        range_="0 to the greatest weight; 0 for isolates; NaN for a single actor",
        default=False,
    ),
    metric(
        "eigenvector",
        eigenvector,
        es=(
            "vector propio",
            "Centralidad que viene de la de sus vecinos. Los cuadrados suman 1; en una red desconectada, 0 fuera del "
            "componente de mayor valor propio.",
        ),
        en=(
            "eigenvector",
            "Centrality that comes from that of its neighbours. Squares add up to 1; in a disconnected network, 0 "
            "outside the component with the greatest eigenvalue.",
        ),
        formula="λ x_i = Σ_j a_ij x_j, greatest λ, Σ x_i² = 1",
        source=_BONACICH,
        range_="0 to 1; 0 for isolates; NaN if there are no ties",
    ),
    metric(
        "eigenvector-weighted",
        eigenvector_weighted,
        es=("vector propio ponderado", "Vector propio con los pesos de los vínculos."),
        en=("weighted eigenvector", "Eigenvector with the weights of ties."),
        formula="λ x_i = Σ_j s_ij x_j, greatest λ, Σ x_i² = 1",
        source=_BONACICH,
        range_="0 to 1; 0 for isolates; NaN if there are no ties",
        default=False,
    ),
)
"""Measures of centrality."""
