"""The graph as an rdflib Dataset."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, Triple

import popgraph
from popgraph import queries
from popgraph.answers import Answer
from popgraph.embedded import EmbeddedStore
from popgraph.errors import QueryError
from popgraph.store import rdflib_term

RdflibAnswer = Callable[..., Answer]


@pytest.fixture(scope="module")
def dataset(shipped: EmbeddedStore) -> rdflib.Dataset:
    return shipped.to_rdflib()


def test_each_named_graph_is_there_with_all_its_triples(
    shipped: EmbeddedStore, dataset: rdflib.Dataset
) -> None:
    names = {str(graph.identifier) for graph in dataset.graphs() if len(graph)} - {"urn:x-rdflib:default"}
    assert names == set(shipped.graphs())
    assert len(set(dataset.quads())) == len(shipped)


def test_literals_keep_their_spelling_and_language(shipped: EmbeddedStore, dataset: rdflib.Dataset) -> None:
    ours = {
        (literal.value, literal.language, literal.datatype.value)
        for quad in shipped.quads()
        if isinstance(literal := quad.object, Literal)
    }
    string = "http://www.w3.org/2001/XMLSchema#string"
    lang = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
    theirs = {
        (str(o), o.language, str(o.datatype or (lang if o.language else string)))
        for _, _, o, _ in dataset.quads()
        if isinstance(o, rdflib.Literal)
    }
    assert theirs == ours


@pytest.mark.parametrize("name", ["CQ01", "CQ02", "CQ09", "CQ13"])
def test_a_question_has_the_same_answer_in_rdflib(
    name: str, shipped: EmbeddedStore, dataset: rdflib.Dataset, rdflib_answer: RdflibAnswer
) -> None:
    question = popgraph.find(name)
    bindings = {
        item.name: queries.parse_value(item, item.default)
        for item in question.parameters
        if item.default is not None
    }
    there = rdflib_answer(dataset, question.text, bindings)
    assert popgraph.same_answer(popgraph.run(shipped, question), there)


def test_our_prefixes_are_known_there(dataset: rdflib.Dataset) -> None:
    assert dict(dataset.namespaces())["pop"] == rdflib.URIRef("https://w3id.org/popgraph/ontology#")


def test_triples_outside_any_named_graph_are_copied_too() -> None:
    a, p = NamedNode("http://e/a"), NamedNode("http://e/p")
    copy = EmbeddedStore.of([Quad(a, p, Literal("x"))]).to_rdflib()
    assert [str(o) for _, _, o, _ in copy.quads()] == ["x"]


def test_a_triple_term_has_no_counterpart() -> None:
    a = NamedNode("http://e/a")
    with pytest.raises(QueryError, match="triple terms"):
        rdflib_term(Triple(a, a, a))
