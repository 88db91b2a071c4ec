"""What changed between two versions, as text, Markdown or JSON."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from popgraph.diffing import ChangeKind
from popgraph.report.table import clean

if TYPE_CHECKING:
    from popgraph.diffing import Change, PlanDiff
    from popgraph.findings import Finding

__all__ = ["FORMATS", "render"]

FORMATS = ("text", "markdown", "json")

_KINDS = {
    "es": {
        ChangeKind.ADDED: "Añadidos",
        ChangeKind.REMOVED: "Quitados",
        ChangeKind.RENUMBERED: "Renumerados (el mismo texto, o casi, bajo el mismo padre)",
        ChangeKind.MOVED: "Movidos",
        ChangeKind.REWORDED: "Redactados de otro modo",
        ChangeKind.DATES: "Fechas",
        ChangeKind.TARGETS: "Valores objetivo",
        ChangeKind.RESPONSIBILITIES: "Responsables",
        ChangeKind.PASSAGES: "Pasajes del documento",
        ChangeKind.OTHER: "Otras propiedades",
    },
    "en": {
        ChangeKind.ADDED: "Added",
        ChangeKind.REMOVED: "Removed",
        ChangeKind.RENUMBERED: "Renumbered (the same or nearly the same text under the same parent)",
        ChangeKind.MOVED: "Moved",
        ChangeKind.REWORDED: "Reworded",
        ChangeKind.DATES: "Dates",
        ChangeKind.TARGETS: "Targets",
        ChangeKind.RESPONSIBILITIES: "Responsibilities",
        ChangeKind.PASSAGES: "Passages of the document",
        ChangeKind.OTHER: "Other properties",
    },
}
_ASPECTS = {
    "es": {
        "added": "añadido",
        "removed": "quitado",
        "re-read": "leído como otro actor",
        "reworded": "escrito de otro modo",
        "reordered": "otro orden",
        "changed": "otra propiedad",
    },
    "en": {name: name for name in ("added", "removed", "re-read", "reworded", "reordered", "changed")},
}
_WORDS = {
    "es": (
        "Nada cambió.",
        "Cambios: {n}.",
        "Hallazgos nuevos",
        "Hallazgos resueltos",
        "Hallazgos sin cambio",
        "(nada)",
    ),
    "en": (
        "Nothing changed.",
        "Changes: {n}.",
        "New findings",
        "Fixed findings",
        "Unchanged findings",
        "(nothing)",
    ),
}


def render(found: PlanDiff, fmt: str = "text", *, lang: str = "es") -> str:
    """Return what changed in one of `FORMATS`.

    The JSON is the same in both languages but for the names of properties, the texts and the labels of values.

    >>> from popgraph.diffing import PlanDiff
    >>> render(PlanDiff((), None), lang="en")
    'Nothing changed.\\n'
    """
    if fmt == "json":
        return json.dumps(_record(found, lang), ensure_ascii=False, indent=2) + "\n"
    marked = fmt == "markdown"
    nothing, changes, new, fixed, unchanged, _ = _WORDS[lang]
    lines = [nothing if found.equal else changes.format(n=len(found.changes))]
    for kind in ChangeKind:
        listed = found.of_kind(kind)
        if listed:
            lines += _section(
                f"{_KINDS[lang][kind]}: {len(listed)}", [_told(item, lang) for item in listed], marked
            )
    if found.findings is not None:
        for heading, group in ((new, found.findings.new), (fixed, found.findings.fixed)):
            if group:
                lines += _section(
                    f"{heading}: {len(group)}", [_finding(item, lang) for item in group], marked
                )
        lines += ["", f"{unchanged}: {len(found.findings.unchanged)}"]
    return "\n".join(lines) + "\n"


def _section(heading: str, items: list[str], marked: bool) -> list[str]:
    if marked:
        return ["", f"## {heading}", "", *(f"* {_escaped(item)}" for item in items)]
    return ["", heading, *(f"  {clean(item)}" for item in items)]


def _escaped(text: str) -> str:
    """Text that is no markup in Markdown."""
    text = clean(text).replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"([\\`*_\[\]|#~])", r"\\\1", text)


def _told(change: Change, lang: str) -> str:
    name, text, kind = change.code, change.text, change.kind
    if kind in (ChangeKind.ADDED, ChangeKind.REMOVED):
        return f"{name}  «{text}»" if text else name
    if kind is ChangeKind.RENUMBERED or (kind is ChangeKind.MOVED and not change.property):
        return f"{_side(change.before, lang)} → {_side(change.after, lang)}  «{text}»"
    aspect = _ASPECTS[lang].get(change.aspect, change.name)
    before, after = _side(change.before, lang), _side(change.after, lang)
    if change.aspect == "added":
        return f"{name}  {aspect}: {after}"
    if change.aspect == "removed":
        return f"{name}  {aspect}: {before}"
    return f"{name}  {aspect}: {before} → {after}"


def _side(values: tuple[str, ...], lang: str) -> str:
    return "; ".join(values) or _WORDS[lang][-1]


def _finding(finding: Finding, lang: str) -> str:
    return f"{finding.rule}  {finding.code or finding.focus}  {finding.message(lang)}"


def _record(found: PlanDiff, lang: str) -> dict[str, object]:
    content: dict[str, object] = {
        "equal": found.equal,
        "changes": [
            {
                "kind": change.kind.value,
                "aspect": change.aspect,
                "iri": change.iri,
                "code": change.code,
                "text": change.text,
                "property": change.property,
                "name": change.name,
                "before": list(change.before),
                "after": list(change.after),
            }
            for change in found.changes
        ],
        "findings": None,
    }
    if found.findings is not None:
        content["findings"] = {
            name: [
                {
                    "rule": finding.rule,
                    "severity": finding.severity.value,
                    "focus": finding.focus,
                    "code": finding.code,
                    "message": finding.message(lang),
                    "fingerprint": finding.fingerprint,
                }
                for finding in group
            ]
            for name, group in (
                ("new", found.findings.new),
                ("fixed", found.findings.fixed),
                ("unchanged", found.findings.unchanged),
            )
        }
    return content
