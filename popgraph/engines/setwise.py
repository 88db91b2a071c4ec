"""The default engine: every SPARQL constraint runs once over the whole set, Core constraints by pySHACL.

A constraint's SELECT is joined with the targets of its shape instead of being run once for each of them. What can't be
joined so, since it means something else without a focus node given beforehand, is refused by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions

from popgraph.engine import Data
from popgraph.engines.pyshacl import PyshaclEngine, binding_text, ordered
from popgraph.errors import DataError
from popgraph.findings import Severity
from popgraph.results import Result
from popgraph.shapes import Constraint, Shapes, Target, shapes
from popgraph.sparql import Token, tokens
from popgraph.vocab import PREFIXES

if TYPE_CHECKING:
    from popgraph.rules import Rule

__all__ = ["SetwiseEngine", "translate"]

_SH = PREFIXES["sh"]
_SPARQL = _SH + "SPARQLConstraintComponent"
_SEVERITIES = {f"{_SH}{item.value.capitalize()}": item for item in Severity}
_REFUSED = ("VALUES", "MINUS", "SERVICE", "FROM")
_OWN = ("this", "path", "value", "message", "failure")


class SetwiseEngine:
    """SPARQL constraints by Oxigraph, the rest by pySHACL."""

    def __init__(self, sheet: Shapes | None = None) -> None:
        self._shapes = sheet

    def evaluate(self, data: Data, rules: Sequence[Rule]) -> tuple[Result, ...]:
        """Return what breaks the rules; see `popgraph.engine.Engine`.

        Raises:
            DataError: If a rule can't be run set-wise; it is named.
        """
        sheet = self._shapes or shapes()
        ids = [rule.id for rule in rules if rule.kind == "shape"]
        found: set[Result] = set()
        for rule in ids:
            for constraint in sheet.constraints(rule):
                found.update(_run(constraint, data.oxigraph))
        core = [rule for rule in ids if not sheet.is_only_queries(rule)]
        found.update(PyshaclEngine(sheet).run(data, core, without_queries=True))
        return ordered(found)


def translate(constraint: Constraint) -> str:
    """Return the query that gives the rows of all focus nodes at once.

    Raises:
        DataError: If it would mean something else than it does for one focus node after the other.
    """
    text = constraint.query
    if constraint.path:
        text = text.replace("$PATH", f"<{constraint.path}>")
    cut = tokens(text)
    for token in cut:
        if token.keyword in _REFUSED:
            raise _unfit(constraint, f"it uses {token.keyword}")
        if token.text in ("$PATH", "$shapesGraph", "$currentShape"):
            raise _unfit(constraint, f"it uses {token.text}")
    for index, token in enumerate(cut):
        if token.keyword == "SELECT" and not any(
            part in ("$this", "?this") for part in _projected(cut, index)
        ):
            raise _unfit(constraint, "a SELECT in it doesn't return $this")
    opening = next((token for token in cut if token.text == "{"), None)
    if opening is None:
        raise _unfit(constraint, "it has no pattern")
    targets = " UNION ".join(f"{{ {pattern} }}" for pattern in map(_pattern, constraint.targets))
    if not targets:
        raise _unfit(constraint, "its shape has no target")
    return f"{text[: opening.end]} {{ SELECT DISTINCT $this WHERE {{ {targets} }} }} {text[opening.end :]}"


def _run(constraint: Constraint, store: pyoxigraph.Store) -> Iterator[Result]:
    query = translate(constraint)
    try:
        rows = store.query(query)
    except SyntaxError as error:
        raise _unfit(constraint, f"its query isn't valid ({error})") from error
    if not isinstance(rows, QuerySolutions):
        raise _unfit(constraint, "its query is no SELECT")
    names = tuple(variable.value for variable in rows.variables)
    for row in rows:
        bound = {
            name: term for name, term in zip(names, (row[i] for i in range(len(names))), strict=True) if term
        }
        focus = _text(bound.get("this"))
        value = _text(bound.get("value")) if "value" in bound or constraint.on_property else focus
        bindings = [
            (name, binding_text(_text(term), term.datatype.value if isinstance(term, Literal) else "", name))
            for name, term in bound.items()
            if name not in _OWN
        ]
        yield Result(
            rule=constraint.rule,
            focus=focus,
            path=_text(bound.get("path")) or constraint.path,
            value=value,
            component=_SPARQL,
            severity=_SEVERITIES.get(constraint.severity, Severity.VIOLATION),
            bindings=tuple(sorted(bindings)),
            focus_literal=_literal(bound.get("this")),
            value_literal=_literal(
                bound.get("value") if "value" in bound or constraint.on_property else bound.get("this")
            ),
        )


def _pattern(target: Target) -> str:
    term = str(target.term)
    if target.kind == "targetClass":
        subclass = f"<{PREFIXES['rdfs']}subClassOf>"
        return f"$this a ?popgraphClass . ?popgraphClass {subclass}* {term}"
    if target.kind == "targetSubjectsOf":
        return f"$this {term} ?popgraphObject"
    if target.kind == "targetObjectsOf":
        return f"?popgraphSubject {term} $this"
    return f"BIND ({term} AS $this)"


def _projected(cut: Sequence[Token], select: int) -> Iterator[str]:
    """What a SELECT returns, up to its pattern; a variable within an expression isn't returned, one after AS is."""
    depth = 0
    for before, token in zip(cut[select:], cut[select + 1 :], strict=False):
        if token.text == "{" or token.keyword == "WHERE":
            return
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 or before.keyword == "AS":
            yield token.text


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | BlankNode | Literal) else ""


def _literal(term: object) -> str:
    return str(term) if isinstance(term, Literal) else ""


def _unfit(constraint: Constraint, reason: str) -> DataError:
    return DataError(
        f"The rule can't be run set-wise: {reason}", where=constraint.rule, hint="Use --engine pyshacl"
    )
