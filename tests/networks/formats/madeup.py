"""Networks made by hand, and what must be found in a file of one."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from hypothesis import strategies as st
from scipy.sparse import csr_array

from popgraph.networks import Actor, Event, OneMode, Selection, TwoMode, project
from popgraph.networks.formats import render
from popgraph.networks.formats.drawing import one_line
from popgraph.vocab import ID

HOSTILE = (
    "=1+1",
    "\"quoted\" 'twice' ]]> --> <!-- &amp; &#x0;",
    "<script>alert(1)</script>",
    "line\none\r\ntwo\ttab\x0bvertical\x85next\u2028separator",
    "\x00\x01\x1b[31mred\x7f\x9f",
    "\ud800 half \udfff",
    "\ufffe\uffff\ufdd0",
    "\u202eمؤسسة\u202c RTL",
    "👩🏽‍🌾🇵🇪",
    "back\\slash\\",
    "a|b\\|c",
    "[a, 'b', \"c\"]",
    "% *Vertices 3",
    "*Edges",
    "&#233; {label} <b>$</b>",
    "\ufeffmark",
    " ",
    "",
    "ñ" * 20_000,
)

texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(categories=None), max_size=12),
    st.text("\"'\\|<>&;[]{}%*\n\r\t \x00\ud800é", max_size=8),
)
numbers = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from([0.0, -0.0, 0.1, 5e-324, 1e-300, 1e300, -2.5, math.nan, math.inf]),
)


@dataclass(frozen=True)
class Case:
    """A network with all that can be written with it."""

    network: TwoMode | OneMode
    values: Mapping[str, Sequence[float]] = field(default_factory=dict)
    positions: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    clusters: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)

    def flat(self, projection: str = "count") -> Case:
        """Return the same with the projection of the network."""
        assert isinstance(self.network, TwoMode)
        return replace(self, network=project(self.network, projection=projection))

    def text(self, fmt: str, *, lang: str = "es") -> str:
        """Return it in a format."""
        return render(
            self.network,
            fmt=fmt,
            values=self.values,
            positions=self.positions,
            clusters=self.clusters,
            facts=self.facts,
            lang=lang,
        )


def actor(path: str, label: str = "", *, named: bool = True, codes: tuple[str, ...] = ()) -> Actor:
    return Actor(ID + path, label or path, named, types=codes, sectors=codes[:1], regions=codes[1:])


def event(path: str, code: str, *, text: str = "") -> Event:
    return Event(ID + path, code, (ID + "plan/1",), (), (ID + path,), text)


def two_modes(
    actors: Sequence[Actor], events: Sequence[Event], rows: Sequence[Sequence[int]], *, kind: str = "task"
) -> TwoMode:
    """Return a network of a table of weights."""
    shape = (len(actors), len(events))
    weights = csr_array(np.array(rows, dtype=np.int64).reshape(shape))
    nothing = csr_array((len(actors), 0), dtype=np.int64)
    return TwoMode(
        tuple(actors),
        tuple(events),
        weights,
        kind,
        "task",
        Selection(),
        (),
        nothing,
        csr_array((0, len(events)), dtype=np.int64),
    )


@st.composite
def cases(draw: st.DrawFn, *, least: int = 0) -> Case:
    """Draw a two-mode network whose texts and numbers are as bad as can be."""
    size, width = draw(st.integers(least, 5)), draw(st.integers(0, 4))
    several = st.lists(texts, max_size=3).map(tuple)
    actors = [
        Actor(
            ID + f"org/{place}" + draw(st.sampled_from(["", "/ñ_:.-", "%20"])),
            draw(texts),
            draw(st.booleans()),
            types=draw(several),
            levels=draw(several),
            sectors=draw(several),
            regions=draw(several),
        )
        for place in range(size)
    ]
    events = [
        Event(f"{ID}t/{place}", draw(texts), draw(several), draw(several), (f"{ID}t/{place}",), draw(texts))
        for place in range(width)
    ]
    row = st.lists(st.integers(0, 3), min_size=width, max_size=width)
    network = two_modes(actors, events, [draw(row) for _ in range(size)])
    ids = [item.iri for item in actors] + [item.id for item in events]
    spot = st.tuples(numbers, numbers)
    return Case(
        network,
        {
            id_: draw(st.lists(numbers, min_size=size, max_size=size))
            for id_ in draw(st.lists(st.sampled_from(["degree", "label", "weight", "x"]), unique=True))
        },
        {id_: draw(spot) for id_ in ids if draw(st.booleans())},
        {id_: draw(st.integers(-5, 2000)) for id_ in ids if draw(st.booleans())},
        {"title": draw(texts), "source": draw(texts)},
    )


@dataclass(frozen=True)
class Content:
    """What a file holds, whatever its format.

    Attributes:
        nodes: By id: label, mode and all other attributes that aren't missing.
        edges: By the ids of both ends: weight and other attributes.
        positions: By id.
    """

    nodes: Mapping[str, Mapping[str, object]]
    edges: Mapping[frozenset[str], Mapping[str, float]]
    positions: Mapping[str, tuple[float, float]]


def plain(value: float) -> float:
    """Return a number as files have it: none that is below the normal ones."""
    return value if abs(value) >= 2.2250738585072014e-308 else 0.0


def codes(values: Sequence[str]) -> list[str]:
    return [one_line(text) for text in values if one_line(text)]


def content(case: Case) -> Content:
    """Return what a file of a case must hold, from the network itself."""
    network = case.network
    one = isinstance(network, OneMode)
    source = network.source if isinstance(network, OneMode) else network
    nodes: dict[str, dict[str, object]] = {}
    for place, item in enumerate(network.actors):
        id_ = item.iri.removeprefix(ID)
        nodes[id_] = {
            "label": one_line(item.label) or id_,
            "mode": "actor",
            "path": id_,
            "iri": item.iri,
            "named": item.named,
            "types": codes(item.types),
            "levels": codes(item.levels),
            "sectors": codes(item.sectors),
            "regions": codes(item.regions),
            "level": one_line(item.level),
            "sector": one_line(item.sector),
        }
        for metric, column in case.values.items():
            if math.isfinite(column[place]):
                name = f"measure_{metric}" if metric in ("label", "weight", "x") else metric
                nodes[id_][name] = plain(column[place])
        if item.iri in case.clusters:
            nodes[id_]["cluster"] = case.clusters[item.iri]
    for thing in () if one else source.events:
        id_ = thing.id.removeprefix(ID)
        nodes[id_] = {
            "label": one_line(thing.code) or id_,
            "mode": "event",
            "path": id_,
            "kind": source.kind,
            "of_plans": codes(thing.plans),
            "of_objectives": codes(thing.objectives),
            "of_tasks": codes(thing.tasks),
        }
        if source.kind != "year":
            nodes[id_]["iri"] = thing.id
        if one_line(thing.text):
            nodes[id_]["text"] = one_line(thing.text)
        if thing.id in case.clusters:
            nodes[id_]["cluster"] = case.clusters[thing.id]
    return Content(
        nodes,
        _edges(network),
        {
            iri.removeprefix(ID): (plain(at[0]), plain(at[1]))
            for iri, at in case.positions.items()
            if iri.removeprefix(ID) in nodes and all(abs(value) < 1e15 for value in at)
        },
    )


def _edges(network: TwoMode | OneMode) -> dict[frozenset[str], dict[str, float]]:
    """The ties, cell by cell of the whole table."""
    left = [item.iri.removeprefix(ID) for item in network.actors]
    table = network.weights.toarray()
    found: dict[frozenset[str], dict[str, float]] = {}
    if isinstance(network, OneMode):
        shared = network.shared.toarray()
        for i, one in enumerate(left):
            for j in range(i):
                if table[i, j]:
                    found[frozenset((one, left[j]))] = {
                        "weight": float(table[i, j]),
                        "shared": int(shared[i, j]),
                    }
        return found
    for i, one in enumerate(left):
        for j, thing in enumerate(network.events):
            if table[i, j]:
                found[frozenset((one, thing.id.removeprefix(ID)))] = {"weight": float(table[i, j])}
    return found
