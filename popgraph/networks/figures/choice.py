"""Which actors a figure shows, and by which numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from popgraph.errors import UsageError
from popgraph.networks.projection import OneMode
from popgraph.networks.twomode import TwoMode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Choice", "loads", "ranked", "strongest", "values_of"]


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """The part of a network of actors that a figure shows.

    Attributes:
        network: It.
        values: What sizes show, an actor; computed in the whole network.
        whole: How many actors this has.
    """

    network: OneMode
    values: NDArray[np.float64]
    whole: int


def values_of(network: OneMode, size: str | None) -> NDArray[np.float64]:
    """Return a measure of each actor; the sum of its ties' weights if none is named.

    Raises:
        UsageError: If there is no such measure of an actor.
    """
    import numpy as np

    if size is None:
        return np.asarray(network.weights.sum(axis=1), dtype=float).ravel()
    from popgraph.networks.metrics import METRICS, measure

    if size in METRICS and METRICS[size].scope != "actor":
        actors = [id_ for id_, metric in METRICS.items() if metric.scope == "actor"]
        raise UsageError("No measure of an actor", where=size, hint=f"One of: {', '.join(actors)}")
    return np.asarray(measure(network, [size])[size], dtype=float)


def strongest(network: OneMode, *, size: str | None, top: int | None) -> Choice:
    """Return the actors with the highest values of a measure, and the ties between them."""
    import numpy as np

    values = values_of(network, size)
    if top is None or top >= len(network.actors):
        return Choice(network, values, len(network.actors))
    rows = np.array(sorted(ranked(values)[:top]), dtype=np.int64)
    part = replace(
        network,
        actors=tuple(network.actors[row] for row in rows),
        weights=network.weights[rows][:, rows],
        shared=network.shared[rows][:, rows],
    )
    return Choice(part, values[rows], len(network.actors))


def ranked(values: NDArray[np.float64]) -> list[int]:
    """Return places by value, the highest first; what is undefined comes last."""
    import numpy as np

    known = np.where(np.isnan(values), -np.inf, values)
    return sorted(range(len(known)), key=lambda place: (-known[place], place))


def loads(network: TwoMode) -> NDArray[np.float64]:
    """Return the sum of each actor's ties."""
    import numpy as np

    return np.asarray(network.weights.sum(axis=1), dtype=float).ravel()
