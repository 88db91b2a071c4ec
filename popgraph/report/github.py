r"""A validation as workflow commands, which a CI run shows as annotations beside the lines of the data.

A command is one line; line ends and per cent signs in a message are escaped, and so are the marks that end a property,
so that no label can begin a command of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from popgraph.cells import readable
from popgraph.findings import Finding, Severity
from popgraph.report.rows import ORIGINS, digest

if TYPE_CHECKING:
    from popgraph.validation import ValidationReport

__all__ = ["render"]

_COMMANDS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_SUMMARY = {
    "es": "Hallazgos: {found}; dispensados: {waived}. Reglas {rules}, datos sha256:{data}.",
    "en": "Findings: {found}; waived: {waived}. Rules {rules}, data sha256:{data}.",
}
_FAULT = {"es": "Origen: {origin}", "en": "Origin: {origin}"}
_LINES = {"es": "Documento, líneas {first}–{last}: {quote}", "en": "Document, lines {first}–{last}: {quote}"}


def render(report: ValidationReport, *, lang: str = "es") -> str:
    """Return a report as workflow commands: one a finding that isn't waived, and a notice about the run.

    Args:
        report: What was found.
        lang: Language of the texts.
    """
    summary = _SUMMARY[lang].format(
        found=len(report.findings),
        waived=len(report.waived),
        rules=report.rules_version,
        data=digest(report.sources) or "-",
    )
    return "".join(
        [
            *(_annotation(finding, lang) for finding in report.findings),
            _command("notice", {"title": f"{report.tool} {report.tool_version}"}, summary),
        ]
    )


def _annotation(finding: Finding, lang: str) -> str:
    properties = {}
    if finding.data:
        properties = {"file": finding.data.file}
        if finding.data.line is not None:
            properties |= {"line": str(finding.data.line), "col": str(finding.data.column)}
    properties["title"] = " ".join(part for part in (finding.rule, finding.code) if part)
    lines = [
        finding.message(lang),
        finding.advice(lang),
        _FAULT[lang].format(origin=ORIGINS[finding.origin][lang == "en"]),
        *(
            _LINES[lang].format(first=place.first, last=place.last, quote=place.quote)
            for place in finding.document
        ),
    ]
    return _command(_COMMANDS[finding.severity], properties, "\n".join(line for line in lines if line))


def _command(name: str, properties: dict[str, str], message: str) -> str:
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {listed}::{_data(message)}\n"


def _data(text: str) -> str:
    return readable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
