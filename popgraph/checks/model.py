"""Checks against the ontology and the code lists: of which class values are, how many there are, what is known."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, Triple

from popgraph.checks.keeping import kept
from popgraph.checks.numbers import CALCULATED, COUNTS, MANY, Count
from popgraph.results import Result
from popgraph.vocab import BASE, ID, POP, PREFIXES, SCHEME

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["counts", "known", "values"]

_OA, _QB, _XSD = PREFIXES["oa"], PREFIXES["qb"], PREFIXES["xsd"]
_SDMX = "http://purl.org/linked-data/sdmx/2009/"
_TYPE = PREFIXES["rdf"] + "type"
_SUB_CLASS = PREFIXES["rdfs"] + "subClassOf"
_RANGE = PREFIXES["rdfs"] + "range"
_IN_SCHEME = PREFIXES["skos"] + "inScheme"
_OBJECT, _DATA = PREFIXES["owl"] + "ObjectProperty", PREFIXES["owl"] + "DatatypeProperty"
_CLASS, _ANNOTATION = PREFIXES["owl"] + "Class", PREFIXES["owl"] + "AnnotationProperty"

_SCHEMES = {
    "actorType": "actor-type",
    "calculation": "calculation",
    "certainty": "certainty",
    "determinant": "diamond",
    "figureQualifier": "qualifier",
    "figureUnit": "unit",
    "level": "level",
    "responsibilityRole": "role",
    "resultLevel": "result-level",
    "reviewTest": "review-test",
    "sector": "sector",
    "statistic": "statistic",
    "swotQuadrant": "swot",
    "targetMode": "target-mode",
    "targetPopulation": "population",
    "targetUnit": "unit",
    "tradeFlow": "flow",
}
# What the ontology leaves open, since OWL would infer the class instead of asking for it.
_CLASSES = {
    "denominator": (_QB + "Observation", POP + "StatedFigure"),
    "numerator": (_QB + "Observation", POP + "StatedFigure"),
}
# Properties of other vocabularies, which don't say what they take; an empty text is any node.
_FOREIGN = {
    _QB + "dataSet": _QB + "DataSet",
    _QB + "structure": _QB + "DataStructureDefinition",
    _OA + "hasSource": PREFIXES["foaf"] + "Document",
    PREFIXES["org"] + "hasMember": POP + "Actor",
    PREFIXES["org"] + "subOrganizationOf": POP + "Actor",
    **dict.fromkeys((PREFIXES["skos"] + name for name in ("broader", "closeMatch", "exactMatch")), ""),
    **dict.fromkeys((PREFIXES["dcterms"] + name for name in ("conformsTo", "creator", "source")), ""),
    **dict.fromkeys((_SDMX + "dimension#refArea", _SDMX + "attribute#unitMeasure"), ""),
}
_NUMBERS = {
    _SDMX + "measure#obsValue": _XSD + "decimal",
    _SDMX + "attribute#unitMult": _XSD + "integer",
}
# The rules about waivers say which of them lead to nothing.
_ANYTHING = frozenset({"waivesFocus"})

_DATES = frozenset({"earliest", "expires", "heldOn", "latest"})
_TEXTS = frozenset({"reason", "sourceText", "statement", "wordingText"})
_WHOLE = frozenset(
    _XSD + name for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger")
)
_FORMS = {
    _XSD + "boolean": (frozenset({_XSD + "boolean"}), re.compile(r"true|false|0|1")),
    _XSD + "date": (frozenset({_XSD + "date"}), re.compile(r"\d{4}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?")),
    _XSD + "decimal": (_WHOLE | {_XSD + "decimal"}, re.compile(r"[+-]?(\d+\.?\d*|\.\d+)")),
    _XSD + "integer": (_WHOLE, re.compile(r"[+-]?\d+")),
    _XSD + "string": (frozenset({_XSD + "string"}), re.compile(r"(?s).*")),
    "text": (frozenset({_XSD + "string", PREFIXES["rdf"] + "langString"}), re.compile(r"(?s).*")),
}

# Region, plan and year, and the tables of the plan, which stand in a file of their own.
_SPACE = re.compile(re.escape(ID) + r"[^/]+/[^/]+/\d{4}/(stats/)?")


@dataclass
class _Model:
    """What is said about nodes, and the ontology that it is held against; filled in one pass."""

    own: list[tuple[Any, str, Any]] = field(default_factory=list)
    kinds: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    above: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    ranges: dict[str, str] = field(default_factory=dict)
    schemes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    there: set[str] = field(default_factory=set)
    spaces: set[str] = field(default_factory=set)
    others: list[tuple[str, str, str]] = field(default_factory=list)
    foreign: list[tuple[str, str, Any]] = field(default_factory=list)
    whole: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Store) -> _Model:
        """The model of a store, read once."""
        return kept(store, "model", lambda: cls._read(store))

    @classmethod
    def _read(cls, store: Store) -> _Model:
        model = cls()
        seen = set()
        for quad in store.quads():
            subject, predicate, value = quad.subject, quad.predicate.value, quad.object
            name = _text(subject)
            model.there.add(name)
            if predicate.startswith(POP):
                # One triple may stand in two graphs.
                key = (subject, predicate, value)
                if key not in seen:
                    seen.add(key)
                    model.own.append(key)
            elif predicate == _TYPE:
                model.kinds[name].add(_text(value))
            elif predicate == _SUB_CLASS:
                model.above[name].add(_text(value))
            elif predicate == _RANGE and _text(value).startswith((POP, _XSD)):
                model.ranges[name] = _text(value)
            elif predicate == _IN_SCHEME:
                model.schemes[name].add(_text(value))
            elif predicate.startswith((_OA, _QB, _SDMX)):
                model.others.append((name, predicate, _key(value)))
            if name.startswith(ID) and (predicate in _FOREIGN or predicate in _NUMBERS):
                model.foreign.append((name, predicate, value))
        return model

    def classes(self, node: str) -> frozenset[str]:
        """The classes of a node and all above them."""
        said = frozenset(self.kinds.get(node, ()))
        if said not in self.whole:
            found: set[str] = set()
            waiting = list(said)
            while waiting:
                kind = waiting.pop()
                if kind not in found:
                    found.add(kind)
                    waiting.extend(self.above.get(kind, ()))
            self.whole[said] = frozenset(found)
        return self.whole[said]

    def parted(self) -> frozenset[str]:
        """The plans that lead to parts of another plan that isn't there: what leads to theirs may stand there, too."""
        targets = {
            (_space(_text(subject)), _text(value)) for subject, _, value in self.own if not _is_literal(value)
        }
        return frozenset(space for space, node in targets if node not in self.there and self.elsewhere(node))

    def elsewhere(self, node: str) -> bool:
        """Whether a node is part of a plan, or of the tables of a plan, of which nothing at all is said."""
        if not self.spaces:
            self.spaces.update(map(_space, self.there))
        space = _space(node)
        return bool(space) and space not in self.spaces


