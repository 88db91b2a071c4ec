"""The constraints of SHACL Core that don't refer to other shapes, each checked for many focus nodes at a time.

A constraint that is given several times, such as ``sh:class``, is several checks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode

from popgraph.engines.literals import CHANGED_BY_STORE, compared, is_well_formed
from popgraph.engines.paths import Values
from popgraph.engines.relations import Relations, Term
from popgraph.vocab import PREFIXES

__all__ = ["COMPONENTS", "Check", "Found", "Parameters", "Unfit", "closed", "text_of"]

_SH = PREFIXES["sh"]
_RDFS = PREFIXES["rdfs"]
_LANG_STRING = PREFIXES["rdf"] + "langString"
_TRUE = "true"


class Unfit(Exception):
    """Why a constraint can't be run here; the compiler adds the name of the rule."""


class Found(NamedTuple):
    """What a constraint finds: the focus node, the value or None, and a path if it isn't that of the shape."""

    focus: Term
    value: Term | None = None
    path: Term | None = None


Check = Callable[[Values, Relations], Iterator[Found]]


class Parameters:
    """The values of a shape's parameters, by name."""

    def __init__(self, values: Mapping[str, list[Term]], items: Callable[[Term], list[Term] | None]) -> None:
        self._values = values
        self._items = items

    def each(self, name: str) -> list[Term]:
        """Return all values of a parameter."""
        return self._values.get(name, [])

    def one(self, name: str) -> Term:
        """Return the only value of a parameter.

        Raises:
            Unfit: If there are several.
        """
        values = self.each(name)
        if len(values) != 1:
            raise Unfit(f"sh:{name} is given {len(values)} times")
        return values[0]

    def text(self, name: str) -> str:
        """Return the only value of a parameter, a literal, as text."""
        value = self.one(name)
        if not isinstance(value, Literal):
            raise Unfit(f"sh:{name} is no literal")
        return value.value

    def number(self, name: str) -> int:
        """Return the only value of a parameter, a whole number."""
        text = self.text(name)
        if not text.isdecimal():
            raise Unfit(f"sh:{name} is no whole number")
        return int(text)

    def listed(self, name: str) -> list[Term]:
        """Return the members of the only list that is a parameter's value."""
        return self.members(self.one(name), name)

    def members(self, node: Term, name: str) -> list[Term]:
        """Return the members of a list, one of the values of a parameter."""
        found = self._items(node)
        if found is None:
            raise Unfit(f"sh:{name} is no list")
        return found

    def property(self, value: Term, name: str) -> NamedNode:
        """Return a value of a parameter that names a property."""
        if not isinstance(value, NamedNode):
            raise Unfit(f"sh:{name} names no property")
        return value


def text_of(term: object) -> str:
    """Return what a term says as text: an IRI, a literal without datatype, a blank node's name.

    >>> text_of(Literal("cacao", language="es"))
    'cacao'
    """
    return term.value if isinstance(term, NamedNode | BlankNode | Literal) else ""


def _each_value(passes: Callable[[Term], bool]) -> Check:
    """A constraint that every value meets or not by itself."""

    def check(values: Values, _: Relations) -> Iterator[Found]:
        for focus, nodes in values.items():
            for node in nodes:
                if not passes(node):
                    yield Found(focus, node)

    return check


def _class(given: Parameters) -> Iterator[Check]:
    for class_ in given.each("class"):

        def check(values: Values, relations: Relations, class_: Term = class_) -> Iterator[Found]:
            yield from _each_value(relations.instances(class_).__contains__)(values, relations)

        yield check


def _datatype(given: Parameters) -> Iterator[Check]:
    datatype = text_of(given.one("datatype"))
    if datatype in CHANGED_BY_STORE:
        raise Unfit(f"the store doesn't keep the datatype {datatype}")
    if datatype in (_RDFS + "Literal", _RDFS + "Datatype"):
        raise Unfit(f"{datatype} is no datatype of a literal")
    yield _each_value(
        lambda node: (
            isinstance(node, Literal)
            and node.datatype.value == datatype
            and is_well_formed(node.value, datatype)
        )
    )


def _node_kind(given: Parameters) -> Iterator[Check]:
    kind = text_of(given.one("nodeKind")).removeprefix(_SH)
    kinds = {
        "IRI": (NamedNode,),
        "BlankNode": (BlankNode,),
        "Literal": (Literal,),
        "BlankNodeOrIRI": (BlankNode, NamedNode),
        "BlankNodeOrLiteral": (BlankNode, Literal),
        "IRIOrLiteral": (NamedNode, Literal),
    }.get(kind)
    if kinds is None:
        raise Unfit(f"there is no sh:nodeKind {kind}")
    yield _each_value(lambda node: isinstance(node, kinds))


def _in(given: Parameters) -> Iterator[Check]:
    yield _each_value(frozenset(given.listed("in")).__contains__)


def _has_value(given: Parameters) -> Iterator[Check]:
    for wanted in given.each("hasValue"):

        def check(values: Values, _: Relations, wanted: Term = wanted) -> Iterator[Found]:
            for focus, nodes in values.items():
                if wanted not in nodes:
                    yield Found(focus)

        yield check


def _count(name: str, breaks: Callable[[int, int], bool]) -> Callable[[Parameters], Iterator[Check]]:
    def build(given: Parameters) -> Iterator[Check]:
        limit = given.number(name)

        def check(values: Values, _: Relations) -> Iterator[Found]:
            for focus, nodes in values.items():
                if breaks(sum(1 for _ in nodes), limit):
                    yield Found(focus)

        yield check

    return build


