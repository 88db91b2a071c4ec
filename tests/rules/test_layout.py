"""Where things stand: a layout that the document's lines alone tell, and what one slip in it brings about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import popgraph
from popgraph.checks import CHECKS
from popgraph.embedded import EmbeddedStore
from popgraph.vocab import ID, POP

PLAN = ID + "pe-cus/pop-cacao/2005/"
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def shipped() -> tuple[Quad, ...]:
    return tuple(popgraph.open().quads())


def changed(quads: tuple[Quad, ...], change: Callable[[str, str], str]) -> EmbeddedStore:
    """The graph with some values replaced: `change` takes the ends of subject and predicate and gives the new one."""

    def one(quad: Quad) -> Quad:
        node, prop = getattr(quad.subject, "value", "").removeprefix(PLAN), quad.predicate.value
        new = change(node, prop.removeprefix(POP)) if prop.startswith(POP) else ""
        if not new:
            return quad
        value = NamedNode(PLAN + new) if isinstance(quad.object, NamedNode) else Literal(new)
        return Quad(quad.subject, quad.predicate, value, quad.graph_name)

    return EmbeddedStore.of(map(one, quads))


def test_a_statement_is_held_against_the_heading_above_its_lines(shipped: tuple[Quad, ...]) -> None:
    store = changed(shipped, lambda node, prop: "seccion/2-4" * ((node, prop) == ("foda/d4", "inSection")))
    (result,) = CHECKS["STR-09"](store)
    assert (result.focus, dict(result.bindings)["expected"]) == (PLAN + "foda/d4", PLAN + "seccion/2-2-d")


def test_one_slip_in_the_table_of_contents_is_one_finding(shipped: tuple[Quad, ...]) -> None:
    store = changed(
        shipped, lambda node, prop: "seccion/1" * ((node, prop) == ("seccion/2-1", "subsectionOf"))
    )
    assert [(r.focus, r.value) for r in CHECKS["STR-12"](store)] == [
        (PLAN + "seccion/2-1", PLAN + "seccion/1")
    ]


def test_one_wrong_code_is_one_finding(shipped: tuple[Quad, ...]) -> None:
    store = changed(shipped, lambda node, prop: "2.7" * ((node, prop) == ("seccion/2-1", "code")))
    assert [result.value for result in CHECKS["STR-13"](store)] == ["2.7"]


@pytest.mark.parametrize(
    ("rule", "number"),
    [
        *(
            ("ACT-09", 1),
            ("INT-03", 4),
            ("LNK-04", 7),
            ("MOD-05", 2),
            ("STA-07", 5),
            ("STR-12", 4),
            ("STR-13", 1),
        ),
        *(("TMP-13", 3), ("TXT-06", 8), ("TXT-07", 3)),
    ],
)
def test_each_fault_in_a_broken_graph_is_a_finding(rule: str, number: int) -> None:
    ontology = popgraph.open(HERE.parents[1] / "ontology").quads()
    store = EmbeddedStore.of([*ontology, *popgraph.open(HERE / rule / "bad.ttl").quads()])
    assert len(list(CHECKS[rule](store))) == number
