"""What changed in the parts of an element: its due periods, its targets and its passages, compared as records.

A part has a name that says nothing, so parts are the same if the same is said of them, with every value, datatype and
language. Where two records that differ would be shown alike, datatypes and languages are shown, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from popgraph.matching import OWNED, TEXTS, Matching, Snapshot
from popgraph.numerals import natural_key
from popgraph.terms import plainly, precisely
from popgraph.vocab import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

    Value = NamedNode | Literal
    Values = tuple[tuple[Value, ...], ...]
    Fact = tuple[str, Value]
    Record = frozenset[Fact]

__all__ = ["passages", "periods", "targets", "values"]

_POP = PREFIXES["pop"]
_TYPE = PREFIXES["rdf"] + "type"
_DUE, _TARGET, _RESPONSIBILITY, _PASSAGE = OWNED
_EDTF, _EARLIEST, _LATEST, _FIRST, _LAST = (
    _POP + name for name in ("edtf", "earliest", "latest", "firstLine", "lastLine")
)


def periods(old: Snapshot, new: Snapshot, before: str, after: str) -> tuple[Values, Values]:
    """Return the due periods that are gone and those that are new: wordings, EDTF and bounds in one text each."""
    return _told(*_apart(_records(old, before, _DUE), _records(new, after, _DUE)), _period)


def targets(
    old: Snapshot, new: Snapshot, matching: Matching, before: str, after: str
) -> Iterator[tuple[str, Values, Values]]:
    """Yield the changes of a target, property by property; of several, or none, as a whole."""
    sides = [
        sorted(v.value for v in side.values(iri, _TARGET) if v.value in side.facts)
        for side, iri in ((old, before), (new, after))
    ]
    if len(sides[0]) == len(sides[1]) == 1:
        was, now = sides[0][0], sides[1][0]
        for name in sorted({*old.facts[was], *new.facts[now]} - {_PASSAGE, _TYPE}):
            gone = {matching.of(value) for value in old.values(was, name)}
            for left, arrived in values(gone, new.values(now, name)):
                yield name, left, arrived
        return
    lost, found = _told(*_apart(_records(old, before, _TARGET), _records(new, after, _TARGET)), _whole)
    if lost or found:
        yield _TARGET, lost, found


def passages(old: Snapshot, new: Snapshot, before: str, after: str) -> tuple[Values, Values]:
    """Return the quotes of an element and of its parts that are gone and those that are new, with their lines."""
    return _told(*_apart(_quotes(old, before), _quotes(new, after)), _quote)


def values(before: Iterable[Value], after: Iterable[Value]) -> Iterator[tuple[Values, Values]]:
    """Yield what is gone and what is new of the values of a property, language by language."""
    gone, came = set(before) - set(after), set(after) - set(before)
    for tag in sorted({_language(value) for value in gone | came}):
        left, arrived = (
            tuple((value,) for value in sorted(side, key=str) if _language(value) == tag)
            for side in (gone, came)
        )
        yield left, arrived


def _records(side: Snapshot, iri: str, name: str) -> Counter[Record]:
    return Counter(
        _record(side, value.value, {_TYPE, _PASSAGE})
        for value in side.values(iri, name)
        if value.value in side.facts
    )


def _quotes(side: Snapshot, iri: str) -> Counter[Record]:
    """Each once, though an element and its date may share one."""
    holders = [iri, *(v.value for name in (_DUE, _TARGET, _RESPONSIBILITY) for v in side.values(iri, name))]
    named = {v.value for holder in holders for v in side.values(holder, _PASSAGE) if v.value in side.facts}
    return Counter({_record(side, passage, {_TYPE}) for passage in named})


def _record(side: Snapshot, part: str, without: set[str]) -> Record:
    return frozenset(
        (name, value) for name, found in side.facts[part].items() if name not in without for value in found
    )


def _apart(a: Counter[Record], b: Counter[Record]) -> tuple[list[Record], list[Record]]:
    return list((a - b).elements()), list((b - a).elements())


def _told(
    gone: list[Record],
    came: list[Record],
    tell: Callable[[Record, Callable[[Value], str]], tuple[Value, ...]],
) -> tuple[Values, Values]:
    """Both sides in words; with datatypes where the plain words of both have something in common."""
    shown = [[tell(record, plainly) for record in side] for side in (gone, came)]
    if set(shown[0]) & set(shown[1]):
        shown = [[tell(record, precisely) for record in side] for side in (gone, came)]
    lost, found = (tuple(sorted(side, key=str)) for side in shown)
    return lost, found


def _period(record: Record, tell: Callable[[Value], str]) -> tuple[Value, ...]:
    edtf, earliest, latest = (_joined(record, name, tell) for name in (_EDTF, _EARLIEST, _LATEST))
    wordings = [_literal(tell(value)) for name in reversed(TEXTS) for value in _of(record, name)]
    bounds = f"{edtf}: {earliest or '…'} – {latest or '…'}"
    rest = _rest(record, {_EDTF, _EARLIEST, _LATEST, *TEXTS}, tell)
    return (*dict.fromkeys(wordings), _literal(bounds), *rest)


def _quote(record: Record, tell: Callable[[Value], str]) -> tuple[Value, ...]:
    first, last = (_joined(record, name, tell) for name in (_FIRST, _LAST))
    return (_literal(first if first == last else f"{first}-{last}"), *_rest(record, {_FIRST, _LAST}, tell))


def _whole(record: Record, tell: Callable[[Value], str]) -> tuple[Value, ...]:
    return _rest(record, set(), tell)


def _rest(record: Record, known: set[str], tell: Callable[[Value], str]) -> tuple[Value, ...]:
    from pyoxigraph import Literal

    others = sorted(((name, value) for name, value in record if name not in known), key=str)
    if tell is plainly:
        return tuple(value for _, value in others)
    return tuple(_literal(tell(value)) if isinstance(value, Literal) else value for _, value in others)


def _joined(record: Record, name: str, tell: Callable[[Value], str]) -> str:
    """Several values where there should be one are all told."""
    return " / ".join(tell(value) for value in _of(record, name))


def _of(record: Record, name: str) -> list[Value]:
    found = (value for property_, value in record if property_ == name)
    return sorted(found, key=lambda value: (natural_key(value.value), str(value)))


def _language(value: Value) -> str:
    return getattr(value, "language", None) or ""


def _literal(text: str) -> Literal:
    from pyoxigraph import Literal

    return Literal(text)
