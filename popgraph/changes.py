"""Changes from one version of a graph to another, with everything called by its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from popgraph.codes import code_of
from popgraph.labels import labels, short_iri
from popgraph.matching import BLANK, TEXTS, Snapshot
from popgraph.numerals import natural_key
from popgraph.terms import looks, plainly, precisely, tag
from popgraph.vocab import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

    from popgraph.store import Store

    Value = NamedNode | Literal
    Values = tuple[tuple[Value, ...], ...]
    Leaf = tuple[str, Value]

__all__ = ["Change", "ChangeKind", "RawChange", "told"]

_RDF = PREFIXES["rdf"]
# What a blank node holds may be a list of thousands.
_LEAVES, _SHOWN = 100_000, 10


class ChangeKind(Enum):
    """What kind of change it is, in the order in which changes are listed."""

    ADDED = "added"
    REMOVED = "removed"
    RENUMBERED = "renumbered"
    MOVED = "moved"
    REWORDED = "reworded"
    DATES = "dates"
    TARGETS = "targets"
    RESPONSIBILITIES = "responsibilities"
    PASSAGES = "passages"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one thing.

    Attributes:
        kind: What kind of change it is.
        iri: The thing, as the second version calls it; as the first did, if it was removed.
        code: Its compact code, or its label.
        text: What it says, or empty.
        aspect: Of a responsibility: ``added``, ``removed``, ``re-read`` (another actor), ``reworded``, ``reordered``
            or ``changed``; else empty.
        property: IRI of the property that changed, or empty.
        name: What the property is called.
        before: The values that are gone, as text; the old code of what was renumbered.
        after: The values that are new.
    """

    kind: ChangeKind
    iri: str
    code: str
    text: str
    aspect: str
    property: str
    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RawChange:
    """A change before its terms have names; see `Change`."""

    kind: ChangeKind
    iri: str
    property: str = ""
    before: Values = ()
    after: Values = ()
    aspect: str = ""


def told(
    raw: list[RawChange], sides: tuple[Snapshot, Snapshot], stores: tuple[Store, Store], *, lang: str
) -> tuple[Change, ...]:
    """Return changes by kind, then by the place in the plan, with everything called by its name.

    Args:
        raw: The changes.
        sides: The first version and the second.
        stores: The same, to be asked for labels.
        lang: Language of texts and labels.
    """
    names = _Names(raw, sides, stores, lang)
    return tuple(sorted((names.change(item) for item in raw), key=_order))


