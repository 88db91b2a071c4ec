"""CSVW: the metadata beside a CSV describe its columns, and a reader gets typed values and where they come from."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from popgraph.report import csv as table
from popgraph.report.csvw import render
from popgraph.report.rows import digest
from popgraph.validation import ValidationReport

READERS: dict[str, Callable[[str], object]] = {
    "integer": int,
    "date": datetime.date.fromisoformat,
    "string": str,
}


def metadata(report: ValidationReport, lang: str = "es") -> dict[str, Any]:
    content: dict[str, Any] = json.loads(render(report, "hallazgos 1.csv", lang=lang))
    return content


def typed(report: ValidationReport, lang: str) -> list[dict[str, Any]]:
    """The table as a CSVW reader gives it: by the columns' names, typed, empty cells left out."""
    said = metadata(report, lang)
    rows = list(csv.reader(io.StringIO(table.render(report, lang=lang), newline="")))
    columns = said["tableSchema"]["columns"]
    assert rows[0] == [column["titles"][lang] for column in columns]
    assert len({column["name"] for column in columns}) == len(columns)
    return [
        {
            column["name"]: READERS[column["datatype"]["base"]](cell)
            for column, cell in zip(columns, row, strict=True)
            if cell
        }
        for row in rows[1:]
    ]


@pytest.mark.parametrize("lang", ["es", "en"])
def test_the_table_is_read_back_with_types(broken: ValidationReport, lang: str) -> None:
    found = typed(broken, lang)
    assert [row["rule"] for row in found] == [f.rule for f in (*broken.findings, *broken.waived)]
    assert [row.get("line") for row in found] == [
        f.data.line if f.data else None for f in (*broken.findings, *broken.waived)
    ]
    assert found[-1]["waived_until"] == datetime.date(2027, 11, 23)
    assert [row["fingerprint"] for row in found[: len(broken.findings)]] == [
        f.fingerprint for f in broken.findings
    ]


def test_a_table_without_rows_says_tool_rules_and_data(clean: ValidationReport) -> None:
    assert typed(clean, "es") == []
    said = metadata(clean)
    assert said["dc:creator"] == f"popgraph {clean.tool_version}"
    assert said["dc:hasVersion"] == clean.rules_version
    assert said["dc:identifier"] == f"sha256:{digest(clean.sources)}"
    assert said["dc:source"] == [f"{file} sha256:{sha256}" for file, sha256 in clean.sources]
    assert said["url"] == "hallazgos%201.csv"
