"""STR-08 counted the activities of all plans that serve one objective together."""

from __future__ import annotations

from pathlib import Path

from popgraph import validate

HEAD = "@prefix pop: <https://w3id.org/popgraph/ontology#> .\n"
ACTIVITY = """<https://w3id.org/popgraph/id/pe-cus/{plan}/2005/oe1/a{n}> a pop:PlannedActivity ; pop:code "A{n}" ;
    pop:ordinal {n} ; pop:servesObjective <https://w3id.org/popgraph/id/pe-cus/perx/2005/oe1> .
"""


def found(tmp_path: Path, *activities: tuple[str, int]) -> int:
    file = tmp_path / "plans.ttl"
    file.write_text(HEAD + "".join(ACTIVITY.format(plan=plan, n=n) for plan, n in activities), "utf-8")
    return len(validate(file, rules=["STR-08"]).findings)


def test_each_plan_counts_its_own_activities(tmp_path: Path) -> None:
    assert found(tmp_path, ("pop-cacao", 1), ("pop-cacao", 2), ("pop-cafe", 1)) == 0


def test_a_gap_in_one_of_them_is_told(tmp_path: Path) -> None:
    assert found(tmp_path, ("pop-cacao", 1), ("pop-cacao", 2), ("pop-cafe", 1), ("pop-cafe", 3)) > 0
