"""The modules beside the core: alignments, externals and code lists."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse

from popgraph.vocab import ALIGNMENTS_IRI, EXTERNALS_IRI, ONTOLOGY_IRI, POP, PREFIXES, SCHEME, SHAPES_IRI

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"
SCHEMES = sorted((ONTOLOGY / "schemes").glob("*.ttl"))
FILES = [*sorted(ONTOLOGY.glob("*.ttl")), *SCHEMES, *sorted((ONTOLOGY / "shapes").glob("*.ttl"))]

RDF, RDFS, OWL, SKOS = (PREFIXES[prefix] for prefix in ("rdf", "rdfs", "owl", "skos"))
TYPE = NamedNode(RDF + "type")
KINDS = {
    OWL + kind for kind in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "Datatype")
}
BUILT_IN = (RDF, RDFS, OWL, PREFIXES["xsd"])
MAPPINGS = {SKOS + name for name in ("closeMatch", "relatedMatch", "exactMatch", "broadMatch", "narrowMatch")}

# Vocabularies in which each mapped term was looked up; a new one is added here by whoever looked.
LOOKED_UP = (
    "http://data.europa.eu/a4g/ontology#",
    "http://purl.org/net/p-plan#",
    "http://qudt.org/schema/qudt/",
    "https://ontology.commonapproach.org/cids#",
    "https://spec.edmcouncil.org/fibo/ontology/FND/GoalsAndObjectives/Objectives/",
    "https://w3id.org/ep-plan#",
    "https://w3id.org/semanticarts/ns/ontology/gist/",
    *(PREFIXES[prefix] for prefix in ("dcterms", "oa", "org", "prov", "skos")),
)

EXPECTED_CODES = {
    "swot": {"strength", "weakness", "opportunity", "threat"},
    "diamond": {
        "factor-conditions",
        "strategy-structure-rivalry",
        "demand-conditions",
        "related-supporting-industries",
    },
    "role": {"unspecified", "lead", "involved", "executor", "funder", "beneficiary"},
    "result-level": {"input", "process", "output", "outcome", "impact"},
    "target-mode": {"level", "cumulative", "increase", "per-year", "baseline", "event"},
    "level": {"national", "regional", "local", "international"},
    "sector": {"public", "private", "mixed", "cooperation", "academia"},
    "review-test": {"vertical", "horizontal"},
    "qualifier": {"exactly", "almost", "about", "more-than", "less-than"},
    "certainty": {"high", "medium", "low"},
    "flow": {"export", "import"},
    "statistic": {"value", "share"},
    "profile": {"pop-2005", "perx-2017"},
}


def triples(path: Path) -> list[Triple]:
    return [quad.triple for quad in parse(path=str(path), format=RdfFormat.TURTLE)]


def declared(path: Path) -> dict[str, set[str]]:
    """The OWL kinds that a file declares, by IRI."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for triple in triples(path):
        if triple.predicate == TYPE and isinstance(triple.object, NamedNode) and triple.object.value in KINDS:
            assert isinstance(triple.subject, NamedNode)
            kinds[triple.subject.value].add(triple.object.value)
    return kinds


def own(iri: str) -> bool:
    return iri.startswith("https://w3id.org/popgraph/")


@pytest.mark.parametrize(
    ("file", "iri"),
    [
        ("pop.ttl", ONTOLOGY_IRI),
        ("alignments.ttl", ALIGNMENTS_IRI),
        ("externals.ttl", EXTERNALS_IRI),
        ("shapes/draft.ttl", SHAPES_IRI),
    ],
)
def test_a_module_says_what_it_is_which_version_and_under_which_licence(file: str, iri: str) -> None:
    header = {t.predicate.value: t.object for t in triples(ONTOLOGY / file) if t.subject == NamedNode(iri)}
    version = "0.3.0" if file.startswith("shapes/") else "0.1.0"
    assert header[OWL + "versionIRI"] == NamedNode(f"{iri}/{version}")
    assert header[PREFIXES["dcterms"] + "license"] == NamedNode(
        "https://creativecommons.org/licenses/by/4.0/"
    )
    assert PREFIXES["dcterms"] + "title" in header
    assert OWL + "imports" not in header


def test_every_external_iri_has_one_owl_kind_and_is_declared_in_one_module() -> None:
    seen: Counter[str] = Counter()
    for file in FILES:
        for iri, kinds in declared(file).items():
            assert len(kinds) == 1, iri
            assert own(iri) or file.name == "externals.ttl", f"{iri} is declared in {file.name}"
            seen[iri] += 1
    assert [iri for iri, times in seen.items() if times > 1] == []


def test_externals_hold_declarations_only() -> None:
    wrong = [
        triple
        for triple in triples(ONTOLOGY / "externals.ttl")
        if triple.subject != NamedNode(EXTERNALS_IRI)
        and (triple.predicate != TYPE or str(triple.object).strip("<>") not in KINDS)
    ]
    assert wrong == []


