"""A validation as a spreadsheet: one row a finding, and a second sheet about the run.

Every text is written as text: no cell becomes a formula, a link or a number.
"""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING, Any

from popgraph.cells import readable
from popgraph.errors import MissingExtraError, UsageError
from popgraph.report.rows import COLUMNS, facts, in_order, rows

if TYPE_CHECKING:
    from popgraph.validation import ValidationReport

__all__ = ["render"]

_SHEETS = {"es": ("Hallazgos", "Ejecución"), "en": ("Findings", "Run")}
_FACTS = {"es": ("dato", "valor"), "en": ("fact", "value")}
# What Excel takes, the heading included.
_MAX_ROWS = 1_048_576
_MAX_TEXT = 32_767


def render(report: ValidationReport, *, lang: str = "es") -> bytes:
    """Return a report as an XLSX file.

    Args:
        report: What was found.
        lang: Language of the headings and texts.

    Raises:
        MissingExtraError: If XlsxWriter isn't installed.
        UsageError: If there are more findings than a sheet has rows.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise MissingExtraError(
            "XLSX needs XlsxWriter", hint="Install it with: pip install 'popgraph[xlsx]'"
        ) from error
    if len(in_order(report)) >= _MAX_ROWS:
        raise UsageError(
            "More findings than a sheet has rows",
            where=str(len(in_order(report))),
            hint="Choose another format, or fewer rules",
        )
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    # The same report gives the same file, whenever it is written.
    day = report.as_of
    book.set_properties(
        {
            "title": f"popgraph: {_SHEETS[lang][0]}",
            "author": f"{report.tool} {report.tool_version}",
            "created": datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC),
        }
    )
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(_SHEETS[lang][0])
    for index, column in enumerate(COLUMNS):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, column.title(lang), head)
    last = 0
    for last, row in enumerate(rows(report, lang=lang), start=1):
        for index, cell in enumerate(row):
            _put(sheet, last, index, cell, body)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
    _run(book.add_worksheet(_SHEETS[lang][1]), facts(report, lang=lang), _FACTS[lang], head, body)
    book.close()
    return out.getvalue()


def _run(
    sheet: Any, pairs: tuple[tuple[str, str], ...], heads: tuple[str, str], head: Any, body: Any
) -> None:
    sheet.set_column(0, 0, 48)
    sheet.set_column(1, 1, 80)
    for index, title in enumerate(heads):
        sheet.write_string(0, index, title, head)
    for number, pair in enumerate(pairs, start=1):
        for index, text in enumerate(pair):
            _put(sheet, number, index, text, body)
    sheet.freeze_panes(1, 0)


def _put(sheet: Any, row: int, column: int, cell: str | int, style: Any) -> None:
    if isinstance(cell, int):
        sheet.write_number(row, column, cell, style)
    elif cell:
        text = readable(cell)
        # Excel counts UTF-16 units: a character beyond the basic plane is two.
        if len(text.encode("utf-16-le")) // 2 > _MAX_TEXT:
            text = text.encode("utf-16-le")[: 2 * (_MAX_TEXT - 1)].decode("utf-16-le", "ignore") + "…"
        sheet.write_string(row, column, text, style)
