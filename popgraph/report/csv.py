"""A validation as CSV (RFC 4180, UTF-8): one row a finding.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line end for a formula, and a
finding quotes what strangers wrote. Such a cell gets an apostrophe in front; who reads the file by program takes it
off again. The last columns say which tool, rules and data the row comes from; `popgraph.report.csvw` says it of a file,
even of one without rows.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from popgraph.report.rows import COLUMNS, digest, readable, rows

if TYPE_CHECKING:
    from popgraph.validation import ValidationReport

__all__ = ["RUN", "render"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
RUN = {
    "es": ("herramienta", "versión de las reglas", "SHA-256 de los datos"),
    "en": ("tool", "version of the rules", "SHA-256 of the data"),
}
"""The headings of the last columns, by language."""


def render(report: ValidationReport, *, lang: str = "es") -> str:
    """Return a report as CSV.

    Args:
        report: What was found. Without findings the table is a heading.
        lang: Language of the headings and texts.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*(column.title(lang) for column in COLUMNS), *RUN[lang]])
    run = (f"{report.tool} {report.tool_version}", report.rules_version, digest(report.sources))
    for row in rows(report, lang=lang):
        writer.writerow([_cell(cell) for cell in (*row, *run)])
    return out.getvalue()


def _cell(value: str | int) -> str | int:
    if isinstance(value, int):
        return value
    text = readable(value)
    return "'" + text if text.startswith(_FORMULA) else text
