"""Oxigraph ended the whole process where a query ordered numbers, texts and dates of one variable."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import popgraph
from popgraph import resources
from popgraph.embedded import EmbeddedStore
from popgraph.engines.literals import compared
from popgraph.ordering import steady

_MIXED = re.compile(
    r"(pop:(?:ordinal|code|earliest|latest|targetValue|firstLine|horizonYear|figureValue|edtf) )"
    r"(\"[^\"\n]*\"(?:\^\^xsd:\w+|@\w+)?|-?[0-9.]*[0-9])"
)
_SPELLED = (
    *("{0}", '"{0}"', '"{0}x"@es', '"{0}x"', '"2005-01-{0:02}"^^xsd:date', "{0}.5", '"{0}"^^xsd:gYear'),
    *('"bad{0}"^^xsd:integer', '"NaN"^^xsd:double', "{0}e0", "true", "<urn:x:{0}>"),
    *('"2005-01-{0:02}T00:00:00Z"^^xsd:dateTime', '"2005-01-{0:02}T00:00:00"^^xsd:dateTime'),
)
_ALL = """
import sys
from datetime import date
import popgraph
from popgraph.queries import catalogue, run
file = sys.argv[1]
store = popgraph.open(file, "data/registry", "ontology")
for query in catalogue():
    len(run(store, query))
len(store.select("SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s DESC(?o) ?p"))
len(list(store.texts("SELECT ?s ?o { ?s ?p ?o } ORDER BY ?o ?s LIMIT 9")))
for name in ("plan", "oe1/a1", "oe1/a1/t1", "oe1/a1/t1/i1"):
    popgraph.show(store, "https://w3id.org/popgraph/id/pe-cus/pop-cacao/2005/" + name)
popgraph.info(store)
popgraph.due(store, as_of=date(2008, 1, 1))
for tier in ("draft", "linked"):
    assert popgraph.validate(file, tier=tier).findings
print("survived")
"""


@pytest.mark.parametrize("seed", [1, 2])
def test_every_command_survives_them(tmp_path: Path, seed: int) -> None:
    dice = Random(seed)
    text = (resources.root() / "data/pe-cus/pop-cacao/2005/plan.ttl").read_text("utf-8")
    text, times = _MIXED.subn(
        lambda match: match[1] + dice.choice(_SPELLED).format(dice.randrange(1, 29)), text
    )
    assert times > 1000
    file = tmp_path / "plan.ttl"
    file.write_text(text, "utf-8")
    root = Path(popgraph.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", _ALL, str(file)],
        capture_output=True,
        text=True,
        cwd=resources.root(),
        env={**os.environ, "PYTHONPATH": str(root), "RUST_BACKTRACE": "0"},
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "survived\n"), done.stderr[-2000:]


def ordered(values: list[Literal | NamedNode], key: str = "?o") -> list[str]:
    node, says = NamedNode("urn:x:a"), NamedNode("urn:x:p")
    store = EmbeddedStore.of(Quad(node, says, value, NamedNode("urn:x:g")) for value in values)
    return [str(term) for term in store.select(f"SELECT ?o {{ ?s ?p ?o }} ORDER BY {key}").column("o")]


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ([Literal(10), Literal(9), Literal(9.5)], [Literal(9), Literal(9.5), Literal(10)]),
        ([Literal("b"), Literal("a", language="es")], [Literal("a", language="es"), Literal("b")]),
        ([Literal("x"), NamedNode("urn:x:z"), Literal(1)], [NamedNode("urn:x:z"), Literal("x"), Literal(1)]),
    ],
)
def test_the_order_is_by_kind_number_and_text(
    values: list[Literal | NamedNode], wanted: list[Literal | NamedNode]
) -> None:
    assert ordered(values) == [str(term) for term in wanted]
    assert ordered(values, "DESC(?o)") == [str(term) for term in reversed(wanted)]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY ?s ORDER BY DESC(COUNT(?o)) ?s",
        "SELECT ?o { ?s ?p ?o } ORDER BY LANG(?o) (STRLEN(STR(?o)) + 1) COALESCE(?o, 1) LIMIT 2",
        "SELECT ?n { { SELECT ?o { ?s ?p ?o } ORDER BY ?o LIMIT 3 } BIND(STR(?o) AS ?n) } ORDER BY ASC(?n) OFFSET 1",
        "SELECT ?o { ?s ?p ?o } ORDER BY <http://www.w3.org/2001/XMLSchema#string>(?o) VALUES ?s { <urn:x:a> }",
        "SELECT ?o { ?s ?p ?o . ?o ?order 'ORDER BY ?o' } # ORDER BY ?o",
    ],
)
def test_a_query_whose_order_is_made_steady_is_still_one(query: str) -> None:
    store = EmbeddedStore.of(
        [Quad(NamedNode("urn:x:a"), NamedNode("urn:x:p"), Literal("1"), NamedNode("urn:x:g"))]
    )
    assert store.select(query).variables
    assert (steady(query) == query) == ("?order" in query)


def test_what_is_no_number_is_compared_with_no_number() -> None:
    odd = Literal("NaN", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#double"))
    for other in (Literal(2), Literal(2.5), odd):
        assert compared(odd, other) is compared(other, odd) is None
