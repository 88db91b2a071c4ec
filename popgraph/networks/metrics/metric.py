"""What a measure is, and what it is taken of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar, cast

from popgraph.networks.metrics.backend import by_igraph, checked

if TYPE_CHECKING:
    import igraph
    import networkx
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from popgraph.networks.actors import Actor
    from popgraph.networks.projection import OneMode
    from popgraph.networks.twomode import TwoMode

    Floats = NDArray[np.float64]

__all__ = ["SCOPES", "Metric", "Subject", "metric"]

SCOPES = ("actor", "network", "event")
"""What a measure gives a value to."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Metric:
    """A measure.

    Attributes:
        id: What it is asked for by.
        scope: ``actor`` (a value an actor), ``network`` (one value) or ``event`` (a value an event).
        labels: Its name in Spanish and English.
        about: What it says and what was decided, in Spanish and English.
        formula: How it is worked out. w is the two-mode weight, a the tie of two actors (1 or 0), s its weight, n the
            number of actors.
        source: Author, title, year.
        range: What values it can have, and when it is undefined (NaN).
        digits: How many decimals are shown.
        default: Whether it is taken when nothing is asked for; the dear and the special ones aren't.
        value: What works it out.
    """

    id: str
    scope: str
    labels: Mapping[str, str]
    about: Mapping[str, str]
    formula: str
    source: str
    range: str
    digits: int
    default: bool
    value: Callable[[Subject], Any] = field(repr=False, compare=False)


def metric(
    id_: str,
    value: Callable[[Subject], Any],
    *,
    scope: str = "actor",
    es: tuple[str, str],
    en: tuple[str, str],
    formula: str,
    source: str,
    range_: str,
    digits: int = 3,
    default: bool = True,
) -> Metric:
    """Return a measure; ``es`` and ``en`` are its name and what it says."""
    return Metric(
        id_,
        scope,
        MappingProxyType({"es": es[0], "en": en[0]}),
        MappingProxyType({"es": es[1], "en": en[1]}),
        formula,
        source,
        range_,
        digits,
        default,
        value,
    )


class Subject:
    """A network that measures are taken of, with what several of them need, worked out once.

    Attributes:
        network: The projected network.
        backend: What walks the shortest paths, one of `popgraph.networks.metrics.backend.BACKENDS`.
    """

    def __init__(self, network: OneMode, *, backend: str = "networkx") -> None:
        self.backend = checked(backend)
        self.network = network
        self._known: dict[object, object] = {}

    @property
    def source(self) -> TwoMode:
        """The two-mode network."""
        return self.network.source

    @property
    def actors(self) -> tuple[Actor, ...]:
        """The actors, in the order of all values."""
        return self.network.actors

    @property
    def size(self) -> int:
        """How many actors."""
        return len(self.network.actors)

    @cached_property
    def graph(self) -> networkx.Graph:
        """The projected network for networkx: nodes are places of actors."""
        return self.network.graph()

    @cached_property
    def igraph(self) -> igraph.Graph:
        """The projected network for igraph."""
        return by_igraph(self.network)

    @cached_property
    def tied(self) -> csr_array:
        """1.0 where two actors are tied."""
        import numpy as np

        made = self.network.weights.astype(bool).astype(np.float64).tocsr()
        made.eliminate_zeros()
        return made

    @cached_property
    def degrees(self) -> NDArray[np.int64]:
        """How many others each actor is tied to."""
        import numpy as np

        found: NDArray[np.int64] = np.asarray(np.diff(self.tied.indptr), dtype=np.int64)
        return found

    def once(self, work: Callable[[Subject], _T], *key: object) -> _T:
        """Return what a function gives, called once only for a key."""
        name = (work, *key)
        if name not in self._known:
            self._known[name] = work(self)
        return cast(_T, self._known[name])

    def values(self, found: Mapping[int, float]) -> Floats:
        """Return what networkx gives by node, by actor; NaN where it gives nothing."""
        import numpy as np

        made = np.full(self.size, np.nan)
        for place, value in found.items():
            made[place] = value
        return made

    def nothing(self) -> Floats:
        """NaN for each actor."""
        import numpy as np

        return np.full(self.size, np.nan)
