"""What changed between two versions of a graph, told by meaning and not by lines of Turtle."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from popgraph import mentions
from popgraph.codes import code_of
from popgraph.findings import Finding, fingerprint
from popgraph.labels import labels
from popgraph.matching import DOWN, OWNED, TEXTS, UP, Matching, Snapshot, match, snapshot
from popgraph.vocab import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

    from popgraph.store import Store

    Value = NamedNode | Literal
    Values = tuple[tuple[Value, ...], ...]
    Record = Counter[tuple[Value, ...]]

__all__ = ["Change", "ChangeKind", "FindingChanges", "PlanDiff", "diff"]

_POP = PREFIXES["pop"]
_TYPE = PREFIXES["rdf"] + "type"
_DUE, _TARGET, _RESPONSIBILITY, _PASSAGE = OWNED
_BLANK = "urn:x-popgraph:blank:"
_BOUNDS = ("edtf", "earliest", "latest")
_LINES = ("firstLine", "lastLine")
_NUMBERING = frozenset((_POP + "code", _POP + "ordinal"))


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
class FindingChanges:
    """What changed in what the rules find, matched by fingerprint.

    Attributes:
        new: Only in the second version.
        fixed: Only in the first version.
        unchanged: In both.
    """

    new: tuple[Finding, ...]
    fixed: tuple[Finding, ...]
    unchanged: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class PlanDiff:
    """The changes from one version to another.

    Attributes:
        changes: By kind, then by the place in the plan.
        findings: What changed in the findings; None if they weren't asked for.
    """

    changes: tuple[Change, ...]
    findings: FindingChanges | None

    @property
    def equal(self) -> bool:
        """Whether both versions say the same and have the same findings."""
        return not self.changes and not (self.findings and (self.findings.new or self.findings.fixed))

    def of_kind(self, kind: ChangeKind) -> tuple[Change, ...]:
        """Return the changes of a kind."""
        return tuple(change for change in self.changes if change.kind is kind)


@dataclass(frozen=True, slots=True)
class _Raw:
    """A change before its terms have names."""

    kind: ChangeKind
    iri: str
    property: str = ""
    before: Values = ()
    after: Values = ()
    aspect: str = ""


def diff(a: Store, b: Store, *, lang: str = "es", findings: bool = True, tier: str | None = None) -> PlanDiff:
    """Return what changed from one version to another.

    In which named graph or file something stands, and in what order, makes no difference. Things are the same if
    their IRI is; one whose text stands, nearly unchanged (`popgraph.matching.NEAR`), under another IRI of the same
    parent was renumbered.

    Args:
        a: The first version.
        b: The second version.
        lang: Language of texts and labels.
        findings: Whether to compare also what the rules find; that takes the time of two validations.
        tier: Which rules; None for those that ``popgraph.validate`` takes by itself.

    Raises:
        UsageError: If there is no such tier.

    >>> import popgraph
    >>> shipped = popgraph.open()
    >>> diff(shipped, shipped, findings=False).equal
    True
    """
    old, new = snapshot(a), snapshot(b)
    apart = old.owned | new.owned
    elements = {iri for iri in old.facts if iri not in apart}
    matching = match(old, new, elements)
    found = set(matching.pairs.values())
    raw = [_Raw(ChangeKind.REMOVED, iri) for iri in elements if iri not in matching.pairs]
    raw += [_Raw(ChangeKind.ADDED, iri) for iri in new.facts if iri not in apart and iri not in found]
    for before, after in matching.pairs.items():
        if before in matching.renumbered:
            raw.append(_Raw(ChangeKind.RENUMBERED, after, before=((_iri(before),),), after=((_iri(after),),)))
        raw += _changes(old, new, matching, before, after)
    same = old.facts == new.facts
    compared = _findings(a, b, matching, tier, same=same) if findings else None
    return PlanDiff(tuple(sorted(_told(raw, (old, new), (a, b), lang), key=_order)), compared)


def _changes(old: Snapshot, new: Snapshot, matching: Matching, before: str, after: str) -> Iterator[_Raw]:
    """What changed in an element that stands in both versions."""
    above = {name: {matching.renamed(iri) for iri in up} for name, up in old.parents(before).items()}
    now = new.parents(after)
    gone: Values
    came: Values
    for name in (*DOWN, *UP):
        held, holds = above.get(name, set()), now.get(name, frozenset())
        if held != holds:
            gone, came = (
                tuple((_iri(iri),) for iri in sorted(side)) for side in (held - holds, holds - held)
            )
            yield _Raw(ChangeKind.MOVED, after, name, gone, came)
    gone, came = _apart(_records(old, before, _DUE, _period), _records(new, after, _DUE, _period))
    if gone or came:
        yield _Raw(ChangeKind.DATES, after, _DUE, gone, came)
    yield from _targets(old, new, matching, before, after)
    for aspect, gone, came in mentions.compare(old, new, matching, before, after):
        yield _Raw(ChangeKind.RESPONSIBILITIES, after, _RESPONSIBILITY, gone, came, aspect)
    gone, came = _apart(_passages(old, before), _passages(new, after))
    if gone or came:
        yield _Raw(ChangeKind.PASSAGES, after, _PASSAGE, gone, came)
    for name in sorted({*old.facts[before], *new.facts[after]}):
        if name in UP or (name in _NUMBERING and before in matching.renumbered):
            continue
        kind = ChangeKind.REWORDED if name in TEXTS else ChangeKind.OTHER
        # What stands in an element says itself that it came, went or moved.
        told = name in DOWN or name in OWNED
        yield from _values(
            kind,
            after,
            name,
            {_renamed(v, matching) for v in old.values(before, name) if not (told and v.value in old.facts)},
            {v for v in new.values(after, name) if not (told and v.value in new.facts)},
        )


def _values(
    kind: ChangeKind, iri: str, name: str, before: Iterable[Value], after: Iterable[Value]
) -> Iterator[_Raw]:
    """The change of a property, a change for each language."""
    gone, came = set(before) - set(after), set(after) - set(before)
    for tag in sorted({_language(value) for value in gone | came}):
        left, arrived = (
            tuple((value,) for value in sorted(side, key=str) if _language(value) == tag)
            for side in (gone, came)
        )
        yield _Raw(kind, iri, name, left, arrived)


def _targets(old: Snapshot, new: Snapshot, matching: Matching, before: str, after: str) -> Iterator[_Raw]:
    """The change of an indicator's target, property by property; of several, or none, as a whole."""
    sides = [
        sorted(v.value for v in side.values(iri, _TARGET) if v.value in side.facts)
        for side, iri in ((old, before), (new, after))
    ]
    if len(sides[0]) == len(sides[1]) == 1:
        was, now = sides[0][0], sides[1][0]
        for name in sorted({*old.facts[was], *new.facts[now]} - {_PASSAGE, _TYPE}):
            gone = {_renamed(value, matching) for value in old.values(was, name)}
            yield from _values(ChangeKind.TARGETS, after, name, gone, new.values(now, name))
        return
    lost, found = _apart(_records(old, before, _TARGET, _whole), _records(new, after, _TARGET, _whole))
    if lost or found:
        yield _Raw(ChangeKind.TARGETS, after, _TARGET, lost, found)


