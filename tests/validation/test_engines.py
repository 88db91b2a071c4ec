"""Both engines say the same of every example of a rule; what can't be run set-wise is named.

Of the shipped plan, of made-up ones and of mistakes: ``tests/engines/test_matrix.py``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import popgraph
from popgraph.embedded import EmbeddedStore
from popgraph.engine import Data
from popgraph.engines import engine
from popgraph.engines.pyshacl import PyshaclEngine
from popgraph.engines.setwise import SetwiseEngine
from popgraph.errors import DataError, UsageError
from popgraph.loading import FORMATS
from popgraph.rules import find
from popgraph.shapes import Shapes
from tests.engines.matrix import background, both, keys

FIXTURES = Path(__file__).parents[1] / "rules"
EXAMPLES = sorted(path for path in FIXTURES.glob("*/*.ttl") if path.stem in ("bad", "good"))
HEAD = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shapes: <https://w3id.org/popgraph/shapes#> .
@prefix e: <http://example.org/> .
"""


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_engines_agree_on_the_example_of_a_rule(path: Path) -> None:
    rule = find(path.parent.name)
    if rule.kind == "check":
        rule = find("STR-02")
    data = Data([*(quad.triple for quad in popgraph.open(path).quads()), *background("ontology", "scheme")])
    one, other = both(data, [rule.id])
    assert one == other
    if rule.id == path.parent.name:
        assert bool(one) == (path.stem == "bad")


def plan(text: str) -> Data:
    store = EmbeddedStore()
    store.oxigraph.load(input=(HEAD + text).encode(), format=FORMATS[".ttl"])
    return Data(quad.triple for quad in store.quads())


def sheet(folder: Path, text: str) -> Shapes:
    file = folder / "shapes.ttl"
    file.write_text(HEAD + text, "utf-8")
    return Shapes([file])


RULE = find("STR-04")
DATA = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
e:a a e:Task ; e:p e:b , 'x' .
e:b a e:Sub ; e:p 2 , [ a e:Task ] .
e:Sub rdfs:subClassOf e:Task .
"""


@pytest.mark.parametrize(
    "target",
    ["sh:targetClass e:Task", "sh:targetSubjectsOf e:p", "sh:targetObjectsOf e:p", "sh:targetNode e:a , e:c"],
)
@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this ?value WHERE { $this <http://example.org/p> ?value }",
        "SELECT $this (COUNT(?o) AS ?value) WHERE { $this <http://example.org/p> ?o } GROUP BY $this",
        "SELECT $this ?other WHERE { ?other <http://example.org/p> $this FILTER NOT EXISTS { $this a ?kind } }",
        "SELECT DISTINCT $this WHERE { { $this a ?kind } UNION { ?x <http://example.org/p> $this } }",
    ],
)
def test_each_kind_of_target_bounds_each_kind_of_query_alike(target: str, query: str, tmp_path: Path) -> None:
    shapes = sheet(tmp_path, f'shapes:STR-04 a sh:NodeShape ; {target} ; sh:sparql [ sh:select "{query}" ] .')
    data = plan(DATA)
    assert keys(SetwiseEngine(shapes).evaluate(data, [RULE])) == keys(
        PyshaclEngine(shapes).evaluate(data, [RULE])
    )


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        ("[ sh:select 'SELECT ?value WHERE { ?value a ?kind }' ]", r"doesn't return \$this"),
        ("[ sh:select 'SELECT (STR(?this) AS ?x) WHERE { $this a ?k }' ]", r"doesn't return \$this"),
        ("[ sh:select 'SELECT $this WHERE { $this a ?k { SELECT ?k WHERE { ?x a ?k } } }' ]", r"\$this"),
        ("[ sh:select 'SELECT $this WHERE { $this a ?k MINUS { $this a ?k } }' ]", "MINUS"),
        ("[ sh:select 'SELECT $this WHERE { SERVICE <http://e/> { $this a ?k } }' ]", "SERVICE"),
        ("[ sh:select 'SELECT $this WHERE { $this a ?k VALUES ?k { 1 } }' ]", "VALUES"),
        ("[ sh:select 'SELECT $this WHERE { $this a $currentShape }' ]", "currentShape"),
        ("[ sh:select 'SELECT $this WHERE { $this a' ]", "isn't valid"),
        ("[ sh:ask 'ASK { $this a ?k }' ]", "no sh:select"),
    ],
)
def test_what_cannot_be_run_set_wise_is_refused_by_name(shape: str, reason: str, tmp_path: Path) -> None:
    shapes = sheet(tmp_path, f"shapes:STR-04 a sh:NodeShape ; sh:targetClass e:Task ; sh:sparql {shape} .")
    with pytest.raises(DataError, match=reason) as caught:
        SetwiseEngine(shapes).evaluate(plan(DATA), [RULE])
    assert caught.value.where == "STR-04"


def test_a_query_on_an_inner_shape_is_refused_by_name(tmp_path: Path) -> None:
    inner = "sh:property [ sh:path e:p ; sh:sparql [ sh:select 'SELECT $this WHERE { $this a ?k }' ] ]"
    shapes = sheet(tmp_path, f"shapes:STR-04 a sh:NodeShape ; sh:targetClass e:Task ; {inner} .")
    with pytest.raises(DataError, match="inner shape"):
        SetwiseEngine(shapes).evaluate(plan(DATA), [RULE])


def test_a_broken_file_of_shapes_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"shapes.ttl:\d+"):
        sheet(tmp_path, "shapes:X a sh:NodeShape ; ; ; broken")


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(UsageError, match="setwise, pyshacl"):
        engine("jena")
