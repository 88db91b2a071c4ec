"""Operators: kinds of mistakes, each with the places where it can be made and the rules that may answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from pyoxigraph import Literal, NamedNode

from tests.mutation.board import Board, Change, local
from tests.mutation.declared import for_node, for_value
from tests.mutation.edits import LINK_EDITS, LITERAL_EDITS, NODE_EDITS, VALUE_EDITS, Edit

__all__ = ["Mutation", "Operator", "generic", "mutations"]


@dataclass(frozen=True)
class Operator:
    """A kind of mistake.

    Attributes:
        name: ``edit Class.property``, ``edit Class`` or a sentence.
        places: Where on a board it can be made, sorted.
        make: Makes it at a place; None where it would change nothing.
        answers: The rules that may answer. One of them must.
    """

    name: str
    places: Callable[[Board], Sequence[NamedNode]]
    make: Callable[[Board, NamedNode, Random], Change | None]
    answers: frozenset[str]


@dataclass(frozen=True)
class Mutation:
    """One operator at one place."""

    operator: Operator
    change: Change


def mutations(board: Board, operator: Operator, *, seed: int, places: int) -> Iterator[Mutation]:
    """Yield an operator at some places of the plan that the seed picks; the same seed picks the same ones."""
    rng = Random(f"{seed} {operator.name}")
    found = list(operator.places(board))
    rng.shuffle(found)
    made = 0
    for place in found[: places * 8]:
        change = operator.make(board, place, rng)
        if change is not None:
            yield Mutation(operator, change)
            made += 1
            if made == places:
                return


# Classes that the plan uses and the ontology doesn't declare.
_FOREIGN = ("DataSet", "Observation", "Document")
# What every element has is changed at elements of every class; what indicators have, at all three kinds.
_SHARED = {
    "PlanElement": frozenset(
        ["sourceText", "statement", "hasSourcePassage", "partOfPlan", "ordinal", "inSection", "hasFootnote"]
    ),
    "Indicator": frozenset(
        ["hasDuePeriod", "hasTarget", "resultLevel", "measures", "uses", "sameMilestoneAs"]
    ),
}
# Notes for people: nothing hangs on them.
_NOTES = frozenset(["note", "editorialNote", "scopeNote", "comment", "extent", "format", "rights"])


def generic(board: Board) -> Iterator[Operator]:
    """Yield every edit that fits some value or node of every class and property that the plan uses."""
    for name in board.classes:
        if name in board.own or name in _FOREIGN:
            for label, node_edit in NODE_EDITS.items():
                yield Operator(f"{label} {name}", _nodes(name), node_edit, for_node(name, label))
    for (name, prop), carriers in sorted(_carriers(board).items(), key=lambda item: str(item[0])):
        values = [quad.object for item in carriers for quad in board.out(item, prop)]
        edits = dict(VALUE_EDITS)
        if any(isinstance(value, NamedNode) for value in values):
            edits |= LINK_EDITS
        if any(isinstance(value, Literal) for value in values):
            edits |= LITERAL_EDITS
        for label, edit in edits.items():
            trial = Random(label)
            if any(edit(board, item, prop, trial) for item in carriers[:60]):
                answers = for_value(name, local(prop), label)
                yield Operator(f"{label} {name}.{local(prop)}", _these(carriers), _on(prop, edit), answers)


def _carriers(board: Board) -> dict[tuple[str, NamedNode], list[NamedNode]]:
    """The nodes that carry each property, by the most general class to which it belongs."""
    found: dict[tuple[str, NamedNode], list[NamedNode]] = {}
    for name, properties in board.used.items():
        for prop, carriers in properties.items():
            if (name in board.own or name in _FOREIGN) and local(prop) not in _NOTES:
                shared = [
                    top
                    for top, names in _SHARED.items()
                    if local(prop) in names and top in board.ancestors(name)
                ]
                found.setdefault((shared[0] if shared else name, prop), []).extend(carriers)
    return found


def _nodes(name: str) -> Callable[[Board], Sequence[NamedNode]]:
    return lambda board: board.classes[name]


def _these(carriers: Sequence[NamedNode]) -> Callable[[Board], Sequence[NamedNode]]:
    return lambda board: carriers


def _on(prop: NamedNode, edit: Edit) -> Callable[[Board, NamedNode, Random], Change | None]:
    return lambda board, item, rng: edit(board, item, prop, rng)
