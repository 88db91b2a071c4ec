"""JSON: every output meets the published schema, which refuses what isn't one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from popgraph.report.json import render, schema
from popgraph.validation import ValidationReport

VALIDATOR = Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def read(report: ValidationReport, lang: str = "es") -> dict[str, Any]:
    content: dict[str, Any] = json.loads(render(report, lang=lang))
    VALIDATOR.validate(content)
    return content


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("name", ["broken", "clean", "hostile"])
def test_every_output_meets_the_schema(name: str, lang: str, request: pytest.FixtureRequest) -> None:
    report: ValidationReport = request.getfixturevalue(name)
    content = read(report, lang)
    assert [item["fingerprint"] for item in content["findings"]] == [
        finding.fingerprint for finding in report.findings
    ]
    assert content["lang"] == lang
    assert [item["message"] for item in content["findings"]] == [
        finding.message(lang) for finding in report.findings
    ]


def test_hostile_texts_come_back_as_they_were(hostile: ValidationReport) -> None:
    assert [item["value"] for item in read(hostile)["findings"]] == [
        finding.value for finding in hostile.findings
    ]


def test_waived_findings_stand_apart_with_their_waiver(broken: ValidationReport) -> None:
    content = read(broken)
    assert content["counts"]["waived"] == len(content["waived"]) == 2
    assert content["waived"][0]["waiver"]["author"] == "popgraph"
    assert sum(content["counts"][name] for name in ("violation", "warning", "info")) == len(broken.findings)


def test_it_says_which_tool_rules_and_data(broken: ValidationReport) -> None:
    content = read(broken)
    assert content["tool"] == {"name": "popgraph", "version": broken.tool_version}
    assert content["rules"] == {
        "version": broken.rules_version,
        "tier": "draft",
        "checked": list(broken.rules),
        "own": [],
        "sources": [],
    }
    assert content["data"]["sources"] == [{"file": broken.sources[0][0], "sha256": broken.sources[0][1]}]
    assert content["asOf"] == "2026-11-23"


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other/1"},
        {"lang": "fr"},
        {"extra": 1},
        {"asOf": "2005-02-30"},
        {"findings": [{}]},
        {"counts": {"violation": -1, "warning": 0, "info": 0, "waived": 0}},
    ],
)
def test_the_schema_refuses_what_is_no_report(clean: ValidationReport, change: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid({**read(clean), **change})


def test_the_schema_refuses_a_waived_finding_among_the_open_ones(broken: ValidationReport) -> None:
    content = read(broken)
    content["findings"].append(content["waived"][0])
    assert not VALIDATOR.is_valid(content)
