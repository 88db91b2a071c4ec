"""Names of blank nodes stand in the fingerprints that waivers hold: another version must give the same ones."""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from popgraph.blanknodes import described
from popgraph.embedded import EmbeddedStore
from popgraph.matching import BLANK, snapshot

A, B, C, D, E = map(BlankNode, "abcde")
PLAN, KNOWS, SAYS = (NamedNode(f"https://example.org/{name}") for name in ("plan", "knows", "says"))
# A chain that a thing with an IRI names, its end, and two in a circle that are told apart by what one says.
SAID = [
    Triple(PLAN, KNOWS, A),
    Triple(A, KNOWS, B),
    Triple(A, SAYS, Literal("cacao")),
    Triple(B, KNOWS, C),
    Triple(D, KNOWS, E),
    Triple(E, KNOWS, D),
    Triple(E, SAYS, Literal("café", language="es")),
]


def test_findings_keep_the_names_of_blank_nodes() -> None:
    assert described(SAID) == {
        A: "_:b952e9e24d0ab0256",
        B: "_:b585912b0beec5d86",
        C: "_:b7fadde81eb62e383",
        D: "_:bc75339c60440f93c",
        E: "_:b671133a378e51479",
    }


def test_comparisons_keep_the_names_of_blank_nodes() -> None:
    quads = (Quad(said.subject, said.predicate, said.object, PLAN) for said in SAID)
    found = snapshot(EmbeddedStore.of(quads)).facts
    assert {name.removeprefix(BLANK) for name in found if name.startswith(BLANK)} == {
        "45f793128cbd6b5eddd2",
        "cacb7812fd27d4092804",
        "cc2f4ab8627c0abaa1a4",
        "f297e47f54619fb60c39",
    }


def test_what_names_a_node_counts_for_findings_and_not_for_comparisons() -> None:
    alike = [Triple(PLAN, KNOWS, A), Triple(A, SAYS, Literal("x")), Triple(B, SAYS, Literal("x"))]
    assert len(set(described(alike).values())) == 2
    facts = snapshot(EmbeddedStore.of(Quad(t.subject, t.predicate, t.object, PLAN) for t in alike)).facts
    assert len([name for name in facts if name.startswith(BLANK)]) == 1
