"""What the reference says, asked in a way that lets it be asked often: of few nodes, with each query parsed once."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from typing import Any
from unittest.mock import patch

import rdflib
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse
from rdflib import RDF, RDFS, XSD
from rdflib.plugins.sparql import operators, parser, prepareQuery
from rdflib.plugins.sparql.parserutils import Expr
from rdflib.plugins.sparql.processor import SPARQLProcessor
from rdflib.plugins.sparql.sparql import Query, SPARQLError
from rdflib.term import Node

from popgraph import resources
from popgraph.engine import Data
from popgraph.engines.pyshacl import PyshaclEngine
from popgraph.results import Result
from popgraph.shapes import Shapes, shapes
from popgraph.store import rdflib_term
from popgraph.vocab import PREFIXES

__all__ = ["mended", "said_by_reference"]

_SH = PREFIXES["sh"]
_TARGETS = tuple(_SH + kind for kind in ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode"))


def said_by_reference(
    data: Data, rules: Sequence[str], focus: Collection[str] | None = None
) -> tuple[Result, ...]:
    """What pySHACL says of a graph, or of some of its nodes: IRIs, and literals in N-Triples."""
    sheet = None
    if focus is not None:
        sheet, rules = _aimed(rules, focus, data.rdflib)
    with mended():
        return PyshaclEngine(sheet).run(data, rules, without_queries=False)


@contextmanager
def mended() -> Iterator[None]:
    """Have rdflib parse each query once, and keep to SPARQL 1.1 (17.3) in two cases where it doesn't.

    pySHACL has a query parsed anew for each node, which takes five sixths of its time; evaluation stays rdflib's,
    with the node bound beforehand as ever. What is an error that fails a filter or leaves a variable unbound is none
    to rdflib: of YEAR, MONTH and DAY of a literal that is no date it makes an AttributeError that ends the validation,
    and whether a text is greater than a number or a date it answers by the names of their datatypes.
    """
    plain, plain_date = SPARQLProcessor.query, operators.date

    def query(
        self: SPARQLProcessor,
        text: str | Query,
        initBindings: Mapping[str, Any] | None = None,
        initNs: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> Mapping[str, Any]:
        if isinstance(text, str):
            spaces = tuple(sorted((prefix, str(space)) for prefix, space in (initNs or {}).items()))
            text = _parsed(text, spaces, options.get("base"))
        return plain(self, text, initBindings, initNs, **options)

    def date(literal: rdflib.Literal) -> datetime.date:
        found = plain_date(literal)
        if isinstance(found, rdflib.Literal):
            raise SPARQLError(f"No date: {literal!r}")
        return found

    with patch.object(SPARQLProcessor, "query", query), patch.object(operators, "date", date):
        yield


@cache
def _parsed(text: str, spaces: tuple[tuple[str, str], ...], base: str | None) -> Query:
    # A parsed query keeps what evaluates its parts.
    with patch.object(parser.RelationalExpression, "evalfn", _compared):
        return prepareQuery(text, initNs=dict(spaces), base=base)


def _compared(expression: Expr, ctx: Any) -> Any:
    """What rdflib makes of a comparison, but an error of which of two is greater if they are of no common kind."""
    if expression.op in ("<", ">", "<=", ">="):
        kinds = {_kind(term) for term in (expression.expr, expression.other)}
        if len(kinds) > 1:
            raise SPARQLError("Compared are literals of different kinds")
    return operators.RelationalExpression(expression, ctx)


def _kind(term: object) -> str:
    if not isinstance(term, rdflib.Literal):
        return ""
    if isinstance(term.value, int | float | Decimal) and not isinstance(term.value, bool):
        return "number"
    return str(term.datatype or XSD.string)


def _aimed(rules: Sequence[str], focus: Collection[str], data: rdflib.Graph) -> tuple[Shapes, list[str]]:
    """The shipped shapes with those of some nodes as targets that are targets anyway; the rules that have any.

    The option of pySHACL for this looks at no value that isn't among the nodes.
    """
    triples = [triple for triple in _shapes() if triple.predicate.value not in _TARGETS]
    asked = []
    for rule in rules:
        shape = shapes().node(rule)
        hit = {
            text
            for target in shapes().targets(rule)
            for text in focus
            if _is_target(data, rdflib_term(_term(text)), target.kind, str(target.term.value))
        }
        if hit:
            asked.append(rule)
        triples += [Triple(shape, NamedNode(_SH + "targetNode"), _term(text)) for text in sorted(hit)]
    return Shapes.of(triples), asked


@cache
def _term(text: str) -> NamedNode | Literal:
    """The node that a text is: a literal in N-Triples, or an IRI."""
    if not text.startswith('"'):
        return NamedNode(text)
    (quad,) = parse(f"<urn:a> <urn:b> {text} .", format=RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, Literal)
    return quad.object


@cache
def _shapes() -> tuple[Triple, ...]:
    files = sorted(resources.path("ontology", "shapes").glob("*.ttl"))
    return tuple(quad.triple for file in files for quad in parse(path=file, format=RdfFormat.TURTLE))


def _is_target(data: rdflib.Graph, item: Node, kind: str, named: str) -> bool:
    term = rdflib.URIRef(named)
    if kind == "targetSubjectsOf":
        return (item, term, None) in data
    if kind == "targetObjectsOf":
        return (None, term, item) in data
    if kind == "targetNode":
        return item == term
    types = data.objects(item, RDF.type)
    return any(term in data.transitive_objects(own, RDFS.subClassOf) for own in types)
