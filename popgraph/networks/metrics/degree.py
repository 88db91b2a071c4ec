"""How much an actor is named for, and how many it shares that with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from popgraph.networks.metrics.metric import Subject, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["DEGREE", "degree", "fractional_load", "strength", "two_mode_degree", "two_mode_strength"]


def two_mode_degree(subject: Subject) -> NDArray[np.float64]:
    """Number of events that an actor is tied to: Σ_k [w_ik > 0].

    Borgatti & Everett, Network analysis of 2-mode data (1997). Range: 0 to the number of events; 0 for an actor whose
    ties all weigh nothing. Not normalised.
    """
    import numpy as np

    return np.diff(np.asarray(subject.source.weights.indptr, dtype=np.float64))


def two_mode_strength(subject: Subject) -> NDArray[np.float64]:
    """Sum of the weights of an actor's ties to events: Σ_k w_ik.

    Barrat et al., The architecture of complex weighted networks (2004), for two modes. Range: 0 or more.
    """
    import numpy as np

    return np.asarray(subject.source.weights.sum(axis=1), dtype=np.float64).ravel()


def fractional_load(subject: Subject) -> NDArray[np.float64]:
    """Load of an actor if each event is split among those tied to it: Σ_k w_ik / Σ_j w_jk.

    Lindsey, Production and citation measures in the sociology of science (1980). Range: 0 to the number of events;
    all actors' loads add up to the number of events with an actor. The split is among the actors of the network: where
    a selection leaves actors out, the others' parts grow.
    """
    import numpy as np

    weights = subject.source.weights
    totals = np.asarray(weights.sum(axis=0), dtype=np.float64).ravel()
    parts = np.divide(1.0, totals, out=np.zeros_like(totals), where=totals > 0)
    return np.asarray(weights @ parts, dtype=np.float64).ravel()


def degree(subject: Subject) -> NDArray[np.float64]:
    """Number of other actors that an actor shares an event with: Σ_j a_ij.

    Freeman, Centrality in social networks: conceptual clarification (1978). Range: 0 to n − 1; 0 for isolates. Not
    normalised.
    """
    import numpy as np

    return subject.degrees.astype(np.float64)


def strength(subject: Subject) -> NDArray[np.float64]:
    """Sum of the weights of an actor's ties to other actors: Σ_j s_ij.

    Barrat et al., The architecture of complex weighted networks (2004). Range: 0 or more; its unit is that of the
    projection.
    """
    import numpy as np

    return np.asarray(subject.network.weights.sum(axis=1), dtype=np.float64).ravel()


_BARRAT = "Barrat, Barthélemy, Pastor-Satorras & Vespignani, The architecture of complex weighted networks, PNAS (2004)"

DEGREE = (
    metric(
        "two-mode-degree",
        two_mode_degree,
        es=("eventos", "En cuántos eventos (tareas, actividades, objetivos o años) figura el actor."),
        en=("events", "How many events (tasks, activities, objectives or years) the actor is named for."),
        formula="Σ_k [w_ik > 0]",
        source="Borgatti & Everett, Network analysis of 2-mode data, Social Networks 19 (1997)",
        range_="0 to the number of events",
        digits=0,
    ),
    metric(
        "two-mode-strength",
        two_mode_strength,
        es=(
            "carga",
            "Suma de los pesos de sus vínculos con eventos; igual a los eventos si cada uno pesa 1.",
        ),
        en=("load", "Sum of the weights of its ties to events; equal to the events if each weighs 1."),
        formula="Σ_k w_ik",
        source=_BARRAT,
        range_="0 or more",
        digits=0,
    ),
    metric(
        "fractional-load",
        fractional_load,
        es=(
            "carga fraccionada",
            "Cada evento se reparte entre los actores de la red que figuran en él, según su peso.",
        ),
        en=("fractional load", "Each event is split among the actors of the network tied to it, by weight."),
        formula="Σ_k w_ik / Σ_j w_jk",
        source="Lindsey, Production and citation measures in the sociology of science: the problem of multiple "
        "authorship, Social Studies of Science 10 (1980)",
        range_="0 to the number of events; all add up to the number of events with an actor",
        digits=2,
    ),
    metric(
        "degree",
        degree,
        es=(
            "grado",
            "Con cuántos otros actores comparte al menos un evento. Sin normalizar; 0 si está aislado.",
        ),
        en=("degree", "How many other actors it shares an event with. Not normalised; 0 for isolates."),
        formula="Σ_j a_ij",
        source="Freeman, Centrality in social networks: conceptual clarification, Social Networks 1 (1978)",
        range_="0 to n − 1",
        digits=0,
    ),
    metric(
        "strength",
        strength,
        es=("fuerza", "Suma de los pesos de sus vínculos con otros actores, en la unidad de la proyección."),
        en=("strength", "Sum of the weights of its ties to other actors, in the unit of the projection."),
        formula="Σ_j s_ij",
        source=_BARRAT,
        range_="0 or more",
        digits=2,
    ),
)
"""Measures of degree."""
