"""A validation as CSV (RFC 4180, UTF-8): one row a finding.

No cell is taken for a formula (`popgraph.cells`). The last columns say which tool, rules and data the row comes from;
`popgraph.report.csvw` says it of a file, even of one without rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from popgraph.cells import readable, written
from popgraph.report.rows import COLUMNS, digest, rows

if TYPE_CHECKING:
    from popgraph.validation import ValidationReport

__all__ = ["RUN", "render"]

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
    run = (f"{report.tool} {report.tool_version}", report.rules_version, digest(report.sources))
    heads = (*(column.title(lang) for column in COLUMNS), *RUN[lang])
    found = (
        [readable(value) if isinstance(value, str) else value for value in row]
        for row in rows(report, lang=lang)
    )
    return written([heads, *((*row, *run) for row in found)], end="\r\n")
