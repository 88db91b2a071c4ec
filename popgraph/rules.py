"""The catalogue of rules: what each checks, why it matters and what to do, read from ``ontology/shapes/``.

>>> find("STR-03a").severity.value
'violation'
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pyoxigraph
from pyoxigraph import Literal, NamedNode, RdfFormat

from popgraph import resources
from popgraph.errors import DataError, UsageError
from popgraph.findings import Origin, Severity
from popgraph.vocab import PREFIXES, SHAPES, SHAPES_IRI

__all__ = ["TIERS", "Rule", "catalogue", "examples", "find", "version"]

TIERS = ("draft", "published", "linked")

_SH = PREFIXES["sh"]
_TYPE = PREFIXES["rdf"] + "type"
_SEVERITIES = {f"{_SH}{item.value.capitalize()}": item for item in Severity}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and what is said about it.

    Attributes:
        id: Such as ``RSP-01b``; never used again for another rule.
        tier: One of `TIERS`.
        severity: How much its findings weigh.
        category: What it is about, such as ``time``.
        title: Name, by language.
        message: What its findings say, by language, with ``{?name}`` for what was found.
        rationale: Why it matters, by language.
        guidance: What to do, by language.
        grounds: What it rests on, by language.
        profiles: IRIs of the plan layouts that it is for; empty for all.
        since: Version of the rules in which it appeared.
        origin: Whose fault its findings are, unless the graph says better.
        kind: ``shape``, or ``check`` for what SHACL can't express.
        iri: IRI of its shape; empty for the shapes without a name of a user's file.
        file: The user's file that it comes from; None for the rules that ship with popgraph.
        volatile: What of its findings changes beside the fault, by name, and isn't part of their fingerprint.
    """

    id: str
    tier: str
    severity: Severity
    category: str
    title: Mapping[str, str] = field(hash=False)
    message: Mapping[str, str] = field(hash=False)
    rationale: Mapping[str, str] = field(hash=False)
    guidance: Mapping[str, str] = field(hash=False)
    grounds: Mapping[str, str] = field(hash=False)
    profiles: tuple[str, ...]
    since: str
    origin: Origin
    kind: str
    iri: str = ""
    file: Path | None = None
    volatile: tuple[str, ...] = ()


@cache
def catalogue() -> tuple[Rule, ...]:
    """Return all rules, sorted by id.

    Raises:
        DataError: If a file of rules can't be read, or a rule in it lacks what a rule must say.
    """
    said = _said()
    found = [
        _rule(iri, facts)
        for iri, facts in said.items()
        if SHAPES + "tier" in facts and iri.startswith(SHAPES)
    ]
    return tuple(sorted(found, key=lambda rule: rule.id))


def find(id: str) -> Rule:
    """Return a rule by its id, in upper or lower case.

    Raises:
        UsageError: If there is none; with ids that are near.

    >>> find("rsp-01B").id
    'RSP-01b'
    """
    known = {rule.id.lower(): rule for rule in catalogue()}
    try:
        return known[id.strip().lower()]
    except KeyError:
        near = [known[name].id for name in difflib.get_close_matches(id.lower(), known, n=3, cutoff=0.4)]
        hint = f"Near it: {', '.join(near)}" if near else "List them: popgraph rules"
        raise UsageError("No such rule", where=id, hint=hint) from None


def examples(rule: Rule) -> tuple[str, str] | None:
    """Return a graph that breaks a rule and one that keeps it; None where they aren't at hand, as in a wheel.

    >>> examples(find("TGT-04"))[0].splitlines()[0]  # doctest: +SKIP
    '# From 200 to 150.'
    """
    folder = resources.root() / "tests" / "rules" / rule.id
    found = []
    for name in ("bad", "good"):
        file = next(iter(sorted(folder.glob(f"{name}.*"))), None)
        if file is None:
            return None
        try:
            found.append(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise DataError("The example can't be read", where=str(file), hint=str(error)) from error
    return found[0], found[1]


def version() -> str:
    """Return the version of the rules."""
    values = _said().get(SHAPES_IRI, {}).get(PREFIXES["owl"] + "versionInfo", [])
    return max((value.value for value in values), default="")


@cache
def _said() -> Mapping[str, Mapping[str, list[NamedNode | Literal]]]:
    said: defaultdict[str, defaultdict[str, list[NamedNode | Literal]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for file in sorted(resources.path("ontology", "shapes").glob("*.ttl")):
        try:
            for quad in pyoxigraph.parse(path=file, format=RdfFormat.TURTLE):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                    said[quad.subject.value][quad.predicate.value].append(quad.object)
        except (SyntaxError, OSError) as error:
            raise DataError("The rules can't be read", where=str(file), hint=str(error)) from error
    return said


def _rule(iri: str, facts: Mapping[str, list[NamedNode | Literal]]) -> Rule:
    def texts(predicate: str) -> Mapping[str, str]:
        found = {
            value.language or "": value.value
            for value in facts.get(predicate, [])
            if isinstance(value, Literal)
        }
        return MappingProxyType(dict(sorted(found.items(), reverse=True)))

    def one(predicate: str, default: str = "") -> str:
        return next((value.value for value in facts.get(predicate, [])), default)

    id_ = iri.removeprefix(SHAPES)
    try:
        origin = Origin(one(SHAPES + "origin", "transcription"))
    except ValueError as error:
        raise DataError("The rule has no such origin", where=id_, hint=str(error)) from error
    tier = one(SHAPES + "tier")
    if tier not in TIERS:
        raise DataError("The rule has no such tier", where=id_, hint=f"One of {', '.join(TIERS)}")
    kinds = {value.value for value in facts.get(_TYPE, [])}
    return Rule(
        id=id_,
        tier=tier,
        severity=_SEVERITIES.get(one(_SH + "severity"), Severity.VIOLATION),
        category=one(SHAPES + "category"),
        title=texts(PREFIXES["rdfs"] + "label"),
        message=texts(_SH + "message"),
        rationale=texts(PREFIXES["dcterms"] + "description"),
        guidance=texts(SHAPES + "guidance"),
        grounds=texts(PREFIXES["skos"] + "note"),
        profiles=tuple(sorted(value.value for value in facts.get(SHAPES + "profile", []))),
        since=one(SHAPES + "since"),
        origin=origin,
        kind="check" if SHAPES + "Check" in kinds else "shape",
        iri=iri,
        volatile=tuple(sorted(value.value for value in facts.get(SHAPES + "volatile", []))),
    )
