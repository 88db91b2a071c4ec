"""What a store says, read once for the checks: the values of each property, the classes of each node, the ontology."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from copy import copy
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar

from pyoxigraph import Literal, Quad, Triple

from popgraph.checks.keeping import Edit, Pieces, kept, label
from popgraph.vocab import ID, POP, PREFIXES

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["TYPE", "Fact", "Facts", "Text", "space_of"]

_T = TypeVar("_T")

TYPE = PREFIXES["rdf"] + "type"
"""The property that says of which class a node is."""

_SUB_CLASS = PREFIXES["rdfs"] + "subClassOf"
_RANGE = PREFIXES["rdfs"] + "range"
_IN_SCHEME = PREFIXES["skos"] + "inScheme"
_DESCRIBING = frozenset({TYPE, _SUB_CLASS, _RANGE, _IN_SCHEME})
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


_NONE: tuple[Fact, ...] = ()


class Text(NamedTuple):
    """One text of a node of ours: a value of a property, with the language that it says, or none."""

    node: str
    text: str
    language: str


class Facts(Pieces):
    """What is said about nodes, and the ontology that it is held against. What it returns nobody may change.

    Attributes:
        described: Is another object as soon as something else was edited than values of properties: what is there, of
            which classes, in which code lists.
    """

    def __init__(self) -> None:
        self.described = object()
        self._said: dict[str, list[Fact]] = defaultdict(list)
        self._texts: dict[str, list[Text]] = defaultdict(list)
        self._kinds: dict[str, set[str]] = defaultdict(set)
        self._misnamed: set[tuple[str, str]] = set()
        self._above: dict[str, set[str]] = defaultdict(set)
        self._ranges: dict[str, set[str]] = defaultdict(set)
        self._schemes: dict[str, set[str]] = defaultdict(set)
        self._there: set[str] = set()
        self._spaces: set[str] = set()
        self._whole: dict[frozenset[str], frozenset[str]] = {}
        self._looked: dict[str, bool] = {}
        self._known: dict[Hashable, tuple[tuple[object, ...], Any]] = {}
        self._note: Callable[[frozenset[str] | None], None] | None = None

    @classmethod
    def of(cls, store: Store) -> Facts:
        """Return what a store says, read once."""
        return kept(store, "facts", cls._read)

    @classmethod
    def _read(cls, store: Store) -> Facts:
        facts = cls()
        facts._take(store.quads())
        return facts

    def noted(self, note: Callable[[frozenset[str] | None], None]) -> Self:
        """Return the same, read by somebody who wants to know of which properties."""
        seen = copy(self)
        seen._note = note
        return seen

    def renew(self, edit: Edit) -> None:
        """Read again the properties that an edit touched, of the nodes that it touched."""
        there = self._there & edit.nodes
        now = {label(quad.subject) for quad in edit.quads}
        if there != now:
            self._there = (self._there - edit.nodes) | now
            self._spaces = set()
        if there != now or not _DESCRIBING.isdisjoint(edit.touched):
            self.described = object()
        for prop, nodes in edit.touched.items():
            # Others hold these lists, to see whether they are still the same.
            if prop in self._said:
                self._said[prop] = [fact for fact in self._said[prop] if fact.node not in nodes]
            if prop in self._texts:
                self._texts[prop] = [text for text in self._texts[prop] if text.node not in nodes]
            if prop == TYPE:
                self._misnamed = {pair for pair in self._misnamed if pair[0] not in nodes}
            if prop == _SUB_CLASS:
                self._whole = {}
            for by_node in self._by_property(prop):
                for node in nodes:
                    by_node.pop(node, None)
        self._take(
            quad for quad in edit.quads if label(quad.subject) in edit.touched.get(quad.predicate.value, ())
        )
        for values in (self._said, self._texts):
            for prop in [prop for prop in edit.touched if prop in values and not values[prop]]:
                del values[prop]

    def _by_property(self, prop: str) -> tuple[dict[str, set[str]], ...]:
        if prop == TYPE:
            return (self._kinds,)
        if prop == _SUB_CLASS:
            return (self._above,)
        if prop == _RANGE:
            return (self._ranges,)
        return (self._schemes,) if prop == _IN_SCHEME else ()

    def _take(self, quads: Iterable[Quad]) -> None:
        said, there, looked, texts = self._said, self._there, self._looked, self._texts
        for quad in quads:
            predicate, value = quad.predicate.value, quad.object
            name = label(quad.subject)
            there.add(name)
            if predicate not in looked:
                looked[predicate] = predicate.startswith((POP, *_OTHERS)) or predicate in _ALSO
            text = str(value) if isinstance(value, Triple) else value.value
            literal = value if isinstance(value, Literal) else None
            if literal is not None and name.startswith(ID):
                language = literal.language or ""
                if language or literal.datatype.value == _STRING:
                    texts[predicate].append(Text(name, text, language))
            if looked[predicate]:
                said[predicate].append(Fact(name, text, literal))
            elif predicate == TYPE:
                self._kinds[name].add(text)
                if literal is not None:
                    self._misnamed.add((name, text))
            elif predicate == _SUB_CLASS:
                self._above[name].add(text)
            elif predicate == _RANGE and text.startswith(_RANGES):
                self._ranges[name].add(text)
            elif predicate == _IN_SCHEME:
                self._schemes[name].add(text)

    @property
    def kinds(self) -> Mapping[str, Set[str]]:
        """The classes that each node is said to be of."""
        self._reads(TYPE)
        return self._kinds

    @property
    def misnamed(self) -> Set[tuple[str, str]]:
        """Node and class where a text names the class, which makes the node none of it."""
        self._reads(TYPE)
        return self._misnamed

    @property
    def there(self) -> Set[str]:
        """All nodes of which anything is said."""
        self._reads(None)
        return self._there

    @property
    def texts(self) -> Mapping[str, Sequence[Text]]:
        """The texts of nodes of ours, by property."""
        self._reads(None)
        return self._texts

    @property
    def own(self) -> Iterator[tuple[str, Sequence[Fact]]]:
        """The values of each property of ours."""
        self._reads(None)
        return ((prop, found) for prop, found in self._said.items() if prop.startswith(POP))

    def values(self, prop: str) -> Sequence[Fact]:
        """Return the values of a property of ours, or of one of others that is looked at.

        One triple that stands in two graphs is there twice.
        """
        self._reads(prop)
        return self._said.get(prop, _NONE)

    def links(self, prop: str) -> Mapping[str, Set[str]]:
        """Return the nodes that a property leads to, by node."""
        return self._indexed(
            prop, lambda said: ((f.node, f.text) for f in said if f.literal is None), "links"
        )

    def index(self, prop: str) -> Mapping[str, Set[str]]:
        """Return the values of a property as texts, by node."""
        return self._indexed(prop, lambda said: ((fact.node, fact.text) for fact in said), "index")

    def keys(self, prop: str) -> Mapping[str, Set[str]]:
        """Return the values of a property with their languages and datatypes, by node."""
        return self._indexed(prop, lambda said: ((fact.node, fact.key) for fact in said), "keys")

    def backward(self, prop: str) -> Mapping[str, Set[str]]:
        """Return the nodes that have a value of a property, by the value."""
        return self._indexed(prop, lambda said: ((fact.text, fact.node) for fact in said), "backward")

    def scheme(self, code: str) -> Set[str]:
        """Return the code lists that a code is in."""
        self._reads(_IN_SCHEME)
        return self._schemes.get(code, frozenset())

    def range(self, prop: str) -> str:
        """Return what a property takes, if that is a class of ours or a datatype; of several the first."""
        self._reads(_RANGE)
        return min(self._ranges.get(prop, ()), default="")

    def classes(self, node: str) -> frozenset[str]:
        """Return the classes of a node and all above them."""
        self._reads(TYPE, _SUB_CLASS)
        said = frozenset(self._kinds.get(node, ()))
        if said not in self._whole:
            found: set[str] = set()
            waiting = list(said)
            while waiting:
                kind = waiting.pop()
                if kind not in found:
                    found.add(kind)
                    waiting.extend(self._above.get(kind, ()))
            self._whole[said] = frozenset(found)
        return self._whole[said]

    def alike(self) -> Mapping[frozenset[str], Sequence[str]]:
        """Return the nodes that have a class, sorted, by all their classes."""

        def grouped() -> dict[frozenset[str], list[str]]:
            found: dict[frozenset[str], list[str]] = defaultdict(list)
            for node in sorted(self._kinds):
                found[self.classes(node)].append(node)
            return dict(found)

        self._reads(None)
        return self.once("alike", (self.described,), grouped)

    def parted(self) -> frozenset[str]:
        """Return the plans that lead to parts of another plan that isn't there: what leads to theirs may be there."""
        found = frozenset[str]()
        for prop, said in self.own:
            found |= self.once(("parted", prop), (said, self.described), partial(self._leading, said))
        return found

    def _leading(self, said: Sequence[Fact]) -> frozenset[str]:
        return frozenset(
            space_of(fact.node)
            for fact in said
            if fact.literal is None and fact.text not in self._there and self.elsewhere(fact.text)
        )

    def elsewhere(self, node: str) -> bool:
        """Return whether a node is part of a plan, or of the tables of a plan, of which nothing at all is said."""
        self._reads(None)
        if not self._spaces:
            self._spaces.update(map(space_of, self._there))
        space = space_of(node)
        return bool(space) and space not in self._spaces

    def once(self, key: Hashable, of: tuple[object, ...], make: Callable[[], _T]) -> _T:
        """Return what is made of some things that nobody changes, made again only if one of them is another.

        Args:
            key: What it is.
            of: All that it is made of: what was returned here, or `described`.
            make: Makes it.
        """
        known = self._known.get(key)
        if (
            known is None
            or len(known[0]) != len(of)
            or any(a is not b for a, b in zip(known[0], of, strict=True))
        ):
            known = self._known[key] = of, make()
        found: _T = known[1]
        return found

    def _indexed(
        self, prop: str, pairs: Callable[[Sequence[Fact]], Iterable[tuple[str, str]]], how: str
    ) -> Mapping[str, Set[str]]:
        said = self.values(prop)
        return self.once((how, prop), (said,), lambda: _by_first(pairs(said)))

    def _reads(self, *props: str | None) -> None:
        if self._note is not None:
            self._note(None if None in props else frozenset(prop for prop in props if prop))


def _by_first(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for first, second in pairs:
        found[first].add(second)
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
