"""A validation as the validation report of SHACL, in Turtle.

SHACL knows no waivers, so the report has the waived findings too, each with a link to its waiver. What SHACL has no
words for is said in those of Dublin Core: the tool (``dcterms:creator``), the version of the rules
(``dcterms:conformsTo``, ``dcterms:hasVersion``), the data with their digests (``dcterms:source``), the fingerprint of a
finding (``dcterms:identifier``), its waiver (``dcterms:isReferencedBy``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from popgraph.findings import Finding
from popgraph.report.rows import digest, in_order
from popgraph.vocab import PREFIXES, SHAPES, SHAPES_IRI

if TYPE_CHECKING:
    from popgraph.rules import Rule
    from popgraph.validation import ValidationReport

__all__ = ["render"]

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_BLANK = re.compile(r"_:b[0-9a-f]+(?:-[0-9]+)?")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SPECIAL = re.compile(r'["\\\x00-\x1f\x7f]')


def render(report: ValidationReport, *, lang: str = "es") -> str:
    """Return a report as Turtle; the same report gives the same text.

    Args:
        report: What was found.
        lang: Language that messages come in first; all stand in the report.
    """
    findings = in_order(report)
    facts = [
        f"sh:conforms {str(not findings).lower()}",
        f"dcterms:creator {_text(f'{report.tool} {report.tool_version}')}",
        f"dcterms:conformsTo <{SHAPES_IRI}>",
        f"dcterms:hasVersion {_text(report.rules_version)}",
    ]
    facts.append(f'dcterms:date "{report.as_of.isoformat()}"^^xsd:date')
    facts += [
        f"dcterms:source {_text(f'{file} sha256:{sha256}'.strip())}"
        for file, sha256 in (
            ("", digest(report.sources)),
            *report.sources,
            *report.waiver_files,
            *report.shape_files,
        )
        if sha256
    ]
    facts += [
        f"sh:result [\n{_result(finding, report.rule(finding.rule), lang)}\n    ]" for finding in findings
    ]
    names = ("dcterms", "sh", "xsd")
    prefixes = [f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in names]
    return (
        "".join(prefixes)
        + "\n[] a sh:ValidationReport"
        + "".join(f" ;\n    {fact}" for fact in facts)
        + " .\n"
    )


def _result(finding: Finding, rule: Rule, lang: str) -> str:
    messages = sorted(finding.messages.items(), key=lambda item: (item[0] != lang, item[0]))
    lines = [
        "a sh:ValidationResult",
        f"sh:focusNode {finding.focus_literal or _node(finding.focus)}",
        f"sh:resultSeverity sh:{finding.severity.value.capitalize()}",
        f"sh:sourceShape {_shape(rule)}",
        # A check is no shape: its component is the class of checks.
        f"sh:sourceConstraintComponent <{finding.component or SHAPES + 'Check'}>",
    ]
    if finding.path:
        lines.append(f"sh:resultPath {_path(finding.path)}")
    if finding.value or finding.value_literal:
        lines.append(f"sh:value {finding.value_literal or _node(finding.value)}")
    lines += [f"sh:resultMessage {_text(text, language)}" for language, text in messages]
    if finding.fingerprint:
        lines.append(f"dcterms:identifier {_text(finding.fingerprint)}")
    if finding.waiver:
        lines.append(f"dcterms:isReferencedBy {_node(finding.waiver.iri)}")
    return " ;\n".join(f"        {line}" for line in lines)


def _shape(rule: Rule) -> str:
    """The shape of a rule; one of a user's may have no name, or one that Turtle can't write."""
    if rule.file is None:
        return f"<{SHAPES}{quote(rule.id)}>"
    return f"<{rule.iri}>" if _IRI.fullmatch(rule.iri) else "[]"


def _path(path: str) -> str:
    inverse = path.startswith("^")
    shown = _node(path.removeprefix("^"))
    return f"[ sh:inversePath {shown} ]" if inverse else shown


def _node(text: str) -> str:
    """An IRI or a blank node; Turtle can't write an IRI with a space in it, so that it is a text."""
    if _BLANK.fullmatch(text):
        return text
    return f"<{text}>" if _IRI.fullmatch(text) else _text(text)


def _text(text: str, language: str = "") -> str:
    escaped = _SPECIAL.sub(lambda m: _ESCAPES.get(m[0], f"\\u{ord(m[0]):04X}"), text)
    return f'"{escaped}"' + (f"@{language}" if language else "")
