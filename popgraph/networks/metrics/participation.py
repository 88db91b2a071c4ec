"""How an actor's tasks are spread over the strategic objectives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from popgraph.networks.metrics.metric import Subject, metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["PARTICIPATION", "objectives", "participation"]


def objectives(subject: Subject) -> NDArray[np.float64]:
    """Number of strategic objectives that an actor has tasks under: Σ_s [k_is > 0].

    Guimerà & Amaral, Functional cartography of complex metabolic networks (2005), for tasks under objectives. Range:
    0 to the number of objectives; 0 where no task of the actor has one.
    """
    import numpy as np

    return np.asarray((_spread(subject) > 0).sum(axis=1), dtype=np.float64)


def participation(subject: Subject) -> NDArray[np.float64]:
    """Participation coefficient over objectives: 1 − Σ_s (k_is / k_i)².

    k_is is the number of tasks under objective s that name the actor, k_i = Σ_s k_is: Guimerà & Amaral, Functional
    cartography of complex metabolic networks (2005). Each task counts once for each of its objectives, however often it
    names the actor and whatever the events of the network are. Range: 0 (all under one objective) to 1 − 1/S with S
    objectives; NaN where no task of the actor has one.
    """
    import numpy as np

    spread = _spread(subject)
    total = spread.sum(axis=1)
    parts = np.divide(spread, total[:, None], out=np.zeros_like(spread), where=total[:, None] > 0)
    return np.where(total > 0, 1 - (parts**2).sum(axis=1), np.nan)


def _spread(subject: Subject) -> NDArray[np.float64]:
    """A row an actor, a column an objective: how many tasks."""
    import numpy as np

    source = subject.source
    places = {
        iri: place for place, iri in enumerate(sorted({o for task in source.tasks for o in task.objectives}))
    }
    under = np.zeros((len(source.tasks), len(places)))
    for row, task in enumerate(source.tasks):
        for iri in task.objectives:
            under[row, places[iri]] = 1
    return np.asarray(source.mentions.astype(bool).astype(np.float64) @ under, dtype=np.float64)


_SOURCE = "Guimerà & Amaral, Functional cartography of complex metabolic networks, Nature 433 (2005)"

PARTICIPATION = (
    metric(
        "objectives",
        objectives,
        es=("objetivos", "En cuántos objetivos estratégicos tiene tareas."),
        en=("objectives", "Under how many strategic objectives it has tasks."),
        formula="Σ_s [k_is > 0]",
        source=_SOURCE,
        range_="0 to the number of objectives",
        digits=0,
    ),
    metric(
        "participation",
        participation,
        es=(
            "participación entre objetivos",
            "0 si todas sus tareas son de un objetivo; mayor cuanto más repartidas están.",
        ),
        en=(
            "participation over objectives",
            "0 if all its tasks are under one objective; greater the more they spread.",
        ),
        formula="1 − Σ_s (k_is / k_i)²",
        source=_SOURCE,
        range_="0 to 1 − 1/S with S objectives; NaN where no task has an objective",
    ),
)
"""Measures of participation."""
