"""XLSX: one row a finding, texts as texts; read back by another library."""

from __future__ import annotations

import io
import sys
import zipfile

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from popgraph.cells import readable
from popgraph.errors import MissingExtraError
from popgraph.report.rows import COLUMNS, digest
from popgraph.report.xlsx import render
from popgraph.validation import ValidationReport

VALUE = [column.en for column in COLUMNS].index("value")


def sheets(content: bytes) -> list[Worksheet]:
    return [
        sheet
        for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets
        if isinstance(sheet, Worksheet)
    ]


@pytest.mark.parametrize(
    ("lang", "titles"), [("es", ["Hallazgos", "Ejecución"]), ("en", ["Findings", "Run"])]
)
def test_the_sheets_have_headings_in_the_language(
    broken: ValidationReport, lang: str, titles: list[str]
) -> None:
    book = sheets(render(broken, lang=lang))
    assert [sheet.title for sheet in book] == titles
    assert [cell.value for cell in book[0][1]] == [column.title(lang) for column in COLUMNS]


def test_each_finding_is_a_row(broken: ValidationReport) -> None:
    sheet = sheets(render(broken))[0]
    rules = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert rules == [finding.rule for finding in (*broken.findings, *broken.waived)]
    found = broken.findings[1]
    assert found.data is not None
    assert found.data.line in [cell.value for cell in sheet[3]]


def test_the_heading_stays_in_view_and_filters(broken: ValidationReport) -> None:
    sheet = sheets(render(broken))[0]
    rows = len(broken.findings) + len(broken.waived) + 1
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:{get_column_letter(len(COLUMNS))}{rows}"
    assert sheet.column_dimensions["F"].width > 60


def test_hostile_texts_stay_texts(hostile: ValidationReport) -> None:
    content = render(hostile)
    sheet = sheets(content)[0]
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert kinds == {"s", "n"}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith(".xml")}
    assert not any(b"<f>" in part or b"<hyperlink" in part for part in parts.values())
    cells = [sheet.cell(row, VALUE + 1) for row in range(2, len(hostile.findings) + 2)]
    for cell, finding in zip(cells, hostile.findings, strict=True):
        text = readable(finding.value)
        assert not isinstance(cell.value, int | float)
        if len(text) > 32_767:
            assert str(cell.value) == text[:32_766] + "…"
        elif "_x" not in text and "\r" not in text:  # openpyxl decodes no escapes; XML readers fold \r
            assert (cell.value or "") == text


def test_the_second_sheet_says_which_tool_rules_and_data(broken: ValidationReport) -> None:
    sheet = sheets(render(broken, lang="en"))[1]
    said = {str(row[0]): row[1] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert said["tool"] == f"popgraph {broken.tool_version}"
    assert said["version of the rules"] == broken.rules_version
    assert said["digest of the data (SHA-256)"] == digest(broken.sources)
    assert said["waived findings"] == "2"
    assert said[broken.sources[0][0]] == f"sha256:{broken.sources[0][1]}"


def test_the_same_report_gives_the_same_file(broken: ValidationReport) -> None:
    assert render(broken) == render(broken)


def test_a_report_without_findings_opens(clean: ValidationReport) -> None:
    assert sheets(render(clean))[0].max_row == 1


def test_without_the_extra_it_says_what_to_install(
    clean: ValidationReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError, match=r"popgraph\[xlsx\]"):
        render(clean)
