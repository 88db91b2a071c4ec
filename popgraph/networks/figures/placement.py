"""Setting things apart, so that no name lies on another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Settled", "set_apart"]

_ROUNDS = 150
_GAP = 0.6
# How many places are tried at once, and how far these are from each other, in the unit of the panel.
_CHUNK = 400
_STEP = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """Where boxes came to lie.

    Attributes:
        centres: A row a box: x and y.
        whole: Whether a box has its whole size; else it has its least one.
    """

    centres: NDArray[np.float64]
    whole: NDArray[np.bool_]


def set_apart(
    centres: NDArray[np.float64],
    sizes: NDArray[np.float64],
    least: NDArray[np.float64],
    *,
    order: Sequence[int],
    width: float,
    height: float,
) -> Settled:
    """Move boxes so that they lie beside each other within a panel, each as near to its place as can be.

    Args:
        centres: A row a box: x and y.
        sizes: A row a box: width and height.
        least: The sizes that boxes shrink to that there is no room for.
        order: The boxes, those first that are to have their place and size before others.
        width: Of the panel, which begins at 0.
        height: Of the panel.

    Returns:
        Where they lie. Only boxes that there is no room for even when shrunk overlap others.

    >>> import numpy as np
    >>> boxes = np.full((2, 2), 2.0)
    >>> found = set_apart(np.array([[5.0, 5.0], [5.5, 5.0]]), boxes, boxes, order=[0, 1], width=12, height=10)
    >>> bool(abs(found.centres[0, 0] - found.centres[1, 0]) >= 2), found.whole.tolist()
    (True, [True, True])
    """
    import numpy as np

    panel = np.array([width, height])
    pushed = _pushed(centres, sizes, panel)
    around = _around(width, height)
    found = pushed.copy()
    taken = sizes.copy()
    whole = np.ones(len(pushed), dtype=bool)
    done: list[int] = []
    # Sizes that no place was left for: nor is there later, for anything as large.
    refused: list[NDArray[np.float64]] = []
    for box in order:
        spot = None
        for size in (sizes[box], least[box]):
            if any((size >= other).all() for other in refused):
                continue
            spot = _free(pushed[box], size, around=around, others=found[done], sizes=taken[done], panel=panel)
            if spot is not None:
                break
            refused.append(size)
        whole[box] = spot is not None and bool((size == sizes[box]).all())
        taken[box] = sizes[box] if whole[box] else least[box]
        half = taken[box] / 2
        found[box] = np.clip(pushed[box], half, np.maximum(panel - half, half)) if spot is None else spot
        done.append(box)
    return Settled(found, whole)


def _pushed(
    centres: NDArray[np.float64], sizes: NDArray[np.float64], panel: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Let boxes push each other along the side on which they overlap less; that mends most of it."""
    import numpy as np

    places = centres.astype(float).copy()
    half = sizes / 2
    low, high = half, np.maximum(panel - half, half)
    need = half[:, None, :] + half[None, :, :] + _GAP
    # Those that stand on one spot leave it in the order that they come in.
    order = np.sign(np.arange(len(places))[:, None] - np.arange(len(places))[None, :])
    for _ in range(max(10, min(_ROUNDS, 3_000_000 // (len(places) ** 2 + 1)))):
        places = np.clip(places, low, high)
        apart = places[:, None, :] - places[None, :, :]
        deep = need - np.abs(apart)
        hit = (deep > 1e-6).all(axis=2)
        np.fill_diagonal(hit, False)
        if not hit.any():
            break
        sideways = deep[..., 0] <= deep[..., 1]
        step = np.where(hit[..., None], deep, 0) * np.stack([sideways, ~sideways], axis=2)
        sign = np.where(apart == 0, order[..., None], np.sign(apart))
        places += 0.8 * (step * sign).sum(axis=1) / np.sqrt(np.maximum(hit.sum(axis=1), 1))[:, None]
    settled: NDArray[np.float64] = np.clip(places, low, high)
    return settled


def _around(width: float, height: float) -> NDArray[np.float64]:
    """Steps from a place to all others of a grid, the shortest first."""
    import numpy as np

    x, y = np.meshgrid(np.arange(-width, width + 1, _STEP), np.arange(-height, height + 1, _STEP))
    steps = np.column_stack([x.ravel(), y.ravel()])
    far = np.hypot(steps[:, 0], steps[:, 1])
    sorted_: NDArray[np.float64] = np.vstack([np.zeros((1, 2)), steps[np.argsort(far, kind="stable")]])
    return sorted_


def _free(
    wanted: NDArray[np.float64],
    size: NDArray[np.float64],
    *,
    around: NDArray[np.float64],
    others: NDArray[np.float64],
    sizes: NDArray[np.float64],
    panel: NDArray[np.float64],
) -> NDArray[np.float64] | None:
    """The nearest place where a box lies within the panel and on no other."""
    import numpy as np

    low, high = size / 2, panel - size / 2
    need = (sizes + size) / 2 + _GAP / 2
    for start in range(0, len(around), _CHUNK):
        spots = wanted + around[start : start + _CHUNK]
        spots = spots[((spots >= low - 1e-9) & (spots <= high + 1e-9)).all(axis=1)]
        if len(spots):
            near = np.abs(spots[:, None, :] - others[None, :, :]) < need[None] - 1e-9
            free = (near[..., 0] & near[..., 1]).sum(axis=1) == 0
            if free.any():
                spot: NDArray[np.float64] = spots[free.argmax()]
                return spot
    return None
