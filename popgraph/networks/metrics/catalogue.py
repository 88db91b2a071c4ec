"""All measures, and how to take them.

`METRICS` names them in the order they are shown; `measure` gives values by actor, `summarize` values of the network and
`measure_events` values by event. Load by year is a table of its own: `popgraph.networks.metrics.load.years`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from popgraph.errors import UsageError
from popgraph.networks.metrics.brokerage import BROKERAGE
from popgraph.networks.metrics.centrality import CENTRALITY
from popgraph.networks.metrics.clustering import CLUSTERING
from popgraph.networks.metrics.cohesion import COHESION
from popgraph.networks.metrics.communities import COMMUNITIES
from popgraph.networks.metrics.concentration import CONCENTRATION
from popgraph.networks.metrics.crew import CREW
from popgraph.networks.metrics.degree import DEGREE
from popgraph.networks.metrics.holes import HOLES
from popgraph.networks.metrics.metric import Metric, Subject
from popgraph.networks.metrics.mixing import MIXING
from popgraph.networks.metrics.participation import PARTICIPATION

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from popgraph.networks.projection import OneMode

__all__ = ["METRICS", "chosen", "measure", "measure_events", "summarize"]

METRICS: Mapping[str, Metric] = MappingProxyType(
    {
        item.id: item
        for item in (
            *DEGREE,
            *CENTRALITY,
            *COHESION,
            *CLUSTERING,
            *HOLES,
            *BROKERAGE,
            *MIXING,
            *COMMUNITIES,
            *PARTICIPATION,
            *CONCENTRATION,
            *CREW,
        )
    }
)
"""Every measure by id, in the order they are shown."""

_VERBS = {"actor": "measure", "network": "summarize", "event": "measure_events"}


def chosen(scope: str, ids: Iterable[str] = ()) -> tuple[Metric, ...]:
    """Return the measures of a scope that are asked for, each once; the default ones if none is.

    Raises:
        UsageError: If there is no such measure, or it is of another scope.

    >>> [metric.id for metric in chosen("actor", ["degree", "core"])]
    ['degree', 'core']
    """
    asked = tuple(dict.fromkeys(ids))
    if not asked:
        return tuple(item for item in METRICS.values() if item.scope == scope and item.default)
    known = [item.id for item in METRICS.values() if item.scope == scope]
    unknown = [id_ for id_ in asked if id_ not in METRICS]
    if unknown:
        raise UsageError("No such measure", where=", ".join(unknown), hint=f"One of: {', '.join(known)}")
    for id_ in asked:
        if METRICS[id_].scope != scope:
            raise UsageError(
                f"This is a measure of scope {METRICS[id_].scope}, not {scope}",
                where=id_,
                hint=f"Use {_VERBS[METRICS[id_].scope]}, or one of: {', '.join(known)}",
            )
    return tuple(METRICS[id_] for id_ in asked)


def measure(
    network: OneMode, ids: Iterable[str] = (), *, backend: str = "networkx"
) -> dict[str, NDArray[np.float64]]:
    """Return measures of each actor.

    Args:
        network: A projected network; two-mode measures are taken of its source.
        ids: Which measures, in this order; the default ones if none.
        backend: What works out betweenness and closeness: ``networkx``, or ``igraph``, which is faster on large
            networks and gives the same but for rounding.

    Returns:
        By id, a value an actor in the order of the network's actors; NaN where a measure isn't defined.

    Raises:
        UsageError: If there is no such measure or backend, or it isn't a measure of actors.
        MissingExtraError: If the extra ``networks``, or ``igraph`` where it is asked for, isn't installed.

    >>> import popgraph
    >>> from popgraph.networks import project, two_mode
    >>> cacao = project(two_mode(popgraph.open()))
    >>> found = measure(cacao, ["two-mode-degree", "degree"])
    >>> cacao.actors[found["two-mode-degree"].argmax()].label
    'CERX Cusco'
    """
    asked = chosen("actor", ids)
    subject = Subject(network, backend=backend)
    return {item.id: item.value(subject) for item in asked}


def summarize(network: OneMode, ids: Iterable[str] = ()) -> dict[str, float]:
    """Return measures of a network as a whole.

    Args:
        network: A projected network; two-mode measures are taken of its source.
        ids: Which measures, in this order; the default ones if none.

    Returns:
        A value by id; NaN where a measure isn't defined.

    Raises:
        UsageError: If there is no such measure, or it isn't one of networks.
        MissingExtraError: If the extra ``networks`` isn't installed.

    >>> import popgraph
    >>> from popgraph.networks import project, two_mode
    >>> summarize(project(two_mode(popgraph.open())), ["actors", "events"])
    {'actors': 46.0, 'events': 33.0}
    """
    asked = chosen("network", ids)
    subject = Subject(network)
    return {item.id: float(item.value(subject)) for item in asked}


def measure_events(network: OneMode, ids: Iterable[str] = ()) -> dict[str, NDArray[np.float64]]:
    """Return measures of each event, in the order of the events of the network's source.

    Args:
        network: A projected network.
        ids: Which measures, in this order; the default ones if none.

    Raises:
        UsageError: If there is no such measure, or it isn't one of events.
        MissingExtraError: If the extra ``networks`` isn't installed.
    """
    asked = chosen("event", ids)
    subject = Subject(network)
    return {item.id: item.value(subject) for item in asked}
