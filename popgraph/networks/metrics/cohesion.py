"""How dense the network is and what it falls into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from popgraph.networks.metrics.metric import Subject, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "COHESION",
    "actors",
    "components",
    "core",
    "density",
    "events",
    "isolates",
    "ties",
    "two_mode_density",
    "two_mode_ties",
]


def core(subject: Subject) -> NDArray[np.float64]:
    """Greatest k of which an actor is in the k-core, the largest part where each is tied to k others in it.

    Seidman, Network structure and minimum degree (1983); by networkx. Ties aren't weighted. Range: 0 to n − 1; 0 for
    isolates.
    """
    import networkx

    return subject.values(networkx.core_number(subject.graph))


def actors(subject: Subject) -> float:
    """Number of actors, isolates included: n. Wasserman & Faust (1994). Range: 0 or more."""
    return float(subject.size)


def events(subject: Subject) -> float:
    """Number of events, those without an actor included: m. Wasserman & Faust (1994). Range: 0 or more."""
    return float(len(subject.source.events))


def two_mode_ties(subject: Subject) -> float:
    """Number of tied pairs of an actor and an event: Σ [w_ik > 0]. Wasserman & Faust (1994). Range: 0 to n m."""
    return float(subject.source.ties)


def ties(subject: Subject) -> float:
    """Number of pairs of actors that share an event: Σ_{i<j} a_ij. Wasserman & Faust (1994). Range: 0 to n(n−1)/2."""
    return float(subject.network.ties)


def density(subject: Subject) -> float:
    """Share of the pairs of actors that are tied: 2 Σ_{i<j} a_ij / (n (n−1)).

    Wasserman & Faust, Social Network Analysis (1994). Isolates count in n. Range: 0 to 1; NaN with fewer than 2 actors.
    """
    pairs = subject.size * (subject.size - 1) / 2
    return subject.network.ties / pairs if pairs else float("nan")


def two_mode_density(subject: Subject) -> float:
    """Share of the pairs of an actor and an event that are tied: Σ [w_ik > 0] / (n m).

    Borgatti & Everett, Network analysis of 2-mode data (1997). Events without an actor count in m. Range: 0 to 1; NaN
    without actors or without events.
    """
    pairs = subject.size * len(subject.source.events)
    return subject.source.ties / pairs if pairs else float("nan")


def components(subject: Subject) -> float:
    """Number of components of the projected network; an isolate is one. Wasserman & Faust (1994). Range: 0 to n."""
    import networkx

    return float(networkx.number_connected_components(subject.graph))


def isolates(subject: Subject) -> float:
    """Number of actors who share no event with anybody: Σ_i [Σ_j a_ij = 0]. Wasserman & Faust (1994). Range: 0 to n."""
    return float((subject.degrees == 0).sum())


_FAUST = "Wasserman & Faust, Social Network Analysis: Methods and Applications (1994)"

COHESION = (
    metric(
        "core",
        core,
        es=(
            "k-núcleo",
            "Mayor k tal que el actor está en un grupo donde cada uno se vincula con k del grupo.",
        ),
        en=("k-core", "Greatest k such that the actor is in a group where each is tied to k of the group."),
        formula="max k : i ∈ k-core",
        source="Seidman, Network structure and minimum degree, Social Networks 5 (1983)",
        range_="0 to n − 1; 0 for isolates",
        digits=0,
    ),
    metric(
        "actors",
        actors,
        scope="network",
        es=("actores", "Actores de la red, también los aislados."),
        en=("actors", "Actors of the network, isolates included."),
        formula="n",
        source=_FAUST,
        range_="0 or more",
        digits=0,
    ),
    metric(
        "events",
        events,
        scope="network",
        es=("eventos", "Eventos de la red, también los que no tienen actor."),
        en=("events", "Events of the network, those without an actor included."),
        formula="m",
        source=_FAUST,
        range_="0 or more",
        digits=0,
    ),
    metric(
        "two-mode-ties",
        two_mode_ties,
        scope="network",
        es=("vínculos actor–evento", "Pares de actor y evento vinculados."),
        en=("actor–event ties", "Pairs of an actor and an event that are tied."),
        formula="Σ_ik [w_ik > 0]",
        source=_FAUST,
        range_="0 to n m",
        digits=0,
    ),
    metric(
        "two-mode-density",
        two_mode_density,
        scope="network",
        es=("densidad bimodal", "Parte de los pares de actor y evento que están vinculados."),
        en=("two-mode density", "Share of the pairs of an actor and an event that are tied."),
        formula="Σ_ik [w_ik > 0] / (n m)",
        source="Borgatti & Everett, Network analysis of 2-mode data, Social Networks 19 (1997)",
        range_="0 to 1; NaN without actors or events",
    ),
    metric(
        "ties",
        ties,
        scope="network",
        es=("vínculos", "Pares de actores que comparten algún evento."),
        en=("ties", "Pairs of actors that share an event."),
        formula="Σ_{i<j} a_ij",
        source=_FAUST,
        range_="0 to n (n−1) / 2",
        digits=0,
    ),
    metric(
        "density",
        density,
        scope="network",
        es=("densidad", "Parte de los pares de actores que están vinculados."),
        en=("density", "Share of the pairs of actors that are tied."),
        formula="2 Σ_{i<j} a_ij / (n (n−1))",
        source=_FAUST,
        range_="0 to 1; NaN with fewer than 2 actors",
    ),
    metric(
        "components",
        components,
        scope="network",
        es=("componentes", "Partes sin vínculo entre sí; un aislado es una."),
        en=("components", "Parts with no tie between them; an isolate is one."),
        formula="number of connected components",
        source=_FAUST,
        range_="0 to n",
        digits=0,
    ),
    metric(
        "isolates",
        isolates,
        scope="network",
        es=("aislados", "Actores que no comparten ningún evento."),
        en=("isolates", "Actors who share no event with anybody."),
        formula="Σ_i [Σ_j a_ij = 0]",
        source=_FAUST,
        range_="0 to n",
        digits=0,
    ),
)
"""Measures of cohesion."""
