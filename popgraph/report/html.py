"""A validation as one HTML file that stands alone: no script, nothing loaded, both languages, readable on paper."""

from __future__ import annotations

import base64
import contextlib
import hashlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from popgraph.errors import UsageError
from popgraph.findings import Origin, Severity
from popgraph.labels import LANGUAGES
from popgraph.report.matrix import Matrix, read
from popgraph.report.page import Texts, anchor, page
from popgraph.report.rows import in_order
from popgraph.report.table import clean

if TYPE_CHECKING:
    from jinja2 import Environment

    from popgraph.rules import Rule
    from popgraph.store import Store
    from popgraph.validation import ValidationReport

__all__ = ["render"]

_COUNTED: Mapping[Severity, tuple[Texts, Texts]] = {
    Severity.VIOLATION: (
        {"es": "infracción", "en": "violation"},
        {"es": "infracciones", "en": "violations"},
    ),
    Severity.WARNING: (
        {"es": "advertencia", "en": "warning"},
        {"es": "advertencias", "en": "warnings"},
    ),
    Severity.INFO: ({"es": "nota", "en": "note"}, {"es": "notas", "en": "notes"}),
}
_SIGNS = {Severity.VIOLATION: "✖", Severity.WARNING: "▲", Severity.INFO: "●"}
_ORIGINS: Mapping[Origin, tuple[Texts, Texts]] = {
    Origin.DOCUMENT: (
        {"es": "El documento, tal como se imprimió", "en": "The document, as printed"},
        {
            "es": "No se corrige: se enmienda el plan o se dispensa con su razón.",
            "en": "Not ours to correct: amend the plan, or waive it with a reason.",
        },
    ),
    Origin.TRANSCRIPTION: (
        {"es": "Nuestra transcripción", "en": "Our transcription"},
        {"es": "Corregir la tabla o el archivo de datos.", "en": "Correct the table or the data file."},
    ),
    Origin.INTERPRETATION: (
        {"es": "Nuestra interpretación", "en": "Our interpretation"},
        {"es": "Revisar el juicio y su razón.", "en": "Review the judgement and its reason."},
    ),
    Origin.REGISTRY: (
        {"es": "El registro común", "en": "The shared registry"},
        {
            "es": "Corregir instituciones, lugares o productos: vale para todos los planes.",
            "en": "Correct institutions, places or products: it holds for every plan.",
        },
    ),
}


def render(report: ValidationReport, *, lang: str = "es", store: Store | None = None) -> str:
    """Return a report as one HTML file for a person in a hurry.

    Args:
        report: What the validation found.
        lang: Language that is shown first, ``es`` or ``en``; the reader can switch.
        store: The graph that was validated, for the matrix with the document's lines beside it; without it they are
            left out. Of many plans only those with most findings are shown; see `popgraph.report.matrix.read`.

    Raises:
        UsageError: If the report isn't written in that language.
        EndpointError: If the store is remote and can't answer.

    >>> import popgraph
    >>> render(popgraph.validate(popgraph.open())).startswith("<!DOCTYPE html>")
    True
    """
    if lang not in LANGUAGES:
        raise UsageError("No such language", where=lang, hint=f"One of {', '.join(LANGUAGES)}")
    matrix = Matrix((), {}) if store is None else read(store, [finding.focus for finding in in_order(report)])
    rules = _rules(report)
    environment = _environment()
    style = environment.get_template("report.css").render()
    return (
        environment.get_template("report.html").render(
            report=report,
            page=page(report.findings, report.waived, matrix, rules),
            matrix=matrix,
            rules=rules,
            counts=[
                (severity, sum(finding.severity is severity for finding in report.findings))
                for severity in Severity
            ],
            once=_once(),
            lang=lang,
            style=style,
            style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        )
        + "\n"
    )


def _rules(report: ValidationReport) -> dict[str, Rule]:
    """What is known of the rules that found something; a rule from elsewhere is told by its findings."""
    found = {}
    for id_ in {finding.rule for finding in (*report.findings, *report.waived)}:
        with contextlib.suppress(UsageError):
            found[id_] = report.rule(id_)
    return found


def _once() -> Callable[[str], bool]:
    """A test that is true for a text the first time: an element that stands in two rows has one anchor."""
    seen: set[str] = set()

    def once(text: str) -> bool:
        new = text not in seen
        seen.add(text)
        return new

    return once


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("popgraph.report"),
        autoescape=lambda name: name is None or not name.endswith(".css"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Only bare text: Markup is a subclass, and is already escaped.
        finalize=lambda value: clean(value) if type(value) is str else value,
    )
    environment.globals.update(anchor=anchor, signs=_SIGNS, counted=_COUNTED, origins=_ORIGINS)
    return environment
