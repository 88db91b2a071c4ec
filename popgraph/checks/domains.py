"""Checks of which class may have which property."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import partial
from typing import TYPE_CHECKING

from popgraph.checks.facts import Fact, Facts
from popgraph.checks.rows import listed
from popgraph.results import Result
from popgraph.vocab import ID, POP

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["bearers"]

_DOMAINS = """
SELECT DISTINCT ?property ?class WHERE {
  { ?property rdfs:domain ?class } UNION {
    ?property rdfs:domain/<http://www.w3.org/2002/07/owl#unionOf>/
      <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>*/<http://www.w3.org/1999/02/22-rdf-syntax-ns#first> ?class
  }
}"""


def bearers(store: Store) -> Iterator[Result]:
    """Yield MOD-05: a node that has a property, and classes of ours, but none that may have it.

    A class that is too general may not either: not every plan is one of a product.
    """
    facts = Facts.of(store)
    domains = listed(store, _DOMAINS)
    allowed = facts.once("domains", (domains,), lambda: _allowed(domains))
    found: list[tuple[str, str, tuple[str, ...]]] = []
    for prop, said in facts.own:
        wanted = allowed.get(prop)
        if wanted:
            found += facts.once(
                ("MOD-05", prop),
                (said, facts.described, allowed),
                partial(_strange, facts, prop, said, wanted),
            )
    for node, prop, own in sorted(found):
        bound = (("expected", ", ".join(_short(kind) for kind in sorted(allowed[prop]))),)
        yield Result("MOD-05", node, prop, ", ".join(map(_short, own)), bindings=bound)


def _allowed(domains: Iterable[Mapping[str, str]]) -> dict[str, set[str]]:
    """The classes of ours that may have each property of ours."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in domains:
        if row["class"].startswith(POP) and row["property"].startswith(POP):
            found[row["property"]].add(row["class"])
    return dict(found)


def _strange(
    facts: Facts, prop: str, said: Iterable[Fact], wanted: Set[str]
) -> list[tuple[str, str, tuple[str, ...]]]:
    """Nodes that have values and classes of ours, but none of those that may have them; with their classes."""
    found = []
    for node in {fact.node for fact in said if fact.node.startswith(ID)}:
        own = facts.kinds.get(node, frozenset())
        if any(kind.startswith(POP) for kind in own) and not wanted & facts.classes(node):
            found.append((node, prop, tuple(sorted(own))))
    return found


def _short(iri: str) -> str:
    return iri.removeprefix(POP)
