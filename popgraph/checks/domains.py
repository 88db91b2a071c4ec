"""Checks of which class may have which property."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from popgraph.checks.keeping import kept
from popgraph.checks.rows import rows
from popgraph.results import Result
from popgraph.vocab import ID, POP

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["bearers"]

_DOMAINS = """
SELECT DISTINCT ?property ?class WHERE {
  { ?property rdfs:domain ?class } UNION {
    ?property rdfs:domain/<http://www.w3.org/2002/07/owl#unionOf>/
      (<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>*/<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>) ?class
  }
}"""
_ABOVE = "SELECT DISTINCT ?class ?above WHERE { ?class rdfs:subClassOf ?above }"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def bearers(store: Store) -> Iterator[Result]:
    """Yield MOD-05: a node that has a property, and classes of ours, but none that may have it.

    A class that is too general may not either: not every plan is one of a product.
    """
    allowed: dict[str, set[str]] = defaultdict(set)
    for row in rows(store, _DOMAINS):
        if row["class"].startswith(POP) and row["property"].startswith(POP):
            allowed[row["property"]].add(row["class"])
    above: dict[str, set[str]] = defaultdict(set)
    for row in rows(store, _ABOVE):
        above[row["class"]].add(row["above"])
    kinds, having = kept(store, "bearers", lambda: _read(store))
    wholes: dict[frozenset[str], frozenset[str]] = {}
    for node, properties in sorted(having.items()):
        own = frozenset(kinds.get(node, ()))
        if not any(kind.startswith(POP) for kind in own):
            continue
        if own not in wholes:
            wholes[own] = _closed(own, above)
        for property_ in sorted(properties):
            wanted = allowed.get(property_)
            if wanted and not wanted & wholes[own]:
                bound = (("expected", ", ".join(_short(kind) for kind in sorted(wanted))),)
                shown = ", ".join(_short(kind) for kind in sorted(own))
                yield Result("MOD-05", node, property_, shown, bindings=bound)


def _read(store: Store) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The classes and the own properties of each node of ours."""
    kinds: dict[str, set[str]] = defaultdict(set)
    having: dict[str, set[str]] = defaultdict(set)
    for quad in store.quads():
        node, property_ = str(getattr(quad.subject, "value", "")), quad.predicate.value
        if not node.startswith(ID):
            continue
        if property_ == _TYPE:
            kinds[node].add(str(getattr(quad.object, "value", "")))
        elif property_.startswith(POP):
            having[node].add(property_)
    return kinds, having


def _closed(own: frozenset[str], above: dict[str, set[str]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = list(own)
    while waiting:
        kind = waiting.pop()
        if kind not in found:
            found.add(kind)
            waiting.extend(above.get(kind, ()))
    return frozenset(found)


def _short(iri: str) -> str:
    return iri.removeprefix(POP)
