"""What the rules say of a changed plan, quickly: one graph is changed in place, and only rules near the change run.

A SPARQL rule is asked again if it names a property or class that the change has to do with, a Core rule for the nodes
near the change. Both are what a full run would give; a test compares them.
"""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pyshacl
import rdflib
from pyoxigraph import DefaultGraph, NamedNode, Quad
from rdflib import RDF, RDFS, SH
from rdflib.term import Node

from popgraph.checks import CHECKS, keeping
from popgraph.embedded import EmbeddedStore
from popgraph.engine import Data
from popgraph.engines.pyshacl import PyshaclEngine
from popgraph.engines.setwise import SetwiseEngine
from popgraph.findings import fingerprint
from popgraph.results import Result
from popgraph.rules import Rule, catalogue
from popgraph.shapes import shapes
from popgraph.store import rdflib_term
from popgraph.vocab import GRAPH
from tests.mutation.board import TYPE, Board, Change, local

__all__ = ["Answers", "Checker"]

Answers = dict[str, str]
"""Rule by fingerprint."""
_UNSEEN = (GRAPH + "shapes", GRAPH + "catalog")
# Checks that look at whatever stands in a graph.
_BY_GRAPH = (
    *("GRF-01", "MOD-01", "MOD-02", "MOD-03", "MOD-04", "INT-01", "INT-02"),
    *(
        "RSP-06",
        "STA-05",
        "STA-06",
        "STR-08",
        "STR-09",
        "STR-10",
        "STR-11",
        "TXT-02",
        "TXT-03",
        "TXT-04",
        "TXT-05",
    ),
)
# A node that more than this many others point to is a hub, such as the plan: when it is changed, all are asked.
_HUB = 60


