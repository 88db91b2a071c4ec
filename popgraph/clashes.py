"""Say where a contradiction lies: resources that fall under two classes that exclude one another.

HermiT says only that there is no model. In an ontology whose one source of contradiction is disjointness,
as ours, the culprits follow from stated types, domains, ranges and what stands above them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from pyoxigraph import NamedNode, Triple

from popgraph.vocab import PREFIXES

__all__ = ["Clash", "find"]

_RDF, _RDFS, _OWL = (PREFIXES[prefix] for prefix in ("rdf", "rdfs", "owl"))

_Edges = Mapping[str, Mapping[object, list[object]]]


@dataclass(frozen=True, slots=True, order=True)
class Clash:
    """A resource under two classes that exclude one another, all as IRIs.

    >>> print(Clash("urn:x:cusco", "urn:x:Actor", "urn:x:Region"))
    urn:x:cusco can't be both urn:x:Actor and urn:x:Region
    """

    resource: str
    first: str
    second: str

    def __str__(self) -> str:
        return f"{self.resource} can't be both {self.first} and {self.second}"


def find(triples: Iterable[Triple]) -> tuple[Clash, ...]:
    """Return the resources that the ontology among ``triples`` puts under two disjoint classes, sorted."""
    edges: dict[str, dict[object, list[object]]] = defaultdict(lambda: defaultdict(list))
    given = list(triples)
    for triple in given:
        edges[triple.predicate.value][triple.subject].append(triple.object)
    above = edges[_RDFS + "subClassOf"]
    kinds: dict[object, set[object]] = defaultdict(set)
    for triple in given:
        if triple.predicate.value == _RDF + "type":
            kinds[triple.subject] |= _upward(triple.object, above)
        for prop in _upward(triple.predicate, edges[_RDFS + "subPropertyOf"]):
            for side, node in (("domain", triple.subject), ("range", triple.object)):
                for kind in edges[_RDFS + side].get(prop, ()):
                    kinds[node] |= _upward(kind, above)
    disjoint = set(_disjoint_pairs(edges))
    return tuple(
        sorted(
            Clash(node.value, one, two)
            for node, under in kinds.items()
            if isinstance(node, NamedNode)
            for one, two in combinations(
                sorted(kind.value for kind in under if isinstance(kind, NamedNode)), 2
            )
            if (one, two) in disjoint
        )
    )


def _upward(node: object, above: Mapping[object, list[object]]) -> set[object]:
    """Return ``node`` and all that stands above it."""
    reached: set[object] = set()
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting += above.get(one, ())
    return reached


def _disjoint_pairs(edges: _Edges) -> Iterator[tuple[str, str]]:
    """Yield each pair of classes that exclude one another, in sorted order within the pair."""
    groups = [[one, two] for one, others in edges[_OWL + "disjointWith"].items() for two in others]
    for heads in edges[_OWL + "members"].values():
        groups += [list(_members(head, edges)) for head in heads]
    for group in groups:
        yield from combinations(sorted(kind.value for kind in group if isinstance(kind, NamedNode)), 2)


def _members(head: object, edges: _Edges) -> Iterator[object]:
    """Yield the members of an RDF list; one that loops ends where it started to."""
    seen: set[object] = set()
    while head not in seen and (first := edges[_RDF + "first"].get(head)):
        seen.add(head)
        yield first[0]
        rest = edges[_RDF + "rest"].get(head)
        if rest:
            head = rest[0]
