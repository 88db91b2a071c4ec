"""Whether ties stay within a sector or level or go out: Krackhardt and Stern's E–I index."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from popgraph.networks.metrics.category import ATTRIBUTES, categories, categorised
from popgraph.networks.metrics.metric import Metric, Subject, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Sides = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]

__all__ = ["MIXING", "ei_index", "network_ei_index"]


def ei_index(subject: Subject, *, attribute: str) -> NDArray[np.float64]:
    """E–I index of an actor's ties: (E_i − I_i) / (E_i + I_i).

    E are ties to actors of another category, I to those of the same: Krackhardt & Stern, Informal networks and
    organizational crises (1988). Ties aren't weighted. Actors without a category are left out, as are ties to them;
    several categories at once are one of their own. Range: −1 (all within) to 1 (all to others); NaN without a
    category or without a tie to somebody who has one.
    """
    import numpy as np

    outside, inside, known = _sides(subject, attribute)
    total = outside + inside
    return np.divide(outside - inside, total, out=subject.nothing(), where=known & (total > 0))


def network_ei_index(subject: Subject, *, attribute: str) -> float:
    """E–I index of all ties: (E − I) / (E + I), with each tie once.

    Krackhardt & Stern, Informal networks and organizational crises (1988). Left out is what `ei_index` leaves out. Not
    corrected for the sizes of the categories: hold it against a null model. Range: −1 to 1; NaN if no tie joins two
    actors with a category.
    """
    outside, inside, _ = _sides(subject, attribute)
    total = float(outside.sum() + inside.sum())
    return float(outside.sum() - inside.sum()) / total if total else float("nan")


def _sides(subject: Subject, attribute: str) -> Sides:
    """Ties of each actor to other categories, to its own, and whether it has one."""
    import numpy as np

    kinds = categories(subject, attribute)
    table = categorised(subject, kinds).tocoo()
    i, j = table.coords
    same = kinds[i] == kinds[j]
    inside = np.bincount(i[same], minlength=subject.size).astype(np.float64)
    outside = np.bincount(i[~same], minlength=subject.size).astype(np.float64)
    return outside, inside, kinds >= 0


_SOURCE = (
    "Krackhardt & Stern, Informal networks and organizational crises: an experimental simulation, Social Psychology "
    "Quarterly 51 (1988)"
)


def _metrics() -> tuple[Metric, ...]:
    made = []
    for attribute, (es, en) in ATTRIBUTES.items():
        made.append(
            metric(
                f"ei-{attribute}",
                partial(ei_index, attribute=attribute),
                es=(
                    f"índice E–I por {es}",
                    f"Vínculos hacia otro {es} menos los de su mismo {es}, sobre el total. Quien no tiene {es} queda "
                    "fuera.",
                ),
                en=(
                    f"E–I index by {en}",
                    f"Ties to another {en} less those within its own, of all. Those without a {en} are left out.",
                ),
                formula="(E_i − I_i) / (E_i + I_i)",
                source=_SOURCE,
                range_=f"−1 to 1; NaN without a {en} or a tie to somebody who has one",
                digits=2,
                default=attribute == "sector",
            )
        )
        made.append(
            metric(
                f"network-ei-{attribute}",
                partial(network_ei_index, attribute=attribute),
                scope="network",
                es=(
                    f"índice E–I por {es}, de la red",
                    f"Vínculos entre distintos {'niveles' if attribute == 'level' else 'sectores'} menos los internos, "
                    f"sobre el total. Quien no tiene {es} queda fuera.",
                ),
                en=(
                    f"E–I index by {en}, of the network",
                    f"Ties between different {en}s less those within one, of all. Those without a {en} are left out.",
                ),
                formula="(E − I) / (E + I)",
                source=_SOURCE,
                range_=f"−1 to 1; NaN if no tie joins two actors with a {en}",
            )
        )
    return tuple(made)


MIXING = _metrics()
"""Measures of mixing."""
