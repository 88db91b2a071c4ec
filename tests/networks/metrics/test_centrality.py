from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise, permutations

import igraph
import numpy as np
import pytest
from hypothesis import given, settings

from popgraph.embedded import EmbeddedStore
from popgraph.errors import UsageError
from popgraph.networks import PROJECTIONS, OneMode, project, two_mode
from popgraph.networks.metrics import measure
from tests.networks.metrics.made import dense, neighbours, networks, one_mode


def as_igraph(network: OneMode) -> igraph.Graph:
    made = igraph.Graph(n=len(network.actors))
    table = dense(network)
    for i, row in enumerate(table):
        for j in range(i):
            if row[j]:
                made.add_edge(i, j, weight=row[j], length=1 / row[j])
    return made


def check_paths(network: OneMode) -> None:
    """Betweenness and closeness are igraph's, as they are normalised here."""
    graph = as_igraph(network)
    count = len(network.actors)
    found = measure(network, ["betweenness", "betweenness-weighted", "closeness", "closeness-weighted"])
    reached = np.array([len(graph.subcomponent(node)) - 1 for node in range(count)])
    for suffix, lengths in (("", None), ("-weighted", "length" if graph.ecount() else None)):
        if count > 2:
            pairs = (count - 1) * (count - 2) / 2
            np.testing.assert_allclose(
                found[f"betweenness{suffix}"],
                np.array(graph.betweenness(directed=False, weights=lengths)) / pairs,
                atol=1e-12,
            )
        if count > 1:
            inside = np.nan_to_num(np.array(graph.closeness(weights=lengths, normalized=True), dtype=float))
            np.testing.assert_allclose(
                found[f"closeness{suffix}"], inside * reached / (count - 1), atol=1e-12
            )


@pytest.mark.parametrize("projection", PROJECTIONS)
def test_paths_of_the_cacao_plan_are_those_of_igraph(shipped: EmbeddedStore, projection: str) -> None:
    check_paths(project(two_mode(shipped), projection=projection))


@settings(max_examples=60, deadline=None)
@given(networks())
def test_paths_of_any_network_are_those_of_igraph(network: OneMode) -> None:
    check_paths(network)


@settings(max_examples=60, deadline=None)
@given(networks())
def test_the_backend_igraph_gives_the_same(network: OneMode) -> None:
    ids = ["betweenness", "betweenness-weighted", "closeness", "closeness-weighted", "degree"]
    one, other = measure(network, ids), measure(network, ids, backend="igraph")
    for id_ in ids:
        np.testing.assert_allclose(other[id_], one[id_], atol=1e-12, err_msg=id_)


def test_an_unknown_backend_is_told() -> None:
    with pytest.raises(UsageError, match="graph-tool") as caught:
        measure(one_mode([[1]]), backend="graph-tool")
    assert "igraph" in caught.value.hint


def test_a_star_and_a_path_by_hand() -> None:
    # The first actor shares a task with each of three others, who share nothing; a fifth is alone.
    network = one_mode([[1, 1, 1, 0], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]])
    found = measure(network, ["betweenness", "closeness", "eigenvector"])
    assert found["betweenness"].tolist() == [3 / 6, 0, 0, 0, 0]
    # The middle reaches 3 of 4 at distance 1; a tip reaches them at 1 + 2 + 2.
    assert found["closeness"] == pytest.approx([3 / 4 * 3 / 3, *[3 / 4 * 3 / 5] * 3, 0])
    # Of a star of three tips λ = √3: the middle is √3 times a tip.
    assert found["eigenvector"] == pytest.approx([math.sqrt(1 / 2), *[math.sqrt(1 / 6)] * 3, 0])


def test_equal_detours_share_although_their_lengths_round_differently() -> None:
    # Between the first and the last two ways, of 1/2 + 1/12 and 1/3 + 1/4: the same, but not as floats.
    assert 1 / 2 + 1 / 12 != 1 / 3 + 1 / 4
    table = [[2, 0, 3, 0], [2, 12, 0, 0], [0, 0, 3, 4], [0, 12, 0, 4]]
    found = measure(one_mode(table), ["betweenness-weighted"])["betweenness-weighted"]
    assert found == pytest.approx([0, 1 / 6, 1 / 6, 1 / 3])


def simple_paths(around: list[set[int]], start: int, end: int) -> Iterator[tuple[int, ...]]:
    others = [node for node in range(len(around)) if node not in (start, end)]
    for count in range(len(others) + 1):
        for middle in permutations(others, count):
            path = (start, *middle, end)
            if all(b in around[a] for a, b in pairwise(path)):
                yield path


@settings(max_examples=15, deadline=None)
@given(networks(least=3).filter(lambda network: len(network.actors) <= 6))
def test_betweenness_is_its_definition(network: OneMode) -> None:
    around = neighbours(network)
    count = len(around)
    total = [0.0] * count
    for start in range(count):
        for end in range(start):
            paths = list(simple_paths(around, start, end))
            shortest = [path for path in paths if len(path) == min(map(len, paths))]
            for path in shortest:
                for node in path[1:-1]:
                    total[node] += 1 / len(shortest)
    pairs = (count - 1) * (count - 2) / 2
    assert measure(network, ["betweenness"])["betweenness"] == pytest.approx(
        [value / pairs for value in total]
    )


@pytest.mark.parametrize(("id_", "weights"), [("eigenvector", None), ("eigenvector-weighted", "weight")])
def test_eigenvector_of_the_cacao_plan_is_that_of_igraph(
    shipped: EmbeddedStore, id_: str, weights: str | None
) -> None:
    network = project(two_mode(shipped))
    theirs = np.array(as_igraph(network).eigenvector_centrality(weights=weights, scale=False))
    np.testing.assert_allclose(measure(network, [id_])[id_], theirs / np.linalg.norm(theirs), atol=1e-6)


@settings(max_examples=40, deadline=None)
@given(networks())
def test_eigenvector_is_what_repeated_averaging_ends_in(network: OneMode) -> None:
    found = measure(network, ["eigenvector"])["eigenvector"]
    around = neighbours(network)
    if not any(around):
        assert np.isnan(found).all()
        return
    values = [1.0] * len(around)
    for _ in range(3000):
        # Each keeps its own part, since otherwise a star would swing.
        summed = [values[i] + sum(values[j] for j in others) for i, others in enumerate(around)]
        length = math.sqrt(sum(value * value for value in summed))
        values = [value / length for value in summed]
    assert found == pytest.approx(values, abs=1e-6)


def test_components_of_the_same_eigenvalue_share() -> None:
    network = one_mode([[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1]])
    assert measure(network, ["eigenvector"])["eigenvector"] == pytest.approx([0.5, 0.5, 0.5, 0.5, 0])
