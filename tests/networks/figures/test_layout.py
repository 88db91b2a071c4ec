"""Layouts put near what shares much, and are the same for the same seed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from popgraph.networks import OneMode, TwoMode, project
from popgraph.networks.figures import draw, positions
from popgraph.networks.figures.lorenz import lorenz
from popgraph.networks.figures.placement import set_apart
from popgraph.networks.metrics import summarize
from tests.networks.figures.conftest import MadeUp

Networks = Mapping[str, TwoMode | OneMode]


@pytest.mark.parametrize("figure", ["network", "two-mode"])
def test_a_seed_gives_one_layout_within_the_square(cacao: Networks, figure: str) -> None:
    network = cacao[figure]
    found = positions(network, seed=3)
    nodes = [actor.iri for actor in network.actors]
    if isinstance(network, TwoMode):
        nodes += [event.id for event in network.events]
    assert list(found) == nodes
    assert all(0 <= value <= 1 for place in found.values() for value in place)
    assert positions(network, seed=3) == found != positions(network, seed=4)
    assert len(set(found.values())) == len(found)


def test_who_shares_more_stands_nearer(made_up: MadeUp) -> None:
    blocks = [
        [1, 1, 1, 0, 0, 0, 0],
        [1, 1, 1, 0, 0, 0, 0],
        [0, 0, 0, 1, 1, 1, 0],
        [0, 0, 0, 1, 1, 1, 1],
        [0] * 6 + [1],
    ]
    blocks[1][6] = 1
    found = np.array(list(positions(project(made_up(list("ABCDE"), blocks))).values()))
    far = np.linalg.norm(found[:, None] - found[None], axis=2)
    assert far[0, 1] < far[0, 2] and far[2, 3] < far[1, 2]


def test_parts_that_nothing_joins_do_not_mix(made_up: MadeUp) -> None:
    table = [[1, 0]] * 4 + [[0, 1]] * 4
    found = np.array(list(positions(project(made_up(list("ABCDEFGH"), table))).values()))
    far = np.linalg.norm(found[:, None] - found[None], axis=2)
    assert far[:4, 4:].min() > 0
    assert far[:4, :4].mean() < far[:4, 4:].mean()


@pytest.mark.parametrize("count", [0, 1, 2])
def test_small_networks_have_a_layout(made_up: MadeUp, count: int) -> None:
    network = project(made_up(list("AB")[:count], [[1]] * count))
    assert len(positions(network)) == count


def test_large_networks_have_one_too(made_up: MadeUp) -> None:
    generator = np.random.default_rng(1)
    table = generator.random((700, 90)) < 0.02
    network = project(made_up([str(place) for place in range(700)], table.astype(int).tolist()))
    found = positions(network, seed=1)
    assert len(found) == 700 and positions(network, seed=1) == found


def overlapping(centres: NDArray[np.float64], sizes: NDArray[np.float64]) -> int:
    deep = (sizes[:, None] + sizes[None]) / 2 - np.abs(centres[:, None] - centres[None])
    return int(np.triu((deep > 1e-6).all(axis=2), 1).sum())


def test_boxes_come_apart_even_from_one_spot() -> None:
    sizes, least = np.tile([10.0, 3.0], (12, 1)), np.ones((12, 2))
    spot = np.full((12, 2), 30.0)
    found = set_apart(spot, sizes, least, order=range(12), width=60, height=60)
    assert overlapping(spot, sizes) == 66
    assert overlapping(found.centres, sizes) == 0 and found.whole.all()


def test_boxes_shrink_where_there_is_no_room_the_last_first() -> None:
    sizes, least = np.tile([10.0, 3.0], (30, 1)), np.ones((30, 2))
    order = list(reversed(range(30)))
    found = set_apart(np.full((30, 2), 10.0), sizes, least, order=order, width=32, height=20)
    assert found.whole[order[0]] and not found.whole[order[-1]]
    assert overlapping(found.centres, np.where(found.whole[:, None], sizes, least)) == 0


def test_a_box_that_lies_free_stays() -> None:
    centres, sizes = np.array([[5.0, 5.0], [25.0, 15.0]]), np.full((2, 2), 3.0)
    found = set_apart(centres, sizes, sizes, order=[0, 1], width=30, height=20)
    assert found.centres.tolist() == centres.tolist()


def test_the_gini_beside_the_curve_is_twice_the_area_above_it(cacao: Networks) -> None:
    network, source = cacao["network"], cacao["concentration"]
    assert isinstance(network, OneMode) and isinstance(source, TwoMode)
    points = lorenz(np.asarray(source.weights.sum(axis=1), dtype=float).ravel())
    area = float(np.trapezoid(points[:, 1], points[:, 0]))
    assert points[0].tolist() == [0, 0] and points[-1].tolist() == [1, 1]
    assert (points[:, 1] <= points[:, 0] + 1e-12).all()
    measured = summarize(network, ["gini-load"])["gini-load"]
    assert measured == pytest.approx(1 - 2 * area)
    assert f"Gini {measured:.3f}" in draw(source, figure="concentration", lang="en").decode()
