"""CSV: one row a finding, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

import pytest

from popgraph.report.csv import render
from popgraph.report.rows import COLUMNS, digest
from popgraph.validation import ValidationReport


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("lang", ["es", "en"])
def test_each_finding_is_a_row_under_headings_in_the_language(broken: ValidationReport, lang: str) -> None:
    table = read(render(broken, lang=lang))
    assert len(table) == len(broken.findings) + len(broken.waived)
    assert list(table[0])[: len(COLUMNS)] == [column.title(lang) for column in COLUMNS]
    rule, message = COLUMNS[0].title(lang), COLUMNS[5].title(lang)
    first = broken.findings[0]
    assert (table[0][rule], table[0][message]) == (first.rule, first.message(lang))


def test_a_row_says_where_in_the_data_and_the_document_it_is(broken: ValidationReport) -> None:
    number, found = next((n, f) for n, f in enumerate(broken.findings) if f.data and f.document)
    row = read(render(broken, lang="en"))[number]
    assert found.data is not None
    assert (row["file"], row["line"]) == (found.data.file, str(found.data.line))
    assert (row["first line of the document"], row["last line of the document"]) == (
        str(found.document[0].first),
        str(found.document[-1].last),
    )


def test_waived_findings_are_told_from_open_ones(broken: ValidationReport) -> None:
    table = read(render(broken, lang="en"))
    assert [row["status"] for row in table].count("waived") == len(broken.waived)
    assert table[-1]["waived until"] == "2027-11-23"
    assert "printed" in table[-1]["why waived"]


def test_a_row_names_tool_rules_and_data(broken: ValidationReport) -> None:
    row = read(render(broken, lang="en"))[0]
    assert row["tool"] == f"popgraph {broken.tool_version}"
    assert row["version of the rules"] == broken.rules_version
    assert row["SHA-256 of the data"] == digest(broken.sources)


def test_no_cell_begins_a_formula_and_the_text_comes_back(hostile: ValidationReport) -> None:
    text = render(hostile, lang="en")
    assert "\x00" not in text and "\x1b" not in text
    text.encode("utf-8")
    table = read(text)
    assert len(table) == len(hostile.findings) + len(hostile.waived)
    for row, finding in zip(table, hostile.findings, strict=False):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())
        if finding.value.startswith(("=", "+", "-", "@", "\t", "\r")):
            assert row["value"] == "'" + finding.value
        elif finding.value.isprintable():
            assert row["value"] == finding.value


def test_without_findings_there_is_a_heading_only(clean: ValidationReport) -> None:
    assert render(clean).count("\n") == 1
