from __future__ import annotations

from dataclasses import replace

import networkx
import numpy as np
import pytest

from popgraph import networks
from popgraph.embedded import EmbeddedStore
from popgraph.errors import UsageError
from popgraph.networks.metrics import METRICS, measure
from popgraph.networks.robustness.measures import FAST
from popgraph.networks.robustness.nullmodel import draw
from popgraph.networks.robustness.stack import Stack, check_effort, evaluate


def stacked(store: EmbeddedStore, events: str, weight: str, projection: str) -> Stack:
    """Draws of the cacao plan, one with tasks left out, one with few tasks and isolates, one that is empty."""
    network = networks.two_mode(store, events=events, weight=weight)
    tables = draw([network.mentions], draws=6, seed=1).tables()
    tables[0] = network.mentions.toarray()
    tables[1, :, :9] = 0
    tables[2, :, 4:] = 0
    tables[3] = 0
    tables[4, :, 1:] = 0
    tables[4, 3:5, 5] = 1
    tables[4, 0] = tables[4, 1] = 0
    tables[4, 0, 7] = 2
    return Stack(network, projection, tables)


@pytest.mark.parametrize("projection", networks.PROJECTIONS)
@pytest.mark.parametrize(
    ("events", "weight"), [("task", "task"), ("activity", "mention"), ("year", "indicator")]
)
def test_measures_are_those_of_each_network(
    shipped: EmbeddedStore, events: str, weight: str, projection: str
) -> None:
    stack = stacked(shipped, events, weight, projection)
    found = evaluate(stack, tuple(FAST))
    for place in range(len(stack.mentions)):
        network, rows = stack.network(place)
        for id_, values in measure(network, FAST).items():
            np.testing.assert_allclose(
                found[id_][place, rows], values, rtol=1e-7, atol=1e-9, err_msg=f"{id_} of network {place}"
            )
            absent = np.setdiff1d(np.arange(46), rows)
            assert np.isnan(found[id_][place, absent]).all()


def test_other_measures_are_taken_network_by_network(shipped: EmbeddedStore) -> None:
    stack = stacked(shipped, "task", "task", "count")
    found = evaluate(stack, ("betweenness-weighted", "degree"))
    assert list(found) == ["betweenness-weighted", "degree"]
    network, rows = stack.network(1)
    expected = measure(network, ["betweenness-weighted"])["betweenness-weighted"]
    np.testing.assert_allclose(found["betweenness-weighted"][1, rows], expected)


def test_betweenness_is_that_of_networkx(shipped: EmbeddedStore) -> None:
    stack = stacked(shipped, "task", "task", "count")
    graph = networkx.from_numpy_array(stack.tied[0])
    expected = networkx.betweenness_centrality(graph)
    np.testing.assert_allclose(evaluate(stack, ["betweenness"])["betweenness"][0], list(expected.values()))


def test_default_measures_that_are_ranked_are_fast() -> None:
    defaults = {metric.id for metric in METRICS.values() if metric.scope == "actor" and metric.default}
    assert defaults - FAST.keys() == {"community"}


def test_too_much_work_is_refused_with_what_to_do(shipped: EmbeddedStore) -> None:
    network = networks.project(networks.two_mode(shipped))
    check_effort(network, ["degree"], networks=10_000, steps=10**7)
    with pytest.raises(UsageError, match=r"too long.*46 actors.*betweenness-weighted.*fewer draws"):
        check_effort(network, ["betweenness-weighted"], networks=10**6, steps=0)


def test_memory_is_bounded_by_piles(shipped: EmbeddedStore) -> None:
    from popgraph.networks.robustness.stack import pile

    network = networks.two_mode(shipped)
    piles = list(pile(network, 1000))
    assert sum(part.stop - part.start for part in piles) == 1000
    assert max(part.stop - part.start for part in piles) * 46 * 46 * 8 <= 1_000_000
    wide = replace(network, actors=network.actors * 50)
    assert {part.stop - part.start for part in pile(wide, 3)} == {1}
