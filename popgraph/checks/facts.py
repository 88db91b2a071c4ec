"""What a store says, read once for the checks: the values of each property, the classes of each node, the ontology."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, Triple

from popgraph.checks.keeping import kept
from popgraph.vocab import ID, POP, PREFIXES

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["TYPE", "Fact", "Facts", "Text", "space_of"]

TYPE = PREFIXES["rdf"] + "type"
"""The property that says of which class a node is."""

_SUB_CLASS = PREFIXES["rdfs"] + "subClassOf"
_RANGE = PREFIXES["rdfs"] + "range"
_IN_SCHEME = PREFIXES["skos"] + "inScheme"
_STRING = PREFIXES["xsd"] + "string"
_RANGES = (POP, PREFIXES["xsd"])
# Of other vocabularies nothing is asked but these.
_OTHERS = (PREFIXES["oa"], PREFIXES["qb"], "http://purl.org/linked-data/sdmx/2009/")
_ALSO = frozenset(
    {
        *(PREFIXES["org"] + name for name in ("hasMember", "subOrganizationOf")),
        *(PREFIXES["skos"] + name for name in ("broader", "closeMatch", "exactMatch")),
        *(PREFIXES["dcterms"] + name for name in ("conformsTo", "creator", "source")),
    }
)
# Region, plan and year, and the tables of the plan, which stand in a file of their own.
_SPACE = re.compile(re.escape(ID) + r"[^/]+/[^/]+/\d{4}/(stats/)?")


class Fact(NamedTuple):
    """One value of a property.

    Attributes:
        node: Whose; the IRI, or the label of a blank node.
        text: The value likewise, or the text of a literal.
        literal: The value, if it is one.
    """

    node: str
    text: str
    literal: Literal | None

    @property
    def key(self) -> str:
        """What tells the value from others: of a literal with its language or datatype."""
        return self.text if self.literal is None else str(self.literal)


class Text(NamedTuple):
    """One text of a node of ours: its value of a property, with the language that it says, or none."""

    node: str
    prop: str
    text: str
    language: str


@dataclass
class Facts:
    """What is said about nodes, and the ontology that it is held against.

    Attributes:
        said: The values of each property of ours, and of those of others that are looked at. One triple that stands in
            two graphs is there twice.
        kinds: The classes that each node is said to be of.
        misnamed: Node and class where a text names the class, which makes the node none of it.
        above: The classes right above each class.
        ranges: What each property takes, if that is a class of ours or a datatype.
        schemes: The code lists that each code is in.
        there: All nodes of which anything is said.
        texts: The texts of nodes of ours.
    """

    said: dict[str, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    kinds: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    misnamed: set[tuple[str, str]] = field(default_factory=set)
    above: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    ranges: dict[str, str] = field(default_factory=dict)
    schemes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    there: set[str] = field(default_factory=set)
    texts: list[Text] = field(default_factory=list)
    _spaces: set[str] = field(default_factory=set)
    _links: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    _whole: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Store) -> Facts:
        """Return what a store says, read once."""
        return kept(store, "facts", lambda: cls._read(store))

    @classmethod
    def _read(cls, store: Store) -> Facts:
        facts = cls()
        looked: dict[str, bool] = {}
        said, there = facts.said, facts.there
        for quad in store.quads():
            subject, predicate, value = quad.subject, quad.predicate.value, quad.object
            name = str(subject) if isinstance(subject, Triple) else subject.value
            there.add(name)
            if predicate not in looked:
                looked[predicate] = predicate.startswith((POP, *_OTHERS)) or predicate in _ALSO
            text = str(value) if isinstance(value, Triple) else value.value
            literal = value if isinstance(value, Literal) else None
            if literal is not None and name.startswith(ID):
                language = literal.language or ""
                if language or literal.datatype.value == _STRING:
                    facts.texts.append(Text(name, predicate, text, language))
            if looked[predicate]:
                said[predicate].append(Fact(name, text, literal))
            elif predicate == TYPE:
                facts.kinds[name].add(text)
                if literal is not None:
                    facts.misnamed.add((name, text))
            elif predicate == _SUB_CLASS:
                facts.above[name].add(text)
            elif predicate == _RANGE and text.startswith(_RANGES):
                facts.ranges[name] = text
            elif predicate == _IN_SCHEME:
                facts.schemes[name].add(text)
        return facts

    def values(self, prop: str) -> list[Fact]:
        """Return the values of a property."""
        return self.said.get(prop, [])

    def links(self, prop: str) -> dict[str, set[str]]:
        """Return the nodes that a property leads to, by node."""
        if prop not in self._links:
            self._links[prop] = _by_node(fact for fact in self.values(prop) if fact.literal is None)
        return self._links[prop]

    def index(self, prop: str) -> dict[str, set[str]]:
        """Return the values of a property as texts, by node."""
        return _by_node(self.values(prop))

    @property
    def own(self) -> Iterator[tuple[str, list[Fact]]]:
        """The values of each property of ours."""
        return ((prop, found) for prop, found in self.said.items() if prop.startswith(POP))

    def classes(self, node: str) -> frozenset[str]:
        """Return the classes of a node and all above them."""
        said = frozenset(self.kinds.get(node, ()))
        if said not in self._whole:
            found: set[str] = set()
            waiting = list(said)
            while waiting:
                kind = waiting.pop()
                if kind not in found:
                    found.add(kind)
                    waiting.extend(self.above.get(kind, ()))
            self._whole[said] = frozenset(found)
        return self._whole[said]

    def parted(self) -> frozenset[str]:
        """Return the plans that lead to parts of another plan that isn't there: what leads to theirs may be there."""
        strangers = {
            (fact.node, fact.text)
            for _, found in self.own
            for fact in found
            if fact.literal is None and fact.text not in self.there
        }
        return frozenset(space_of(node) for node, text in strangers if self.elsewhere(text))

    def elsewhere(self, node: str) -> bool:
        """Return whether a node is part of a plan, or of the tables of a plan, of which nothing at all is said."""
        if not self._spaces:
            self._spaces.update(map(space_of, self.there))
        space = space_of(node)
        return bool(space) and space not in self._spaces


def _by_node(facts: Iterable[Fact]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for node, text, _ in facts:
        found[node].add(text)
    return dict(found)


def space_of(node: str) -> str:
    """Return what the IRIs of a plan, or those of its tables, begin with; empty for anything else.

    >>> space_of("https://w3id.org/popgraph/id/pe-cus/pop-cacao/2005/oe1/a2")
    'https://w3id.org/popgraph/id/pe-cus/pop-cacao/2005/'
    >>> space_of("https://w3id.org/popgraph/id/org/mincetur")
    ''
    """
    found = _SPACE.match(node)
    return found[0] if found else ""
