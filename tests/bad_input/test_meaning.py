"""Data that can be read and can't be right: a finding, or an error that says where."""

from __future__ import annotations

from pathlib import Path

import pytest

from popgraph import ownshapes
from popgraph.errors import DataError
from tests.bad_input.conftest import ROOT, Bounded

PREFIXES = """@prefix pop: <https://w3id.org/popgraph/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@pytest.mark.parametrize(
    "day", ["2005-02-30", "2005-13-01", "0000-00-00", "99999999999999-01-01", "", "mañana"]
)
def test_a_day_that_isnt_is_a_finding(day: str, bounded: Bounded, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(
        PREFIXES + f'<urn:x:d> a pop:DuePeriod ; pop:edtf "{day}" ; pop:earliest "{day}"^^xsd:date ;'
        f' pop:latest "{day}"^^xsd:date . <urn:x:w> a pop:Workshop ; pop:heldOn "{day}"^^xsd:date .',
        "utf-8",
    )
    done = bounded("validate", "a.ttl", "--tier", "draft")
    assert (done.code, "TMP-01" in done.out) == (1, True), done
    for words in (("info", "-d", "a.ttl"), ("show", "urn:x:d", "-d", "a.ttl"), ("export", "-d", "a.ttl")):
        assert bounded(*words).code == 0
    assert bounded("query", "CQ02", "-d", "a.ttl").code == 0
    assert bounded("due", "-d", "a.ttl", "--as-of", "2006-01-01").code in (0, 2)


@pytest.mark.parametrize("day", ["2005-02-30", "2005-13", "x", "-1", "99999-01-01"])
def test_a_day_that_isnt_cant_be_asked_for(day: str, bounded: Bounded) -> None:
    assert bounded("due", "--as-of", day).code == 2
    assert bounded("query", "CQ02", "-p", f"min={day}").code in (0, 2)


def test_tasks_that_depend_on_each_other_are_a_finding(bounded: Bounded) -> None:
    done = bounded("validate", ROOT / "tests" / "rules" / "VER-06" / "bad.ttl", "--tier", "draft")
    assert (done.code, "VER-06" in done.out) == (1, True)


SHAPE = """<urn:x:shape> a sh:NodeShape ; sh:targetClass pop:PlannedTask ;
  sh:property [ sh:path pop:ordinal ; sh:sparql [ sh:select '''
    SELECT $this WHERE { QUERY }
''' ] ] .
"""


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SERVICE <http://127.0.0.1:9/> { ?s ?p ?o }", "SERVICE is refused"),
        ("$this $PATH ?o . SERVICE SILENT ?o { ?s ?p ?o }", "SERVICE is refused"),
        ("$this ?p", "Not valid SPARQL"),
        ("$this no:thing ?o", "prefix no: is not declared"),
        ("} DROP ALL #", "Not valid SPARQL"),
        ("{ " * 1000, "too deep"),
    ],
)
def test_an_unsafe_query_in_a_shape_is_named_with_file_line_and_shape(
    query: str, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "shapes.ttl"
    file.write_text(PREFIXES + SHAPE.replace("QUERY", query))
    with pytest.raises(DataError, match=said) as caught:
        ownshapes.load(file)
    assert caught.value.where == f"{file}:6 <urn:x:shape>"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<urn:x:s> a sh:NodeShape ; ; ]", "Not valid Turtle"),
        ("<urn:x:s> <urn:x:p> 1 .", "No shapes in this file"),
        ("<urn:x:s> a sh:NodeShape ; sh:js [ sh:jsFunctionName 'f' ] .", "is refused"),
        ("<urn:x:s> a sh:NodeShape ; sh:sparql [ sh:select 'DROP ALL' ] .", "Not a SPARQL query"),
        ("<urn:x:s> a sh:NodeShape ; sh:sparql [ sh:select 'ASK { ?s ?p ?o }' ] .", "Not the kind of query"),
        ("<urn:x:s> a sh:NodeShape ; sh:sparql [ sh:select <urn:x:q> ] .", "Not a SPARQL query"),
        (
            "<urn:x:s> a sh:NodeShape ; sh:sparql [ sh:select 'SELECT $this FROM <urn:x:g> { $this ?p ?o }' ] .",
            "FROM is refused",
        ),
        ("<urn:x:s> a sh:NodeShape ; <urn:x:p> <<( <urn:x:a> <urn:x:p> 1 )>> .", "no triple terms"),
    ],
)
def test_a_file_of_shapes_that_cant_be_run_is_refused(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "shapes.ttl"
    file.write_text(PREFIXES + text)
    with pytest.raises(DataError, match=said) as caught:
        ownshapes.load(file)
    assert str(file) in caught.value.where


def test_shapes_that_keep_to_the_data_are_taken(tmp_path: Path) -> None:
    file = tmp_path / "shapes.ttl"
    imports = "<urn:x:o> <http://www.w3.org/2002/07/owl#imports> <http://127.0.0.1:9/> .\n"
    file.write_text(
        PREFIXES + imports + SHAPE.replace("QUERY", "$this $PATH ?value FILTER(?value != 'SERVICE')")
    )
    assert len(ownshapes.load(file)) == 7
