"""Which ties are stronger than the numbers of tasks of both actors explain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from popgraph.networks.actors import Actor
from popgraph.networks.robustness.ranking import adjusted

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["TieTally", "TieTest"]


@dataclass(frozen=True, slots=True)
class TieTest:
    """How a tie compares with those of the null model.

    What is tested is how many events two actors share, whatever the projection: the fixed degree sequence model for
    backbones of two-mode projections (Neal, The backbone of bipartite projections, Social Networks 39, 2014; Neal,
    Domagalski & Sagan, Comparing alternatives to the fixed degree sequence model for extracting the backbone of
    bipartite projections, Scientific Reports 11, 2021).

    Attributes:
        first: One actor.
        second: The other.
        shared: How many events they share.
        mean: Of the draws.
        sd: Standard deviation of the draws, with n − 1.
        p: (1 + draws in which they share as many or more) / (1 + draws).
        q: ``p`` adjusted by Benjamini and Hochberg (1995) for all pairs of actors, tied or not. With few draws ``p``
            can't be small enough to pass, since it is 1 / (1 + draws) at least.
    """

    first: Actor
    second: Actor
    shared: int
    mean: float
    sd: float
    p: float
    q: float


class TieTally:
    """Shared events of each pair over draws, added up as these come.

    Args:
        observed: Actors × actors: how many events two share.
    """

    def __init__(self, observed: NDArray[np.float64]) -> None:
        import numpy as np

        self._observed = observed
        self._draws = 0
        self._reached = np.zeros(observed.shape, dtype=np.int64)
        self._sum = np.zeros(observed.shape)
        self._squares = np.zeros(observed.shape)

    def add(self, shared: NDArray[np.float64]) -> None:
        """Take in some draws × actors × actors."""
        self._draws += len(shared)
        self._reached += (shared >= self._observed).sum(axis=0)
        self._sum += shared.sum(axis=0)
        self._squares += (shared**2).sum(axis=0)

    def tests(self, actors: Sequence[Actor]) -> tuple[TieTest, ...]:
        """Return the test of each tie, the most surprising first; none without draws."""
        import numpy as np

        if not self._draws or len(actors) < 2:
            return ()
        i, j = np.triu_indices(len(actors), 1)
        p = (1 + self._reached[i, j]) / (1 + self._draws)
        q = adjusted(p)
        mean = self._sum[i, j] / self._draws
        rest = np.maximum(self._squares[i, j] - self._draws * mean**2, 0.0)
        sd = np.sqrt(rest / max(1, self._draws - 1))
        shared = self._observed[i, j]
        order = [place for place in np.lexsort((j, i, mean - shared, p)) if shared[place] > 0]
        return tuple(
            TieTest(
                actors[i[place]],
                actors[j[place]],
                int(shared[place]),
                float(mean[place]),
                float(sd[place]),
                float(p[place]),
                float(q[place]),
            )
            for place in order
        )
