"""What changed in who is responsible for a task: the mentions of actors in its cell, compared as a list."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from popgraph.matching import Matching, Snapshot
from popgraph.numerals import whole
from popgraph.vocab import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

    Value = NamedNode | Literal
    Values = tuple[tuple[Value, ...], ...]

__all__ = ["compare"]

_POP = PREFIXES["pop"]
_HAS = _POP + "hasResponsibility"
_PARTY, _WORDING, _ORDINAL = (_POP + name for name in ("responsibleParty", "sourceText", "ordinal"))
# Numbering is told as an order, and quotes are told apart.
_APART = {PREFIXES["rdf"] + "type", _ORDINAL, _POP + "hasSourcePassage"}


@dataclass(frozen=True, slots=True)
class _Mention:
    place: int
    iri: str
    wording: tuple[Value, ...]
    party: tuple[Value, ...]
    rest: tuple[tuple[str, Value], ...]

    @property
    def shown(self) -> tuple[Value, ...]:
        return (*self.wording, *self.party)


def compare(
    old: Snapshot, new: Snapshot, matching: Matching, before: str, after: str
) -> Iterator[tuple[str, Values, Values]]:
    """Yield each change of the mentions of a task: what happened, the old values, the new values.

    Mentions are matched by wording and actor, then by wording, then by actor: taking the first one out of a list
    doesn't change the others.
    """
    was, now = _mentions(old, before, matching), _mentions(new, after, None)
    if was == now:
        return
    pairs, gone, came = _paired(was, now)
    for item in gone:
        yield "removed", (item.shown,), ()
    for item in came:
        yield "added", (), (item.shown,)
    pairs.sort(key=lambda pair: pair[0].place)
    for one, other in pairs:
        if one.wording != other.wording:
            yield "reworded", (one.shown,), (other.shown,)
        elif one.party != other.party:
            yield "re-read", (one.shown,), (other.shown,)
        if one.rest != other.rest:
            sides = [
                tuple((value,) for name, value in left if (name, value) not in right)
                for left, right in ((one.rest, other.rest), (other.rest, one.rest))
            ]
            yield "changed", sides[0], sides[1]
    places = [other.place for _, other in pairs]
    if places != sorted(places):
        order = sorted((other for _, other in pairs), key=lambda item: item.place)
        yield (
            "reordered",
            tuple(one.wording or one.party for one, _ in pairs),
            tuple(other.wording or other.party for other in order),
        )


def _paired(
    was: list[_Mention], now: list[_Mention]
) -> tuple[list[tuple[_Mention, _Mention]], list[_Mention], list[_Mention]]:
    """The mentions that are in both lists, those that are gone and those that are new."""
    pairs: list[tuple[_Mention, _Mention]] = []
    keys: tuple[Callable[[_Mention], object], ...] = (
        lambda item: (item.wording, item.party, item.rest),
        lambda item: (item.wording, item.party),
        lambda item: item.wording,
        lambda item: item.party,
    )
    gone, came = was, now
    for key in keys:
        waiting: defaultdict[object, deque[_Mention]] = defaultdict(deque)
        for other in came:
            waiting[key(other)].append(other)
        left = []
        for item in gone:
            if key(item) and waiting.get(key(item)):
                pairs.append((item, waiting[key(item)].popleft()))
            else:
                left.append(item)
        found = {other.iri for _, other in pairs}
        gone, came = left, [other for other in came if other.iri not in found]
    return pairs, gone, came


def _mentions(side: Snapshot, task: str, matching: Matching | None) -> list[_Mention]:
    """The mentions in printed order, with the names that things have in the second version."""
    from pyoxigraph import NamedNode

    def values(iri: str, name: str) -> tuple[Value, ...]:
        found = sorted(side.values(iri, name), key=str)
        return tuple(
            NamedNode(matching.renamed(value.value))
            if matching is not None and isinstance(value, NamedNode)
            else value
            for value in found
        )

    mentions = []
    for iri in (value.value for value in side.values(task, _HAS) if value.value in side.facts):
        ordinals = [value.value for value in side.values(iri, _ORDINAL)]
        rest = [
            (name, value)
            for name in sorted(set(side.facts[iri]) - _APART - {_PARTY, _WORDING})
            for value in values(iri, name)
        ]
        mentions.append(
            _Mention(
                place=whole(min(ordinals, default="")),
                iri=iri if matching is None else matching.renamed(iri),
                wording=values(iri, _WORDING),
                party=values(iri, _PARTY),
                rest=tuple(rest),
            )
        )
    return sorted(mentions, key=lambda item: (item.place, item.iri))
