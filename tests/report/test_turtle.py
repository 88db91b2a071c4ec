"""The validation report of SHACL: what pySHACL says, in Turtle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyshacl
import pytest
from rdflib import DCTERMS, RDF, SH, Graph, Literal, URIRef
from rdflib.term import Node

from popgraph.report.rows import digest
from popgraph.report.turtle import render
from popgraph.validation import ValidationReport
from popgraph.vocab import SHAPES

FIXTURES = Path(__file__).parents[1] / "rules"
Fixture = Callable[[str], tuple[ValidationReport, Graph]]


def results(graph: Graph) -> Counter[tuple[str, ...]]:
    """(focus, path, value, shape, component, severity) of each result."""

    def text(node: Node | None) -> str:
        if isinstance(node, Literal):
            # A store spells 170.0 as 170.
            said = node.removesuffix(".0") if node.endswith(".0") and node[:-2].isdecimal() else node
            return Literal(said, lang=node.language, datatype=node.datatype).n3()
        return "" if node is None else str(node)

    return Counter(
        (
            text(graph.value(result, SH.focusNode)),
            text(path) if isinstance(path := graph.value(result, SH.resultPath), URIRef) else "",
            text(graph.value(result, SH.value)),
            text(graph.value(result, SH.sourceShape)),
            text(graph.value(result, SH.sourceConstraintComponent)),
            text(graph.value(result, SH.resultSeverity)),
        )
        for result in graph.subjects(RDF.type, SH.ValidationResult)
    )


def read(report: ValidationReport, lang: str = "es") -> Graph:
    return Graph().parse(data=render(report, lang=lang), format="turtle")


@pytest.mark.parametrize(
    "rule",
    ["ACT-01", "HOR-06", "LNG-01", "RSP-01b", "STR-04", "TGT-01", "TGT-02b", "TGT-04", "TMP-01", "TMP-11r"],
)
def test_it_equals_what_pyshacl_reports(fixture_of: Fixture, rule: str) -> None:
    report, theirs = fixture_of(rule)
    ours = read(report)
    assert results(ours) == results(theirs)
    assert results(ours)
    assert ours.value(predicate=RDF.type, object=SH.ValidationReport) is not None
    assert list(ours.objects(None, SH.conforms)) == [Literal(False)]


@pytest.mark.parametrize("name", ["broken", "clean", "hostile"])
def test_it_meets_the_shape_of_a_validation_report(name: str, request: pytest.FixtureRequest) -> None:
    report: ValidationReport = request.getfixturevalue(name)
    shapes = Graph().parse(
        format="turtle",
        data="""
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        [] a sh:NodeShape ; sh:targetClass sh:ValidationReport ;
            sh:property [ sh:path sh:conforms ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:boolean ] ;
            sh:property [ sh:path sh:result ; sh:class sh:ValidationResult ] .
        [] a sh:NodeShape ; sh:targetClass sh:ValidationResult ;
            sh:property [ sh:path sh:focusNode ; sh:minCount 1 ; sh:maxCount 1 ] ;
            sh:property [ sh:path sh:resultPath ; sh:maxCount 1 ; sh:nodeKind sh:BlankNodeOrIRI ] ;
            sh:property [ sh:path sh:value ; sh:maxCount 1 ] ;
            sh:property [ sh:path sh:sourceConstraintComponent ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
            sh:property [ sh:path sh:resultMessage ; sh:uniqueLang true ] ;
            sh:property [ sh:path sh:resultSeverity ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] .
        """,
    )
    graph = read(report)
    conforms, _, said = pyshacl.validate(graph, shacl_graph=shapes)
    assert conforms, said
    assert len(list(graph.objects(None, SH.result))) == len(report.findings) + len(report.waived)


def test_hostile_texts_come_back_as_they_were(hostile: ValidationReport) -> None:
    said = {str(value) for value in read(hostile).objects(None, SH.value)}
    assert said == {finding.value for finding in hostile.findings}


def test_messages_stand_in_both_languages(broken: ValidationReport) -> None:
    graph = read(broken)
    nodes = list(graph.objects(None, SH.result))
    assert len(nodes) == len(broken.findings) + len(broken.waived)
    for node in nodes:
        said = list(graph.objects(node, SH.resultMessage))
        assert {message.language for message in said if isinstance(message, Literal)} == {"es", "en"}


def test_waived_findings_name_their_waiver(broken: ValidationReport) -> None:
    waivers = list(read(broken).objects(None, DCTERMS.isReferencedBy))
    assert [str(waiver).rpartition("/")[2] for waiver in waivers] == ["1", "1"]


def test_a_clean_graph_conforms_and_it_says_which_tool_rules_and_data(clean: ValidationReport) -> None:
    graph = read(clean)
    node = graph.value(predicate=RDF.type, object=SH.ValidationReport)
    assert list(graph.objects(node, SH.conforms)) == [Literal(True)]
    assert graph.value(node, DCTERMS.creator) == Literal(f"popgraph {clean.tool_version}")
    assert graph.value(node, DCTERMS.hasVersion) == Literal(clean.rules_version)
    assert Literal(f"sha256:{digest(clean.sources)}") in graph.objects(node, DCTERMS.source)
    assert graph.value(node, DCTERMS.conformsTo) == URIRef(SHAPES.removesuffix("#"))


def test_the_same_report_gives_the_same_text(broken: ValidationReport) -> None:
    assert render(broken) == render(broken)
