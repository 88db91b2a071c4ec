"""The reference engine: pySHACL, one focus node after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from popgraph.engine import Data
from popgraph.errors import DataError
from popgraph.findings import Severity
from popgraph.results import Result
from popgraph.shapes import Constraint, Shapes, shapes
from popgraph.turtle import natural_key
from popgraph.vocab import PREFIXES

if TYPE_CHECKING:
    import rdflib

    from popgraph.rules import Rule

__all__ = ["PyshaclEngine", "binding_text", "ordered", "read_result", "shacl_report", "with_bindings"]

_SH = PREFIXES["sh"]
_SEVERITIES = {f"{_SH}{item.value.capitalize()}": item for item in Severity}
_SPARQL = _SH + "SPARQLConstraintComponent"
_OWN = frozenset({"this", "path", "value", "message", "failure"})
_NUMBERS = tuple(PREFIXES["xsd"] + name for name in ("decimal", "double", "float"))


class PyshaclEngine:
    """All shapes by pySHACL."""

    def __init__(self, sheet: Shapes | None = None) -> None:
        self._shapes = sheet

    def evaluate(self, data: Data, rules: Sequence[Rule]) -> tuple[Result, ...]:
        """Return what breaks the rules; see `popgraph.engine.Engine`."""
        ids = [rule.id for rule in rules if rule.kind == "shape"]
        return self.run(data, ids, without_queries=False)

    def run(self, data: Data, ids: Sequence[str], *, without_queries: bool) -> tuple[Result, ...]:
        """Return what breaks some rules, given by id, with or without their own SPARQL constraints.

        Raises:
            DataError: If pySHACL refuses a rule or fails on it.
        """
        if not ids:
            return ()
        import rdflib

        sheet = self._shapes or shapes()
        report = shacl_report(data, sheet.graph(ids, without_queries=without_queries), ids)
        owners = sheet.owners(ids)
        queries: dict[str, tuple[Constraint, ...]] = {}
        found: set[Result] = set()
        # A result may have details of its own, which are no results of the report.
        for node in report.objects(None, rdflib.URIRef(_SH + "result")):
            result, focus = read_result(node, report, owners)
            if result.component == _SPARQL:
                if result.rule not in queries:
                    queries[result.rule] = sheet.constraints(result.rule)
                found.update(with_bindings(result, focus, queries[result.rule], data.rdflib))
            else:
                found.add(result)
        return ordered(found)


def shacl_report(data: Data, sheet: rdflib.Graph, names: Sequence[str]) -> rdflib.Graph:
    """Return pySHACL's validation report.

    Args:
        data: What is checked.
        sheet: The shapes; what they import isn't fetched.
        names: What the shapes are called in an error: rules or files.

    Raises:
        DataError: If pySHACL refuses a shape or fails on it.
    """
    import pyshacl
    import rdflib

    try:
        _, report, said = pyshacl.validate(
            data.rdflib,
            shacl_graph=sheet,
            inference="none",
            advanced=False,
            do_owl_imports=False,
            inplace=True,
        )
    except Exception as error:  # rdflib and pySHACL raise nearly any kind
        raise _failed(names, error) from error
    if not isinstance(report, rdflib.Graph):
        raise _failed(names, said)
    return report


def ordered(results: Iterable[Result]) -> tuple[Result, ...]:
    """Return results sorted, each once."""
    return tuple(sorted(set(results), key=_order))


def _order(result: Result) -> tuple[object, ...]:
    return (
        *(result.rule, result.focus, result.focus_literal, result.path),
        *(result.value, result.value_literal, result.component, result.bindings),
    )


def binding_text(text: str, datatype: str, name: str = "") -> str:
    """Return what a binding says, in the one spelling of engines that differ in zeros and in the order of lists.

    A computed number has no needless zeros; a binding called ``list``, which GROUP_CONCAT joined, is sorted.

    >>> binding_text("0.60", "http://www.w3.org/2001/XMLSchema#decimal")
    '0.6'
    >>> binding_text("T10, T2", "", "list")
    'T2, T10'
    """
    if name == "list":
        return ", ".join(sorted(text.split(", "), key=natural_key))
    if datatype not in _NUMBERS:
        return text
    from decimal import Decimal, InvalidOperation

    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite():
        return text
    spelled = format(number, "f")
    return spelled.rstrip("0").rstrip(".") if "." in spelled else spelled


def read_result(node: Any, report: rdflib.Graph, owners: dict[str, str]) -> tuple[Result, Any]:
    """Return one result of a report, without bindings, and its focus as a term.

    Args:
        node: The result.
        report: What `shacl_report` returned.
        owners: The rule of each shape, by IRI or blank node.
    """
    import rdflib

    def one(name: str) -> Any:
        return report.value(node, rdflib.URIRef(_SH + name))

    shape, focus, path, value = (one(name) for name in ("sourceShape", "focusNode", "resultPath", "value"))
    return (
        Result(
            rule=owners.get(str(shape), str(shape)),
            focus=_text(focus),
            path=_path(path, report),
            value=_text(value),
            component=_text(one("sourceConstraintComponent")),
            severity=_SEVERITIES.get(str(one("resultSeverity")), Severity.VIOLATION),
            focus_literal=_literal(focus),
            value_literal=_literal(value),
        ),
        focus,
    )


def with_bindings(
    result: Result, focus: Any, queries: Iterable[Constraint], graph: rdflib.Graph
) -> list[Result]:
    """Return the result once for each row of the query that says it: a report has no place for other variables."""
    found = []
    for query in queries:
        text = query.query.replace("$PATH", f"<{query.path}>")
        for row in graph.query(text, initBindings={"this": focus}):
            bound = row.asdict()  # type: ignore[union-attr]
            path = bound.get("path")
            value = bound.get("value", None if query.on_property else focus)
            if _text(value) != result.value or (_text(path) or query.path) != result.path:
                continue
            bindings = tuple(
                sorted(
                    (
                        str(name),
                        binding_text(_text(term), str(getattr(term, "datatype", "") or ""), str(name)),
                    )
                    for name, term in bound.items()
                    if str(name) not in _OWN
                )
            )
            found.append(replace(result, bindings=bindings))
    return found or [result]


def _text(term: Any) -> str:
    return "" if term is None else str(term)


def _path(path: Any, report: rdflib.Graph) -> str:
    """A property, with ``^`` before it if it is read backwards; empty for a longer path."""
    import rdflib

    if isinstance(path, rdflib.URIRef):
        return str(path)
    about = list(report.predicate_objects(path)) if path is not None else []
    if len(about) == 1 and about[0][0] == rdflib.URIRef(_SH + "inversePath"):
        return f"^{about[0][1]}" if isinstance(about[0][1], rdflib.URIRef) else ""
    return ""


def _literal(term: Any) -> str:
    """A literal in the N-Triples of Oxigraph, so that both engines spell it alike."""
    import rdflib
    from pyoxigraph import Literal, NamedNode

    if not isinstance(term, rdflib.Literal):
        return ""
    if term.language:
        return str(Literal(str(term), language=term.language))
    datatype = NamedNode(str(term.datatype)) if term.datatype else None
    return str(Literal(str(term), datatype=datatype))


def _failed(ids: Sequence[str], error: object) -> DataError:
    said = " ".join(str(error).split())[:300]
    return DataError("The rules can't be evaluated", where=", ".join(ids[:5]), hint=said)
