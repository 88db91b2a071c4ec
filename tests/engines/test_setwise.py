"""The default engine as users meet it: it needs no other library, and binds focus nodes in every group of a query."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from popgraph.engine import Data
from popgraph.engines.pyshacl import PyshaclEngine
from popgraph.engines.setwise import SetwiseEngine
from popgraph.results import Result
from popgraph.shapes import Shapes

ROOT = Path(__file__).parents[2]
HEAD = """
@prefix e: <http://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
DATA = """
e:a a e:Task ; e:p e:b , e:a .
e:b a e:Sub ; e:p 2 .
e:c a e:Other ; e:p e:a .
e:Sub rdfs:subClassOf e:Task .
"""


def test_validate_imports_neither_rdflib_nor_pyshacl() -> None:
    plan = ROOT / "data" / "pe-cus" / "pop-cacao" / "2005" / "plan.ttl"
    command = [
        sys.executable,
        "-X",
        "importtime",
        "-m",
        "popgraph",
        "validate",
        str(plan),
        "--tier",
        "linked",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if "|" in line}
    assert "popgraph.engines.setwise" in imported
    assert not {"rdflib", "pyshacl"} & imported


def said(results: tuple[Result, ...]) -> set[tuple[object, ...]]:
    return {(r.focus, r.path, r.value, r.severity, r.component, r.bindings) for r in results}


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this { { FILTER ($this = <http://example.org/a>) } }",
        "SELECT $this ?that { BIND ($this AS ?that) }",
        "SELECT $this { $this a ?kind FILTER NOT EXISTS { ?x a $this } }",
        "SELECT $this ?other { $this a ?kind OPTIONAL { ?other ?p ?o FILTER (?o = $this) } }",
        "SELECT $this (COUNT(?o) AS ?n) { $this ?p ?o } GROUP BY $this HAVING (COUNT(?o) > 2)",
        "SELECT $this ?n { { SELECT $this (COUNT(?o) AS ?n) { $this ?p ?o } GROUP BY $this } FILTER (?n > 1) }",
        "SELECT ?this { ?this a ?kind { ?x ?q ?y FILTER (?y = ?this) } }",
    ],
)
def test_a_focus_node_is_bound_wherever_a_query_needs_it(query: str) -> None:
    text = f"{HEAD} e:shape a sh:NodeShape ; sh:targetClass e:Task ; sh:sparql [ sh:select '{query}' ] ."
    sheet = Shapes.of(quad.triple for quad in parse(input=text, format=RdfFormat.TURTLE))
    data = Data(quad.triple for quad in parse(input=HEAD + DATA, format=RdfFormat.TURTLE))
    (rule,) = sheet.targeted()
    found = said(SetwiseEngine(sheet).run(data, [rule]))
    assert found == said(PyshaclEngine(sheet).run(data, [rule], without_queries=False))
    assert found
