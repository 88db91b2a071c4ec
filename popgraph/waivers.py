"""Waivers: findings that are let stand, as data, each with its reason.

A ``pop:Waiver`` names a rule and an element (``pop:waivesRule``, ``pop:waivesFocus``) or one finding
(``pop:waivesFingerprint``). One that waives nothing, has expired or names no element is itself a finding.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from popgraph.findings import Finding, Waiver
from popgraph.results import Result
from popgraph.surroundings import Surroundings
from popgraph.vocab import POP, PREFIXES, SHAPES

__all__ = ["EXPIRED", "TOO_BROAD", "UNUSED", "WaiverScope", "apply", "read"]

UNUSED, EXPIRED, TOO_BROAD = "WVR-01", "WVR-02", "WVR-03"


@dataclass(frozen=True, slots=True)
class WaiverScope:
    """A waiver and what it is for.

    Attributes:
        waiver: The waiver.
        rules: Ids of the rules that it names.
        foci: IRIs of the elements that it names.
        fingerprints: Findings that it names.
    """

    waiver: Waiver
    rules: frozenset[str]
    foci: frozenset[str]
    fingerprints: frozenset[str]

    @property
    def too_broad(self) -> bool:
        """Whether it names neither a finding nor both a rule and an element."""
        return not self.fingerprints and not (self.rules and self.foci)

    def has_expired(self, as_of: datetime.date) -> bool:
        """Return whether its last day is past."""
        return self.waiver.expires is not None and self.waiver.expires < as_of

    def covers(self, finding: Finding) -> bool:
        """Return whether it is for a finding: by its fingerprint if it names one, else by rule and element."""
        if self.rules and finding.rule not in self.rules:
            return False
        if self.foci and finding.focus not in self.foci:
            return False
        if self.fingerprints:
            return finding.fingerprint in self.fingerprints
        return not self.too_broad


def read(around: Surroundings) -> tuple[WaiverScope, ...]:
    """Return the waivers that stand in a graph, sorted by IRI."""
    return tuple(_scope(around, node) for node in around.of_type(POP + "Waiver"))


def apply(
    findings: Iterable[Finding],
    scopes: Iterable[WaiverScope],
    *,
    as_of: datetime.date,
    checked: Iterable[str],
    complete: bool = False,
) -> tuple[tuple[Finding, ...], tuple[Finding, ...], tuple[Result, ...]]:
    """Return the findings that stand, those that are waived, and what is wrong with the waivers.

    Args:
        findings: What was found.
        scopes: The waivers.
        as_of: The day on which waivers are looked at.
        checked: Ids of the rules that were checked; a waiver of another one can't be called unused.
        complete: Whether all rules were checked, so that a waiver that names no rule can be judged, too.
    """
    scopes = tuple(scopes)
    valid = [scope for scope in scopes if not scope.too_broad and not scope.has_expired(as_of)]
    used: set[str] = set()
    standing, waived = [], []
    for finding in findings:
        covering = [scope.waiver for scope in valid if scope.covers(finding)]
        used.update(waiver.iri for waiver in covering)
        if covering:
            waived.append(replace(finding, waiver=covering[0]))
        else:
            standing.append(finding)
    known = set(checked)
    wrong = []
    for scope in scopes:
        iri = scope.waiver.iri
        if scope.too_broad:
            wrong.append(Result(TOO_BROAD, iri, bindings=_named(scope)))
        elif scope.has_expired(as_of):
            wrong.append(
                Result(EXPIRED, iri, POP + "expires", str(scope.waiver.expires), bindings=_named(scope))
            )
        elif iri not in used and (complete or (scope.rules and scope.rules <= known)):
            wrong.append(Result(UNUSED, iri, bindings=_named(scope)))
    return tuple(standing), tuple(waived), tuple(wrong)


def _named(scope: WaiverScope) -> tuple[tuple[str, str], ...]:
    """What a waiver names, for messages."""
    named = (
        ("rule", ", ".join(sorted(scope.rules)) or "–"),
        ("element", next(iter(sorted(scope.foci)), "") or next(iter(sorted(scope.fingerprints)), "–")),
    )
    return tuple(sorted(named))


def _scope(around: Surroundings, node: str) -> WaiverScope:
    dcterms = PREFIXES["dcterms"]
    return WaiverScope(
        Waiver(
            iri=node,
            reason=around.texts(node, POP + "reason"),
            author=next(iter(around.values(node, dcterms + "creator")), ""),
            created=_date(around.values(node, dcterms + "created")),
            expires=_expiry(around.values(node, POP + "expires")),
        ),
        frozenset(rule.removeprefix(SHAPES) for rule in around.values(node, POP + "waivesRule")),
        frozenset(around.values(node, POP + "waivesFocus")),
        frozenset(around.values(node, POP + "waivesFingerprint")),
    )


def _expiry(texts: tuple[str, ...]) -> datetime.date | None:
    """The last day of a waiver; one that can't be read is past, lest the waiver hold for good."""
    return _date(texts) or datetime.date.min if texts else None


def _date(texts: tuple[str, ...]) -> datetime.date | None:
    """The earliest of some dates; what is no date counts as none."""
    found = []
    for text in texts:
        try:
            found.append(datetime.date.fromisoformat(text[:10]))
        except ValueError:
            continue
    return min(found, default=None)
