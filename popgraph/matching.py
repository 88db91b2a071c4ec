"""Which element of one graph is which of another: by IRI, and by text where elements were renumbered."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from popgraph.vocab import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

    from popgraph.store import Store

    Value = NamedNode | Literal

__all__ = ["DOWN", "NEAR", "OWNED", "TEXTS", "UP", "Matching", "Snapshot", "match", "snapshot"]

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

NEAR = 0.9
"""From this ratio of common characters on, two texts under one parent are taken for one that was renumbered."""
# Below this ratio, the same IRI isn't enough: what stands there may be the next element, moved up.
_AKIN = 0.6
# More pairs of texts than this aren't compared, only looked up.
_PAIRS = 40_000
_BLANK = "urn:x-popgraph:blank:"
_ROUNDS = 16


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
        renumbered: The old IRIs that were matched by their text.
    """

    pairs: Mapping[str, str]
    renumbered: frozenset[str]

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

    The same IRI is the same element, unless its text is another and the old text stands, nearly unchanged, under
    another IRI of the same parent and class: then the element was renumbered.
    """
    pairs: dict[str, str] = {}
    taken: set[str] = set()
    renumbered: set[str] = set()
    seen: set[str] = set()
    siblings: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for subject in b.facts:
        siblings[b.parent(subject), b.kind(subject)].append(subject)

    def pair(old: str, new: str) -> None:
        pairs[old] = new
        taken.add(new)
        if old != new:
            renumbered.add(old)

    for level in _levels(a, elements):
        waiting: dict[str, str] = {}
        for old in level:
            up = a.parent(old)
            new = old
            if up in seen and up not in pairs and up in b.facts:
                # Another element is called like its parent now.
                new = ""
            elif pairs.get(up, up) != up and old.startswith(up + "/"):
                new = pairs[up] + old[len(up) :]
            if new in b.facts and new not in taken and _alike(a.text(old), b.text(new), _AKIN):
                pair(old, new)
            else:
                waiting[old] = new
        for group, members in _groups(a, waiting, pairs).items():
            free = [new for new in siblings.get(group, ()) if new not in taken and b.text(new)]
            for old, new in _by_text(a, b, members, free):
                pair(old, new)
        for old, new in waiting.items():
            if old not in pairs and new in b.facts and new not in taken:
                pair(old, new)
        seen.update(level)
    return Matching(pairs, frozenset(renumbered))


def _groups(
    a: Snapshot, waiting: Collection[str], pairs: Mapping[str, str]
) -> dict[tuple[str, str], list[str]]:
    """What says something, by the parent that it has in the second graph, and by class."""
    groups: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for old in waiting:
        up = a.parent(old)
        if a.text(old) and (up in pairs or up not in a.facts):
            groups[pairs.get(up, up), a.kind(old)].append(old)
    return groups


def _by_text(a: Snapshot, b: Snapshot, old: list[str], new: list[str]) -> list[tuple[str, str]]:
    """Pairs of near-identical texts, the nearest first."""
    close = []
    exact = len(old) * len(new) > _PAIRS
    for left in old:
        for right in new:
            ratio = _ratio(a.text(left), b.text(right), 1 if exact else NEAR)
            if ratio >= NEAR:
                close.append((-ratio, left, right))
    found: dict[str, str] = {}
    used: set[str] = set()
    for _, left, right in sorted(close):
        if left not in found and right not in used:
            found[left] = right
            used.add(right)
    return list(found.items())


def _alike(old: str, new: str, least: float) -> bool:
    return not old or not new or _ratio(old, new, least) >= least


def _ratio(old: str, new: str, least: float) -> float:
    """How much of two texts is common; 0 where that is surely below the least."""
    if old == new or least >= 1:
        return float(old == new)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    return matcher.ratio()


def _levels(a: Snapshot, elements: Collection[str]) -> list[list[str]]:
    """The elements, those that stand in nothing first."""
    depths: dict[str, int] = {}
    for element in elements:
        chain, current = [], element
        while current and current not in depths and current not in chain and current in a.facts:
            chain.append(current)
            current = a.parent(current)
        depth = depths.get(current, -1)
        for step, subject in enumerate(reversed(chain), start=1):
            depths[subject] = depth + step
    levels: defaultdict[int, list[str]] = defaultdict(list)
    for subject in sorted(elements):
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

    said: defaultdict[Any, list[tuple[str, Any]]] = defaultdict(list)
    above: defaultdict[Any, list[Any]] = defaultdict(list)
    open_ends: defaultdict[Any, int] = defaultdict(int)
    nodes = {term for triple in triples for term in triple[::2] if isinstance(term, BlankNode)}
    for subject, name, thing in triples:
        if isinstance(subject, BlankNode):
            said[subject].append((name, thing))
            if thing in nodes:
                above[thing].append(subject)
                open_ends[subject] += 1
    names: dict[Any, str] = {}

    def name_of(node: Any) -> str:
        return _digest(
            sorted(
                f"{name} {names.get(thing, '') if thing in nodes else thing}" for name, thing in said[node]
            )
        )

    ready = [node for node in nodes if not open_ends[node]]
    while ready:
        node = ready.pop()
        names[node] = name_of(node)
        for holder in above[node]:
            open_ends[holder] -= 1
            if not open_ends[holder]:
                ready.append(holder)
    circle = [node for node in nodes if node not in names]
    for _ in range(_ROUNDS):
        names |= {node: name_of(node) for node in circle}
    return {node: _BLANK + name for node, name in names.items()}


def _digest(parts: list[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]
