"""The findings on the cacao plan, each read against the document and accepted as true.

``accepted.csv`` is the list: rule, element, and whether the finding is waived as printed. A new finding is either a
fault of ours or a new truth about the plan: read it against the document before it joins the list
(``python -m tests.validation.test_cacao_findings`` prints the list as it is now).
"""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import popgraph
from popgraph.findings import Origin, Severity
from popgraph.validation import ValidationReport, validate
from popgraph.vocab import ID

ACCEPTED = Path(__file__).with_name("accepted.csv")


def listed(report: ValidationReport) -> str:
    rows = sorted(
        (finding.rule, finding.focus.removeprefix(ID), finding.severity.value, state)
        for state, findings in (("open", report.findings), ("waived", report.waived))
        for finding in findings
    )
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([("rule", "focus", "severity", "state"), *rows])
    return text.getvalue()


def test_the_findings_are_the_accepted_ones() -> None:
    report = validate(popgraph.open(), tier="published")
    assert listed(report) == ACCEPTED.read_text(encoding="utf-8")


def test_what_the_document_got_wrong_is_waived_and_nothing_else() -> None:
    report = validate(popgraph.open(), tier="published")
    assert {finding.origin for finding in report.waived} == {Origin.DOCUMENT}
    assert {finding.severity for finding in report.findings} == {Severity.INFO}
    assert all(finding.waiver and finding.waiver.reason.keys() == {"es", "en"} for finding in report.waived)


def test_each_finding_says_where_in_the_data_and_in_the_document() -> None:
    report = validate(popgraph.open(), tier="published", files=popgraph.loading.sources())
    for finding in (*report.findings, *report.waived):
        assert finding.data is not None and (finding.data.line or 0) > 0, finding
        assert finding.document or finding.origin is Origin.REGISTRY, finding
        assert finding.advice("es") and finding.advice("en"), finding


if __name__ == "__main__":
    sys.stdout.write(listed(validate(popgraph.open(), tier="published")))
