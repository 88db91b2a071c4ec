"""What others' readers find in a file is what the network holds: nodes, ties, weights, isolates, modes, attributes."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import popgraph
from popgraph.embedded import EmbeddedStore
from popgraph.networks import Selection, project, two_mode
from popgraph.networks.metrics import measure
from tests.networks.formats import readers
from tests.networks.formats.madeup import Case, Content, cases, content

READERS = {
    "gexf": ("gexf", readers.gexf),
    "graphml by networkx": ("graphml", readers.graphml_networkx),
    "graphml by igraph": ("graphml", readers.graphml_igraph),
    "node-link": ("node-link", readers.node_link),
}
Read = Callable[[str], Content]


def spots(ids: list[str]) -> dict[str, tuple[float, float]]:
    """Return places in a circle, negative ones and long fractions among them."""
    return {id_: (math.cos(place) * 7, math.sin(place) / 3) for place, id_ in enumerate(ids)}


def cacao(shipped: EmbeddedStore, modes: int, *, events: str = "task", weight: str = "task") -> Case:
    whole = two_mode(shipped, texts=True, events=events, weight=weight)
    flat = project(whole, projection="newman")
    ids = [item.iri for item in whole.actors] + [item.id for item in whole.events]
    return Case(
        flat if modes == 1 else whole,
        {name: list(map(float, column)) for name, column in measure(flat).items()},
        spots(ids),
        {id_: place % 4 for place, id_ in enumerate(ids)},
        {"note": "leído de nuevo"},
    )


def same(found: Content, wanted: Content, fmt: str) -> None:
    """Compare part by part, which tells more when something is missing."""
    unit = 1 if fmt == "node-link" else 1000
    assert found.nodes.keys() == wanted.nodes.keys()
    for id_, values in wanted.nodes.items():
        assert found.nodes[id_] == values
    assert found.edges == wanted.edges
    assert found.positions == {id_: (x * unit, y * unit) for id_, (x, y) in wanted.positions.items()}


@pytest.mark.parametrize("modes", [1, 2])
@pytest.mark.parametrize("name", READERS)
def test_cacao_comes_back_equal(shipped: EmbeddedStore, name: str, modes: int) -> None:
    fmt, read = READERS[name]
    case = cacao(shipped, modes)
    assert len(content(case).nodes) == (46 if modes == 1 else 46 + 33)
    same(read(case.text(fmt)), content(case), fmt)


@pytest.mark.parametrize("events", ["activity", "objective", "year"])
@pytest.mark.parametrize("name", READERS)
def test_other_events_come_back_equal(shipped: EmbeddedStore, name: str, events: str) -> None:
    fmt, read = READERS[name]
    case = cacao(shipped, 2, events=events, weight="indicator")
    same(read(case.text(fmt)), content(case), fmt)


@pytest.mark.parametrize("name", READERS)
def test_several_plans_come_back_equal(tmp_path: Path, name: str) -> None:
    popgraph.generate(tmp_path / "made", plans=3, regions=2, seed=5)
    fmt, read = READERS[name]
    case = Case(two_mode(popgraph.open(tmp_path / "made"), weight="mention", texts=True))
    same(read(case.text(fmt)), content(case), fmt)
    same(read(case.flat("jaccard").text(fmt)), content(case.flat("jaccard")), fmt)


@pytest.mark.parametrize("name", READERS)
def test_who_is_alone_stays(shipped: EmbeddedStore, name: str) -> None:
    fmt, read = READERS[name]
    case = Case(project(two_mode(shipped, selection=Selection(sectors=("private",)))))
    wanted = content(case)
    tied = {id_ for ends in wanted.edges for id_ in ends}
    assert wanted.nodes.keys() - tied, "the example has somebody who is alone"
    same(read(case.text(fmt)), wanted, fmt)


@pytest.mark.parametrize("name", READERS)
@given(case=cases())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_attribute_breaks_a_file(name: str, case: Case) -> None:
    fmt, read = READERS[name]
    same(read(case.text(fmt)), content(case), fmt)


@pytest.mark.parametrize("name", READERS)
@given(case=cases())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nor_in_a_projection(name: str, case: Case) -> None:
    fmt, read = READERS[name]
    flat = case.flat("fractional")
    same(read(flat.text(fmt)), content(flat), fmt)


def test_facts_of_the_whole_come_along(shipped: EmbeddedStore) -> None:
    import io
    import json

    import networkx

    case = cacao(shipped, 1)
    said = networkx.read_graphml(io.BytesIO(case.text("graphml").encode())).graph
    assert said["title"] == "Actores que comparten tareas (Newman, 1/(k−1))"
    assert said["projection"] == "newman"
    assert said["weight"] == "task"
    assert said["note"] == "leído de nuevo"
    assert len(said["digest"]) == 64
    assert json.loads(case.text("node-link"))["graph"] == {
        k: v for k, v in said.items() if k not in ("node_default", "edge_default")
    }
    for name in ("projection: newman", said["digest"], said["title"], "note: leído de nuevo"):
        assert name in case.text("gexf")
        assert name in case.text("pajek")
    assert networkx.read_graphml(io.BytesIO(case.text("graphml", lang="en").encode())).graph["title"] == (
        "Actors who share tasks (Newman, 1/(k−1))"
    )
