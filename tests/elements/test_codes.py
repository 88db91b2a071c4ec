"""Compact codes stand for paths, there and back."""

from __future__ import annotations

import pytest

from popgraph.codes import code_of, part_of, path_of
from popgraph.embedded import EmbeddedStore
from popgraph.vocab import ID, POP

PLAN = ID + "pe-cus/pop-cacao/2005/"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("oe1/a2", "O1A2"),
        ("oe4/a10/t12", "O4A10T12"),
        ("oe1/a2/t4/m1", "O1A2T4M1"),
        ("oe1/a2/t4/i2", "O1A2T4I2"),
        ("oe1/a2/t4/r13", "O1A2T4R13"),
        ("oe1/a2/logro", "O1A2L"),
        ("oe1/a2/avance", "O1A2V"),
    ],
)
def test_a_code_and_its_path(path: str, code: str) -> None:
    assert code_of(PLAN + path) == code
    assert path_of(code) == path_of(code.lower()) == path


@pytest.mark.parametrize(
    ("path", "code"), [("oe3", "OE3"), ("foda/d4", "D4"), ("nota/3", "nota/3"), ("plan", "")]
)
def test_printed_codes_and_paths_without_one(path: str, code: str) -> None:
    assert code_of(PLAN + path) == code


@pytest.mark.parametrize(
    "text", ["", "A1", "OE1", "F1", "O1", "O1A", "O1A2T", "O1A2T4X1", "O1A2LT1", "xO1A2", "MINCETUR"]
)
def test_what_is_no_compact_code_has_no_path(text: str) -> None:
    assert path_of(text) == ""


@pytest.mark.parametrize("iri", [ID + "org/mincetur", POP + "PlannedTask", "urn:x:y", PLAN])
def test_what_is_no_part_of_a_plan(iri: str) -> None:
    assert part_of(iri) is None
    assert code_of(iri) == ""


def test_no_two_things_of_the_shipped_graph_share_a_compact_code(shipped: EmbeddedStore) -> None:
    kinds = "pop:PlannedTask pop:PlannedActivity pop:Goal pop:TaskIndicator pop:Responsibility"
    rows = shipped.select(f"PREFIX pop: <{POP}> SELECT ?x {{ VALUES ?k {{ {kinds} }} ?x a ?k }}")
    things = [str(getattr(term, "value", "")) for term in rows.column("x")]
    found = {code_of(iri) for iri in things}
    assert len(found) == len(things) == 33 + 11 + 36 + 68 + 191
    assert all(PLAN + path_of(code) in things for code in found)
