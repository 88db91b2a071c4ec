"""Checks of which class may have which property."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from popgraph.checks.facts import Facts
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


def bearers(store: Store) -> Iterator[Result]:
    """Yield MOD-05: a node that has a property, and classes of ours, but none that may have it.

    A class that is too general may not either: not every plan is one of a product.
    """
    allowed: dict[str, set[str]] = defaultdict(set)
    for row in rows(store, _DOMAINS):
        if row["class"].startswith(POP) and row["property"].startswith(POP):
            allowed[row["property"]].add(row["class"])
    facts = Facts.of(store)
    having: dict[str, set[str]] = defaultdict(set)
    for prop, said in facts.own:
        for node in {fact.node for fact in said if fact.node.startswith(ID)}:
            having[node].add(prop)
    for node, properties in sorted(having.items()):
        own = facts.kinds.get(node, ())
        if not any(kind.startswith(POP) for kind in own):
            continue
        whole = facts.classes(node)
        for prop in sorted(properties):
            wanted = allowed.get(prop)
            if wanted and not wanted & whole:
                bound = (("expected", ", ".join(_short(kind) for kind in sorted(wanted))),)
                shown = ", ".join(_short(kind) for kind in sorted(own))
                yield Result("MOD-05", node, prop, shown, bindings=bound)


def _short(iri: str) -> str:
    return iri.removeprefix(POP)