def test_alignments_reason_only_with_declared_externals() -> None:
    externals = declared(ONTOLOGY / "externals.ttl")
    core = declared(ONTOLOGY / "pop.ttl")
    for triple in triples(ONTOLOGY / "alignments.ttl"):
        if triple.predicate.value in (RDFS + "subClassOf", RDFS + "subPropertyOf"):
            assert isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode)
            assert externals[triple.object.value] == core[triple.subject.value]


def test_alignments_map_only_to_vocabularies_that_were_looked_up() -> None:
    for triple in triples(ONTOLOGY / "alignments.ttl"):
        if triple.predicate.value in MAPPINGS:
            assert isinstance(triple.object, NamedNode)
            assert triple.object.value.startswith(LOOKED_UP)
            assert not own(triple.object.value)


def test_alignments_say_nothing_but_links_and_remarks_on_own_terms() -> None:
    core = declared(ONTOLOGY / "pop.ttl")
    allowed = MAPPINGS | {RDFS + name for name in ("subClassOf", "subPropertyOf", "comment")}
    for triple in triples(ONTOLOGY / "alignments.ttl"):
        if triple.subject != NamedNode(ALIGNMENTS_IRI):
            assert isinstance(triple.subject, NamedNode)
            assert triple.subject.value in core
            assert triple.predicate.value in allowed


def test_whatever_the_modules_use_is_declared() -> None:
    known = {iri for file in FILES for iri in declared(file)}
    for file in [*ONTOLOGY.glob("*.ttl"), *SCHEMES]:
        for triple in triples(file):
            predicate = triple.predicate.value
            assert predicate in known or predicate.startswith(BUILT_IN), predicate


def test_the_core_neither_closes_nor_counts() -> None:
    core = (ONTOLOGY / "pop.ttl").read_text("utf-8")
    for word in ("Functional", "inverse", "hasKey", "Restriction", "equivalent", "oneOf", "ardinality"):
        assert word not in core
    assert core.count("TransitiveProperty") == core.count("propertyChainAxiom") == 1


def test_the_core_gives_domains_and_ranges_to_own_classes_only_and_none_to_dates() -> None:
    ranges = {}
    for triple in triples(ONTOLOGY / "pop.ttl"):
        if triple.predicate.value in (RDFS + "domain", RDFS + "range"):
            assert isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode)
            assert triple.object.value.startswith((POP, PREFIXES["xsd"]))
            ranges[triple.subject.value.removeprefix(POP), triple.predicate.value] = triple.object.value
    for name in ("statement", "sourceText", "earliest", "latest", "heldOn", "reason"):
        assert (name, RDFS + "range") not in ranges
    for name in ("hasIndicator", "hasDuePeriod", "hasSourcePassage"):
        assert (name, RDFS + "domain") not in ranges


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_blank_nodes_stand_for_lists_axioms_and_nested_shapes_only(file: Path) -> None:
    allowed = {RDF + "first", RDF + "rest", OWL + "members", OWL + "propertyChainAxiom"}
    shacl = PREFIXES["sh"]
    for triple in triples(file):
        if isinstance(triple.object, BlankNode):
            assert triple.predicate.value in allowed or triple.predicate.value.startswith(shacl)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_has_one_block_a_subject_in_order(file: Path) -> None:
    text = file.read_text("utf-8")
    assert text.endswith(".\n") and not text.endswith("\n\n")
    subjects = re.findall(r"^((?:[a-z][a-z-]*:|<)\S+)", text, flags=re.MULTILINE)
    assert len(subjects) == len(set(subjects))
    for section in re.split(r"^# .*$", text, flags=re.MULTILINE):
        of_section = re.findall(r"^((?:[a-z][a-z-]*:|<)\S+)", section, flags=re.MULTILINE)
        assert of_section == sorted(of_section, key=lambda subject: subject.strip("<>"))


@pytest.mark.parametrize("file", SCHEMES, ids=lambda file: file.stem)
def test_a_code_list_names_every_code_in_spanish_and_english(file: Path) -> None:
    scheme = SCHEME + file.stem
    labels: dict[str, set[str | None]] = defaultdict(set)
    concepts = set()
    for triple in triples(file):
        assert isinstance(triple.subject, NamedNode)
        if triple.predicate.value == SKOS + "prefLabel":
            labels[triple.subject.value].add(getattr(triple.object, "language", None))
        if triple.predicate.value == SKOS + "inScheme":
            assert triple.object == NamedNode(scheme)
            concepts.add(triple.subject.value)
    assert concepts
    assert all(labels[iri] == {"es", "en"} for iri in {scheme, *concepts})
    home = PREFIXES["unit"] if file.stem == "unit" else scheme + "/"
    assert all(iri.startswith(home) for iri in concepts)


@pytest.mark.parametrize("scheme", sorted(EXPECTED_CODES))
def test_a_closed_code_list_has_exactly_the_codes_of_the_model(scheme: str) -> None:
    start = f"{SCHEME}{scheme}/"
    subjects = {str(t.subject).strip("<>") for t in triples(ONTOLOGY / "schemes" / f"{scheme}.ttl")}
    assert {iri.removeprefix(start) for iri in subjects if iri.startswith(start)} == EXPECTED_CODES[scheme]
