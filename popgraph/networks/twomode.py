"""The network as the plans state it: actors, and the tasks (or what these belong to) that they are responsible for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from popgraph.codes import code_of
from popgraph.errors import UsageError
from popgraph.labels import short_iri
from popgraph.networks.actors import Actor, fetch_actors
from popgraph.networks.extras import needs
from popgraph.networks.incidence import Incidence, fetch_incidence
from popgraph.networks.selection import Selection
from popgraph.networks.tasks import Task, fetch_tasks
from popgraph.numerals import natural_key
from popgraph.vocab import ID

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from popgraph.store import Store

__all__ = ["EVENTS", "WEIGHTS", "Event", "TwoMode", "two_mode", "within"]

EVENTS = ("task", "activity", "objective", "year")
"""What an actor can be tied to."""

WEIGHTS = ("task", "mention", "goal", "indicator")
"""What a tie can count."""


@dataclass(frozen=True, slots=True)
class Event:
    """What actors are tied to: a task, an activity, an objective or a year.

    Attributes:
        id: Its IRI, or the year.
        code: Its compact code with, where there are several plans, the plan's path before it; or the year.
        plans: IRIs of its plans.
        objectives: IRIs of its objectives.
        tasks: IRIs of the tasks that it is made of.
    """

    id: str
    code: str
    plans: tuple[str, ...]
    objectives: tuple[str, ...]
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class TwoMode:
    """A two-mode network (bipartite graph) of actors and events.

    Attributes:
        actors: The first mode, by IRI.
        events: The second mode, in the order of the plans; one without actors stays.
        weights: A row an actor, a column an event; integers, zero where there is no tie.
        kind: What the events are, one of `EVENTS`.
        weight: What a tie counts, one of `WEIGHTS`.
        selection: Which tasks and actors it is of.
        tasks: All tasks that were chosen, in the order of the plans.
        mentions: A row an actor, a column a task: how often the task names the actor.
    """

    actors: tuple[Actor, ...]
    events: tuple[Event, ...]
    weights: csr_array
    kind: str
    weight: str
    selection: Selection
    tasks: tuple[Task, ...]
    mentions: csr_array

    @property
    def ties(self) -> int:
        """How many pairs of actor and event are tied."""
        return int(self.weights.nnz)

    def event(self, id_: str) -> Event:
        """Return an event by its IRI or year.

        Raises:
            UsageError: If there is none.
        """
        for event in self.events:
            if event.id == id_:
                return event
        raise UsageError(f"No such {self.kind} in the network", where=id_)


def two_mode(
    store: Store,
    *,
    events: str = "task",
    weight: str = "task",
    selection: Selection | None = None,
    lang: str = "es",
) -> TwoMode:
    """Return the two-mode network of actors and what they are responsible for.

    A tie of an actor and a task weighs 1 (``task``), as often as the task names the actor (``mention``), or as much as
    the task has goals or indicators (``goal``, ``indicator``: a tie to a task without any weighs 0 and is none). A tie
    to an activity or objective adds up those to its tasks. A year's tasks are those with an indicator that counts for
    it (`popgraph.networks.tasks.Period.year`); there ``indicator`` counts these indicators only.

    Args:
        store: The graph. Only the incidence and what the events and the selection need is fetched.
        events: What actors are tied to, one of `EVENTS`.
        weight: What a tie counts, one of `WEIGHTS`.
        selection: Which tasks and actors; all if None. Tasks without an actor stay, as do actors who share nothing.
        lang: Language of the labels.

    Raises:
        UsageError: If there is no such kind of event or weight, or nothing like what the selection names.
        MissingExtraError: If the extra ``networks`` isn't installed.
        EndpointError: If a remote store can't answer.

    >>> import popgraph
    >>> network = two_mode(popgraph.open(), selection=Selection(named=True))
    >>> len(network.events), network.ties == int(network.weights.sum())
    (33, True)
    """
    needs("numpy", "scipy")
    for value, allowed, what in ((events, EVENTS, "kind of event"), (weight, WEIGHTS, "weight of a tie")):
        if value not in allowed:
            raise UsageError(f"No such {what}", where=value, hint=f"One of: {', '.join(allowed)}")
    chosen = selection or Selection()
    found = fetch_incidence(store)
    dated = chosen.dated or events == "year"
    every = fetch_tasks(store, goals=weight == "goal", indicators=dated or weight == "indicator")
    known = fetch_actors(store, found.actors, lang=lang)
    chosen = chosen.resolved(store, known)
    return within(
        found, known, chosen.of_tasks(every), events=events, weight=weight, selection=chosen
    )  # fmt: skip


def within(
    found: Incidence,
    known: Iterable[Actor],
    chosen: Sequence[Task],
    *,
    events: str,
    weight: str,
    selection: Selection,
) -> TwoMode:
    """Return the network of an incidence that was read before.

    Args:
        found: The incidence.
        known: Its actors, in its order.
        chosen: Tasks; those that the incidence doesn't have name nobody.
        events: One of `EVENTS`.
        weight: One of `WEIGHTS`.
        selection: Which of the actors; its tasks are `chosen` already.
    """
    import numpy as np
    from scipy.sparse import csr_array

    columns = {iri: place for place, iri in enumerate(found.tasks)}
    where = [columns.get(task.iri, -1) for task in chosen]
    # One empty column more, for tasks that name nobody.
    wide = csr_array(
        (found.counts.data, found.counts.indices, found.counts.indptr),
        shape=(len(found.actors), len(found.tasks) + 1),
    )
    mentions = wide.tocsc()[:, np.array(where, dtype=np.int64)].tocsr()
    everybody = tuple(known)
    kept = set(selection.of_actors(everybody))
    named = np.diff(mentions.indptr)
    rows = [place for place, actor in enumerate(everybody) if named[place] and actor in kept]
    mentions = mentions[np.array(rows, dtype=np.int64)]
    mentions.sort_indices()
    made, member = _events(chosen, events)
    weighed = mentions.copy() if weight == "mention" else mentions.astype(bool).astype(np.int64)
    if weight in ("goal", "indicator") and not (weight == "indicator" and events == "year"):
        worth = np.array(
            [task.goals if weight == "goal" else task.indicators for task in chosen], dtype=np.int64
        )
        weighed.data = weighed.data * worth[weighed.indices]
    entries = [
        (place, column, task_count)
        for place, task in enumerate(chosen)
        for column, task_count in member(task)
        if task_count
    ]
    table = np.array(entries, dtype=np.int64).reshape(-1, 3)
    amount = (
        table[:, 2] if weight == "indicator" and events == "year" else np.ones(len(table), dtype=np.int64)
    )
    gather = csr_array((amount, (table[:, 0], table[:, 1])), shape=(len(chosen), len(made)))
    weights = (weighed @ gather).tocsr()
    weights.eliminate_zeros()
    weights.sort_indices()
    return TwoMode(
        actors=tuple(everybody[row] for row in rows),
        events=made,
        weights=weights,
        kind=events,
        weight=weight,
        selection=selection,
        tasks=tuple(chosen),
        mentions=mentions,
    )


_Members = Callable[[Task], list[tuple[int, int]]]


def _events(chosen: Sequence[Task], kind: str) -> tuple[tuple[Event, ...], _Members]:
    """The events, and for a task the columns that it belongs to with how many of its indicators count there."""
    made: defaultdict[str, list[Task]] = defaultdict(list)
    for task in chosen:
        for id_ in _ids(task, kind):
            made[id_].append(task)
    several = len({plan for task in chosen for plan in task.plans}) > 1
    ordered = sorted(made, key=lambda id_: natural_key(id_.removeprefix(ID)))
    places = {id_: column for column, id_ in enumerate(ordered)}
    found = tuple(
        Event(
            id_,
            id_ if kind == "year" else _code(id_, several=several),
            *(
                tuple(sorted({value for task in made[id_] for value in values(task)}, key=natural_key))
                for values in (lambda task: task.plans, lambda task: task.objectives)
            ),
            tuple(task.iri for task in made[id_]),
        )
        for id_ in ordered
    )

    def member(task: Task) -> list[tuple[int, int]]:
        return [(places[id_], count) for id_, count in _ids(task, kind).items()]

    return found, member


def _ids(task: Task, kind: str) -> dict[str, int]:
    """The events that a task belongs to, with how many of its indicators count for each."""
    if kind == "task":
        return {task.iri: 1}
    if kind == "year":
        years: defaultdict[str, set[str]] = defaultdict(set)
        for due in task.periods:
            if due.year is not None:
                years[str(due.year)].add(due.indicator)
        return {year: len(indicators) for year, indicators in years.items()}
    return dict.fromkeys(task.activities if kind == "activity" else task.objectives, 1)


def _code(iri: str, *, several: bool) -> str:
    code = code_of(iri) or short_iri(iri)
    path = iri.removeprefix(ID)
    plan = "/".join(path.split("/")[:3]) if path != iri else ""
    return f"{plan} {code}" if several and plan else code
