"""Small networks that tests make up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st
from scipy.sparse import csr_array

from popgraph.networks import Actor, Incidence, OneMode, Period, Selection, Task, TwoMode, project
from popgraph.networks.twomode import within

Table = Sequence[Sequence[int]]


def two_modes(
    table: Table,
    *,
    sectors: Sequence[str] = (),
    levels: Sequence[str] = (),
    named: Sequence[bool] = (),
    objectives: Sequence[Sequence[str]] = (),
    periods: Sequence[Sequence[Period]] = (),
    iris: Sequence[str] = (),
    weight: str = "mention",
) -> TwoMode:
    """The network of a table: a row an actor, a column a task, in it how often the task names the actor.

    A word such as ``a+b`` gives an actor two sectors; an empty one none. Actors whom no task names are left out, as
    they are in a network from a graph.
    """
    counts = csr_array(np.array(table, dtype=np.int64).reshape(len(table), -1))
    count = counts.shape[1]
    names = tuple(iris) or tuple(f"urn:actor:{row:03}" for row in range(len(table)))
    actors = tuple(
        Actor(
            iri,
            iri.rpartition(":")[2],
            named[row] if named else True,
            levels=_codes(levels, row),
            sectors=_codes(sectors, row),
        )
        for row, iri in enumerate(names)
    )
    tasks = tuple(
        Task(
            f"urn:task:{column:03}",
            activities=("urn:activity",),
            objectives=tuple(objectives[column]) if objectives else (f"urn:objective:{column % 3}",),
            plans=("urn:plan",),
            regions=(),
            indicators=len({period.indicator for period in periods[column]}) if periods else 0,
            periods=tuple(periods[column]) if periods else (),
        )
        for column in range(count)
    )
    found = Incidence(names, tuple(task.iri for task in tasks), counts)
    return within(found, actors, tasks, events="task", weight=weight, selection=Selection())


def one_mode(table: Table, *, projection: str = "count", **facts: Sequence[str]) -> OneMode:
    """The projected network of a table; see `two_modes`."""
    return project(two_modes(table, **facts), projection=projection)  # type: ignore[arg-type]


def _codes(words: Sequence[str], row: int) -> tuple[str, ...]:
    return tuple(words[row].split("+")) if words and words[row] else ()


def dense(network: OneMode) -> list[list[float]]:
    """The weights of its ties as a plain table."""
    found: list[list[float]] = network.weights.toarray().astype(float).tolist()
    return found


def neighbours(network: OneMode) -> list[set[int]]:
    """Whom each actor is tied to."""
    return [{j for j, weight in enumerate(row) if weight} for row in dense(network)]


@st.composite
def networks(draw: st.DrawFn, *, least: int = 1) -> OneMode:
    """Any small network, often with isolates, several components and missing or double sectors."""
    count = draw(st.integers(1, 7))
    rows = draw(
        st.lists(
            st.lists(st.sampled_from((0, 0, 0, 1, 1, 2)), min_size=count, max_size=count).filter(any),
            min_size=least,
            max_size=9,
        )
    )
    words = st.lists(
        st.sampled_from(("", "public", "private", "private+public", "mixed")),
        min_size=len(rows),
        max_size=len(rows),
    )
    flags = st.lists(st.booleans(), min_size=len(rows), max_size=len(rows))
    made = two_modes(rows, sectors=draw(words), levels=draw(words), named=draw(flags))
    return project(made, projection=draw(st.sampled_from(("count", "newman", "fractional", "jaccard"))))