def _records(
    side: Snapshot, iri: str, name: str, read: Callable[[Snapshot, str], tuple[Value, ...]]
) -> Record:
    return Counter(read(side, value.value) for value in side.values(iri, name) if value.value in side.facts)


def _apart(a: Record, b: Record) -> tuple[Values, Values]:
    return tuple(sorted((a - b).elements(), key=str)), tuple(sorted((b - a).elements(), key=str))


def _period(side: Snapshot, iri: str) -> tuple[Value, ...]:
    """A due period in one text: its wording, and its EDTF and bounds."""
    edtf, earliest, latest = (_first(side, iri, _POP + name) for name in _BOUNDS)
    known = {_TYPE, _PASSAGE, *TEXTS, *(_POP + name for name in _BOUNDS)}
    rest = [
        value for name in sorted(side.facts[iri]) if name not in known for value in _sorted(side, iri, name)
    ]
    bounds = f"{edtf}: {earliest or '…'} – {latest or '…'}"
    wordings = [_literal(value.value) for name in reversed(TEXTS) for value in _sorted(side, iri, name)]
    return (*dict.fromkeys(wordings), _literal(bounds), *rest)


def _whole(side: Snapshot, iri: str) -> tuple[Value, ...]:
    names = sorted(set(side.facts[iri]) - {_TYPE, _PASSAGE})
    return tuple(value for name in names for value in _sorted(side, iri, name))


def _passages(side: Snapshot, iri: str) -> Record:
    """The quotes of an element and of its parts, each once, with their lines."""
    holders = [iri, *(v.value for name in (_DUE, _TARGET, _RESPONSIBILITY) for v in side.values(iri, name))]
    found: set[tuple[Value, ...]] = set()
    for passage in {v.value for holder in holders for v in side.values(holder, _PASSAGE)} & set(side.facts):
        first, last = (_first(side, passage, _POP + name) for name in _LINES)
        known = {_TYPE, *(_POP + name for name in _LINES)}
        rest = [
            value
            for name in sorted(set(side.facts[passage]) - known)
            for value in _sorted(side, passage, name)
        ]
        found.add((_literal(first if first == last else f"{first}-{last}"), *rest))
    return Counter(found)


