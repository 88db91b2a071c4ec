"""What a network is known by: a hash of all that its measures depend on."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from popgraph.networks.twomode import TwoMode

__all__ = ["digest"]


def digest(network: TwoMode) -> str:
    """Return the SHA-256 of a network: its actors with their attributes, its events, tasks and ties.

    Labels and texts don't count, nor does the store that it was read from: the same statements give the same digest
    from files, from a built store and from an endpoint.

    >>> import popgraph
    >>> from popgraph.networks import two_mode
    >>> graph = popgraph.open()
    >>> digest(two_mode(graph)) == digest(two_mode(graph, lang="en"))
    True
    """
    said = [
        [network.kind, network.weight],
        [
            [actor.iri, actor.named, actor.types, actor.levels, actor.sectors, actor.regions]
            for actor in network.actors
        ],
        [[event.id, event.plans, event.objectives, event.tasks] for event in network.events],
        [[task.iri, task.activities, task.objectives, task.plans] for task in network.tasks],
        [
            [due.indicator, str(due.earliest), str(due.latest)]
            for task in network.tasks
            for due in task.periods
        ],
        *(
            [table.indptr.tolist(), table.indices.tolist(), table.data.tolist()]
            for table in (network.weights, network.mentions)
        ),
    ]
    text = json.dumps(said, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