class _Names:
    """What the things are called that some changes speak of."""

    def __init__(
        self,
        raw: list[RawChange],
        sides: tuple[Snapshot, Snapshot],
        stores: tuple[Store, Store],
        lang: str,
    ) -> None:
        from pyoxigraph import NamedNode

        self._sides, self._lang = sides, lang
        terms = {
            term for item in raw for side in (item.before, item.after) for value in side for term in value
        }
        iris = {term.value for term in terms if isinstance(term, NamedNode)}
        iris |= {iri for item in raw for iri in (item.iri, item.property) if iri}
        # A blank node is called after what it is.
        self._kinds = {
            iri: side.kind(iri)
            for iri in iris
            if iri.startswith(BLANK)
            for side in sides
            if iri in side.facts
        }
        iris |= set(self._kinds.values()) - {""}
        iris = {iri for iri in iris if not iri.startswith(BLANK) and ":" in iri}
        new = {iri for iri in iris if iri in sides[1].facts or iri not in sides[0].facts}
        self._labels = labels(stores[0], sorted(iris - new), lang=lang) | labels(
            stores[1], sorted(new), lang=lang
        )

    def change(self, item: RawChange) -> Change:
        """Return a change by the names of its terms."""
        side = self._sides[0] if item.kind is ChangeKind.REMOVED else self._sides[1]
        before, after = self._both(item.before, item.after)
        return Change(
            kind=item.kind,
            iri=item.iri,
            code=self._name(item.iri),
            text=self._said(side, item.iri),
            aspect=item.aspect,
            property=item.property,
            name=self._labels.get(item.property, ""),
            before=before,
            after=after,
        )

    def _both(self, before: Values, after: Values) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Both sides of a change; with datatypes, and what can't be seen, where they would look the same."""
        inner = self._inner(before, after)
        plain = [[self._shown(value, inner, exact=False) for value in side] for side in (before, after)]
        alike = {looks(text) for text in plain[0]} & {looks(text) for text in plain[1]}
        gone, came = (
            tuple(
                self._shown(value, inner, exact=True) if looks(text) in alike else text
                for value, text in zip(values, texts, strict=True)
            )
            for values, texts in zip((before, after), plain, strict=True)
        )
        return gone, came

    def _shown(self, value: tuple[Value, ...], inner: dict[str, str], *, exact: bool) -> str:
        return " · ".join(self._term(term, inner, exact=exact) for term in value)

    def _term(self, term: Value, inner: dict[str, str], *, exact: bool) -> str:
        from pyoxigraph import NamedNode

        if isinstance(term, NamedNode):
            if term.value in inner:
                return inner[term.value]
            name = self._name(term.value)
            return f"{name} <{term.value}>" if exact and name != term.value else name
        said = tag(term)
        return precisely(term) if exact else f"{term.value} [{said}]" if said else term.value

    def _name(self, iri: str) -> str:
        if iri.startswith(BLANK):
            return f"[{self._labels.get(self._kinds.get(iri, ''), '…')}]"
        return code_of(iri) or self._labels.get(iri) or iri

    def _inner(self, before: Values, after: Values) -> dict[str, str]:
        """What blank nodes say: where both sides have some, what only those of one side do."""
        sides = [
            {term.value for value in values for term in value if term.value.startswith(BLANK)}
            for values in (before, after)
        ]
        if not any(sides):
            return {}
        said = [
            {iri: Counter(_leaves(side, iri)) for iri in iris}
            for side, iris in zip(self._sides, sides, strict=True)
        ]
        # A blank node of the first version that the second one calls otherwise has its facts in one of them only.
        whole = [sum(leaves.values(), Counter()) for leaves in said]
        found: dict[str, str] = {}
        apart = [whole[0] - whole[1], whole[1] - whole[0]]
        exact = bool({_plain(leaf) for leaf in apart[0]} & {_plain(leaf) for leaf in apart[1]})
        for leaves, differing in zip(said, apart, strict=True):
            for iri, all_of_it in leaves.items():
                own = [leaf for leaf in all_of_it if leaf in differing] or list(all_of_it)
                found[iri] = self._bracketed(iri, own, exact=exact)
        return found

    def _bracketed(self, iri: str, leaves: Iterable[Leaf], *, exact: bool) -> str:
        listed = sorted(leaves, key=lambda leaf: (natural_key(leaf[0]), str(leaf[1])))
        texts = [f"{path} {self._term(term, {}, exact=exact)}" for path, term in listed[:_SHOWN]]
        content = "; ".join(texts) + ("; …" if len(listed) > _SHOWN else "")
        kind = self._labels.get(self._kinds.get(iri, ""), "")
        return f"[{': '.join(part for part in (kind, content) if part) or '…'}]"

    def _said(self, side: Snapshot, iri: str) -> str:
        for name in TEXTS:
            ranked = sorted((tag(v) != self._lang, tag(v), v.value) for v in side.values(iri, name))
            if ranked:
                return ranked[0][2]
        if iri.startswith(BLANK):
            return self._bracketed(iri, set(_leaves(side, iri)), exact=False)
        return ""


def _leaves(side: Snapshot, iri: str) -> Iterator[Leaf]:
    """What a blank node and those in it say, by the path there; the members of a list by their number."""
    type_, first, rest = (_RDF + name for name in ("type", "first", "rest"))
    seen = {iri}
    waiting = [(iri, "", 1)]
    count = 0
    while waiting and count < _LEAVES:
        node, path, number = waiting.pop()
        for name, values in side.facts.get(node, {}).items():
            if name == rest:
                inside, next_ = path, number + 1
            else:
                step = f"[{number}]" if name == first else short_iri(name)
                inside, next_ = f"{path}{'' if name == first or not path else '/'}{step}", 1
            for value in values:
                if value.value.startswith(BLANK):
                    if value.value not in seen:
                        seen.add(value.value)
                        waiting.append((value.value, inside, next_))
                elif (name, value.value) != (rest, _RDF + "nil") and not (name == type_ and not path):
                    count += 1
                    yield inside, value


def _plain(leaf: Leaf) -> tuple[str, str]:
    return leaf[0], plainly(leaf[1])


def _order(change: Change) -> tuple[object, ...]:
    place = natural_key(change.iri)
    kind = list(ChangeKind).index(change.kind)
    return kind, place, change.iri, change.property, change.aspect, change.before, change.after
