"""Networks that figures are drawn of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

import numpy as np
import pytest
from scipy.sparse import csr_array

from popgraph.embedded import EmbeddedStore
from popgraph.networks import Actor, Event, OneMode, Selection, Task, TwoMode, project, two_mode
from popgraph.networks.figures import draw
from popgraph.vocab import ID

Drawn = Callable[..., bytes]
MadeUp = Callable[..., TwoMode]


@pytest.fixture(scope="session")
def cacao(shipped: EmbeddedStore) -> Mapping[str, TwoMode | OneMode]:
    """By figure, a network of the cacao plan that it can be drawn of."""
    tasks = two_mode(shipped)
    return {
        "network": project(tasks),
        "two-mode": tasks,
        "heatmap": two_mode(shipped, events="activity"),
        "calendar": two_mode(shipped, events="year"),
        "concentration": tasks,
    }


@pytest.fixture(scope="session")
def drawn(cacao: Mapping[str, TwoMode | OneMode]) -> Drawn:
    """Figures of the cacao plan, each drawn once."""

    @cache
    def make(figure: str, **options: str) -> bytes:
        return draw(cacao[figure], figure=figure, **options)  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def made_up() -> MadeUp:
    """A network of some names and, a row a name, of how they are tied to tasks."""

    def make(names: Sequence[str], table: Sequence[Sequence[int]], *, sectors: Sequence[str] = ()) -> TwoMode:
        kinds = sectors or ["public"] * len(names)
        actors = tuple(
            Actor(
                f"{ID}org/a{place:03}", name, place % 2 == 0, sectors=(kinds[place],) if kinds[place] else ()
            )
            for place, name in enumerate(names)
        )
        counts = csr_array(np.array(table, dtype=np.int64).reshape(len(names), len(table[0]) if table else 0))
        plan = f"{ID}pe-xx/made-up/2005/plan"
        iris = [f"{ID}pe-xx/made-up/2005/oe1/a1/t{place + 1}" for place in range(counts.shape[1])]
        objective = f"{ID}pe-xx/perx/2005/oe1"
        tasks = tuple(Task(iri, (), (objective,), (plan,), ("pe-xx",)) for iri in iris)
        events = tuple(
            Event(iri, f"O1A1T{place + 1}", (plan,), (objective,), (iri,)) for place, iri in enumerate(iris)
        )
        shares = csr_array(np.eye(len(iris), dtype=np.int64))
        return TwoMode(actors, events, counts, "task", "task", Selection(), tasks, counts, shares)

    return make
