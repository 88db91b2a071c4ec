"""IRIs of most schemes became literals in the Turtle report, and a check's texts that look like IRIs became IRIs."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from rdflib import Literal, URIRef
from rdflib.namespace import SH

from popgraph.report import turtle
from popgraph.validation import validate
from popgraph.vocab import POP

HEAD = f"@prefix pop: <{POP}> .\n@prefix xsd: <{rdflib.XSD}> .\n"


def said(folder: Path, data: str, rule: str, engine: str = "setwise") -> rdflib.Graph:
    file = folder / "plan.ttl"
    file.write_text(HEAD + data, "utf-8")
    return rdflib.Graph().parse(data=turtle.render(validate(file, rules=[rule], engine=engine)))


def test_an_iri_of_any_scheme_is_one(tmp_path: Path) -> None:
    found = said(tmp_path, "<did:ex:1> a pop:PlannedTask .", "HOR-01")
    assert set(found.objects(None, SH.focusNode)) == {URIRef("did:ex:1")}


def test_values_of_checks_are_the_terms_of_the_data(tmp_path: Path) -> None:
    data = '<did:ex:1> a pop:PlannedTask ; pop:partOfPlan "urn:x:y", 5, "a"@es, "a"@en, "2005"^^xsd:gYear .'
    values = set(said(tmp_path, data, "MOD-01").objects(None, SH.value))
    assert values == {
        Literal("urn:x:y"),
        Literal(5),
        Literal("a", lang="es"),
        Literal("a", lang="en"),
        Literal("2005", datatype=rdflib.XSD.gYear),
    }


@pytest.mark.parametrize("engine", ["setwise", "pyshacl"])
def test_a_path_that_is_read_backwards_is_told(tmp_path: Path, engine: str) -> None:
    found = said(tmp_path, "<urn:x:a> a pop:PlannedActivity .", "VER-02", engine)
    (path,) = found.objects(None, SH.resultPath)
    assert found.value(path, SH.inversePath) == URIRef(POP + "partOfActivity")
