"""A place that isn't known was given as line 1, column 1: N-Quads, TriG, blank nodes at the margin."""

from __future__ import annotations

import csv
import io
import json as standard
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from popgraph.report import csv as csv_report
from popgraph.report import github, html, json, junit, sarif, text
from popgraph.validation import ValidationReport, validate

TASK = "<urn:x:t> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/popgraph/ontology#PlannedTask>"
FILES = {
    "plan.nq": f"\n\n{TASK} .\n",
    "plan.trig": f"\n\n{TASK} .\n",
    "plan.ttl": "\n\n[] a <https://w3id.org/popgraph/ontology#PlannedTask> .\n",
}


@pytest.fixture(params=sorted(FILES))
def report(request: pytest.FixtureRequest, tmp_path: Path) -> ValidationReport:
    file = tmp_path / str(request.param)
    file.write_text(FILES[file.name], "utf-8")
    return validate(file, rules=["HOR-01"])


def test_only_the_file_is_given(report: ValidationReport) -> None:
    (found,) = report.findings
    assert found.data is not None
    name = found.data.file
    assert (found.data.line, found.data.column) == (None, None)
    place = standard.loads(json.render(report))["findings"][0]["data"]
    assert place == {"file": name, "line": None, "column": None}
    row = next(csv.DictReader(io.StringIO(csv_report.render(report, lang="en"))))
    assert (row["file"], row["line"], row["column"]) == (name, "", "")
    (result,) = standard.loads(sarif.render(report))["runs"][0]["results"]
    assert set(result["locations"][0]["physicalLocation"]) == {"artifactLocation"}
    case = ET.fromstring(junit.render(report)).find(".//testcase[failure]")
    assert case is not None
    assert (case.get("file"), case.get("line")) == (name, None)
    assert ",line=" not in github.render(report)
    for made in (text.render(report), html.render(report)):
        assert name in made
        assert f"{name}:" not in made
