"""Which element of one graph is which of another: by IRI, and by text where elements were renumbered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from popgraph.numerals import natural_key
from popgraph.similarity import Comparison, equal
from popgraph.vocab import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

    from popgraph.store import Store

    Value = NamedNode | Literal

__all__ = ["BLANK", "DOWN", "OWNED", "TEXTS", "UP", "Matching", "Snapshot", "match", "snapshot"]

_Group = tuple[str, str]

_POP = PREFIXES["pop"]
OWNED = tuple(_POP + name for name in ("hasDuePeriod", "hasTarget", "hasResponsibility", "hasSourcePassage"))
"""Properties whose values are compared as parts of their element."""
UP = tuple(
    _POP + name
    for name in (
        *("partOfActivity", "servesObjective", "subsectionOf", "inSection", "statedIn", "reprintOf"),
        *("reviews", "operationalizes", "partOfPlan"),
    )
)
"""Properties that say what an element stands in, nearest first."""
DOWN = (_POP + "hasGoal", _POP + "hasIndicator")
"""Properties that say what stands in an element."""
TEXTS = (_POP + "statement", _POP + "sourceText")
"""Properties that hold what an element says."""

# Below this ratio, the same IRI isn't enough: what stands there may be the next element, moved up.
_AKIN = 0.6
BLANK = "urn:x-popgraph:blank:"
"""What the names of blank nodes begin with."""
# How far blank nodes in a circle are looked at, and how many digits their names have.
_ROUNDS = 16
_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a graph says, by subject; a blank node is named by what is said of it.

    Attributes:
        facts: The values of each property of each subject.
        holders: Which elements hold another by `DOWN`, by property.
        owned: What is a part of its element; see `OWNED`.
    """

    facts: Mapping[str, Mapping[str, frozenset[Value]]]
    holders: Mapping[str, Mapping[str, frozenset[str]]]
    owned: frozenset[str]

    def values(self, subject: str, name: str) -> frozenset[Value]:
        """Return the values of one property, by its IRI."""
        return self.facts.get(subject, {}).get(name, frozenset())

    def parents(self, subject: str) -> dict[str, frozenset[str]]:
        """Return what a subject stands in, by property, nearest first."""
        up = {name: frozenset(v.value for v in self.values(subject, name)) for name in UP}
        return {name: found for name, found in (*self.holders.get(subject, {}).items(), *up.items()) if found}

    def parent(self, subject: str) -> str:
        """Return the nearest thing that a subject stands in, or nothing."""
        return next((min(found) for found in self.parents(subject).values()), "")

    def text(self, subject: str) -> str:
        """Return what a subject says as the document has it, or nothing."""
        for name in reversed(TEXTS):
            spoken = sorted(v.value for v in self.values(subject, name))
            if spoken:
                return spoken[0]
        return ""

    def kind(self, subject: str) -> str:
        """Return the first of a subject's classes."""
        return min((v.value for v in self.values(subject, PREFIXES["rdf"] + "type")), default="")


@dataclass(frozen=True, slots=True)
class Matching:
    """Which subject of a first graph is which of a second.

    Attributes:
        pairs: Old IRI → new IRI.
        renumbered: The old IRIs that have another one now.
        moved: Those of them that were found by their text under another parent.
    """

    pairs: Mapping[str, str]
    renumbered: frozenset[str]
    moved: frozenset[str]

    def renamed(self, iri: str) -> str:
        """Return what an IRI of the first graph is called in the second; parts go with their element."""
        if not self.renumbered:
            return iri
        if iri in self.pairs:
            return self.pairs[iri]
        head = iri
        while "/" in head:
            head, _, _ = head.rpartition("/")
            if head in self.renumbered:
                return self.pairs[head] + iri[len(head) :]
        return iri

    def of(self, value: Value) -> Value:
        """Return a value of the first graph as the second has it."""
        from pyoxigraph import NamedNode

        return NamedNode(self.renamed(value.value)) if isinstance(value, NamedNode) else value


