"""INT-01 put the interpreted property into a query: one that was a text, or held a brace, broke the validation."""

from __future__ import annotations

from pathlib import Path

import pytest

from popgraph import validate

DATA = """@prefix pop: <https://w3id.org/popgraph/ontology#> .
@prefix id: <https://w3id.org/popgraph/id/pe-cus/pop-cafe/2006/> .
id:interpretacion a pop:Interpretation ;
    pop:interprets id:tarea ; pop:interpretedProperty %s ; pop:readsAs id:otra .
id:tarea a pop:PlannedTask . id:otra a pop:PlannedTask .
"""


@pytest.mark.parametrize(
    "named", ['"dependsOn"', '">) } SERVICE <urn:x:y> { ?s ?p ?o }"', "[ a pop:PlannedTask ]", "<urn:x:%7B>"]
)
def test_a_property_that_is_no_property_leaves_the_reading_without_its_triple(
    named: str, tmp_path: Path
) -> None:
    file = tmp_path / "plan.ttl"
    file.write_text(DATA % named, "utf-8")
    assert [finding.focus.rpartition("/")[2] for finding in validate(file, rules=["INT-01"]).findings] == [
        "interpretacion"
    ]


def test_a_reading_that_stands_is_none(tmp_path: Path) -> None:
    file = tmp_path / "plan.ttl"
    file.write_text(DATA % "pop:dependsOn" + "id:tarea pop:dependsOn id:otra .", "utf-8")
    assert validate(file, rules=["INT-01"]).conforms
