"""Ranks of values, and how alike two rankings are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

__all__ = ["rank_correlation", "ranks"]

# Values of floating point that differ by less are the same value, computed in another order.
_SAME = 1e-9


def ranks(values: ArrayLike, *, lowest_first: bool = False) -> tuple[int | None, ...]:
    """Return the rank of each value: 1 for the greatest; equal ones share the best (standard competition ranking).

    Args:
        values: Numbers; NaN has no rank.
        lowest_first: Whether 1 is for the least.

    >>> ranks([3.0, float("nan"), 5.0, 5.0])
    (3, None, 1, 1)
    """
    import numpy as np

    given = np.asarray(values, dtype=float)
    known = ~np.isnan(given)
    signed = np.where(known, given if lowest_first else -given, np.inf)
    order = np.argsort(signed, kind="stable")
    found: list[int | None] = [None] * len(given)
    before, rank = float("nan"), 0
    for place, index in enumerate(order.tolist(), start=1):
        value = float(signed[index])
        if not known[index]:
            break
        if not abs(value - before) <= _SAME * max(1.0, abs(value)):
            rank, before = place, value
        found[index] = rank
    return tuple(found)


def rank_correlation(
    left: Sequence[float] | NDArray[np.float64], right: Sequence[float] | NDArray[np.float64]
) -> float:
    """Return Spearman's rank correlation, equal values at their mean rank, from −1 to 1.

    Pairs of which one is NaN are left out. NaN if fewer than three are left, or if one side is all the same.

    Source: Spearman, The proof and measurement of association between two things, American Journal of Psychology 15
    (1904).

    >>> rank_correlation([1, 2, 3, 4], [10, 30, 20, 40])
    0.8
    """
    import numpy as np

    one, other = np.asarray(left, dtype=float), np.asarray(right, dtype=float)
    both = ~(np.isnan(one) | np.isnan(other))
    if both.sum() < 3:
        return float("nan")
    x, y = _mean_ranks(one[both]), _mean_ranks(other[both])
    if x.std() == 0 or y.std() == 0:
        return float("nan")
    return round(float(np.corrcoef(x, y)[0, 1]), 12)


def _mean_ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    placed = np.array([rank or 0 for rank in ranks(values)], dtype=float)
    _, place, counts = np.unique(placed, return_inverse=True, return_counts=True)
    mean: NDArray[np.float64] = placed + (counts[place] - 1) / 2
    return mean
