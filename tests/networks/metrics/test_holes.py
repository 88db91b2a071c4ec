from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings

from popgraph.embedded import EmbeddedStore
from popgraph.networks import PROJECTIONS, OneMode, project, two_mode
from popgraph.networks.metrics import measure
from tests.networks.metrics.made import dense, networks, one_mode
from tests.networks.metrics.test_centrality import as_igraph


def by_definition(table: list[list[float]]) -> tuple[list[float], list[float]]:
    """Burt's constraint and effective size, term by term."""
    constraint, effective = [], []
    every = range(len(table))
    total = [sum(row) for row in table]
    most = [max(row) for row in table]
    for i in every:
        if not total[i]:
            constraint.append(math.nan)
            effective.append(math.nan)
            continue
        tied = [j for j in every if table[i][j]]
        constraint.append(
            sum(
                (
                    table[i][j] / total[i]
                    + sum(table[i][q] / total[i] * table[q][j] / total[q] for q in tied if q != j)
                )
                ** 2
                for j in tied
            )
        )
        effective.append(
            sum(
                1 - sum(table[i][q] / total[i] * table[j][q] / most[j] for q in every if q not in (i, j))
                for j in tied
            )
        )
    return constraint, effective


def check(network: OneMode) -> None:
    weighted = dense(network)
    plain = [[float(bool(weight)) for weight in row] for row in weighted]
    for suffix, table in (("", plain), ("-weighted", weighted)):
        found = measure(network, [f"constraint{suffix}", f"effective-size{suffix}"])
        constraint, effective = by_definition(table)
        np.testing.assert_allclose(found[f"constraint{suffix}"], constraint, rtol=1e-9)
        np.testing.assert_allclose(found[f"effective-size{suffix}"], effective, rtol=1e-9)


@pytest.mark.parametrize("projection", PROJECTIONS)
def test_the_cacao_plan_is_burts_definition(shipped: EmbeddedStore, projection: str) -> None:
    check(project(two_mode(shipped), projection=projection))


@settings(max_examples=60, deadline=None)
@given(networks())
def test_any_network_is_burts_definition(network: OneMode) -> None:
    check(network)


@pytest.mark.parametrize(("id_", "weights"), [("constraint", None), ("constraint-weighted", "weight")])
def test_constraint_is_that_of_igraph(shipped: EmbeddedStore, id_: str, weights: str | None) -> None:
    network = project(two_mode(shipped))
    np.testing.assert_allclose(measure(network, [id_])[id_], as_igraph(network).constraint(weights=weights))


def test_by_hand_a_triangle_constrains_most_and_a_star_least() -> None:
    triangle = measure(one_mode([[1], [1], [1]]), ["constraint", "effective-size"])
    assert triangle["constraint"] == pytest.approx([2 * (1 / 2 + 1 / 4) ** 2] * 3)
    assert triangle["effective-size"] == pytest.approx([1, 1, 1])
    star = measure(one_mode([[1, 1, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]]), ["constraint", "effective-size"])
    assert star["constraint"] == pytest.approx([1 / 3, 1, 1, 1])
    assert star["effective-size"] == pytest.approx([3, 1, 1, 1])
