"""Which properties the answer to a query can depend on: where none of them is touched, it stays what it was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from popgraph.sparql import Token, tokens
from popgraph.vocab import PREFIXES

__all__ = ["footprint"]

# What a pattern may stand before or behind, so that a variable beside it is no property.
_ENDS = frozenset({".", ";", ",", "}", "]", ")", "{"})
_CLAUSES = frozenset({"FILTER", "OPTIONAL", "BIND", "VALUES", "UNION", "MINUS", "GRAPH"})
_WORDS = _CLAUSES | {"AS", "ASK", "BY", "DISTINCT", "EXISTS", "IN", "NOT", "SELECT", "WHERE"}
_TERMS = frozenset({"var", "iri", "string", "lang"})
# These take a whole graph, or what isn't here, or give something else each time.
_REFUSED = frozenset(
    {"CONSTRUCT", "DESCRIBE", "FROM", "SERVICE", "BASE", "RAND", "NOW", "UUID", "STRUUID", "BNODE"}
)
_NAME = re.compile(r"[\w-]*:[\w.-]*")


@lru_cache(maxsize=1024)
def footprint(sparql: str) -> frozenset[str] | None:
    """Return the IRIs in a SELECT or ASK query, the properties of all its patterns among them.

    Returns:
        The IRIs; None if it may be answered by triples of any property, as by a variable in the place of a property, by
        a path of no length or by what such a path leaves out, or if that can't be told.

    >>> sorted(footprint("PREFIX ex: <urn:x:> SELECT ?a { ?a ex:p/ex:q ?b . ?b a <urn:x:C> FILTER (?b != ?a) }"))[:3]
    ['http://www.w3.org/1999/02/22-rdf-syntax-ns#type', 'urn:x:', 'urn:x:C']
    >>> footprint("SELECT ?a { ?a ?b ?c }") is footprint("SELECT ?a { ?a <urn:x:p>* ?c }") is None
    True
    """
    cut = tokens(sparql)
    prefixes: dict[str, str] = {}
    found: set[str] = set()
    for index, token in enumerate(cut):
        if token.keyword == "PREFIX" and index + 2 < len(cut):
            prefixes[cut[index + 1].text] = cut[index + 2].text[1:-1]
    for index, token in enumerate(cut):
        before = cut[index - 1] if index else None
        if token.keyword in _REFUSED or ("\\" in token.text and token.kind in ("iri", "word")):
            return None
        if token.kind == "iri":
            found.add(token.text[1:-1])
        elif token.kind == "word" and ":" in token.text:
            if before is not None and before.keyword == "PREFIX":
                continue
            prefix, colon, name = token.text.partition(":")
            # What ends in a dot may be cut here or there; a blank node is like a variable.
            if prefix + colon not in prefixes or not _NAME.fullmatch(token.text.rstrip(".")):
                return None
            found.add(prefixes[prefix + colon] + name.rstrip("."))
        elif token.text == "a":
            found.add(PREFIXES["rdf"] + "type")
        elif _is_open(cut, index):
            return None
    return frozenset(found)


def _is_open(cut: Sequence[Token], index: int) -> bool:
    """Whether a token may let triples of any property in; where it can't be told, it does."""
    token = cut[index]
    before = cut[index - 1] if index else None
    after = cut[index + 1] if index + 1 < len(cut) else None
    if before is None or after is None:
        return False
    if token.kind == "var":
        return _ends_a_term(cut, index - 1) and not _ends_a_pattern(after) and not _is_listed(cut, index)
    if token.text == "!":
        # Of a path; an expression has something to be denied: a variable, a call, a bracket, an unequal sign.
        return (_ends_a_term(cut, index - 1) and after.text != "=") or before.text in ("/", "|", "^", ";")
    if token.text in ("*", "?"):
        counts = before.text == "(" or before.keyword in ("SELECT", "DISTINCT", "REDUCED")
        return not counts and not _starts_or_ends_somewhere(cut, index)
    if token.text == "{" and after.text == "}":
        return index > 1 and cut[index - 2].keyword == "GRAPH"
    return token.text == "<" and after.text == "<"


def _ends_a_term(cut: Sequence[Token], index: int) -> bool:
    """Whether a subject, or what stands before a property, may end here."""
    token = cut[index]
    if token.text in ("]", ";", "[", ">"):
        return True
    if token.text == ")":
        start = _opening(cut, index)
        # What a word opens is an expression, any other is a list or a path.
        return not (start and cut[start - 1].keyword.isalpha())
    if token.kind == "word":
        # A dot belongs to the word that it follows without a space.
        return not token.text.endswith(".") and token.keyword not in _WORDS
    return token.kind in _TERMS


def _opening(cut: Sequence[Token], index: int) -> int:
    """Where the bracket opens that is closed at some place."""
    depth = 0
    for start in range(index, -1, -1):
        depth += (cut[start].text == ")") - (cut[start].text == "(")
        if depth == 0:
            return start
    return 0


def _starts_or_ends_somewhere(cut: Sequence[Token], index: int) -> bool:
    """Whether a path that may have no length is one of nodes that other patterns give, or to a given one.

    Else every node of the graph leads to itself by it.
    """
    start = _opening(cut, index - 1) if cut[index - 1].text == ")" else index - 1
    lead = cut[start - 1]
    if lead.text == "/":
        return True
    if _is_iri(cut[index + 1]) and index + 2 < len(cut) and _ends_a_pattern(cut[index + 2]):
        return True
    # The subject is the value in the pattern before: ?a ex:p ?b . ?b ex:q? ?c
    return (
        start > 3
        and lead.kind == "var"
        and cut[start - 2].text == "."
        and cut[start - 3].text == lead.text
        and _is_iri(cut[start - 4])
    )


def _is_iri(token: Token) -> bool:
    return token.kind == "iri" or (
        token.kind == "word" and ":" in token.text and not token.text.endswith(".")
    )


def _ends_a_pattern(token: Token) -> bool:
    return token.text in _ENDS or token.keyword in _CLAUSES


def _is_listed(cut: Sequence[Token], index: int) -> bool:
    """Whether a variable is one of those that a query returns or sorts by, or that VALUES binds."""
    depth = 0
    for before in range(index - 1, -1, -1):
        token = cut[before]
        depth += (token.text == ")") - (token.text == "(")
        if token.text in ("{", "}") or token.keyword == "WHERE":
            return False
        if depth == -1:
            return cut[before - 1].keyword == "VALUES" if before else False
        if depth == 0 and token.keyword in ("SELECT", "BY"):
            return True
    return False
