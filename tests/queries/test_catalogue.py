"""The shipped questions: each is whole, known by one name, and has an answer in the shipped data."""

from __future__ import annotations

import pytest

from popgraph import queries
from popgraph.answers import Solutions
from popgraph.embedded import EmbeddedStore
from popgraph.queries import Query
from popgraph.sparql import form, tokens, variables
from popgraph.vocab import POP, PREFIXES, TERMS
from tests.queries.expected import CASES

QUESTIONS = queries.catalogue()
THEMES = {"network", "consistency", "provenance", "linking"}
USERS = {"researchers", "stewards", "linkers"}

each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)


def test_the_first_fifteen_competency_questions_and_the_readings_are_there() -> None:
    assert {question.id for question in QUESTIONS} >= {*(f"CQ{n:02}" for n in range(1, 16)), "CQ21"}


def test_ids_and_slugs_are_unique() -> None:
    assert len({question.id for question in QUESTIONS}) == len(QUESTIONS)
    assert len({question.slug for question in QUESTIONS}) == len(QUESTIONS)


def test_every_question_has_an_expected_answer() -> None:
    assert {case.query for case in CASES} == {question.id for question in QUESTIONS}


@each_question
def test_the_header_is_whole(question: Query) -> None:
    assert question.path is not None
    assert question.path.stem == question.slug
    assert question.theme in THEMES
    assert question.users in USERS
    assert set(question.question) == {"es", "en"}
    assert question.question["es"].startswith("¿")
    assert all(text.endswith("?") for text in question.question.values())
    assert set(question.note) in ({"es", "en"}, set())
    for parameter in question.parameters:
        assert all(parameter.label(lang) for lang in ("es", "en"))
        assert parameter.name in variables(question.text)


@each_question
def test_it_is_found_by_id_and_by_slug(question: Query) -> None:
    assert queries.find(question.id) == queries.find(question.slug) == question


@each_question
def test_it_names_only_terms_of_the_ontology(question: Query) -> None:
    words = {token.text for token in tokens(question.text) if token.kind == "word"}
    named = {word.removeprefix("pop:") for word in words if word.startswith("pop:")} - {""}
    assert named
    assert named <= TERMS


@each_question
def test_it_declares_the_prefixes_that_it_uses_as_popgraph_does(question: Query) -> None:
    lines = [line for line in question.text.splitlines() if line.startswith("PREFIX")]
    declared = dict(line.removeprefix("PREFIX ").split(": ", 1) for line in lines)
    assert declared == {prefix: f"<{PREFIXES[prefix]}>" for prefix in declared}
    assert declared["pop"] == f"<{POP}>"
    body = question.text.partition("SELECT")[2]
    assert all(f"{prefix}:" in body for prefix in declared)


@each_question
def test_the_shipped_data_answers_it(question: Query, shipped: EmbeddedStore) -> None:
    assert form(question.text) == "SELECT"
    answer = queries.run(shipped, question)
    assert isinstance(answer, Solutions)
    assert len(answer) > 0
