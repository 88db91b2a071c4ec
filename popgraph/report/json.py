"""A validation as JSON, after the schema that stands beside this module."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from popgraph.findings import Finding, Severity, Waiver
from popgraph.report.rows import digest
from popgraph.surroundings import shown_path

if TYPE_CHECKING:
    from popgraph.rules import Rule
    from popgraph.validation import SourceHash, ValidationReport

__all__ = ["FORMAT", "render", "schema"]

FORMAT = "popgraph-validation-report/1"
"""Name and version of the format; the version changes when a reader would have to."""

_SCHEMA = Path(__file__).with_name("validation-report.schema.json")


def render(report: ValidationReport, *, lang: str = "es") -> str:
    """Return a report as JSON.

    Args:
        report: What was found.
        lang: Language of ``message``; the texts in all languages stand beside it.
    """
    content = {
        "$schema": schema()["$id"],
        "format": FORMAT,
        "lang": lang,
        "tool": {"name": report.tool, "version": report.tool_version},
        "rules": {
            "version": report.rules_version,
            "tier": report.tier or None,
            "checked": list(report.rules),
            "own": [_own(rule) for rule in report.own],
            "sources": _files(report.shape_files),
        },
        "data": {
            "triples": report.triples,
            "sha256": digest(report.sources),
            "sources": _files(report.sources),
            "waivers": _files(report.waiver_files),
        },
        "asOf": report.as_of.isoformat(),
        "counts": {
            **{
                severity.value: sum(found.severity is severity for found in report.findings)
                for severity in Severity
            },
            "waived": len(report.waived),
        },
        "findings": [_finding(finding, lang) for finding in report.findings],
        "waived": [_finding(finding, lang) for finding in report.waived],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


@cache
def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) that every output of `render` meets.

    >>> schema()["title"]
    'popgraph validation report'
    """
    content: dict[str, Any] = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    return content


def _files(sources: Iterable[SourceHash]) -> list[dict[str, str]]:
    return [{"file": file, "sha256": sha256} for file, sha256 in sources]


def _own(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "iri": rule.iri,
        "file": shown_path(rule.file) if rule.file else "",
        "severity": rule.severity.value,
        "title": dict(rule.title),
    }


def _finding(finding: Finding, lang: str) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "origin": finding.origin.value,
        "focus": finding.focus,
        "code": finding.code,
        "path": finding.path,
        "value": finding.value,
        "component": finding.component,
        "message": finding.message(lang),
        "labels": dict(finding.labels),
        "messages": dict(finding.messages),
        "guidance": dict(finding.guidance),
        "bindings": [{"name": name, "text": text} for name, text in finding.bindings],
        "data": (
            {"file": finding.data.file, "line": finding.data.line, "column": finding.data.column}
            if finding.data
            else None
        ),
        "document": [
            {"first": place.first, "last": place.last, "quote": place.quote} for place in finding.document
        ],
        "fingerprint": finding.fingerprint,
        "waiver": _waiver(finding.waiver) if finding.waiver else None,
    }


def _waiver(waiver: Waiver) -> dict[str, Any]:
    return {
        "iri": waiver.iri,
        "reason": dict(waiver.reason),
        "author": waiver.author,
        "created": waiver.created.isoformat() if waiver.created else None,
        "expires": waiver.expires.isoformat() if waiver.expires else None,
    }