def values(store: Store) -> Iterator[Result]:
    """Yield MOD-01: a value that isn't of the class, code list or datatype that its property takes.

    What is found is given with what was expected. Properties that the ontology doesn't know are left to MOD-03.
    """
    model = _Model.of(store)
    found = set()
    links = {prop for prop, kinds in model.kinds.items() if _OBJECT in kinds}
    data = {prop for prop, kinds in model.kinds.items() if _DATA in kinds} - links
    for subject, prop, value in model.own:
        expected = ""
        if prop in links:
            expected = _not_the_node(model, prop, value)
        elif prop in data:
            expected = _not_the_datum(model, prop, value)
        if expected:
            found.add((_text(subject), prop, _text(value), expected, _key(value)))
    for subject, prop, value in model.foreign:
        expected = _not_foreign(model, prop, value)
        if expected:
            found.add((subject, prop, _text(value), expected, _key(value)))
    for node, prop, said, expected, term in sorted(found):
        literal = term if term != said else ""
        yield Result("MOD-01", node, prop, said, bindings=(("expected", expected),), value_literal=literal)


def counts(store: Store) -> Iterator[Result]:
    """Yield MOD-02: a node with fewer or more values of a property than nodes of its class have, or owners.

    Elements of plans that are only cited are left out: of these only what is quoted elsewhere is known.
    """
    model = _Model.of(store)
    having = _having(model)
    cited = {node for (node, prop) in having if prop == POP + "citedNotHeld"}
    parted = model.parted()
    asked: dict[frozenset[str], tuple[tuple[Count, tuple[str, ...]], ...]] = {}
    for node in sorted(model.kinds):
        classes = model.classes(node)
        if classes not in asked:
            asked[classes] = tuple(_rules(classes))
        if not asked[classes]:
            continue
        plans = having.get((node, POP + "partOfPlan"))
        if plans and plans <= cited:
            continue
        calculated = (node, POP + "calculation") in having
        for rule, props in asked[classes]:
            if rule.prop.startswith("^") and _space(node) in parted:
                continue
            number = sum(len(having.get((node, prop), ())) for prop in props)
            if not rule.low <= number <= rule.high and (calculated or rule != CALCULATED):
                yield _miscounted(node, rule, number)


def _rules(classes: frozenset[str]) -> Iterator[tuple[Count, tuple[str, ...]]]:
    """What is counted of the nodes of some classes, and by which properties."""
    names = {kind.rpartition("#")[2] for kind in classes if kind.startswith((POP, _QB))}
    for count in (*COUNTS, CALCULATED):
        if count.kind in names:
            yield count, tuple(count.prop.split("|"))


