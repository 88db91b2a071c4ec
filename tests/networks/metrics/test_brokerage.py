from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings

from popgraph.embedded import EmbeddedStore
from popgraph.networks import OneMode, project, two_mode
from popgraph.networks.metrics import measure
from popgraph.networks.metrics.brokerage import ROLES
from tests.networks.metrics.made import neighbours, networks, one_mode


def ids(attribute: str) -> list[str]:
    return [f"brokerage-{attribute}", *(f"brokerage-{attribute}-{role}" for role in ROLES)]


def by_definition(network: OneMode, attribute: str) -> dict[str, list[float]]:
    """Every open pair around every actor, one by one."""
    around = neighbours(network)
    kinds = ["+".join(sorted(getattr(actor, f"{attribute}s"))) for actor in network.actors]
    found = {id_: [float("nan") if not kind else 0.0 for kind in kinds] for id_ in ids(attribute)}
    for i, kind in enumerate(kinds):
        for a, b in combinations(sorted(around[i]), 2):
            if not (kind and kinds[a] and kinds[b]) or b in around[a]:
                continue
            role = {
                (True, True): "coordinator",
                (True, False): "gatekeeper",
                (False, True): "gatekeeper",
                (False, False): "itinerant" if kinds[a] == kinds[b] else "liaison",
            }[kinds[a] == kind, kinds[b] == kind]
            found[f"brokerage-{attribute}-{role}"][i] += 1
            found[f"brokerage-{attribute}"][i] += 1
    return found


def check(network: OneMode) -> None:
    for attribute in ("sector", "level"):
        found = measure(network, ids(attribute))
        for id_, values in by_definition(network, attribute).items():
            np.testing.assert_array_equal(found[id_], values, err_msg=id_)


def test_the_cacao_plan_is_gould_and_fernandezs_definition(shipped: EmbeddedStore) -> None:
    check(project(two_mode(shipped)))


@settings(max_examples=60, deadline=None)
@given(networks())
def test_any_network_is_gould_and_fernandezs_definition(network: OneMode) -> None:
    check(network)


# The first actor shares a task with each of the others, who share none with each other.
STAR = [[1, 1, 1, 1, 1], [1, 0, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 1]]


@pytest.mark.parametrize(
    ("sectors", "roles"),
    [
        (["a", "a", "a", "b", "b", "c"], [1, 1, 6, 2]),
        (["a", "a", "a", "a", "a", "a"], [10, 0, 0, 0]),
        (["c", "a", "a", "a", "b", "b"], [0, 4, 0, 6]),
        # Those without a sector, and the one of two, are no insiders of anything.
        (["a", "a", "a", "", "", ""], [1, 0, 0, 0]),
        (["a", "a", "a+b", "b", "", ""], [0, 0, 2, 1]),
    ],
)
def test_a_star_by_hand(sectors: list[str], roles: list[int]) -> None:
    found = measure(one_mode(STAR, sectors=sectors), ids("sector"))
    assert [found[id_][0] for id_ in ids("sector")] == [sum(roles), *roles]
    tips = [value for id_ in ids("sector") for value in found[id_][1:] if not np.isnan(value)]
    assert not any(tips)


def test_a_broker_without_a_sector_has_no_role_instead_of_none_brokered() -> None:
    found = measure(one_mode(STAR, sectors=["", "a", "a", "b", "b", "c"]), ids("sector"))
    assert all(np.isnan(found[id_][0]) and found[id_][1] == 0 for id_ in ids("sector"))


def test_roles_add_up_to_all_pairs_brokered(shipped: EmbeddedStore) -> None:
    network = project(two_mode(shipped))
    total, *roles = measure(network, ids("sector")).values()
    np.testing.assert_array_equal(total, sum(roles))
