"""Communities by the Louvain method, and how far they hang on the seed."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

from popgraph.networks.metrics.metric import Subject, metric

if TYPE_CHECKING:
    import networkx
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "COMMUNITIES",
    "RUNS",
    "SEED",
    "agreement",
    "community",
    "community_count",
    "consensus",
    "modularity",
    "partition",
    "rand_index",
]

SEED = 2005
"""Seed of the communities that are reported."""

RUNS = 20
"""How many seeds the agreement is taken over: `SEED` and those that follow it."""


def partition(subject: Subject, *, seed: int = SEED) -> NDArray[np.int64]:
    """Return the community of each actor, from 1, the greatest first; 0 for isolates, which are in none.

    Blondel et al., Fast unfolding of communities in large networks (2008), by networkx, with the weights of ties and
    resolution 1. The method visits actors in a random order, which the seed decides; they are put in the order of
    their IRIs first, and weights rounded to 12 digits, so that the order of the network's actors doesn't matter.
    Communities of one size are numbered in the order of their first IRI.
    """
    import networkx
    import numpy as np

    made = np.zeros(subject.size, dtype=np.int64)
    graph, places = subject.once(_ordered)
    if not len(graph):
        return made
    found = networkx.community.louvain_communities(graph, weight="weight", resolution=1, seed=seed)
    for number, members in enumerate(
        sorted(found, key=lambda members: (-len(members), min(members))), start=1
    ):
        made[places[sorted(members)]] = number
    return made


def community(subject: Subject) -> NDArray[np.float64]:
    """Number of an actor's community, the greatest being 1: Louvain, weighted, seed `SEED`; see `partition`.

    Blondel et al. (2008). Range: 1 to the number of communities; NaN for isolates. A name, not an amount.
    """
    import numpy as np

    found = subject.once(partition).astype(np.float64)
    found[found == 0] = np.nan
    return found


def consensus(subject: Subject) -> NDArray[np.float64]:
    """How far an actor's community is the same with other seeds: mean over runs of |C_i ∩ C_i'| / |C_i ∪ C_i'|.

    C_i is the community of the actor with seed `SEED`, C_i' that with each of the `RUNS` − 1 seeds that follow
    (Jaccard's index of the two). Hennig, Cluster-wise assessment of cluster stability (2007), by actor instead of
    cluster. Range: above 0 to 1, 1 where every seed gives the same community; NaN for isolates.
    """
    import numpy as np

    first, *others = _runs(subject)
    tied = first > 0
    total = np.zeros(subject.size)
    for other in others:
        table = _crossed(first, other)
        common = table[first, other]
        union = table.sum(axis=1)[first] + table.sum(axis=0)[other] - common
        total += np.divide(common, union, out=np.zeros(subject.size), where=tied)
    return np.where(tied, total / len(others), np.nan)


def community_count(subject: Subject) -> float:
    """Number of communities with seed `SEED`, isolates not counted. Blondel et al. (2008). Range: 0 to n / 2."""
    return float(subject.once(partition).max(initial=0))


def modularity(subject: Subject) -> float:
    """Modularity of the communities with seed `SEED`: Σ_c [L_c / L − (S_c / 2L)²].

    L_c is the weight of ties within community c, S_c the strength of its actors, L the weight of all ties. Newman &
    Girvan, Finding and evaluating community structure in networks (2004); by networkx. Range: −1/2 to below 1; NaN if
    there are no ties.
    """
    import networkx

    graph, places = subject.once(_ordered)
    if not len(graph):
        return math.nan
    numbers = subject.once(partition)[places]
    groups = [set((numbers == number).nonzero()[0].tolist()) for number in sorted(set(numbers.tolist()))]
    return float(networkx.community.modularity(graph, groups, weight="weight"))


def agreement(subject: Subject) -> float:
    """Mean adjusted Rand index of the communities of all pairs of `RUNS` seeds, `SEED` being the first.

    Hubert & Arabie, Comparing partitions (1985). Isolates, which would agree always, are left out. Range: about 0 (no
    more than by chance; can be below) to 1 (the same with every seed); NaN if there are no ties.
    """
    runs = _runs(subject)
    tied = runs[0] > 0
    if not tied.any():
        return math.nan
    found = [rand_index(one[tied], other[tied]) for one, other in combinations(runs, 2)]
    return math.fsum(found) / len(found)


def rand_index(one: NDArray[np.int64], other: NDArray[np.int64]) -> float:
    """Return the adjusted Rand index of two partitions of the same things; 1 if they are the same.

    >>> import numpy
    >>> rand_index(numpy.array([1, 1, 2, 2]), numpy.array([5, 5, 3, 3]))
    1.0
    """
    import numpy as np

    def pairs(numbers: NDArray[np.float64]) -> float:
        return float((numbers * (numbers - 1) / 2).sum())

    table = _crossed(one, other)
    both, left, right = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    every = pairs(np.array([float(len(one))]))
    expected = left * right / every if every else 0.0
    greatest = (left + right) / 2
    # Both are all in one, or all alone: then they are the same.
    return (both - expected) / (greatest - expected) if greatest != expected else 1.0


def _crossed(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.float64]:
    import numpy as np

    table = np.zeros((int(one.max(initial=0)) + 1, int(other.max(initial=0)) + 1))
    np.add.at(table, (one, other), 1)
    return table


def _ordered(subject: Subject) -> tuple[networkx.Graph, NDArray[np.int64]]:
    """The graph without isolates, its nodes numbered in the order of IRIs, and the place of each in the network."""
    import networkx
    import numpy as np

    degrees = subject.degrees
    tied = [place for place in range(subject.size) if degrees[place]]
    places = sorted(tied, key=lambda place: subject.actors[place].iri)
    number = {place: node for node, place in enumerate(places)}
    made = networkx.Graph()
    made.add_nodes_from(range(len(places)))
    made.add_weighted_edges_from(
        sorted(
            (*sorted((number[i], number[j])), float(f"{weight:.12g}"))
            for i, j, weight in subject.graph.edges(data="weight")
        )
    )
    return made, np.array(places, dtype=np.int64)


def _runs(subject: Subject) -> Sequence[NDArray[np.int64]]:
    return [subject.once(run) for run in _SEEDED]


_SEEDED: tuple[Callable[[Subject], NDArray[np.int64]], ...] = (
    partition,
    *(partial(partition, seed=SEED + step) for step in range(1, RUNS)),
)

_BLONDEL = (
    "Blondel, Guillaume, Lambiotte & Lefebvre, Fast unfolding of communities in large networks, Journal of Statistical "
    "Mechanics P10008 (2008)"
)

COMMUNITIES = (
    metric(
        "community",
        community,
        es=(
            "comunidad",
            f"Comunidad según Louvain, con pesos, resolución 1 y semilla {SEED}; 1 es la mayor. Es un nombre, no una "
            "cantidad. Sin dato si está aislado.",
        ),
        en=(
            "community",
            f"Community by Louvain, with weights, resolution 1 and seed {SEED}; 1 is the greatest. A name, not an "
            "amount. Undefined for isolates.",
        ),
        formula="partition that locally maximises Σ_c [L_c / L − (S_c / 2L)²]",
        source=_BLONDEL,
        range_="1 to the number of communities; NaN for isolates",
        digits=0,
    ),
    metric(
        "community-consensus",
        consensus,
        es=(
            "estabilidad de la comunidad",
            f"Coincidencia media de su comunidad con la que tiene con otras {RUNS - 1} semillas (Jaccard).",
        ),
        en=(
            "stability of the community",
            f"Mean overlap of its community with the one it has with {RUNS - 1} other seeds (Jaccard).",
        ),
        formula="mean over runs of |C_i ∩ C_i'| / |C_i ∪ C_i'|",
        source="Hennig, Cluster-wise assessment of cluster stability, Computational Statistics & Data Analysis 52 "
        "(2007); here by actor",
        range_="above 0 to 1; NaN for isolates",
        digits=2,
        default=False,
    ),
    metric(
        "communities",
        community_count,
        scope="network",
        es=("comunidades", f"Cuántas comunidades halla Louvain con la semilla {SEED}, sin contar aislados."),
        en=("communities", f"How many communities Louvain finds with seed {SEED}, isolates not counted."),
        formula="number of communities",
        source=_BLONDEL,
        range_="0 to n / 2",
        digits=0,
    ),
    metric(
        "modularity",
        modularity,
        scope="network",
        es=("modularidad", f"Modularidad de esas comunidades (semilla {SEED}), con pesos."),
        en=("modularity", f"Modularity of these communities (seed {SEED}), with weights."),
        formula="Σ_c [L_c / L − (S_c / 2L)²]",
        source="Newman & Girvan, Finding and evaluating community structure in networks, Physical Review E 69, 026113 "
        "(2004)",
        range_="−1/2 to below 1; NaN if there are no ties",
    ),
    metric(
        "community-agreement",
        agreement,
        scope="network",
        es=(
            "acuerdo entre semillas",
            f"Índice de Rand ajustado medio entre las comunidades de {RUNS} semillas: 1 si siempre son las mismas.",
        ),
        en=(
            "agreement over seeds",
            f"Mean adjusted Rand index of the communities of {RUNS} seeds: 1 if they are always the same.",
        ),
        formula="mean over pairs of runs of (Σ C(n_ab,2) − E) / (½ (Σ C(n_a,2) + Σ C(n_b,2)) − E)",
        source="Hubert & Arabie, Comparing partitions, Journal of Classification 2 (1985)",
        range_="about 0 or below (chance) to 1; NaN if there are no ties",
        default=False,
    ),
)
"""Measures of communities."""
