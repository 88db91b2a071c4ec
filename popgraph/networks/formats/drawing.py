"""A network as every format takes it: nodes, edges and what is said of the whole, cleaned of what breaks files."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, cast

import popgraph
from popgraph.cells import readable
from popgraph.errors import UsageError
from popgraph.networks.digests import digest
from popgraph.networks.projection import PROJECTIONS, OneMode
from popgraph.vocab import ID

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from popgraph.networks.actors import Actor
    from popgraph.networks.twomode import Event, TwoMode

__all__ = ["Column", "Drawing", "Edge", "Node", "Value", "drawn", "one_line"]

Column: TypeAlias = "Sequence[float] | NDArray[np.float64]"
Value: TypeAlias = "str | int | float | bool | tuple[str, ...]"

_ACTOR = {
    "path": "string",
    "iri": "string",
    "mode": "string",
    "named": "boolean",
    "types": "list",
    "levels": "list",
    "sectors": "list",
    "regions": "list",
    "level": "string",
    "sector": "string",
}
_EVENT = {"kind": "string", "text": "string", "of_plans": "list", "of_objectives": "list", "of_tasks": "list"}
# What a measure can't be called, since a format or a reader has this name for something else.
_TAKEN = {*_ACTOR, *_EVENT, "id", "label", "cluster", "bipartite", "name", "weight", "x", "y", "z"}
# Beyond this (and if they are no numbers) places are none.
_FARTHEST = 1e15
_TITLES = {
    "task": ("tareas", "tasks"),
    "activity": ("actividades", "activities"),
    "objective": ("objetivos", "objectives"),
    "year": ("años", "years"),
}


@dataclass(frozen=True, slots=True)
class Node:
    """A node.

    Attributes:
        id: What edges know it by: path below ``id/``, IRI or year; no other node of the drawing has it.
        label: What it is called, on one line and never empty.
        mode: ``actor`` or ``event``.
        attributes: Values by column; one that is missing isn't there.
        position: x and y, if it has a place.
    """

    id: str
    label: str
    mode: str
    attributes: Mapping[str, Value]
    position: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """An undirected tie.

    Attributes:
        source: Id of a node.
        target: Id of another.
        weight: How strong it is.
        attributes: Further values by column.
    """

    source: str
    target: str
    weight: float
    attributes: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A network that is ready to be written; all texts can stand in XML 1.0.

    Attributes:
        nodes: Actors, then events.
        edges: Ties, in the order of the nodes.
        node_columns: Type of each attribute of nodes: ``string``, ``boolean``, ``integer``, ``double`` or ``list``.
        edge_columns: The same for edges.
        facts: What is said of the whole, such as its title.
        measures: Which of the columns of nodes are measures.
        modes: 1 or 2.
        lang: Language of labels.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    node_columns: Mapping[str, str]
    edge_columns: Mapping[str, str]
    facts: Mapping[str, str]
    measures: tuple[str, ...]
    modes: int
    lang: str

    @property
    def placed(self) -> bool:
        """Whether every node has a place."""
        return bool(self.nodes) and all(node.position is not None for node in self.nodes)


def one_line(text: str) -> str:
    r"""Return text without line breaks, tabs and what XML can't hold.

    >>> one_line("Gobierno\n Regional ")
    'Gobierno Regional'
    """
    return " ".join(readable(text).split())


def drawn(
    network: TwoMode | OneMode,
    *,
    values: Mapping[str, Column],
    positions: Mapping[str, tuple[float, float]] | None,
    clusters: Mapping[str, int] | None,
    lang: str,
    facts: Mapping[str, str],
) -> Drawing:
    """Return a network as formats take it; see `popgraph.networks.formats.render` for the arguments.

    Raises:
        UsageError: If a measure hasn't as many values as there are actors.
    """
    one = isinstance(network, OneMode)
    source = network.source if isinstance(network, OneMode) else network
    events: tuple[Event, ...] = () if one else source.events
    measures = _measures(values, len(network.actors))
    raw = [item.iri for item in network.actors] + [item.id for item in events]
    ids = _unique([one_line(iri.removeprefix(ID)) or "?" for iri in raw])
    rows = [
        _actor(item)
        | {name: column[place] for name, column in measures.items() if math.isfinite(column[place])}
        for place, item in enumerate(network.actors)
    ] + [_event(item, source.kind) for item in events]
    labels = [item.label for item in network.actors] + [item.code for item in events]
    nodes = []
    for iri, id_, label, row in zip(raw, ids, labels, rows, strict=True):
        if clusters and iri in clusters:
            row["cluster"] = int(clusters[iri])
        nodes.append(Node(id_, one_line(label) or id_, str(row["mode"]), row, _place(positions, iri)))
    return Drawing(
        tuple(nodes),
        tuple(_edges(network, ids)),
        _ACTOR
        | ({} if one else _EVENT)
        | dict.fromkeys(measures, "double")
        | ({"cluster": "integer"} if clusters else {}),
        {"shared": "integer"} if one else {},
        _facts(network, source, lang) | {one_line(name): readable(text) for name, text in facts.items()},
        tuple(measures),
        1 if one else 2,
        lang,
    )


def _measures(values: Mapping[str, Column], actors: int) -> dict[str, list[float]]:
    made: dict[str, list[float]] = {}
    for id_, column in values.items():
        if len(column) != actors:
            raise UsageError(
                "A measure must have a value for each actor",
                where=f"{id_}: {len(column)} values, {actors} actors",
                hint="Measure the network that is written",
            )
        name = one_line(id_)
        while name in made or name in _TAKEN or not name:
            name = f"measure_{name}"
        made[name] = [_plain(value) for value in column]
    return made


def _actor(actor: Actor) -> dict[str, Value]:
    return {
        "path": one_line(actor.path),
        "iri": one_line(actor.iri),
        "mode": "actor",
        "named": actor.named,
        "types": _list(actor.types),
        "levels": _list(actor.levels),
        "sectors": _list(actor.sectors),
        "regions": _list(actor.regions),
        "level": one_line(actor.level),
        "sector": one_line(actor.sector),
    }


def _event(event: Event, kind: str) -> dict[str, Value]:
    made: dict[str, Value] = {
        "path": one_line(event.id.removeprefix(ID)),
        "mode": "event",
        "kind": kind,
        "of_plans": _list(event.plans),
        "of_objectives": _list(event.objectives),
        "of_tasks": _list(event.tasks),
    }
    if kind != "year":
        made["iri"] = one_line(event.id)
    if text := one_line(event.text):
        made["text"] = text
    return made


def _list(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, map(one_line, values)))


def _unique(ids: Sequence[str]) -> list[str]:
    """The same ids, with a number behind one that has been had before (cleaning can make two of them the same)."""
    had = set(ids)
    seen: set[str] = set()
    made = []
    for id_ in ids:
        name, number = id_, 1
        while name in seen or (number > 1 and name in had):
            number += 1
            name = f"{id_}~{number}"
        seen.add(name)
        made.append(name)
    return made


def _plain(value: float) -> float:
    """A number that every reader reads: below the normal ones, igraph stops at an overflow."""
    return 0.0 if abs(value) < sys.float_info.min else float(value)


def _place(positions: Mapping[str, tuple[float, float]] | None, iri: str) -> tuple[float, float] | None:
    if not positions or iri not in positions:
        return None
    x, y = map(_plain, positions[iri])
    return (x, y) if abs(x) < _FARTHEST and abs(y) < _FARTHEST else None


def _edges(network: TwoMode | OneMode, ids: Sequence[str]) -> Iterator[Edge]:
    if isinstance(network, OneMode):
        shared = {(i, j): int(number) for i, j, number in _cells(network.shared) if i < j}
        for i, j, weight in _cells(network.weights):
            if i < j:
                yield Edge(ids[i], ids[j], weight, {"shared": shared[i, j]})
        return
    first = len(network.actors)
    for i, j, weight in _cells(network.weights):
        yield Edge(ids[i], ids[first + j], weight, {})


def _cells(table: csr_array) -> Iterator[tuple[int, int, float]]:
    """The cells that hold something, row by row."""
    cells = table.tocoo()
    rows, columns = cells.coords
    found = zip(rows.tolist(), columns.tolist(), cells.data.tolist(), strict=True)
    return iter(sorted(cast("Iterable[tuple[int, int, float]]", found)))


def _facts(network: TwoMode | OneMode, source: TwoMode, lang: str) -> dict[str, str]:
    english = lang == "en"
    chosen = source.selection.to_dict()
    kind = _TITLES[source.kind][english]
    made = {"title": f"{'Actors and' if english else 'Actores y'} {kind}"}
    if isinstance(network, OneMode):
        name = PROJECTIONS[network.projection].labels["en" if english else "es"]
        made["title"] = f"{'Actors who share' if english else 'Actores que comparten'} {kind} ({name})"
        made["projection"] = network.projection
    return made | {
        "events": source.kind,
        "weight": source.weight,
        "selection": readable(json.dumps(chosen, ensure_ascii=False, sort_keys=True)) if chosen else "{}",
        "digest": digest(source),
        "popgraph": popgraph.__version__,
    }