def _having(model: _Model) -> dict[tuple[str, str], set[str]]:
    """The values of what is counted, by node and property; what a node is a value of, by ^ and the property."""
    props = {prop for count in (*COUNTS, CALCULATED) for prop in count.prop.split("|")}
    forward = {prop for prop in props if not prop.startswith("^")} | {
        POP + name for name in ("calculation", "citedNotHeld", "partOfPlan")
    }
    backward = {prop[1:]: prop for prop in props if prop.startswith("^")}
    having: dict[tuple[str, str], set[str]] = defaultdict(set)
    for subject, prop, value in model.own:
        if prop in forward:
            having[_text(subject), prop].add(_key(value))
        if prop in backward:
            having[_text(value), backward[prop]].add(_text(subject))
    for node, prop, said in model.others:
        if prop in forward:
            having[node, prop].add(said)
    return having


def known(store: Store) -> Iterator[Result]:
    """Yield MOD-03: a node with properties of ours but without a class, a class or property the ontology doesn't know.

    Without the ontology only nodes without a class can be told.
    """
    model = _Model.of(store)
    terms = {_CLASS, _OBJECT, _DATA, _ANNOTATION}
    ontology = {
        node for node, kinds in model.kinds.items() if node.startswith(POP) and not kinds.isdisjoint(terms)
    }
    found = set()
    for subject, prop, _ in model.own:
        node = _text(subject)
        if not model.kinds.get(node):
            found.add((node, _TYPE, ""))
        if ontology and prop not in ontology:
            found.add((node, prop, ""))
    for node, kinds in model.kinds.items():
        found |= {
            (node, _TYPE, kind)
            for kind in kinds
            if ontology and kind.startswith(POP) and kind not in ontology
        }
    for node, path, kind in sorted(found):
        term = kind or (path if path != _TYPE else "rdf:type")
        yield Result("MOD-03", node, path, kind, bindings=(("term", _short(term)),))


def _not_the_node(model: _Model, prop: str, value: Any) -> str:
    """What a value should have been, or an empty text if it is that, or stands in a file that isn't there."""
    if not _is_literal(value) and _text(value) not in model.there and model.elsewhere(_text(value)):
        return ""
    name = prop.removeprefix(POP)
    if name in _SCHEMES:
        scheme = SCHEME + _SCHEMES[name]
        return "" if not _is_literal(value) and scheme in model.schemes.get(_text(value), ()) else scheme
    wanted = _CLASSES.get(name) or ((model.ranges[prop],) if prop in model.ranges else ())
    if wanted:
        fits = not _is_literal(value) and not model.classes(_text(value)).isdisjoint(wanted)
        return "" if fits else wanted[0] if len(wanted) == 1 else ", ".join(_short(kind) for kind in wanted)
    if name in _ANYTHING:
        return ""
    # A node of others may be described elsewhere; one of ours is described here or nowhere.
    lost = _text(value).startswith(BASE) and _text(value) not in model.there
    return "IRI" if _is_literal(value) or lost else ""


def _not_foreign(model: _Model, prop: str, value: Any) -> str:
    if prop in _NUMBERS:
        datatypes, form = _FORMS[_NUMBERS[prop]]
        fits = (
            _is_literal(value)
            and value.datatype.value in datatypes
            and form.fullmatch(value.value) is not None
        )
        return "" if fits else _short(_NUMBERS[prop])
    wanted, node = _FOREIGN[prop], _text(value)
    if _is_literal(value):
        return _short(wanted) if wanted else "IRI"
    # What isn't described here may be described elsewhere.
    return _short(wanted) if wanted and node in model.there and wanted not in model.classes(node) else ""


def _not_the_datum(model: _Model, prop: str, value: Any) -> str:
    name = prop.removeprefix(POP)
    wanted = _XSD + "date" if name in _DATES else "text" if name in _TEXTS else model.ranges.get(prop, "")
    if wanted not in _FORMS:
        return ""
    datatypes, form = _FORMS[wanted]
    fits = (
        _is_literal(value) and value.datatype.value in datatypes and form.fullmatch(value.value) is not None
    )
    return "" if fits and (name not in _DATES or _is_day(value.value)) else _short(wanted)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True


def _miscounted(node: str, rule: Count, number: int) -> Result:
    expected = (
        str(rule.low) if rule.low == rule.high else f"≥ {rule.low}" if rule.high == MANY else f"≤ {rule.high}"
    )
    inverse = "^" if rule.prop.startswith("^") else ""
    names = [prop.removeprefix("^") for prop in rule.prop.split("|")]
    return Result(
        "MOD-02",
        node,
        names[0],
        bindings=(
            ("count", str(number)),
            ("expected", expected),
            ("link", ", ".join(inverse + _short(name) for name in names)),
        ),
    )


def _space(node: str) -> str:
    found = _SPACE.match(node)
    return found[0] if found else ""


def _is_literal(term: Any) -> bool:
    return isinstance(term, Literal)


def _text(term: Any) -> str:
    return str(term) if isinstance(term, Triple) else str(term.value)


def _key(term: Any) -> str:
    return str(term) if _is_literal(term) else _text(term)


def _short(iri: str) -> str:
    for prefix, base in PREFIXES.items():
        if iri.startswith(base) and "/" not in iri.removeprefix(base):
            return f"{prefix}:{iri.removeprefix(base)}"
    return iri
