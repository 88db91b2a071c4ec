"""The default engine: every constraint runs once over the whole set, those of SHACL Core and those in SPARQL.

A constraint's SELECT is joined with the targets of its shape instead of being run once for each of them. What can't be
joined so, since it means something else without a focus node given beforehand, is refused by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import Literal, NamedNode, QuerySolutions

from popgraph.engine import Data
from popgraph.engines.components import text_of
from popgraph.engines.core import Broken, compiled
from popgraph.engines.pyshacl import binding_text, ordered
from popgraph.engines.relations import Relations
from popgraph.errors import DataError
from popgraph.findings import Severity
from popgraph.ordering import steady
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
_REFUSED = ("VALUES", "MINUS", "SERVICE", "FROM", "LIMIT", "OFFSET")
_OWN = ("this", "path", "value", "message", "failure")


class SetwiseEngine:
    """All shapes by Oxigraph."""

    def __init__(self, sheet: Shapes | None = None) -> None:
        self._shapes = sheet

    def evaluate(self, data: Data, rules: Sequence[Rule]) -> tuple[Result, ...]:
        """Return what breaks the rules; see `popgraph.engine.Engine`.

        Raises:
            DataError: If a rule can't be run set-wise; it is named.
        """
        return self.run(data, [rule.id for rule in rules if rule.kind == "shape"])

    def run(self, data: Data, ids: Sequence[str]) -> tuple[Result, ...]:
        """Return what breaks some rules, given by id.

        Raises:
            DataError: If a rule can't be run set-wise; it is named.
        """
        sheet = self._shapes or shapes()
        # All are read before one is run: what is refused is refused at once.
        core = {rule: compiled(sheet, rule) for rule in ids}
        relations = Relations(data.oxigraph)
        queries = [
            (constraint, translate(constraint, relations))
            for rule in ids
            for constraint in sheet.constraints(rule)
        ]
        found = {_result(rule, broken) for rule in core for broken in core[rule].run(relations)}
        for constraint, query in queries:
            found.update(_run(constraint, data.oxigraph, query))
        return ordered(found)


def _result(rule: str, broken: Broken) -> Result:
    return Result(
        rule=rule,
        focus=text_of(broken.focus),
        path=broken.path,
        value=text_of(broken.value),
        component=broken.component,
        severity=_SEVERITIES.get(broken.severity, Severity.VIOLATION),
        focus_literal=_literal(broken.focus),
        value_literal=_literal(broken.value),
    )


def translate(constraint: Constraint, relations: Relations) -> str:
    """Return the query that gives the rows of all focus nodes at once.

    Args:
        constraint: The constraint.
        relations: The graph that it will be run on; its classes are written out, which is faster than a path.

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
    targets = " UNION ".join(
        f"{{ {pattern} }}" for target in constraint.targets for pattern in _patterns(target, relations)
    )
    if not targets:
        raise _unfit(constraint, "its shape has no target")
    bound = f" {{ SELECT DISTINCT $this WHERE {{ {targets} }} }} "
    places = [group.opens for group in _groups(cut) if group.is_first or group.needs_focus]
    if not places:
        raise _unfit(constraint, "it has no pattern")
    for place in reversed(places):
        text = text[:place] + bound + text[place:]
    return text


@dataclass(slots=True)
class _Group:
    """A group of a query.

    Attributes:
        opens: Where its pattern begins in the text.
        is_first: Whether it is the outermost.
        sees_outside: Whether it is evaluated with what is bound around it: an OPTIONAL one or one of EXISTS.
        expressed: Whether an expression in it needs a focus node.
        bound: Whether a triple in it binds the focus node.
    """

    opens: int
    is_first: bool
    sees_outside: bool
    expressed: bool = False
    bound: bool = False

    @property
    def needs_focus(self) -> bool:
        """Whether it would find nothing for want of a focus node."""
        return self.expressed and not self.bound and not self.sees_outside


def _groups(cut: Sequence[Token]) -> list[_Group]:
    """The groups of a query, in their order."""
    found: list[_Group] = []
    # Of each open group, and how many parentheses are open in it; those of EXISTS bind all groups within.
    inside: list[tuple[_Group, bool]] = []
    open_before: list[int] = []
    depth = 0
    for before, token in zip((None, *cut), cut, strict=False):
        if token.text == "{":
            exists = (before is not None and before.keyword == "EXISTS") or (bool(inside) and inside[-1][1])
            optional = before is not None and before.keyword == "OPTIONAL"
            group = _Group(token.end, not found, exists or optional)
            found.append(group)
            inside.append((group, exists))
            open_before.append(depth)
            depth = 0
        elif token.text == "}" and inside:
            inside.pop()
            depth = open_before.pop()
        elif token.text in ("(", ")"):
            depth += 1 if token.text == "(" else -1
        elif token.text in ("$this", "?this") and inside:
            group = inside[-1][0]
            group.expressed |= depth > 0
            group.bound |= depth == 0
    return found


def _run(constraint: Constraint, store: pyoxigraph.Store, query: str) -> Iterator[Result]:
    try:
        rows = store.query(steady(query))
    except SyntaxError as error:
        raise _unfit(constraint, f"its query isn't valid ({error})") from error
    if not isinstance(rows, QuerySolutions):
        raise _unfit(constraint, "its query is no SELECT")
    names = tuple(variable.value for variable in rows.variables)
    for row in rows:
        bound = {
            name: term for name, term in zip(names, (row[i] for i in range(len(names))), strict=True) if term
        }
        focus = text_of(bound.get("this"))
        value = text_of(bound.get("value")) if "value" in bound or constraint.on_property else focus
        bindings = [
            (
                name,
                binding_text(text_of(term), term.datatype.value if isinstance(term, Literal) else "", name),
            )
            for name, term in bound.items()
            if name not in _OWN
        ]
        yield Result(
            rule=constraint.rule,
            focus=focus,
            path=text_of(bound.get("path")) or constraint.path,
            value=value,
            component=_SPARQL,
            severity=_SEVERITIES.get(constraint.severity, Severity.VIOLATION),
            bindings=tuple(sorted(bindings)),
            focus_literal=_literal(bound.get("this")),
            value_literal=_literal(
                bound.get("value") if "value" in bound or constraint.on_property else bound.get("this")
            ),
        )


def _patterns(target: Target, relations: Relations) -> Iterator[str]:
    term = str(target.term)
    if target.kind == "targetClass":
        yield from (
            f"$this a {item}" for item in relations.classes(target.term) if isinstance(item, NamedNode)
        )
    elif target.kind == "targetSubjectsOf":
        yield f"$this {term} ?popgraphObject"
    elif target.kind == "targetObjectsOf":
        yield f"?popgraphSubject {term} $this"
    else:
        yield f"BIND ({term} AS $this)"


def _projected(cut: Sequence[Token], select: int) -> Iterator[str]:
    """What a SELECT returns, up to its pattern; a variable within an expression isn't returned, one after AS is."""
    depth = 0
    for before, token in zip(cut[select:], cut[select + 1 :], strict=False):
        if token.text == "{" or token.keyword == "WHERE":
            return
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 or before.keyword == "AS":
            yield token.text


def _literal(term: object) -> str:
    return str(term) if isinstance(term, Literal) else ""


def _unfit(constraint: Constraint, reason: str) -> DataError:
    return DataError(
        f"The rule can't be run set-wise: {reason}", where=constraint.rule, hint="Use --engine pyshacl"
    )
