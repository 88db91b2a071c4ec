"""How unequally load is spread over actors."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from popgraph.networks.metrics.degree import fractional_load, two_mode_strength
from popgraph.networks.metrics.metric import Metric, Subject, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["CONCENTRATION", "gini", "herfindahl", "network_gini", "network_herfindahl"]

_LOADS = {"load": two_mode_strength, "fractional-load": fractional_load}


def gini(values: NDArray[np.float64]) -> float:
    """Return Gini's index: Σ_i Σ_j |x_i − x_j| / (2 n Σ_i x_i).

    Gini, Variabilità e mutabilità (1912). Range: 0 (all equal) to 1 − 1/n (one has all); NaN if there are no values or
    all are 0. Not corrected for small n.

    >>> import numpy
    >>> gini(numpy.array([0.0, 0.0, 0.0, 8.0]))
    0.75
    """
    import numpy as np

    total = float(values.sum())
    if not total > 0:
        return float("nan")
    size = len(values)
    ranks = np.arange(1, size + 1)
    # Of sorted values the double sum is a single one; rounding must not make it negative.
    return max(0.0, float(((2 * ranks - size - 1) * np.sort(values)).sum()) / (size * total))


def herfindahl(values: NDArray[np.float64]) -> float:
    """Return the Herfindahl–Hirschman index: Σ_i (x_i / Σ_j x_j)².

    Hirschman, National Power and the Structure of Foreign Trade (1945); Herfindahl, Concentration in the steel industry
    (1950). Range: 1/n (all equal) to 1 (one has all); NaN if there are no values or all are 0.

    >>> import numpy
    >>> herfindahl(numpy.array([1.0, 1.0, 1.0, 1.0]))
    0.25
    """
    total = float(values.sum())
    if not total > 0:
        return float("nan")
    return float(((values / total) ** 2).sum())


def network_gini(subject: Subject, *, of: str) -> float:
    """Gini's index of the actors' ``load`` (two-mode strength) or ``fractional-load``; see `gini`.

    Gini, Variabilità e mutabilità (1912). Range: 0 to 1 − 1/n; NaN if nobody has any load.
    """
    return gini(_LOADS[of](subject))


def network_herfindahl(subject: Subject, *, of: str) -> float:
    """Herfindahl–Hirschman index of the actors' ``load`` or ``fractional-load``; see `herfindahl`.

    Hirschman, National Power and the Structure of Foreign Trade (1945). Range: 1/n to 1; NaN if nobody has any load.
    """
    return herfindahl(_LOADS[of](subject))


def _metrics() -> tuple[Metric, ...]:
    made = []
    for of, es, en in (
        ("load", "carga", "load"),
        ("fractional-load", "carga fraccionada", "fractional load"),
    ):
        made.append(
            metric(
                f"gini-{of}",
                partial(network_gini, of=of),
                scope="network",
                es=(
                    f"Gini de la {es}",
                    f"Desigualdad de la {es} entre los actores de la red; 0 si es igual para todos.",
                ),
                en=(
                    f"Gini of {en}",
                    f"Inequality of {en} among the actors of the network; 0 if all have the same.",
                ),
                formula="Σ_i Σ_j |x_i − x_j| / (2 n Σ_i x_i)",
                source="Gini, Variabilità e mutabilità (1912)",
                range_="0 to 1 − 1/n; NaN if nobody has any load",
            )
        )
        made.append(
            metric(
                f"hhi-{of}",
                partial(network_herfindahl, of=of),
                scope="network",
                es=(f"HHI de la {es}", f"Concentración de la {es}: suma de los cuadrados de las partes."),
                en=(f"HHI of {en}", f"Concentration of {en}: sum of the squared shares."),
                formula="Σ_i (x_i / Σ_j x_j)²",
                source="Hirschman, National Power and the Structure of Foreign Trade (1945)",
                range_="1/n to 1; NaN if nobody has any load",
            )
        )
    return tuple(made)


CONCENTRATION = _metrics()
"""Measures of concentration."""
