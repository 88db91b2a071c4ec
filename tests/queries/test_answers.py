"""Every competency question gives the answer that the document gives, in every engine."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

import pytest
import rdflib

import popgraph
from popgraph import queries
from popgraph.answers import Answer, Solutions, Term
from popgraph.embedded import EmbeddedStore
from popgraph.queries import Query
from popgraph.remote import RemoteStore
from tests.queries.expected import CASES, FOLDER, Case, expected

RdflibAnswer = Callable[..., Answer]
Rows = list[tuple[str | Decimal, ...]]

PARAMETRISED = sorted({case.query for case in CASES if queries.find(case.query).parameters})
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@pytest.fixture(scope="module")
def dataset(shipped: EmbeddedStore) -> rdflib.Dataset:
    return shipped.to_rdflib()


@pytest.fixture(scope="module")
def remote(endpoint: str) -> RemoteStore:
    return RemoteStore(endpoint)


@each_case
def test_the_expected_file_is_what_the_tables_say(case: Case) -> None:
    assert case.path.read_text(encoding="utf-8") == expected(case).to_csv(), (
        "write the files anew by python -m tests.queries.expected, and read the difference"
    )


def test_there_is_no_expected_file_without_a_case() -> None:
    assert sorted(FOLDER.glob("*.csv")) == sorted(case.path for case in CASES)


@each_case
def test_the_answer_is_the_expected_one_row_by_row(case: Case, shipped: EmbeddedStore) -> None:
    answer = queries.run(shipped, queries.find(case.query), case.parameters)
    assert isinstance(answer, Solutions)
    with case.path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert answer.variables == tuple(header)
    assert _values(answer) == [tuple(_value(cell) for cell in row) for row in rows]


@each_case
def test_a_server_answers_as_the_embedded_store(
    case: Case, shipped: EmbeddedStore, remote: RemoteStore
) -> None:
    question = queries.find(case.query)
    here = queries.run(shipped, question, case.parameters)
    there = queries.run(remote, question, case.parameters)
    assert popgraph.same_answer(here, there, ordered=True)


@each_case
def test_rdflib_answers_as_the_embedded_store(
    case: Case, shipped: EmbeddedStore, dataset: rdflib.Dataset, rdflib_answer: RdflibAnswer
) -> None:
    question = queries.find(case.query)
    here = queries.run(shipped, question, case.parameters)
    there = rdflib_answer(dataset, question.text, _bindings(question, case.parameters))
    assert popgraph.same_answer(here, there, ordered=True)


@pytest.mark.parametrize("name", PARAMETRISED)
def test_a_question_without_its_parameters_is_one_too(
    name: str,
    shipped: EmbeddedStore,
    dataset: rdflib.Dataset,
    remote: RemoteStore,
    rdflib_answer: RdflibAnswer,
) -> None:
    text = queries.find(name).text
    here = shipped.select(text)
    assert popgraph.same_answer(here, remote.select(text), ordered=True)
    assert popgraph.same_answer(here, rdflib_answer(dataset, text), ordered=True)


@pytest.mark.parametrize(
    "case", [case for case in CASES if "lang" not in case.parameters], ids=lambda case: case.name
)
def test_without_its_parameters_a_question_leaves_no_row_out(case: Case, shipped: EmbeddedStore) -> None:
    question = queries.find(case.query)
    asked = queries.run(shipped, question, case.parameters)
    assert isinstance(asked, Solutions)
    everything = shipped.select(question.text)
    assert set(_values(asked)) <= set(_values(everything))


def test_the_weights_add_up_to_the_number_of_tasks(shipped: EmbeddedStore) -> None:
    answer = queries.run(shipped, queries.find("CQ04"))
    assert isinstance(answer, Solutions)
    total = sum(float(_text(term)) for term in answer.column("weight"))
    assert total == pytest.approx(33, abs=0.005)


@pytest.mark.parametrize(
    ("name", "column", "counted"),
    [
        ("CQ05", "tasks", 33),
        ("CQ06", "mentions", 191 + 54),  # all mentions by class, then those of groups one by one
        ("CQ12", "indicators", 68),
        ("CQ12", "quantified", 20),
    ],
)
def test_the_sums_are_what_a_reader_of_the_document_counts(
    name: str, column: str, counted: int, shipped: EmbeddedStore
) -> None:
    answer = queries.run(shipped, queries.find(name))
    assert isinstance(answer, Solutions)
    assert sum(int(_text(term)) for term in answer.column(column)) == counted


def test_groups_that_are_left_out_take_no_institution_with_them(shipped: EmbeddedStore) -> None:
    question = queries.find("CQ02")
    every = queries.run(shipped, question, {"groups": "true"})
    named = queries.run(shipped, question, {"groups": "false"})
    assert isinstance(every, Solutions)
    assert isinstance(named, Solutions)
    without = [row for row in _values(every) if not any("/id/group/" in str(cell) for cell in row)]
    assert _values(named) == without


def _bindings(question: Query, given: Mapping[str, str]) -> dict[str, Term]:
    texts = {item.name: given.get(item.name, item.default) for item in question.parameters}
    return {
        name: queries.parse_value(question.parameter(name), text)
        for name, text in texts.items()
        if text is not None
    }


def _values(answer: Solutions) -> Rows:
    return [tuple(_value(_text(term)) for term in row) for row in answer.rows]


def _text(term: Term | None) -> str:
    return "" if term is None else str(getattr(term, "value", term))


def _value(cell: str) -> str | Decimal:
    """A number by its value, everything else as it is spelt."""
    try:
        return Decimal(cell).normalize()
    except InvalidOperation:
        return cell
