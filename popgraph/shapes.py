"""The shapes of ``ontology/shapes/``, as engines need them: a graph of some rules, and their queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple

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
_CLASS = NamedNode(PREFIXES["rdfs"] + "Class")
_SUBCLASS = PREFIXES["rdfs"] + "subClassOf"
_FIRST, _REST, _NIL = (PREFIXES["rdf"] + name for name in ("first", "rest", "nil"))
_SHAPE_KINDS = frozenset({NamedNode(_SH + "NodeShape"), NamedNode(_SH + "PropertyShape")})
# What these have as values is compared with the data.
_HOLD_DATA = frozenset(
    {_FIRST, *(_SH + name for name in ("hasValue", "targetNode"))}
    | {f"{_SH}{side}{kind}" for side in ("min", "max") for kind in ("Inclusive", "Exclusive")}
)
_IMPORTS = PREFIXES["owl"] + "imports"
_STRINGS = (PREFIXES["xsd"] + "string", PREFIXES["rdf"] + "langString")


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

    The id of a rule is the name of its shape: without the namespace of the shipped shapes if it stands in that, else
    the IRI, or a blank node with ``_:``.

    Raises:
        DataError: If a file is no Turtle.
    """

    def __init__(self, files: Iterable[Path] = ()) -> None:
        self._said: dict[NamedNode | BlankNode, list[tuple[str, Term]]] = {}
        self._classes: set[Term] | None = None
        self._parameters: frozenset[str] | None = None
        for file in files:
            self._take(_parse(file))

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> Self:
        """Return the shapes that some triples hold.

        >>> Shapes.of([Triple(NamedNode("urn:a"), NamedNode(_SH + "targetNode"), NamedNode("urn:b"))]).targeted()
        ('urn:a',)
        """
        sheet = cls()
        sheet._take(triples)
        return sheet

    def _take(self, triples: Iterable[Triple]) -> None:
        for triple in triples:
            if isinstance(triple.subject, NamedNode | BlankNode):
                predicate = triple.predicate.value
                value = _as_stored(triple.object) if predicate in _HOLD_DATA else triple.object
                self._said.setdefault(triple.subject, []).append((predicate, value))

    def node(self, rule: str) -> NamedNode | BlankNode:
        """Return the shape that is a rule."""
        if rule.startswith("_:"):
            return BlankNode(rule[2:])
        return NamedNode(rule if ":" in rule else SHAPES + rule)

    def targeted(self) -> tuple[str, ...]:
        """Return the ids of all shapes that have a target and aren't deactivated, sorted."""
        kinds = {_SH + kind for kind in (*_TARGETS, "target")}
        found = [
            node
            for node, said in self._said.items()
            if (any(predicate in kinds for predicate, _ in said) or self._is_class_shape(node))
            and self._text(node, "deactivated") != "true"
        ]
        return tuple(
            sorted(
                node.value.removeprefix(SHAPES) if isinstance(node, NamedNode) else str(node)
                for node in found
            )
        )

    def graph(self, rules: Iterable[str], *, without_queries: bool = False) -> rdflib.Graph:
        """Return the shapes of some rules with all that they refer to.

        Args:
            rules: Ids.
            without_queries: Leave out their own SPARQL constraints.
        """
        import rdflib

        from popgraph.store import rdflib_term

        graph = rdflib.Graph()
        tops = {self.node(rule) for rule in rules}
        for node in self._closure(tops):
            for predicate, value in self._said[node]:
                if not (without_queries and node in tops and predicate == _SH + "sparql"):
                    graph.add((rdflib_term(node), rdflib.URIRef(predicate), rdflib_term(value)))
        return graph

    def owners(self, rules: Iterable[str]) -> dict[str, str]:
        """Return which rule each shape, named or not, belongs to, by IRI or blank node."""
        found: dict[str, str] = {}
        for rule in rules:
            for node in self._closure({self.node(rule)}):
                found.setdefault(node.value, rule)
        return found | {self.node(rule).value: rule for rule in rules}

    def is_only_queries(self, rule: str) -> bool:
        """Return whether a rule consists of SPARQL constraints alone."""
        said = self._said.get(self.node(rule), [])
        harmless = {
            _SH + name for name in (*_TARGETS, "sparql", "severity", "message", "path", "name", "order")
        }
        return any(predicate == _SH + "sparql" for predicate, _ in said) and all(
            not predicate.startswith(_SH) or predicate in harmless for predicate, _ in said
        )

    def constraints(self, rule: str) -> tuple[Constraint, ...]:
        """Return the SPARQL constraints that stand on a rule's own shape.

        Raises:
            DataError: If one has no SELECT, or a target or path that isn't plain.
        """
        top = self.node(rule)
        found = []
        for query in self.values(top, "sparql"):
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
                    bool(self.values(top, "path")),
                    self.targets(rule),
                )
            )
        return tuple(found)

    def targets(self, rule: str) -> tuple[Target, ...]:
        """Return which nodes a rule looks at.

        Raises:
            DataError: If a target isn't plain.
        """
        top = self.node(rule)
        if self.values(top, "target"):
            raise _unfit(rule, "sh:target is no plain target")
        found = [
            Target(kind, term)
            for kind in _TARGETS
            for term in self.values(top, kind)
            if isinstance(term, NamedNode | Literal)
        ]
        if isinstance(top, NamedNode) and self._is_class_shape(top):
            found.append(Target("targetClass", top))
        return tuple(found)

    @property
    def parameters(self) -> frozenset[str]:
        """The properties that constraint components of these shapes' own take as parameters."""
        if self._parameters is None:
            self._parameters = frozenset(
                path.value
                for component in self._said
                for parameter in self.values(component, "parameter")
                for path in self.values(parameter, "path")
                if isinstance(path, NamedNode)
            )
        return self._parameters

    def predicates(self, node: Term) -> tuple[str, ...]:
        """Return the IRIs of what is said of a node, each once."""
        if not isinstance(node, NamedNode | BlankNode):
            return ()
        return tuple(dict.fromkeys(predicate for predicate, _ in self._said.get(node, ())))

    def _imported(self, sheets: Iterable[Term]) -> set[Term]:
        """Some sheets of prefixes with those that they import, as far as they are here."""
        found: set[Term] = set()
        waiting = list(sheets)
        while waiting:
            sheet = waiting.pop()
            if sheet not in found:
                found.add(sheet)
                waiting.extend(self._objects(sheet, _IMPORTS))
        return found

    def values(self, node: Term, name: str) -> list[Term]:
        """Return what a node has for a name of SHACL's vocabulary."""
        return self._objects(node, _SH + name)

    def items(self, node: Term) -> list[Term] | None:
        """Return the members of a list, or None if the node is no well-formed list."""
        found: list[Term] = []
        seen: set[Term] = set()
        while not (isinstance(node, NamedNode) and node.value == _NIL):
            first, rest = self._objects(node, _FIRST), self._objects(node, _REST)
            if len(first) != 1 or len(rest) != 1 or node in seen:
                return None
            seen.add(node)
            found.append(first[0])
            node = rest[0]
        return found

    def siblings(self, node: Term) -> list[Term]:
        """Return the shapes that the property shapes beside a property shape count values by."""
        return [
            shape
            for parent in self._said
            if node in (beside := self.values(parent, "property"))
            for other in beside
            for shape in self.values(other, "qualifiedValueShape")
        ]

    def _is_class_shape(self, node: NamedNode | BlankNode) -> bool:
        """Whether a node is a shape and a class, so that the shape looks at the instances of the class."""
        if self._classes is None:
            self._classes = {_CLASS}
            more: set[Term] = {_CLASS}
            while more:
                self._classes |= more
                more = {
                    lower
                    for lower in self._said
                    if lower not in self._classes
                    and not self._classes.isdisjoint(self._objects(lower, _SUBCLASS))
                }
        kinds = self._objects(node, _RDF_TYPE)
        return not self._classes.isdisjoint(kinds) and not _SHAPE_KINDS.isdisjoint(kinds)

    def _path(self, rule: str, top: Term) -> str:
        for path in self.values(top, "path"):
            if not isinstance(path, NamedNode):
                raise _unfit(rule, "its path is no single property")
            return path.value
        return ""

    def _prefixes(self, query: Term) -> str:
        lines = {
            f"PREFIX {self._text(item, 'prefix')}: <{self._text(item, 'namespace')}>\n"
            for sheet in self._imported(self.values(query, "prefixes"))
            for item in self.values(sheet, "declare")
        }
        return "".join(sorted(lines))

    def _objects(self, node: Term, iri: str) -> list[Term]:
        if not isinstance(node, NamedNode | BlankNode):
            return []
        return [value for predicate, value in self._said.get(node, ()) if predicate == iri]

    def _text(self, node: Term, name: str) -> str:
        return next((str(getattr(value, "value", "")) for value in self.values(node, name)), "")

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
def _as_stored(term: Term) -> Term:
    """A term as Oxigraph gives it back: it spells numbers and dates in one way, and so do the data."""
    if not isinstance(term, Literal) or term.datatype.value in _STRINGS:
        return term
    store = pyoxigraph.Store()
    store.add(Quad(BlankNode(), NamedNode(_RDF_TYPE), term, DefaultGraph()))
    stored: Term = next(iter(store)).object
    return stored


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
