"""The mistakes on which both engines are held against each other: all of the mutation suite, alone and together."""

from __future__ import annotations

import json
from functools import cache
from random import Random

from popgraph.engines.setwise import SetwiseEngine
from tests.engines.matrix import Workbench, workbench
from tests.engines.proof import rules as all_rules
from tests.mutation.board import Change
from tests.mutation.operators import Mutation, mutations
from tests.mutation.suite import EXPECTED, operators

__all__ = ["sample", "suite", "together"]

# How many mistakes are tried to have a rule answer.
_TRIED = 8
# How many mistakes stand in one graph at most: of more, one hides too much of another.
_TOGETHER = 60


@cache
def suite() -> tuple[Mutation, ...]:
    """Every mistake of the mutation suite, at the places of which its table of what is caught speaks."""
    known = json.loads(EXPECTED.read_text("utf-8"))
    on = workbench().board
    return tuple(
        made
        for operator in operators(on)
        for made in mutations(on, operator, seed=known["seed"], places=known["places"])
    )


@cache
def together() -> tuple[Change, ...]:
    """The same mistakes, many in one graph: no two say another thing of one property of one node."""
    groups: list[tuple[set[tuple[str, str]], list[Change]]] = []
    for mutation in suite():
        quads = mutation.change.removed | mutation.change.added
        said = {(str(quad.subject), quad.predicate.value) for quad in quads}
        fitting = next(
            (group for group in groups if len(group[1]) < _TOGETHER and group[0].isdisjoint(said)), None
        )
        if fitting is None:
            fitting = (set(), [])
            groups.append(fitting)
        fitting[0].update(said)
        fitting[1].append(mutation.change)
    return tuple(
        Change(
            frozenset(quad for change in changes for quad in change.removed),
            frozenset(quad for change in changes for quad in change.added),
            f"{len(changes)} mistakes, of which the first is: {changes[0].what}",
        )
        for _, changes in groups
    )


@cache
def sample() -> tuple[Mutation, ...]:
    """Some of them: one of each kind of edit, and for each rule one that it answers, if one is soon found."""
    bench = workbench()
    everything = list(suite())
    Random(4).shuffle(everything)
    chosen: dict[str, Mutation] = {}
    for mutation in everything:
        name = mutation.operator.name
        words = name.split()
        chosen.setdefault(words[0] if len(words) == 2 else f"by hand {len(name) % 8}", mutation)
    for rule in all_rules():
        declared = [mutation for mutation in everything if rule in mutation.operator.answers]
        # The fewer rules an operator declares, the likelier it is that this one answers.
        declared.sort(key=lambda mutation: len(mutation.operator.answers))
        tried = declared[:_TRIED]
        answered = (mutation for mutation in tried if _answers(bench, rule, mutation.change))
        for mutation in [next(answered, *tried[:1])] if tried else []:
            chosen[rule] = mutation
    # Operators hold functions, but are the same objects all along.
    return tuple(dict.fromkeys(mutation for _, mutation in sorted(chosen.items())))


def _answers(bench: Workbench, rule: str, change: Change) -> bool:
    before = SetwiseEngine().run(bench.data, [rule])
    with bench.changed(change) as data:
        return bool(set(SetwiseEngine().run(data, [rule])) - set(before))
