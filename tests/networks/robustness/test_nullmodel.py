from __future__ import annotations

from collections import Counter
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.stats import chisquare

from popgraph import networks
from popgraph.embedded import EmbeddedStore
from popgraph.networks.robustness.nullmodel import draw, steps_of


def with_margins(table: NDArray[np.int64]) -> set[bytes]:
    """Every table of zeros and ones with the margins of one."""
    rows, columns = table.shape
    found = set()
    for bits in product((0, 1), repeat=rows * columns):
        made = np.array(bits, dtype=np.int64).reshape(rows, columns)
        if (made.sum(0) == table.sum(0)).all() and (made.sum(1) == table.sum(1)).all():
            found.add(made.tobytes())
    return found


@pytest.mark.parametrize(
    "rows",
    [
        [[1, 0], [0, 1]],
        [[1, 1, 0], [1, 0, 1], [0, 0, 1]],
        [[1, 1, 0, 0], [1, 0, 1, 0], [1, 0, 0, 1]],
        [[1, 1, 1, 0], [1, 0, 0, 0], [0, 1, 0, 1]],
    ],
)
def test_every_table_with_the_margins_is_as_likely(rows: list[list[int]]) -> None:
    observed = np.array(rows)
    possible = with_margins(observed)
    assert len(possible) > 1
    drawn = draw([csr_array(observed)], draws=4000, seed=7, steps=60).tables()
    seen = Counter(table.tobytes() for table in drawn)
    assert seen.keys() == possible
    assert chisquare(list(seen.values())).pvalue > 0.01


def test_steps_that_fail_count() -> None:
    # With three ties, two of them of one actor: if failed steps were made again, this table would be too rare.
    observed = np.array([[1, 1, 0], [0, 0, 1]])
    drawn = draw([csr_array(observed)], draws=6000, seed=3, steps=1)
    same = (drawn.tables() == observed).all(axis=(1, 2)).mean()
    # Of nine ordered pairs of ties, four cross between the actors.
    assert drawn.accepted == pytest.approx(4 / 9, abs=0.03)
    assert same == pytest.approx(5 / 9, abs=0.03)


def test_margins_of_the_cacao_plan_are_kept(shipped: EmbeddedStore) -> None:
    observed = networks.two_mode(shipped).mentions
    drawn = draw([observed], draws=50, seed=1)
    tables = drawn.tables()
    assert set(np.unique(tables)) == {0, 1}
    assert (tables.sum(axis=2) == observed.sum(axis=1)).all()
    assert (tables.sum(axis=1) == observed.sum(axis=0)).all()
    assert drawn.steps == steps_of(191)
    assert len({table.tobytes() for table in tables}) == 50


def test_more_steps_change_nothing_but_chance(shipped: EmbeddedStore) -> None:
    observed = networks.two_mode(shipped).mentions

    def overlaps(steps: int | None, seed: int) -> NDArray[np.float64]:
        tables = draw([observed], draws=300, seed=seed, steps=steps).tables().astype(float)
        shared = tables @ tables.transpose(0, 2, 1)
        return np.asarray((shared**2).sum(axis=(1, 2)))

    usual, longer = overlaps(None, 1), overlaps(5 * steps_of(191), 2)
    error = np.sqrt(usual.var(ddof=1) / 300 + longer.var(ddof=1) / 300)
    assert abs(usual.mean() - longer.mean()) < 3 * error


def test_the_same_seed_gives_the_same_draws() -> None:
    observed = csr_array(np.eye(6, dtype=int))
    one, again, other = (draw([observed], draws=20, seed=seed).tables() for seed in (1, 1, 2))
    assert (one == again).all()
    assert (one != other).any()


def test_how_often_an_actor_is_named_stays_with_it() -> None:
    observed = np.array([[2, 0, 1], [0, 3, 0], [1, 1, 0]])
    tables = draw([csr_array(observed)], draws=200, seed=1).tables()
    assert (tables.sum(axis=2) == observed.sum(axis=1)).all()
    assert ((tables > 0).sum(axis=1) == (observed > 0).sum(axis=0)).all()
    assert all(sorted(row[row > 0]) == [1, 2] for row in tables[:, 0])


def test_several_tables_are_drawn_from_at_once() -> None:
    tables = [np.array([[1, 1, 0], [0, 0, 1]]), np.zeros((2, 3), dtype=int), np.array([[1, 0, 0], [0, 1, 0]])]
    drawn = draw([csr_array(table) for table in tables], draws=5, seed=1)
    for place, table in enumerate(tables):
        some = drawn.tables(5 * place, 5 * place + 5)
        assert (some.sum(axis=2) == table.sum(axis=1)).all()
        assert (some.sum(axis=1) == table.sum(axis=0)).all()
