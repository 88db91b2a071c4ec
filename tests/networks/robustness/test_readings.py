from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

import popgraph
from popgraph import networks, readings
from popgraph.embedded import EmbeddedStore
from popgraph.networks.robustness.readings import combinations, fetch_mentions
from popgraph.networks.twomode import TwoMode

CHOICES: list[dict[str, Any]] = [
    {},
    {"selection": networks.Selection(named=True)},
    {"selection": networks.Selection(objectives=("OE1",), sectors=("public",)), "events": "activity"},
]


def same(left: TwoMode, right: TwoMode) -> None:
    assert left.actors == right.actors
    assert left.events == right.events
    for one, other in ((left.mentions, right.mentions), (left.weights, right.weights)):
        assert one.shape == other.shape
        assert (one != other).nnz == 0


@pytest.mark.parametrize("choice", CHOICES)
def test_a_reading_gives_the_network_of_the_graph_in_which_it_holds(
    shipped: EmbeddedStore, choice: dict[str, Any]
) -> None:
    network = networks.two_mode(shipped, **choice)
    found = fetch_mentions(shipped, network)
    same(found.under(()), network)
    several = combinations(found.groups, seed=1).names
    tried = [(reading.name,) for reading in readings.alternatives(shipped)] if not choice else []
    for names in [*tried, *random.Random(5).sample(several, 4)]:
        same(found.under(names), networks.two_mode(readings.under(shipped, names), **choice))


def test_every_alternative_of_the_cacao_plan_is_found(shipped: EmbeddedStore) -> None:
    found = fetch_mentions(shipped, networks.two_mode(shipped))
    assert len(found.readings) == 18
    assert len(found.groups) == 14
    added = {actor.path for actor in found.network.actors} - {
        a.path for a in networks.two_mode(shipped).actors
    }
    assert {"org/bid", "org/indaco"} & added == {"org/bid"}
    assert "org/para" in added


def test_readings_of_other_tasks_stay_out(shipped: EmbeddedStore) -> None:
    network = networks.two_mode(shipped, selection=networks.Selection(objectives=("OE4",)))
    assert [reading.name for reading in fetch_mentions(shipped, network).readings] == ["empresarios/2"]


def test_actors_are_called_as_asked_for(shipped: EmbeddedStore) -> None:
    network = networks.two_mode(shipped, lang="en")
    found = fetch_mentions(shipped, network, lang="en")
    english = networks.two_mode(readings.under(shipped, ["municipios/2"]), lang="en")
    same(found.under(["municipios/2"]), english)


def test_all_combinations_or_a_sample(shipped: EmbeddedStore) -> None:
    few = combinations([("a/2",), ("b/2", "b/3")], seed=1)
    assert set(few.names) == {(), ("a/2",), ("b/2",), ("b/3",), ("a/2", "b/2"), ("a/2", "b/3")}
    assert few.total == len(few.names)
    groups = fetch_mentions(shipped, networks.two_mode(shipped)).groups
    many = combinations(groups, seed=1)
    assert (many.total, len(many.names)) == (82_944, 4096)
    assert len(set(many.names)) == 4096
    assert many == combinations(groups, seed=1) != combinations(groups, seed=2)
    # Each group's readings are as likely as each other.
    of_three = [
        sum("bid-indaco/3" in names for names in many.names),
        sum("para/2" in names for names in many.names),
    ]
    np.testing.assert_allclose(of_three, [4096 / 3, 4096 / 2], rtol=0.06)


def test_more_groups_than_can_be_counted_are_sampled() -> None:
    many = combinations([(f"{place}/2",) for place in range(300)], seed=1, most=50)
    assert many.total == 2**300
    assert len(set(many.names)) == 50


def test_a_remote_graph_is_read_the_same(shipped: EmbeddedStore, endpoint: str) -> None:
    with popgraph.open(endpoint) as remote:
        found = fetch_mentions(remote, networks.two_mode(remote))
        same(found.network, fetch_mentions(shipped, networks.two_mode(shipped)).network)
        same(found.under(["bid-indaco/2"]), networks.two_mode(readings.under(shipped, ["bid-indaco/2"])))
