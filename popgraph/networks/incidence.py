"""Who is named for what: the incidence of actors and tasks, as a store states it."""

from __future__ import annotations

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

_HEAD = f"PREFIX pop: <{PREFIXES['pop']}> "
# Three answers that are read off an index each; a store takes longer to join them than this process does.
_PARTIES = _HEAD + "SELECT ?mention ?actor { ?mention pop:responsibleParty ?actor }"
_MENTIONS = _HEAD + "SELECT ?task ?mention { ?task pop:hasResponsibility ?mention }"
_TASKS = _HEAD + "SELECT ?task { ?task a pop:PlannedTask }"


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

    Three queries fetch it and nothing else. A mention that stands in several named graphs counts once, what names two
    actors counts for both, and a text in the place of an actor is none.

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
    # The libraries are imported while the store is at work.
    party_rows, mention_rows, task_rows = store.texts_of(_PARTIES, _MENTIONS, _TASKS)
    import numpy as np
    from scipy.sparse import coo_array

    actors: dict[str, int] = {}
    parties: dict[str, tuple[int, ...]] = {}
    for mention, actor in party_rows:
        party = actors.setdefault(actor, len(actors))
        if party not in parties.setdefault(mention, (party,)):
            parties[mention] += (party,)
    texts = {place for actor, place in actors.items() if not _is_node(actor)}
    if texts:
        parties = {
            mention: tuple(place for place in found if place not in texts)
            for mention, found in parties.items()
        }
    planned = {task for (task,) in task_rows}
    tasks: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    # A statement that stands in two graphs is told twice.
    for task, mention in dict.fromkeys(mention_rows):
        if task in planned and parties.get(mention):
            column = tasks.setdefault(task, len(tasks))
            for party in parties[mention]:
                rows.append(party)
                columns.append(column)
    named = set(rows)
    names, by_actor = _sorted([actor for actor, place in actors.items() if place in named], actors)
    places, by_task = _sorted(list(tasks), tasks)
    counts = coo_array(
        (np.ones(len(rows), dtype=np.int64), (by_actor[rows], by_task[columns])),
        shape=(len(names), len(places)),
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


def _is_node(text: str) -> bool:
    """Whether a text is an IRI or a blank node, and not what a literal says."""
    from pyoxigraph import NamedNode

    try:
        return text.startswith("_:") or bool(NamedNode(text))
    except ValueError:
        return False


def _sorted(names: list[str], places: dict[str, int]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Names in order, and for each place that they were met at their place in this order."""
    import numpy as np

    ordered = sorted(names)
    moved = np.zeros(len(places), dtype=np.int64)
    for place, name in enumerate(ordered):
        moved[places[name]] = place
    return tuple(ordered), moved
