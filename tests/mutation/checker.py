"""What the rules say of a changed plan, quickly: one graph is changed in place, and only rules near the change run.

What SHACL Core says is asked of the whole graph each time, for it takes some hundredths of a second. A SPARQL rule or a
check is asked again if its queries name a property that the change has to do with, or if it reads all that there is.
This is what a full run would give; a test compares them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from pyoxigraph import DefaultGraph, Quad, Store

from popgraph.checks import CHECKS, keeping
from popgraph.engine import Data
from popgraph.engines.setwise import SetwiseEngine
from popgraph.findings import fingerprint
from popgraph.results import Result
from popgraph.rules import Rule, catalogue, find
from popgraph.shapes import shapes
from popgraph.vocab import GRAPH
from tests.mutation.board import TYPE, Board, Change, local
from tests.mutation.watched import WatchedStore, names

__all__ = ["Answers", "Checker"]

Answers = dict[str, str]
"""Rule by fingerprint."""
_UNSEEN = (GRAPH + "shapes", GRAPH + "catalog")
_EVERYWHERE = DefaultGraph()


class Checker:
    """The unchanged plan with what the rules say of it, and the means to try a change.

    Attributes:
        base: What the rules say of the unchanged plan.
        data: The graph that the shapes see.
    """

    def __init__(self, board: Board, rules: Iterable[Rule] | None = None) -> None:
        self.rules = tuple(rules if rules is not None else catalogue())
        self._store = WatchedStore(board.quads)
        seen = [quad for quad in board.quads if _seen(quad)]
        self._times = Counter(_triple(quad) for quad in seen)
        self.data = Data(quad.triple for quad in seen)
        shaped = [rule for rule in self.rules if rule.kind == "shape"]
        self._queries = [rule for rule in shaped if shapes().is_only_queries(rule.id)]
        self._named = {
            rule.id: _named(c.query for c in shapes().constraints(rule.id)) for rule in self._queries
        }
        self._core = [rule for rule in shaped if rule not in self._queries]
        self._checks = {rule.id: self._watch(rule.id) for rule in self.rules if rule.id in CHECKS}
        self.base = self.full()

    def full(self) -> Answers:
        """What all rules say of the graph as it is now."""
        return _answers([*self._shaped(self._queries), *self._run_checks(self._checks)])

    def try_out(self, change: Change, *, full: bool = False) -> Answers:
        """What the rules newly say if a change is made; the graph is as before afterwards."""
        with self.changed(change):
            found = self.full() if full else self._near(change)
        return {key: rule for key, rule in found.items() if key not in self.base}

    @contextmanager
    def changed(self, change: Change) -> Iterator[Data]:
        """The graph that the shapes see with a change made, which is undone afterwards."""
        self._apply(change.removed, change.added)
        try:
            yield self.data
        finally:
            self._apply(change.added, change.removed)

    def _near(self, change: Change) -> Answers:
        quads = change.removed | change.added
        # A class may be meant by any of its names.
        typed = any(quad.predicate == TYPE for quad in quads)
        said = {local(quad.predicate) for quad in quads}

        def meets(named: frozenset[str] | None) -> bool:
            return typed or named is None or not named.isdisjoint(said)

        queries = [rule for rule in self._queries if meets(self._named[rule.id])]
        checks = [rule for rule, named in self._checks.items() if meets(named)]
        return _answers([*self._shaped(queries), *self._run_checks(checks)])

    def _watch(self, check: str) -> frozenset[str] | None:
        """The names that a check asks for, or None if it reads all."""
        store = self._store
        keeping.forget(store)
        store.asked, store.was_read = set(), False
        list(CHECKS[check](store))
        return None if store.was_read else _named(store.asked)

    def _shaped(self, queries: list[Rule]) -> Iterable[Result]:
        """What Core rules and some of the others say."""
        return SetwiseEngine().evaluate(self.data, [*self._core, *queries])

    def _run_checks(self, checks: Iterable[str]) -> Iterator[Result]:
        for rule in checks:
            yield from CHECKS[rule](self._store)

    def _apply(self, removed: Iterable[Quad], added: Iterable[Quad]) -> None:
        removed, added = list(removed), list(added)
        self._store.change(removed, added)
        for quad in removed:
            if _seen(quad):
                self._count(quad, -1, self.data.oxigraph)
        for quad in added:
            if _seen(quad):
                self._count(quad, 1, self.data.oxigraph)

    def _count(self, quad: Quad, by: int, merged: Store) -> None:
        """Keep a triple as long as it stands in some graph."""
        key = _triple(quad)
        before = self._times[key]
        self._times[key] += by
        plain = Quad(quad.subject, quad.predicate, quad.object, _EVERYWHERE)
        if before == 0:
            merged.add(plain)
        elif before + by == 0:
            merged.remove(plain)


def _seen(quad: Quad) -> bool:
    return getattr(quad.graph_name, "value", "") not in _UNSEEN


def _triple(quad: Quad) -> tuple[object, object, object]:
    return (quad.subject, quad.predicate, quad.object)


def _named(queries: Iterable[str]) -> frozenset[str] | None:
    """The names in some queries, or None if one takes any property."""
    found: set[str] = set()
    for query in queries:
        own = names(query)
        if own is None:
            return None
        found |= own
    return frozenset(found)


def _answers(results: Iterable[Result]) -> Answers:
    return {
        fingerprint(r.rule, r.focus, r.path, r.value, r.bindings, volatile=find(r.rule).volatile): r.rule
        for r in results
    }
