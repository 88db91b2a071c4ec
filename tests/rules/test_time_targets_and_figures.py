"""Rules about time, targets, figures and what adds up, each against a graph that breaks it and one that keeps it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Quad, Triple

import popgraph
from popgraph import rules
from popgraph.checks import CHECKS
from popgraph.embedded import EmbeddedStore
from popgraph.engine import Data
from popgraph.engines import engine
from popgraph.findings import Severity
from popgraph.results import Result
from popgraph.store import Store
from popgraph.vocab import GRAPH

HERE = Path(__file__).parent
SHAPES = (
    *("ACT-06", "HOR-05", "HOR-06", "HOR-07", "HOR-08", "TGT-02c", "TGT-03", "TGT-05", "TGT-07", "TGT-07s"),
    *("TMP-03", "TMP-04", "TMP-05", "TMP-06", "TMP-08", "TMP-09", "TMP-10", "TMP-11", "TMP-11r", "VER-08"),
)
GRAVE = {"EDT-01", "GRF-01", "HOR-05", "MAP-01", "MOD-01", "MOD-02", "MOD-03", "STR-09", "STR-11", "TXT-01"}
MINE = [rule for rule in rules.catalogue() if rule.id in SHAPES or rule.id in CHECKS]


@pytest.fixture(scope="module")
def ontology() -> tuple[Quad, ...]:
    folder = HERE.parents[1] / "ontology"
    files = [folder / "pop.ttl", *sorted((folder / "schemes").glob("*.ttl"))]
    return tuple(quad for file in files for quad in popgraph.open(file).quads())


def load(rule: str, name: str, ontology: tuple[Quad, ...]) -> Store:
    (file,) = (HERE / rule).glob(f"{name}.*")
    return EmbeddedStore.of([*ontology, *popgraph.open(file).quads()])


def found(store: Store, name: str = "setwise") -> list[Result]:
    triples = [Triple(quad.subject, quad.predicate, quad.object) for quad in store.quads()]
    shapes = engine(name).evaluate(Data(triples), [rule for rule in MINE if rule.kind == "shape"])
    return [*shapes, *(result for id_ in sorted(CHECKS) for result in CHECKS[id_](store))]


def ids(results: list[Result]) -> set[str]:
    return {result.rule for result in results}


@pytest.mark.parametrize("rule", sorted({*SHAPES, *CHECKS}))
def test_a_broken_graph_trips_its_rule(rule: str, ontology: tuple[Quad, ...]) -> None:
    assert rule in ids(found(load(rule, "bad", ontology)))


@pytest.mark.parametrize("rule", sorted({*SHAPES, *CHECKS}))
def test_a_sound_graph_does_not(rule: str, ontology: tuple[Quad, ...]) -> None:
    assert rule not in ids(found(load(rule, "good", ontology)))


@pytest.mark.parametrize("rule", sorted(SHAPES))
def test_the_reference_engine_finds_the_same_in_a_broken_graph(rule: str, ontology: tuple[Quad, ...]) -> None:
    store = load(rule, "bad", ontology)
    triples = [Triple(quad.subject, quad.predicate, quad.object) for quad in store.quads()]
    (one,) = (item for item in MINE if item.id == rule)
    assert engine("pyshacl").evaluate(Data(triples), [one]) == engine("setwise").evaluate(
        Data(triples), [one]
    )


def test_each_check_and_shape_here_is_in_the_catalogue_with_its_kind_and_words() -> None:
    assert {rule.id: rule.kind for rule in MINE} == {
        **dict.fromkeys(SHAPES, "shape"),
        **dict.fromkeys(CHECKS, "check"),
    }
    assert {rule.id for rule in MINE if rule.severity is Severity.VIOLATION} == GRAVE
    for rule in MINE:
        for said in (rule.title, rule.message, rule.rationale, rule.guidance, rule.grounds):
            assert set(said) == {"es", "en"}


@pytest.mark.parametrize(
    ("rule", "number"),
    [
        *(("TMP-07", 2), ("TGT-06", 2), ("STA-02", 2), ("STA-03", 2), ("EDT-01", 2), ("TXT-01", 3)),
        *(("MOD-01", 8), ("MOD-02", 5), ("MOD-03", 3)),
    ],
)
def test_each_fault_in_a_broken_graph_is_found(rule: str, number: int, ontology: tuple[Quad, ...]) -> None:
    assert sum(result.rule == rule for result in found(load(rule, "bad", ontology))) == number


def test_a_message_has_what_it_asks_for(ontology: tuple[Quad, ...]) -> None:
    for rule in MINE:
        asked = {part.split("}")[0] for part in rule.message["es"].split("{?")[1:]}
        for result in found(load(rule.id, "bad", ontology)):
            if result.rule == rule.id:
                assert asked <= {"this", "path", "value", *dict(result.bindings)}, rule.id
        english = {part.split("}")[0] for part in rule.message["en"].split("{?")[1:]}
        # What is wrong is a word of its language.
        assert {"fault" if name == "falta" else name for name in asked} == english


def test_a_plan_graph_is_told_its_strangers_and_its_curated_links(ontology: tuple[Quad, ...]) -> None:
    results = [r for r in found(load("GRF-01", "bad", ontology)) if r.rule == "GRF-01"]
    assert [dict(result.bindings)["graph"] for result in results] == [GRAPH + "pe-pun/pop-quinua/2005"] * 2
    assert [result.value.rsplit("/", 1)[1] for result in results] == ["mincetur", "t2"]


def test_the_figures_of_the_cacao_plan_are_held_against_its_tables() -> None:
    """62 % of importers is 55.7 % in the table; 75 %, 51 %, 115 % and 364.67 kg/ha are as printed."""
    wrong = {r.focus.rsplit("/", 1)[1]: dict(r.bindings) for r in CHECKS["STA-02"](popgraph.open())}
    assert {figure: bound["low"] for figure, bound in wrong.items()} == {
        "10": "63.3",
        "11": "13.88",
        "22": "55.72",
        "30": "2279000",
    }


def test_no_quote_date_or_figure_of_the_cacao_plan_is_copied_wrongly() -> None:
    store = popgraph.open()
    for id_ in ("EDT-01", "GRF-01", "MOD-01", "MOD-02", "MOD-03", "TMP-07", "TGT-06", "TXT-01", "TXT-01s"):
        assert list(CHECKS[id_](store)) == []


@pytest.mark.parametrize("odd", ["1E999999999", "9" * 5000, "-5", "INF", "x", ""])
def test_no_check_breaks_on_odd_numbers(odd: str, tmp_path: Path) -> None:
    file = tmp_path / "odd.ttl"
    file.write_text(
        f"""@base <https://w3id.org/popgraph/id/pe-cus/pop-cacao/2005/> .
        @prefix pop: <https://w3id.org/popgraph/ontology#> .
        @prefix qb: <http://purl.org/linked-data/cube#> .
        <plan> a pop:ProductOperationalPlan ; pop:horizonYear "{odd}" ; pop:validatedIn [ pop:heldOn "{odd}" ] .
        <i> pop:partOfPlan <plan> ; pop:sourceText "{odd} has." ; pop:hasTarget <t> ; pop:hasDuePeriod <d> .
        <t> pop:targetValue "{odd}" . <d> a pop:DuePeriod ; pop:edtf "{odd}" ; pop:sourceText "al {odd}" ;
            pop:latest "2005-02-01" .
        <s> <http://www.w3.org/ns/oa#exact> "{odd}" ; <http://www.w3.org/ns/oa#hasSource> <fuente> ;
            pop:firstLine "{odd}" ; pop:lastLine "{odd}" .
        <f> a pop:StatedFigure ; pop:calculation <https://w3id.org/popgraph/scheme/calculation/ratio> ;
            pop:figureValue "{odd}" ; pop:figurePeriod "{odd}" ; pop:numerator <o> , <p> ; pop:denominator <p> .
        <o> a qb:Observation ; qb:dataSet <stats> ; pop:sourceText "{odd}" ;
            <http://purl.org/linked-data/sdmx/2009/measure#obsValue> "{odd}" ;
            <http://purl.org/linked-data/sdmx/2009/dimension#refPeriod> "{odd}" .
        <p> a qb:Observation ; qb:dataSet <stats> ;
            <http://purl.org/linked-data/sdmx/2009/measure#obsValue> 1E30 ;
            <http://purl.org/linked-data/sdmx/2009/attribute#unitMult> "{odd}" .
        """,
        encoding="utf-8",
    )
    store = popgraph.open(file)
    assert {result.rule for check in CHECKS.values() for result in check(store)} >= {"EDT-01", "TXT-01"}
