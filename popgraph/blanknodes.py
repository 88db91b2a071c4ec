"""Names for blank nodes that are the same every time a file is read, where they can be had in bounded time.

Canonical names cost time that grows without bound in how many nodes look alike and hang together, so that a
small file can keep a computer busy for years; the cost is estimated first.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from itertools import chain
from math import factorial
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad, Triple

from popgraph.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["canonical", "described", "digests"]

# Some seconds at most, and some hundred megabytes.
_COST = 200_000_000
_NODES = 100_000
# How far nodes in a circle are looked at.
_ROUNDS = 8
_LENGTH = 16


def canonical(quads: Iterable[Quad]) -> tuple[Quad, ...]:
    """Return quads with canonical names (RDFC-1.0) for their blank nodes, sorted by their text.

    Raises:
        DataError: If there are too many blank nodes, or too many that look alike.

    >>> from pyoxigraph import NamedNode
    >>> (quad,) = canonical([Quad(BlankNode("any"), NamedNode("urn:x:p"), NamedNode("urn:x:o"))])
    >>> str(quad.subject)
    '_:c14n0'
    """
    given = tuple(quads)
    about: defaultdict[BlankNode, list[Quad]] = defaultdict(list)
    for quad in given:
        for node in _nodes(quad):
            about[node].append(quad)
        if len(about) > _NODES:
            raise _too_many(f"over {_NODES} blank nodes")
    if about:
        if _cost(about) > _COST:
            raise _too_many(f"{len(about)} blank nodes, many of which look alike")
        dataset = Dataset(given)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        given = tuple(dataset)
    return tuple(sorted(set(given), key=_order))


def described(triples: Iterable[Triple]) -> dict[BlankNode, str]:
    """Return a name for each blank node, such as ``_:b2f0…``, made of what is said of it and of what names it.

    The name depends neither on the label nor on the rest of the graph, and costs little for any graph. Nodes of which
    the same is said by the same get the same name.

    >>> from pyoxigraph import NamedNode
    >>> one, two = (described([Triple(BlankNode(at), NamedNode("urn:x:p"), NamedNode("urn:x:o"))]) for at in "ab")
    >>> one[BlankNode("a")] == two[BlankNode("b")]
    True
    """
    below: defaultdict[BlankNode, list[tuple[str, object]]] = defaultdict(list)
    above: defaultdict[BlankNode, list[tuple[str, object]]] = defaultdict(list)
    for triple in set(triples):
        subject, name, thing = triple.subject, triple.predicate.value, triple.object
        if isinstance(subject, BlankNode):
            below[subject].append((name, thing))
        if isinstance(thing, BlankNode):
            above[thing].append((name, subject))
    nodes = below.keys() | above.keys()
    # Waivers hold these names in their fingerprints: not a character of what they are made of may change.
    contents = digests(nodes, below, known=dict.fromkeys(nodes, " "), rounds=_ROUNDS, length=_LENGTH)
    inside = {node: f"{name} " for node, name in contents.items()}
    places = digests(nodes, above, known=inside, rounds=_ROUNDS, length=_LENGTH)
    return {node: f"_:b{_digest([contents[node], places[node]], _LENGTH)}" for node in nodes}


def digests(
    nodes: Iterable[BlankNode],
    beside: Mapping[BlankNode, Iterable[tuple[str, object]]],
    *,
    known: Mapping[BlankNode, str],
    rounds: int,
    length: int,
) -> dict[BlankNode, str]:
    """Return a digest of what stands beside each node in one direction, and of what stands beside that in turn.

    Args:
        nodes: All blank nodes.
        beside: What stands beside a node, each with the IRI of the property.
        known: What a node is called in the digests of others, before its own digest.
        rounds: How far nodes in a circle are looked at.
        length: How many hexadecimal digits a digest has.

    >>> a, b = BlankNode("a"), BlankNode("b")
    >>> found = digests([a, b], {a: [("urn:x:p", b)]}, known={}, rounds=1, length=4)
    >>> found[a], found[b]
    ('4e55', 'e3b0')
    """
    around = {node: tuple(beside.get(node, ())) for node in nodes}
    ahead = {node: sum(isinstance(thing, BlankNode) for _, thing in said) for node, said in around.items()}
    behind: defaultdict[BlankNode, list[BlankNode]] = defaultdict(list)
    for node, said in around.items():
        for _, thing in said:
            if isinstance(thing, BlankNode):
                behind[thing].append(node)
    names: dict[BlankNode, str] = {}

    def name_of(node: BlankNode) -> str:
        return _digest(sorted(f"{name} {shown(thing)}" for name, thing in around[node]), length)

    def shown(thing: object) -> str:
        return known.get(thing, "") + names.get(thing, "") if isinstance(thing, BlankNode) else str(thing)

    ready = [node for node, count in ahead.items() if not count]
    while ready:
        node = ready.pop()
        names[node] = name_of(node)
        for other in behind[node]:
            ahead[other] -= 1
            if not ahead[other]:
                ready.append(other)
    circle = [node for node in around if node not in names]
    for _ in range(rounds):
        names |= {node: name_of(node) for node in circle}
    return names


def _digest(parts: Iterable[str], length: int) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:length]


def _cost(about: Mapping[BlankNode, list[Quad]]) -> int:
    """About how many steps it takes: nodes that look alike are told apart by trying the orders of their neighbours."""
    looks: defaultdict[str, list[BlankNode]] = defaultdict(list)
    for node, around in about.items():
        looks[" ".join(sorted(_look(quad, node) for quad in around))].append(node)
    alike = {node for nodes in looks.values() if len(nodes) > 1 for node in nodes}
    beside = {
        node: {other for quad in about[node] for other in _nodes(quad) if other != node and other in alike}
        for node in alike
    }
    cost = 0
    while alike:
        group, waiting = set[BlankNode](), [alike.pop()]
        while waiting:
            node = waiting.pop()
            group.add(node)
            waiting.extend(beside[node] & alike)
            alike -= beside[node]
        branches = max(len(beside[node]) for node in group)
        cost += len(group) ** 3 * factorial(min(branches, 12)) ** 2 if branches else 1
    return cost


def _nodes(quad: Quad) -> Iterable[BlankNode]:
    return set(chain.from_iterable(map(_inside, (quad.subject, quad.object, quad.graph_name))))


def _inside(term: object) -> Iterable[BlankNode]:
    if isinstance(term, BlankNode):
        yield term
    elif isinstance(term, Triple):
        yield from _inside(term.subject)
        yield from _inside(term.object)


def _look(quad: Quad, node: BlankNode) -> str:
    def shown(term: object) -> str:
        if isinstance(term, BlankNode):
            return "_:a" if term == node else "_:z"
        return str(term)

    return " ".join(shown(part) for part in (quad.subject, quad.predicate, quad.object, quad.graph_name))


def _too_many(what: str) -> DataError:
    return DataError(
        "The blank nodes can't be given names that stay the same",
        where=what,
        hint="Give them IRIs, or export a part",
    )


def _order(quad: Quad) -> tuple[str, str, str, str]:
    return str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)
