"""A finding on a blank node had another fingerprint in each run, so that it could be neither waived nor tracked."""

from __future__ import annotations

import datetime
from pathlib import Path

import pyoxigraph
import pytest

from popgraph.report import json, turtle
from popgraph.validation import ValidationReport, validate
from tests.engines.reference import mended

DAY = datetime.date(2026, 1, 1)
HEAD = """@base <https://w3id.org/popgraph/id/pe-pun/pop-quinua/2005/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix pop: <https://w3id.org/popgraph/ontology#> .
"""
TASKS = """[] a pop:PlannedTask ; pop:code "T1" .
[] a pop:PlannedTask ; pop:code "T2" .
<oe1/a1> pop:hasIndicator [ a pop:Indicator ; pop:code "I1" ] , [ a pop:Indicator ; pop:code "I1" ] .
"""


def report(folder: Path, text: str, engine: str = "setwise") -> ValidationReport:
    file = folder / "plan.ttl"
    file.write_text(HEAD + text, "utf-8")
    return validate(file, as_of=DAY, engine=engine)


@pytest.mark.parametrize("engine", ["setwise", "pyshacl"])
def test_two_runs_say_the_same(tmp_path: Path, engine: str) -> None:
    with mended():
        first, second = (json.render(report(tmp_path, TASKS, engine)) for _ in range(2))
    assert first == second
    assert first.count('"focus": "_:b') > 4


def test_nodes_of_which_the_same_is_said_are_told_apart(tmp_path: Path) -> None:
    found = [f for f in report(tmp_path, TASKS).findings if f.rule == "STR-02" and f.focus.startswith("_:")]
    assert len({f.focus for f in found}) == len({f.fingerprint for f in found}) == len(found) == 4


def test_an_unrelated_edit_changes_no_fingerprint(tmp_path: Path) -> None:
    before = {f.fingerprint for f in report(tmp_path, TASKS).findings}
    after = {
        f.fingerprint for f in report(tmp_path, '[] a pop:Indicator ; pop:code "X" .\n' + TASKS).findings
    }
    assert before < after


def test_one_can_be_waived(tmp_path: Path) -> None:
    found = next(f for f in report(tmp_path, TASKS).findings if f.focus.startswith("_:"))
    waiver = (
        f'<dispensa/1> a pop:Waiver ; pop:waivesFingerprint "{found.fingerprint}" ; dcterms:creator <agent> ;\n'
        '    pop:reason "Así impreso"@es ; dcterms:created "2005-01-01" .\n'
    )
    waived = report(tmp_path, TASKS + waiver).waived
    assert [f.fingerprint for f in waived] == [found.fingerprint]


def test_messages_do_not_show_the_labels_of_a_run(tmp_path: Path) -> None:
    texts = [
        {(f.rule, f.message("en"), f.bindings) for f in report(tmp_path, TASKS).findings} for _ in range(2)
    ]
    assert texts[0] == texts[1]


def test_a_blank_node_stays_one_in_the_shacl_report(tmp_path: Path) -> None:
    made = turtle.render(report(tmp_path, TASKS))
    focus = pyoxigraph.NamedNode("http://www.w3.org/ns/shacl#focusNode")
    quads = list(pyoxigraph.parse(made, format=pyoxigraph.RdfFormat.TURTLE))
    nodes = {quad.object for quad in quads if quad.predicate == focus}
    assert sum(isinstance(node, pyoxigraph.BlankNode) for node in nodes) == 4
