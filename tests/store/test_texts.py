"""Rows as plain texts: the same from every store, however they get there."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from popgraph.embedded import EmbeddedStore
from popgraph.errors import QueryError
from popgraph.merged import MergedStore
from popgraph.remote import RemoteStore
from popgraph.store import Store, plain_text

QUERY = "SELECT ?s ?o ?nothing { ?s ?p ?o } ORDER BY STR(?s) STR(?o)"
# What TSV escapes, what it is escaped with, what looks escaped and isn't, and any text.
PIECES = st.sampled_from(
    ["\\", '"', "\n", "\t", "\r", "\b", "\f", "\\n", "\\t", "\\u0041", "<<(", "<a>", "_:b", "🍫", "x"]
)
ANY = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
TEXTS = st.lists(PIECES, max_size=6).map("".join) | ANY
KIND = NamedNode("https://example.org/kind")
GRAPHS = [NamedNode("https://example.org/g"), NamedNode("https://example.org/h")]


@st.composite
def terms(draw: st.DrawFn) -> Literal | Triple:
    text = draw(TEXTS)
    value = draw(
        st.sampled_from(
            [
                Literal(text),
                Literal(text, language="es"),
                Literal(text, datatype=KIND),
                Literal(draw(st.integers())),
            ]
        )
    )
    return Triple(KIND, KIND, value) if draw(st.integers(0, 9)) == 9 else value


@given(values=st.lists(terms(), max_size=6), path=st.sampled_from(["a,b", "é", "x(y)'", "1"]))
@example(values=[Literal('a\tb\nc\rd"e\\f')], path="1")
@example(values=[Literal("\\n\\t\\u0041\\U0001F36B"), Literal("\\"), Literal('\\"'), Literal('"')], path="é")
@example(values=[Literal("\b\f\x07\x7f\x85\u2028")], path="1")
@example(values=[Triple(KIND, KIND, Literal(5)), Triple(KIND, KIND, Literal('\b\t" )>>'))], path="1")
def test_oxigraph_writes_what_terms_say(values: list[Literal | Triple], path: str) -> None:
    node = NamedNode(f"https://example.org/{path}")
    store = EmbeddedStore.of(Quad(node, node, value, GRAPHS[0]) for value in values)
    told = sorted(store.texts(QUERY))
    assert told == sorted(Store.texts(store, QUERY))
    assert told == sorted((node.value, plain_text(value), "") for value in set(values))
    assert told == sorted(next(iter(store.texts_of(QUERY))))


def test_numbers_dates_languages_and_blank_nodes_are_texts() -> None:
    node = NamedNode("https://example.org/a")
    day = NamedNode("http://www.w3.org/2001/XMLSchema#date")
    values: list[Literal | BlankNode] = [
        Literal(5),
        Literal("2007-01-01", datatype=day),
        Literal("sí", language="es"),
        BlankNode("x"),
        Literal(""),
    ]
    store = EmbeddedStore.of(Quad(node, node, value, GRAPHS[0]) for value in values)
    assert sorted(row[1] for row in store.texts(QUERY)) == ["", "2007-01-01", "5", "_:x", "sí"]


def test_an_endpoint_tells_the_same(shipped: EmbeddedStore, endpoint: str) -> None:
    query = "PREFIX pop: <https://w3id.org/popgraph/ontology#> SELECT ?t ?s { ?t a pop:PlannedTask ; pop:statement ?s }"
    assert sorted(RemoteStore(endpoint).texts(query)) == sorted(shipped.texts(query))


def test_a_merged_store_tells_each_triple_once() -> None:
    node = NamedNode("https://example.org/a")
    store = EmbeddedStore.of(Quad(node, node, Literal("1"), graph) for graph in GRAPHS)
    merged = MergedStore(store.oxigraph).merged()
    assert [row[1] for row in merged.texts(QUERY)] == ["1"]


@pytest.mark.parametrize(
    "query", ["ASK { ?s ?p ?o }", "SELECT nonsense", "SELECT * { SERVICE <http://x.org/> { ?s ?p ?o } }"]
)
def test_what_is_no_select_is_refused(shipped: EmbeddedStore, query: str) -> None:
    with pytest.raises(QueryError):
        list(shipped.texts(query))
    with pytest.raises(QueryError):
        list(next(iter(shipped.texts_of(query))))
