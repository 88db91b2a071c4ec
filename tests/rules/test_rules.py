"""Each rule of the draft tier against a graph that breaks it and one that keeps it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef

from popgraph.vocab import SHAPES

HERE = Path(__file__).parent
ONTOLOGY = HERE.parents[1] / "ontology"
DRAFT = Graph().parse(ONTOLOGY / "shapes" / "draft.ttl")
RULES = sorted(
    str(rule).removeprefix(SHAPES) for rule in DRAFT.subjects(URIRef(SHAPES + "tier"), Literal("draft"))
)
DESIGNED = (
    *("ACT-01", "ACT-03", "DIA-01", "LNG-01", "RSP-01b", "STR-01", "STR-01b", "STR-02", "STR-03a"),
    *("STR-03b", "STR-04", "STR-05", "STR-05u", "TGT-01", "TGT-02a", "TGT-02b", "TGT-04", "TMP-01"),
    *("TMP-02", "VER-06"),
)


@cache
def ontology() -> Graph:
    graph = Graph()
    for file in [*ONTOLOGY.glob("*.ttl"), *(ONTOLOGY / "schemes").glob("*.ttl")]:
        graph.parse(file)
    return graph


def load(rule: str, name: str) -> Graph:
    return Graph().parse(HERE / rule / f"{name}.ttl") + ontology()


def findings(graph: Graph) -> list[tuple[str, str]]:
    """(rule, severity) of every finding; a finding of an unnamed shape would show as a blank node."""
    _, report, _ = pyshacl.validate(graph, shacl_graph=DRAFT, inference="none")
    assert isinstance(report, Graph)
    return [
        (
            str(report.value(result, SH.sourceShape)).removeprefix(SHAPES),
            str(report.value(result, SH.resultSeverity)).removeprefix(str(SH)),
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    ]


def test_the_draft_tier_has_exactly_the_designed_rules() -> None:
    assert sorted(DESIGNED) == RULES


def test_every_folder_of_graphs_belongs_to_a_rule() -> None:
    assert sorted(folder.name for folder in HERE.iterdir() if (folder / "bad.ttl").is_file()) == RULES


@pytest.mark.parametrize("rule", RULES)
def test_a_broken_graph_trips_its_rule_and_no_other(rule: str) -> None:
    found = findings(load(rule, "bad"))
    assert found
    assert set(found) == {(rule, "Violation")}


@pytest.mark.parametrize("rule", RULES)
def test_a_sound_graph_trips_nothing_though_the_rule_looks_at_it(rule: str) -> None:
    graph = load(rule, "good")
    targets = list(DRAFT.objects(URIRef(SHAPES + rule), SH.targetClass))
    kinds = {kind for target in targets for kind in graph.transitive_subjects(RDFS.subClassOf, target)}
    assert any(kind in kinds for kind in graph.objects(None, RDF.type))
    assert findings(graph) == []


@pytest.mark.parametrize(
    ("rule", "faults"),
    [("TMP-01", 3), ("TMP-02", 3), ("TGT-01", 3), ("RSP-01b", 2), ("ACT-01", 2), ("LNG-01", 2)],
)
def test_each_way_of_breaking_a_rule_is_a_finding_of_its_own(rule: str, faults: int) -> None:
    assert len(findings(load(rule, "bad"))) == faults


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_carries_its_severity_message_and_reasons_in_both_languages(rule: str) -> None:
    shape = URIRef(SHAPES + rule)
    assert list(DRAFT.objects(shape, SH.severity)) == [SH.Violation]
    said = {
        predicate: {value.language for value in DRAFT.objects(shape, predicate) if isinstance(value, Literal)}
        for predicate in (
            SH.message,
            RDFS.label,
            URIRef("http://purl.org/dc/terms/description"),
            URIRef("http://www.w3.org/2004/02/skos/core#note"),
        )
    }
    assert all(languages == {"es", "en"} for languages in said.values())


def test_the_finding_of_a_query_names_the_culprit_in_both_languages() -> None:
    _, report, _ = pyshacl.validate(load("STR-04", "bad"), shacl_graph=DRAFT, inference="none")
    assert isinstance(report, Graph)
    messages = sorted(str(message) for message in report.objects(None, SH.resultMessage))
    assert len(messages) == 2
    assert all("pop-trucha/2005/oe1/a1" in message for message in messages)


def test_queries_of_rules_use_nothing_that_shacl_forbids() -> None:
    for query in DRAFT.objects(None, SH.select):
        assert not any(word in str(query).upper() for word in ("VALUES", "MINUS", "SERVICE"))
