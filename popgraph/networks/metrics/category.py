"""What actors are sorted by when a measure compares insiders with outsiders: sector or level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from popgraph.networks.metrics.metric import Subject

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

__all__ = ["ATTRIBUTES", "categories", "categorised"]

ATTRIBUTES = {"sector": ("sector", "sector"), "level": ("nivel", "level")}
"""What can be compared, with its Spanish and English name."""


def categories(subject: Subject, attribute: str) -> NDArray[np.int64]:
    """Return a number for each actor's sector or level; −1 where the registry has none.

    Several at once (``private+public``) are a category of their own: such an actor is an insider of neither.
    """
    import numpy as np

    words = [str(getattr(actor, attribute)) for actor in subject.actors]
    places = {word: place for place, word in enumerate(sorted(set(words) - {""}))}
    return np.array([places.get(word, -1) for word in words], dtype=np.int64)


def categorised(subject: Subject, kinds: NDArray[np.int64]) -> csr_array:
    """Return 1.0 where two actors are tied that both have a category."""
    from scipy.sparse import diags_array

    known = diags_array((kinds >= 0).astype(float))
    made = (known @ subject.tied @ known).tocsr()
    made.eliminate_zeros()
    return made
