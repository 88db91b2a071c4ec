"""What hand-written operators share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from pyoxigraph import Literal, NamedNode, Quad

from popgraph.vocab import POP
from tests.mutation.board import Board, Change
from tests.mutation.declared import SHAPE_OF_GRAPH
from tests.mutation.edits import change, with_object
from tests.mutation.operators import Operator

__all__ = ["Make", "again", "operator", "own", "text_of", "without"]

Make = Callable[[Board, NamedNode, Random], Change | None]


def own(name: str) -> NamedNode:
    """An own term by its local name."""
    return NamedNode(POP + name)


def operator(name: str, class_name: str, needs: Sequence[str], answers: str, make: Make) -> Operator:
    """An operator at the nodes of a class that have some own properties; the rules are separated by blanks."""
    rules = frozenset(answers.split()) | SHAPE_OF_GRAPH
    return Operator(name, lambda board: board.having(class_name, *needs), make, rules)


def text_of(quad: Quad | None) -> str:
    """The text of a statement about a literal, or nothing."""
    return quad.object.value if quad and isinstance(quad.object, Literal) else ""


def again(quad: Quad, text: str) -> Quad:
    """The same literal with another text."""
    old = quad.object
    assert isinstance(old, Literal)
    return with_object(
        quad, Literal(text, language=old.language) if old.language else Literal(text, datatype=old.datatype)
    )


def without(board: Board, items: set[NamedNode], what: str) -> Change | None:
    """A board on which nothing is said of some nodes and nothing leads to them."""
    gone = {quad for item in items for quad in [*board.out(item), *board.into(item)]}
    return change(gone, [], what)
