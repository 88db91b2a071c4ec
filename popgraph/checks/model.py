"""Checks against the ontology and the code lists: of which class values are, how many there are, what is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from popgraph.checks.facts import TYPE, Fact, Facts, space_of
from popgraph.checks.numbers import CALCULATED, COUNTS, MANY, Count
from popgraph.results import Result
from popgraph.vocab import BASE, ID, POP, PREFIXES, SCHEME

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["counts", "known", "values"]

_Having = Mapping[str, Set[str]]
"""Values by node."""

_OA, _QB, _XSD = PREFIXES["oa"], PREFIXES["qb"], PREFIXES["xsd"]
_SDMX = "http://purl.org/linked-data/sdmx/2009/"
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


def values(store: Store) -> Iterator[Result]:
    """Yield MOD-01: a value that isn't of the class, code list or datatype that its property takes.

    What is found is given with what was expected. Properties that the ontology doesn't know are left to MOD-03.
    """
    facts = Facts.of(store)
    found: set[tuple[str, str, str, str, str]] = set()
    kinds = facts.kinds
    for prop, said in facts.own:
        own = kinds.get(prop, ())
        if _OBJECT in own or _DATA in own:
            of = _not_the_node if _OBJECT in own else _not_the_datum
            found |= _unfit(facts, prop, said, of)
    for prop in (*_FOREIGN, *_NUMBERS):
        found |= _unfit(facts, prop, facts.values(prop), _not_foreign)
    for node, prop, text, expected, term in sorted(found):
        literal = term if term != text else ""
        yield Result("MOD-01", node, prop, text, bindings=(("expected", expected),), value_literal=literal)


def _unfit(
    facts: Facts, prop: str, said: Sequence[Fact], of: Callable[[Facts, str, Fact], str]
) -> set[tuple[str, str, str, str, str]]:
    def make() -> set[tuple[str, str, str, str, str]]:
        return {
            (fact.node, prop, fact.text, expected, fact.key)
            for fact in said
            if (expected := of(facts, prop, fact))
        }

    return facts.once(("MOD-01", prop), (said, facts.described), make)


def counts(store: Store) -> Iterator[Result]:
    """Yield MOD-02: a node with fewer or more values of a property than nodes of its class have, or owners.

    Elements of plans that are only cited are left out: of these only what is quoted elsewhere is known.
    """
    facts = Facts.of(store)
    plans, cited = facts.keys(POP + "partOfPlan"), facts.keys(POP + "citedNotHeld")
    calculated, parted = facts.keys(POP + "calculation"), facts.parted()

    def left_out(node: str, rule: Count) -> bool:
        """Whether more may be said of a node in a file that isn't there, or needn't be."""
        return (
            (node in plans and plans[node] <= cited.keys())
            or (rule == CALCULATED and node not in calculated)
            or (rule.prop.startswith("^") and space_of(node) in parted)
        )

    found: list[Result] = []
    for classes, nodes in facts.alike().items():
        for rule in _rules(classes):
            held = [
                facts.backward(prop[1:]) if prop.startswith("^") else facts.keys(prop)
                for prop in rule.prop.split("|")
            ]
            odd = facts.once(("MOD-02", classes, rule), (nodes, *held), partial(_odd, rule, nodes, held))
            found += (_miscounted(node, rule, number) for node, number in odd if not left_out(node, rule))
    yield from sorted(found, key=lambda result: result.focus)


def _odd(rule: Count, nodes: Iterable[str], held: Sequence[_Having]) -> list[tuple[str, int]]:
    """The nodes that have too few or too many values, with how many they have."""
    numbers = ((node, sum(len(values[node]) for values in held if node in values)) for node in nodes)
    return [(node, number) for node, number in numbers if not rule.low <= number <= rule.high]


def _rules(classes: frozenset[str]) -> Iterator[Count]:
    """What is counted of the nodes of some classes."""
    names = {kind.rpartition("#")[2] for kind in classes if kind.startswith((POP, _QB))}
    return (count for count in (*COUNTS, CALCULATED) if count.kind in names)


def known(store: Store) -> Iterator[Result]:
    """Yield MOD-03: a node with properties of ours but without a class, a class or property the ontology doesn't know.

    Without the ontology only nodes without a class can be told.
    """
    facts = Facts.of(store)
    terms = {_CLASS, _OBJECT, _DATA, _ANNOTATION}
    own, kinds = facts.own, facts.kinds
    ontology = facts.once(
        "ontology",
        (facts.described,),
        lambda: {node for node, said in kinds.items() if node.startswith(POP) and not said.isdisjoint(terms)},
    )

    def unknown(prop: str, said: Sequence[Fact]) -> set[tuple[str, str, str]]:
        nodes = {fact.node for fact in said}
        strange = {(node, prop, "") for node in nodes} if ontology and prop not in ontology else set()
        return strange | {(node, TYPE, "") for node in nodes if node not in kinds}

    def unknown_kinds() -> set[tuple[str, str, str]]:
        return {
            (node, TYPE, kind)
            for node, said in kinds.items()
            for kind in said
            if ontology and kind.startswith(POP) and kind not in ontology
        }

    found = set(facts.once("MOD-03", (facts.described,), unknown_kinds))
    for prop, said in own:
        found |= facts.once(
            ("MOD-03", prop),
            (said, facts.described),
            partial(unknown, prop, said),
        )
    for node, path, kind in sorted(found):
        term = kind or (path if path != TYPE else "rdf:type")
        yield Result("MOD-03", node, path, kind, bindings=(("term", _short(term)),))


def _not_the_node(facts: Facts, prop: str, fact: Fact) -> str:
    """What a value should have been, or an empty text if it is that, or stands in a file that isn't there."""
    is_node, there = fact.literal is None, fact.text in facts.there
    if is_node and not there and facts.elsewhere(fact.text):
        return ""
    name = prop.removeprefix(POP)
    if name in _SCHEMES:
        scheme = SCHEME + _SCHEMES[name]
        return "" if is_node and scheme in facts.scheme(fact.text) else scheme
    taken = facts.range(prop)
    wanted = _CLASSES.get(name) or ((taken,) if taken else ())
    if wanted:
        fits = is_node and not facts.classes(fact.text).isdisjoint(wanted)
        return "" if fits else wanted[0] if len(wanted) == 1 else ", ".join(_short(kind) for kind in wanted)
    if name in _ANYTHING:
        return ""
    # A node of others may be described elsewhere; one of ours is described here or nowhere.
    return "IRI" if not is_node or (fact.text.startswith(BASE) and not there) else ""


