"""What changed between two versions of a graph, told by meaning and not by lines of Turtle."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from popgraph import mentions, parts
from popgraph.changes import Change, ChangeKind, RawChange, told
from popgraph.errors import UsageError
from popgraph.findings import Finding, fingerprint
from popgraph.matching import DOWN, OWNED, TEXTS, UP, Matching, Snapshot, match, snapshot
from popgraph.rules import TIERS, find
from popgraph.vocab import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

    from popgraph.store import Store

    Value = NamedNode | Literal
    Values = tuple[tuple[Value, ...], ...]

__all__ = ["Change", "ChangeKind", "FindingChanges", "PlanDiff", "diff"]

_POP = PREFIXES["pop"]
_DUE, _TARGET, _RESPONSIBILITY, _PASSAGE = OWNED
_NUMBERING = frozenset((_POP + "code", _POP + "ordinal"))


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


def diff(
    a: Store,
    b: Store,
    *,
    lang: str = "es",
    findings: bool = True,
    tier: str | None = None,
    as_of: datetime.date | None = None,
) -> PlanDiff:
    """Return what changed from one version to another.

    In which named graph or file something stands, and in what order, makes no difference. Things are the same if
    their IRI is; one whose text stands, nearly unchanged (`popgraph.similarity.NEAR`), under another IRI was
    renumbered, or moved if that has another parent.

    Args:
        a: The first version.
        b: The second version.
        lang: Language of texts and labels.
        findings: Whether to compare also what the rules find; that takes the time of two validations.
        tier: Which rules; None for those that ``popgraph.validate`` takes by itself.
        as_of: The day on which waivers are looked at; today if None.

    Raises:
        UsageError: If there is no such tier.

    >>> import popgraph
    >>> shipped = popgraph.open()
    >>> diff(shipped, shipped, findings=False).equal
    True
    """
    if tier is not None and tier not in TIERS:
        raise UsageError("No such tier", where=tier or '""', hint=f"One of {', '.join(TIERS)}")
    old, new = snapshot(a), snapshot(b)
    apart = old.owned | new.owned
    elements = {iri for iri in old.facts if iri not in apart}
    matching = match(old, new, elements)
    found = set(matching.pairs.values())
    raw = [RawChange(ChangeKind.REMOVED, iri) for iri in elements if iri not in matching.pairs]
    raw += [RawChange(ChangeKind.ADDED, iri) for iri in new.facts if iri not in apart and iri not in found]
    for before, after in matching.pairs.items():
        if before in matching.renumbered:
            kind = ChangeKind.MOVED if before in matching.moved else ChangeKind.RENUMBERED
            raw.append(RawChange(kind, after, before=((_iri(before),),), after=((_iri(after),),)))
        raw += _changes(old, new, matching, before, after)
    same = old.facts == new.facts
    compared = _findings(a, b, matching, tier, as_of, same=same) if findings else None
    return PlanDiff(told(raw, (old, new), (a, b), lang=lang), compared)


def _changes(
    old: Snapshot, new: Snapshot, matching: Matching, before: str, after: str
) -> Iterator[RawChange]:
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
            yield RawChange(ChangeKind.MOVED, after, name, gone, came)
    gone, came = parts.periods(old, new, before, after)
    if gone or came:
        yield RawChange(ChangeKind.DATES, after, _DUE, gone, came)
    for name, gone, came in parts.targets(old, new, matching, before, after):
        yield RawChange(ChangeKind.TARGETS, after, name, gone, came)
    for aspect, gone, came in mentions.compare(old, new, matching, before, after):
        yield RawChange(ChangeKind.RESPONSIBILITIES, after, _RESPONSIBILITY, gone, came, aspect)
    gone, came = parts.passages(old, new, before, after)
    if gone or came:
        yield RawChange(ChangeKind.PASSAGES, after, _PASSAGE, gone, came)
    for name in sorted({*old.facts[before], *new.facts[after]}):
        if name in UP or (name in _NUMBERING and before in matching.renumbered):
            continue
        kind = ChangeKind.REWORDED if name in TEXTS else ChangeKind.OTHER
        # What stands in an element says itself that it came, went or moved.
        apart = name in DOWN or name in OWNED
        for gone, came in parts.values(
            {matching.of(v) for v in old.values(before, name) if not (apart and v.value in old.facts)},
            {v for v in new.values(after, name) if not (apart and v.value in new.facts)},
        ):
            yield RawChange(kind, after, name, gone, came)


def _findings(
    a: Store, b: Store, matching: Matching, tier: str | None, as_of: datetime.date | None, *, same: bool
) -> FindingChanges:
    """The findings of both, matched by fingerprint; what was renumbered keeps its findings."""
    from popgraph.validation import validate

    def found(store: Store) -> tuple[Finding, ...]:
        report = validate(store, as_of=as_of) if tier is None else validate(store, tier=tier, as_of=as_of)
        return (*report.findings, *report.waived)

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
            volatile=find(finding.rule).volatile,
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


def _iri(text: str) -> NamedNode:
    from pyoxigraph import NamedNode

    return NamedNode(text)
