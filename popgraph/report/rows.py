"""What the tabular reports share: a finding as a row of cells, the facts about the run, the words for both."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from popgraph.findings import Finding, Origin, Severity

if TYPE_CHECKING:
    from popgraph.validation import ValidationReport

__all__ = [
    "COLUMNS",
    "ORIGINS",
    "SEVERITIES",
    "Column",
    "Row",
    "digest",
    "facts",
    "in_order",
    "rows",
]


SEVERITIES: Mapping[Severity, tuple[str, str]] = {
    Severity.VIOLATION: ("infracción", "violation"),
    Severity.WARNING: ("advertencia", "warning"),
    Severity.INFO: ("nota", "info"),
}
"""Names of the severities in Spanish and English."""

ORIGINS: Mapping[Origin, tuple[str, str]] = {
    Origin.DOCUMENT: ("documento", "document"),
    Origin.TRANSCRIPTION: ("transcripción", "transcription"),
    Origin.INTERPRETATION: ("interpretación", "interpretation"),
    Origin.REGISTRY: ("registro", "registry"),
}
"""Names of the origins in Spanish and English."""

_TIERS = {
    "draft": ("borrador", "draft"),
    "published": ("publicado", "published"),
    "linked": ("enlazado", "linked"),
    "none": ("ninguno", "none"),
    "": ("reglas pedidas por su nombre", "rules asked for by name"),
}
_STORE = ("almacén (N-Quads)", "store (N-Quads)")
_STATUS = (("pendiente", "open"), ("dispensado", "waived"))

Row = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its headings and how many characters wide a sheet shows it."""

    es: str
    en: str
    width: int

    def title(self, lang: str) -> str:
        """Return the heading in a language."""
        return self.en if lang == "en" else self.es


COLUMNS = (
    Column("regla", "rule", 10),
    Column("gravedad", "severity", 12),
    Column("origen", "origin", 14),
    Column("código", "code", 12),
    Column("elemento", "element", 32),
    Column("qué pasa", "what is wrong", 64),
    Column("qué hacer", "what to do", 48),
    Column("estado", "status", 12),
    Column("por qué se dispensa", "why waived", 32),
    Column("quién dispensa", "waived by", 16),
    Column("dispensado hasta", "waived until", 14),
    Column("propiedad", "property", 24),
    Column("valor", "value", 24),
    Column("detalles", "details", 32),
    Column("archivo", "file", 32),
    Column("línea", "line", 8),
    Column("columna", "column", 8),
    Column("primera línea del documento", "first line of the document", 10),
    Column("última línea del documento", "last line of the document", 10),
    Column("cita", "quote", 64),
    Column("IRI", "IRI", 48),
    Column("huella", "fingerprint", 18),
)
"""The columns of CSV and XLSX, in order."""


def rows(report: ValidationReport, *, lang: str = "es") -> Iterator[Row]:
    """Yield a row of cells for each finding, those that are waived at the end; see `COLUMNS`."""
    for finding in in_order(report):
        yield _row(finding, lang)


def in_order(report: ValidationReport) -> tuple[Finding, ...]:
    """Return the open findings and then the waived ones."""
    return (*report.findings, *report.waived)


def _row(finding: Finding, lang: str) -> Row:
    english = lang == "en"
    waiver, data, document = finding.waiver, finding.data, finding.document
    return (
        finding.rule,
        SEVERITIES[finding.severity][english],
        ORIGINS[finding.origin][english],
        finding.code,
        finding.label(lang),
        finding.message(lang),
        finding.advice(lang),
        _STATUS[waiver is not None][english],
        (waiver.reason.get(lang) or next(iter(waiver.reason.values()), "")) if waiver else "",
        waiver.author if waiver else "",
        waiver.expires.isoformat() if waiver and waiver.expires else "",
        finding.path,
        finding.value,
        "; ".join(f"{name} = {text}" for name, text in finding.bindings),
        data.file if data else "",
        (data.line or "") if data else "",
        (data.column or "") if data else "",
        min((place.first for place in document), default=""),
        max((place.last for place in document), default=""),
        " … ".join(place.quote for place in document),
        finding.focus,
        finding.fingerprint,
    )


def facts(report: ValidationReport, *, lang: str = "es") -> tuple[tuple[str, str], ...]:
    """Return what there is to say about a run, name by name: which tool, rules and data, and how much it found."""
    english = lang == "en"
    counts = [
        (SEVERITIES[severity][english], str(sum(found.severity is severity for found in report.findings)))
        for severity in Severity
    ]
    named = (
        ("herramienta", "tool", f"{report.tool} {report.tool_version}"),
        ("versión de las reglas", "version of the rules", report.rules_version),
        ("reglas comprobadas", "rules checked", ", ".join(report.rules)),
        ("huella de los datos (SHA-256)", "digest of the data (SHA-256)", digest(report.sources)),
        ("tripletas", "triples", str(report.triples)),
        ("nivel de las reglas", "tier of the rules", _TIERS[report.tier][english]),
        ("a la fecha", "as of", report.as_of.isoformat()),
        ("hallazgos pendientes", "open findings", str(len(report.findings))),
        ("hallazgos dispensados", "waived findings", str(len(report.waived))),
    )
    return (
        *((en if english else es, value) for es, en, value in named),
        *counts,
        *(
            (file or _STORE[english], f"sha256:{sha256}")
            for file, sha256 in (*report.sources, *report.waiver_files, *report.shape_files)
        ),
    )


def digest(sources: Sequence[tuple[str, str]]) -> str:
    """Return one SHA-256 for all files of a run, whatever their order; empty if there is no file.

    >>> digest(()), digest((("a", "1"), ("b", "2"))) == digest((("b", "2"), ("a", "1")))
    ('', True)
    """
    if not sources:
        return ""
    lines = sorted(f"{sha256}  {file}\n" for file, sha256 in sources)
    return hashlib.sha256("".join(lines).encode("utf-8", "replace")).hexdigest()