def _not_foreign(facts: Facts, prop: str, fact: Fact) -> str:
    if not fact.node.startswith(ID):
        return ""
    if prop in _NUMBERS:
        return "" if _has_form(fact, _NUMBERS[prop]) else _short(_NUMBERS[prop])
    wanted = _FOREIGN[prop]
    if fact.literal is not None:
        return _short(wanted) if wanted else "IRI"
    # What isn't described here may be described elsewhere.
    strange = wanted and fact.text in facts.there and wanted not in facts.classes(fact.text)
    return _short(wanted) if strange else ""


def _not_the_datum(facts: Facts, prop: str, fact: Fact) -> str:
    name = prop.removeprefix(POP)
    wanted = _XSD + "date" if name in _DATES else "text" if name in _TEXTS else facts.range(prop)
    if wanted not in _FORMS:
        return ""
    fits = _has_form(fact, wanted) and (name not in _DATES or _is_day(fact.text))
    return "" if fits else _short(wanted)


def _has_form(fact: Fact, wanted: str) -> bool:
    datatypes, form = _FORMS[wanted]
    return (
        fact.literal is not None
        and fact.literal.datatype.value in datatypes
        and form.fullmatch(fact.text) is not None
    )


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


def _short(iri: str) -> str:
    for prefix, base in PREFIXES.items():
        if iri.startswith(base) and "/" not in iri.removeprefix(base):
            return f"{prefix}:{iri.removeprefix(base)}"
    return iri
