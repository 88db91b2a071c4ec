"""Finding a question and giving it values: what is taken, what is refused, and how that is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import popgraph
from popgraph import queries
from popgraph.embedded import EmbeddedStore
from popgraph.errors import DataError, QueryError
from popgraph.queries import Parameter

XSD = "http://www.w3.org/2001/XMLSchema#"
ID = "https://w3id.org/popgraph/id/"


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("xsd:integer", "2007", "2007"),
        ("xsd:integer", " -3 ", "-3"),
        ("xsd:decimal", "0.5", "0.5"),
        ("xsd:date", "2005-03-15", "2005-03-15"),
        ("xsd:gYear", "2007", "2007"),
        ("xsd:boolean", "true", "true"),
        ("xsd:boolean", "Sí", "true"),
        ("xsd:boolean", "no", "false"),
        ("xsd:string", ' } "x" ', ' } "x" '),
    ],
)
def test_text_becomes_a_literal_of_the_type(kind: str, text: str, value: str) -> None:
    term = queries.parse_value(Parameter("x", kind), text)
    assert term == Literal(value, datatype=NamedNode(XSD + kind.removeprefix("xsd:")))


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("org/mincetur", ID + "org/mincetur"),
        ("pe-cus/pop-cacao/2005/oe1/a2/t1", ID + "pe-cus/pop-cacao/2005/oe1/a2/t1"),
        ("scheme/swot/weakness", "https://w3id.org/popgraph/scheme/swot/weakness"),
        ("pop:PlannedTask", "https://w3id.org/popgraph/ontology#PlannedTask"),
        ("https://example.org/a?b#c", "https://example.org/a?b#c"),
        ("<urn:isbn:1>", "urn:isbn:1"),
    ],
)
def test_an_iri_can_be_written_in_full_or_short(text: str, iri: str) -> None:
    assert queries.parse_value(Parameter("x", "iri"), text) == NamedNode(iri)


@pytest.mark.parametrize(
    ("kind", "text", "called"),
    [
        ("xsd:integer", "2007.5", "a whole number"),
        ("xsd:integer", "", "a whole number"),
        ("xsd:decimal", "0,5", "a number"),
        ("xsd:boolean", "maybe", "true or false"),
        ("xsd:date", "2005-02-30", "a day"),
        ("xsd:date", "15/03/2005", "a day"),
        ("xsd:gYear", "05", "a year"),
        ("iri", "nothing:known", "an IRI"),
        ("iri", "org/mincetur> } #", "an IRI"),
        ("iri", "https://example.org/a b", "an IRI"),
        ("iri", "http://a>b", "an IRI"),
        ("iri", "//example.org/", "an IRI"),
    ],
)
def test_a_wrong_value_names_parameter_type_and_an_example(kind: str, text: str, called: str) -> None:
    with pytest.raises(QueryError) as caught:
        queries.parse_value(Parameter("year", kind), text)
    assert caught.value.what.startswith(f"The parameter year must be {called}")
    assert caught.value.where == f"year={text}"
    assert caught.value.hint.startswith("For example year=")


@pytest.mark.parametrize("name", ["CQ02", "cq02", "cq2", " CQ02 ", "pairs", "PAIRS"])
def test_a_question_is_found_however_its_name_is_typed(name: str) -> None:
    assert popgraph.find(name).id == "CQ02"


@pytest.mark.parametrize(("name", "near"), [("pears", "pairs"), ("CQ099", "CQ09"), ("bridge", "bridges")])
def test_an_unknown_question_names_the_near_ones(name: str, near: str) -> None:
    with pytest.raises(QueryError, match="No such query") as caught:
        popgraph.find(name)
    assert near in caught.value.hint


@pytest.mark.parametrize("name", ["", "../pairs", "network/pairs", "*", "zzzzzz"])
def test_a_name_is_never_a_path(name: str) -> None:
    with pytest.raises(QueryError, match="No such query"):
        popgraph.find(name)


HEADER = """# id: XQ01
# slug: mine
# question@es: ¿Qué vale {x}?
# question@en: What is {x}?
# users: stewards
# param: x xsd:integer 1 | valor | value
# param: y xsd:string - | texto | text
# note@en: Read it twice.
# Any other comment.
SELECT ?s ?x WHERE { ?s ?p ?o FILTER(!BOUND(?x) || ?o = ?x) FILTER(!BOUND(?y) || STR(?p) = ?y) }
"""


@pytest.fixture
def mine(tmp_path: Path) -> queries.Query:
    (tmp_path / "theme").mkdir()
    path = tmp_path / "theme" / "mine.rq"
    path.write_text(HEADER, encoding="utf-8")
    return queries.find("XQ1", tmp_path)


@pytest.fixture
def store() -> EmbeddedStore:
    a, b, p = (NamedNode(f"http://e/{name}") for name in "abp")
    graph = NamedNode("http://e/g")
    return EmbeddedStore.of([Quad(a, p, Literal(1), graph), Quad(b, p, Literal(2), graph)])


def test_the_header_is_read(mine: queries.Query) -> None:
    assert (mine.id, mine.slug, mine.theme, mine.users) == ("XQ01", "mine", "theme", "stewards")
    assert mine.title("en") == "What is {x}?"
    assert mine.note["en"] == "Read it twice."
    assert [(item.name, item.default, item.label("en")) for item in mine.parameters] == [
        ("x", "1", "value"),
        ("y", None, "text"),
    ]


def test_defaults_hold_unless_a_value_is_given_or_taken_away(
    mine: queries.Query, store: EmbeddedStore
) -> None:
    def subjects(**params: str | Literal | None) -> set[str]:
        answer = popgraph.run(store, mine, params)
        assert isinstance(answer, popgraph.Solutions)
        return {str(term) for term in answer.column("s")}

    assert subjects() == {"<http://e/a>"}
    assert subjects(x="2") == subjects(x=Literal(2)) == {"<http://e/b>"}
    assert subjects(x="") == subjects(x=None) == {"<http://e/a>", "<http://e/b>"}
    assert subjects(x=None, y="http://e/none") == set()


def test_a_parameter_that_the_question_lacks_is_named(mine: queries.Query, store: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match=r"XQ01 has no such parameter: z\. It has: x, y"):
        popgraph.run(store, mine, {"z": "1"})


def test_a_query_without_a_header_can_be_run_too(tmp_path: Path, store: EmbeddedStore) -> None:
    (tmp_path / "own.rq").write_text("ASK { ?s ?p 2 }", encoding="utf-8")
    assert popgraph.run(store, queries.read(tmp_path / "own.rq")) == popgraph.Truth(True)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("xsd:integer 1", "xsd:float 1", "parameter isn't understood"),
        ("xsd:integer 1 |", "xsd:integer |", "parameter isn't understood"),
        ("xsd:integer 1", "xsd:integer one", "x must be a whole number"),
        ("| valor | value", "| valor", "parameter isn't understood"),
        ("slug: mine", "slug: other", "slug of a query is the name of its file"),
    ],
)
def test_a_broken_header_says_where(tmp_path: Path, old: str, new: str, what: str) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(HEADER.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=what) as caught:
        queries.read(path)
    assert caught.value.where.startswith(str(path))


def test_a_missing_or_a_wrongly_encoded_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="can't be read"):
        queries.read(tmp_path / "none.rq")
    (tmp_path / "latin.rq").write_bytes("# ñ".encode("latin-1"))
    with pytest.raises(DataError, match="Not UTF-8"):
        queries.read(tmp_path / "latin.rq")


def test_a_value_bound_outside_reaches_into_a_sub_select(store: EmbeddedStore) -> None:
    query = "SELECT ?n { { SELECT (COUNT(?s) AS ?n) { ?s ?p ?o FILTER(?o >= ?least) } } }"
    for least, count in ((1, 2), (2, 1), (3, 0)):
        rows = store.select(query, bindings={"least": Literal(least)}).rows
        assert rows == ((Literal(count),),)
