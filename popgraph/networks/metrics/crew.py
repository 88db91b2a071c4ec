"""Who stands behind a task or another event: how many, how many of them named, of how many sectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from popgraph.networks.metrics.category import categories
from popgraph.networks.metrics.metric import Subject, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "CREW",
    "empty_tasks",
    "event_degree",
    "event_named",
    "event_sectors",
    "event_strength",
    "unnamed_share",
    "unnamed_tasks",
]


def event_degree(subject: Subject) -> NDArray[np.float64]:
    """Number of actors tied to an event: Σ_i [w_ik > 0].

    Borgatti & Everett, Network analysis of 2-mode data (1997). Range: 0 to n.
    """
    import numpy as np

    weights = subject.source.weights
    return np.bincount(weights.indices, minlength=weights.shape[1]).astype(np.float64)


def event_strength(subject: Subject) -> NDArray[np.float64]:
    """Sum of the weights of an event's ties: Σ_i w_ik. Borgatti & Everett (1997). Range: 0 or more."""
    import numpy as np

    return np.asarray(subject.source.weights.sum(axis=0), dtype=np.float64).ravel()


def event_named(subject: Subject) -> NDArray[np.float64]:
    """Number of named institutions tied to an event, groups left out: Σ_i [w_ik > 0, i named]. Range: 0 to n."""
    import numpy as np

    weights = subject.source.weights.tocoo()
    i, k = weights.coords
    named = np.array([actor.named for actor in subject.actors], dtype=bool)
    return np.bincount(k[named[i]], minlength=weights.shape[1]).astype(np.float64)


def event_sectors(subject: Subject) -> NDArray[np.float64]:
    """Number of sectors among the actors tied to an event; those without a sector don't count.

    Several sectors of one actor (``private+public``) are one of their own. Range: 0 to the number of sectors.
    """
    import numpy as np

    weights = subject.source.weights.tocoo()
    i, k = weights.coords
    kinds = categories(subject, "sector")[i]
    seen = {(int(event), int(kind)) for event, kind in zip(k, kinds, strict=True) if kind >= 0}
    events = np.array([event for event, _ in seen], dtype=np.int64)
    return np.bincount(events, minlength=weights.shape[1]).astype(np.float64)


def unnamed_tasks(subject: Subject) -> float:
    """Number of tasks that name no institution of the network, only groups or nobody: Σ_t [no named i with t ∈ T_i].

    A count from the plan; no source. It is of tasks, whatever the events are; where a selection leaves actors out, of
    those that are left. Range: 0 to the number of tasks.
    """
    import numpy as np

    named = np.array([actor.named for actor in subject.actors], dtype=bool)
    return _without(subject, np.flatnonzero(named))


def unnamed_share(subject: Subject) -> float:
    """Share of the tasks that name no institution of the network: `unnamed_tasks` / T.

    Range: 0 to 1; NaN without tasks.
    """
    tasks = len(subject.source.tasks)
    return unnamed_tasks(subject) / tasks if tasks else float("nan")


def empty_tasks(subject: Subject) -> float:
    """Number of tasks that name no actor of the network, not even a group. Range: 0 to the number of tasks."""
    import numpy as np

    return _without(subject, np.arange(subject.size))


def _without(subject: Subject, rows: NDArray[np.int64]) -> float:
    """How many tasks none of some actors is named for."""
    import numpy as np

    mentions = subject.source.mentions[rows].tocoo()
    columns = mentions.coords[1][mentions.data > 0]
    return float(len(subject.source.tasks) - len(np.unique(columns)))


_OWN = "Own count, from what the plan says"
_EVERETT = "Borgatti & Everett, Network analysis of 2-mode data, Social Networks 19 (1997)"

CREW = (
    metric(
        "unnamed-tasks",
        unnamed_tasks,
        scope="network",
        es=(
            "tareas sin institución nombrada",
            "Tareas que no nombran ninguna institución de la red, solo grupos o nadie.",
        ),
        en=(
            "tasks without a named institution",
            "Tasks that name no institution of the network, only groups or nobody.",
        ),
        formula="Σ_t [no named actor i is named for t]",
        source=_OWN,
        range_="0 to the number of tasks",
        digits=0,
    ),
    metric(
        "unnamed-share",
        unnamed_share,
        scope="network",
        es=("parte de tareas sin institución nombrada", "Sobre todas las tareas."),
        en=("share of tasks without a named institution", "Of all tasks."),
        formula="unnamed tasks / tasks",
        source=_OWN,
        range_="0 to 1; NaN without tasks",
    ),
    metric(
        "empty-tasks",
        empty_tasks,
        scope="network",
        es=("tareas sin ningún actor", "Tareas que no nombran ningún actor de la red, ni siquiera un grupo."),
        en=("tasks without any actor", "Tasks that name no actor of the network, not even a group."),
        formula="Σ_t [no actor i is named for t]",
        source=_OWN,
        range_="0 to the number of tasks",
        digits=0,
    ),
    metric(
        "event-degree",
        event_degree,
        scope="event",
        es=("actores", "Cuántos actores de la red figuran en el evento."),
        en=("actors", "How many actors of the network are tied to the event."),
        formula="Σ_i [w_ik > 0]",
        source=_EVERETT,
        range_="0 to n",
        digits=0,
    ),
    metric(
        "event-strength",
        event_strength,
        scope="event",
        es=("peso", "Suma de los pesos de sus vínculos."),
        en=("weight", "Sum of the weights of its ties."),
        formula="Σ_i w_ik",
        source=_EVERETT,
        range_="0 or more",
        digits=0,
    ),
    metric(
        "event-named",
        event_named,
        scope="event",
        es=(
            "instituciones nombradas",
            "Cuántas instituciones nombradas figuran en el evento, sin contar grupos.",
        ),
        en=("named institutions", "How many named institutions are tied to the event, groups left out."),
        formula="Σ_i [w_ik > 0, i named]",
        source=_OWN,
        range_="0 to n",
        digits=0,
    ),
    metric(
        "event-sectors",
        event_sectors,
        scope="event",
        es=("sectores", "De cuántos sectores son sus actores; quien no tiene sector no cuenta."),
        en=("sectors", "Of how many sectors its actors are; those without a sector don't count."),
        formula="|{c_i : w_ik > 0}|",
        source=_OWN,
        range_="0 to the number of sectors",
        digits=0,
    ),
)
"""Measures of the actors behind events."""
