"""Comparing answers by value, and writing them in the W3C formats."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, Triple, parse_query_results

from popgraph.answers import Solutions, Term, Triples, Truth, same_answer
from popgraph.errors import UsageError

XSD = "http://www.w3.org/2001/XMLSchema#"
A, P = NamedNode("http://e/a"), NamedNode("http://e/p")


def number(text: str, kind: str = "decimal") -> Literal:
    return Literal(text, datatype=NamedNode(XSD + kind))


def rows(*values: Term | None) -> Solutions:
    return Solutions(("v",), tuple((value,) for value in values))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (number("1", "integer"), number("1.0")),
        (number("01", "integer"), number("1", "integer")),
        (number("0.333333333333333333"), number("0.3333333333333333333333333333")),
        (number("1.5E2", "double"), number("150")),
        (number("-0.0"), number("0", "integer")),
        (Literal("1", datatype=NamedNode(XSD + "boolean")), Literal(True)),
        (Literal("hola", language="es-PE"), Literal("hola", language="es-pe")),
        (None, None),
        (BlankNode("x"), BlankNode("y")),
    ],
)
def test_the_same_value_in_another_spelling_is_the_same(left: Term | None, right: Term | None) -> None:
    assert same_answer(rows(left), rows(right))
    assert same_answer(rows(A, left), rows(right, A))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (number("1"), number("1.00000001")),
        (number("1000000001"), number("1000000101")),
        (number("1"), Literal("1")),
        (Literal("a"), Literal("a", language="es")),
        (Literal("a", language="en"), Literal("a", language="es")),
        (Literal("http://e/a"), A),
        (None, Literal("")),
        (BlankNode("x"), A),
        (number("x", "integer"), number("y", "integer")),
        (number("NaN", "double"), number("INF", "double")),
    ],
)
def test_another_value_is_another_answer(left: Term | None, right: Term | None) -> None:
    assert not same_answer(rows(left), rows(right))


def test_rows_count_as_often_as_they_stand_and_in_order_if_asked() -> None:
    one, two = number("1"), number("2")
    assert not same_answer(rows(one, one, two), rows(one, two, two))
    assert same_answer(rows(one, two), rows(two, one))
    assert not same_answer(rows(one, two), rows(two, one), ordered=True)
    x, y = BlankNode("x"), BlankNode("y")
    assert same_answer(rows(x, one), rows(y, one), ordered=True)
    assert not same_answer(rows(x, one), rows(one, y), ordered=True)


def test_columns_are_matched_by_name() -> None:
    left = Solutions(("a", "b"), ((A, P),))
    assert same_answer(left, Solutions(("b", "a"), ((P, A),)))
    assert not same_answer(left, Solutions(("b", "a"), ((A, P),)))
    assert not same_answer(left, Solutions(("a", "c"), ((A, P),)))


def test_blank_nodes_are_compared_by_what_they_join() -> None:
    x, y, z = (BlankNode(name) for name in "xyz")
    assert same_answer(Solutions(("a", "b"), ((x, y), (y, x))), Solutions(("a", "b"), ((z, x), (x, z))))
    assert not same_answer(Solutions(("a", "b"), ((x, x),)), Solutions(("a", "b"), ((x, y),)))


def test_graphs_are_compared_by_value_and_up_to_blank_nodes() -> None:
    left = Triples((Triple(BlankNode("x"), P, number("1")), Triple(A, P, BlankNode("x"))))
    assert same_answer(
        left, Triples((Triple(A, P, BlankNode("q")), Triple(BlankNode("q"), P, number("1.0"))))
    )
    assert not same_answer(
        left, Triples((Triple(A, P, BlankNode("q")), Triple(BlankNode("r"), P, number("1"))))
    )


def test_answers_of_different_kinds_differ() -> None:
    assert same_answer(Truth(True), Truth(True))
    assert not same_answer(Truth(True), Truth(False))
    assert not same_answer(Truth(True), rows(A))
    assert not same_answer(Triples(()), rows())


terms = st.one_of(
    st.none(),
    st.just(A),
    st.text(st.characters(exclude_categories=["Cs"])).map(Literal),
    st.builds(lambda text: Literal(text, language="es"), st.text(st.characters(exclude_categories=["Cs"]))),
    st.integers().map(lambda value: number(str(value), "integer")),
)


@given(st.lists(st.tuples(terms, terms), max_size=4))
def test_json_holds_any_terms(table: list[tuple[Term | None, Term | None]]) -> None:
    answer = Solutions(("one", "two"), tuple(table))
    parsed = parse_query_results(answer.serialize("json"), QueryResultsFormat.JSON)
    assert tuple(tuple(row) for row in parsed) == answer.rows  # type: ignore[union-attr]


@pytest.mark.parametrize("fmt", ["json", "xml", "tsv"])
def test_a_format_reads_back_as_the_same_rows(fmt: str) -> None:
    answer = Solutions(("s", "n"), ((A, number("2.50")), (None, Literal('a "b"\t<c>\n', language="es"))))
    kind = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "tsv": QueryResultsFormat.TSV}[
        fmt
    ]
    parsed = parse_query_results(answer.serialize(fmt), kind)
    assert tuple(tuple(row) for row in parsed) == answer.rows  # type: ignore[union-attr]


def test_csv_holds_plain_values_under_a_header() -> None:
    text = Solutions(("s", "n"), ((A, Literal('Cusco, "Quillabamba"')), (None, number("2")))).serialize("csv")
    assert list(csv.reader(io.StringIO(text))) == [
        ["s", "n"],
        ["http://e/a", 'Cusco, "Quillabamba"'],
        ["", "2"],
    ]


def test_a_truth_is_written_in_each_format() -> None:
    assert json.loads(Truth(True).serialize("json")) == {"head": {}, "boolean": True}
    assert "<boolean>false</boolean>" in Truth(False).serialize("xml")
    assert Truth(False).serialize("tsv").strip() == "false"


def test_a_graph_is_written_with_short_names() -> None:
    label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    assert 'rdfs:label "x"' in Triples((Triple(A, label, Literal("x")),)).serialize("turtle")


def test_an_unknown_format_or_column_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="json, xml, csv, tsv"):
        rows(A).serialize("pdf")
    with pytest.raises(UsageError, match="turtle"):
        Triples(()).serialize("pdf")
    with pytest.raises(UsageError, match="Columns: v"):
        rows(A).column("w")


def test_rows_are_read_by_name() -> None:
    assert [dict(row) for row in rows(A, None)] == [{"v": A}, {"v": None}]
    assert rows(A, None).column("v") == (A, None)