class Checker:
    """The unchanged plan with what the rules say of it, and the means to try a change.

    Attributes:
        base: What the rules say of the unchanged plan.
    """

    def __init__(self, board: Board, rules: Iterable[Rule] | None = None) -> None:
        self.rules = tuple(rules if rules is not None else catalogue())
        self._store = EmbeddedStore.of(board.quads)
        seen = [quad for quad in board.quads if _seen(quad)]
        self._times = Counter(_triple(quad) for quad in seen)
        self._data = Data(quad.triple for quad in seen)
        shaped = [rule for rule in self.rules if rule.kind == "shape"]
        self._queries = [rule for rule in shaped if shapes().is_only_queries(rule.id)]
        self._text = {rule.id: _words(rule.id) for rule in self._queries}
        self._core = [rule.id for rule in shaped if rule not in self._queries]
        self._bare = shapes().graph(self._core)
        kinds = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
        self._targets = [triple for kind in kinds for triple in self._bare.triples((None, kind, None))]
        for triple in self._targets:
            self._bare.remove(triple)
        self._owners = shapes().owners(self._core)
        self._checks = {rule.id: _source(rule.id) for rule in self.rules if rule.id in CHECKS}
        self._board = board
        self.base = self.full()

    def full(self) -> Answers:
        """What all rules say of the graph as it is now."""
        results = [
            *SetwiseEngine().evaluate(self._data, self._queries),
            *PyshaclEngine().run(self._data, self._core, without_queries=False),
            *self._checked(),
        ]
        return _answers(results)

    def try_out(self, change: Change, *, full: bool = False) -> Answers:
        """What the rules newly say if a change is made; the graph is as before afterwards."""
        with self._changed(change):
            found = self.full() if full else self._near(change)
        return {key: rule for key, rule in found.items() if key not in self.base}

    def _near(self, change: Change) -> Answers:
        names = {local(quad.predicate) for quad in change.removed | change.added}
        typed = any(quad.predicate == TYPE for quad in change.removed | change.added)
        asked = [
            rule for rule in self._queries if typed or self._text[rule.id] & names or not self._text[rule.id]
        ]
        checks = [rule for rule, words in self._checks.items() if typed or rule in _BY_GRAPH or words & names]
        results = [*SetwiseEngine().evaluate(self._data, asked), *self._run_checks(checks)]
        return _answers(results) | self._near_core(change)

    def _near_core(self, change: Change) -> Answers:
        subjects, focus = set(), set()
        for quad in change.removed | change.added:
            subjects.add(quad.subject)
            focus |= {part.value for part in (quad.subject, quad.object) if isinstance(part, NamedNode)}
        for subject in subjects:
            around = self._board.into(subject) if isinstance(subject, NamedNode) else []
            if len(around) > _HUB:
                return _answers(PyshaclEngine().run(self._data, self._core, without_queries=False))
            focus |= {quad.subject.value for quad in around if isinstance(quad.subject, NamedNode)}
        return _answers(_results(self._report(focus), self._owners))

    def _report(self, focus: set[str]) -> rdflib.Graph:
        """What the Core rules say of some nodes: those that are targets become the only targets.

        The option of pySHACL for this looks at no value that isn't among the nodes.
        """
        data = self._data.rdflib
        near = {rdflib.URIRef(iri) for iri in focus}
        sheet = rdflib.Graph() + self._bare
        for shape, kind, term in self._targets:
            for item in near:
                if _is_target(data, item, kind, term):
                    sheet.add((shape, SH.targetNode, item))
        _, report, _ = pyshacl.validate(data, shacl_graph=sheet, inference="none", inplace=True)
        assert isinstance(report, rdflib.Graph)
        return report

    def _checked(self) -> Iterator[Result]:
        return self._run_checks(self._checks)

    def _run_checks(self, checks: Iterable[str]) -> Iterator[Result]:
        for rule in checks:
            yield from CHECKS[rule](self._store)

    @contextmanager
    def _changed(self, change: Change) -> Iterator[None]:
        self._apply(change.removed, change.added)
        try:
            yield
        finally:
            self._apply(change.added, change.removed)

    def _apply(self, removed: Iterable[Quad], added: Iterable[Quad]) -> None:
        everywhere = DefaultGraph()
        keeping.forget(self._store)
        for quad in removed:
            self._store.oxigraph.remove(quad)
            key = _triple(quad)
            self._times[key] -= 1
            if _seen(quad) and self._times[key] == 0:
                self._data.oxigraph.remove(Quad(quad.subject, quad.predicate, quad.object, everywhere))
                self._data.rdflib.remove(_rdflib(quad))
        for quad in added:
            self._store.oxigraph.add(quad)
            key = _triple(quad)
            self._times[key] += 1
            if _seen(quad) and self._times[key] == 1:
                self._data.oxigraph.add(Quad(quad.subject, quad.predicate, quad.object, everywhere))
                self._data.rdflib.add(_rdflib(quad))


def _seen(quad: Quad) -> bool:
    return getattr(quad.graph_name, "value", "") not in _UNSEEN


def _triple(quad: Quad) -> tuple[object, object, object]:
    return (quad.subject, quad.predicate, quad.object)


def _rdflib(quad: Quad) -> tuple[Node, Node, Node]:
    return (rdflib_term(quad.subject), rdflib_term(quad.predicate), rdflib_term(quad.object))


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
    return {fingerprint(r.rule, r.focus, r.path, r.value, r.bindings): r.rule for r in results}


def _is_target(data: rdflib.Graph, item: rdflib.URIRef, kind: Node, term: Node) -> bool:
    if kind == SH.targetSubjectsOf:
        return (item, term, None) in data
    if kind == SH.targetObjectsOf:
        return (None, term, item) in data
    types = data.objects(item, RDF.type)
    return any(term in data.transitive_objects(own, RDFS.subClassOf) for own in types)


def _results(report: rdflib.Graph, owners: dict[str, str]) -> Iterator[Result]:
    for item in report.subjects(RDF.type, SH.ValidationResult):
        shape, focus, path, value = (
            report.value(item, SH[name]) for name in ("sourceShape", "focusNode", "resultPath", "value")
        )
        yield Result(
            rule=owners.get(str(shape), str(shape)),
            focus=str(focus),
            path=str(path) if isinstance(path, rdflib.URIRef) else "",
            value="" if value is None else str(value),
        )