def snapshot(store: Store) -> Snapshot:
    """Return what a graph says; in which named graph it says so makes no difference."""
    from pyoxigraph import BlankNode, Literal, NamedNode

    triples = {(quad.subject, quad.predicate.value, quad.object) for quad in store.quads()}
    names = _blank_names([triple for triple in triples if _has_blank(triple)])
    facts: defaultdict[str, defaultdict[str, set[Value]]] = defaultdict(lambda: defaultdict(set))
    holders: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    linked: set[str] = set()
    for subject, name, thing in triples:
        key = names[subject] if isinstance(subject, BlankNode) else getattr(subject, "value", str(subject))
        value: Value
        if isinstance(thing, BlankNode):
            value = NamedNode(names[thing])
        elif isinstance(thing, NamedNode | Literal):
            value = thing
        else:
            value = Literal(str(thing))
        facts[key][name].add(value)
        if name in DOWN:
            holders[value.value][name].add(key)
        if name in OWNED or isinstance(thing, BlankNode):
            linked.add(value.value)
    # A blank node that something names is told there.
    owned = frozenset(iri for iri in linked if iri in facts)
    return Snapshot(
        {key: {name: frozenset(found) for name, found in said.items()} for key, said in facts.items()},
        {key: {name: frozenset(found) for name, found in above.items()} for key, above in holders.items()},
        owned,
    )


def match(a: Snapshot, b: Snapshot, elements: Collection[str]) -> Matching:
    """Return which of some subjects of a first graph is which of a second.

    In this order, from the top of the plans down: the same text under the same parent, in the same class, first at
    the same IRI; the same IRI with a text that is akin; nearly the same text under the same parent; the same, then
    nearly the same text under any other; the same IRI with whatever text.
    """
    found = _Found(a, b)
    for level in _levels(a, elements):
        found.add(level)
    return Matching(found.pairs, frozenset(found.renumbered), frozenset(found.moved))


