"""How much those who share one event share others too, measured in two modes.

A projection makes a clique of every event, which alone raises one-mode clustering; these measures look at the events.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from popgraph.networks.metrics.metric import Subject, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["CLUSTERING", "clustering", "robins_alexander"]


def clustering(subject: Subject) -> NDArray[np.float64]:
    """Mean overlap of an actor's events with those of each other actor that it shares one with.

    Mean over j, |E_i ∩ E_j| > 0, of |E_i ∩ E_j| / |E_i ∪ E_j|: Latapy, Magnien & Del Vecchio, Basic notions for the
    analysis of large two-mode networks (2008), cc•. Whether an actor is tied to an event counts, the weight doesn't.
    Range: above 0 to 1; NaN for isolates.
    """
    import numpy as np

    table = subject.network.shared.tocoo()
    i, j = table.coords
    events = np.diff(subject.source.weights.indptr)
    overlap = table.data / (events[i] + events[j] - table.data)
    total = np.bincount(i, weights=overlap, minlength=subject.size)
    others = np.bincount(i, minlength=subject.size)
    return np.divide(total, others, out=subject.nothing(), where=others > 0)


def robins_alexander(subject: Subject) -> float:
    """Share of the two-mode paths of three ties that close to a cycle of four: 4 C4 / L3.

    Robins & Alexander, Small worlds among interlocking directors (2004). C4 is the number of pairs of actors with a
    pair of events that both are tied to, L3 that of paths actor–event–actor–event. Weights don't count. Range: 0 to
    1; NaN if there is no such path.
    """
    import numpy as np

    shared = np.asarray(subject.network.shared.data, dtype=np.float64)
    # Each pair of actors stands twice in the table.
    cycles = float((shared * (shared - 1) / 2).sum()) / 2
    table = subject.source.weights.tocoo()
    i, k = table.coords
    of_actors = np.bincount(i, minlength=subject.size)
    of_events = np.bincount(k, minlength=len(subject.source.events))
    paths = float(((of_actors[i] - 1) * (of_events[k] - 1)).sum())
    return 4 * cycles / paths if paths else float("nan")


CLUSTERING = (
    metric(
        "clustering",
        clustering,
        es=(
            "agrupamiento bimodal",
            "Solapamiento medio de sus eventos con los de cada actor con quien comparte alguno. Sin dato si está "
            "aislado.",
        ),
        en=(
            "two-mode clustering",
            "Mean overlap of its events with those of each actor that it shares one with. Undefined for isolates.",
        ),
        formula="mean over j tied to i of |E_i ∩ E_j| / |E_i ∪ E_j|",
        source="Latapy, Magnien & Del Vecchio, Basic notions for the analysis of large two-mode networks, Social "
        "Networks 30 (2008)",
        range_="above 0 to 1; NaN for isolates",
    ),
    metric(
        "robins-alexander",
        robins_alexander,
        scope="network",
        es=(
            "agrupamiento de Robins y Alexander",
            "Parte de los caminos de tres vínculos actor–evento que se cierran en un ciclo de cuatro.",
        ),
        en=(
            "Robins–Alexander clustering",
            "Share of the paths of three actor–event ties that close to a cycle of four.",
        ),
        formula="4 C4 / L3",
        source="Robins & Alexander, Small worlds among interlocking directors: network structure and distance in "
        "bipartite graphs, Computational & Mathematical Organization Theory 10 (2004)",
        range_="0 to 1; NaN if there is no path of three ties",
    ),
)
"""Measures of clustering."""
