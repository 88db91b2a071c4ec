"""The shapes of ``ontology/shapes/``, as engines need them: a graph of some rules, and their queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple

from popgraph import resources
from popgraph.errors import DataError
from popgraph.vocab import PREFIXES, SHAPES

if TYPE_CHECKING:
    import rdflib

__all__ = ["Constraint", "Shapes", "Target", "shapes"]

Term = NamedNode | BlankNode | Literal | Triple

_SH = PREFIXES["sh"]
_RDF_TYPE = PREFIXES["rdf"] + "type"
_TARGETS = ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode")
_CLASSES = frozenset({PREFIXES["rdfs"] + "Class", PREFIXES["owl"] + "Class"})


@dataclass(frozen=True, slots=True)
class Target:
    """Which nodes a shape looks at: a kind such as ``targetClass``, and the term that it names."""

    kind: str
    term: NamedNode | Literal


@dataclass(frozen=True, slots=True)
class Constraint:
    """A SPARQL constraint of a rule.

    Attributes:
        rule: Id of the rule.
        query: Its SELECT, with the prefixes that it uses.
        path: IRI of the property of a property shape, or empty.
        severity: IRI of the severity.
        on_property: Whether it belongs to a property shape.
        targets: The nodes that it looks at.
    """

    rule: str
    query: str
    path: str
    severity: str
    on_property: bool
    targets: tuple[Target, ...]


class Shapes:
    """Some files of shapes, read.

    Raises:
        DataError: If a file is no Turtle.
    """

    def __init__(self, files: Iterable[Path]) -> None:
        self._said: dict[NamedNode | BlankNode, list[tuple[str, Term]]] = {}
        for file in files:
            for triple in _parse(file):
                subject = triple.subject
                if isinstance(subject, NamedNode | BlankNode):
                    self._said.setdefault(subject, []).append((triple.predicate.value, triple.object))

    def graph(self, rules: Iterable[str], *, without_queries: bool = False) -> rdflib.Graph:
        """Return the shapes of some rules with all that they refer to.

        Args:
            rules: Ids.
            without_queries: Leave out their own SPARQL constraints.
        """
        import rdflib

        from popgraph.store import rdflib_term

        graph = rdflib.Graph()
        tops = {NamedNode(SHAPES + rule) for rule in rules}
        for node in self._closure(tops):
            for predicate, value in self._said[node]:
                if not (without_queries and node in tops and predicate == _SH + "sparql"):
                    graph.add((rdflib_term(node), rdflib.URIRef(predicate), rdflib_term(value)))
        return graph

    def owners(self, rules: Iterable[str]) -> dict[str, str]:
        """Return which rule each shape, named or not, belongs to, by IRI or blank node."""
        found: dict[str, str] = {}
        for rule in rules:
            for node in self._closure({NamedNode(SHAPES + rule)}):
                found.setdefault(node.value, rule)
        return found | {SHAPES + rule: rule for rule in rules}

    def is_only_queries(self, rule: str) -> bool:
        """Return whether a rule consists of SPARQL constraints alone."""
        said = self._said.get(NamedNode(SHAPES + rule), [])
        harmless = {
            _SH + name for name in (*_TARGETS, "sparql", "severity", "message", "path", "name", "order")
        }
        return any(predicate == _SH + "sparql" for predicate, _ in said) and all(
            not predicate.startswith(_SH) or predicate in harmless for predicate, _ in said
        )

    def constraints(self, rule: str) -> tuple[Constraint, ...]:
        """Return the SPARQL constraints that stand on a rule's own shape.

        Raises:
            DataError: If one has no SELECT, stands on an inner shape, or has a target or path that isn't plain.
        """
        top = NamedNode(SHAPES + rule)
        nested = [
            node
            for node in self._closure({top})
            if node != top and any(predicate == _SH + "sparql" for predicate, _ in self._said[node])
        ]
        if nested:
            raise _unfit(rule, "a SPARQL constraint stands on an inner shape")
        found = []
        for query in self._values(top, "sparql"):
            if self._text(query, "deactivated") == "true" or self._text(top, "deactivated") == "true":
                continue
            select = self._text(query, "select")
            if not select:
                raise _unfit(rule, "a SPARQL constraint has no sh:select")
            found.append(
                Constraint(
                    rule,
                    self._prefixes(query) + select,
                    self._path(rule, top),
                    self._text(top, "severity") or _SH + "Violation",
                    bool(self._values(top, "path")),
                    self._targets(rule, top),
                )
            )
        return tuple(found)

    def _targets(self, rule: str, top: NamedNode) -> tuple[Target, ...]:
        if self._values(top, "target"):
            raise _unfit(rule, "sh:target is no plain target")
        found = [
            Target(kind, term)
            for kind in _TARGETS
            for term in self._values(top, kind)
            if isinstance(term, NamedNode | Literal)
        ]
        kinds = {getattr(kind, "value", "") for p, kind in self._said[top] if p == _RDF_TYPE}
        return (*found, *([Target("targetClass", top)] if kinds & _CLASSES else []))

    def _path(self, rule: str, top: NamedNode) -> str:
        for path in self._values(top, "path"):
            if not isinstance(path, NamedNode):
                raise _unfit(rule, "its path is no single property")
            return path.value
        return ""

    def _prefixes(self, query: Term) -> str:
        lines = {
            f"PREFIX {self._text(item, 'prefix')}: <{self._text(item, 'namespace')}>\n"
            for sheet in self._values(query, "prefixes")
            for item in self._values(sheet, "declare")
        }
        return "".join(sorted(lines))

    def _values(self, node: Term, name: str) -> list[Term]:
        if not isinstance(node, NamedNode | BlankNode):
            return []
        return [value for predicate, value in self._said.get(node, ()) if predicate == _SH + name]

    def _text(self, node: Term, name: str) -> str:
        return next((str(getattr(value, "value", "")) for value in self._values(node, name)), "")

    def _closure(self, tops: Iterable[NamedNode | BlankNode]) -> set[NamedNode | BlankNode]:
        seen: set[NamedNode | BlankNode] = set()
        waiting = list(tops)
        while waiting:
            node = waiting.pop()
            if node in seen or node not in self._said:
                continue
            seen.add(node)
            waiting.extend(value for _, value in self._said[node] if isinstance(value, NamedNode | BlankNode))
        return seen


@cache
def shapes() -> Shapes:
    """Return the shapes that ship with popgraph, read once."""
    return Shapes(sorted(resources.path("ontology", "shapes").glob("*.ttl")))


def _parse(file: Path) -> Iterable[Triple]:
    try:
        return [quad.triple for quad in pyoxigraph.parse(path=file, format=RdfFormat.TURTLE)]
    except (SyntaxError, OSError) as error:
        place = f"{file}:{error.lineno}" if isinstance(error, SyntaxError) and error.lineno else str(file)
        raise DataError("The shapes can't be read", where=place, hint=str(error)) from error


def _unfit(rule: str, reason: str) -> DataError:
    return DataError(f"The rule can't be run set-wise: {reason}", where=rule, hint="Use --engine pyshacl")
