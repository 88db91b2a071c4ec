"""What rules found in a graph that is changed in place: only those are asked again that a change can concern.

A rule is a function of what it reads. What is asked by queries alone reads no other triples than those of the
properties that the queries name (`popgraph.footprints`); while none of these changes, neither do the answers, nor what
is found. Whatever reads all that there is, is asked each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode

from popgraph.edited import AskedStore, EditedStore, ReadsAllError
from popgraph.footprints import footprint
from popgraph.results import Result
from popgraph.shapes import shapes
from popgraph.store import Store
from popgraph.vocab import PREFIXES

if TYPE_CHECKING:
    from popgraph.rules import Rule

__all__ = ["Recall"]

_SH = PREFIXES["sh"]
# A shape with one of these depends on other properties than it names.
_WIDE = frozenset({"closed", "qualifiedValueShapesDisjoint", "target"})
_OF_CLASSES = frozenset({PREFIXES["rdf"] + "type", PREFIXES["rdfs"] + "subClassOf"})


class Recall:
    """What rules found in a store, as long as no change can have concerned it.

    Args:
        store: The store, which the functions are given.
    """

    def __init__(self, store: EditedStore) -> None:
        self._store = store
        self._shaped: dict[str, tuple[Result, ...]] = {}
        self._checked: dict[str, tuple[frozenset[str], tuple[Result, ...]]] = {}
        # Functions that were seen to read all that there is.
        self._restless: set[str] = set()

    def forget(self, touched: frozenset[str]) -> None:
        """Let go of what triples of some properties may have to do with."""
        self._shaped = {id_: found for id_, found in self._shaped.items() if not _named(id_) & touched}
        self._checked = {id_: known for id_, known in self._checked.items() if not known[0] & touched}

    def shaped(
        self, rules: Sequence[Rule], run: Callable[[Sequence[Rule]], Iterable[Result]]
    ) -> list[Result]:
        """Return what some rules find, of which those are run that it isn't known of."""
        waiting = [rule for rule in rules if rule.id not in self._shaped]
        found: dict[str, list[Result]] = {rule.id: [] for rule in waiting}
        for result in run(waiting):
            found[result.rule].append(result)
        ready = [result for rule in rules for result in self._shaped.get(rule.id, ())]
        self._shaped |= {id_: tuple(results) for id_, results in found.items() if _named(id_)}
        return [*ready, *(result for results in found.values() for result in results)]

    def checked(self, rule: str, function: Callable[[Store], Iterable[Result]]) -> tuple[Result, ...]:
        """Return what a function finds in the store."""
        if rule in self._checked:
            return self._checked[rule][1]
        if rule not in self._restless:
            asked = AskedStore(self._store)
            try:
                found = tuple(function(asked))
            except ReadsAllError:
                self._restless.add(rule)
            else:
                self._checked[rule] = frozenset(asked.names), found
                return found
        return tuple(function(self._store))


@cache
def _named(rule: str) -> frozenset[str]:
    """The properties that a rule that is a shape can depend on; none if it is no shape, or may depend on any."""
    sheet = shapes()
    found = set(_OF_CLASSES)
    found.update(target.term.value for target in sheet.targets(rule))
    for constraint in sheet.constraints(rule):
        names = footprint(constraint.query.replace("$PATH", f"<{constraint.path}>"))
        if names is None:
            return frozenset()
        found |= names
    waiting, seen = [sheet.node(rule)], set[object]()
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        names = frozenset(name.removeprefix(_SH) for name in sheet.predicates(node) if name.startswith(_SH))
        # What stands beside a value is looked at, too, or what a query of its own asks.
        if names & _WIDE or (node != sheet.node(rule) and "sparql" in names):
            return frozenset()
        for name in names - {"sparql"}:
            for value in sheet.values(node, name):
                for term in (value, *(sheet.items(value) or ())):
                    if isinstance(term, NamedNode | BlankNode):
                        found.add(term.value)
                        waiting.append(term)
    return frozenset(found) if len(seen) > 1 or sheet.constraints(rule) else frozenset()
