"""Waivers: findings that are let stand, as data, each with its reason.

A ``pop:Waiver`` names a rule and an element (``pop:waivesRule``, ``pop:waivesFocus``) or one finding
(``pop:waivesFingerprint``). One that waives nothing, has expired, names too little or too much, or doesn't say why, who
and since when, is itself a finding.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode

from popgraph.findings import Finding, Waiver
from popgraph.results import Result
from popgraph.surroundings import Surroundings
from popgraph.vocab import POP, PREFIXES, SHAPES

__all__ = ["EXPIRED", "INCOMPLETE", "TOO_BROAD", "UNUSED", "WaiverScope", "apply", "read"]

UNUSED, EXPIRED, TOO_BROAD, INCOMPLETE = "WVR-01", "WVR-02", "WVR-03", "WVR-04"

_DCTERMS = PREFIXES["dcterms"]
_CREATOR, _CREATED, _EXPIRES, _REASON = (
    _DCTERMS + "creator",
    _DCTERMS + "created",
    POP + "expires",
    POP + "reason",
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_Named = tuple[str, str]
"""What a waiver names: a rule and an element, or no rule and a fingerprint."""


@dataclass(frozen=True, slots=True)
class WaiverScope:
    """A waiver and what it is for.

    Attributes:
        waiver: The waiver.
        rules: Ids of the rules that it names; a user's own may be named by its IRI.
        foci: IRIs of the elements that it names.
        fingerprints: Findings that it names.
        lacking: IRIs of the properties that it must have and lacks, or that can't be read.
    """

    waiver: Waiver
    rules: frozenset[str]
    foci: frozenset[str]
    fingerprints: frozenset[str]
    lacking: tuple[str, ...] = ()

    @property
    def too_broad(self) -> bool:
        """Whether it names no finding, and not both a rule and an element, or several of both."""
        if self.fingerprints:
            return False
        return not (self.rules and self.foci) or (len(self.rules) > 1 and len(self.foci) > 1)

    def has_expired(self, as_of: datetime.date) -> bool:
        """Return whether its last day is past."""
        return self.waiver.expires is not None and self.waiver.expires < as_of

    def has_begun(self, as_of: datetime.date) -> bool:
        """Return whether its first day has come."""
        return self.waiver.created is None or self.waiver.created <= as_of

    def covers(self, finding: Finding) -> bool:
        """Return whether it is for a finding: by its fingerprint if it names one, else by rule and element."""
        if self.rules and finding.rule not in self.rules:
            return False
        if self.foci and finding.focus not in self.foci:
            return False
        if self.fingerprints:
            return finding.fingerprint in self.fingerprints
        return not self.too_broad

    @property
    def named(self) -> Iterator[_Named]:
        """The findings that it names one by one: by fingerprint, else by rule and element."""
        if self.fingerprints:
            yield from (("", fingerprint) for fingerprint in sorted(self.fingerprints))
        else:
            yield from ((rule, focus) for rule in sorted(self.rules) for focus in sorted(self.foci))


def read(around: Surroundings) -> tuple[WaiverScope, ...]:
    """Return the waivers that stand in a graph, sorted by IRI."""
    return tuple(_scope(around, node) for node in around.of_type(POP + "Waiver"))


def apply(
    findings: Iterable[Finding],
    scopes: Iterable[WaiverScope],
    *,
    as_of: datetime.date,
    checked: Iterable[str],
    known: Iterable[str] = (),
    complete: bool = False,
) -> tuple[tuple[Finding, ...], tuple[Finding, ...], tuple[Result, ...]]:
    """Return the findings that stand, those that are waived, and what is wrong with the waivers.

    Args:
        findings: What was found.
        scopes: The waivers.
        as_of: The day on which waivers are looked at.
        checked: Ids of the rules that were checked; a waiver of another one can't be called unused.
        known: Ids of all rules that there are; a waiver of a rule of ours that isn't among them is unused.
        complete: Whether so many rules were checked that a fingerprint can be judged for which no rule is named.
    """
    scopes = tuple(scopes)
    valid = [
        scope
        for scope in scopes
        if not (scope.lacking or scope.too_broad or scope.has_expired(as_of)) and scope.has_begun(as_of)
    ]
    index: defaultdict[_Named, list[WaiverScope]] = defaultdict(list)
    for scope in valid:
        for named in scope.named:
            index[named].append(scope)
    used: set[tuple[str, _Named]] = set()
    standing, waived = [], []
    for finding in findings:
        covering: Waiver | None = None
        for named in ((finding.rule, finding.focus), ("", finding.fingerprint)):
            for scope in index.get(named, ()):
                if scope.covers(finding):
                    used.add((scope.waiver.iri, named))
                    covering = covering or scope.waiver
        if covering:
            waived.append(replace(finding, waiver=covering))
        else:
            standing.append(finding)
    wrong = [result for scope in scopes for result in _faults(scope, as_of)]
    judge = _Judge(frozenset(checked), frozenset(known), complete)
    wrong += [
        Result(UNUSED, scope.waiver.iri, bindings=_said(*_shown(scope, named)))
        for scope in valid
        for named in scope.named
        if (scope.waiver.iri, named) not in used and judge.can_tell(scope, named)
    ]
    return tuple(standing), tuple(waived), tuple(wrong)


@dataclass(frozen=True, slots=True)
class _Judge:
    """Tells whether enough was checked to say that a waiver is unused."""

    checked: frozenset[str]
    known: frozenset[str]
    complete: bool

    def can_tell(self, scope: WaiverScope, named: _Named) -> bool:
        rules: Collection[str] = [named[0]] if named[0] else scope.rules
        return all(map(self._answered, rules)) if rules else self.complete

    def _answered(self, rule: str) -> bool:
        """Whether a rule was checked or doesn't exist; of an IRI elsewhere it isn't known which shapes it is in."""
        return rule in self.checked or (bool(self.known) and rule not in self.known and ":" not in rule)


def _faults(scope: WaiverScope, as_of: datetime.date) -> Iterator[Result]:
    """What is wrong with a waiver whatever was found."""
    iri = scope.waiver.iri
    about = _said(", ".join(sorted(scope.rules)), next(iter(sorted(scope.foci or scope.fingerprints)), ""))
    for path in scope.lacking:
        yield Result(INCOMPLETE, iri, path, bindings=about)
    if scope.too_broad:
        yield Result(TOO_BROAD, iri, bindings=about)
    elif scope.has_expired(as_of):
        last = Literal(str(scope.waiver.expires), datatype=NamedNode(PREFIXES["xsd"] + "date"))
        yield Result(EXPIRED, iri, _EXPIRES, last.value, bindings=about, value_literal=str(last))


def _shown(scope: WaiverScope, named: _Named) -> _Named:
    """The rule and the element, or the fingerprint, as messages name them."""
    return named[0] or ", ".join(sorted(scope.rules)), named[1]


def _said(rule: str, element: str) -> tuple[tuple[str, str], ...]:
    return ("element", element or "–"), ("rule", rule or "–")


def _scope(around: Surroundings, node: str) -> WaiverScope:
    reason = around.texts(node, _REASON)
    authors, created, expires = (around.values(node, path) for path in (_CREATOR, _CREATED, _EXPIRES))
    has: Mapping[str, bool] = {
        _REASON: any(text.strip() for text in reason.values()),
        _CREATOR: any(text.strip() for text in authors),
        _CREATED: bool(created) and None not in map(_date, created),
        _EXPIRES: None not in map(_date, expires),
    }
    return WaiverScope(
        Waiver(
            iri=node,
            reason=reason,
            author=next(iter(authors), ""),
            # Of several, those by which it holds for the shortest time.
            created=max(filter(None, map(_date, created)), default=None),
            expires=min(filter(None, map(_date, expires)), default=None),
        ),
        frozenset(rule.removeprefix(SHAPES) for rule in around.values(node, POP + "waivesRule")),
        frozenset(around.values(node, POP + "waivesFocus")),
        frozenset(around.values(node, POP + "waivesFingerprint")),
        tuple(path for path, there in has.items() if not there),
    )


def _date(text: str) -> datetime.date | None:
    """A day written as ``2026-01-31``; None for anything else."""
    try:
        return datetime.date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None
