"""Validation as a library: reports, severities, and plans broken in several ways."""

from __future__ import annotations

from pathlib import Path

import pytest

import popgraph
from popgraph.errors import UsageError
from popgraph.findings import Finding, Severity
from popgraph.validation import ValidationReport, validate
from popgraph.vocab import PREFIXES

SMALL = Path(__file__).parents[1] / "reason" / "small.ttl"


def broken(folder: Path, old: str, new: str) -> ValidationReport:
    text = SMALL.read_text("utf-8")
    assert text.count(old) == 1, old
    file = folder / "plan.ttl"
    file.write_text(text.replace(old, new), "utf-8")
    return validate(popgraph.open(file), tier="draft")


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("    pop:partOfActivity <pilar1/linea1> ;\n", "", "STR-03a"),
        (
            '    pop:partOfPlan <plan> ;\n    pop:sourceText "Compromiso: ',
            '    pop:sourceText "Compromiso: ',
            "STR-02",
        ),
        ("    pop:targetValue 3.0 .", "    pop:targetMin 4.0 ;\n    pop:targetMax 3.0 .", "TGT-04"),
        ("    pop:responsibleParty <https://w3id.org/popgraph/id/org/produce> ;\n", "", "RSP-01b"),
        (
            '    pop:earliest "2019-01-01"^^xsd:date ;\n',
            '    pop:earliest "2021-01-01"^^xsd:date ;\n',
            "TMP-01",
        ),
        (
            '    pop:statement "Ceder el terreno de los muelles"@es .',
            '    pop:statement "Ceder el terreno de los muelles" .',
            "LNG-01",
        ),
    ],
)
def test_what_is_taken_away_is_found(old: str, new: str, rule: str, tmp_path: Path) -> None:
    report = broken(tmp_path, old, new)
    assert {finding.rule for finding in report.findings} == {rule}
    assert not report.conforms
    assert rule in report.rules
    for finding in report.findings:
        assert finding.focus.startswith("https://w3id.org/popgraph/id/pe-pun/perx/2017/")
        assert finding.code in finding.focus
        assert finding.severity is Severity.VIOLATION
        assert finding.message("es") != finding.message("en")
        assert "{" not in finding.message("es") + finding.message("en")


def test_a_clean_plan_conforms() -> None:
    report = validate(popgraph.open(SMALL), tier="draft")
    assert report.conforms
    assert report.count(Severity.VIOLATION) == 0
    # The ontology, the code lists and the registry are looked at with it.
    assert report.triples > 1000


def test_the_background_can_be_left_out() -> None:
    assert validate(popgraph.open(SMALL), background=False).triples == len(popgraph.open(SMALL))


def test_an_unknown_tier_is_refused() -> None:
    with pytest.raises(UsageError, match="published"):
        validate(popgraph.open(SMALL), tier="perfect")


def finding(severity: Severity, **messages: str) -> Finding:
    return Finding("R", severity, "urn:x:a", "", PREFIXES["rdfs"] + "label", "", messages, "")


def test_a_report_counts_by_severity_and_threshold() -> None:
    found = tuple(finding(severity) for severity in (Severity.WARNING, Severity.INFO, Severity.INFO))
    report = ValidationReport(found, rules=("R",), triples=1)
    assert [report.count(severity) for severity in Severity] == [0, 1, 2]
    assert [len(report.at_least(severity)) for severity in Severity] == [0, 1, 3]


def test_a_message_is_in_the_language_asked_for_or_in_any() -> None:
    said = finding(Severity.INFO, en="late")
    assert (said.message("en"), said.message("es")) == ("late", "late")
    assert finding(Severity.INFO).message() == ""
