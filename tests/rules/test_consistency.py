"""What the data say twice: each disagreement is a finding of its own, and the plans at hand have none."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

import popgraph
from popgraph.checks import CHECKS
from popgraph.vocab import GRAPH, ID

HERE = Path(__file__).parent
SMALL = HERE.parent / "reason" / "small.ttl"
MINE = ("INT-01", "INT-02", "RSP-06", "STA-05", "STR-08", "TXT-02", "TXT-03")
PLAN = "pe-pun/pop-quinua/2005"


@pytest.mark.parametrize("rule", MINE)
def test_the_plans_at_hand_agree_with_themselves(rule: str) -> None:
    assert list(CHECKS[rule](popgraph.open())) == []
    assert list(CHECKS[rule](popgraph.open(SMALL))) == []


@pytest.mark.parametrize(
    ("rule", "number"),
    [("INT-01", 2), ("INT-02", 1), ("RSP-06", 2), ("STA-05", 4), ("STR-08", 2), ("TXT-02", 3), ("TXT-03", 1)],
)
def test_each_disagreement_is_found_once(rule: str, number: int) -> None:
    assert len(list(CHECKS[rule](popgraph.open(HERE / rule / "bad.ttl")))) == number


def test_a_reading_that_is_only_an_alternative_excuses_no_party() -> None:
    results = CHECKS["RSP-06"](popgraph.open(HERE / "RSP-06" / "bad.ttl"))
    assert [result.value.rpartition("/")[2] for result in results] == ["gobierno-regional-cusco", "senasa"]


def test_what_the_document_says_has_no_place_among_readings_or_in_the_registry(tmp_path: Path) -> None:
    file = tmp_path / "plan.trig"
    file.write_text(
        f"""@base <{ID}{PLAN}/> .
        @prefix pop: <https://w3id.org/popgraph/ontology#> .
        <{GRAPH}{PLAN}> {{ <plan> a pop:ProductOperationalPlan }}
        <{GRAPH}{PLAN}/interpretation> {{
            <oe1/a1/t1> pop:dependsOn <oe1/a1/t2> .
            <oe1/a1/t3> pop:sourceText "Sembrar quinua"@es .
        }}
        <{GRAPH}registry/institutions> {{ <oe1/a1/t4> a pop:PlannedTask }}
        """,
        encoding="utf-8",
    )
    results = list(CHECKS["GRF-01"](popgraph.open(file)))
    assert [result.focus.rpartition("/")[2] for result in results] == ["t3", "t4"]


def test_numbers_that_are_now_and_then_texts_or_dates_end_nothing(tmp_path: Path) -> None:
    # In the order of such a query Oxigraph ends the whole process.
    spelled = ("{0}", '"{0}"', '"x{0}"@es', '"2005-01-{0:02}"^^xsd:date', "<urn:x:{0}>")
    chance = Random(3)
    values = [chance.choice(spelled).format(chance.randrange(1, 21)) for _ in range(60)]
    ordinals = "".join(
        f"<oe1/a1/t1/r{at}> a pop:Responsibility ; pop:ordinal {value} ; pop:partOfActivity <oe1/a1> .\n"
        for at, value in enumerate(values)
    )
    readings = "".join(
        f"<interpretacion/r> pop:readsAs {value} ; a pop:Interpretation ; pop:interprets <oe1/a1> ;"
        " pop:interpretedProperty pop:code .\n"
        for value in values
    )
    file = tmp_path / "plan.ttl"
    file.write_text(
        f"@base <{ID}{PLAN}/> . @prefix pop: <https://w3id.org/popgraph/ontology#> ."
        f" @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n{ordinals}{readings}",
        encoding="utf-8",
    )
    store = popgraph.open(file)
    assert [result.rule for result in CHECKS["STR-08"](store)] == ["STR-08"]
    assert [result.rule for result in CHECKS["INT-01"](store)] == ["INT-01"]
