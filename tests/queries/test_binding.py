"""Parameters are bound as terms: any value comes back as it went, and none can become syntax."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from popgraph.answers import Answer, Solutions, Term, same_answer
from popgraph.embedded import EmbeddedStore, check_syntax
from popgraph.errors import QueryError
from popgraph.remote import RemoteStore
from popgraph.sparql import bind, form, tokens, variables

RdflibAnswer = Callable[..., Answer]
Serve = Callable[..., str]

EMPTY = EmbeddedStore()
XSD = "http://www.w3.org/2001/XMLSchema#"


def iri(text: str) -> NamedNode | None:
    try:
        return NamedNode(text)
    except ValueError:
        return None


texts = st.text(st.characters(exclude_categories=["Cs"]))
nasty = st.text(st.sampled_from("\"'\\{}()<>#?$@^.;,\n\r\t\0 uU0041éñ\u2028\ufffe\U0001f36b"))
anything = st.one_of(texts, nasty)
literals = st.one_of(
    anything.map(Literal),
    st.builds(
        lambda text, lang: Literal(text, language=lang),
        anything,
        st.sampled_from(["es", "en", "es-pe", "qu"]),
    ),
    st.builds(
        lambda text, kind: Literal(text, datatype=NamedNode(kind)),
        anything,
        st.sampled_from([XSD + "integer", XSD + "date", "http://e/my#type"]),
    ),
)
iris = anything.map(lambda text: iri(f"http://e/{text}")).filter(lambda value: value is not None)
values = st.one_of(literals, iris)


@settings(max_examples=400, deadline=None)
@given(values)
@example(Literal('" } SELECT * { ?s ?p ?o } #'))
@example(Literal("\\u0022 } #"))
@example(Literal("\\\\u0041\\U00000041"))
@example(Literal("\\"))
@example(Literal("'''\"\"\""))
def test_any_value_comes_back_as_it_went(value: Term) -> None:
    answer = EMPTY.select(
        "SELECT ?value { BIND(1 AS ?other) FILTER(BOUND(?value)) }", bindings={"value": value}
    )
    assert answer.rows == ((value,),)


@settings(max_examples=100, deadline=None)
@given(values)
@example(Literal('" } SELECT * { ?s ?p ?o } #'))
@example(Literal("\\u0022 } #"))
@example(Literal("\\\\u0041\\U00000041"))
def test_any_value_comes_back_from_rdflib_too(value: Term) -> None:
    bound = bind(
        "SELECT (STR(?value) AS ?text) { BIND(1 AS ?other) FILTER(BOUND(?value)) }", {"value": value}
    )
    (row,) = rdflib.Graph().query(bound).bindings
    assert str(row[rdflib.Variable("text")]) == (
        value.value if isinstance(value, Literal | NamedNode) else ""
    )


@settings(max_examples=300, deadline=None)
@given(values)
def test_a_value_is_never_more_than_one_term_of_the_query(value: Term) -> None:
    query = "SELECT ?value { ?s ?p ?value }"
    plain = [token.kind for token in tokens(bind(query, {"value": Literal("x", language="es")}))]
    plain_iri = [token.kind for token in tokens(bind(query, {"value": NamedNode("http://e/x")}))]
    plain_typed = [token.kind for token in tokens(bind(query, {"value": Literal(1)}))]
    plain_text = [token.kind for token in tokens(bind(query, {"value": Literal("x")}))]
    kinds = [token.kind for token in tokens(bind(query, {"value": value}))]
    assert kinds in (plain, plain_iri, plain_typed, plain_text)


A, B, P = (NamedNode(f"http://e/{name}") for name in "abp")


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    graph = NamedNode("http://e/g")
    return EmbeddedStore.of(
        [Quad(A, P, Literal(1), graph), Quad(B, P, Literal(2), graph), Quad(A, P, B, graph)]
    )


@pytest.fixture(scope="module")
def server(store: EmbeddedStore, serve: Serve) -> str:
    return serve(store)


QUERIES = [
    "SELECT ?s ?o { ?s <http://e/p> ?o }",
    "select ?s ?o from <http://e/g> where{?s <http://e/p> ?o}",
    "PREFIX e: <http://e/> SELECT (COUNT(?o) AS ?n) WHERE { ?s e:p ?o }",
    "SELECT (IF(EXISTS { ?s ?p 2 }, 'two', 'none') AS ?has) ?s WHERE { ?s ?q ?o }",
    "ASK { ?s <http://e/p> 1 }",
    "CONSTRUCT { ?s <http://e/q> ?o } WHERE { ?s <http://e/p> ?o }",
    "CONSTRUCT WHERE { ?s <http://e/p> ?o } # the short form",
    "DESCRIBE ?s WHERE { ?s <http://e/p> ?o }",
    "# {\nSELECT ?s ?o { ?s <http://e/p> ?o FILTER(?o != '}{') } # }",
    "SELECT ?n { { SELECT (COUNT(?o) AS ?n) { ?s <http://e/p> ?o } } }",
    "SELECT ?s ?o { { ?s <http://e/p> ?o } UNION { ?s <http://e/none> ?o } }",
    "BASE <http://e/> SELECT ?s ?o { ?s <p> ?o } ORDER BY ?o LIMIT 1",
]


@pytest.mark.parametrize("query", QUERIES)
def test_every_form_of_query_is_bound_alike_everywhere(
    query: str, store: EmbeddedStore, server: str, rdflib_answer: RdflibAnswer
) -> None:
    values = {"s": B}
    check_syntax(query)
    here = store.query(query, bindings=values)
    assert not same_answer(here, store.query(query))
    assert same_answer(here, RemoteStore(server).query(query, bindings=values))
    # rdflib knows neither data set clauses of a named graph here nor EXISTS among the columns.
    if "from" not in query and "EXISTS" not in query:
        assert same_answer(here, rdflib_answer(store.to_rdflib(), query, values))


def test_several_values_go_into_one_block(store: EmbeddedStore) -> None:
    bound = bind("SELECT ?s { ?s ?p ?o }", {"s": A, "o": Literal(1)})
    assert bound.count("VALUES") == 1
    assert store.select(bound).rows == ((A,),)


def test_without_values_the_text_stays_as_it_is() -> None:
    assert bind("anything { at all", {}) == "anything { at all"


def test_a_name_that_the_query_does_not_use_is_an_error() -> None:
    with pytest.raises(QueryError, match="no such parameter: year") as caught:
        bind("SELECT ?s { ?s ?p ?o } # ?year", {"year": Literal(2005)})
    assert caught.value.hint == "Its variables are o, p, s"


def test_a_query_without_a_group_takes_no_values() -> None:
    with pytest.raises(QueryError, match="no WHERE group"):
        bind("DESCRIBE ?x", {"x": A})


@pytest.mark.parametrize("value", [BlankNode("b"), Quad(A, P, B).triple])
def test_only_iris_and_literals_are_values(value: Term) -> None:
    with pytest.raises(QueryError, match="Only an IRI or a literal"):
        bind("SELECT ?s { ?s ?p ?o }", {"s": value})


def test_text_of_the_query_is_never_taken_for_syntax() -> None:
    query = "PREFIX s: <http://e/{#> SELECT ?s WHERE # {\n { ?s ?p '''{ ?x''' }"
    assert variables(query) == {"s", "p"}
    assert [token.text for token in tokens(query)][-5:] == ["{", "?s", "?p", "'''{ ?x'''", "}"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("PREFIX ask: <http://e/> BASE <http://b/> SELECT * { ask:a ?p ?o }", "SELECT"),
        ("# SELECT\nask {}", "ASK"),
        ("CONSTRUCT WHERE { }", "CONSTRUCT"),
        ("DESCRIBE <http://e/a>", "DESCRIBE"),
    ],
)
def test_the_form_of_a_query_is_its_first_word_after_the_prologue(query: str, expected: str) -> None:
    assert form(query) == expected


@settings(max_examples=200, deadline=None)
@given(anything)
def test_any_text_can_be_cut_into_tokens(text: str) -> None:
    cut = tokens(text)
    assert all(text[token.start : token.end] == token.text for token in cut)
    assert all(one.end <= two.start for one, two in pairwise(cut))


def test_solutions_of_a_bound_select_show_the_value(store: EmbeddedStore) -> None:
    answer = store.query("SELECT * { ?s <http://e/p> ?o }", bindings={"s": A})
    assert isinstance(answer, Solutions)
    assert set(answer.column("s")) == {A}
