"""What the rules say of a changed plan, quickly: one graph is changed in place, and only rules near the change run.

What SHACL Core says is asked of the whole graph each time, for it takes some hundredths of a second. A SPARQL rule or a
check is asked again if it names a property or class that the change has to do with. Both are what a full run would
give; a test compares them.
"""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from pyoxigraph import DefaultGraph, Quad, Store

from popgraph.checks import CHECKS, keeping
from popgraph.embedded import EmbeddedStore
from popgraph.engine import Data
from popgraph.engines.setwise import SetwiseEngine
from popgraph.findings import fingerprint
from popgraph.results import Result
from popgraph.rules import Rule, catalogue, find
from popgraph.shapes import shapes
from popgraph.vocab import GRAPH
from tests.mutation.board import TYPE, Board, Change, local

__all__ = ["Answers", "Checker"]

Answers = dict[str, str]
"""Rule by fingerprint."""
_UNSEEN = (GRAPH + "shapes", GRAPH + "catalog")
# Checks that look at whatever stands in a graph.
_BY_GRAPH = frozenset(
    [
        *("GRF-01", "INT-01", "INT-02", "MOD-01", "MOD-02", "MOD-03", "MOD-04", "RSP-06", "STA-05", "STA-06"),
        *("STR-08", "STR-09", "STR-10", "STR-11", "TXT-02", "TXT-03", "TXT-04", "TXT-05"),
    ]
)
_EVERYWHERE = DefaultGraph()


class Checker:
    """The unchanged plan with what the rules say of it, and the means to try a change.

    Attributes:
        base: What the rules say of the unchanged plan.
        data: The graph that the shapes see.
    """

    def __init__(self, board: Board, rules: Iterable[Rule] | None = None) -> None:
        self.rules = tuple(rules if rules is not None else catalogue())
        self._store = EmbeddedStore.of(board.quads)
        seen = [quad for quad in board.quads if _seen(quad)]
        self._times = Counter(_triple(quad) for quad in seen)
        self.data = Data(quad.triple for quad in seen)
        shaped = [rule for rule in self.rules if rule.kind == "shape"]
        self._queries = [rule for rule in shaped if shapes().is_only_queries(rule.id)]
        self._text = {rule.id: _words(rule.id) for rule in self._queries}
        self._core = [rule for rule in shaped if rule not in self._queries]
        self._checks = {rule.id: _source(rule.id) for rule in self.rules if rule.id in CHECKS}
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
        names = {local(quad.predicate) for quad in change.removed | change.added}
        typed = any(quad.predicate == TYPE for quad in change.removed | change.added)
        asked = [
            rule for rule in self._queries if typed or self._text[rule.id] & names or not self._text[rule.id]
        ]
        checks = [rule for rule, words in self._checks.items() if typed or rule in _BY_GRAPH or words & names]
        return _answers([*self._shaped(asked), *self._run_checks(checks)])

    def _shaped(self, queries: list[Rule]) -> Iterable[Result]:
        """What Core rules and some of the others say."""
        return SetwiseEngine().evaluate(self.data, [*self._core, *queries])

    def _run_checks(self, checks: Iterable[str]) -> Iterator[Result]:
        for rule in checks:
            yield from CHECKS[rule](self._store)

    def _apply(self, removed: Iterable[Quad], added: Iterable[Quad]) -> None:
        keeping.forget(self._store)
        for quad in removed:
            self._store.oxigraph.remove(quad)
            if _seen(quad):
                self._count(quad, -1, self.data.oxigraph)
        for quad in added:
            self._store.oxigraph.add(quad)
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


def _words(rule: str) -> frozenset[str]:
    """The local names in a rule's queries; none if it also takes any property."""
    texts = [constraint.query for constraint in shapes().constraints(rule)]
    bodies = [re.sub(r"(?m)^PREFIX .*$", "", text) for text in texts]
    if any(re.search(r"(?:^|[.;{])\s*[?$]\w+\s+[?$]\w+\s", body) for body in bodies):
        return frozenset()
    return frozenset(word for body in bodies for word in re.findall(r"\w+", body))


def _source(check: str) -> frozenset[str]:
    """The words of the module that a check stands in: the names that it can look at are among them."""
    module = inspect.getmodule(CHECKS[check])
    assert module
    return frozenset(re.findall(r"\w+", inspect.getsource(module)))


def _answers(results: Iterable[Result]) -> Answers:
    return {
        fingerprint(r.rule, r.focus, r.path, r.value, r.bindings, volatile=find(r.rule).volatile): r.rule
        for r in results
    }
