"""The graphs on which both engines are held against each other, and what they say of them."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path
from random import Random

import rdflib
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse
from rdflib import RDF, RDFS

import popgraph
from popgraph import catalog, resources
from popgraph.embedded import EmbeddedStore
from popgraph.engine import Data
from popgraph.engines.pyshacl import PyshaclEngine
from popgraph.engines.setwise import SetwiseEngine
from popgraph.loading import SourceFile, load
from popgraph.results import Result
from popgraph.shapes import Shapes, shapes
from popgraph.store import rdflib_term
from popgraph.vocab import PREFIXES
from tests.engines.proof import rules as all_rules
from tests.mutation.board import Board, Change
from tests.mutation.operators import Mutation, mutations
from tests.mutation.suite import board, operators

__all__ = ["Keys", "Workbench", "background", "both", "graph", "keys", "workbench"]

Keys = set[tuple[object, ...]]
_SH = PREFIXES["sh"]
_TARGETS = tuple(_SH + kind for kind in ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode"))
# What is far from a change says nothing new, and each node costs the reference up to a tenth of a second.
_NEAR = 25
# How many operators are tried to have a rule answer.
_TRIED = 8


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


def both(data: Data, rules: Sequence[str]) -> tuple[Keys, Keys]:
    """What the default engine and the reference say of a graph."""
    reference = PyshaclEngine().run(data, rules, without_queries=False)
    return keys(SetwiseEngine().run(data, rules)), keys(reference)


@cache
def graph(name: str) -> Data:
    """A whole graph: the shipped ``plan``, or a ``collection`` of made-up plans with many defects."""
    if name == "plan":
        return Data(quad.triple for quad in _shipped().quads)
    with tempfile.TemporaryDirectory() as folder:
        made = popgraph.generate(Path(folder, "made"), plans=3, regions=2, seed=12, defects=200)
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

    def both(self, mutation: Mutation, rules: Sequence[str]) -> tuple[Keys, Keys]:
        """What both engines say of the changed plan; the reference is asked for the nodes near the change alone."""
        focus = _near(self.board, mutation.change)
        with self.changed(mutation.change) as data:
            aimed = PyshaclEngine(_aimed(rules, focus, data.rdflib))
            reference = aimed.run(data, rules, without_queries=False)
            everywhere = SetwiseEngine().run(data, rules)
        return keys(result for result in everywhere if result.focus in focus), keys(reference)

    @cached_property
    def sample(self) -> tuple[Mutation, ...]:
        """Mistakes: one of each kind of edit, and for each rule one that it answers, if one is soon found."""
        everything = list(operators(self.board))
        Random(4).shuffle(everything)
        chosen: dict[str, Mutation] = {}
        for operator in everything:
            words = operator.name.split()
            family = words[0] if len(words) == 2 else f"by hand {len(operator.name) % 8}"
            if family not in chosen:
                for made in mutations(self.board, operator, seed=4, places=1):
                    chosen[family] = made
        for rule in all_rules():
            declared = [operator for operator in everything if rule in operator.answers]
            # The fewer rules an operator declares, the likelier it is that this one answers.
            declared.sort(key=lambda operator: len(operator.answers))
            tried = [made for o in declared[:_TRIED] for made in mutations(self.board, o, seed=4, places=1)]
            answered = [made for made in tried if self._answers(rule, made)]
            for made in (answered or tried)[:1]:
                chosen[rule] = made
        return tuple(dict.fromkeys(mutation for _, mutation in sorted(chosen.items())))

    def _answers(self, rule: str, mutation: Mutation) -> bool:
        before = SetwiseEngine().run(self.data, [rule])
        with self.changed(mutation.change) as data:
            return bool(set(SetwiseEngine().run(data, [rule])) - set(before))


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


def _aimed(rules: Sequence[str], focus: set[str], data: rdflib.Graph) -> Shapes:
    """The shipped shapes with those of some nodes as targets that are targets anyway.

    The option of pySHACL for this looks at no value that isn't among the nodes.
    """
    triples = [triple for triple in _shapes() if triple.predicate.value not in _TARGETS]
    for rule in rules:
        shape = shapes().node(rule)
        hit = {
            iri
            for target in shapes().targets(rule)
            for iri in focus
            if _is_target(data, rdflib.URIRef(iri), target.kind, str(target.term.value))
        }
        # A shape without any target isn't asked.
        triples += [Triple(shape, NamedNode(_SH + "targetNode"), NamedNode(iri)) for iri in sorted(hit)]
    return Shapes.of(triples)


@cache
def _shapes() -> tuple[Triple, ...]:
    files = sorted(resources.path("ontology", "shapes").glob("*.ttl"))
    return tuple(quad.triple for file in files for quad in parse(path=file, format=RdfFormat.TURTLE))


def _is_target(data: rdflib.Graph, item: rdflib.URIRef, kind: str, named: str) -> bool:
    term = rdflib.URIRef(named)
    if kind == "targetSubjectsOf":
        return (item, term, None) in data
    if kind == "targetObjectsOf":
        return (None, term, item) in data
    if kind == "targetNode":
        return item == term
    types = data.objects(item, RDF.type)
    return any(term in data.transitive_objects(own, RDFS.subClassOf) for own in types)
