"""Opening graphs: which file becomes which graph, and what is said when a file is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

import popgraph
from popgraph import catalog
from popgraph.embedded import EmbeddedStore
from popgraph.errors import DataError, UsageError
from popgraph.loading import sources

LOCAL = "https://w3id.org/popgraph/graph/local/"


def put(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_without_a_place_each_shipped_file_is_its_graph(shipped: EmbeddedStore) -> None:
    assert shipped.graphs() == tuple(sorted(entry.graph for entry in catalog.shipped()))


def test_no_triple_of_the_shipped_graph_stands_in_two_graphs(shipped: EmbeddedStore) -> None:
    assert popgraph.duplicates(shipped) == ()


def test_a_triple_in_two_graphs_is_reported_with_both(tmp_path: Path) -> None:
    for name in ("one.ttl", "two.ttl"):
        put(tmp_path / name, "<http://e/a> <http://e/p> 1 .")
    (found,) = popgraph.duplicates(popgraph.open(tmp_path))
    assert found.triple.subject.value == "http://e/a"  # type: ignore[union-attr]
    assert found.graphs == (LOCAL + "one", LOCAL + "two")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ttl", "<http://e/a> <http://e/p> <http://e/o> ."),
        ("a.nt", "<http://e/a> <http://e/p> <http://e/o> ."),
        ("a.nq", "<http://e/a> <http://e/p> <http://e/o> ."),
        ("a.trig", "<http://e/a> <http://e/p> <http://e/o> ."),
        ("a.jsonld", '{"@id": "http://e/a", "http://e/p": {"@id": "http://e/o"}}'),
        (
            "A.RDF",
            '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
            '<r:Description r:about="http://e/a"><e:p r:resource="http://e/o"/></r:Description></r:RDF>',
        ),
    ],
)
def test_each_format_is_read_into_a_graph_named_after_its_file(tmp_path: Path, name: str, text: str) -> None:
    store = popgraph.open(put(tmp_path / name, text))
    assert store.ask(f"ASK {{ GRAPH <{LOCAL}a> {{ <http://e/a> <http://e/p> <http://e/o> }} }}")
    assert len(store) == 1


def test_graphs_in_a_file_keep_their_names(tmp_path: Path) -> None:
    store = popgraph.open(put(tmp_path / "a.trig", "<http://e/g> { <http://e/a> <http://e/p> 1 }"))
    assert store.graphs() == ("http://e/g",)


def test_a_folder_gives_all_its_files_and_skips_hidden_ones(tmp_path: Path) -> None:
    put(tmp_path / "Año 1/Plan (v2).ttl", "<http://e/a> <http://e/p> 1 .")
    put(tmp_path / "b.ttl", "<http://e/b> <http://e/p> 1 .")
    put(tmp_path / ".git/c.ttl", "<http://e/c> <http://e/p> 1 .")
    put(tmp_path / "notes.txt", "no RDF")
    assert popgraph.open(tmp_path).graphs() == (LOCAL + "ano-1/plan-v2", LOCAL + "b")


def test_files_of_the_same_name_get_graphs_of_their_own(tmp_path: Path) -> None:
    one = put(tmp_path / "x/plan.ttl", "<http://e/a> <http://e/p> 1 .")
    two = put(tmp_path / "y/plan.ttl", "<http://e/b> <http://e/p> 1 .")
    assert popgraph.open(one, two, one).graphs() == (LOCAL + "plan", LOCAL + "plan-2")


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    for name in ("one.ttl", "two.ttl"):
        put(tmp_path / name, f'_:x <http://e/from> "{name}" .')
    rows = popgraph.open(tmp_path).select("SELECT ?b { ?b <http://e/from> ?name }").rows
    assert len(set(rows)) == 2


def test_imports_are_not_followed(tmp_path: Path) -> None:
    other = put(tmp_path / "elsewhere/other.ttl", "<http://e/b> <http://e/p> 1 .")
    owl = "http://www.w3.org/2002/07/owl#"
    main = put(tmp_path / "main.ttl", f"<http://e/o> a <{owl}Ontology> ; <{owl}imports> <{other.as_uri()}> .")
    assert len(popgraph.open(main)) == 2


CATALOG = """@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
<http://e/g> sd:graph <http://e/d> .
<http://e/d> <http://www.w3.org/ns/dcat#distribution> <http://e/f> ;
  <http://purl.org/dc/terms/title> "Mi plan"@es .