def _range(name: str, passes: Callable[[int], bool]) -> Callable[[Parameters], Iterator[Check]]:
    def build(given: Parameters) -> Iterator[Check]:
        limit = given.one(name)

        def within(node: Term) -> bool:
            order = compared(node, limit)
            return order is not None and passes(order)

        yield _each_value(within)

    return build


def _length(name: str, passes: Callable[[int, int], bool]) -> Callable[[Parameters], Iterator[Check]]:
    def build(given: Parameters) -> Iterator[Check]:
        limit = given.number(name)
        free = name == "minLength" and limit == 0
        yield _each_value(
            lambda node: free or (not isinstance(node, BlankNode) and passes(len(text_of(node)), limit))
        )

    return build


def _pattern(given: Parameters) -> Iterator[Check]:
    flags = given.text("flags") if given.each("flags") else ""
    known = {"i": re.IGNORECASE, "m": re.MULTILINE}
    if set(flags) - set(known):
        raise Unfit(f"of sh:flags only i and m are understood, not {flags}")
    for value in given.each("pattern"):
        try:
            pattern = re.compile(text_of(value), sum(known[flag] for flag in set(flags)))
        except re.error as error:
            raise Unfit(f"sh:pattern is no pattern ({error})") from error

        def matches(node: Term, pattern: re.Pattern[str] = pattern) -> bool:
            return not isinstance(node, BlankNode) and pattern.search(text_of(node)) is not None

        yield _each_value(matches)


def _language_in(given: Parameters) -> Iterator[Check]:
    ranges = tuple(text_of(item).lower() for item in given.listed("languageIn"))

    def within(node: Term) -> bool:
        tag = (node.language or "").lower() if isinstance(node, Literal) else ""
        return bool(tag) and any(item in ("*", tag) or tag.startswith(item + "-") for item in ranges)

    yield _each_value(within)


def _unique_lang(given: Parameters) -> Iterator[Check]:
    if given.text("uniqueLang") != _TRUE:
        return

    def check(values: Values, _: Relations) -> Iterator[Found]:
        for focus, nodes in values.items():
            tags = [node.language.lower() for node in nodes if isinstance(node, Literal) and node.language]
            if len(tags) != len(set(tags)):
                yield Found(focus)

    yield check


def _pair(
    name: str, breaks: Callable[[Iterable[Term], Iterable[Term]], Iterable[Term]]
) -> Callable[[Parameters], Iterator[Check]]:
    """A constraint that compares the values with those of another property of the focus node."""

    def build(given: Parameters) -> Iterator[Check]:
        for value in given.each(name):
            other = given.property(value, name)

            def check(values: Values, relations: Relations, other: NamedNode = other) -> Iterator[Found]:
                others = relations.of(other)
                for focus, nodes in values.items():
                    for node in breaks(nodes, others.get(focus, ())):
                        yield Found(focus, node)

            yield check

    return build


def _unordered(*allowed: int) -> Callable[[Iterable[Term], Iterable[Term]], Iterable[Term]]:
    def breaks(nodes: Iterable[Term], others: Iterable[Term]) -> Iterable[Term]:
        return [node for node in nodes if any(compared(node, other) not in allowed for other in others)]

    return breaks


def closed(given: Parameters, properties: Iterable[str]) -> Iterator[Check]:
    """Return the check that nodes have no other properties than some, if the shape is closed."""
    ignored = given.listed("ignoredProperties") if given.each("ignoredProperties") else []
    if given.text("closed") != _TRUE:
        return
    allowed = {*properties, *map(text_of, ignored)}

    def check(values: Values, relations: Relations) -> Iterator[Found]:
        for focus, nodes in values.items():
            for node in nodes:
                for predicate, value in relations.properties(node):
                    if predicate.value not in allowed:
                        yield Found(focus, value, predicate)

    yield check


# By the parameter that a component needs: its name, the check that it is, and which other parameters it takes.
COMPONENTS: Mapping[str, tuple[str, Callable[[Parameters], Iterator[Check]], frozenset[str]]] = {
    name: (f"{_SH}{component}ConstraintComponent", build, frozenset(others))
    for name, component, build, others in (
        ("class", "Class", _class, ()),
        ("datatype", "Datatype", _datatype, ()),
        ("nodeKind", "NodeKind", _node_kind, ()),
        ("in", "In", _in, ()),
        ("hasValue", "HasValue", _has_value, ()),
        ("minCount", "MinCount", _count("minCount", lambda count, limit: count < limit), ()),
        ("maxCount", "MaxCount", _count("maxCount", lambda count, limit: count > limit), ()),
        ("minInclusive", "MinInclusive", _range("minInclusive", lambda order: order >= 0), ()),
        ("maxInclusive", "MaxInclusive", _range("maxInclusive", lambda order: order <= 0), ()),
        ("minExclusive", "MinExclusive", _range("minExclusive", lambda order: order > 0), ()),
        ("maxExclusive", "MaxExclusive", _range("maxExclusive", lambda order: order < 0), ()),
        ("minLength", "MinLength", _length("minLength", lambda length, limit: length >= limit), ()),
        ("maxLength", "MaxLength", _length("maxLength", lambda length, limit: length <= limit), ()),
        ("pattern", "Pattern", _pattern, ("flags",)),
        ("languageIn", "LanguageIn", _language_in, ()),
        ("uniqueLang", "UniqueLang", _unique_lang, ()),
        ("equals", "Equals", _pair("equals", lambda nodes, others: {*nodes} ^ {*others}), ()),
        ("disjoint", "Disjoint", _pair("disjoint", lambda nodes, others: {*nodes} & {*others}), ()),
        ("lessThan", "LessThan", _pair("lessThan", _unordered(-1)), ()),
        ("lessThanOrEquals", "LessThanOrEquals", _pair("lessThanOrEquals", _unordered(-1, 0)), ()),
    )
}
