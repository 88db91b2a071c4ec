from __future__ import annotations

import math

import networkx
import numpy as np
import pytest
from hypothesis import given, settings

from popgraph.embedded import EmbeddedStore
from popgraph.networks import OneMode, TwoMode, project, two_mode
from popgraph.networks.metrics import measure, summarize
from tests.networks.metrics.made import networks, one_mode


def bipartite(network: TwoMode) -> networkx.Graph:
    made = networkx.Graph()
    made.add_nodes_from(range(len(network.actors)))
    made.add_nodes_from(f"event {column}" for column in range(len(network.events)))
    table = network.weights.tocoo()
    made.add_edges_from((int(i), f"event {k}") for i, k in zip(*table.coords, strict=True))
    return made


def check(network: OneMode) -> None:
    graph = bipartite(network.source)
    found = measure(network, ["clustering"])["clustering"]
    theirs = networkx.bipartite.clustering(graph, nodes=range(len(network.actors)), mode="dot")
    for place, value in enumerate(found):
        # networkx gives 0 where there is nobody to compare with.
        assert value == pytest.approx(theirs[place]) if not math.isnan(value) else theirs[place] == 0
    whole = summarize(network, ["robins-alexander"])["robins-alexander"]
    other = networkx.bipartite.robins_alexander_clustering(graph)
    assert whole == pytest.approx(other) if not math.isnan(whole) else other == 0


def test_the_cacao_plan_is_as_networkx_has_it(shipped: EmbeddedStore) -> None:
    check(project(two_mode(shipped)))


@settings(max_examples=60, deadline=None)
@given(networks())
def test_any_network_is_as_networkx_has_it(network: OneMode) -> None:
    check(network)


def test_a_hand_worked_example() -> None:
    # 0 has tasks {1, 2, 3}, 1 has {1, 2}, 2 has {3}; 3 is alone.
    network = one_mode([[1, 1, 1, 0], [1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]])
    found = measure(network, ["clustering"])["clustering"]
    assert found[:3] == pytest.approx([(2 / 3 + 1 / 3) / 2, 2 / 3, 1 / 3])
    assert np.isnan(found[3])
    # One cycle of four; paths of three ties: Σ (d_i − 1)(d_k − 1) = 2 + 2 + 2 + 1 + 1 + 0.
    assert summarize(network, ["robins-alexander"])["robins-alexander"] == pytest.approx(4 / 8)


def test_how_often_a_task_names_an_actor_does_not_count() -> None:
    once, twice = one_mode([[1, 1], [1, 0]]), one_mode([[2, 1], [3, 0]])
    assert (
        measure(once, ["clustering"])["clustering"].tolist()
        == measure(twice, ["clustering"])["clustering"].tolist()
    )
