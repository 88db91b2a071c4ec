"""``waivers.csv``: findings that are let stand, as a graph of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from popgraph.encoding import encode
from popgraph.errors import DataError
from popgraph.vocab import ID, POP, PREFIXES, SHAPES

PLAN = ID + "pe-ama/pop-miel/2020/"
HEAD = "rule,focus,reason_es,reason_en,created,expires\n"


def table(plan: Path, *rows: str) -> None:
    (plan / "transcription" / "waivers.csv").write_text(
        HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8"
    )


def test_a_row_becomes_a_waiver_for_each_of_its_elements(plan: Path) -> None:
    table(plan, "str-03A,oe1/a1/t1; oe1/a1,Así está impreso.,As printed.,2026-11-23,2027-11-23")
    encode(plan)
    found: dict[str, dict[str, set[str]]] = {}
    for quad in parse(path=plan / "waivers.ttl", format=RdfFormat.TURTLE):
        assert isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal)
        found.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, set()).add(
            quad.object.value
        )
    assert set(found) == {PLAN + "dispensa/str-03a-oe1-a1-t1", PLAN + "dispensa/str-03a-oe1-a1"}
    one = found[PLAN + "dispensa/str-03a-oe1-a1-t1"]
    assert one[POP + "waivesRule"] == {SHAPES + "STR-03a"}
    assert one[POP + "waivesFocus"] == {PLAN + "oe1/a1/t1"}
    assert one[POP + "reason"] == {"Así está impreso.", "As printed."}
    assert one[PREFIXES["dcterms"] + "created"] == {"2026-11-23"}
    assert one[POP + "expires"] == {"2027-11-23"}


def test_without_waivers_there_is_no_file(plan: Path) -> None:
    table(plan)
    encode(plan)
    assert not (plan / "waivers.ttl").exists()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("STR-3a,oe1/a1,a,b,2026-11-23,", "No such rule: STR-3a"),
        ("STR-03a,,a,b,2026-11-23,", "focus is empty"),
        ("STR-03a,oe9/a9,a,b,2026-11-23,", "No row describes"),
        ("STR-03a,oe1/a1,a,b,2026-02-30,", "is not a date"),
        ("STR-03a,oe1/a1,a,b,2026-11-23,2026-11-22", "before it was created"),
        ("STR-03a,oe1/a1,,b,2026-11-23,", "is empty"),
    ],
)
def test_a_wrong_row_is_refused_with_its_place(row: str, told: str, plan: Path) -> None:
    table(plan, row)
    with pytest.raises(DataError) as caught:
        encode(plan)
    assert told in str(caught.value)
    assert "waivers.csv:2" in str(caught.value)
    assert not list(plan.glob("*.ttl"))
