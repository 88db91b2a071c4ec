"""Pajek files: what igraph and networkx read, and what a project adds."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import HealthCheck, given, settings

from popgraph.embedded import EmbeddedStore
from popgraph.networks import OneMode, Selection, project, two_mode
from popgraph.networks.formats import render
from popgraph.networks.metrics import measure
from tests.networks.formats import readers
from tests.networks.formats.madeup import Case, actor, cases, content, event, two_modes


def ties(case: Case) -> dict[frozenset[str], float]:
    """Return the weights by the labels of both ends."""
    wanted = content(case)
    names = {id_: str(node["label"]) for id_, node in wanted.nodes.items()}
    return {frozenset(names[id_] for id_ in ends): data["weight"] for ends, data in wanted.edges.items()}


def test_one_mode_comes_back_equal(shipped: EmbeddedStore) -> None:
    case = Case(project(two_mode(shipped), projection="jaccard"))
    text = render(case.network, fmt="pajek")
    labels = [item.label for item in case.network.actors]
    graph = readers.pajek_networkx(text)
    assert not graph.is_directed()
    assert list(graph) == labels
    assert {frozenset((a, b)): data["weight"] for a, b, data in graph.edges(data=True)} == ties(case)
    other = readers.pajek_igraph(text)
    assert not other.is_directed()
    assert other.vs["name"] == labels
    assert {frozenset(labels[end] for end in edge.tuple): edge["weight"] for edge in other.es} == ties(case)


def test_two_modes_come_back_equal(shipped: EmbeddedStore) -> None:
    network = two_mode(shipped, events="activity")
    case = Case(network)
    graph = readers.pajek_igraph(render(network, fmt="pajek"))
    labels = [item.label for item in network.actors] + [item.code for item in network.events]
    assert graph.vs["name"] == labels
    assert graph.vs["type"] == [False] * len(network.actors) + [True] * len(network.events)
    assert {frozenset(labels[end] for end in edge.tuple): edge["weight"] for edge in graph.es} == ties(case)


def test_who_is_alone_stays(shipped: EmbeddedStore) -> None:
    network = project(two_mode(shipped, selection=Selection(sectors=("private",))))
    degrees = readers.pajek_igraph(render(network, fmt="pajek")).degree()
    assert len(degrees) == 15
    assert degrees.count(0) == 3


def test_places_within_the_window_stay_and_others_are_fitted(shipped: EmbeddedStore) -> None:
    network = project(two_mode(shipped))
    inside = {item.iri: (place / 100, 1 - place / 50) for place, item in enumerate(network.actors)}
    graph = readers.pajek_igraph(render(network, fmt="pajek", positions=inside))
    assert graph.vs["x"] == pytest.approx([x for x, _ in inside.values()], abs=1e-6)
    assert graph.vs["y"] == pytest.approx([y for _, y in inside.values()], abs=1e-6)
    wide = {iri: (x * 40 - 7, y * 10) for iri, (x, y) in inside.items()}
    graph = readers.pajek_igraph(render(network, fmt="pajek", positions=wide))
    found = list(zip(graph.vs["x"], graph.vs["y"], strict=True))
    assert all(0 <= value <= 1 for at in found for value in at)
    # What is twice as far apart stays twice as far apart.
    scale = math.dist(found[0], found[-1]) / math.dist(
        wide[network.actors[0].iri], wide[network.actors[-1].iri]
    )
    for place, item in enumerate(network.actors):
        assert math.dist(found[0], found[place]) == pytest.approx(
            scale * math.dist(wide[network.actors[0].iri], wide[item.iri]), abs=1e-5
        )
    named = readers.pajek_networkx(render(network, fmt="pajek", positions=wide))
    assert [(data["x"], data["y"]) for _, data in named.nodes(data=True)] == found


def test_those_of_the_same_name_are_told_apart() -> None:
    network = two_modes(
        [actor("org/a", "DIRCETUR"), actor("org/b", "DIRCETUR"), actor("org/c", "DIRCETUR [org/a]")],
        [event("t/1", 'T"1"\\')],
        [[1], [2], [3]],
    )
    graph = readers.pajek_igraph(render(network, fmt="pajek"))
    assert graph.vs["name"] == ["DIRCETUR [org/a] 2", "DIRCETUR [org/b]", "DIRCETUR [org/a]", "T'1'/"]
    assert graph.es["weight"] == [1, 2, 3]
    flat = readers.pajek_networkx(render(project(network), fmt="pajek"))
    assert flat.number_of_nodes() == flat.number_of_edges() == 3


@given(case=cases(least=1))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_label_breaks_a_network(case: Case) -> None:
    wanted = content(case)
    text = case.text("pajek")
    two = readers.pajek_igraph(text)
    assert two.vcount() == len(wanted.nodes) == len(set(two.vs["name"]))
    assert sorted(two.es["weight"] if two.ecount() else []) == sorted(
        tie["weight"] for tie in wanted.edges.values()
    )
    for found, node in zip(two.vs["name"], wanted.nodes.values(), strict=True):
        label = str(node["label"]).replace('"', "'").replace("\\", "/").replace("\ufeff", "")
        assert found.startswith(label)
    flat = case.flat()
    one = readers.pajek_networkx(flat.text("pajek"))
    assert one.number_of_nodes() == len(flat.network.actors)
    assert one.number_of_edges() == flat.network.ties


def parts(text: str) -> dict[str, list[str]]:
    """Return the lines of each object of a project, by its heading."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if re.match(r"\*(Network|Partition|Vector)", line):
            lines = found.setdefault(line, [])
        elif not line.startswith(("\ufeff%", "*Vertices")):
            lines.append(line)
    return found


def test_a_project_has_partitions_and_vectors(shipped: EmbeddedStore) -> None:
    network = two_mode(shipped)
    flat: OneMode = project(network)
    measures = measure(flat, ["degree", "constraint"])
    measures["constraint"][3] = math.nan
    groups = {item.iri: place % 3 for place, item in enumerate(network.actors)}
    text = render(network, fmt="pajek-project", values=measures, clusters=groups)
    assert text.startswith(render(network, fmt="pajek", values=measures, clusters=groups).rstrip())
    found = parts(text)
    size = len(network.actors) + len(network.events)
    assert text.count(f"*Vertices {size}\n") == 7
    assert found["*Partition mode (1 = actor, 2 = event)"] == ["1"] * 46 + ["2"] * 33
    named = found["*Partition named (1 = false, 2 = true)"]
    assert named == ["2" if item.named else "1" for item in network.actors] + ["0"] * 33
    heading = next(line for line in found if line.startswith("*Partition sector"))
    words = dict(re.findall(r"(\d+) = ([^,)]+)", heading)) | {"0": ""}
    assert [words[line] for line in found[heading]] == [item.sector for item in network.actors] + [""] * 33
    assert found["*Partition cluster"][:4] == ["1", "2", "3", "1"]
    assert list(map(float, found["*Vector degree"][:46])) == list(measures["degree"])
    assert found["*Vector constraint"][3] == "999999998"
    assert set(found["*Vector degree"][46:]) == {"999999998"}
