"""JUnit: one suite a rule, one case a focus; read back by two readers."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from junitparser import Failure, JUnitXml, Skipped

from popgraph.findings import Severity
from popgraph.report.junit import render
from popgraph.validation import ValidationReport


def test_each_rule_is_a_suite_and_each_focus_a_case(broken: ValidationReport) -> None:
    root = ET.fromstring(render(broken))
    assert [suite.get("name") for suite in root] == sorted(broken.rules)
    findings = (*broken.findings, *broken.waived)
    for suite in root:
        foci = {finding.focus for finding in findings if finding.rule == suite.get("name")}
        assert len(suite.findall("testcase")) == max(1, len(foci))


def test_counts_are_those_of_the_cases(broken: ValidationReport) -> None:
    read = JUnitXml.fromstring(render(broken).encode())
    cases = [case for suite in read for case in suite]
    failed = [case for case in cases if any(isinstance(result, Failure) for result in case.result)]
    skipped = [case for case in cases if any(isinstance(result, Skipped) for result in case.result)]
    assert (read.tests, read.failures, read.skipped) == (len(cases), len(failed), len(skipped))
    assert len(failed) == len({(finding.rule, finding.focus) for finding in broken.findings})
    assert failed and skipped


@pytest.mark.parametrize("lang", ["es", "en"])
def test_a_failure_says_what_where_and_what_to_do(broken: ValidationReport, lang: str) -> None:
    found = broken.findings[1]
    assert found.data is not None
    root = ET.fromstring(render(broken, lang=lang))
    case = next(
        case
        for case in root.iter("testcase")
        if case.get("name") == found.code and case.get("classname") == found.rule
    )
    failure = case.find("failure")
    assert failure is not None and failure.text is not None
    assert failure.get("type") == found.severity.value
    assert found.message(lang) in failure.text
    assert found.advice(lang) in failure.text
    assert f"{found.data.file}:{found.data.line}" in failure.text
    assert (case.get("file"), case.get("line")) == (found.data.file, str(found.data.line))


def test_a_clean_run_has_a_passing_case_for_each_rule(clean: ValidationReport) -> None:
    root = ET.fromstring(render(clean))
    assert root.get("failures") == "0"
    assert root.get("tests") == str(len(clean.rules))


@pytest.mark.parametrize("least", [*Severity, None])
def test_what_is_less_grave_than_what_shall_fail_passes_and_is_told(
    broken: ValidationReport, least: Severity | None
) -> None:
    root = ET.fromstring(render(broken, fail_on=least))
    cases: dict[tuple[str, str], list[Severity]] = {}
    for finding in broken.findings:
        cases.setdefault((finding.rule, finding.focus), []).append(finding.severity)
    failing = [
        found for found in cases.values() if least and any(severity.at_least(least) for severity in found)
    ]
    assert root.get("failures") == str(len(failing))
    told = [case for case in root.iter("testcase") if case.find("system-out") is not None]
    assert len(told) == len(cases) - len(failing)
    assert all(case.find("failure") is None and case.findtext("system-out") for case in told)


def test_it_says_which_tool_rules_and_data(broken: ValidationReport) -> None:
    root = ET.fromstring(render(broken, lang="en"))
    said = {item.get("name"): item.get("value") for item in root[0].iter("property")}
    assert said["tool"] == f"popgraph {broken.tool_version}"
    assert said["version of the rules"] == broken.rules_version
    assert said[broken.sources[0][0]] == f"sha256:{broken.sources[0][1]}"


def test_hostile_texts_leave_it_well_formed(hostile: ValidationReport) -> None:
    text = render(hostile)
    failure = ET.fromstring(text.encode("utf-8")).find(".//failure")
    assert failure is not None and failure.text is not None
    assert "<script>alert('x')</script><!-- & --> ]]> <![CDATA[" in failure.text
    assert "שלום" in failure.text and "👩‍🌾" in failure.text
    assert "<script>" not in text
