"""Order that any values can be put in: Oxigraph ends the whole process over some that can't be compared.

It compares numbers by value, others by their texts, and some not at all. Of ``9``, ``10`` and ``"5x"`` each so comes
before another, and a sort that finds this out stops the process, which nothing can prevent afterwards. Any key of an
``ORDER BY`` is therefore divided into keys of one kind each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from popgraph.sparql import Token, tokens

__all__ = ["steady"]

_XSD = "http://www.w3.org/2001/XMLSchema#"
# Not a number is unequal even to itself; an error counts as nothing, which comes first.
_KEYS = (
    "isLITERAL({0})",
    f"IF(isNUMERIC({{0}}) && {{0}} = {{0}}, <{_XSD}double>({{0}}), 1/0)",
    "STR({0})",
)
_ENDS = frozenset({"LIMIT", "OFFSET", "VALUES"})
_DIRECTIONS = frozenset({"ASC", "DESC"})
# What is always a text, or always a whole number.
_OF_ONE_KIND = frozenset({"COUNT", "DATATYPE", "LANG", "LCASE", "STR", "STRLEN", "UCASE", "YEAR"})


@lru_cache(maxsize=256)
def steady(sparql: str) -> str:
    """Return a query that gives the same, ordered whatever the values are.

    Nodes come before literals, texts before numbers; numbers are ordered by value, all else by its text, dates of one
    form thus by day. A query whose order can't be read is returned as it is.

    >>> steady("SELECT ?a { ?a ?b ?c } ORDER BY STR(?a)")
    'SELECT ?a { ?a ?b ?c } ORDER BY STR(?a)'
    >>> print(steady("SELECT ?a { ?a ?b ?c } ORDER BY DESC(?c)").partition("ORDER BY ")[2])
    ... # doctest: +NORMALIZE_WHITESPACE
    DESC(isLITERAL(?c))
    DESC(IF(isNUMERIC(?c) && ?c = ?c, <http://www.w3.org/2001/XMLSchema#double>(?c), 1/0))
    DESC(STR(?c))
    """
    if "ORDER" not in sparql.upper():
        return sparql
    cut = tokens(sparql)
    found: list[tuple[int, int, str]] = []
    for index, (first, second) in enumerate(pairwise(cut)):
        if first.keyword == "ORDER" and second.keyword == "BY":
            found += _conditions(sparql, cut, index + 2)
    for start, end, text in reversed(found):
        sparql = sparql[:start] + text + sparql[end:]
    return sparql


def _conditions(sparql: str, cut: Sequence[Token], index: int) -> Iterator[tuple[int, int, str]]:
    """Where each key stands, and what stands there instead."""
    while index < len(cut) and cut[index].text != "}" and cut[index].keyword not in _ENDS:
        start, token = index, cut[index]
        direction = token.keyword if token.keyword in _DIRECTIONS else "ASC"
        if token.kind == "var":
            index += 1
            yield token.start, token.end, _divided(token.text, direction)
            continue
        # A word or an IRI may stand before the bracket.
        opens = index if token.text == "(" else index + 1
        closes = _closing(cut, opens)
        if not closes:
            return
        index = closes + 1
        bare = token.text == "(" or token.keyword in _DIRECTIONS
        inner = cut[opens + 1 : closes]
        if bare and len(inner) == 1 and inner[0].kind == "var":
            key = inner[0].text
        else:
            key = sparql[cut[opens if bare else start].start : cut[closes].end]
        called = cut[opens + 1] if bare else token
        whole = not bare or (len(inner) > 1 and _closing(cut, opens + 2) == closes - 1)
        if not (whole and called.keyword in _OF_ONE_KIND):
            yield token.start, cut[closes].end, _divided(key, direction)


def _closing(cut: Sequence[Token], opens: int) -> int:
    """Where the bracket closes that opens at some place; 0 if none does."""
    depth = 0
    for index in range(opens, len(cut)):
        depth += (cut[index].text == "(") - (cut[index].text == ")")
        if depth == 0:
            return index if index > opens else 0
    return 0


def _divided(key: str, direction: str) -> str:
    return " ".join(f"{direction}({part.format(key)})" for part in _KEYS)
