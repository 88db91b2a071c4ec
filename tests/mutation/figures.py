"""Mistakes in the diagnosis, in tables and in figures; and what is no mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from random import Random

from pyoxigraph import Literal, NamedNode, Quad

from popgraph.vocab import POP, PREFIXES, SCHEME
from tests.mutation.board import TYPE, Board, Change, local
from tests.mutation.common import Make, operator, own, without
from tests.mutation.declared import SHAPE_OF_GRAPH
from tests.mutation.edits import change, with_object
from tests.mutation.operators import Operator

__all__ = ["HARMLESS", "figures"]

HARMLESS = "harmless: "
"""How the names of operators begin that change nothing that a rule may mind."""

# SWOT and diamond


def _quadrant(board: Board, item: NamedNode, rng: Random) -> Change | None:
    quad = board.one(item, "swotQuadrant")
    assert quad
    names = [NamedNode(f"{SCHEME}swot/{name}") for name in ("strength", "weakness", "opportunity", "threat")]
    other = rng.choice([name for name in names if name != quad.object])
    return change([quad], [with_object(quad, other)], f"{item.value[-8:]} as {local(other)}")


def _determinant_empty(board: Board, item: NamedNode, rng: Random) -> Change | None:
    quad = board.one(item, "determinant")
    assert quad and isinstance(quad.object, NamedNode)
    found = {
        q.subject for q in board.into(quad.object, own("determinant")) if isinstance(q.subject, NamedNode)
    }
    return without(board, found, f"nothing under {local(quad.object)}")


def _diagnosis() -> Iterator[Operator]:
    yield operator(
        "statement in another quadrant", "SwotStatement", ["swotQuadrant"], "DIA-01 VER-07", _quadrant
    )
    yield operator(
        "determinant without findings",
        "DiamondFinding",
        ["determinant"],
        "DIA-02 VER-07 ACT-06 STA-02 STA-03",
        _determinant_empty,
    )


# Tables

_VALUE = NamedNode(PREFIXES["sdmx-measure"] + "obsValue")


def _scaled(factor: str) -> Make:
    def make(board: Board, item: NamedNode, rng: Random) -> Change | None:
        quad = board.out(item, _VALUE)[0]
        assert isinstance(quad.object, Literal)
        value = Literal(str(Decimal(quad.object.value) * Decimal(factor)), datatype=quad.object.datatype)
        return change([quad], [with_object(quad, value)], f"{item.value[-40:]} × {factor}")

    return make


def _is(word: str) -> Callable[[Board], list[NamedNode]]:
    return lambda board: [
        it
        for it in board.classes["Observation"]
        if board.out(it, _VALUE) and (word in it.value) == bool(word)
    ]


def _tables() -> Iterator[Operator]:
    rules = frozenset(["STA-01", "STA-02", "STA-03", "STA-04"]) | SHAPE_OF_GRAPH
    for factor in ("10", "1.5", "-1"):
        yield Operator(f"printed total × {factor}", _is("total"), _scaled(factor), rules)
        yield Operator(
            f"observation × {factor}", lambda board: board.classes["Observation"], _scaled(factor), rules
        )
    yield operator(
        "figure × 10",
        "StatedFigure",
        ["figureValue"],
        "STA-02 STA-03 STA-04 TGT-06 TGT-07 TGT-07s",
        _figure("10"),
    )
    yield operator(
        "figure × 1.1",
        "StatedFigure",
        ["calculation"],
        "STA-02 STA-03 STA-04 TGT-06 TGT-07 TGT-07s",
        _figure("1.1"),
    )
    yield operator(
        "numerator and denominator exchanged", "StatedFigure", ["denominator"], "STA-02 STA-03", _exchanged
    )


def _figure(factor: str) -> Make:
    def make(board: Board, item: NamedNode, rng: Random) -> Change | None:
        quad = board.one(item, "figureValue")
        assert quad and isinstance(quad.object, Literal)
        value = Literal(str(Decimal(quad.object.value) * Decimal(factor)), datatype=quad.object.datatype)
        return change([quad], [with_object(quad, value)], f"{item.value[-10:]} × {factor}")

    return make


def _exchanged(board: Board, item: NamedNode, rng: Random) -> Change | None:
    over, under = board.out(item, own("numerator")), board.out(item, own("denominator"))
    added = [Quad(q.subject, own("denominator"), q.object, q.graph_name) for q in over]
    added += [Quad(q.subject, own("numerator"), q.object, q.graph_name) for q in under]
    return change([*over, *under], added, f"{item.value[-10:]} upside down")


# What is no mistake


def _added(prop: str, term: Literal) -> Make:
    def make(board: Board, item: NamedNode, rng: Random) -> Change | None:
        return change(
            [],
            [Quad(item, NamedNode(prop), term, board.out(item, TYPE)[0].graph_name)],
            f"{item.value[-20:]} + {term}",
        )

    return make


def _harmless() -> Iterator[Operator]:
    quechua = Literal("Kakawta allinchana", language="qu")
    for name, class_name, prop, term in (
        ("statement in Quechua", "PlannedTask", POP + "statement", quechua),
        (
            "alternative name of an actor",
            "Institution",
            PREFIXES["skos"] + "altLabel",
            Literal("Otro nombre", language="es"),
        ),
        (
            "note on an activity",
            "PlannedActivity",
            PREFIXES["skos"] + "editorialNote",
            Literal("Revisada", language="es"),
        ),
    ):
        yield Operator(HARMLESS + name, _all(class_name), _added(prop, term), frozenset())


def _all(class_name: str) -> Callable[[Board], Sequence[NamedNode]]:
    return lambda board: board.classes[class_name]


def figures() -> Iterator[Operator]:
    """Yield the operators on the diagnosis, tables and figures, and those that do no harm."""
    yield from _diagnosis()
    yield from _tables()
    yield from _harmless()
