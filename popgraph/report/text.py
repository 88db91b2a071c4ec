"""Findings as text for a terminal: a table, then what to do and where, rule by rule, and one line of counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from popgraph.findings import Finding, Severity
from popgraph.labels import short_iri
from popgraph.report.table import Table, clean, plain

if TYPE_CHECKING:
    from popgraph.validation import ValidationReport

__all__ = ["advice", "render", "summary", "table"]

_HEADS = {
    "es": ("regla", "gravedad", "dónde", "qué pasa"),
    "en": ("rule", "severity", "where", "what is wrong"),
}
_SEVERITY = {
    "es": {"violation": "infracción", "warning": "advertencia", "info": "nota"},
    "en": {"violation": "violation", "warning": "warning", "info": "info"},
}
_TIER = {
    "es": {"draft": "borrador", "published": "publicado", "linked": "enlazado"},
    "en": {"draft": "draft", "published": "published", "linked": "linked"},
}
_WORDS = {
    "es": {
        "clean": "Sin hallazgos. {rules}, {triples} tripletas.",
        "count": "Hallazgos: {found} ({counts}). {rules}, {triples} tripletas.",
        "and": " y ",
        "violation": "infracciones",
        "warning": "advertencias",
        "info": "notas",
        "waived": "Dispensados, así impresos: {waived}; véanse con popgraph validate --format html -o informe.html",
        "beside": "Dispensas halladas junto a los datos: {files}; sin ellas: --no-waivers",
        "todo": "Qué hacer",
        "document": "documento {lines}",
        "line": "línea",
        "lines": "líneas",
    },
    "en": {
        "clean": "No findings. {rules}, {triples} triples.",
        "count": "Findings: {found} ({counts}). {rules}, {triples} triples.",
        "and": " and ",
        "violation": "violations",
        "warning": "warnings",
        "info": "notes",
        "waived": "Waived as printed: {waived}; read them with popgraph validate --format html -o report.html",
        "beside": "Waivers found beside the data: {files}; without them: --no-waivers",
        "todo": "What to do",
        "document": "document {lines}",
        "line": "line",
        "lines": "lines",
    },
}
_COUNTS = {
    "es": {
        "shipped": ("{n} regla del nivel {tier}", "{n} reglas del nivel {tier}"),
        "named": ("{n} regla", "{n} reglas"),
        "own": ("{n} propia", "{n} propias"),
        "only": ("{n} regla propia", "{n} reglas propias"),
    },
    "en": {
        "shipped": ("{n} rule of the {tier} tier", "{n} rules of the {tier} tier"),
        "named": ("{n} rule", "{n} rules"),
        "own": ("{n} own", "{n} own"),
        "only": ("{n} own rule", "{n} own rules"),
    },
}


def render(report: ValidationReport, *, lang: str = "es") -> str:
    """Return a report as text of any width.

    Args:
        report: The report.
        lang: ``es`` or ``en``.
    """
    parts = [plain(table(report, lang=lang)), *advice(report, lang=lang)] if report.findings else []
    return "\n".join([*parts, *summary(report, lang=lang)])


def table(report: ValidationReport, *, lang: str = "es") -> Table:
    """Return the findings as a table, gravest first."""
    rows = tuple(
        (finding.rule, _SEVERITY[lang][finding.severity.value], _where(finding), finding.message(lang))
        for finding in report.findings
    )
    return Table(_HEADS[lang], rows)


def advice(report: ValidationReport, *, lang: str = "es") -> tuple[str, ...]:
    """Return lines that say, rule by rule, what to do and where each finding stands in the document and in the data."""
    words = _WORDS[lang]
    found: dict[str, dict[str, list[Finding]]] = {}
    for finding in report.findings:
        found.setdefault(finding.rule, {}).setdefault(finding.advice(lang), []).append(finding)
    lines = ["", words["todo"]] if found else []
    for rule, groups in found.items():
        for text, findings in groups.items():
            lines.append(f"  {clean(f'{rule}: {text}' if text else rule)}")
            lines.extend(f"    {clean(_place(finding, lang))}" for finding in findings)
    return (*lines, "") if lines else ()


def summary(report: ValidationReport, *, lang: str = "es") -> tuple[str, ...]:
    """Return one line of counts, and if anything is waived, one on that and one on waivers that nobody named."""
    words = _WORDS[lang]
    counts = [
        f"{words[severity.value]}: {number}"
        for severity, number in report.by_severity().items()
        if number or severity is Severity.VIOLATION
    ]
    facts = {
        "found": len(report.findings),
        "counts": ", ".join(counts),
        "rules": _rules(report, lang),
        "triples": report.triples,
    }
    first = words["clean" if report.conforms else "count"].format(**facts)
    if not report.waived:
        return (first,)
    lines = [first, words["waived"].format(waived=len(report.waived))]
    if report.waiver_files:
        files = ", ".join(clean(source.file) for source in report.waiver_files)
        lines.append(words["beside"].format(files=files))
    return tuple(lines)


def _rules(report: ValidationReport, lang: str) -> str:
    own = len(report.own)
    shipped = len(report.rules) - own
    if not shipped:
        return _counted("only", own, lang)
    kind = "shipped" if report.tier in _TIER[lang] else "named"
    first = _counted(kind, shipped, lang, tier=_TIER[lang].get(report.tier, ""))
    return f"{first}{_WORDS[lang]['and']}{_counted('own', own, lang)}" if own else first


def _counted(kind: str, n: int, lang: str, *, tier: str = "") -> str:
    return _COUNTS[lang][kind][n != 1].format(n=n, tier=tier)


def _where(finding: Finding) -> str:
    return finding.code or short_iri(finding.focus)


def _place(finding: Finding, lang: str) -> str:
    words = _WORDS[lang]
    places = [_where(finding)]
    if finding.document:
        spans = [f"{p.first}" if p.first == p.last else f"{p.first}-{p.last}" for p in finding.document]
        one = len(spans) == 1 and "-" not in spans[0]
        places.append(
            words["document"].format(lines=f"{words['line' if one else 'lines']} {', '.join(spans)}")
        )
    if finding.data is not None:
        places.append(str(finding.data))
    return " · ".join(places)
