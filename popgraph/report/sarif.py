"""A validation as SARIF 2.1.0, the exchange format of code analysers, with the place in the data as the location.

The lines of the source document are related locations, waivers are suppressions, fingerprints are partial fingerprints
under ``popgraph/v1``, so that a viewer tells old findings from new ones.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from popgraph import resources
from popgraph.codes import part_of
from popgraph.errors import PopgraphError
from popgraph.findings import Finding, Severity, Waiver
from popgraph.report.rows import digest, in_order
from popgraph.surroundings import shown_path
from popgraph.vocab import SHAPES

if TYPE_CHECKING:
    from popgraph.rules import Rule
    from popgraph.validation import ValidationReport

__all__ = ["render"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_WORDS = {
    "es": {
        "do": "Qué hacer",
        "why": "Por qué importa",
        "grounds": "En qué se apoya",
        "printed": "Así está impreso",
    },
    "en": {
        "do": "What to do",
        "why": "Why it matters",
        "grounds": "What it rests on",
        "printed": "As printed",
    },
}
# The file that a plan's passages count their lines in stands beside the plan.
_DOCUMENT = "source.txt"


def render(report: ValidationReport, *, lang: str = "es") -> str:
    """Return a report as SARIF 2.1.0.

    Args:
        report: What was found.
        lang: Language of the texts.
    """
    _document.cache_clear()
    findings = in_order(report)
    ids = sorted({*report.rules, *(finding.rule for finding in findings)})
    # A store without files has a digest and no name.
    artifacts = [
        *((file, sha256, "analysisTarget") for file, sha256 in report.sources if file),
        *((*source, "userSpecifiedConfiguration") for source in (*report.waiver_files, *report.shape_files)),
    ]
    files = {file: number for number, (file, _, _) in enumerate(artifacts)}
    run = {
        "tool": {
            "driver": {
                "name": report.tool,
                "version": report.tool_version,
                "language": lang,
                "rules": [_rule(report.rule(rule), lang) for rule in ids],
                "properties": {"rulesVersion": report.rules_version},
            }
        },
        "language": lang,
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True}],
        "artifacts": [
            {
                "location": {"uri": _uri(file)},
                "roles": [role],
                "hashes": {"sha-256": sha256},
            }
            for file, sha256, role in artifacts
        ],
        "results": [_result(finding, ids.index(finding.rule), files, lang) for finding in findings],
        "properties": {
            "triples": report.triples,
            "dataSha256": digest(report.sources),
            "asOf": report.as_of.isoformat(),
            "waived": len(report.waived),
        },
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule, lang: str) -> dict[str, Any]:
    words = _WORDS[lang]
    parts = [
        (words["do"], _said(rule.guidance, lang)),
        (words["why"], _said(rule.rationale, lang)),
        (words["grounds"], _said(rule.grounds, lang)),
    ]
    parts = [(head, text) for head, text in parts if text]
    described: dict[str, Any] = {
        "id": rule.id,
        "shortDescription": _message(_said(rule.title, lang) or rule.id),
        "fullDescription": _message(_said(rule.rationale, lang) or _said(rule.title, lang) or rule.id),
        "help": {
            "text": "\n\n".join(f"{head}: {text}" for head, text in parts) or rule.id,
            "markdown": "\n\n".join(f"**{head}.** {text}" for head, text in parts) or rule.id,
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [tag for tag in (rule.tier, rule.category) if tag]},
    }
    if rule.file is None:
        described["helpUri"] = SHAPES + quote(rule.id)
    else:
        described["properties"] |= {"shape": rule.iri, "file": shown_path(rule.file)}
    return described


def _result(finding: Finding, rule: int, files: Mapping[str, int], lang: str) -> dict[str, Any]:
    location: dict[str, Any] = {
        "logicalLocations": [
            {
                "name": finding.code or finding.focus,
                "fullyQualifiedName": finding.focus,
                "decoratedName": finding.label(lang),
                "kind": "resource",
            }
        ]
    }
    if finding.data:
        place: dict[str, Any] = {"artifactLocation": _artifact(finding.data.file, files)}
        if finding.data.line is not None:
            place["region"] = {"startLine": finding.data.line, "startColumn": finding.data.column}
        location["physicalLocation"] = place
    printed = _printed(finding, lang)
    if not finding.data and printed and "physicalLocation" in printed[0]:
        # Viewers drop what has no place in a file.
        location["physicalLocation"] = printed[0]["physicalLocation"]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": _message(_text(finding, lang)),
        "locations": [location],
        "suppressions": [_suppression(finding.waiver, lang)] if finding.waiver else [],
        "properties": {
            "origin": finding.origin.value,
            "path": finding.path,
            "value": finding.value,
            "bindings": [{"name": name, "text": text} for name, text in finding.bindings],
        },
    }
    if printed:
        result["relatedLocations"] = printed
    if finding.fingerprint:
        result["partialFingerprints"] = {"popgraph/v1": finding.fingerprint}
    return result


def _text(finding: Finding, lang: str) -> str:
    text = finding.message(lang) or finding.rule
    return f"{finding.code}: {text}" if finding.code else text


def _printed(finding: Finding, lang: str) -> list[dict[str, Any]]:
    if not finding.document:
        return []
    part = part_of(finding.focus)
    document = _document(finding.data.file if finding.data else "", part[0] if part else "")
    found = []
    for number, place in enumerate(finding.document):
        said: dict[str, Any] = {
            "id": number,
            "message": _message(f"{_WORDS[lang]['printed']}: {place.quote}"),
        }
        if document:
            said["physicalLocation"] = {
                "artifactLocation": {"uri": _uri(document)},
                "region": {
                    "startLine": place.first,
                    "endLine": place.last,
                    "snippet": {"text": place.quote},
                },
            }
        found.append(said)
    return found


@lru_cache(maxsize=4096)
def _document(file: str, plan: str) -> str:
    """Where the document is: beside the data, else where popgraph keeps the plan; empty if it is in neither place."""
    places = [Path(file).with_name(_DOCUMENT)] if file and "://" not in file else []
    if plan:
        with contextlib.suppress(PopgraphError):
            places.append(resources.path("data", *plan.split("/"), _DOCUMENT))
    return next((shown_path(place) for place in places if place.is_file()), "")


def _suppression(waiver: Waiver, lang: str) -> dict[str, Any]:
    return {
        "kind": "external",
        "status": "accepted",
        "justification": _said(waiver.reason, lang),
        "properties": {
            "waiver": waiver.iri,
            "author": waiver.author,
            "created": waiver.created.isoformat() if waiver.created else None,
            "expires": waiver.expires.isoformat() if waiver.expires else None,
        },
    }


def _artifact(file: str, files: Mapping[str, int]) -> dict[str, Any]:
    found = {"uri": _uri(file)}
    return {**found, "index": files[file]} if file in files else found


def _uri(file: str) -> str:
    """A URL as it is, an absolute path as a file URI, any other path as a relative reference."""
    if file.startswith(("http://", "https://")):
        return file
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _message(text: str) -> dict[str, str]:
    """Text in which no brace is a placeholder and no bracket begins a link (SARIF 2.1.0, 3.11)."""
    escaped = text.replace("{", "{{").replace("}", "}}")
    if "](" in escaped:
        escaped = escaped.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return {"text": escaped}


def _said(texts: Mapping[str, str], lang: str) -> str:
    return texts.get(lang) or next(iter(texts.values()), "")
