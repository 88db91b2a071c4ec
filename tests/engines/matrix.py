"""The graphs on which both engines are held against each other, and what they say of them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from random import Random

import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse
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
from popgraph.vocab import PREFIXES
from tests.mutation.board import Board, Change
from tests.mutation.operators import Mutation, mutations
from tests.mutation.suite import board, operators

__all__ = ["Keys", "background", "both", "both_near", "graph", "keys", "sample"]

Keys = set[tuple[object, ...]]
_SH = PREFIXES["sh"]
_TARGETS = tuple(_SH + kind for kind in ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode"))
# What is far from a change says nothing new, and each node costs the reference up to a tenth of a second.
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
        made = popgraph.generate(Path(folder, "made"), plans=3, regions=2, seed=11, defects=20)
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


@cache
def sample() -> tuple[Mutation, ...]:
    """Mistakes made on purpose in the shipped plan: one of each kind of edit, and each tenth written by hand."""
    real = _shipped()
    families: dict[str, list[Mutation]] = {}
    everything = list(operators(real))
    Random(4).shuffle(everything)
    for operator in everything:
        words = operator.name.split()
        family = words[0] if len(words) == 2 else f"by hand {len(operator.name) % 8}"
        if family not in families:
            families[family] = list(mutations(real, operator, seed=4, places=1))
            if not families[family]:
                del families[family]
    return tuple(made[0] for _, made in sorted(families.items()))


def both_near(mutation: Mutation, rules: Sequence[str]) -> tuple[Keys, Keys]:
    """What both engines say of the changed plan; the reference is asked for the nodes near the change alone."""
    data = Data(quad.triple for quad in _shipped().after(mutation.change))
    focus = _near(_shipped(), mutation.change)
    reference = PyshaclEngine(_aimed(rules, focus, data.rdflib)).run(data, rules, without_queries=False)
    everywhere = SetwiseEngine().run(data, rules)
    return keys(result for result in everywhere if result.focus in focus), keys(reference)


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