<http://e/f> <http://purl.org/dc/terms/identifier> "FILE" .
"""


def test_a_folder_with_its_own_catalogue_uses_it(tmp_path: Path) -> None:
    put(tmp_path / "catalog.ttl", CATALOG.replace("FILE", "plans/p.ttl"))
    put(tmp_path / "plans/p.ttl", "<http://e/a> <http://e/p> 1 .")
    put(tmp_path / "plans/draft.ttl", "<http://e/b> <http://e/p> 1 .")
    assert popgraph.open(tmp_path).graphs() == ("http://e/g",)
    assert catalog.read(tmp_path / "catalog.ttl").entry("plans/p.ttl").title("en") == "Mi plan"


def test_a_catalogue_in_data_counts_from_the_folder_above(tmp_path: Path) -> None:
    put(tmp_path / "data/catalog.ttl", CATALOG.replace("FILE", "data/p.ttl"))
    put(tmp_path / "data/p.ttl", "<http://e/a> <http://e/p> 1 .")
    assert popgraph.open(tmp_path).graphs() == popgraph.open(tmp_path / "data").graphs() == ("http://e/g",)


@pytest.mark.parametrize("file", ["../p.ttl", "/etc/passwd", "a/../../p.ttl", "..\\\\p.ttl"])
def test_a_catalogue_cannot_lead_out_of_its_folder(tmp_path: Path, file: str) -> None:
    put(tmp_path / "catalog.ttl", CATALOG.replace("FILE", file))
    with pytest.raises(DataError, match="outside its folder"):
        popgraph.open(tmp_path)


def test_a_catalogued_file_that_is_missing_is_named(tmp_path: Path) -> None:
    put(tmp_path / "catalog.ttl", CATALOG.replace("FILE", "p.ttl"))
    with pytest.raises(DataError, match="No such file") as caught:
        popgraph.open(tmp_path)
    assert caught.value.where == str(tmp_path / "p.ttl")


def test_a_catalogue_without_a_graph_says_what_it_needs(tmp_path: Path) -> None:
    put(tmp_path / "catalog.ttl", "<http://e/a> <http://e/p> 1 .")
    with pytest.raises(DataError, match="sd:graph"):
        popgraph.open(tmp_path)


BOMB = """<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>
<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">
<r:Description r:about="http://e/a"><e:p>&b;</e:p></r:Description></r:RDF>"""


@pytest.mark.parametrize(
    ("name", "text", "what", "place"),
    [
        ("a.ttl", "<http://e/a> <http://e/p>\n  ;; .", "Not valid Turtle", ":2:3"),
        ("a.ttl", "<http://e/a> <http://e/p> 1 .\nex:a ex:p 2 .", "prefix ex: has not been declared", ":2:1"),
        ("a.nt", "<http://e/a> <http://e/p> .", "Not valid N-Triples", ":1:"),
        ("a.jsonld", '{"@id": ', "Not valid JSON-LD", "a.jsonld"),
        (
            "a.jsonld",
            '{"@context": "http://127.0.0.1:9/c", "@id": "http://e/a"}',
            "context is on the web",
            "",
        ),
        ("a.rdf", "<a", "Not valid RDF/XML", "a.rdf"),
        ("a.rdf", BOMB, "XML entities", "a.rdf"),
        ("a.ttl", b'<http://e/a> <http://e/p>\n"a\xf1o" .', "Not UTF-8", ":2:"),
        ("a.ttl", "<http://e/a> <http://e/p> 1 .".encode("utf-16"), "Not UTF-8", ":1:1"),
        ("a.ttl", b"\xef\xbb\xbf<http://e/a> <http://e/p> 1 .", "byte order mark", ":1:"),
        ("a.xlsx", "", "Not a known RDF format", "a.xlsx"),
    ],
)
def test_a_broken_file_says_what_where_and_what_to_do(
    tmp_path: Path, name: str, text: str | bytes, what: str, place: str
) -> None:
    path = put(tmp_path / name, text)
    with pytest.raises(DataError) as caught:
        popgraph.open(path)
    assert what in caught.value.what
    assert caught.value.where.startswith(str(path))
    assert place in caught.value.where
    assert caught.value.hint or name == "a.rdf"


def test_a_missing_place_and_a_folder_without_rdf_are_errors(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="No such file or folder"):
        popgraph.open(tmp_path / "none.ttl")
    with pytest.raises(DataError, match="No RDF"):
        popgraph.open(tmp_path)


def test_namespaces_written_as_xml_entities_are_read(tmp_path: Path) -> None:
    text = BOMB.replace('<!ENTITY b "&a;&a;&a;">', "").replace("&b;", "&a;")
    assert popgraph.open(put(tmp_path / "a.owl", text)).ask("ASK { ?s ?p 'ha' }")


def test_a_store_or_an_endpoint_is_not_joined_with_files(tmp_path: Path) -> None:
    plan = put(tmp_path / "a.ttl", "<http://e/a> <http://e/p> 1 .")
    popgraph.build(tmp_path / "store", plan)
    for place in (tmp_path / "store", "http://127.0.0.1:9/query"):
        with pytest.raises(UsageError, match="can't be joined"):
            popgraph.open(plan, place)


def test_sources_tell_what_would_be_loaded(tmp_path: Path) -> None:
    (one,) = sources(put(tmp_path / "a.ttl", ""))
    assert (one.path, one.graph) == (tmp_path / "a.ttl", LOCAL + "a")
