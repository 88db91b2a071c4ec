"""Each shape of each tier against a graph that breaks it and one that keeps it."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Quad, Triple
from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef

import popgraph
from popgraph import rules
from popgraph.engine import Data
from popgraph.engines import engine
from popgraph.findings import Severity
from popgraph.results import Result
from popgraph.vocab import SHAPES

HERE = Path(__file__).parent
ONTOLOGY = HERE.parents[1] / "ontology"
SHEETS = Graph()
for sheet in sorted((ONTOLOGY / "shapes").glob("*.ttl")):
    SHEETS.parse(sheet)
RULES = {rule.id: rule for rule in rules.catalogue() if rule.kind == "shape"}
DRAFT = [rule for rule in RULES.values() if rule.tier == "draft"]
DESIGNED = {
    "draft": {
        *("ACT-01", "ACT-03", "DIA-01", "LNG-01", "RSP-01b", "STR-01", "STR-01b", "STR-02", "STR-03a"),
        *("STR-03b", "STR-04", "STR-05", "STR-05u", "TGT-01", "TGT-02a", "TGT-02b", "TGT-04", "TMP-01"),
        *("TMP-02", "VER-06"),
    },
    "published": {
        *("ACT-02", "ACT-05", "DIA-02", "HOR-01", "HOR-02a", "HOR-02b", "HOR-03", "HOR-04", "HOR-04c"),
        *("LNG-02", "PRV-01", "PRV-02", "RSP-01", "RSP-02", "RSP-03", "RSP-04", "RSP-05", "STR-06"),
        *("STR-07", "VER-01", "VER-02", "VER-03a", "VER-03b", "VER-04", "VER-05", "VER-07"),
    },
    "linked": {"ACT-04", "LNK-01", "LNK-02", "LNK-03"},
}
TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
CATEGORIES = {
    *("structure", "vertical-logic", "horizontal-logic", "time", "targets", "responsibility", "actors"),
    *("provenance", "language", "diagnosis", "statistics", "linking"),
}


@cache
def ontology() -> tuple[Quad, ...]:
    files = [*ONTOLOGY.glob("*.ttl"), *(ONTOLOGY / "schemes").glob("*.ttl")]
    return tuple(quad for file in files for quad in popgraph.open(file).quads())


@cache
def load(rule: str, name: str) -> Data:
    (file,) = (HERE / rule).glob(f"{name}.*")
    quads = [*ontology(), *popgraph.open(file).quads()]
    return Data(Triple(quad.subject, quad.predicate, quad.object) for quad in quads)


def found(rule: str, name: str) -> tuple[Result, ...]:
    """What the rule finds, and the draft tier beside it; the other rules would miss what a small graph lacks.

    The graphs of rules about time, targets and figures are smaller still and are no draft.
    """
    beside = [other for other in DRAFT if other.id != rule] if rule in set().union(*DESIGNED.values()) else []
    return engine("setwise").evaluate(load(rule, name), [RULES[rule], *beside])


@pytest.mark.parametrize("tier", rules.TIERS)
def test_a_tier_has_the_designed_rules(tier: str) -> None:
    there = {rule.id for rule in RULES.values() if rule.tier == tier}
    assert there >= DESIGNED[tier]
    if tier != "published":
        assert there == DESIGNED[tier]


def test_every_folder_of_graphs_belongs_to_a_rule_and_every_shape_has_one() -> None:
    folders = {folder.name for folder in HERE.iterdir() if list(folder.glob("bad.*"))}
    assert folders <= {rule.id for rule in rules.catalogue()}
    assert set(RULES) <= folders


@pytest.mark.parametrize("rule", RULES)
def test_a_broken_graph_trips_its_rule_and_none_of_the_draft_tier(rule: str) -> None:
    results = found(rule, "bad")
    assert results
    assert {(result.rule, result.severity) for result in results} == {(rule, RULES[rule].severity)}


@pytest.mark.parametrize("rule", RULES)
def test_a_sound_graph_trips_nothing_though_the_rule_looks_at_it(rule: str) -> None:
    graph = load(rule, "good").rdflib
    shape = URIRef(SHAPES + rule)
    kinds = {
        kind
        for target in SHEETS.objects(shape, SH.targetClass)
        for kind in graph.transitive_subjects(RDFS.subClassOf, target)
    }
    properties = {
        item for kind in (SH.targetSubjectsOf, SH.targetObjectsOf) for item in SHEETS.objects(shape, kind)
    }
    looked_at = any(kind in kinds for kind in graph.objects(None, RDF.type)) or any(
        (None, item, None) in graph for item in properties
    )
    # Nothing is looked at only where what the rule forbids is a property as such.
    assert looked_at or rule == "LNK-01"
    assert found(rule, "good") == ()


@pytest.mark.parametrize("rule", RULES)
def test_the_reference_engine_finds_the_same_in_a_broken_graph(rule: str) -> None:
    data = load(rule, "bad")
    assert engine("pyshacl").evaluate(data, [RULES[rule]]) == engine("setwise").evaluate(data, [RULES[rule]])


@pytest.mark.parametrize(
    ("rule", "faults"),
    [
        *(("TMP-01", 3), ("TMP-02", 3), ("TGT-01", 3), ("RSP-01b", 2), ("ACT-01", 2), ("LNG-01", 2)),
        *(("PRV-01", 2), ("PRV-02", 2), ("RSP-04", 1), ("VER-07", 1)),
    ],
)
def test_each_way_of_breaking_a_rule_is_a_finding_of_its_own(rule: str, faults: int) -> None:
    assert len(found(rule, "bad")) == faults


@pytest.mark.parametrize(
    ("rule", "bindings"),
    [
        ("STR-06", {"count": "2", "last": "3"}),
        ("VER-07", {"count": "2", "list": "A1, D2"}),
        ("HOR-04", {"goals": "2", "indicators": "1", "measured": "1"}),
        ("HOR-04c", {"goals": "2", "indicators": "1"}),
        ("RSP-05", {"count": "1", "list": "O1A1T1"}),
        ("DIA-02", {"count": "3"}),
        ("ACT-04", {"count": "1", "list": "PRODUCE"}),
    ],
)
def test_a_summary_says_how_many_and_which(rule: str, bindings: dict[str, str]) -> None:
    (result,) = found(rule, "bad")
    assert dict(result.bindings) == bindings


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_in_both_languages_what_is_wrong_why_and_what_to_do(rule: str) -> None:
    said = RULES[rule]
    for text in (said.title, said.message, said.rationale, said.guidance, said.grounds):
        assert set(text) == {"es", "en"}
        assert all(value.strip() == value and value for value in text.values())
        assert text["es"] != text["en"] or text is said.grounds
    assert said.category in CATEGORIES
    assert re.fullmatch(r"\d+\.\d+\.\d+", said.since)
    shape = URIRef(SHAPES + rule)
    assert len(list(SHEETS.objects(shape, SH.severity))) == 1
    assert any(list(SHEETS.objects(shape, target)) for target in TARGETS)
    assert (shape, URIRef(SHAPES + "origin"), Literal(said.origin.value)) in SHEETS


@pytest.mark.parametrize("rule", RULES)
def test_a_message_asks_for_what_its_query_selects(rule: str) -> None:
    asked = {name for text in RULES[rule].message.values() for name in re.findall(r"\{[?$](\w+)\}", text)}
    query = SHEETS.value(URIRef(SHAPES + rule), SH.sparql)
    select = str(SHEETS.value(query, SH.select)).partition("WHERE")[0] if query else ""
    assert asked - {"this"} <= set(re.findall(r"\?(\w+)", select)) | ({"value"} if not query else set())


def test_the_draft_tier_is_grave_throughout() -> None:
    assert Counter(rule.severity for rule in DRAFT) == {Severity.VIOLATION: len(DRAFT)}


def test_queries_of_rules_use_nothing_that_shacl_forbids() -> None:
    for query in SHEETS.objects(None, SH.select):
        assert not re.search(r"\b(VALUES|MINUS|SERVICE)\b", str(query).upper())
