"""What goes wrong in a plan is noticed: mistakes made on purpose, each with the rules that may answer."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

from popgraph.rules import catalogue
from tests.mutation.board import Board
from tests.mutation.checker import Checker
from tests.mutation.figures import HARMLESS
from tests.mutation.limits import LIMITS, WANTED, limit, wanted
from tests.mutation.operators import Operator, mutations
from tests.mutation.suite import EXPECTED, board, operators, run

KNOWN = json.loads(EXPECTED.read_text(encoding="utf-8"))
# The whole suite takes minutes: `make mutate`. Here every hand-written operator and some of the generic ones are tried.
SAMPLE = 120
PARTS = 4


@pytest.fixture(scope="module")
def real() -> Board:
    return board()


@pytest.fixture(scope="module")
def checker(real: Board) -> Checker:
    return Checker(real)


def sample(real: Board, part: int) -> list[Operator]:
    """A part of what is tried here; every part is another."""
    everything = operators(real)
    generic = [operator for operator in everything if len(operator.name.split()) == 2]
    picked = [operator for operator in everything if operator not in generic]
    picked += Random(KNOWN["seed"]).sample(generic, SAMPLE)
    return picked[part::PARTS]


@pytest.mark.parametrize("part", range(PARTS))
def test_no_mistake_is_noticed_less_often_than_before(real: Board, checker: Checker, part: int) -> None:
    picked = sample(real, part)
    scores = run(real, picked, checker, seed=KNOWN["seed"], places=KNOWN["places"])
    worse = [name for name, score in scores.items() if score.caught < KNOWN["caught"].get(name, [0])[0]]
    # The data may have changed, and with them the places: what was caught must be caught at some place still.
    again = run(real, [o for o in picked if o.name in worse], checker, seed=KNOWN["seed"] + 1, places=4)
    assert {name: score.missed for name, score in again.items() if score.caught == 0} == {}


def test_nearly_every_operator_has_an_expectation(real: Board) -> None:
    """When the model has grown, it is time for `python -m tests.mutation --write`."""
    names = {o.name for o in operators(real) if next(mutations(real, o, seed=1, places=1), None)}
    assert len(names - set(KNOWN["caught"])) <= len(names) / 20


def test_what_is_missed_is_explained() -> None:
    missed = [name for name, (caught, made) in KNOWN["caught"].items() if caught < made / 2]
    assert [name for name in missed if not limit(name) and not wanted(name)] == []


def test_what_is_explained_is_still_missed() -> None:
    """What a new rule answers is no limit any more."""
    missed = [name for name, (caught, made) in KNOWN["caught"].items() if caught < made]
    reasons = {limit(name) or wanted(name) for name in missed}
    assert [pattern for pattern, why in {**LIMITS, **WANTED}.items() if why not in reasons] == []


def test_only_rules_that_exist_are_declared(real: Board) -> None:
    known = {rule.id for rule in catalogue()}
    assert {rule for operator in operators(real) for rule in operator.answers} <= known


def test_what_is_no_mistake_is_let_alone(real: Board, checker: Checker) -> None:
    harmless = [operator for operator in operators(real) if operator.name.startswith(HARMLESS)]
    scores = run(real, harmless, checker, seed=7, places=5)
    assert scores
    assert {name: dict(score.noise) for name, score in scores.items() if score.noise} == {}


def test_asking_near_a_change_finds_what_asking_everywhere_finds(real: Board, checker: Checker) -> None:
    tried = Random(3).sample(operators(real), 12)
    for operator in tried:
        for mutation in mutations(real, operator, seed=3, places=1):
            near, everywhere = (checker.try_out(mutation.change, full=full) for full in (False, True))
            assert set(near) == set(everywhere), mutation.change.what
    assert checker.full() == checker.base


def test_the_same_seed_makes_the_same_mistakes(real: Board) -> None:
    for operator in operators(real)[::50]:
        first, again = (list(mutations(real, operator, seed=5, places=2)) for _ in range(2))
        assert first == again


def test_the_page_states_each_reason() -> None:
    page = (Path(__file__).parents[2] / "docs" / "mutation.md").read_text(encoding="utf-8")
    assert [why for why in (*LIMITS.values(), *WANTED.values()) if f"| {why} |" not in page] == []
