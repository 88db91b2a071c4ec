"""Checks that compare nodes of one class: what stands in the data twice, what lacks something that all others have."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Literal, Quad

from popgraph.checks.keeping import Edit, Pieces, kept, label
from popgraph.results import Result
from popgraph.vocab import ID, POP, PREFIXES

if TYPE_CHECKING:
    from popgraph.store import Store

__all__ = ["lacking", "twins"]

_TYPE = PREFIXES["rdf"] + "type"
_PASSAGE = POP + "hasSourcePassage"
_QUOTE = PREFIXES["oa"] + "exact"
# What tells a copy from its original, and what is compared by itself.
_APART = frozenset({POP + "code", POP + "ordinal", _TYPE, _PASSAGE})
# What has no passage of its own; all that is said of it makes it what it is.
_UNQUOTED = frozenset(
    POP + name
    for name in (
        *("ActorGroup", "ActorWording", "Deliverable", "ExportProduct", "Institution", "Interpretation"),
        "Region",
    )
)
_FEWEST = 2
# What isn't left out of one element for a reason: a date or a unit may be.
_REGULAR = frozenset(
    POP + name
    for name in (
        *("code", "hasSourcePassage", "inRow", "inSection", "ordinal", "refProduct", "responsibilityRole"),
        *("resultLevel", "sourceText", "statistic", "subsectionOf", "tradeFlow", "tradingParty"),
    )
) | {
    PREFIXES["sdmx-dimension"] + "refArea",
    PREFIXES["sdmx-dimension"] + "refPeriod",
    PREFIXES["sdmx-attribute"] + "unitMeasure",
}
_ENOUGH = 4
_RARE = 0.03


_Said = tuple[str, object]
"""A property and its value."""


@dataclass
class _Node:
    """What is said of a node."""

    kinds: set[str] = field(default_factory=set)
    texts: set[_Said] = field(default_factory=set)
    links: set[_Said] = field(default_factory=set)
    passages: set[str] = field(default_factory=set)
    regular: set[str] = field(default_factory=set)
    quotes: set[str] = field(default_factory=set)

    @cached_property
    def likeness(self) -> tuple[frozenset[object], ...] | None:
        """What it shares with a copy of it; None if that doesn't suffice to tell."""
        beside: Set[object] = self.passages if self.texts and self.passages else self.links
        enough = len(self.texts | self.links) >= _FEWEST and self.kinds & _UNQUOTED
        if not (self.kinds and self.texts and self.passages) and not enough:
            return None
        return frozenset(self.kinds), frozenset(self.texts), frozenset(beside)


def twins(store: Store) -> Iterator[Result]:
    """Yield STR-11: a node that has the class, values and passages of another one, which comes first by its IRI.

    What has no passage is a copy if all that is said of it is said of the other. So is a quote of one element.
    """
    nodes = _nodes(store)
    alike: dict[tuple[frozenset[object], ...], list[str]] = defaultdict(list)
    for name, node in nodes.items():
        if node.likeness is not None:
            alike[node.likeness].append(name)
    for names in alike.values():
        first, *others = sorted(names)
        yield from (Result("STR-11", other, value=first) for other in others)
    for name in sorted(name for name, node in nodes.items() if len(node.passages) > 1):
        said: set[frozenset[object]] = set()
        for passage in sorted(nodes[name].passages):
            quoted = nodes.get(passage)
            key = (
                frozenset(quoted.texts | quoted.links)
                if quoted and any(quoted.quotes)
                else frozenset({passage})
            )
            if key in said:
                yield Result("STR-11", name, _PASSAGE, passage)
            said.add(key)


def lacking(store: Store) -> Iterator[Result]:
    """Yield MOD-04: a node without a property that all others of its class have in its plan.

    One of them may lack it, or 3 %, where at least four have it; more are no slip. Only what no element leaves out on
    purpose is looked at.
    """
    spaces: dict[tuple[str, str], list[tuple[str, _Node]]] = defaultdict(list)
    for name, node in _nodes(store).items():
        for kind in node.kinds:
            spaces[_space(name), kind].append((name, node))
    for (space, kind), members in sorted(spaces.items()):
        having = Counter(prop for _, node in members for prop in node.regular)
        for prop, number in sorted(having.items()):
            missing = len(members) - number
            if space and 0 < missing <= max(1, _RARE * len(members)) and number >= _ENOUGH:
                for name in sorted(name for name, node in members if prop not in node.regular):
                    bound = (("kind", kind.rpartition("#")[2]), ("others", str(number)))
                    yield Result("MOD-04", name, prop, bindings=bound)


def _nodes(store: Store) -> Mapping[str, _Node]:
    return kept(store, "nodes", _Nodes.read).by_name


class _Nodes(Pieces):
    """What is said of each node of ours."""

    def __init__(self) -> None:
        self.by_name: dict[str, _Node] = {}

    @classmethod
    def read(cls, store: Store) -> _Nodes:
        nodes = cls()
        nodes._take(store.quads())
        return nodes

    def renew(self, edit: Edit) -> None:
        for name in edit.nodes:
            self.by_name.pop(name, None)
        self._take(edit.quads)

    def _take(self, quads: Iterable[Quad]) -> None:
        found = self.by_name
        for quad in quads:
            name = label(quad.subject)
            if not name.startswith(ID):
                continue
            if name not in found:
                found[name] = _Node()
            node, prop, value = found[name], quad.predicate.value, quad.object
            if prop in _REGULAR:
                node.regular.add(prop)
            if prop == _TYPE:
                node.kinds.add(_text(value))
            elif prop == _PASSAGE:
                node.passages.add(_text(value))
            elif prop == _QUOTE:
                node.quotes.add(_text(value))
            if prop not in _APART:
                (node.texts if isinstance(value, Literal) else node.links).add((prop, value))


def _text(term: object) -> str:
    return str(getattr(term, "value", term))


def _space(name: str) -> str:
    """The beginning that the IRIs of one plan share; the registry has none."""
    parts = name.removeprefix(ID).split("/", 3)
    return "/".join(parts[:3]) if len(parts) > 3 and parts[2].isdecimal() else ""