def _findings(a: Store, b: Store, matching: Matching, tier: str | None, *, same: bool) -> FindingChanges:
    """The findings of both, matched by fingerprint; what was renumbered keeps its findings."""
    from popgraph.validation import validate

    def found(store: Store) -> tuple[Finding, ...]:
        report = validate(store) if tier is None else validate(store, tier=tier)
        return (*report.findings, *getattr(report, "waived", ()))

    def print_of(finding: Finding, *, renamed: bool) -> str:
        if not (renamed and matching.renumbered) and finding.fingerprint:
            return finding.fingerprint
        call = matching.renamed if renamed else str
        return fingerprint(
            finding.rule,
            call(finding.focus),
            finding.path,
            call(finding.value),
            [(name, call(text)) for name, text in finding.bindings],
        )

    after = found(b)
    before = after if same else found(a)
    prints = {print_of(finding, renamed=False) for finding in after}
    kept = {print_of(finding, renamed=True) for finding in before} | {
        print_of(finding, renamed=False) for finding in before if not matching.renumbered
    }
    return FindingChanges(
        new=tuple(item for item in after if print_of(item, renamed=False) not in kept),
        fixed=tuple(item for item in before if print_of(item, renamed=True) not in prints),
        unchanged=tuple(item for item in after if print_of(item, renamed=False) in kept),
    )


def _told(
    raw: list[_Raw], sides: tuple[Snapshot, Snapshot], stores: tuple[Store, Store], lang: str
) -> Iterator[Change]:
    """The changes with everything called by its name."""
    from pyoxigraph import NamedNode

    terms = {term for item in raw for side in (item.before, item.after) for value in side for term in value}
    iris = {term.value for term in terms if isinstance(term, NamedNode)}
    iris |= {iri for item in raw for iri in (item.iri, item.property) if iri}
    # A blank node is called after what it is.
    blank = {
        iri: side.kind(iri) for iri in iris if iri.startswith(_BLANK) for side in sides if iri in side.facts
    }
    iris |= set(blank.values()) - {""}
    iris = {iri for iri in iris if not iri.startswith(_BLANK) and ":" in iri}
    new = {iri for iri in iris if iri in sides[1].facts or iri not in sides[0].facts}
    names = labels(stores[0], sorted(iris - new), lang=lang) | labels(stores[1], sorted(new), lang=lang)

    names |= {iri: f"[{names.get(kind, '…')}]" for iri, kind in blank.items()}

    def shown(term: Value) -> str:
        if isinstance(term, NamedNode):
            return _named(term.value, names)
        return f"{term.value} [{term.language}]" if term.language else term.value

    for item in raw:
        side = sides[0] if item.kind is ChangeKind.REMOVED else sides[1]
        yield Change(
            kind=item.kind,
            iri=item.iri,
            code=_named(item.iri, names),
            text=_said(side, item.iri, lang),
            aspect=item.aspect,
            property=item.property,
            name=names.get(item.property, ""),
            before=tuple(" · ".join(shown(term) for term in value) for value in item.before),
            after=tuple(" · ".join(shown(term) for term in value) for value in item.after),
        )


def _named(iri: str, names: dict[str, str]) -> str:
    return code_of(iri) or names.get(iri) or ("[…]" if iri.startswith(_BLANK) else iri)


def _said(side: Snapshot, iri: str, lang: str) -> str:
    for name in TEXTS:
        ranked = sorted((_language(v) != lang, _language(v), v.value) for v in side.values(iri, name))
        if ranked:
            return ranked[0][2]
    return ""


def _order(change: Change) -> tuple[object, ...]:
    kinds = list(ChangeKind)
    natural = tuple(
        (int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", change.iri) if part
    )
    return kinds.index(change.kind), natural, change.property, change.aspect, change.before, change.after


def _renamed(value: Value, matching: Matching) -> Value:
    from pyoxigraph import NamedNode

    return NamedNode(matching.renamed(value.value)) if isinstance(value, NamedNode) else value


def _language(value: Value) -> str:
    return getattr(value, "language", None) or ""


def _sorted(side: Snapshot, iri: str, name: str) -> list[Value]:
    return sorted(side.values(iri, name), key=str)


def _first(side: Snapshot, iri: str, name: str) -> str:
    return next((value.value for value in _sorted(side, iri, name)), "")


def _literal(text: str) -> Literal:
    from pyoxigraph import Literal

    return Literal(text)


def _iri(text: str) -> NamedNode:
    from pyoxigraph import NamedNode

    return NamedNode(text)
