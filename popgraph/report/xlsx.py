"""A validation as a spreadsheet: one row a finding, and a second sheet about the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from popgraph.errors import UsageError
from popgraph.report.rows import COLUMNS, facts, in_order, rows
from popgraph.report.workbook import MAX_ROWS, Workbook, put

if TYPE_CHECKING:
    from popgraph.validation import ValidationReport

__all__ = ["render"]

_SHEETS = {"es": ("Hallazgos", "Ejecución"), "en": ("Findings", "Run")}
_FACTS = {"es": ("dato", "valor"), "en": ("fact", "value")}


def render(report: ValidationReport, *, lang: str = "es") -> bytes:
    """Return a report as an XLSX file.

    Args:
        report: What was found.
        lang: Language of the headings and texts.

    Raises:
        MissingExtraError: If XlsxWriter isn't installed.
        UsageError: If there are more findings than a sheet has rows.
    """
    if len(in_order(report)) >= MAX_ROWS:
        raise UsageError(
            "More findings than a sheet has rows",
            where=str(len(in_order(report))),
            hint="Choose another format, or fewer rules",
        )
    # The same report gives the same file, whenever it is written.
    book = Workbook(
        f"popgraph: {_SHEETS[lang][0]}", author=f"{report.tool} {report.tool_version}", day=report.as_of
    )
    body = book.style(text_wrap=True, valign="top")
    sheet = book.sheet(_SHEETS[lang][0], [column.title(lang) for column in COLUMNS])
    for index, column in enumerate(COLUMNS):
        sheet.set_column(index, index, column.width)
    last = 0
    for last, row in enumerate(rows(report, lang=lang), start=1):
        for index, cell in enumerate(row):
            put(sheet, last, index, cell, body)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
    run = book.sheet(_SHEETS[lang][1], _FACTS[lang])
    run.set_column(0, 0, 48)
    run.set_column(1, 1, 80)
    for number, pair in enumerate(facts(report, lang=lang), start=1):
        for index, text in enumerate(pair):
            put(run, number, index, text, body)
    run.freeze_panes(1, 0)
    return book.content()