class _Found:
    """The pairs found so far."""

    def __init__(self, a: Snapshot, b: Snapshot) -> None:
        self.pairs: dict[str, str] = {}
        self.renumbered: set[str] = set()
        self.moved: set[str] = set()
        self._a, self._b = a, b
        self._taken: set[str] = set()
        self._seen: set[str] = set()
        # One has a budget of its own, so that many texts that stay in their place don't use up that of the others.
        self._akin, self._near = Comparison(), Comparison()
        # What says something, by parent and class, and by class alone.
        self._siblings: defaultdict[_Group, list[str]] = defaultdict(list)
        self._cousins: defaultdict[_Group, list[str]] = defaultdict(list)
        for subject in sorted(b.facts, key=natural_key):
            if b.text(subject):
                kind = b.kind(subject)
                self._siblings[b.parent(subject), kind].append(subject)
                self._cousins["", kind].append(subject)

    def add(self, level: list[str]) -> None:
        """Find partners for elements whose parents have theirs."""
        a, b = self._a, self._b
        names = {old: self._name(old) for old in level}
        self._seen.update(level)
        waiting = list(level)

        def by_name(least: float) -> None:
            for old in waiting:
                new = names[old]
                if new in b.facts and new not in self._taken and self._alike(old, new, least):
                    self._pair(old, new)

        def left() -> list[str]:
            return [old for old in waiting if old not in self.pairs]

        by_name(1)
        waiting = left()
        groups = self._groups(waiting)
        self._by_text(groups, self._siblings, near=False)
        waiting = left()
        by_name(_AKIN)
        self._by_text(groups, self._siblings, near=True)
        waiting = left()
        kinds: defaultdict[_Group, list[str]] = defaultdict(list)
        for old in waiting:
            if a.text(old):
                kinds["", a.kind(old)].append(old)
        for near in (False, True):
            self._by_text(kinds, self._cousins, near=near, moved=True)
        waiting = left()
        by_name(0)

    def _alike(self, old: str, new: str, least: float) -> bool:
        was, now = self._a.text(old), self._b.text(new)
        if was == now or not was or not now:
            return True
        return least < 1 and self._akin.akin(was, now, least)

    def _pair(self, old: str, new: str) -> None:
        self.pairs[old] = new
        self._taken.add(new)
        if old != new:
            self.renumbered.add(old)

    def _name(self, old: str) -> str:
        """What an element is called in the second graph if nothing but its parents moved; empty if that is nothing."""
        up = self._a.parent(old)
        if up in self._seen and up not in self.pairs and up in self._b.facts:
            # Another element is called like its parent now.
            return ""
        new = self.pairs.get(up, up)
        return new + old[len(up) :] if new != up and old.startswith(up + "/") else old

    def _groups(self, waiting: Collection[str]) -> Mapping[_Group, list[str]]:
        """What says something, by the parent that it has in the second graph, and by class."""
        groups: defaultdict[_Group, list[str]] = defaultdict(list)
        for old in waiting:
            up = self._a.parent(old)
            if self._a.text(old) and (up in self.pairs or up not in self._a.facts):
                groups[self.pairs.get(up, up), self._a.kind(old)].append(old)
        return groups

    def _by_text(
        self,
        groups: Mapping[_Group, list[str]],
        others: Mapping[_Group, list[str]],
        *,
        near: bool,
        moved: bool = False,
    ) -> None:
        for group, members in groups.items():
            old = sorted((item for item in members if item not in self.pairs), key=natural_key)
            if not old:
                continue
            free = [
                item
                for item in others.get(group, ())
                # What is still to come has its own claim to its name.
                if item not in self._taken
                and not (moved and item in self._a.facts and item not in self._seen)
            ]
            was = {item: self._a.text(item) for item in old}
            now = {item: self._b.text(item) for item in free}
            for one, other in self._near.near(was, now) if near else equal(was, now):
                self._pair(one, other)
                if moved and one != other:
                    self.moved.add(one)


def _levels(a: Snapshot, elements: Collection[str]) -> list[list[str]]:
    """The elements, those that stand in nothing first."""
    depths: dict[str, int] = {}
    for element in elements:
        # A dict, to be asked for what it holds and to keep its order.
        chain: dict[str, None] = {}
        current = element
        while current and current not in depths and current not in chain and current in a.facts:
            chain[current] = None
            current = a.parent(current)
        depth = depths.get(current, -1)
        for step, subject in enumerate(reversed(chain), start=1):
            depths[subject] = depth + step
    levels: defaultdict[int, list[str]] = defaultdict(list)
    for subject in sorted(elements, key=natural_key):
        levels[depths[subject]].append(subject)
    return [levels[depth] for depth in sorted(levels)]


def _has_blank(triple: tuple[Any, str, Any]) -> bool:
    from pyoxigraph import BlankNode

    return isinstance(triple[0], BlankNode) or isinstance(triple[2], BlankNode)


def _blank_names(triples: list[tuple[Any, str, Any]]) -> dict[Any, str]:
    """A name for each blank node, made of what is said of it, and of the blank nodes that it names in turn.

    Two nodes of which the same is said are one here. Nodes in a circle are told apart to a fixed depth, so that a
    name never depends on what else the graph holds.
    """
    from pyoxigraph import BlankNode

    from popgraph.blanknodes import digests

    nodes = {term for triple in triples for term in triple[::2] if isinstance(term, BlankNode)}
    said: defaultdict[BlankNode, list[tuple[str, object]]] = defaultdict(list)
    for subject, name, thing in triples:
        if isinstance(subject, BlankNode):
            said[subject].append((name, thing))
    named = digests(nodes, said, known={}, rounds=_ROUNDS, length=_LENGTH)
    return {node: BLANK + name for node, name in named.items()}
