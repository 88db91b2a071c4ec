"""A second plan in the layout of the 2017 PERX: the same verbs and questions work on it, unchanged.

The plan (``tests/reason/small.ttl``) is made up: a pillar, a line of action with its gap, a specific action with its
commitment, one indicator with targets for three years, one direct responsible and two entities involved. What is
expected here was typed from reading that file.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import popgraph
from popgraph import elements, overview, queries, validation
from popgraph.answers import Solutions
from popgraph.labels import labels
from popgraph.store import Store

ROOT = Path(__file__).parents[2]
FILE = ROOT / "tests" / "reason" / "small.ttl"
ID = "https://w3id.org/popgraph/id/"
PLAN = ID + "pe-pun/perx/2017/"
TASK, INDICATOR = PLAN + "pilar1/linea1/accion1", PLAN + "pilar1/linea1/accion1/i1"
LEAD, INVOLVED, GROUP = ID + "org/gobierno-regional-puno", ID + "org/produce", ID + "group/pe-pun/trucheros"
HEAD = "PREFIX pop: <https://w3id.org/popgraph/ontology#> "
ROLE = "https://w3id.org/popgraph/scheme/role/"


@pytest.fixture(scope="module")
def plan() -> Store:
    """The second plan by itself, without ontology, code lists or registry."""
    return popgraph.open(FILE)


@pytest.fixture(scope="module")
def both() -> Store:
    """The second plan beside everything that ships."""
    return popgraph.open(ROOT, FILE)


def rows(store: Store, question: str, *columns: str, **params: str) -> list[tuple[str, ...]]:
    answer = queries.run(store, queries.find(question), params)
    assert isinstance(answer, Solutions)
    return [tuple(str(getattr(row[name], "value", "")) for name in columns) for row in answer]


def select(store: Store, sparql: str) -> list[tuple[str, ...]]:
    return [
        tuple(str(getattr(term, "value", "")) for term in row) for row in store.select(HEAD + sparql).rows
    ]


def test_the_draft_rules_find_nothing(plan: Store) -> None:
    report = validation.validate(plan, tier="draft")
    assert report.findings == ()
    assert report.rules


def test_an_action_is_found_by_its_printed_code_and_shown_with_its_place(plan: Store) -> None:
    action = elements.show(plan, "1.1.1")
    assert action.iri == TASK
    assert action.kinds == ("tarea planificada",)
    assert [(place.name, place.text) for place in action.place] == [
        ("pilar1/linea1", "Frío para la trucha"),
        ("pilar1", "Oferta de trucha lista para exportar"),
        ("Plan exportador de Puno", ""),
    ]
    mentions = [fact.text for fact in action.facts if fact.name == "tiene responsabilidad"]
    assert mentions == ["Gobierno Regional → Gobierno Regional de Puno", "PRODUCE", "Trucheros"]
    assert [fact.text for fact in action.facts if fact.name == "tiene meta"] == [
        "Ceder el terreno de los muelles"
    ]
    assert [(passage.first, passage.last) for passage in action.passages] == [(12, 12)]
    # Its document doesn't ship with popgraph.
    assert action.lines == ()


def test_a_path_below_the_plan_is_enough(plan: Store, both: Store) -> None:
    for store in (plan, both):
        assert elements.resolve(store, "pilar1/linea1/accion1/i1") == INDICATOR


def test_info_counts_it_by_class_and_region(plan: Store) -> None:
    found = overview.info(plan)
    counts = {count.label: count.number for count in found.classes}
    assert (counts["tarea planificada"], counts["valor objetivo"], counts["responsabilidad"]) == (1, 3, 3)
    assert [(region.label, region.plans, region.elements) for region in found.regions] == [("Puno", 1, 9)]


def test_pairs_of_actors_that_share_the_action(plan: Store) -> None:
    assert rows(plan, "CQ02", "a", "b", "shared") == [
        (GROUP, LEAD, "1"),
        (GROUP, INVOLVED, "1"),
        (LEAD, INVOLVED, "1"),
    ]
    assert rows(plan, "CQ02", "a", "b", "shared", groups="false") == [(LEAD, INVOLVED, "1")]


def test_an_actors_calendar_has_a_row_a_year_of_the_series(plan: Store) -> None:
    found = rows(plan, "CQ08", "actor", "indicator", "earliest", "latest", actor="org/produce")
    assert found == [
        (INVOLVED, INDICATOR, "2018-01-01", "2018-12-31"),
        (INVOLVED, INDICATOR, "2019-01-01", "2019-12-31"),
        (INVOLVED, INDICATOR, "2020-01-01", "2020-12-31"),
    ]


@pytest.mark.parametrize(("year", "due"), [("2017", 0), ("2018", 1), ("2019", 1), ("2020", 1), ("2021", 0)])
def test_the_indicator_falls_due_in_each_of_the_three_years(year: str, due: int, plan: Store) -> None:
    found = rows(plan, "CQ13", "indicator", "edtf", "certain", year=year)
    assert found == [(INDICATOR, year, "true")] * due


def test_three_targets_are_one_quantified_indicator(plan: Store) -> None:
    cumulative = "https://w3id.org/popgraph/scheme/target-mode/cumulative"
    assert rows(plan, "CQ12", "mode", "indicators", "quantified") == [(cumulative, "1", "1")]


def test_the_targets_rise_over_three_years(plan: Store) -> None:
    series = select(
        plan,
        "SELECT ?edtf ?value { ?i pop:hasTarget ?t . ?t pop:targetValue ?value ; pop:hasDuePeriod/pop:edtf ?edtf }"
        " ORDER BY ?edtf",
    )
    assert series == [("2018", "1"), ("2019", "3"), ("2020", "6")]


def test_who_leads_and_who_is_involved_are_told_apart(plan: Store) -> None:
    asked = "SELECT ?who { ?r pop:responsibilityRole <%s> ; pop:responsibleParty ?who } ORDER BY ?who"
    assert select(plan, asked % f"{ROLE}lead") == [(LEAD,)]
    assert select(plan, asked % f"{ROLE}involved") == [(GROUP,), (INVOLVED,)]


def test_the_2005_plan_that_prints_no_roles_invents_none(both: Store) -> None:
    roles = select(
        both,
        "SELECT ?plan ?role (COUNT(*) AS ?n) { ?t a pop:PlannedTask ; pop:partOfPlan ?plan ;"
        " pop:hasResponsibility/pop:responsibilityRole ?role } GROUP BY ?plan ?role ORDER BY ?plan ?role",
    )
    assert roles == [
        (ID + "pe-cus/pop-cacao/2005/plan", ROLE + "unspecified", "191"),
        (PLAN + "plan", ROLE + "involved", "2"),
        (PLAN + "plan", ROLE + "lead", "1"),
    ]


def test_the_line_of_action_addresses_its_gap(plan: Store) -> None:
    assert select(plan, "SELECT ?gap { ?line pop:addressesFinding ?gap }") == [
        (PLAN + "pilar1/linea1/brecha",)
    ]


def test_two_plans_side_by_side_keep_their_answers_apart(both: Store, plan: Store, shipped: Store) -> None:
    def found(store: Store) -> set[tuple[str, ...]]:
        return set(rows(store, "CQ02", "a", "b", "shared"))

    assert found(both) == found(plan) | found(shipped)
    assert {region.label: region.plans for region in overview.info(both).regions} == {"Cusco": 2, "Puno": 1}


def test_terms_are_called_by_their_shipped_labels_though_the_plan_brings_none(plan: Store) -> None:
    lead = ROLE + "lead"
    assert labels(plan, [lead], lang="en") == {lead: "lead"}
