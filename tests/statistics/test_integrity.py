"""The tables of figures meet the integrity constraints of the Data Cube Vocabulary, and each constraint can fail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat

from popgraph.answers import Answer, Solutions
from popgraph.cube import CubeConstraint, check, constraints
from popgraph.embedded import EmbeddedStore
from popgraph.errors import DataError
from popgraph.remote import RemoteStore
from popgraph.vocab import GRAPH, ID, PREFIXES

RdflibAnswer = Callable[..., Answer]

PLAN = ID + "pe-cus/pop-cacao/2005/"
STATISTICS = GRAPH + "stats/pe-cus/pop-cacao/2005"
CUBE = (STATISTICS, GRAPH + "ontology", GRAPH + "scheme/flow", GRAPH + "scheme/statistic")
COCLA = "stats/exportadores-de-grano-cusco/cocla/2004"
MANTECA = "stats/importadores-de-manteca/total/2003"
REF = PREFIXES["sdmx-dimension"]
VALUE = PREFIXES["sdmx-measure"] + "obsValue"
UNIT_MULT = PREFIXES["sdmx-attribute"] + "unitMult"
POP = PREFIXES["pop"]
# One table gets a structure of its own, with a dimension that names the measure.
MEASURE_DIMENSION = (
    "DELETE WHERE { <stats/exportadores-de-grano-cusco> qb:structure ?s };"
    "INSERT { <otra> ?p ?o } WHERE { <stats/estructura> ?p ?o };"
    "INSERT DATA { <stats/exportadores-de-grano-cusco> qb:structure <otra>. <otra> qb:component <otra/m>."
    " <otra/m> qb:dimension qb:measureType. qb:measureType a qb:DimensionProperty; rdfs:range rdf:Property };"
    "INSERT { ?o qb:measureType sdmx-measure:obsValue } WHERE { ?o a qb:Observation };"
)
SECOND_MEASURE = (
    "INSERT DATA { <otra> qb:component <otra/w>. <otra/w> qb:measure <weight> };"
    "INSERT DATA { <weight> a qb:MeasureProperty };"
)

# What is done to the tables, which constraints that breaks, and where the first of them is broken.
BROKEN = [
    ("DELETE DATA { cocla:2004 qb:dataSet <stats/exportadores-de-grano-cusco> }", "IC-1", COCLA, ""),
    ("INSERT DATA { cocla:2004 qb:dataSet <stats/importadores-de-manteca> }", "IC-1", COCLA, ""),
    (
        "DELETE WHERE { <stats/importadores-de-grano> qb:structure ?s }",
        "IC-2",
        "stats/importadores-de-grano",
        "",
    ),
    (
        "INSERT DATA { <stats/importadores-de-grano> qb:structure <stats/otra> }",
        "IC-2",
        "stats/importadores-de-grano",
        "",
    ),
    ("DELETE WHERE { <stats/estructura/obsValue> qb:measure ?m }", "IC-3", "stats/estructura", ""),
    ("DELETE WHERE { sdmx-dimension:refPeriod rdfs:range ?r }", "IC-4", REF + "refPeriod", ""),
    ("DELETE WHERE { pop:tradeFlow qb:codeList ?l }", "IC-5", POP + "tradeFlow", ""),
    (
        "INSERT DATA { <stats/estructura/refArea> qb:componentRequired false }",
        "IC-6",
        "stats/estructura",
        REF + "refArea",
    ),
    ("INSERT DATA { <key> a qb:SliceKey }", "IC-7", "key", ""),
    (
        "INSERT DATA { <stats/estructura> qb:sliceKey <key>. <key> a qb:SliceKey; qb:componentProperty pop:inRow }",
        "IC-8",
        "key",
        POP + "inRow",
    ),
    ("INSERT DATA { <stats/importadores-de-grano> qb:slice <slice> }", "IC-9", "slice", ""),
    (
        "INSERT DATA { <stats/estructura> qb:sliceKey <key>. <slice> a qb:Slice; qb:sliceStructure <key>."
        " <key> a qb:SliceKey; qb:componentProperty pop:tradeFlow }",
        "IC-10",
        "slice",
        POP + "tradeFlow",
    ),
    ("DELETE WHERE { cocla:2004 sdmx-dimension:refPeriod ?p }", "IC-11", COCLA, REF + "refPeriod"),
    (
        "DELETE WHERE { cocla:2004 sdmx-dimension:refPeriod ?p };"
        'INSERT DATA { cocla:2004 sdmx-dimension:refPeriod "2003"^^xsd:gYear }',
        "IC-12",
        "stats/exportadores-de-grano-cusco/cocla/2003",
        COCLA,
    ),
    ("DELETE WHERE { cocla:2004 sdmx-attribute:unitMult ?u }", "IC-13", COCLA, UNIT_MULT),
    ("DELETE WHERE { cocla:2004 sdmx-measure:obsValue ?v }", "IC-14", COCLA, VALUE),
    (
        MEASURE_DIMENSION + "DELETE WHERE { cocla:2004 sdmx-measure:obsValue ?v }",
        "IC-15",
        COCLA,
        VALUE,
    ),
    (
        MEASURE_DIMENSION + SECOND_MEASURE + "INSERT DATA { cocla:2004 <weight> 7 }",
        "IC-16 IC-17",
        COCLA,
        "weight",
    ),
    (MEASURE_DIMENSION + SECOND_MEASURE, "IC-17", COCLA, "weight"),
    (
        "INSERT DATA { <stats/importadores-de-grano> qb:slice <slice>. <slice> qb:observation cocla:2004;"
        " qb:sliceStructure <key>. <stats/estructura> qb:sliceKey <key> }",
        "IC-18",
        COCLA,
        "slice",
    ),
    (
        "DELETE WHERE { manteca:2003 pop:statistic ?s };"
        "INSERT DATA { manteca:2003 pop:statistic <https://w3id.org/popgraph/scheme/flow/import> }",
        "IC-19",
        MANTECA,
        "https://w3id.org/popgraph/scheme/flow/import",
    ),
    (
        "INSERT DATA { pop:refProduct qb:codeList <beans>. <beans> a skos:Collection; skos:member <bean> }",
        "IC-19",
        COCLA,
        ID + "product/cacao-en-grano",
    ),
]


@pytest.fixture(scope="module")
def cube(shipped: EmbeddedStore) -> EmbeddedStore:
    """The tables with what they need of the ontology, all in one graph so that updates stay short."""
    return EmbeddedStore.of(
        Quad(quad.subject, quad.predicate, quad.object)
        for quad in shipped.quads()
        if getattr(quad.graph_name, "value", "") in CUBE and "/src/" not in str(quad.subject)
    )


def changed(cube: EmbeddedStore, update: str) -> EmbeddedStore:
    copy = EmbeddedStore.of(cube.quads())
    prefixes = {**PREFIXES, "cocla": PLAN + COCLA[:-4], "manteca": PLAN + MANTECA[:-4]}
    header = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes.items())
    copy.oxigraph.update(header + update, base_iri=PLAN)
    return copy


def in_rdflib(store: EmbeddedStore) -> rdflib.Graph:
    return rdflib.Graph().parse(
        data=store.oxigraph.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    )


def absolute(reference: str) -> str:
    return reference if not reference or reference.startswith("http") else PLAN + reference


def test_the_shipped_tables_meet_every_constraint(shipped: EmbeddedStore, cube: EmbeddedStore) -> None:
    assert check(shipped) == ()
    assert check(cube) == ()


def test_a_server_is_checked_alike(cube: EmbeddedStore, serve: Callable[..., str]) -> None:
    broken = changed(cube, "DELETE WHERE { cocla:2004 sdmx-attribute:unitMult ?u }")
    in_a_graph = EmbeddedStore.of(
        Quad(quad.subject, quad.predicate, quad.object, NamedNode(STATISTICS)) for quad in broken.quads()
    )
    with RemoteStore(serve(in_a_graph)) as remote:
        assert check(remote) == check(broken) != ()


@pytest.mark.parametrize("constraint", constraints(), ids=lambda constraint: constraint.id)
def test_rdflib_finds_nothing_either(
    constraint: CubeConstraint, cube: EmbeddedStore, rdflib_answer: RdflibAnswer
) -> None:
    answer = rdflib_answer(in_rdflib(cube), constraint.text)
    assert isinstance(answer, Solutions)
    assert answer.rows == ()


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case[1])
def test_a_broken_table_is_found_out(
    case: tuple[str, str, str, str], cube: EmbeddedStore, rdflib_answer: RdflibAnswer
) -> None:
    update, ids, focus, about = case
    broken = changed(cube, update)
    findings = check(broken)
    assert {finding.constraint.id for finding in findings} == set(ids.split())
    first = findings[0].constraint
    found = {(finding.focus, finding.about) for finding in findings if finding.constraint == first}
    assert (absolute(focus), absolute(about)) in found
    answer = rdflib_answer(in_rdflib(broken), first.text)
    assert isinstance(answer, Solutions)
    rows = {tuple(getattr(term, "value", "") for term in row) for row in answer.rows}
    assert {(*row, "")[:2] for row in rows} == found


def test_each_constraint_is_broken_by_a_test() -> None:
    assert {id_ for _, ids, _, _ in BROKEN for id_ in ids.split()} == {item.id for item in constraints()}


def test_a_fault_names_just_the_places_that_have_it(cube: EmbeddedStore) -> None:
    (finding,) = check(changed(cube, "DELETE WHERE { cocla:2004 sdmx-attribute:unitMult ?u }"))
    assert (finding.focus, finding.about) == (PLAN + COCLA, UNIT_MULT)
    assert finding.constraint.title("en") == "An observation has a value for every required attribute"
    assert finding.constraint.title("es") == "Una observación da valor a todos los atributos obligatorios"
    assert finding.constraint.source == "https://www.w3.org/TR/vocab-data-cube/#ic-13"


def test_components_named_in_the_long_form_count_too(cube: EmbeddedStore) -> None:
    """qb:componentProperty with a typed property says the same as qb:dimension, qb:measure or qb:attribute."""
    long_form = "".join(
        f"DELETE {{ ?c qb:{kind} ?p }} INSERT {{ ?c qb:componentProperty ?p }} WHERE {{ ?c qb:{kind} ?p }};"
        for kind in ("dimension", "measure", "attribute")
    )
    assert check(changed(cube, long_form)) == ()
    broken = changed(
        cube,
        long_form + "DELETE WHERE { cocla:2004 sdmx-dimension:refArea ?a; sdmx-measure:obsValue ?v;"
        " sdmx-attribute:unitMult ?u }",
    )
    assert [finding.constraint.id for finding in check(broken)] == ["IC-11", "IC-13", "IC-14"]


def test_constraints_come_in_the_order_of_their_numbers() -> None:
    assert [item.id for item in constraints()] == [f"IC-{number}" for number in range(1, 20)]


def test_a_constraint_without_its_header_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.rq").write_text("# id: OWN-1\nSELECT ?focus { ?focus ?p ?o }\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        constraints(tmp_path)
    assert "no source, title@es, title@en" in caught.value.what
    assert caught.value.where.endswith("own.rq")
