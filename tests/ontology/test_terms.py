"""The own terms: complete, named as designed, explained in both languages, and in use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from popgraph.vocab import ONTOLOGY_IRI, POP, PREFIXES, TERMS

ROOT = Path(__file__).resolve().parents[2]
ONTOLOGY = ROOT / "ontology"

# fmt: off
FROM_THE_DESIGN = frozenset(
    {
        "AchievementIndicator", "Actor", "ActorGroup", "DiamondFinding", "DuePeriod", "ExportProduct",
        "Goal", "Indicator", "Institution", "Plan", "PlanElement", "PlannedActivity", "PlannedTask",
        "ProductOperationalPlan", "ProgressIndicator", "Region", "RegionalExportPlan", "Responsibility",
        "SharedValue", "SourcePassage", "StrategicObjective", "SwotStatement", "Target",
        "TaskIndicator", "Vision", "actorType", "addressesFinding", "code", "contributesTo",
        "dependsOn", "determinant", "earliest", "edtf", "forProduct", "forRegion", "groupIncludes",
        "hasDuePeriod", "hasGoal", "hasIndicator", "hasResponsibility", "hasResponsibleParty",
        "hasSourcePassage", "hasTarget", "horizonYear", "latest", "operationalizes", "partOfActivity",
        "partOfPlan", "responsibilityRole", "responsibleParty", "resultLevel", "servesObjective",
        "sourceText", "statement", "swotQuadrant", "targetMax", "targetMin", "targetMode",
        "targetPopulation", "targetUnit", "targetValue",
    }
)

ADDED_FOR_THE_DOCUMENT = frozenset(
    {
        "ActorWording", "ContextStatement", "Footnote", "Interpretation", "ReviewQuestion", "Section",
        "StatedFigure", "StatementReprint", "TableLabel", "Workshop", "about", "alternativeTo",
        "calculation", "certainty", "citedNotHeld", "denominator", "denotes", "elaboratedBy",
        "figurePeriod", "figurePrecision", "figureQualifier", "figureUnit", "figureValue", "firstLine",
        "hasFootnote", "heldOn", "inColumn", "inRegion", "inRow", "inSection", "interpretedProperty",
        "interprets", "lastLine", "leadAgency", "level", "numerator", "ordinal", "preparedIn",
        "readsAs", "reason", "refProduct", "reprintOf", "reviewTest", "reviews", "sector", "statedIn",
        "statistic", "subsectionOf", "tradeFlow", "tradingParty", "validatedIn", "wordingText",
        "Deliverable", "highlights", "measures", "produces", "sameMilestoneAs", "uses",
        "Waiver", "expires", "waivesFingerprint", "waivesFocus", "waivesRule",
    }
)
# fmt: on

# Facts of this property are what the reasoner adds; nobody writes them down.
DERIVED = {"hasResponsibleParty"}

CONVENTIONS = (
    "DuePeriod",
    "edtf",
    "earliest",
    "latest",
    "SourcePassage",
    "targetMode",
    "figurePrecision",
    "Interpretation",
    "sourceText",
    "statement",
    "code",
    "ordinal",
)


def triples(path: Path) -> list[Triple]:
    return [quad.triple for quad in parse(path=str(path), format=RdfFormat.TURTLE)]


def values(term: str, prefix: str, local: str) -> dict[str | None, str]:
    predicate = NamedNode(PREFIXES[prefix] + local)
    return {
        triple.object.language: triple.object.value
        for triple in CORE
        if triple.subject == NamedNode(POP + term)
        and triple.predicate == predicate
        and isinstance(triple.object, Literal)
    }


CORE = triples(ONTOLOGY / "pop.ttl")
DECLARED = {
    triple.subject.value.removeprefix(POP)
    for triple in CORE
    if triple.predicate.value == PREFIXES["rdf"] + "type"
    and isinstance(triple.subject, NamedNode)
    and triple.subject.value.startswith(POP)
}


def test_no_term_of_the_design_is_missing() -> None:
    assert not FROM_THE_DESIGN - DECLARED


def test_no_term_stands_outside_design_and_architecture() -> None:
    assert DECLARED == FROM_THE_DESIGN | ADDED_FOR_THE_DOCUMENT


def test_the_vocabulary_module_lists_exactly_the_terms_of_the_file() -> None:
    assert TERMS == DECLARED


@pytest.mark.parametrize("term", sorted(TERMS))
def test_a_term_is_explained_in_spanish_and_english(term: str) -> None:
    for prefix, local in (("rdfs", "label"), ("skos", "definition")):
        assert set(values(term, prefix, local)) == {"es", "en"}
    assert set(values(term, "skos", "scopeNote")) in (set(), {"es", "en"})
    source = Triple(
        NamedNode(POP + term), NamedNode(PREFIXES["rdfs"] + "isDefinedBy"), NamedNode(ONTOLOGY_IRI)
    )
    assert source in CORE


def test_no_two_terms_share_a_label_in_one_language() -> None:
    for language in ("es", "en"):
        for classes in (True, False):
            terms = [term for term in TERMS if term[0].isupper() is classes]
            labels = [values(term, "rdfs", "label")[language] for term in terms]
            assert len(labels) == len(set(labels))


@pytest.mark.parametrize("term", CONVENTIONS)
def test_a_convention_is_told_in_a_scope_note(term: str) -> None:
    assert values(term, "skos", "scopeNote")


def test_every_term_is_used_in_data_shapes_or_a_query() -> None:
    texts = [*(ROOT / "data").rglob("*.ttl"), *(ONTOLOGY / "shapes").glob("*.ttl")]
    texts += (ROOT / "queries").rglob("*.rq")
    written = re.compile(r"pop:([A-Za-z]+)|" + re.escape(POP) + r"([A-Za-z]+)")
    used = {one or two for text in texts for one, two in written.findall(text.read_text("utf-8"))}
    # What a used term specialises is used through it.
    broader = {PREFIXES["rdfs"] + "subClassOf", PREFIXES["rdfs"] + "subPropertyOf"}
    above = [
        (triple.subject.value.removeprefix(POP), triple.object.value.removeprefix(POP))
        for triple in CORE
        if triple.predicate.value in broader
        and isinstance(triple.subject, NamedNode)
        and isinstance(triple.object, NamedNode)
    ]
    for _ in range(3):
        used |= {parent for child, parent in above if child in used}
    assert TERMS - used == DERIVED
