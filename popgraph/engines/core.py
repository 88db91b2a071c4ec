"""SHACL Core, set-wise: a shape is checked for all its focus nodes at once, a shape within it for all values at once.

So how often the store is asked depends on the shapes alone. What a shape says in SHACL's own vocabulary and what isn't
known here is refused by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from pyoxigraph import NamedNode

from popgraph.engines.components import COMPONENTS, Check, Found, Parameters, Unfit, closed, text_of
from popgraph.engines.paths import Inverse, Path, Property, Values, read_path
from popgraph.engines.relations import Relations, Term
from popgraph.errors import DataError
from popgraph.shapes import Shapes, Target
from popgraph.vocab import PREFIXES

__all__ = ["Broken", "CoreRule", "compiled"]

_SH = PREFIXES["sh"]
_TARGETS = frozenset({"targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode"})
_SAYS_NOTHING = frozenset({"message", "name", "description", "order", "group", "defaultValue"})
_ABOUT_SHAPE = frozenset({"path", "severity", "deactivated"})
_OF_PROPERTY_SHAPES = frozenset(
    {"minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals", "qualifiedValueShape"}
)
_OF_NODE_SHAPES = frozenset({"closed", "ignoredProperties"})
_OTHER = {
    "node": frozenset[str](),
    "property": frozenset[str](),
    "and": frozenset[str](),
    "or": frozenset[str](),
    "xone": frozenset[str](),
    "not": frozenset[str](),
    "closed": frozenset({"ignoredProperties"}),
    "qualifiedValueShape": frozenset(
        {"qualifiedMinCount", "qualifiedMaxCount", "qualifiedValueShapesDisjoint"}
    ),
}


@dataclass(frozen=True, slots=True)
class Broken:
    """What a result says, in terms: see `popgraph.results.Result`."""

    focus: Term
    path: str
    value: Term | None
    component: str
    severity: str


# For each thing found, the focus node of the shape that is being checked, which isn't that of an inner shape.
_Pairs = Iterator[tuple[Term, Broken]]
_Step = Callable[[Values, Relations], _Pairs]


@dataclass(slots=True, eq=False)
class _Shape:
    path: Path | None = None
    severity: str = _SH + "Violation"
    deactivated: bool = False
    steps: list[_Step] = field(default_factory=list)

    def values(self, focus: Iterable[Term], relations: Relations) -> Values:
        if self.path is None:
            return {node: (node,) for node in focus}
        lead = self.path.steps(relations)
        return {node: lead(node) for node in focus}

    def broken(self, focus: Iterable[Term], relations: Relations) -> _Pairs:
        if self.deactivated:
            return
        values = self.values(focus, relations)
        for step in self.steps:
            yield from step(values, relations)

    def failing(self, nodes: Iterable[Term], relations: Relations) -> set[Term]:
        """Which of some nodes don't conform."""
        return {node for node, _ in self.broken(nodes, relations)}


@dataclass(frozen=True, slots=True)
class CoreRule:
    """The Core part of a rule, ready to be run."""

    targets: tuple[Target, ...]
    shape: _Shape

    def run(self, relations: Relations) -> set[Broken]:
        """Return what breaks the rule."""
        if not self.shape.steps or self.shape.deactivated:
            return set()
        nodes: set[Term] = set()
        for target in self.targets:
            nodes.update(_targeted(target, relations))
        return {broken for _, broken in self.shape.broken(nodes, relations)}


def _targeted(target: Target, relations: Relations) -> Iterable[Term]:
    if target.kind == "targetClass":
        return relations.instances(target.term)
    if target.kind == "targetNode" or not isinstance(target.term, NamedNode):
        return (target.term,)
    return relations.of(target.term) if target.kind == "targetSubjectsOf" else relations.to(target.term)


@lru_cache(maxsize=4096)
def compiled(sheet: Shapes, rule: str) -> CoreRule:
    """Return the Core part of a rule.

    Raises:
        DataError: If it holds something that can't be run here; rule and reason are named.
    """
    return CoreRule(sheet.targets(rule), _Compiler(sheet, rule).shape(sheet.node(rule)))


