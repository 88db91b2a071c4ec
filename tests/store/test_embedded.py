"""Asking the embedded store: answers, union of graphs, and errors that say where."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import popgraph
from popgraph.answers import Solutions, Truth
from popgraph.embedded import EmbeddedStore
from popgraph.errors import DataError, QueryError

A, B, P = (NamedNode(f"http://example.org/{name}") for name in "abp")
G1, G2 = NamedNode("http://example.org/g1"), NamedNode("http://example.org/g2")


@pytest.fixture
def store() -> EmbeddedStore:
    return EmbeddedStore.of([Quad(A, P, B, G1), Quad(B, P, Literal("cacao", language="es"), G2)])


def test_patterns_see_the_union_of_the_named_graphs(store: EmbeddedStore) -> None:
    rows = store.select("SELECT ?o { <http://example.org/a> ?p/?p ?o }".replace("?p/?p", f"{P}/{P}")).rows
    assert rows == ((Literal("cacao", language="es"),),)


def test_without_the_union_only_graph_patterns_find_anything(store: EmbeddedStore) -> None:
    assert store.query("ASK { ?s ?p ?o }", union=False) == Truth(False)
    assert store.query("ASK { GRAPH ?g { ?s ?p ?o } }", union=False) == Truth(True)


def test_graphs_are_listed_and_triples_counted(store: EmbeddedStore) -> None:
    assert store.graphs() == ("http://example.org/g1", "http://example.org/g2")
    assert len(store) == 2
    assert {quad.graph_name for quad in store.quads()} == {G1, G2}


def test_select_ask_and_construct_answer_in_kind(store: EmbeddedStore) -> None:
    assert isinstance(store.query("SELECT * { ?s ?p ?o }"), Solutions)
    assert store.ask("ASK { ?s ?p 'cacao'@es }") is True
    made = store.construct("CONSTRUCT { ?o ?p ?s } WHERE { ?s ?p ?o FILTER(isIRI(?o)) }")
    assert [str(triple) for triple in made] == [f"{B} {P} {A}"]
    assert len(store.construct("DESCRIBE <http://example.org/a>")) == 1


def test_an_unbound_variable_is_none(store: EmbeddedStore) -> None:
    assert store.select("SELECT ?s ?x { ?s ?p <http://example.org/b> }").rows == ((A, None),)


@pytest.mark.parametrize("method", ["select", "ask", "construct"])
def test_a_query_of_another_kind_is_refused(store: EmbeddedStore, method: str) -> None:
    other = "ASK { ?s ?p ?o }" if method != "ask" else "SELECT * { ?s ?p ?o }"
    with pytest.raises(QueryError, match=r"^Not a"):
        getattr(store, method)(other)


def test_a_syntax_error_says_line_and_column(store: EmbeddedStore) -> None:
    with pytest.raises(QueryError) as caught:
        store.query("SELECT ?s\nWHERE { ?s ?p }")
    assert caught.value.where.startswith("line 2, column ")
    assert "WHERE { ?s ?p" in caught.value.hint


def test_an_undeclared_prefix_is_named_with_its_declaration(store: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match="prefix pop: is not declared") as caught:
        store.query("SELECT ?s\nWHERE { ?s a pop:Plan }")
    assert caught.value.where == "line 2, column 14"
    assert "PREFIX pop: <https://w3id.org/popgraph/ontology#>" in caught.value.hint


def test_an_unclosed_bracket_is_named(store: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match=r"\{ is not closed \(line 1, column 5\)"):
        store.query("ASK { ?s ?p ?o ")


@pytest.mark.parametrize("text", ["", "# only a comment", "DROP ALL", "INSERT DATA { <a:a> <a:b> 1 }", "a"])
def test_what_is_no_query_is_refused(store: EmbeddedStore, text: str) -> None:
    with pytest.raises(QueryError, match="Not a SPARQL query"):
        store.query(text)
    assert len(store) == 2


def test_a_closed_store_says_so(store: EmbeddedStore) -> None:
    with store:
        assert store.ask("ASK { ?s ?p ?o }")
    with pytest.raises(DataError, match="closed"):
        store.ask("ASK { ?s ?p ?o }")


def test_a_missing_folder_and_a_folder_without_store_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="No such folder"):
        EmbeddedStore.open(tmp_path / "none")
    with pytest.raises(DataError, match="No popgraph store"):
        EmbeddedStore.open(tmp_path)


def test_a_damaged_store_is_an_error_and_no_crash(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<http://e/a> <http://e/p> 1 .", encoding="utf-8")
    popgraph.build(tmp_path / "store", tmp_path / "a.ttl")
    (tmp_path / "store" / "CURRENT").write_text("MANIFEST-999999\n", encoding="ascii")
    with pytest.raises(DataError, match="can't be opened"):
        EmbeddedStore.open(tmp_path / "store")
