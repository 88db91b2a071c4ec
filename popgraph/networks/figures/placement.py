"""Setting things apart, so that no name lies on another."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["overlapping", "set_apart"]

_ROUNDS = 500


def set_apart(
    centres: NDArray[np.float64], sizes: NDArray[np.float64], *, width: float, height: float, gap: float = 0.6
) -> NDArray[np.float64]:
    """Return centres of boxes moved as little as makes them lie beside each other within a panel.

    Args:
        centres: A row a box: x and y.
        sizes: A row a box: width and height.
        width: Of the panel, which begins at 0.
        height: Of the panel.
        gap: Between boxes.

    Returns:
        The new centres. Where the panel is too small for all, some boxes still overlap.

    >>> import numpy as np
    >>> found = set_apart(np.array([[5.0, 5.0], [5.5, 5.0]]), np.full((2, 2), 2.0), width=12, height=10, gap=0)
    >>> found.tolist()
    [[4.25, 5.0], [6.25, 5.0]]
    """
    import numpy as np

    places = centres.astype(float).copy()
    half = sizes / 2
    low, high = half, np.maximum(np.array([width, height]) - half, half)
    need = half[:, None, :] + half[None, :, :] + gap
    # Those that stand on one spot leave it in the order that they come in.
    order = np.sign(np.arange(len(places))[:, None] - np.arange(len(places))[None, :])
    for _ in range(_ROUNDS):
        places = np.clip(places, low, high)
        apart = places[:, None, :] - places[None, :, :]
        deep = need - np.abs(apart)
        np.einsum("iij->ij", deep)[:] = 0
        hit = (deep > 1e-6).all(axis=2)
        if not hit.any():
            break
        sideways = deep[..., 0] <= deep[..., 1]
        step = np.where(hit[..., None], deep, 0) * np.stack([sideways, ~sideways], axis=2)
        sign = np.where(apart == 0, order[..., None], np.sign(apart))
        places += 0.5 * (step * sign).sum(axis=1) / np.maximum(hit.sum(axis=1), 1)[:, None] ** 0.5
    settled: NDArray[np.float64] = np.clip(places, low, high)
    return settled


def overlapping(centres: NDArray[np.float64], sizes: NDArray[np.float64]) -> list[int]:
    """Return the boxes that overlap another."""
    import numpy as np

    deep = (sizes[:, None, :] + sizes[None, :, :]) / 2 - np.abs(centres[:, None, :] - centres[None, :, :])
    both = (deep > 1e-3).all(axis=2) & ~np.eye(len(centres), dtype=bool)
    return [int(place) for place in np.flatnonzero(both.any(axis=1))]
