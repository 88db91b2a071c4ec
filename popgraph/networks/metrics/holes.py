"""Structural holes: how far those whom an actor is tied to are tied to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from popgraph.networks.metrics.metric import Subject, metric

if TYPE_CHECKING:
    import networkx
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["HOLES", "constraint", "constraint_weighted", "effective_size", "effective_size_weighted"]


def constraint(subject: Subject) -> NDArray[np.float64]:
    """Burt's constraint: Σ_{j tied to i} (p_ij + Σ_{q≠i,j} p_iq p_qj)², p_ij = a_ij / Σ_k a_ik.

    Burt, Structural Holes (1992); by networkx. High where an actor's contacts are few or tied to each other. Range:
    above 0 to 9/8, which is reached by two contacts tied to each other (and to nobody else); NaN for isolates.
    """
    return _constraint(subject, None)


def constraint_weighted(subject: Subject) -> NDArray[np.float64]:
    """`constraint` with the weights of ties: p_ij = s_ij / Σ_k s_ik.

    Burt (1992). Range: above 0, below 2; NaN for isolates.
    """
    return _constraint(subject, "weight")


def effective_size(subject: Subject) -> NDArray[np.float64]:
    """Burt's effective size: an actor's contacts less what is redundant among them, d_i − 2 t_i / d_i.

    t_i is the number of ties among the contacts: Borgatti, Structural holes: unpacking Burt's redundancy measures
    (1997), which is what Burt's Σ_j (1 − Σ_q p_iq m_jq) is without weights; by networkx. Range: 1 to the degree; NaN
    for isolates.
    """
    import networkx

    tied = _tied(subject)
    return subject.values(networkx.effective_size(tied) if len(tied) else {})


def effective_size_weighted(subject: Subject) -> NDArray[np.float64]:
    """Effective size with the weights of ties: Σ_j (1 − Σ_q p_iq m_jq).

    p_iq = s_iq / Σ_k s_ik and m_jq = s_jq / max_k s_jk: Burt, Structural Holes (1992). Range: 1 to the degree; NaN for
    isolates.
    """
    import numpy as np
    from scipy.sparse import diags_array

    # networkx's own divides m_jq by the greatest tie of q instead of that of j (its pull request 8906, of 3.6).
    ties = subject.network.weights
    total = np.asarray(ties.sum(axis=1), dtype=np.float64).ravel()
    most = np.asarray(ties.max(axis=1).toarray() if ties.shape[0] else total, dtype=np.float64).ravel()
    parts = diags_array(_inverse(total)) @ ties
    strong = diags_array(_inverse(most)) @ ties
    redundant = np.asarray((parts @ strong.T).multiply(subject.tied).sum(axis=1), dtype=np.float64).ravel()
    return np.where(total > 0, subject.degrees - redundant, np.nan)


def _inverse(values: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    return np.divide(1.0, values, out=np.zeros_like(values), where=values > 0)


def _tied(subject: Subject) -> networkx.Graph:
    """The graph without isolates, which Burt's measures aren't defined for."""
    return subject.graph.subgraph([node for node, degree in subject.graph.degree() if degree])


def _constraint(subject: Subject, weight: str | None) -> NDArray[np.float64]:
    import networkx

    tied = _tied(subject)
    return subject.values(networkx.constraint(tied, weight=weight) if len(tied) else {})


_BURT = "Burt, Structural Holes: The Social Structure of Competition (1992)"

HOLES = (
    metric(
        "constraint",
        constraint,
        es=(
            "restricción",
            "Restricción de Burt sin pesos: alta si sus contactos son pocos o se vinculan entre sí. Sin dato si está "
            "aislado.",
        ),
        en=(
            "constraint",
            "Burt's constraint without weights: high where contacts are few or tied to each other. Undefined for "
            "isolates.",
        ),
        formula="Σ_j (p_ij + Σ_q p_iq p_qj)², p_ij = a_ij / Σ_k a_ik",
        source=_BURT,
        range_="above 0 to 9/8; NaN for isolates",
    ),
    metric(
        "constraint-weighted",
        constraint_weighted,
        es=("restricción ponderada", "Restricción de Burt con los pesos de los vínculos."),
        en=("weighted constraint", "Burt's constraint with the weights of ties."),
        formula="Σ_j (p_ij + Σ_q p_iq p_qj)², p_ij = s_ij / Σ_k s_ik",
        source=_BURT,
        range_="above 0, below 2; NaN for isolates",
        default=False,
    ),
    metric(
        "effective-size",
        effective_size,
        es=(
            "tamaño efectivo",
            "Contactos menos lo redundante entre ellos, sin pesos. Sin dato si está aislado.",
        ),
        en=(
            "effective size",
            "Contacts less what is redundant among them, without weights. Undefined for isolates.",
        ),
        formula="d_i − 2 t_i / d_i, t_i ties among the contacts",
        source="Borgatti, Structural holes: unpacking Burt's redundancy measures, Connections 20 (1997)",
        range_="1 to the degree; NaN for isolates",
        digits=2,
    ),
    metric(
        "effective-size-weighted",
        effective_size_weighted,
        es=("tamaño efectivo ponderado", "Tamaño efectivo de Burt con los pesos de los vínculos."),
        en=("weighted effective size", "Burt's effective size with the weights of ties."),
        formula="Σ_j (1 − Σ_q p_iq m_jq), p_iq = s_iq / Σ_k s_ik, m_jq = s_jq / max_k s_jk",
        source=_BURT,
        range_="1 to the degree; NaN for isolates",
        digits=2,
        default=False,
    ),
)
"""Measures of structural holes."""
