"""The network as the plans state it: actors, and the tasks (or what these belong to) that they are responsible for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from popgraph.codes import code_of
from popgraph.errors import UsageError
from popgraph.labels import short_iri
from popgraph.networks.actors import Actor, fetch_actors
from popgraph.networks.extras import needs
from popgraph.networks.incidence import Incidence, fetch_incidence
from popgraph.networks.selection import Selection
from popgraph.networks.tasks import Task, fetch_tasks, fetch_texts
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
        text: What it says; empty for a year, and where texts weren't asked for.
    """

    id: str
    code: str
    plans: tuple[str, ...]
    objectives: tuple[str, ...]
    tasks: tuple[str, ...]
    text: str = ""


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
        shares: A row a task, a column an event: what being named for the task adds to the tie to the event.
    """

    actors: tuple[Actor, ...]
    events: tuple[Event, ...]
    weights: csr_array
    kind: str
    weight: str
    selection: Selection
    tasks: tuple[Task, ...]
    mentions: csr_array
    shares: csr_array

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

    def peopled(self) -> TwoMode:
        """Return the network itself.

        Raises:
            UsageError: If nobody is in it.
        """
        if not self.actors:
            chosen = ", ".join(f"{name}: {value}" for name, value in self.selection.to_dict().items())
            raise UsageError(
                "No actor is left in the network",
                where=chosen or "the graph names nobody responsible",
                hint="Choose more of the plans" if chosen else "Give a graph with plans",
            )
        return self

    def rewired(self, mentions: csr_array, *, actors: Sequence[Actor] | None = None) -> TwoMode:
        """Return the network of the same tasks in which they name others.

        Args:
            mentions: A row an actor, a column a task of `tasks`: how often the task names the actor.
            actors: Who the rows are; the same as here if None.
        """
        return replace(
            self,
            actors=self.actors if actors is None else tuple(actors),
            mentions=mentions,
            weights=_weights(mentions, self.shares, self.weight),
        )


def two_mode(
    store: Store,
    *,
    events: str = "task",
    weight: str = "task",
    selection: Selection | None = None,
    texts: bool = False,
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
        texts: Whether events come with what they say.
        lang: Language of labels and texts.

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
    made = within(found, known, chosen.of_tasks(every), events=events, weight=weight, selection=chosen)
    if not texts or events == "year":
        return made
    said = fetch_texts(store, lang=lang)
    return replace(made, events=tuple(replace(event, text=said.get(event.id, "")) for event in made.events))


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
    made, shares = _events(chosen, kind=events, weight=weight)
    return TwoMode(
        actors=tuple(everybody[row] for row in rows),
        events=made,
        weights=_weights(mentions, shares, weight),
        kind=events,
        weight=weight,
        selection=selection,
        tasks=tuple(chosen),
        mentions=mentions,
        shares=shares,
    )


def _weights(mentions: csr_array, shares: csr_array, weight: str) -> csr_array:
    import numpy as np

    named = mentions if weight == "mention" else mentions.astype(bool).astype(np.int64)
    weights = (named @ shares).tocsr()
    weights.eliminate_zeros()
    weights.sort_indices()
    return weights


def _events(chosen: Sequence[Task], *, kind: str, weight: str) -> tuple[tuple[Event, ...], csr_array]:
    """The events, and what being named for a task adds to the tie to each."""
    import numpy as np
    from scipy.sparse import csr_array

    made: defaultdict[str, list[Task]] = defaultdict(list)
    amounts: list[tuple[int, str, int]] = []
    for place, task in enumerate(chosen):
        for id_, amount in _shares(task, kind=kind, weight=weight).items():
            made[id_].append(task)
            amounts.append((place, id_, amount))
    several = len({plan for task in chosen for plan in task.plans}) > 1
    ordered = sorted(made, key=lambda id_: natural_key(id_.removeprefix(ID)))
    columns = {id_: column for column, id_ in enumerate(ordered)}
    table = np.array([(place, columns[id_], amount) for place, id_, amount in amounts], dtype=np.int64)
    table = table.reshape(-1, 3)
    shares = csr_array((table[:, 2], (table[:, 0], table[:, 1])), shape=(len(chosen), len(ordered)))
    return tuple(_event(id_, made[id_], kind=kind, several=several) for id_ in ordered), shares


def _event(id_: str, tasks: Sequence[Task], *, kind: str, several: bool) -> Event:
    def together(values: Callable[[Task], Iterable[str]]) -> tuple[str, ...]:
        return tuple(sorted({value for task in tasks for value in values(task)}, key=natural_key))

    return Event(
        id_,
        id_ if kind == "year" else _code(id_, several=several),
        together(lambda task: task.plans),
        together(lambda task: task.objectives),
        tuple(task.iri for task in tasks),
    )


def _shares(task: Task, *, kind: str, weight: str) -> dict[str, int]:
    """The events that a task belongs to, with what being named for it adds to the tie to each."""
    worth = {"goal": task.goals, "indicator": task.indicators}.get(weight, 1)
    if kind == "task":
        return {task.iri: worth}
    if kind != "year":
        return dict.fromkeys(task.activities if kind == "activity" else task.objectives, worth)
    years: defaultdict[str, set[str]] = defaultdict(set)
    for due in task.periods:
        if due.year is not None:
            years[str(due.year)].add(due.indicator)
    return {year: len(indicators) if weight == "indicator" else worth for year, indicators in years.items()}


def _code(iri: str, *, several: bool) -> str:
    code = code_of(iri) or short_iri(iri)
    path = iri.removeprefix(ID)
    plan = "/".join(path.split("/")[:3]) if path != iri else ""
    return f"{plan} {code}" if several and plan else code
