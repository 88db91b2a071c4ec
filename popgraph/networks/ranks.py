"""Ranks of values, and how alike two rankings are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

__all__ = ["SAME", "rank_correlation", "rank_rows", "ranks"]

SAME = 1e-9
"""Values of floating point that differ by less, or by less of their own size, are the same value, computed in another
order."""


def ranks(values: ArrayLike, *, lowest_first: bool = False) -> tuple[int | None, ...]:
    """Return the rank of each value: 1 for the greatest; equal ones share the best (standard competition ranking).

    Args:
        values: Numbers; NaN has no rank.
        lowest_first: Whether 1 is for the least.

    >>> ranks([3.0, float("nan"), 5.0, 5.0])
    (3, None, 1, 1)
    """
    import numpy as np

    row = np.asarray(values, dtype=float)
    return tuple(rank or None for rank in rank_rows(row[None], lowest_first=lowest_first)[0].tolist())


def rank_rows(values: NDArray[np.float64], *, lowest_first: bool = False) -> NDArray[np.int64]:
    """Return the rank of each value within its row, as `ranks` does; 0 for NaN.

    >>> import numpy as np
    >>> rank_rows(np.array([[3.0, np.nan, 5.0, 5.0]])).tolist()
    [[3, 0, 1, 1]]
    """
    import numpy as np

    known = ~np.isnan(values)
    signed = np.where(known, values if lowest_first else -values, np.inf)
    order = np.argsort(signed, axis=1, kind="stable")
    ordered = np.take_along_axis(signed, order, axis=1)
    places = np.arange(values.shape[1])
    with np.errstate(invalid="ignore"):
        step = np.diff(ordered, axis=1, prepend=-np.inf)
    new = ~(step <= SAME * np.maximum(1.0, np.abs(ordered)))
    starts = np.maximum.accumulate(np.where(new, places, 0), axis=1)
    made = np.zeros(values.shape, dtype=np.int64)
    np.put_along_axis(made, order, starts + 1, axis=1)
    return np.where(known, made, 0)


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

    placed = rank_rows(values[None])[0]
    _, place, counts = np.unique(placed, return_inverse=True, return_counts=True)
    mean: NDArray[np.float64] = placed + (counts[place] - 1) / 2
    return mean
