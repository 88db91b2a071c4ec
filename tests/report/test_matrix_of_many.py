"""Of a collection only the matrices of a few plans are drawn, and the page says so."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import popgraph
from popgraph.report import html
from popgraph.report.matrix import MOST, read
from popgraph.validation import ValidationReport
from popgraph.vocab import ID

PREFIXES = "@prefix pop: <https://w3id.org/popgraph/ontology#> .\n"


def plan(number: int) -> str:
    base = f"{ID}pe-cus/pop-p{number}/2005/"
    return (
        f"<{base}oe1> a pop:StrategicObjective ; pop:partOfPlan <{base}plan> .\n"
        f"<{base}oe1/a1> a pop:PlannedActivity ; pop:partOfPlan <{base}plan> ; pop:servesObjective <{base}oe1> ;\n"
        f"    pop:hasIndicator <{base}oe1/a1/i1> .\n"
        f"<{base}oe1/a1/i1> a pop:Indicator ; pop:hasDuePeriod <{base}oe1/a1/i1/d> .\n"
        f'<{base}oe1/a1/i1/d> pop:edtf "2005" .\n'
    )


def test_the_plans_with_most_findings_are_shown(tmp_path: Path, real: ValidationReport) -> None:
    file = tmp_path / "many.ttl"
    file.write_text(PREFIXES + "".join(map(plan, range(MOST + 5))), "utf-8")
    store = popgraph.open(file)
    wrong = [f"{ID}pe-cus/pop-p{number}/2005/oe1/a1" for number in (7, 7, 3)]
    matrix = read(store, wrong)
    shown = [objective.head.iri for objective in matrix.objectives if objective.head]
    assert [iri.split("/")[-3] for iri in shown] == ["pop-p3", "pop-p7"]
    assert matrix.objectives[0].activities[0].indicators[0].dues == ("2005",)
    found = tuple(dataclasses.replace(real.findings[0], focus=iri) for iri in wrong)
    page = html.render(dataclasses.replace(real, findings=found, waived=()), store=store)
    assert f"2 de {MOST + 5} planes" in page
    assert f"2 of {MOST + 5} plans" in page


def test_a_few_plans_are_all_shown(tmp_path: Path) -> None:
    file = tmp_path / "few.ttl"
    file.write_text(PREFIXES + "".join(map(plan, range(MOST))), "utf-8")
    matrix = read(popgraph.open(file))
    assert (len(matrix.objectives), matrix.plans, matrix.of) == (MOST, MOST, MOST)


def test_a_unit_is_called_by_its_name_though_the_plan_alone_has_none(tmp_path: Path) -> None:
    file = tmp_path / "plan.ttl"
    file.write_text(
        PREFIXES
        + plan(1)
        + f"<{ID}pe-cus/pop-p1/2005/oe1/a1/i1> pop:hasTarget <urn:x:t> . "
        + "<urn:x:t> pop:targetValue 70 ; pop:targetUnit <http://qudt.org/vocab/unit/PERCENT> .",
        "utf-8",
    )
    (target,) = read(popgraph.open(file)).objectives[0].activities[0].indicators[0].targets
    assert "unit:" not in target["es"] + target["en"]
    assert target["es"].startswith("70 ")
