from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings

from popgraph.embedded import EmbeddedStore
from popgraph.networks import OneMode, project, two_mode
from popgraph.networks.metrics import measure, summarize
from tests.networks.metrics.made import neighbours, networks, one_mode


def check(network: OneMode) -> None:
    around = neighbours(network)
    for attribute in ("sector", "level"):
        kinds = [getattr(actor, f"{attribute}s") for actor in network.actors]
        values, out, inside = [], 0, 0
        for i, others in enumerate(around):
            known = [kinds[j] for j in others if kinds[j] and kinds[i]]
            own = sum(kind == kinds[i] for kind in known)
            values.append((len(known) - 2 * own) / len(known) if known else math.nan)
            out, inside = out + len(known) - own, inside + own
        found = measure(network, [f"ei-{attribute}"])[f"ei-{attribute}"]
        np.testing.assert_allclose(found, values)
        whole = summarize(network, [f"network-ei-{attribute}"])[f"network-ei-{attribute}"]
        np.testing.assert_allclose(whole, (out - inside) / (out + inside) if out + inside else math.nan)


def test_the_cacao_plan_is_krackhardt_and_sterns_definition(shipped: EmbeddedStore) -> None:
    check(project(two_mode(shipped)))


@settings(max_examples=60, deadline=None)
@given(networks())
def test_any_network_is_krackhardt_and_sterns_definition(network: OneMode) -> None:
    check(network)


def test_a_hand_worked_example() -> None:
    # One task of four, and an isolate: public, public, private, unknown.
    network = one_mode([[1, 0], [1, 0], [1, 0], [1, 0], [0, 1]], sectors=["a", "a", "b", "", "a"])
    found = measure(network, ["ei-sector"])["ei-sector"]
    assert found[:3].tolist() == [0, 0, 1]
    assert np.isnan(found[3:]).all()
    assert summarize(network, ["network-ei-sector"])["network-ei-sector"] == pytest.approx((2 - 1) / 3)
