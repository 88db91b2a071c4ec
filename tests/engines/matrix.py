"""The graphs on which both engines are held against each other, and what they say of them."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

import popgraph
from popgraph import catalog
from popgraph.embedded import EmbeddedStore
from popgraph.engine import Data
from popgraph.engines.setwise import SetwiseEngine
from popgraph.loading import SourceFile, load
from popgraph.results import Result
from popgraph.store import rdflib_term
from tests.engines.reference import said_by_reference
from tests.mutation.board import Board, Change
from tests.mutation.suite import board

__all__ = ["Keys", "Workbench", "background", "both", "graph", "keys", "workbench"]

Keys = set[tuple[object, ...]]
# Of each kind of node near a change; what a rule newly says, or no more, is compared wherever it is.
_NEAR = 25


def keys(results: Iterable[Result]) -> Keys:
    """What is compared: more than who breaks which rule with what."""
    return {
        (
            r.rule,
            r.focus,
            r.focus_literal,
            r.path,
            r.value,
            r.value_literal,
            r.severity,
            r.component,
            r.bindings,
        )
        for r in results
    }


def node(result: Result) -> str:
    """The node that a result is about: its IRI, or a literal in N-Triples."""
    return result.focus_literal or result.focus


def both(data: Data, rules: Sequence[str]) -> tuple[Keys, Keys]:
    """What the default engine and the reference say of a graph."""
    return keys(SetwiseEngine().run(data, rules)), keys(said_by_reference(data, rules))


@cache
def graph(name: str) -> Data:
    """A whole graph: the shipped ``plan``, or a ``collection`` of made-up plans with many defects."""
    if name == "plan":
        return Data(quad.triple for quad in _shipped().quads)
    with tempfile.TemporaryDirectory() as folder:
        made = popgraph.generate(Path(folder, "made"), plans=12, regions=2, seed=12, defects=100)
        store = popgraph.open(made.folder)
        assert isinstance(store, EmbeddedStore)
        return Data([*(quad.triple for quad in store.quads()), *background("ontology", "scheme", "registry")])


@cache
def background(*kinds: str) -> tuple[Triple, ...]:
    """The shipped graphs of some kinds: what rules need beside a plan."""
    shipped = catalog.shipped()
    sources = [SourceFile(shipped.path(entry), entry.graph) for entry in shipped.of_kind(*kinds)]
    return tuple(quad.triple for quad in load(sources).quads())


@cache
def _shipped() -> Board:
    return board()


class Workbench:
    """The shipped plan as one graph, in which mistakes are made and undone in place.

    Attributes:
        data: The graph, for both engines.
    """

    def __init__(self) -> None:
        self.board = _shipped()
        self._times = Counter(quad.triple for quad in self.board.quads)
        self.data = Data(self._times)
        self._before: dict[str, frozenset[Result]] = {}

    @contextmanager
    def changed(self, change: Change) -> Iterator[Data]:
        """The graph with a change made, which is undone afterwards."""
        self._apply(change.removed, change.added)
        try:
            yield self.data
        finally:
            self._apply(change.added, change.removed)

    def _apply(self, removed: Iterable[Quad], added: Iterable[Quad]) -> None:
        before = Counter(quad.triple for quad in removed)
        after = Counter(quad.triple for quad in added)
        for triple in before.keys() | after.keys():
            stood = self._times[triple] > 0
            self._times[triple] += after[triple] - before[triple]
            stands = self._times[triple] > 0
            if stood != stands:
                self._write(triple, stands)

    def _write(self, triple: Triple, stands: bool) -> None:
        subject, predicate, value = (rdflib_term(term) for term in triple)
        quad = Quad(triple.subject, triple.predicate, triple.object, DefaultGraph())
        if stands:
            self.data.oxigraph.add(quad)
            self.data.rdflib.add((subject, predicate, value))
        else:
            self.data.oxigraph.remove(quad)
            self.data.rdflib.remove((subject, predicate, value))

    def both(self, change: Change, rules: Sequence[str]) -> tuple[Keys, Keys]:
        """What both engines say of the changed plan about the nodes near the change.

        Also about all nodes of which the default engine says another thing than of the unchanged plan.
        """
        for rule in rules:
            if rule not in self._before:
                self._before[rule] = frozenset(SetwiseEngine().run(self.data, [rule]))
        before = frozenset[Result]().union(*(self._before[rule] for rule in rules))
        with self.changed(change) as data:
            after = frozenset(SetwiseEngine().run(data, rules))
            focus = _near(self.board, change) | {node(result) for result in before ^ after}
            reference = said_by_reference(data, rules, focus)
        return keys(result for result in after if node(result) in focus), keys(reference)

    def everywhere(self, change: Change, rules: Sequence[str]) -> tuple[Keys, Keys]:
        """What both engines say of all nodes of the changed plan."""
        with self.changed(change) as data:
            return both(data, rules)


@cache
def workbench() -> Workbench:
    """The one workbench of a process."""
    return Workbench()


def _near(real: Board, change: Change) -> set[str]:
    """The nodes of a change and some of those that point to its subjects."""
    first: set[str] = set()
    around: set[str] = set()
    for quad in change.removed | change.added:
        first |= {term.value for term in (quad.subject, quad.object) if isinstance(term, NamedNode)}
        if isinstance(quad.subject, NamedNode):
            around |= {_iri(other) for other in real.into(quad.subject)} - {""}
    return set(sorted(first)[:_NEAR]) | set(sorted(around - first)[:_NEAR])


def _iri(quad: Quad) -> str:
    return quad.subject.value if isinstance(quad.subject, NamedNode) else ""
