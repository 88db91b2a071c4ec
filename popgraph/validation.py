"""Checking a graph against the SHACL rules, by pySHACL."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from popgraph import resources
from popgraph.codes import code_of
from popgraph.errors import DataError, UsageError
from popgraph.findings import Finding, Severity
from popgraph.vocab import GRAPH, PREFIXES, SHAPES

if TYPE_CHECKING:
    import rdflib

    from popgraph.store import Store

__all__ = ["TIERS", "ValidationReport", "validate"]

TIERS = ("draft",)

_SEVERITIES = {f"{PREFIXES['sh']}{item.value.capitalize()}": item for item in Severity}
# The rules don't look at these; the shapes are no data, and the tables have constraints of their own.
_UNSEEN = (GRAPH + "shapes", GRAPH + "catalog", GRAPH + "stats/")
_VARIABLE = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """What a validation found.

    Attributes:
        findings: By rule, then focus.
        rules: Ids of the rules that were checked.
        triples: How many triples were looked at.
    """

    findings: tuple[Finding, ...]
    rules: tuple[str, ...]
    triples: int

    @property
    def conforms(self) -> bool:
        """Whether there is no finding at all."""
        return not self.findings

    def count(self, severity: Severity) -> int:
        """Return how many findings have a severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def at_least(self, severity: Severity) -> tuple[Finding, ...]:
        """Return the findings that are as grave as the given severity, or graver."""
        return tuple(finding for finding in self.findings if finding.severity.at_least(severity))


def validate(store: Store, *, tier: str = "draft", background: bool = True) -> ValidationReport:
    """Return what breaks the rules of a tier.

    Args:
        store: The graph.
        tier: ``draft``: what data must meet to be readable.
        background: Add the shipped ontology, code lists and registry where the graph has none of its own, so that a
            plan alone can be checked.

    Raises:
        UsageError: If there is no such tier.
        DataError: If the rules can't be read.

    >>> import popgraph
    >>> validate(popgraph.open()).conforms  # doctest: +SKIP
    True
    """
    import pyshacl

    if tier not in TIERS:
        raise UsageError("No such tier", where=tier, hint=f"One of {', '.join(TIERS)}")
    rules = _graph(resources.path("ontology", "shapes", f"{tier}.ttl"))
    data = _data(store, background=background)
    size = len(data)
    _, report, _ = pyshacl.validate(
        data, shacl_graph=rules, inference="none", advanced=False, do_owl_imports=False
    )
    if not hasattr(report, "subjects"):
        raise DataError("The rules can't be evaluated", where=tier, hint=str(report)[:300])
    findings = sorted(
        (
            _finding(node, report, rules)
            for node in report.subjects(_term("rdf", "type"), _term("sh", "ValidationResult"))
        ),
        key=lambda finding: (finding.rule, finding.focus, finding.path, finding.value),
    )
    return ValidationReport(tuple(findings), tuple(sorted(_rule_ids(rules))), size)


def _graph(path: Path) -> rdflib.Graph:
    import rdflib

    return rdflib.Graph().parse(path, format="turtle")


def _term(prefix: str, name: str) -> rdflib.URIRef:
    from rdflib import URIRef

    return URIRef(PREFIXES[prefix] + name)


def _data(store: Store, *, background: bool) -> rdflib.Graph:
    """The union of the named graphs that rules look at, as one graph: pySHACL takes no data set."""
    import rdflib

    from popgraph.store import rdflib_term

    graph = rdflib.Graph()
    present = set(store.graphs())
    for quad in store.quads():
        if not getattr(quad.graph_name, "value", "").startswith(_UNSEEN):
            graph.add(tuple(rdflib_term(part) for part in (quad.subject, quad.predicate, quad.object)))  # type: ignore[arg-type]
    if background:
        from popgraph import catalog

        shipped = catalog.shipped()
        for entry in shipped.of_kind("ontology", "scheme", "registry"):
            if entry.graph not in present:
                graph.parse(shipped.path(entry), format="turtle")
    return graph


def _rule_ids(rules: rdflib.Graph) -> set[str]:
    tier = _term_of(SHAPES + "tier")
    return {str(shape).removeprefix(SHAPES) for shape in rules.subjects(tier)}


def _term_of(iri: str) -> rdflib.URIRef:
    from rdflib import URIRef

    return URIRef(iri)


def _finding(node: Any, report: rdflib.Graph, rules: rdflib.Graph) -> Finding:
    def one(name: str) -> Any:
        return report.value(node, _term("sh", name))

    shape = one("sourceShape")
    bound = {
        "this": str(one("focusNode") or ""),
        "value": _shown(one("value")),
        "path": _shown(one("resultPath")),
    }
    messages = {
        _language(message): _fill(str(message), bound)
        for message in rules.objects(shape, _term("sh", "message"))
    } or {_language(message): str(message) for message in report.objects(node, _term("sh", "resultMessage"))}
    return Finding(
        rule=str(shape).removeprefix(SHAPES),
        severity=_SEVERITIES.get(str(one("resultSeverity")), Severity.VIOLATION),
        focus=bound["this"],
        code=code_of(bound["this"]),
        path=str(one("resultPath") or ""),
        value=str(one("value") if one("value") is not None else ""),
        messages=messages,
        component=str(one("sourceConstraintComponent") or ""),
    )


def _language(message: Any) -> str:
    return getattr(message, "language", None) or ""


def _shown(term: Any) -> str:
    """A value as a message shows it: the code of a part of a plan, else its text."""
    text = "" if term is None else str(term)
    return code_of(text) or text


def _fill(message: str, bound: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda match: bound.get(match[1], match[0]), message)
