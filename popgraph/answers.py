"""Answers to queries, the same whichever store gave them, and their W3C result formats.

>>> from pyoxigraph import Literal
>>> print(Solutions(("n",), ((Literal(3),),)).serialize("tsv"))
?n
3
<BLANKLINE>
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    RdfFormat,
    Triple,
    parse_query_results,
    serialize,
)

from popgraph.errors import UsageError

__all__ = [
    "GRAPH_FORMATS",
    "RESULT_FORMATS",
    "Answer",
    "Solutions",
    "Term",
    "Triples",
    "Truth",
    "same_answer",
]

Term = NamedNode | BlankNode | Literal | Triple

RESULT_FORMATS: Mapping[str, QueryResultsFormat] = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
GRAPH_FORMATS: Mapping[str, RdfFormat] = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = frozenset(
    _XSD + name
    for name in (
        *("integer", "decimal", "double", "float", "int", "long", "short", "byte"),
        *("nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
        *("unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte"),
    )
)
_DIGITS = 9
_STAND_IN = "urn:x-popgraph:"


@dataclass(frozen=True, slots=True)
class Solutions:
    """The rows of a SELECT query.

    Attributes:
        variables: Names of the columns, without ``?``.
        rows: One term per column and row, None where nothing is bound.
    """

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Mapping[str, Term | None]]:
        """Yield each row as a mapping from column to term."""
        for row in self.rows:
            yield dict(zip(self.variables, row, strict=True))

    def column(self, name: str) -> tuple[Term | None, ...]:
        """Return the terms of one column, row by row.

        Raises:
            UsageError: If there is no such column.
        """
        if name not in self.variables:
            raise UsageError("No such column", where=name, hint=f"Columns: {', '.join(self.variables)}")
        index = self.variables.index(name)
        return tuple(row[index] for row in self.rows)

    def to_json(self) -> str:
        """Return SPARQL 1.1 Query Results JSON."""
        import json

        bindings = [
            {
                name: _json_term(term)
                for name, term in zip(self.variables, row, strict=True)
                if term is not None
            }
            for row in self.rows
        ]
        return json.dumps(
            {"head": {"vars": list(self.variables)}, "results": {"bindings": bindings}}, ensure_ascii=False
        )

    def serialize(self, fmt: str) -> str:
        """Return the rows in a W3C format: json, xml, csv or tsv.

        Raises:
            UsageError: If there is no such format.
        """
        return _results(self.to_json(), fmt)


@dataclass(frozen=True, slots=True)
class Truth:
    """The answer to an ASK query."""

    value: bool

    def __bool__(self) -> bool:
        return self.value

    def to_json(self) -> str:
        """Return SPARQL 1.1 Query Results JSON."""
        return f'{{"head": {{}}, "boolean": {str(self.value).lower()}}}'

    def serialize(self, fmt: str) -> str:
        """Return the answer as json, xml, csv or tsv; the last two are the bare word.

        Raises:
            UsageError: If there is no such format.

        >>> Truth(True).serialize("csv")
        'true'
        """
        return _results(self.to_json(), fmt)


@dataclass(frozen=True, slots=True)
class Triples:
    """The graph that a CONSTRUCT or DESCRIBE query gives, as distinct triples."""

    triples: tuple[Triple, ...]

    def __len__(self) -> int:
        return len(self.triples)

    def __iter__(self) -> Iterator[Triple]:
        return iter(self.triples)

    def serialize(self, fmt: str = "turtle") -> str:
        """Return the graph as turtle, ntriples, rdfxml or jsonld, with popgraph's prefixes.

        Raises:
            UsageError: If there is no such format.
        """
        from popgraph.vocab import PREFIXES

        if fmt not in GRAPH_FORMATS:
            raise UsageError("No such graph format", where=fmt, hint=f"One of {', '.join(GRAPH_FORMATS)}")
        data = serialize(self.triples, format=GRAPH_FORMATS[fmt], prefixes=PREFIXES)
        return (data or b"").decode()


Answer = Solutions | Truth | Triples


def same_answer(left: Answer, right: Answer, *, ordered: bool = False) -> bool:
    """Return whether two answers say the same.

    Numbers are compared by value, rounded to nine significant digits, since engines write 1/3 with different
    numbers of digits; columns by name; rows in any order; blank nodes by their place and not their label.

    Args:
        left: One answer.
        right: The other.
        ordered: Whether the order of rows counts.

    >>> from pyoxigraph import Literal
    >>> one = Solutions(("n",), ((Literal(1),),))
    >>> same_answer(one, Solutions(("n",), ((Literal("1.0", datatype=NamedNode(_XSD + "decimal")),),)))
    True
    """
    if isinstance(left, Solutions) and isinstance(right, Solutions):
        if set(left.variables) != set(right.variables) or len(left) != len(right):
            return False
        mine, theirs = _valued(left, left.variables), _valued(right, left.variables)
        if any(_has_blank(term) for row in mine for term in row):
            return _shape(mine, ordered=ordered) == _shape(theirs, ordered=ordered)
        return mine == theirs if ordered else Counter(mine) == Counter(theirs)
    if isinstance(left, Triples) and isinstance(right, Triples):
        return _graph(left) == _graph(right)
    return isinstance(left, Truth) and isinstance(right, Truth) and left.value == right.value


def _results(text: str, fmt: str) -> str:
    if fmt == "json":
        return text
    if fmt not in RESULT_FORMATS:
        raise UsageError("No such result format", where=fmt, hint=f"One of {', '.join(RESULT_FORMATS)}")
    parsed = parse_query_results(text, QueryResultsFormat.JSON)
    return (parsed.serialize(format=RESULT_FORMATS[fmt]) or b"").decode()


def _json_term(term: Term) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    entry: dict[str, Any] = {"type": "literal", "value": term.value}
    if term.language:
        entry["xml:lang"] = term.language
    elif term.datatype.value != _XSD + "string":
        entry["datatype"] = term.datatype.value
    return entry


def _value(term: Term | None) -> Term | None:
    """The term in the one spelling of its value."""
    if isinstance(term, Triple):
        return Triple(_value(term.subject), term.predicate, _value(term.object))  # type: ignore[arg-type]
    if not isinstance(term, Literal):
        return term
    if term.language:
        return Literal(term.value, language=term.language.lower())
    if term.datatype.value == _XSD + "boolean":
        return Literal(term.value in ("true", "1"))
    return _number(term) if term.datatype.value in _NUMBERS else term


def _number(term: Literal) -> Literal:
    from decimal import Context, Decimal, InvalidOperation

    rounding = Context(prec=_DIGITS)
    try:
        number = rounding.create_decimal(Decimal(term.value.strip()))
    except InvalidOperation:
        return term
    text = f"{number.normalize(rounding):f}" if number.is_finite() else str(number)
    return Literal("0" if text == "-0" else text, datatype=NamedNode(_XSD + "decimal"))


def _valued(answer: Solutions, names: tuple[str, ...]) -> list[tuple[Term | None, ...]]:
    order = [answer.variables.index(name) for name in names]
    return [tuple(_value(row[index]) for index in order) for row in answer.rows]


def _has_blank(term: Term | None) -> bool:
    if isinstance(term, Triple):
        return _has_blank(term.subject) or _has_blank(term.object)
    return isinstance(term, BlankNode)


def _shape(rows: list[tuple[Term | None, ...]], *, ordered: bool) -> Dataset:
    """The rows as a graph whose canonical form is the same however blank nodes are called."""
    quads: list[Quad] = []
    for number, row in enumerate(rows):
        node = BlankNode()
        quads.append(Quad(node, NamedNode(_STAND_IN + "row"), Literal(number if ordered else 0)))
        quads.extend(
            Quad(node, NamedNode(f"{_STAND_IN}{column}"), term)
            for column, term in enumerate(row)
            if term is not None
        )
    return _canonical(quads)


def _graph(answer: Triples) -> Dataset:
    return _canonical(
        [Quad(triple.subject, triple.predicate, _value(triple.object)) for triple in answer.triples]  # type: ignore[arg-type]
    )


def _canonical(quads: list[Quad]) -> Dataset:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset
