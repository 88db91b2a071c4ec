"""``popgraph reason``: consistent plans, contradictions, inferred facts."""

from __future__ import annotations

from tests.cli.conftest import ROOT, Cli

FOLDER = ROOT / "tests" / "reason"
SMALL = str(FOLDER / "small.ttl")


def test_a_plan_by_itself_is_reasoned_over_with_the_shipped_ontology(cli: Cli) -> None:
    done = cli("reason", "-d", SMALL, "--infer", "hasResponsibleParty", "--lang", "en")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[:2] == ["OWL 2 DL: yes", "consistent: yes"]
    assert lines[3] == "inferred facts: 3"
    assert {line.split()[1] for line in lines[4:]} == {"pop:hasResponsibleParty"}


def test_a_contradiction_names_its_culprit_and_exits_1(cli: Cli) -> None:
    done = cli("reason", "-d", SMALL, "-d", str(FOLDER / "wrong-party.ttl"))
    assert (done.code, done.err) == (1, "")
    assert "consistente: no" in done.out
    assert "id/region/pe-pun can't be both" in done.out


def test_what_is_no_property_cant_be_inferred(cli: Cli) -> None:
    done = cli("reason", "-d", SMALL, "--infer", "hasResponsable")
    assert (done.code, done.out) == (2, "")
    assert "hasResponsable" in done.err
