"""Running the mutations and counting who answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import popgraph
from tests.mutation.board import Board
from tests.mutation.checker import Checker
from tests.mutation.declared import SUMMARIES
from tests.mutation.figures import HARMLESS
from tests.mutation.limits import limit, wanted
from tests.mutation.operators import Mutation, Operator, generic, mutations
from tests.mutation.particular import particular

__all__ = ["EXPECTED", "Score", "board", "operators", "report", "run", "run_all"]

EXPECTED = Path(__file__).with_name("expected.json")
"""How many of each operator's mutations were caught, of how many, with the seed and the places of that run."""


@dataclass
class Score:
    """What became of one operator's mutations.

    Attributes:
        caught: How many a declared rule answered.
        missed: What was done where none did.
        noise: Rules that answered and weren't declared, with how often.
        answered: The declared rules that answered, with how often.
    """

    caught: int = 0
    missed: list[str] = field(default_factory=list)
    noise: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)

    @property
    def made(self) -> int:
        """How many mutations were tried."""
        return self.caught + len(self.missed)


def board() -> Board:
    """Return the shipped graph as a board."""
    return Board(popgraph.open().quads())


def operators(on: Board) -> tuple[Operator, ...]:
    """Return all operators, the generic ones first, each name once."""
    found = [*generic(on), *particular()]
    return tuple({operator.name: operator for operator in found}.values())


def run(
    on: Board, chosen: Iterable[Operator], checker: Checker, *, seed: int, places: int
) -> dict[str, Score]:
    """Try each operator at some places; return the scores by operator."""
    scores: dict[str, Score] = {}
    for operator in chosen:
        for mutation in mutations(on, operator, seed=seed, places=places):
            _count(scores.setdefault(operator.name, Score()), mutation, checker)
    return scores


def run_all(words: Sequence[str], *, seed: int, places: int, jobs: int) -> dict[str, Score]:
    """Try all operators whose name has one of some words, or all, in several processes; return the scores."""
    scores: dict[str, Score] = {}
    with ProcessPoolExecutor(max_workers=jobs) as pool:
        part = partial(_part, tuple(words), seed=seed, places=places, jobs=jobs)
        for found in pool.map(part, range(jobs)):
            scores |= found
    return scores


def _part(words: Sequence[str], number: int, *, seed: int, places: int, jobs: int) -> dict[str, Score]:
    """One of the equal parts of the operators: they can't be sent to a process, so each finds its own."""
    real = board()
    picked = [o for o in operators(real) if not words or any(word in o.name for word in words)]
    return run(real, picked[number::jobs], Checker(real), seed=seed, places=places)


def _count(score: Score, mutation: Mutation, checker: Checker) -> None:
    rules = set(checker.try_out(mutation.change).values())
    declared = rules & mutation.operator.answers
    harmless = mutation.operator.name.startswith(HARMLESS)
    if declared or (harmless and not rules):
        score.caught += 1
    else:
        score.missed.append(mutation.change.what)
    score.answered.update(declared)
    score.noise.update(rules - declared - SUMMARIES)


def report(scores: dict[str, Score], *, examples: bool = True) -> str:
    """Return a Markdown table by operator, worst first, with the limits that are stated."""
    rows = ["| operator | caught | of | answered | noise | missed at |", "|---|---|---|---|---|---|"]
    for name, score in sorted(scores.items(), key=lambda item: (item[1].caught / item[1].made, item[0])):
        why = score.missed and (limit(name) or wanted(name))
        missed = why or (score.missed[0][:110].replace("|", "¦") if score.missed and examples else "")
        cells = (name, score.caught, score.made, _counts(score.answered), _counts(score.noise), missed)
        rows.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join([*rows, "", _summary(list(scores.items()))])


def _summary(scores: Sequence[tuple[str, Score]]) -> str:
    made = sum(score.made for _, score in scores)
    caught = sum(score.caught for _, score in scores)
    limited = sum(len(score.missed) for name, score in scores if limit(name))
    noisy = sum(bool(score.noise) for _, score in scores)
    return (
        f"{len(scores)} operators, {made} mutations: {caught} caught, {made - caught} missed "
        f"({limited} of them a stated limit, the others rules to write); {noisy} operators with noise."
    )


def _counts(counter: Counter[str]) -> str:
    return " ".join(f"{rule}×{n}" if n > 1 else rule for rule, n in sorted(counter.items()))