class _Compiler:
    """Reads the shapes of one rule."""

    def __init__(self, sheet: Shapes, rule: str) -> None:
        self._sheet = sheet
        self._rule = rule
        self._top = sheet.node(rule)
        self._done: dict[Term, _Shape] = {}
        self._open: set[Term] = set()

    def shape(self, node: Term) -> _Shape:
        if node in self._open:
            raise self._unfit("a shape refers to itself", text_of(node))
        if node not in self._done:
            self._open.add(node)
            try:
                self._done[node] = self._read(node)
            except Unfit as error:
                raise self._unfit(str(error)) from error
            self._open.discard(node)
        return self._done[node]

    def _read(self, node: Term) -> _Shape:
        values = {name: self._sheet.values(node, name) for name in self._names(node)}
        given = Parameters(values, self._sheet.items)
        shape = _Shape()
        if "severity" in values:
            shape.severity = text_of(given.one("severity"))
        if "deactivated" in values:
            shape.deactivated = given.text("deactivated") == "true"
        if "path" in values:
            shape.path = read_path(given.one("path"), self._sheet.values, self._sheet.items)
            if shape.path is None:
                raise Unfit("its sh:path is no path")
        if shape.deactivated:
            return shape
        self._check_names(set(values), shape.path is not None, node)
        for name, (component, build, _) in COMPONENTS.items():
            if name in values:
                shape.steps.extend(_plain(shape, component, check) for check in build(given))
        if "closed" in values:
            paths = [path for item in given.each("property") for path in self._sheet.values(item, "path")]
            names = [path.value for path in paths if isinstance(path, NamedNode)]
            component = f"{_SH}ClosedConstraintComponent"
            shape.steps.extend(_plain(shape, component, check) for check in closed(given, names))
        shape.steps.extend(self._nested(shape, given))
        if "qualifiedValueShape" in values:
            shape.steps.extend(self._qualified(shape, given, node))
        return shape

    def _names(self, node: Term) -> list[str]:
        found = []
        for predicate in self._sheet.predicates(node):
            if predicate in self._sheet.parameters:
                raise self._unfit("it uses a constraint component of its own", predicate)
            if predicate.startswith(_SH):
                found.append(predicate.removeprefix(_SH))
        return found

    def _check_names(self, names: set[str], on_property: bool, node: Term) -> None:
        known = _SAYS_NOTHING | _ABOUT_SHAPE | _TARGETS
        for name, others in (*((n, c[2]) for n, c in COMPONENTS.items()), *_OTHER.items()):
            known = known | {name} | others
        if "sparql" in names:
            if node != self._top:
                raise self._unfit("a SPARQL constraint stands on an inner shape", _SH + "sparql")
            names -= {"sparql"}
            if node in self._sheet.values(node, "sparql"):  # a shape may be its own constraint
                names -= {"prefixes", "select"}
        for name in sorted(names - known):
            raise self._unfit("it uses what isn't known here", _SH + name)
        for name in sorted(names & (_OF_NODE_SHAPES if on_property else _OF_PROPERTY_SHAPES)):
            raise self._unfit(f"sh:{name} stands on a {'property' if on_property else 'node'} shape")

    def _nested(self, shape: _Shape, given: Parameters) -> Iterator[_Step]:
        for item in given.each("property"):
            inner = self.shape(item)
            if inner.path is None:
                raise Unfit("a value of sh:property is no property shape")
            yield _passed_on(inner)
        for name in ("node", "not"):
            for item in given.each(name):
                inner = self.shape(item)
                if name == "node" and inner.path is not None:
                    raise Unfit("a value of sh:node is a property shape")
                wanted = (1,) if name == "node" else (0,)
                yield _counted(shape, name, [inner], wanted)
        for name in ("and", "or", "xone"):
            for item in given.each(name):
                inners = [self.shape(member) for member in given.members(item, name)]
                if not inners:
                    raise Unfit(f"sh:{name} is an empty list")
                count = len(inners)
                yield _counted(
                    shape,
                    name,
                    inners,
                    {"and": (count,), "or": range(1, count + 1), "xone": (1,)}[name],
                )

    def _qualified(self, shape: _Shape, given: Parameters, node: Term) -> Iterator[_Step]:
        inner = self.shape(given.one("qualifiedValueShape"))
        siblings: list[_Shape] = []
        if (
            given.each("qualifiedValueShapesDisjoint")
            and given.text("qualifiedValueShapesDisjoint") == "true"
        ):
            own = given.one("qualifiedValueShape")
            siblings = [self.shape(item) for item in self._sheet.siblings(node) if item != own]
        if not (given.each("qualifiedMinCount") or given.each("qualifiedMaxCount")):
            raise Unfit("sh:qualifiedValueShape stands without a count")
        if given.each("qualifiedMinCount"):
            least = given.number("qualifiedMinCount")
            yield _quantified(shape, "QualifiedMinCount", inner, siblings, lambda count: count < least)
        if given.each("qualifiedMaxCount"):
            most = given.number("qualifiedMaxCount")
            yield _quantified(shape, "QualifiedMaxCount", inner, siblings, lambda count: count > most)

    def _unfit(self, reason: str, where: str = "") -> DataError:
        named = f"{reason} ({where})" if where else reason
        return DataError(
            f"The rule can't be run set-wise: {named}", where=self._rule, hint="Use --engine pyshacl"
        )


