"""A validation as JUnit XML: one suite a rule, one case a focus.

An open finding is a failure whose type is the severity, a waived one is skipped; a rule without findings is a suite
with one case that passes. A finding that is less grave than what shall fail is told by a case that passes.
"""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from typing import TYPE_CHECKING

from popgraph.cells import readable
from popgraph.findings import Finding, Severity
from popgraph.report.rows import ORIGINS, SEVERITIES, facts, in_order

if TYPE_CHECKING:
    from popgraph.validation import ValidationReport

__all__ = ["render"]

_CLEAN = {"es": "sin hallazgos", "en": "no findings"}
_LINES = {"es": "documento, líneas {first}–{last}: {quote}", "en": "document, lines {first}–{last}: {quote}"}


def render(report: ValidationReport, *, lang: str = "es", fail_on: Severity | None = Severity.INFO) -> str:
    """Return a report as JUnit XML.

    Args:
        report: What was found.
        lang: Language of the texts.
        fail_on: The least grave findings that are failures; None if nothing is. The others stand in the output
            (``system-out``) of a case that passes.
    """
    root = ET.Element("testsuites", name=report.tool)
    findings = in_order(report)
    for rule in sorted({*report.rules, *(finding.rule for finding in findings)}):
        suite = ET.SubElement(root, "testsuite", name=rule)
        _properties(suite, report, rule, lang)
        own = sorted((f for f in findings if f.rule == rule), key=lambda finding: finding.focus)
        if not own:
            ET.SubElement(suite, "testcase", classname=rule, name=_CLEAN[lang])
        for _, group in itertools.groupby(own, key=lambda finding: finding.focus):
            _case(suite, list(group), lang, fail_on)
        _count(suite, [suite])
    _count(root, list(root))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _properties(suite: ET.Element, report: ValidationReport, rule: str, lang: str) -> None:
    # The suites themselves list the rules.
    listed = ", ".join(report.rules)
    pairs = [pair for pair in facts(report, lang=lang) if pair[1] != listed]
    title = report.rule(rule).title
    pairs.insert(0, (rule, title.get(lang) or next(iter(title.values()), "")))
    element = ET.SubElement(suite, "properties")
    for name, value in pairs:
        ET.SubElement(element, "property", name=readable(name), value=readable(value))


def _case(suite: ET.Element, findings: list[Finding], lang: str, fail_on: Severity | None) -> None:
    name = findings[0].code or findings[0].focus
    case = ET.SubElement(suite, "testcase", classname=findings[0].rule, name=readable(name))
    place = next((finding.data for finding in findings if finding.data), None)
    if place:
        case.set("file", readable(place.file))
        if place.line is not None:
            case.set("line", str(place.line))
    unsettled = [finding for finding in findings if finding.waiver is None]
    shown = unsettled or findings
    gravest = min(shown, key=lambda finding: list(Severity).index(finding.severity))
    if unsettled and (fail_on is None or not gravest.severity.at_least(fail_on)):
        element = ET.SubElement(case, "system-out")
    elif unsettled:
        element = ET.SubElement(case, "failure", type=gravest.severity.value)
        element.set("message", readable(gravest.message(lang)))
    else:
        element = ET.SubElement(case, "skipped")
        reasons = (finding.waiver.reason for finding in findings if finding.waiver)
        reason = next(reasons)
        element.set("message", readable(reason.get(lang) or next(iter(reason.values()), "")))
    element.text = readable("\n\n".join(_text(finding, lang) for finding in shown))


def _text(finding: Finding, lang: str) -> str:
    english = lang == "en"
    lines = [
        f"{SEVERITIES[finding.severity][english]} · {ORIGINS[finding.origin][english]}",
        finding.label(lang),
        finding.message(lang),
        finding.advice(lang),
        str(finding.data) if finding.data else "",
        *(
            _LINES[lang].format(first=place.first, last=place.last, quote=place.quote)
            for place in finding.document
        ),
        finding.fingerprint,
    ]
    return "\n".join(line for line in lines if line)


def _count(element: ET.Element, suites: Iterable[ET.Element]) -> None:
    """Write how many cases an element holds; the attributes are what viewers add up."""
    suites = list(suites)
    for name, path in (("tests", ".//testcase"), ("failures", ".//failure"), ("skipped", ".//skipped")):
        element.set(name, str(sum(len(suite.findall(path)) for suite in suites)))
    element.set("errors", "0")
