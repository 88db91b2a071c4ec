"""data/catalog.ttl says of each shipped file which graph and which data set it is."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

import popgraph
from popgraph import catalog, resources
from popgraph.embedded import EmbeddedStore
from popgraph.vocab import DATASET, GRAPH

PREFIXES = """
PREFIX dc: <http://purl.org/dc/elements/1.1/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX void: <http://rdfs.org/ns/void#>
"""


def test_every_shipped_turtle_file_is_listed_and_every_listed_file_is_there() -> None:
    root = resources.root()
    on_disk = {
        path.relative_to(root).as_posix()
        for folder in ("ontology", "data")
        for path in (root / folder).rglob("*.ttl")
    }
    assert {entry.file for entry in catalog.shipped()} == on_disk


def test_no_graph_and_no_data_set_is_used_twice() -> None:
    for what in ("graph", "dataset"):
        counted = Counter(getattr(entry, what) for entry in catalog.shipped())
        assert [iri for iri, times in counted.items() if times > 1] == []


@pytest.mark.parametrize(
    ("file", "graph", "kind"),
    [
        ("data/pe-cus/pop-cacao/2005/plan.ttl", "pe-cus/pop-cacao/2005", "transcription"),
        ("data/pe-cus/pop-cacao/2005/statistics.ttl", "stats/pe-cus/pop-cacao/2005", "statistics"),
        (
            "data/pe-cus/pop-cacao/2005/interpretation.ttl",
            "pe-cus/pop-cacao/2005/interpretation",
            "interpretation",
        ),
        ("data/pe-cus/perx/2005/plan.ttl", "pe-cus/perx/2005", "transcription"),
        ("data/registry/institutions.ttl", "registry/institutions", "registry"),
        ("ontology/pop.ttl", "ontology", "ontology"),
        ("ontology/schemes/swot.ttl", "scheme/swot", "scheme"),
        ("data/catalog.ttl", "catalog", "catalog"),
    ],
)
def test_graphs_follow_the_documented_pattern(file: str, graph: str, kind: str) -> None:
    entry = catalog.shipped().entry(file)
    assert (entry.graph, entry.kind) == (GRAPH + graph, kind)
    assert entry.dataset.startswith(DATASET)


def test_each_data_set_is_named_in_both_languages_licensed_and_attributed(shipped: EmbeddedStore) -> None:
    found = shipped.select(
        PREFIXES
        + """SELECT ?set WHERE {
          ?graph a sd:NamedGraph ; sd:name ?graph ; sd:graph ?set .
          ?set a void:Dataset ; dcterms:title ?es , ?en ; dcat:version ?version ; prov:wasAttributedTo ?who ;
            dcterms:license <https://creativecommons.org/licenses/by/4.0/> .
          FILTER(LANG(?es) = "es" && LANG(?en) = "en") }"""
    )
    assert {str(term).strip("<>") for term in found.column("set")} == {
        entry.dataset for entry in catalog.shipped()
    }


def test_the_catalogue_names_all_its_data_sets(shipped: EmbeddedStore) -> None:
    found = shipped.select(PREFIXES + "SELECT ?set { ?catalogue a dcat:Catalog ; dcat:dataset ?set }")
    listed = {str(term).strip("<>") for term in found.column("set")}
    assert {entry.dataset for entry in catalog.shipped() if entry.kind != "catalog"} <= listed


def test_the_rights_of_the_document_are_stated_apart_from_ours(shipped: EmbeddedStore) -> None:
    found = shipped.select(
        PREFIXES
        + """SELECT ?rights ?license WHERE {
          ?plan dcterms:title "POP Cacao, Cusco 2005: the plan"@en ; prov:wasDerivedFrom ?document .
          ?document dc:rights ?rights ; dcat:distribution/dcterms:identifier ?file .
          OPTIONAL { ?document dcterms:license ?license }
          FILTER(LANG(?rights) = "en" && STRENDS(?file, "source.txt")) }"""
    )
    ((rights, license),) = found.rows
    assert isinstance(rights, Literal)
    assert "its authors" in rights.value
    assert license is None


def test_versions_that_data_conform_to_exist(shipped: EmbeddedStore) -> None:
    found = shipped.select(
        PREFIXES + "SELECT DISTINCT ?version { ?set dcat:distribution ?d ; dcterms:conformsTo ?version }"
    )
    assert len(found) == 2
    for version in found.column("version"):
        assert isinstance(version, NamedNode)
        assert shipped.ask(f"ASK {{ ?o <http://www.w3.org/2002/07/owl#versionIRI> {version} }}")


def test_resources_stand_at_the_root_of_a_checkout(tmp_path: Path) -> None:
    root = resources.root()
    assert all((root / folder).is_dir() for folder in ("ontology", "data", "queries"))
    with pytest.raises(popgraph.DataError, match="No such shipped file"):
        resources.path("data", "none.ttl")
