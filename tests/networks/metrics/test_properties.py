from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from popgraph.networks import OneMode, project
from popgraph.networks.metrics import METRICS, measure, measure_events, summarize
from tests.networks.metrics.made import networks

ACTOR = [item.id for item in METRICS.values() if item.scope == "actor"]
NETWORK = [item.id for item in METRICS.values() if item.scope == "network"]
EVENT = [item.id for item in METRICS.values() if item.scope == "event"]
ROUNDING = 1e-9


def ranges(network: OneMode) -> dict[str, tuple[float, float]]:
    """The range of each measure, as the catalogue says."""
    count, events = len(network.actors), len(network.source.events)
    most = float(network.weights.max()) if network.ties else 0.0
    pairs = (count - 1) * (count - 2) / 2
    objectives = len({iri for task in network.source.tasks for iri in task.objectives})
    found = {
        "two-mode-degree": (0, events),
        "two-mode-strength": (0, math.inf),
        "fractional-load": (0, events),
        "degree": (0, count - 1),
        "strength": (0, math.inf),
        "closeness-weighted": (0, most),
        "core": (0, count - 1),
        "constraint": (0, 9 / 8),
        "constraint-weighted": (0, 2),
        "effective-size": (1, count - 1),
        "effective-size-weighted": (1, count - 1),
        "community": (1, count),
        "objectives": (0, objectives),
        "participation": (0, 1 - 1 / objectives),
        "ei-sector": (-1, 1),
        "ei-level": (-1, 1),
        "network-ei-sector": (-1, 1),
        "network-ei-level": (-1, 1),
        "actors": (1, 9),
        "events": (1, 7),
        "two-mode-ties": (1, count * events),
        "ties": (0, count * (count - 1) / 2),
        "components": (1, count),
        "isolates": (0, count),
        "communities": (0, count / 2),
        "modularity": (-1 / 2, 1),
        "community-agreement": (-1, 1),
        "gini-load": (0, 1 - 1 / count),
        "gini-fractional-load": (0, 1 - 1 / count),
        "hhi-load": (1 / count, 1),
        "hhi-fractional-load": (1 / count, 1),
        "unnamed-tasks": (0, events),
        "empty-tasks": (0, events),
        "event-degree": (0, count),
        "event-strength": (0, math.inf),
        "event-named": (0, count),
        "event-sectors": (0, count),
    }
    brokered: dict[str, tuple[float, float]] = {
        id_: (0, pairs) for id_ in ACTOR if id_.startswith("brokerage")
    }
    return found | brokered


@settings(max_examples=40, deadline=None)
@given(networks())
def test_every_value_is_in_its_range(network: OneMode) -> None:
    bounds = ranges(network)
    values = {id_: found.tolist() for id_, found in measure(network, ACTOR).items()}
    values |= {id_: [found] for id_, found in summarize(network, NETWORK).items()}
    values |= {id_: found.tolist() for id_, found in measure_events(network, EVENT).items()}
    for id_, found in values.items():
        low, high = bounds.get(id_, (0, 1))
        assert all(math.isnan(value) or low - ROUNDING <= value <= high + ROUNDING for value in found), id_


@settings(max_examples=40, deadline=None)
@given(networks(), st.randoms(use_true_random=False))
def test_another_order_of_the_actors_only_reorders_the_values(network: OneMode, random: object) -> None:
    order = list(range(len(network.actors)))
    random.shuffle(order)  # type: ignore[attr-defined]
    source = network.source
    turned = project(
        source.rewired(source.mentions[np.array(order)], actors=[source.actors[place] for place in order]),
        projection=network.projection,
    )
    one, other = measure(network, ACTOR), measure(turned, ACTOR)
    for id_ in ACTOR:
        np.testing.assert_allclose(other[id_], one[id_][order], rtol=1e-7, atol=1e-7, err_msg=id_)
    for (id_, whole), again in zip(
        summarize(network, NETWORK).items(), summarize(turned, NETWORK).values(), strict=True
    ):
        np.testing.assert_allclose(again, whole, rtol=1e-7, atol=1e-7, err_msg=id_)


@settings(max_examples=40, deadline=None)
@given(networks())
def test_isolates_stay_and_have_no_place_among_others(network: OneMode) -> None:
    alone = np.asarray(network.weights.sum(axis=1)).ravel() == 0
    found = measure(network, ACTOR)
    assert all(len(values) == len(network.actors) for values in found.values())
    assert summarize(network, ["isolates"])["isolates"] == alone.sum()
    assert (found["two-mode-degree"][alone] > 0).all()
    for id_ in ("degree", "strength", "core"):
        assert (found[id_][alone] == 0).all()
    for id_ in (
        "clustering",
        "constraint",
        "effective-size-weighted",
        "ei-sector",
        "community",
        "community-consensus",
    ):
        assert np.isnan(found[id_][alone]).all()
    for id_ in ("betweenness-weighted", "closeness", "eigenvector"):
        assert not (found[id_][alone] > 0).any()
