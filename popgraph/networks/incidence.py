"""Who is named for what: the incidence of actors and tasks, as a store states it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from popgraph.networks.extras import needs
from popgraph.vocab import PREFIXES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from popgraph.store import Store

__all__ = ["Incidence", "co_responsibility", "fetch_incidence"]

_MENTIONS = (
    f"PREFIX pop: <{PREFIXES['pop']}> SELECT ?mention ?task ?actor {{ ?mention pop:responsibleParty ?actor ."
    " ?task pop:hasResponsibility ?mention . ?task a pop:PlannedTask }"
)


@dataclass(frozen=True, slots=True, eq=False)
class Incidence:
    """Which actor is named for which task, and how often.

    Attributes:
        actors: IRIs of those named, sorted.
        tasks: IRIs of the tasks that name somebody, sorted.
        counts: A row an actor, a column a task: how often the task names the actor.
    """

    actors: tuple[str, ...]
    tasks: tuple[str, ...]
    counts: csr_array


def fetch_incidence(store: Store) -> Incidence:
    """Return which actor is named for which task.

    One query fetches it. A mention that stands in several named graphs counts once, and what names two actors counts
    for both.

    Args:
        store: The graph.

    Raises:
        MissingExtraError: If the extra ``networks`` isn't installed.
        EndpointError: If a remote store can't answer.

    >>> import popgraph
    >>> found = fetch_incidence(popgraph.open())
    >>> found.counts.shape == (len(found.actors), len(found.tasks)), int(found.counts.sum())
    (True, 191)
    """
    needs("numpy", "scipy")
    import numpy as np
    from scipy.sparse import coo_array

    mentions: dict[str, int] = {}
    tasks: dict[str, int] = {}
    actors: dict[str, int] = {}
    cells: list[tuple[int, int, int]] = [
        (
            mentions.setdefault(mention, len(mentions)),
            actors.setdefault(actor, len(actors)),
            tasks.setdefault(task, len(tasks)),
        )
        for mention, task, actor in store.texts(_MENTIONS)
    ]
    once = cells if len(cells) == len(mentions) else list(dict.fromkeys(cells))
    table = np.array(once, dtype=np.int64).reshape(-1, 3)
    names, rows = _sorted(actors, table[:, 1])
    places, columns = _sorted(tasks, table[:, 2])
    counts = coo_array(
        (np.ones(len(once), dtype=np.int64), (rows, columns)), shape=(len(names), len(places))
    ).tocsr()
    return Incidence(names, places, counts)


def co_responsibility(found: Incidence) -> csr_array:
    """Return how many tasks name both of two actors, as a square symmetrical table with an empty diagonal.

    Its cost grows with the ties and not with the square of the actors: it is the product of two sparse tables.

    >>> import popgraph
    >>> shared = co_responsibility(fetch_incidence(popgraph.open()))
    >>> int(shared.max())
    12
    """
    import numpy as np

    named = found.counts.astype(bool).astype(np.int64)
    product = (named @ named.T).tocsr()
    product.setdiag(0)
    product.eliminate_zeros()
    return product


def _sorted(places: dict[str, int], column: NDArray[np.int64]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Names in order, and a column of places in this order instead of that in which they were met."""
    import numpy as np

    names = sorted(places)
    moved = np.empty(len(names), dtype=np.int64)
    moved[_places(names, places)] = np.arange(len(names))
    return tuple(names), moved[column]


def _places(names: Iterable[str], places: dict[str, int]) -> list[int]:
    return [places[name] for name in names]
