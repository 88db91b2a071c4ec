"""Reading the text of a SPARQL query just far enough to bind parameters and to refuse ``SERVICE``.

The text is cut into tokens, so that what stands in strings, IRIs and comments is never taken for syntax.
Values reach a query only as serialised RDF terms in a ``VALUES`` block; nothing is ever pasted into it.

>>> from pyoxigraph import Literal
>>> print(bind("SELECT ?s WHERE { ?s ?p ?year }", {"year": Literal(2005)}))
SELECT ?s WHERE { VALUES (?year) { ("2005"^^<http://www.w3.org/2001/XMLSchema#integer>) } ?s ?p ?year }
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from popgraph.errors import QueryError

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

    _Term = BlankNode | Literal | NamedNode | Triple

__all__ = [
    "LONGEST",
    "Token",
    "bind",
    "form",
    "guard",
    "place",
    "serialize_term",
    "tokens",
    "unbalanced",
    "variables",
]

_ESCAPE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_TOKEN = re.compile(
    rf"""
      (?P<space>\s+|\#[^\r\n]*)
    | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
              | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
    | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|{_ESCAPE})*>)
    | (?P<var>[?$]\w+)
    | (?P<lang>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?)
    | (?P<word>(?:[\w\-.:%\u00b7\u0300-\u036f\u203f\u2040]|\\\S)+)
    | (?P<punct>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_ESCAPED = re.compile(r"(\\\\)([uU])|\\.", re.DOTALL)
# No question is as long; what is longer would be cut into tokens in vain.
LONGEST = 1 << 20
# Engines parse and plan by recursion: beyond some thousand steps the process dies of its stack.
_NESTING = 256
_STEPS = 2000


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query that means something: neither white space nor a comment."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def keyword(self) -> str:
        """The word in upper case; empty if the token is no bare word."""
        return self.text.upper() if self.kind == "word" and ":" not in self.text else ""


@lru_cache(maxsize=32)
def tokens(sparql: str) -> tuple[Token, ...]:
    """Return the tokens of a query in order; any text can be cut, SPARQL or not.

    >>> [token.text for token in tokens("ASK { ?s ?p 'a } b' } # done")]
    ['ASK', '{', '?s', '?p', "'a } b'", '}']
    """
    return tuple(
        Token(match.lastgroup or "", match.group(), match.start(), match.end())
        for match in _TOKEN.finditer(sparql)
        if match.lastgroup != "space"
    )


@lru_cache(maxsize=256)
def form(sparql: str) -> str:
    """Return which kind of query a text is: SELECT, ASK, CONSTRUCT or DESCRIBE.

    Raises:
        QueryError: If it is an update or no SPARQL at all.

    >>> form("PREFIX select: <http://example.org/> ask { select:a ?p ?o }")
    'ASK'
    """
    cut = tokens(sparql)
    return cut[_form_index(cut)].keyword


def variables(sparql: str) -> frozenset[str]:
    """Return the names of all variables of a query, without their ``?``.

    >>> sorted(variables("SELECT ?a { ?a ?p '?no' }"))
    ['a', 'p']
    """
    return frozenset(token.text[1:] for token in tokens(sparql) if token.kind == "var")


@lru_cache(maxsize=256)
def guard(sparql: str) -> None:
    """Do nothing if a query stays within the store that it is put to, and within what can be parsed.

    Some parsers read a keyword even where it runs into its neighbour (``SERVICESILENT``, ``trueSERVICE``,
    ``SERVICEex:a {``), so that every word with the keyword in it is suspect where a call could stand.

    Raises:
        QueryError: If the query calls another endpoint by ``SERVICE``, or is too long or too deep to be parsed.

    >>> guard("SELECT * { ?s ?p 'SERVICE <http://example.org/>' }")
    """
    if len(sparql) > LONGEST:
        raise QueryError(
            "The query is too long", where=f"{len(sparql)} characters", hint=f"At most {LONGEST}"
        )
    cut = tokens(sparql)
    depth = steps = 0
    for index, token in enumerate(cut):
        if token.kind == "punct":
            depth += (token.text in "([{") - (token.text in ")]}")
            steps += token.text in "!+-*/|&^{"
        if depth > _NESTING or steps > _STEPS:
            raise QueryError(
                "The query is too deep to be parsed safely",
                where=place(sparql, token.start),
                hint=f"At most {_NESTING} brackets in one another and {_STEPS} operators and groups",
            )
        if token.kind != "word" or "service" not in token.text.casefold():
            continue
        # After a real call comes at most the endpoint, and then a brace.
        follows = [later.text for later in cut[index + 1 : index + 3]]
        if ":" not in token.text or "{" in follows:
            raise QueryError(
                "SERVICE is refused, since it sends parts of the query to another server",
                where=place(sparql, token.start),
                hint="Open the other endpoint by itself; an IRI with this word in it can be written in <>",
            )


def unbalanced(sparql: str) -> tuple[str, ...]:
    """Return what is wrong with the brackets of a query; empty if each one is closed.

    >>> unbalanced("ASK { ?s ?p ?o")
    ('{ is not closed (line 1, column 5)',)
    """
    pairs = {")": "(", "]": "[", "}": "{"}
    opened: list[Token] = []
    for token in tokens(sparql):
        if token.kind == "punct" and token.text in "([{":
            opened.append(token)
            continue
        closes = token.kind == "punct" and token.text in pairs
        if closes and (not opened or opened.pop().text != pairs[token.text]):
            return (f"{token.text} closes nothing ({place(sparql, token.start)})",)
    return tuple(f"{token.text} is not closed ({place(sparql, token.start)})" for token in opened[-1:])


def bind(sparql: str, bindings: Mapping[str, _Term]) -> str:
    """Return a query whose variables are fixed to RDF terms.

    One ``VALUES`` block with the serialised terms is put at the start of the WHERE group, and of each
    sub-SELECT that uses such a variable, since a sub-SELECT is evaluated by itself.

    Args:
        sparql: A SELECT, ASK, CONSTRUCT or DESCRIBE query.
        bindings: Terms by the name of the variable, without ``?``. Blank nodes can't be bound.

    Raises:
        QueryError: If the query doesn't use a variable, has no WHERE group, or a value is no IRI or literal.
    """
    if not bindings:
        return sparql
    used = variables(sparql)
    for name in bindings:
        if name not in used:
            raise QueryError(
                "The query has no such parameter",
                where=name,
                hint=f"Its variables are {', '.join(sorted(used)) or 'none'}",
            )
    terms = {name: serialize_term(term, name=name) for name, term in bindings.items()}
    cut = tokens(sparql)
    start = _form_index(cut)
    construct = cut[start].keyword == "CONSTRUCT"
    if construct and (start + 1 == len(cut) or cut[start + 1].text != "{"):
        return bind(_long_form(sparql, cut, start), bindings)
    brace = _group(cut, _closing(cut, start + 1) + 1 if construct else start + 1)
    if brace is None:
        raise QueryError("The query has no WHERE group to bind parameters in", where=", ".join(bindings))
    inserts = {cut[brace].end: _values(terms)}
    for index in range(start + 1, len(cut)):
        if cut[index].keyword == "SELECT" and cut[index - 1].text == "{":
            inside = {
                token.text[1:] for token in cut[index : _closing(cut, index - 1)] if token.kind == "var"
            }
            here = {name: text for name, text in terms.items() if name in inside}
            brace = _group(cut, index + 1)
            if here and brace is not None:
                inserts[cut[brace].end] = _values(here)
    bound = sparql
    for offset in sorted(inserts, reverse=True):
        bound = bound[:offset] + " " + inserts[offset] + bound[offset:]
    return bound


def serialize_term(term: _Term, *, name: str = "") -> str:
    """Return an IRI or literal as SPARQL text that every engine reads back as the same term.

    Args:
        term: The pyoxigraph term.
        name: The parameter it is meant for, to be named in the error.

    Raises:
        QueryError: If the term is a blank node or a triple, which mean nothing outside their graph.

    >>> from pyoxigraph import Literal
    >>> print(serialize_term(Literal('a "quoted" } word')))
    "a \\"quoted\\" } word"
    """
    from pyoxigraph import Literal, NamedNode

    if not isinstance(term, Literal | NamedNode):
        raise QueryError("Only an IRI or a literal can be given to a query", where=name or str(term))
    # A backslash before a u is read as a code point by engines that unescape the whole text first.
    return _ESCAPED.sub(lambda match: _spelled(match[1], match[2]) if match[1] else match[0], str(term))


def place(sparql: str, offset: int) -> str:
    """Return an offset as ``line 1, column 1``."""
    before = sparql[:offset]
    return f"line {before.count(chr(10)) + 1}, column {offset - before.rfind(chr(10))}"


def _spelled(backslash: str, letter: str) -> str:
    return f"{backslash}\\U{ord(letter):08X}"


def _values(terms: Mapping[str, str]) -> str:
    names = " ".join(f"?{name}" for name in terms)
    return f"VALUES ({names}) {{ ({' '.join(terms.values())}) }}"


def _form_index(cut: tuple[Token, ...]) -> int:
    index = 0
    while index < len(cut) and cut[index].keyword in {"PREFIX", "BASE", "VERSION"}:
        index += 3 if cut[index].keyword == "PREFIX" else 2
    word = cut[index].keyword if index < len(cut) else ""
    if word not in _FORMS:
        raise QueryError(
            "Not a SPARQL query",
            where=cut[index].text if index < len(cut) else "empty text",
            hint="It must be SELECT, ASK, CONSTRUCT or DESCRIBE; updates are not offered",
        )
    return index


def _long_form(sparql: str, cut: tuple[Token, ...], start: int) -> str:
    """``CONSTRUCT WHERE {...}`` with its template written out, since its group may hold triples only."""
    brace = _group(cut, start + 1)
    closing = len(cut) if brace is None else _closing(cut, brace)
    if brace is None or closing == len(cut):
        raise QueryError("The query has no WHERE group to bind parameters in", where=sparql[:80])
    template = sparql[cut[brace].start : cut[closing].end]
    return f"{sparql[: cut[start].end]} {template}{sparql[cut[start].end :]}"


def _group(cut: tuple[Token, ...], start: int) -> int | None:
    """The first opening brace from `start` on that stands in no parentheses."""
    depth = 0
    for index in range(start, len(cut)):
        text = cut[index].text
        if text == "{" and depth == 0:
            return index
        depth += (text == "(") - (text == ")")
    return None


def _closing(cut: tuple[Token, ...], opening: int) -> int:
    """The brace that closes the one at `opening`."""
    depth = 0
    for index in range(opening, len(cut)):
        depth += (cut[index].text == "{") - (cut[index].text == "}")
        if depth == 0:
            return index
    return len(cut)