def _said(shape: _Shape, component: str, found: Found) -> Broken:
    path = text_of(found.path) if found.path is not None else _iri(shape.path)
    return Broken(found.focus, path, found.value, component, shape.severity)


def _iri(path: Path | None) -> str:
    if isinstance(path, Inverse) and isinstance(path.path, Property):
        return f"^{path.path.iri}"
    return path.iri if path is not None else ""


def _plain(shape: _Shape, component: str, check: Check) -> _Step:
    def step(values: Values, relations: Relations) -> _Pairs:
        for found in check(values, relations):
            yield found.focus, _said(shape, component, found)

    return step


def _passed_on(inner: _Shape) -> _Step:
    """``sh:property``: what the inner shape finds is found, and is the inner shape's."""

    def step(values: Values, relations: Relations) -> _Pairs:
        found: dict[Term, list[Broken]] = {}
        for node, broken in inner.broken(_all(values), relations):
            found.setdefault(node, []).append(broken)
        if found:
            for focus, nodes in values.items():
                for node in nodes:
                    for broken in found.get(node, ()):
                        yield focus, broken

    return step


def _counted(shape: _Shape, name: str, inners: list[_Shape], wanted: Iterable[int]) -> _Step:
    """A value must conform to as many of some shapes as is wanted."""
    component = f"{_SH}{name.capitalize()}ConstraintComponent"
    allowed = frozenset(wanted)

    def step(values: Values, relations: Relations) -> _Pairs:
        nodes = _all(values)
        failing = [inner.failing(nodes, relations) for inner in inners]
        for focus, its in values.items():
            for node in its:
                if sum(node not in some for some in failing) not in allowed:
                    yield focus, _said(shape, component, Found(focus, node))

    return step


def _quantified(
    shape: _Shape, name: str, inner: _Shape, siblings: list[_Shape], breaks: Callable[[int], bool]
) -> _Step:
    component = f"{_SH}{name}ConstraintComponent"

    def step(values: Values, relations: Relations) -> _Pairs:
        conforming = _all(values)
        conforming -= inner.failing(conforming, relations)
        for sibling in siblings:
            conforming &= sibling.failing(conforming, relations)
        for focus, nodes in values.items():
            if breaks(sum(node in conforming for node in nodes)):
                yield focus, _said(shape, component, Found(focus))

    return step


def _all(values: Values) -> set[Term]:
    return {node for nodes in values.values() for node in nodes}
