"""Rows of a query as texts, for checks: what a store gives, without its kinds of terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from operator import itemgetter
from typing import TYPE_CHECKING

from popgraph.checks.keeping import kept
from popgraph.numerals import whole

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["POP", "STATEMENTS", "decimal", "linked", "listed", "rows", "whole"]

POP = """PREFIX pop: <https://w3id.org/popgraph/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sdmx-attribute: <http://purl.org/linked-data/sdmx/2009/attribute#>
PREFIX sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>
PREFIX sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""

STATEMENTS = """
SELECT DISTINCT ?node ?statement ?language ?source ?figure WHERE {
  ?node pop:statement ?statement .
  BIND (LANG(?statement) AS ?language)
  OPTIONAL { ?node pop:sourceText ?source FILTER (LANG(?source) = "es") }
  OPTIONAL { ?node a ?figure FILTER (?figure = pop:StatedFigure) }
} ORDER BY ?node ?language"""
"""Each statement with its language, the printed text in Spanish, and whether it is a figure's."""

_DIGITS = 30
_ORDER = re.compile(r"\s+ORDER BY((?:\s+\?\w+)+)\s*\Z")


def rows(store: Store, sparql: str) -> Iterator[dict[str, str]]:
    """Yield each row of a SELECT query by variable, an unbound one as an empty text.

    The store is asked once, however many checks ask the same. Whatever the query orders them by is ordered as text.
    """
    yield from listed(store, sparql)


def listed(store: Store, sparql: str) -> Sequence[dict[str, str]]:
    """Return the same rows at once: the same object as long as no edit of the store can concern them."""
    return kept(store, sparql, lambda store: _asked(store, sparql))


def _asked(store: Store, sparql: str) -> list[dict[str, str]]:
    # Oxigraph ends the whole process where it has to order numbers, texts and dates of one variable.
    order = _ORDER.search(sparql)
    answer = store.select(POP + (sparql[: order.start()] if order else sparql))
    found = [
        {
            name: "" if term is None else str(getattr(term, "value", term))
            for name, term in zip(answer.variables, row, strict=True)
        }
        for row in answer.rows
    ]
    if order:
        first = [name.removeprefix("?") for name in order[1].split()]
        found.sort(key=itemgetter(*first))
    return found


def linked(pattern: str, link: str, names: Iterable[str]) -> str:
    """Return a pattern of SPARQL that binds a variable to each property that a triple pattern holds for.

    Written out, so that the query names its properties: of a variable in their place it can't be told which it takes.

    Args:
        pattern: The triple pattern, with the variable.
        link: The variable.
        names: The properties, as they stand in a query.

    >>> linked("?a ?link ?b", "?link", ["pop:uses", "pop:measures"])
    '{ ?a pop:uses ?b BIND (pop:uses AS ?link) } UNION { ?a pop:measures ?b BIND (pop:measures AS ?link) }'
    """
    return " UNION ".join(f"{{ {pattern.replace(link, name)} BIND ({name} AS {link}) }}" for name in names)


def decimal(text: str) -> Decimal | None:
    """Return a number, or nothing if the text is none, or none that a plan or a table would print.

    What is no number at all is reported by other rules; 10 to the 31st can only be there to fill the memory.

    >>> decimal("70.0"), decimal("INF"), decimal("x"), decimal("1E999999")
    (Decimal('70.0'), None, None, None)
    """
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    if not number.is_finite() or len(number.as_tuple().digits) > _DIGITS:
        return None
    return number if not number or abs(number.adjusted()) <= _DIGITS else None
